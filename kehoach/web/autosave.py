"""What is typed is saved by itself: a moment after the first change that is not on the disk, however long one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kehoach.diagnostics import KehoachError, WouldOverwrite
from kehoach.storage.reasons import refused
from kehoach.web.background import BackgroundWork
from kehoach.web.open_files import OpenFile, write

AFTER = 0.2
"""Seconds after a change until it is saved, with all that was changed since."""
AGAIN = 3.0
"""Seconds until what could not be saved is tried again."""
STEP = 0.05


@dataclass
class Autosave(BackgroundWork):
    """Saves what is open, by a thread of its own."""

    def stop(self) -> None:
        """Save what is not saved, and end."""
        super().stop()
        self.save_all()

    def save_all(self) -> None:
        """Save everything now."""
        for file in list(self.plans.files.values()):
            self.save(file)
        self._keep_journals()

    def save(self, file: OpenFile) -> None:
        """Save one file now, where there is something to be saved; `failure` of the file says what was wrong."""
        plans = self.plans
        with plans.lock:
            asked = file.begin_save()
        if asked is None:
            return
        before, text = asked
        failure: KehoachError | None = None
        try:
            write(file.path, plans.workspace, before, text)
        except OSError as error:
            failure = refused(file.path, error)
        except KehoachError as error:
            failure = error
        overtaken = isinstance(failure, WouldOverwrite)
        with plans.lock:
            now = plans.clock()
            file.end_save(None if failure else text, now)
            file.failure = None if overtaken else failure
            again = now - AFTER if overtaken else now + AGAIN if failure else now
            file.unsaved_since = again if file.is_dirty else None
        self._look(file)
        self.plans.publish("luu", saved_state(file))

    def _look(self, file: OpenFile) -> None:
        """Take in what other programs wrote before this save, or right after it."""
        try:
            self.plans.look(file.path)
        except KehoachError as error:
            file.failure = error

    def _run(self) -> None:
        while not self._end.wait(STEP):
            now = self.plans.clock()
            due = [
                file
                for file in list(self.plans.files.values())
                if file.unsaved_since is not None and now - file.unsaved_since >= AFTER
            ]
            for file in due:
                self.save(file)
            if due:
                self._keep_journals()

    def _keep_journals(self) -> None:
        for plan in list(self.plans.plans.values()):
            try:
                self.plans.keep(plan)
            except OSError:  # nothing is lost but that undo ends with this run
                continue


def saved_state(file: OpenFile) -> dict[str, Any]:
    """Whether a file is saved, as events and answers say it."""
    state = "asked" if file.question else "failed" if file.failure else "unsaved" if file.is_dirty else "saved"
    return {"file": file.name, "seen": file.seen, "state": state}

"""Files that other programs change while the workbench is open: what they say now is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kehoach.diagnostics import KehoachError
from kehoach.storage.workspace import PLANS, RESULTS
from kehoach.web.background import BackgroundWork

STEP, LONGEST = 20, 200
"""Milliseconds without a change after which a save counts as done, and after which it does although changes go on."""


@dataclass
class Watcher(BackgroundWork):
    """Watches plans and results by a thread of its own."""

    def _run(self) -> None:
        from watchfiles import watch  # late: who only looks at the overview needs none

        root = self.plans.workspace.root
        folders = [root / name for name in (PLANS, RESULTS) if (root / name).is_dir()]
        changes = watch(
            *folders, stop_event=self._end, debounce=LONGEST, step=STEP, rust_timeout=500, watch_filter=None
        )
        try:
            for changed in changes:
                self.look({Path(name) for _kind, name in changed})
        except OSError:  # a folder that cannot be watched: each save still looks first
            return

    def look(self, paths: set[Path]) -> None:
        """Take in what changed."""
        for path in paths:
            if not path.name.startswith((".", "~$")):
                try:
                    self.plans.look(path)
                except KehoachError:  # half written, or gone again: the next change, or the save, looks anew
                    continue

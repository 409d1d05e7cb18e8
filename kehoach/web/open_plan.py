"""Plans that are open: their texts, steps and pages, and how every change comes about, whoever makes it.

One lock guards all of it: a change is made before the next one. A plan is checked for errors, and a paper of it is set
in pages, when somebody who looks at that paper asks. What takes long and may come later (findings, where each word is
on the pages) is made by `web.afterwork`.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

from kehoach.diagnostics import EnvironmentFailure, Message, _
from kehoach.documents.kinds import PLAN
from kehoach.edits import Edit, apply
from kehoach.frozen import frozen
from kehoach.pipeline.open_workspace import OpenWorkspace
from kehoach.pipeline.products import NotNamed
from kehoach.pipeline.session import Session
from kehoach.storage.files import safe_name
from kehoach.storage.workspace import Workspace
from kehoach.web.journal import Elsewhere, Journal, read_journal, write_journal
from kehoach.web.merging import Merge, MergeSide, merge
from kehoach.web.open_files import OpenFile
from kehoach.web.pages import PageStore, PaintedPages

MOST_PAPERS = 8
"""Of how many papers of a plan the last good pages are kept."""
Publish = Callable[[str, Any], None]
"""Tells every page: the name of an event, and a value that JSON can hold."""


class StaleView(Exception):
    """What a page saw is so old that nobody remembers it: it has to load anew."""


class CannotUndo(Exception):
    """The step cannot be undone or done again; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@frozen
class Asked:
    """What two pages, or a page and the file, changed in one field: a person must choose before it is changed."""

    merge: Merge


@dataclass
class OpenPlan:
    """One plan that is open. `name` is `<folder>/<name of the file>`, as addresses have it."""

    file: OpenFile
    name: str
    journal: Journal
    painted: OrderedDict[str, PaintedPages] = field(default_factory=OrderedDict)
    """Its papers that somebody looks at, by their names, the last one looked at last."""
    papers: tuple[tuple[str, Message], ...] = ((PLAN.file, _("plan")),)
    """The papers that it makes, by their names, with what a person calls them; as it was without an error last."""
    kept: tuple[str, int, int] | None = None
    """What the file of the journal holds: enough to know whether it has to be written."""
    changed_at: float = 0.0
    title: str = ""
    """What it was called when it could be read the last time."""
    version: int = 0
    """Counts changes, also of the registry."""
    followed: int = -1
    """The version whose findings the pages were told of."""


@dataclass
class OpenPlans:
    """Everything that is open of one workspace. `clock` counts seconds and only goes on."""

    workspace: Workspace
    publish: Publish
    day: Callable[[], Any]
    clock: Callable[[], float] = time.monotonic
    lock: RLock = field(default_factory=RLock)
    pages: PageStore = field(default_factory=PageStore)
    files: dict[Path, OpenFile] = field(default_factory=dict)
    plans: dict[Path, OpenPlan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = OpenWorkspace(self.workspace, self.day)

    # What is open

    def plan(self, path: Path) -> OpenPlan:
        """An open plan; it is opened where it is not. Raises UnreadableFile."""
        with self.lock:
            if path not in self.plans:
                self.plans[path] = self._opened(path)
            return self.plans[path]

    def file(self, path: Path) -> OpenFile:
        """An open file; it is opened where it is not. Raises UnreadableFile."""
        with self.lock:
            if path not in self.files:
                self.files[path] = OpenFile.read(path, self.workspace)
                self.store.put(path, self.files[path].text)
            return self.files[path]

    def session(self, plan: OpenPlan) -> Session:
        """The session of a plan, for who holds the lock."""
        return self.store.session(plan.file.path)

    def _opened(self, path: Path) -> OpenPlan:
        file = self.file(path)
        name = f"{path.parent.name}/{path.stem}"
        kept = read_journal(self._journal_file(name), name)
        plan = OpenPlan(file, name, kept.journal if kept else Journal())
        if kept and kept.mine is not None:  # a question was open when the workbench ended
            self._take_back(file, kept.text, kept.mine)
        elif kept and kept.text != file.text:
            plan.journal.record({file.name: (kept.text, file.text)}, "", self.clock())
        return plan

    def _take_back(self, file: OpenFile, base: str, mine: str) -> None:
        """Go on with what was typed and could not be saved: the disk holds something else in the same field."""
        file.saved, file.data = base, base.encode()
        file.put(mine)
        file.look(self.clock())
        file.unsaved_since = self.clock()
        self.store.put(file.path, file.text)

    # Pages

    def paint(self, plan: OpenPlan, name: str = PLAN.file) -> PaintedPages:
        """The pages of one of a plan's papers, those of the plan itself where it makes no paper of that name.

        Where it has an error the last good ones stay. No other paper is composed.
        """
        with self.lock:
            session = self.session(plan)
            pages = plan.painted.get(name) or PaintedPages(self.pages, name)
            if pages.version == plan.version:
                return pages
            pages.failure = None
            try:
                pages.is_old = session.has_errors
                if not pages.is_old:
                    paper = session.paper_named(name)
                    pages.paint(paper.svg())
                    pages.made = paper
            except NotNamed:
                return self.paint(plan)
            except EnvironmentFailure as failure:
                pages.is_old, pages.failure = True, failure.message
            pages.version = plan.version
            if pages.shown:
                plan.painted[name] = pages
                plan.painted.move_to_end(name)
                while len(plan.painted) > MOST_PAPERS:
                    plan.painted.popitem(last=False)
            return pages

    # Changes

    def change(
        self,
        plan: OpenPlan,
        texts: Mapping[Path, str],
        field: str = "",
        by: str = "",
    ) -> None:
        """Give files other texts, as one step of the plan's journal. `field`: what was typed in; `by`: who did it."""
        with self.lock:
            before = {path: self.file(path).text for path in texts}
            self._put(plan, texts, by)
            named = {self.file(path).name: (before[path], texts[path]) for path in texts}
            plan.journal.record(named, field, self.clock())

    def edit(
        self,
        plan: OpenPlan,
        path: Path,
        seen: str,
        edits_of: Callable[[str], Sequence[Edit]],
        *,
        field: str = "",
        by: str = "",
        choice: MergeSide | None = None,
    ) -> Asked | bool:
        """Change a file by the edits that `edits_of` makes of the text which a page saw.

        Whether that was merged with what others changed since.

        Where the text went on since, both changes are merged; where both are of one field nothing is changed and the
        question comes back, unless `choice` answers it. Raises StaleView, and what `edits_of` raises.
        """
        with self.lock:
            file = self.file(path)
            base = file.text if file.seen == seen else self._earlier(plan, file, seen)
            mine = apply(base, edits_of(base))
            if base == file.text:
                text = mine
            else:
                found = merge(base, mine, file.text)
                if found.questions and choice is None:
                    return Asked(found)
                text = found.text(*[choice or MergeSide.MINE] * len(found.questions))
            merged = base != file.text
            if text != file.text:
                self.change(plan, {path: text}, field, by)
            return merged

    def undo(self, plan: OpenPlan, by: str = "", *, redo: bool = False) -> None:
        """Undo the last step of a plan, or do again what was undone last. Raises LookupError, CannotUndo."""
        with self.lock:
            names = plan.journal.files_of_next(undo=not redo)
            texts = {name: self.file(self._path(name)).text for name in names}
            steps = plan.journal.redo if redo else plan.journal.undo
            try:
                made = plan.journal.redone(texts) if redo else plan.journal.undone(texts)
            except Elsewhere:
                if plan.file.name not in names:  # a step of another file does not lead back through this one
                    steps.pop()
                raise CannotUndo(_("what this step changed was changed elsewhere since, so it stays")) from None
            self._put(plan, {self._path(name): text for name, text in made.items()}, by)

    def answer(
        self, plan: OpenPlan, asked: Sequence[tuple[str, str]], choices: Sequence[MergeSide], by: str = ""
    ) -> bool:
        """Answer what is asked of a plan's file: the values of both sides as they were shown, and whose is to stay.

        False where something else is asked by now.
        """
        with self.lock:
            file = plan.file
            if file.question is None or len(choices) != len(asked):
                return False
            if [(one.mine, one.theirs) for one in file.question.questions] != list(asked):
                return False
            before = file.text
            file.choose(choices)
            after = file.text
            file.put(before)
            self.change(plan, {file.path: after}, "", by)
            return True

    def look(self, path: Path) -> None:
        """A file was changed on the disk, perhaps by another program: take that in. Raises UnreadableFile."""
        with self.lock:
            file = self.files.get(path)
            if file is None:
                self._look_beside()
                return
            before = file.text
            if not file.look(self.clock()):
                return
            if file.question:
                self.publish("hoi", {"file": file.name})
                return
            after = file.text
            file.put(before)
            owner = self.plans.get(path)
            if owner:
                self.change(owner, {path: after})
            else:
                self._put(None, {path: after}, "")
            if not file.is_dirty:
                file.unsaved_since = None

    def _look_beside(self) -> None:
        """A file that is not open was changed: a picture, a table, results, the registry."""
        self.store.reload()
        for plan in self.plans.values():
            plan.changed_at, plan.version = self.clock(), plan.version + 1

    def _put(self, plan: OpenPlan | None, texts: Mapping[Path, str], by: str) -> None:
        now = self.clock()
        for path, text in texts.items():
            file = self.file(path)
            if text == file.text:
                continue
            file.put(text)
            if file.question:
                file.ask_anew()
            since = now if file.unsaved_since is None else file.unsaved_since
            file.unsaved_since = since if file.is_dirty else None
            self.store.put(path, text)
        touched = [one for path, one in self.plans.items() if path in texts or self.workspace.registry in texts]
        for one in touched:
            one.changed_at = now
            one.version += 1
        for path in texts:
            self.publish("thay-doi", {"file": self.file(path).name, "seen": self.file(path).seen, "by": by})

    def _earlier(self, plan: OpenPlan, file: OpenFile, seen: str) -> str:
        found = file.earlier(seen)
        found = plan.journal.text_of(seen, file.name, file.text) if found is None else found
        if found is None:
            raise StaleView
        return found

    def _path(self, name: str) -> Path:
        """A file by its name in the workspace; none outside of it."""
        path = self.workspace.root / name
        root = os.path.realpath(self.workspace.root)
        if not Path(os.path.realpath(path)).is_relative_to(root):
            raise CannotUndo(_("{path} is outside of its folder", path=path))
        return path

    # The journal

    def keep(self, plan: OpenPlan) -> None:
        """Keep the journal of a plan in its file, where it is other than before. Raises OSError."""
        with self.lock:
            journal, file = plan.journal, plan.file
            last = journal.undo[-1].files[0].after if journal.undo else ""
            state = (last + file.seen + str(bool(file.question)), len(journal.undo), len(journal.redo))
            if plan.kept == state:
                return
            copy = Journal(list(journal.undo), list(journal.redo))
            mine = file.text if file.question else None
            text = file.saved if file.question else file.text
            plan.kept = state
        write_journal(self._journal_file(plan.name), plan.name, text, copy, mine)

    def _journal_file(self, name: str) -> Path:
        mark = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
        return self.workspace.editor / "hoan-tac" / f"{safe_name(name.replace('/', '-'))}-{mark}.json"

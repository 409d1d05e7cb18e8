"""The files of a workspace that are open in an editor: what `kehoach check` would find in them, were they saved.

Each file counts as it is open, also for the others: a plan is checked against the registry as it is typed. One examiner
and one session a plan serve all features of an editor.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kehoach.diagnostics import KehoachError, Report
from kehoach.editing import DocumentKind
from kehoach.pipeline.examine import Examined, Examiner, look_at_registry
from kehoach.pipeline.results import ResultsChecks
from kehoach.pipeline.session import Session
from kehoach.source import Source
from kehoach.storage.workspace import PLANS, SUFFIXES, Workspace


def kind_of(path: Path, workspace: Workspace) -> DocumentKind | None:
    """What a file is; None for one that kehoach does not read. It need not exist."""
    if path == workspace.registry:
        return DocumentKind.REGISTRY
    if path.suffix.lower() not in SUFFIXES:
        return None
    if workspace.is_results(path):
        return DocumentKind.RESULTS
    return DocumentKind.PLAN if path.is_relative_to(workspace.root / PLANS) else None


@dataclass
class OpenWorkspace:
    """The open files of one workspace. `day` gives the day that results are compared with."""

    workspace: Workspace
    day: Callable[[], date | None]
    texts: dict[Path, str] = field(default_factory=dict)
    """What is open, by absolute paths."""
    _sessions: dict[Path, Session] = field(default_factory=dict)
    _results_checks: ResultsChecks | None = None
    _last_results: Path | None = None

    def __post_init__(self) -> None:
        self._renew()

    def put(self, path: Path, text: str) -> None:
        """Open a file, or go on with another text of one that is open."""
        if self.texts.get(path) == text:
            return
        self.texts[path] = text
        self._changed(path)

    def close(self, path: Path) -> None:
        """From now on the file counts as it is saved."""
        self.texts.pop(path, None)
        self._sessions.pop(path, None)
        self._changed(path)

    def reload(self) -> None:
        """Look at everything anew that is not open: a file was saved, or changed by another program."""
        self._renew()

    def kind_of(self, path: Path) -> DocumentKind | None:
        """What a file is, None for one that is no plan, registry or results."""
        return kind_of(path, self.workspace)

    def source(self, path: Path) -> Source:
        """The text of a file, open or not. Raises UnreadableFile."""
        return self._examiner.source_of(path)

    @property
    def registry(self) -> Examined:
        """The registry, open or not."""
        if self._registry_state != self._state_of_registry():
            self._renew()
        return self._examiner.registry

    def session(self, path: Path) -> Session:
        """The session of a plan, open or not. Raises UnreadableFile."""
        text, _registry = self.source(path).text, self.registry
        if path not in self._sessions:
            self._sessions[path] = Session(path, text, self.day(), self._examiner)
        session = self._sessions[path]
        session.edit(text)
        return session

    def report(self, path: Path) -> Report:
        """What `kehoach check` finds in one file; of the registry beside it nothing."""
        registry, kind = self.registry, self.kind_of(path)
        try:
            if kind is DocumentKind.REGISTRY:
                return registry.report
            if kind is DocumentKind.RESULTS:
                look = self._checks.looking_at(path)
                return look(self.source(path)).report if look else self._checks.check(path)
            return Report(self.session(path).findings)
        except KehoachError as failure:
            return Report(failures=(failure,))

    def looking_at(self, path: Path) -> Callable[[Source], Examined] | None:
        """What looks at a text of a file while its fixes are tried; None where that is not possible.

        Raises KehoachError.
        """
        kind = self.kind_of(path)
        if kind is DocumentKind.REGISTRY:
            return look_at_registry
        return self._checks.looking_at(path) if kind is DocumentKind.RESULTS else self._examiner.look

    def plan_of(self, path: Path) -> Session | None:
        """The session of a plan, or of the plan of results; None for the registry, or where there is none."""
        kind = self.kind_of(path)
        if kind is DocumentKind.PLAN:
            return self.session(path)
        if kind is DocumentKind.RESULTS:
            with suppress(KehoachError):
                return self.session(self.workspace.plan_of(path))
        return None

    @property
    def _checks(self) -> ResultsChecks:
        """The checks of results, which keep plan and neighbouring files until one of these changes."""
        if self._results_checks is None or self._results_checks.today != self.day():
            self._results_checks = ResultsChecks(self._examiner, self.day())
        return self._results_checks

    def _changed(self, path: Path) -> None:
        kind = self.kind_of(path)
        if kind is DocumentKind.REGISTRY:
            self._renew()
        elif kind is not None and not (kind is DocumentKind.RESULTS and path == self._last_results):
            self._results_checks = None
        self._last_results = path if kind is DocumentKind.RESULTS else None

    def _renew(self) -> None:
        self._registry_state = self._state_of_registry()
        self._examiner = Examiner(self.workspace, open_texts=self.texts)
        self._results_checks = self._last_results = None
        for session in self._sessions.values():
            session.use(self._examiner)

    def _state_of_registry(self) -> tuple[int, int] | None:
        """What tells that the saved registry is another one; None while it is open, or not there."""
        if self.workspace.registry in self.texts:
            return None
        try:
            found = self.workspace.registry.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

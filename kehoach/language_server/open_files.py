"""The files that an editor has open, in as many workspaces as they are in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kehoach.diagnostics import Finding, KehoachError, Report, UnreadableFile
from kehoach.editing import Document, Refused
from kehoach.editing.model_types import DocumentKind
from kehoach.frozen import frozen
from kehoach.language_server.edited import EditedFile
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.pipeline.open_workspace import OpenWorkspace, kind_of
from kehoach.storage.workspace import Workspace


@frozen
class _ReadPlan:
    """The last state of a plan that could be read."""

    plan: Plan
    agencies: Agencies
    is_sound: bool


@dataclass
class OpenFiles:
    """Every open file, by its path. `day` gives the day that results are compared with."""

    day: Callable[[], date | None]
    _workspaces: dict[Path, OpenWorkspace] = field(default_factory=dict)
    _of_file: dict[Path, OpenWorkspace] = field(default_factory=dict)
    _read: dict[Path, _ReadPlan] = field(default_factory=dict)
    _documents: dict[Path, tuple[str, Document | None]] = field(default_factory=dict)

    def put(self, path: Path, text: str) -> bool:
        """Open a file or go on with another text of it; whether it is one that kehoach reads."""
        if path not in self._of_file:
            found = self._workspace_of(path)
            if found is None:
                return False
            self._of_file[path] = found
        self._of_file[path].put(path, text)
        return True

    def close(self, path: Path) -> None:
        """The file counts as it is saved."""
        workspace = self._of_file.pop(path, None)
        if workspace:
            workspace.close(path)
            self._read.pop(path, None)
            self._documents.pop(path, None)
            if workspace not in self._of_file.values():
                del self._workspaces[workspace.workspace.root]

    def reload(self) -> None:
        """Look at everything anew that is not open."""
        for workspace in self._workspaces.values():
            workspace.reload()

    def __contains__(self, path: Path) -> bool:
        return path in self._of_file

    def workspace(self, path: Path) -> OpenWorkspace:
        """The workspace of an open file."""
        return self._of_file[path]

    def is_beside(self, registry: Path) -> bool:
        """Whether a registry is that of a workspace of which a file is open."""
        return any(one.workspace.registry == registry for one in self._workspaces.values())

    def kind_of(self, path: Path) -> DocumentKind:
        """What an open file is."""
        kind = self._of_file[path].kind_of(path)
        assert kind is not None, "only files of kehoach are kept"
        return kind

    def text(self, path: Path) -> str:
        """The text of an open file."""
        return self._of_file[path].texts[path]

    def document(self, path: Path) -> Document | None:
        """The nodes of an open file, read once for all that is asked of a text; None for one that cannot be read."""
        text = self.text(path)
        known = self._documents.get(path)
        if known is None or known[0] != text:
            known = self._documents[path] = (text, self._document(path))
        return known[1]

    def _document(self, path: Path) -> Document | None:
        try:
            return Document.read(self._of_file[path].source(path), self.kind_of(path))
        except Refused:
            return None

    def touched_by(self, path: Path) -> Iterator[Path]:
        """The open files whose findings may be others now that a file has changed: itself first."""
        workspace = self._of_file.get(path)
        if workspace is None:
            return
        yield path
        kind = workspace.kind_of(path)
        for other in workspace.texts:
            if other == path:
                continue
            same = workspace.kind_of(other) is DocumentKind.RESULTS and (
                other.parent.name == (path.parent.name if kind is DocumentKind.RESULTS else path.stem)
            )
            if kind is DocumentKind.REGISTRY or same:
                yield other

    def every(self) -> tuple[Path, ...]:
        """Every open file."""
        return tuple(self._of_file)

    def report(self, path: Path) -> Report:
        """What `kehoach check` would find in an open file, were it saved."""
        workspace = self._of_file[path]
        found = workspace.report(path)
        if workspace.kind_of(path) is DocumentKind.PLAN:
            self._keep(path, workspace)
        return found

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """The findings of an open file that are in the file itself."""
        return tuple(one for one in self.report(path).findings if one.span.source.path == str(path))

    def edited(self, path: Path) -> EditedFile:
        """An open file with what is known around it, without checking it anew. Raises KehoachError."""
        workspace = self._of_file[path]
        kind = self.kind_of(path)
        source, registry = workspace.source(path), workspace.registry.agencies
        of_plan = path
        if kind is DocumentKind.RESULTS:
            with suppress(KehoachError):
                of_plan = workspace.workspace.plan_of(path)
        if kind is DocumentKind.REGISTRY:
            return EditedFile(source, kind, registry)
        if of_plan not in self._read or of_plan not in self._of_file:
            self._keep(of_plan, workspace)
        known = self._read.get(of_plan)
        if known is None:
            return EditedFile(source, kind, registry)
        return EditedFile(source, kind, known.agencies, known.plan, known.is_sound)

    def _keep(self, path: Path, workspace: OpenWorkspace) -> None:
        with suppress(KehoachError):
            session = workspace.session(path)
            if session.plan is not None:
                self._read[path] = _ReadPlan(session.plan, session.agencies, not session.has_errors)

    def _workspace_of(self, path: Path) -> OpenWorkspace | None:
        try:
            workspace = Workspace.around(path.parent)
        except UnreadableFile:
            return None
        if kind_of(path, workspace) is None:
            return None
        return self._workspaces.setdefault(workspace.root, OpenWorkspace(workspace, self.day))

"""The files of a workspace among which ids are shared, as documents that can be edited together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kehoach.diagnostics import UnreadableFile
from kehoach.editing import Document, DocumentKind, PlanFiles, Refused, WorkspaceFiles
from kehoach.source import Source
from kehoach.storage.files import read_source
from kehoach.storage.workspace import Workspace


def workspace_files(
    workspace: Workspace, read: Callable[[Path], Source] = read_source, having: str = ""
) -> WorkspaceFiles:
    """The registry, every plan and its results files. `read` gives the text of a file, which need not be saved.

    With `having` only the plans that have this word in them or in their results. What cannot be read is among `unread`.
    Raises UnreadableFile for a folder that cannot be listed.
    """
    unread: dict[str, Refused] = {}

    def document(path: Path, kind: DocumentKind) -> Document | None:
        try:
            source = read(path)
            if having not in source.text and not results.get(path):
                return None  # nor has it results that have the word
            return Document.read(source, kind)
        except UnreadableFile as failure:
            unread[str(path)] = Refused(failure.message, failure.hint)
        except Refused as refusal:
            unread[str(path)] = refusal
        return None

    results: dict[Path, list[Document]] = {}
    for path in workspace.results():
        try:
            plan = workspace.plan_of(path)
        except UnreadableFile:
            continue  # it belongs to no plan
        if found := document(path, DocumentKind.RESULTS):
            results.setdefault(plan, []).append(found)
    plans = []
    for path in workspace.plans():
        if found := document(path, DocumentKind.PLAN):
            plans.append(PlanFiles(found, tuple(results.get(path, ()))))
    has_registry = workspace.registry.exists()
    registry = document(workspace.registry, DocumentKind.REGISTRY) if has_registry else None
    return WorkspaceFiles(registry, tuple(plans), unread)

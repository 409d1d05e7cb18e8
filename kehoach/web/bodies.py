"""Bodies in the workbench: entered into the registry from a field, renamed everywhere, counted where they are used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kehoach.diagnostics import Message, _
from kehoach.editing import Document, DocumentKind, Refused, WorkspaceFiles, add_agency, set_value
from kehoach.edits import apply
from kehoach.pipeline.related_files import workspace_files
from kehoach.source import Source
from kehoach.storage.files import read_source
from kehoach.web.open_plan import OpenPlan, OpenPlans
from kehoach.web.paths import path_of


def add_body(plans: OpenPlans, plan: OpenPlan, name: str, field: str, values: Any) -> tuple[Mapping[Path, str], str]:
    """The texts of registry and plan once a body is in the registry and named in a field, and its id.

    `values` are what the field names already, None for a field of one. Raises Refused, UnreadableFile.
    """
    if not name:
        raise Refused(_("write the name of the body first"))
    registry = plans.workspace.registry
    document = Document.read(_source(plans, registry), DocumentKind.REGISTRY)
    taken = plans.session(plan).agencies.by_id
    added = add_agency(document, name, tuple(taken))
    own = Document.read(Source(str(plan.file.path), plan.file.text), DocumentKind.PLAN)
    named: Any = [*values, added.id] if isinstance(values, list) else added.id
    edits = set_value(own, path_of(field, own.root), named)
    texts = {registry: apply(document.source.text, added.edits), plan.file.path: apply(plan.file.text, edits)}
    return texts, added.id


def renamed(plans: OpenPlans, plan: OpenPlan, kind: str, old: str, new: str) -> Mapping[Path, str]:
    """The texts of all files once something has another id. Raises Refused."""
    if not new:
        raise Refused(_("write the new id first"))
    found = _files(plans, old).rename(kind, old, new, Source(str(plan.file.path), plan.file.text))
    if found.moves:
        raise Refused(_("there are results of this report, whose file is named for it"), _("leave the id as it is"))
    return {
        Path(name): apply(_source(plans, Path(name)).text, edits) for name, edits in found.edits.items()
    }  # fmt: skip


def used(plans: OpenPlans, plan: OpenPlan, identity: str) -> Message:
    """In how many places of how many plans a body is named."""
    files = _files(plans, identity)
    found = files.occurrences("agency", identity, Source(str(plan.file.path), plan.file.text))
    places = [one for one in found if not one.is_definition]
    count = len({one.source.path for one in places})
    return _("used in {places} places of {plans} plans", places=len(places), plans=count)


def _files(plans: OpenPlans, word: str) -> WorkspaceFiles:
    return workspace_files(plans.workspace, lambda path: _source(plans, path), word)


def _source(plans: OpenPlans, path: Path) -> Source:
    """The text of a file, as it is open or saved."""
    file = plans.files.get(path)
    return Source(str(path), file.text) if file else read_source(path)

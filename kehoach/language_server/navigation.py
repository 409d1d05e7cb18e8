"""Where the thing under a cursor is given its id, and where else it is used; giving it another one."""

from __future__ import annotations

from collections.abc import Callable

from kehoach.editing import Document, Occurrence, Renaming, WorkspaceFiles
from kehoach.editing.references import place_kind
from kehoach.frozen import frozen

Files = Callable[[str], WorkspaceFiles]
"""Gives the files among which ids are shared, those that have a word in them; of "" all."""


@frozen
class NamedAt:
    """An id at a cursor, and of what kind the thing is that it means."""

    occurrence: Occurrence
    kind: str


def named_at(document: Document, offset: int) -> NamedAt | None:
    """The id that a cursor is in or beside; None where there is none."""
    found = document.occurrences
    here = next((one for one in found if one.span.start <= offset <= one.span.end), None)
    if here is None:
        return None
    meant = place_kind(found, here.id) if here.kind == "place" and here.in_text else ""
    return NamedAt(here, meant or here.kind)


def definitions(named: NamedAt, files: Files) -> tuple[Occurrence, ...]:
    """Where the thing gets its id: in the plan itself, in the registry, or in the plan of results."""
    source = named.occurrence.source
    found = files(named.occurrence.id)
    given = [one for one in found.occurrences(named.kind, named.occurrence.id, source) if one.is_definition]
    plan = next((one.plan for one in found.plans if any(d.source.path == source.path for d in one.documents)), None)
    own = [one for one in given if plan is not None and one.source.path == plan.source.path]
    return tuple(own or given)


def references(named: NamedAt, files: Files, *, with_definitions: bool) -> tuple[Occurrence, ...]:
    """Every place where the thing is used, file by file."""
    found = files(named.occurrence.id).occurrences(named.kind, named.occurrence.id, named.occurrence.source)
    return tuple(one for one in found if with_definitions or not one.is_definition)


def highlights(named: NamedAt, document: Document) -> tuple[Occurrence, ...]:
    """The places of the same file where the thing is used."""
    found = document.occurrences
    kinds = {named.kind, "place"} if named.kind in ("target", "task") else {named.kind}
    return tuple(one for one in found if one.id == named.occurrence.id and one.kind in kinds)


def renaming(named: NamedAt, new: str, files: Files) -> Renaming:
    """The edits that give the thing another id everywhere. Raises Refused."""
    return files("").rename(named.kind, named.occurrence.id, new, named.occurrence.source)

"""New targets, tasks, funds, duties and agencies, with ids made of their names; copies with ids of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kehoach.diagnostics import _
from kehoach.editing.document import Document
from kehoach.editing.model_types import DocumentKind, Path, Value, keys_of
from kehoach.editing.references import Occurrence
from kehoach.editing.refusal import Refused
from kehoach.editing.values import copied, insert, set_value
from kehoach.edits import Composition, Edit
from kehoach.frozen import frozen
from kehoach.recognising.ids import proposed_id, short_id
from kehoach.vietnamese import slug


@frozen
class Added:
    """Edits that add something, the id that it got, and where it is afterwards."""

    edits: tuple[Edit, ...]
    id: str
    path: Path


def add_target(document: Document, items: Path, name: str, /, index: int | None = None, **values: Value) -> Added:
    """A new target in a list of items, at its end or before `index`. `values` are further keys. Raises Refused."""
    return _add(document, items, index, "target", name, {"name": name, **values})


def add_task(document: Document, items: Path, name: str, /, index: int | None = None, **values: Value) -> Added:
    """A new task in a list of items. Raises Refused."""
    return _add(document, items, index, "task", name, {"name": name, **values})


def add_fund(document: Document, items: Path, name: str, /, index: int | None = None, **values: Value) -> Added:
    """A new source of funding in a list of items; its name is its id. Raises Refused."""
    at = _end(document, items) if index is None else index
    return Added(insert(document, items, at, {"fund": name, **values}), name, (*items, at))


def add_duty(
    document: Document, items: Path, agencies: Sequence[str], /, index: int | None = None, **values: Value
) -> Added:
    """What some agencies must do, in a list of items. Raises Refused."""
    at = _end(document, items) if index is None else index
    return Added(insert(document, items, at, {"agencies": list(agencies), **values}), "", (*items, at))


def add_agency(document: Document, name: str, /, taken: Collection[str] = (), **values: Value) -> Added:
    """A new agency in the registry, or of a plan's own. `taken` are ids of the other file. Raises Refused."""
    above: Path = () if document.kind is DocumentKind.REGISTRY else ("agencies",)
    known = {one.id for one in document.occurrences if one.kind == "agency"}
    identity = proposed_id(name, (*known, *taken))
    value: Value = {"name": name, **values} if values else name
    return Added(set_value(document, (*above, identity), value), identity, (*above, identity))


def change_heading(document: Document, path: Path, heading: str) -> tuple[Edit, ...]:
    """The edits after which a section, an item or an appendix has another heading, title or name. Raises Refused."""
    shape, node = document.shape(path), document.find(path)
    cls = shape.cls(node) if shape else None
    known = keys_of(cls) if cls else {}
    own = ("table", "paragraph", "fund", "title", "heading", "caption", "name", "subject")
    key = next((key for key in own if key in known), "")
    if "heading" in known and cls is not None and "fund" not in known:
        given = (one for one in ("heading", "label", "name") if one in known and document.find((*path, one)))
        key = next(given, "heading")
    if not key:
        raise Refused(_("there is no heading here"))
    return set_value(document, (*path, key), heading)


def duplicate(document: Document, path: Path) -> tuple[Edit, ...]:
    """The edits that put a copy of an item after it. What is given an id in the copy gets another one, also where the
    copy itself refers to it. Raises Refused.
    """
    composition = Composition(document.source.text)
    composition.add(copied(document, path))
    copy = document.with_edits(composition.edits)
    last = path[-1]
    assert isinstance(last, int)
    place = (*path[:-1], last + 1)
    found = copy.occurrences
    given = {(one.kind, one.id): one for one in found if one.is_definition and one.path[: len(place)] == place}
    edits: set[Edit] = set()
    used = {(one.kind, one.id) for one in found}
    everywhere = {one.id for one in found}
    for kind, identity in given:
        if kind in ("fund", "agency", "note"):
            continue
        new = _free(identity, everywhere)
        everywhere.add(new)
        used.add((kind, new))
        for one in found:
            if one.id == identity and one.path[: len(place)] == place and _is_of(one, kind, given):
                if not one.is_placed:
                    raise Refused(_("a text of this item has escapes, so no copy with other ids can be made"))
                edits.add(Edit(one.span.start, one.span.end, _quoted_as_before(one, new)))
    if edits:
        composition.add(tuple(edits))
        copy.with_edits(tuple(sorted(edits)))
    return composition.edits


def _is_of(one: Occurrence, kind: str, given: Mapping[tuple[str, str], Occurrence]) -> bool:
    if one.kind == kind:
        return True
    first = next((k for k in ("place", "task", "target") if (k, one.id) in given), "")
    return one.kind == "place" and one.in_text and first == kind


def _quoted_as_before(one: Occurrence, new: str) -> str:
    typed = one.span.text
    quote = typed[0] if not one.in_text and typed[:1] in "\"'" else ""
    return f"{quote}{new}{quote}"


def _free(identity: str, taken: Collection[str]) -> str:
    base, _dash, number = identity.rpartition("-")
    if not (base and number.isdecimal() and len(number) < 4):
        base, number = identity, "1"
    count = int(number) + 1
    while f"{base}-{count}" in taken:
        count += 1
    return f"{base}-{count}"


def _end(document: Document, items: Path) -> int:
    node = document.find(items)
    return len(getattr(node, "items", ())) if node is not None else 0


def _add(document: Document, items: Path, index: int | None, key: str, name: str, values: Mapping[str, Value]) -> Added:
    taken = {one.id for one in document.occurrences if one.kind in ("target", "task", "place")}
    identity = short_id(name) or slug(name) or {"target": "chi-tieu", "task": "nhiem-vu"}[key]
    identity = identity if identity not in taken else _free(identity, taken)
    at = _end(document, items) if index is None else index
    return Added(insert(document, items, at, {key: identity, **values}), identity, (*items, at))

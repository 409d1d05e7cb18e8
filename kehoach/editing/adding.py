"""New targets, tasks, funds, duties and agencies, with ids made of their names; copies with ids of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kehoach.diagnostics import _
from kehoach.editing.document import Document
from kehoach.editing.expected import is_renamed
from kehoach.editing.model_types import DocumentKind, Path, Value, keys_of
from kehoach.editing.references import WITH_PLACES, Occurrence, with_other_id
from kehoach.editing.refusal import UNSAFE, Refused
from kehoach.editing.values import copied, insert, set_value
from kehoach.edits import Composition, Edit
from kehoach.frozen import frozen
from kehoach.recognising.ids import proposed_id, short_id
from kehoach.source import TextNode
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
    inside = [one for one in copy.occurrences if one.path[: len(place)] == place]
    fresh, taken = dict[tuple[str, str], str](), {one.id for one in copy.occurrences}
    for one in inside:
        if one.is_definition and one.kind not in _NAMED_ELSEWHERE and (one.kind, one.id) not in fresh:
            fresh[one.kind, one.id] = _free(one.id, taken)
            taken.add(fresh[one.kind, one.id])
    edits: set[Edit] = set()
    texts: dict[Path, str] = {}
    for one in inside:
        key = next((kind for kind in _meant(one) if (kind, one.id) in fresh), "")
        if not key:
            continue
        if not one.is_placed:
            raise Refused(_("a text of this item has escapes, so no copy with other ids can be made"))
        new = fresh[key, one.id]
        node = copy.find(one.path)
        assert isinstance(node, TextNode)
        text = texts.get(one.path, str(node.value))
        texts[one.path] = with_other_id(text, frozenset((one.kind,)), one.id, new) if one.in_text else new
        quote = one.span.text[0] if not one.in_text and one.span.text[:1] in "\"'" else ""
        edits.add(Edit(one.span.start, one.span.end, f"{quote}{new}{quote}"))
    if not edits:
        return composition.edits
    if not is_renamed(copy.root, copy.with_edits(tuple(edits)).root, texts, {}):
        raise Refused(UNSAFE)
    composition.add(edits)
    return composition.edits


_NAMED_ELSEWHERE = ("fund", "agency", "note")
"""Kinds whose copies may be called as they are."""


def _meant(one: Occurrence) -> tuple[str, ...]:
    """The kinds of things that an id may mean in a copy: a call of a place the first of three."""
    return WITH_PLACES if one.kind == "place" and one.in_text else (one.kind,)


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

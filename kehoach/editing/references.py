"""Where ids are used: each place of a file that gives an id or refers to one, found by the model's annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.editing.model_types import ROOTS, DocumentKind, ModelType, Path, keys_of
from kehoach.frozen import frozen
from kehoach.model.base import Ref
from kehoach.model.scopes import CALLS
from kehoach.parse.prose import expressions_in
from kehoach.patterns import regex
from kehoach.source import ListNode, MappingNode, Node, Source, Span, TextNode
from kehoach.undecided import question_of

_CALL = regex(rf"\{{\{{\s*(?P<name>{'|'.join(CALLS)})\(\s*(?:\\?[\"']|'')(?P<id>[^'\"\\]*?)(?:\\?[\"']|'')\s*\)")
"""An expression that calls something by its id, also where quotes are doubled or escaped."""
WITH_PLACES = ("place", "task", "target")
"""Kinds of ids that `place('id')` may mean; of one item the earlier of these is meant."""


@frozen
class Occurrence:
    """A place where an id is given (`is_definition`) or used.

    `kind`: agency, target, task, period, note, place, or fund, whose name is its id. `path` leads to the text, or to
    the value after the key that the id is; `in_text`: it is in an expression of that text. `is_placed`: `span` is just
    the id; else the text has escapes, and only the whole of it has a place.
    """

    kind: str
    id: str
    span: Span
    is_definition: bool
    path: Path
    is_key: bool = False
    in_text: bool = False
    is_placed: bool = True

    @property
    def source(self) -> Source:
        """The file that it is in."""
        return self.span.source


@frozen
class ModelText:
    """A text of a file, or a key that the drafter chose, with what the model expects there."""

    path: Path
    node: TextNode
    shape: ModelType
    is_key: bool = False


def occurrences_in(root: MappingNode, kind: DocumentKind) -> tuple[Occurrence, ...]:
    """Every id of a file, in the order in which they are typed."""
    found = (one for leaf in texts_in(root, kind) for one in _of_leaf(leaf))
    return tuple(sorted(found, key=lambda one: (one.span.start, one.span.end)))


def texts_in(root: MappingNode, kind: DocumentKind) -> Iterator[ModelText]:
    """Every text of a file that the model knows, also keys that are the drafter's; not those that are empty."""
    return _leaves(root, ROOTS[kind], ())


def _leaves(node: Node, shape: ModelType, path: Path) -> Iterator[ModelText]:
    if isinstance(node, TextNode):
        if node.is_empty:
            return
        inner: ModelType | None = shape
        if shape.is_list and shape.may_be_one:
            inner = shape.inner
        if inner and (short := inner.short_key(node)) and inner.meant(node).reads == "":
            inner = inner.child(short, node)
        if inner:
            yield ModelText(path, node, inner.meant(node))
        return
    if isinstance(node, ListNode):
        inner = shape.inner if shape.is_list else None
        for index, item in enumerate(node.items if inner else ()):
            assert inner is not None
            yield from _leaves(item, inner, (*path, index))
        return
    if shape.is_map:
        inner = shape.inner
        assert inner is not None
        for key, entry in node.by_key.items():
            yield ModelText((*path, key), entry.key, shape.key_shape, is_key=True)
            yield from _leaves(entry.value, inner, (*path, key))
        return
    cls = shape.cls(node)
    known = keys_of(cls) if cls else {}
    for key, entry in node.by_key.items():
        if key in known:
            yield from _leaves(entry.value, ModelType(known[key].hint, cls, key), (*path, key))


def _of_leaf(leaf: ModelText) -> Iterator[Occurrence]:
    names, node = leaf.shape.names, leaf.node
    text = str(node.value)
    if names and _is_id(leaf):
        span = node.span
        if node.style in ("|", ">"):
            span = node.value.at(0, len(text))
        yield Occurrence(names.kind, text, span, names.defines, leaf.path, leaf.is_key)
    if leaf.shape.reads in ("prose", "rows") and not leaf.is_key:
        yield from _in_text(leaf)


def _is_id(leaf: ModelText) -> bool:
    if leaf.shape.reads == "ref":
        return Ref(str(leaf.node.value)).is_id and question_of(str(leaf.node.value)) is None
    return True


def _in_text(leaf: ModelText) -> Iterator[Occurrence]:
    node = leaf.node
    text = "\n".join(line.text for line in node.lines) if leaf.shape.reads == "rows" and node.lines else str(node.value)
    if "{{" not in text:
        return
    calls = list(_CALL.finditer(text))
    if not calls:
        return
    real = {start for start, _end in expressions_in(text)}
    start = node.span.start
    if node.style in ("|", ">"):  # a comment after the sign is none of the text
        start = node.span.source.text.find("\n", start) + 1
    typed = list(_CALL.finditer(node.span.source.text, start, node.span.end))
    is_placed = [(one["name"], one["id"]) for one in typed] == [(one["name"], one["id"]) for one in calls]
    for number, call in enumerate(calls):
        if call.start() in real:
            span = node.span.source.span(*typed[number].span("id")) if is_placed else node.span
            yield Occurrence(CALLS[call["name"]], call["id"], span, False, leaf.path, in_text=True, is_placed=is_placed)


def with_other_id(text: str, kinds: frozenset[str], old: str, new: str) -> str:
    """A text whose expressions call what they called `old` by another id."""
    real = {start for start, _end in expressions_in(text)}

    def changed(call: re.Match[str]) -> str:
        if call.start() not in real or call["id"] != old or CALLS[call["name"]] not in kinds:
            return call[0]
        start, end = call.start("id") - call.start(), call.end("id") - call.start()
        return f"{call[0][:start]}{new}{call[0][end:]}"

    return _CALL.sub(changed, text)


def place_kind(found: tuple[Occurrence, ...], identity: str) -> str:
    """Of what kind the thing is that `place('identity')` means in a plan; "" where nothing has that id.

    Sections and appendices come first, then items in print order; of two with one id the first is meant.
    """
    named = [one for one in found if one.is_definition and one.id == identity and one.kind in WITH_PLACES]
    return min(named, key=lambda one: _print_order(one.path, one.kind)).kind if named else ""


def _print_order(path: Path, kind: str) -> tuple[int, ...]:
    if len(path) == 3:  # the id of a section or an appendix
        return (0, path[0] == "appendices", int(path[1]))
    order: list[int] = [1]
    for step in path[:-1]:
        order.append(step if isinstance(step, int) else int(step in ("appendices", "items")))
    return (*order, -1, WITH_PLACES.index(kind))

"""The fields of a place of a file, as a form shows them: from the model's annotations and the texts of the schema."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from kehoach.editing.document import Document, child_of
from kehoach.editing.meaning import plain_value
from kehoach.editing.model_types import ModelType, Path, keys_of
from kehoach.frozen import frozen
from kehoach.schema import class_texts
from kehoach.schema.build import Known, Place, meanings
from kehoach.source import ListNode, MappingNode, Node, TextNode


class FieldKind(StrEnum):
    """With what a form lets somebody type a value."""

    LINE = "line"
    PARAGRAPHS = "paragraphs"
    DATE = "date"
    YEAR = "year"
    DEADLINE = "deadline"
    QUANTITY = "quantity"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    ID = "id"
    AGENCY = "agency"
    TARGET = "target"
    TASK = "task"
    FILE = "file"
    ROWS = "rows"
    LIST = "list"
    MAPPING = "mapping"
    ITEMS = "items"
    OBJECT = "object"


_OF_TEXTS = {
    "cited_date": FieldKind.DATE, "day": FieldKind.DATE, "issue_date": FieldKind.DATE, "reported_day": FieldKind.DATE,
    "year": FieldKind.YEAR, "years": FieldKind.YEAR, "deadline": FieldKind.DEADLINE, "quantity": FieldKind.QUANTITY,
    "column": FieldKind.NUMBER, "depth": FieldKind.NUMBER, "flag": FieldKind.FLAG, "id": FieldKind.ID,
    "prose": FieldKind.PARAGRAPHS, "picture": FieldKind.FILE, "table_file": FieldKind.FILE, "rows": FieldKind.ROWS,
}  # fmt: skip
"""How the texts of each kind are typed; all others are a line."""
_ONE_LINE = frozenset(
    "alt archive below_title caption columns deliverable fund heading label name part remark table title".split()
)
"""Keys of running texts that print on a line."""


@frozen
class Choice:
    """A value that may be chosen, and what it means or is called."""

    value: str
    title: str


@frozen
class FormField:
    """A value that can be typed: where, what it is called, how it is typed, and what is there now.

    `value` is a text, a list or a dictionary, None where nothing is written. `item` is the kind of what a list or
    mapping holds. `choices` are all that may be chosen of a closed set, of ids those that are known. `name` is what an
    item of a list, or a mapping, is called: the class and its title.
    """

    path: Path
    key: str
    title: str
    description: str
    kind: FieldKind
    is_required: bool
    is_written: bool
    value: Any
    item: FieldKind | None = None
    choices: tuple[Choice, ...] = ()
    may_be_one: bool = False


def fields(document: Document, path: Path, known: Known | None = None) -> tuple[FormField, ...]:
    """The fields of what is at a path: the keys of a class of the model, or what a list or mapping holds.

    `known` are the agencies and targets of the workspace; the plan's own are added.
    """
    shape = document.shape(path)
    node = document.find(path) if path else document.root
    if shape is None:
        return ()
    offered = _offered(document, known or Known())
    if shape.is_list or shape.is_map:
        return tuple(_held(node, shape, path, offered))
    cls = shape.cls(node if isinstance(node, MappingNode) else None if node is None else node)
    if cls is None:
        return ()
    made = []
    for key, one in keys_of(cls).items():
        inner = ModelType(one.hint, cls, key)
        title, description = Place(cls, key).text
        needed = one.is_required or key in cls.spared
        held = child_of(node, key)
        if isinstance(node, TextNode) and key == cls.short_form:
            held = node
        made.append(_field((*path, key), inner, held, title, description, needed, offered))
    return tuple(made)


def field_at(document: Document, path: Path, known: Known | None = None) -> FormField | None:
    """The field of one value, None where the model knows nothing there."""
    return next((one for one in fields(document, path[:-1], known) if one.path == path), None) if path else None


def class_of(document: Document, path: Path) -> tuple[str, str, str]:
    """What is at a path: the class of the model, its title and description; three times "" for what is of no class."""
    shape, node = document.shape(path), document.find(path) if path else document.root
    cls = shape.cls(node) if shape else None
    return (cls.__name__, *class_texts.CLASSES[cls.__name__]) if cls else ("", "", "")


def _held(node: Node | None, shape: ModelType, path: Path, offered: dict[str, tuple[Choice, ...]]) -> list[FormField]:
    inner = shape.inner
    assert inner is not None
    if isinstance(node, ListNode):
        pairs: list[tuple[str | int, Node]] = list(enumerate(node.items))
    elif isinstance(node, MappingNode):
        pairs = [(key, entry.value) for key, entry in node.by_key.items()]
    else:
        pairs = [(0, node)] if isinstance(node, TextNode) and shape.may_be_one else []
    made = []
    for step, held in pairs:
        cls = inner.cls(held)
        title, description = class_texts.CLASSES[cls.__name__] if cls else _text_of(shape)
        made.append(_field((*path, step), inner, held, title, description, False, offered))
    return made


def _text_of(shape: ModelType) -> tuple[str, str]:
    return Place(shape.owner, shape.key).text if shape.owner else class_texts.CLASSES["Registry"]


def _field(
    path: Path,
    shape: ModelType,
    node: Node | None,
    title: str,
    description: str,
    needed: bool,
    offered: dict[str, tuple[Choice, ...]],
) -> FormField:
    is_written = node is not None and not (isinstance(node, TextNode) and node.is_empty)
    inner = shape.inner
    return FormField(
        path,
        str(path[-1]),
        title,
        description,
        _kind(shape, node),
        needed,
        is_written,
        plain_value(node) if node is not None and is_written else None,
        _kind(inner, None) if inner else None,
        _choices(inner if inner and shape.is_list else shape, offered),
        shape.may_be_one,
    )


def _kind(shape: ModelType, node: Node | None) -> FieldKind:
    if shape.one_of:
        return FieldKind.CHOICE
    if shape.is_list:
        inner = shape.inner
        holds = inner is not None and (inner.is_union or inner.cls(None) is not None)
        return FieldKind.ITEMS if holds else FieldKind.LIST
    if shape.is_map:
        return FieldKind.MAPPING
    meant = shape.meant(node)
    if cls := meant.cls(node):
        is_text = isinstance(node, TextNode) and cls.short_form and not node.is_empty
        short = meant.child(cls.short_form, node) if is_text else None
        return _kind(short, node) if short else FieldKind.OBJECT
    if (names := meant.names) and not names.defines and names.kind in ("agency", "target", "task"):
        return FieldKind(names.kind)
    if meant.reads == "prose" and shape.key in _ONE_LINE:
        return FieldKind.LINE
    return _OF_TEXTS.get(meant.reads, FieldKind.LINE)


def _choices(shape: ModelType, offered: dict[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    if shape.one_of and shape.owner:
        words = meanings(shape.base, Place(shape.owner, shape.key))
        return tuple(Choice(word, meaning) for word, meaning in words.items())
    if (names := shape.names) and not names.defines:
        return offered.get(names.kind, ())
    return ()


def _offered(document: Document, known: Known) -> dict[str, tuple[Choice, ...]]:
    """The ids that may be chosen: those of the workspace, and those of the file itself with what they are called."""
    names: dict[str, dict[str, str]] = {"agency": dict(known.agencies), "target": {}, "task": {}}
    for one in document.occurrences:
        if one.is_definition and one.kind in names:
            names[one.kind][one.id] = _called(document, one.path, one.id)
    if not names["target"]:
        names["target"] = dict(known.targets)
    return {kind: tuple(Choice(key, name) for key, name in found.items()) for kind, found in names.items()}


def _called(document: Document, path: Path, identity: str) -> str:
    node = document.find(path)
    holder = node if isinstance(node, MappingNode) else document.find(path[:-1])
    if isinstance(node, TextNode) and isinstance(path[-1], str) and path[-1] not in ("target", "task"):
        return str(node.value)
    for key in ("name", "heading", "label", "text"):
        found = child_of(holder, key)
        if isinstance(found, TextNode) and not found.is_empty:
            return str(found.value).split("\n")[0]
    return identity

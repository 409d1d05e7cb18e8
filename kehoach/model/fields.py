"""How the fields of the model are declared, and how each is read from a node.

A class of the model lists its fields as annotations, in the order in which they are read. The marks of an annotation
say how a node becomes a value: `Reads`, `OneOf`, `Shaped`, `ByKind`. What a text means is known by a `Reading` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, ClassVar, Protocol, get_args, get_origin, get_type_hints

from kehoach.frozen import Attribute, frozen
from kehoach.source import ListNode, MappingEntry, MappingNode, Node, Span, Text, TextNode

MISSING = "missing"
"""The style of a text node that nobody wrote."""


class Reading(Protocol):
    """What the model needs of the reader that gives texts their meaning; `parse` has it.

    Each method that meets a fault keeps the finding and answers with a stand-in, so one run finds every fault.
    """

    partial: bool
    """Whether part of what was written has no place in the model, so that nothing can be said to be missing."""

    def read(self, kind: str, node: TextNode) -> Any:
        """The value of that kind that the text means."""

    def choose(self, node: TextNode, allowed: tuple[str, ...], or_todo: bool) -> Any:
        """The one of the allowed words that the text is; an undecided point where that is allowed."""

    def wrong_shape(self, node: Node, expected: str) -> None:
        """Keep the finding that something else is expected here: "text", "list" or "mapping"."""

    def unknown_key(self, node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> None:
        """Keep the finding that the mapping has a key which nothing knows."""

    def missing_key(self, node: MappingNode, key: str) -> None:
        """Keep the finding that the mapping lacks a key."""


Reader = Callable[[Any, Reading], Any]
"""From a node to its value. What is no node is taken as it is: it was made by a program, and typed there."""


@frozen
class Reads:
    """The mark of a field whose text is given its meaning by the parser of that kind."""

    kind: str

    def read(self, value: Any, reading: Reading) -> Any:
        """What the text means; another node is a fault, and stands for no text."""
        if isinstance(value, TextNode):
            return reading.read(self.kind, value)
        if isinstance(value, (MappingNode, ListNode)):
            reading.wrong_shape(value, "text")
            return reading.read(self.kind, TextNode(Text("", value.span), MISSING))
        return value


class OneOf:
    """The mark of a closed set of words; the first is the stand-in for a word that is none of them."""

    def __init__(self, *allowed: str, or_todo: bool = False) -> None:
        self.allowed = allowed
        self.or_todo = or_todo

    def read(self, value: Any, reading: Reading) -> Any:
        """The word that is meant."""
        if isinstance(value, TextNode):
            return reading.choose(value, self.allowed, self.or_todo)
        if isinstance(value, (MappingNode, ListNode)):
            reading.wrong_shape(value, "text")
            return self.allowed[0]
        return value


@frozen
class Names:
    """The mark of a text that is the id of something, or its name: of what kind, and whether it gets it there."""

    kind: str
    defines: bool = False


@frozen
class Shaped:
    """The mark of a list or mapping: what its node holds, before the values inside are read."""

    contents: Callable[[Any, Reading], Any]


@frozen
class KindName:
    """The mark of one of several classes: the name by which `ByKind` chooses it."""

    name: str


@frozen
class ByKind:
    """The mark of a value that is of one of several classes: the kind that a node is meant to be."""

    kind_of: Callable[[Any], str]


@frozen
class ModelField:
    """One field of a class: what it is called in Python and in a file, and what it holds."""

    name: str
    key: str
    """Its key in the file: the name, but for `Located.written_as`."""
    hint: Any
    """Its annotation, marks and all."""
    make_default: Callable[[], Any] | None
    """Gives its value where the file has none; None for a field that is needed."""
    read: Reader

    @property
    def is_required(self) -> bool:
        """Whether a value is needed."""
        return self.make_default is None

    def stand_in(self, span: Span) -> Node:
        """A node in place of one that is needed and was not written."""
        base, marks = unwrapped(self.hint)
        if get_origin(base) is tuple and not any(isinstance(mark, Reads) for mark in marks):
            return ListNode((), span)
        if hasattr(base, "read"):
            return MappingNode((), span)
        return TextNode(Text("", span), MISSING)


def _fields_of(cls: Any) -> dict[str, ModelField]:
    found = {}
    for name, hint in get_type_hints(cls, include_extras=True).items():
        if name.startswith("_") or get_origin(hint) is ClassVar:
            continue
        default: Callable[[], Any] | None = None
        if hasattr(cls, name):
            value = getattr(cls, name)
            default = value.factory if isinstance(value, Attribute) else _always(value)
        found[name] = ModelField(name, cls.written_as.get(name, name), hint, default, reader_of(hint))
    return found


fields_of: Callable[[Any], dict[str, ModelField]] = cache(_fields_of)
"""The fields of a class of the model by their names, in the order in which they are read: inherited ones first."""


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type after `| None` and its marks."""
    if get_origin(hint) is not Annotated:
        members = get_args(hint)
        rest = tuple(member for member in members if member is not NoneType)
        if len(rest) == 1 and len(members) == 2 and NoneType in members:
            return unwrapped(rest[0])
        return hint, ()
    base, *marks = get_args(hint)
    return base, tuple(marks)


def reader_of(hint: Any) -> Reader:
    """How a value of that type is read."""
    base, marks = unwrapped(hint)
    for mark in marks:
        match mark:
            case Reads():
                return mark.read
            case OneOf():
                return _enum_reader(base, mark) if isinstance(base, type) and issubclass(base, StrEnum) else mark.read
            case ByKind():
                return _kind_reader(base, mark)
            case Shaped():
                return _shape_reader(base, mark)
    found: Reader = base.read  # a class of the model
    return found


def _enum_reader(base: type[StrEnum], mark: OneOf) -> Reader:
    def read(value: Any, reading: Reading) -> Any:
        return base(mark.read(value, reading))

    return read


def _kind_reader(union: Any, mark: ByKind) -> Reader:
    readers: dict[str, Reader] = {}
    for member in get_args(union):
        kind = next(one for one in unwrapped(member)[1] if isinstance(one, KindName))
        readers[kind.name] = reader_of(member)

    def read(value: Any, reading: Reading) -> Any:
        return readers[mark.kind_of(value)](value, reading)

    return read


def _shape_reader(base: Any, mark: Shaped) -> Reader:
    if get_origin(base) is tuple:
        read_item = reader_of(get_args(base)[0])

        def read_items(value: Any, reading: Reading) -> tuple[Any, ...]:
            return tuple([read_item(item, reading) for item in mark.contents(value, reading)])

        return read_items
    read_key, read_value = map(reader_of, get_args(base))

    def read_mapping(value: Any, reading: Reading) -> dict[Any, Any]:
        contents: Mapping[Any, Any] = mark.contents(value, reading)
        return {read_key(key, reading): read_value(inner, reading) for key, inner in contents.items()}

    return read_mapping

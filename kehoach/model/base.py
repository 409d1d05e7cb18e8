"""The shapes that every object of the model shares: where it was written, and what it means to be undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from kehoach.source import ListNode, MappingEntry, MappingNode, Node, Source, Span, Text, TextNode
from kehoach.undecided import written

NOWHERE = Span(Source("", ""), 0, 0)
"""The place of values that nobody wrote: defaults, and objects built by a program."""


class Value:
    """A value with a type of its own (a quantity, a deadline, an undecided point).

    To pydantic it is an opaque instance: its text is given a meaning by `parse`, which the validation context brings
    along (see `Reads`).
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(cls)


@dataclass(frozen=True)
class Todo(Value):
    """A point that only a person can decide: `TODO(câu hỏi)`. Checked, reported, printed as a visible mark."""

    question: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The point as a plan writes it."""
        return written(self.question)

    def __str__(self) -> str:
        """The point in words, for where a text is made of it."""
        return f"[chưa quyết định: {self.question}]" if self.question else "[chưa quyết định]"


@dataclass(frozen=True)
class Ref(Value):
    """A body referred to: the id of an agency, or a name printed as typed.

    An id has small letters, digits and hyphens only; a name has a space or a capital.
    """

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_id(self) -> bool:
        """Whether this names an entry of the registry."""
        return self.text.isascii() and self.text.replace("-", "a").isalnum() and self.text == self.text.lower()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class UnreadableValue(Todo):
    """Represents a value that was written wrong or is missing, so that everything else can still be checked.

    The fault is a finding already; no rule speaks of it again.
    """


def undecided_in(value: object) -> tuple[Todo, ...]:
    """The undecided points that a value is, or that a text or period holds; stand-ins for faults are none."""
    todos = (value,) if isinstance(value, Todo) else getattr(value, "todos", ())
    return tuple(todo for todo in todos if type(todo) is Todo)


class Reading(Protocol):
    """What the model needs of the reader that gives texts their meaning. `parse` brings it as validation context.

    Each method that meets a fault keeps the finding and answers with a stand-in, so one run finds every fault.
    """

    partial: bool
    """Whether part of what was written has no place in the model, so that nothing can be said to be missing."""

    def read(self, kind: str, node: TextNode) -> Any:
        """The value of that kind that the text means."""

    def choose(self, node: TextNode, allowed: tuple[str, ...], or_todo: bool) -> str | Todo:
        """The one of the allowed words that the text is; an undecided point where that is allowed."""

    def wrong_shape(self, node: Node, expected: str) -> None:
        """Keep the finding that something else is expected here: "text", "list" or "mapping"."""

    def unknown_key(self, node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> None:
        """Keep the finding that the mapping has a key which nothing knows."""

    def missing_key(self, node: MappingNode, key: str) -> None:
        """Keep the finding that the mapping lacks a key."""


class Located(BaseModel):
    """A frozen object that knows where it, and each of its keys, was written.

    Equal objects are equal wherever they are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    short_form: ClassVar[str] = ""
    """The key meant by a text standing in place of the mapping (`id: Name`), "" when there is none."""
    spared: ClassVar[Mapping[str, str]] = {}
    """Keys that are not needed where another key is."""

    emptiable: ClassVar[frozenset[str]] = frozenset()
    """Keys that are needed, and may have no value."""

    _node: MappingNode | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_places(cls, value: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo) -> Any:
        if not isinstance(value, (TextNode, ListNode, MappingNode)):
            return handler(value)
        reading = _reading(info)
        if isinstance(value, TextNode) and cls.short_form:
            key = TextNode(Text(cls.short_form, value.span))
            value = MappingNode((MappingEntry(key, value),), value.span)
        elif not isinstance(value, MappingNode):
            reading.wrong_shape(value, "mapping")
            value = MappingNode((), value.span)
        found = handler(cls._fields(value, reading))
        found._node = value
        return found

    @classmethod
    def _fields(cls, node: MappingNode, reading: Reading) -> dict[str, Any]:
        """The keys that the model knows, with stand-ins for those it needs and does not get."""
        known, required = _keys_of(cls)
        fields: dict[str, Any] = {}
        reading.partial |= len(node.by_key) < len(node.entries)
        for key, entry in node.by_key.items():
            if key not in known:
                reading.unknown_key(node, entry, known)
            elif (value := node.get(key)) is not None and not (
                key in required and isinstance(value, ListNode) and not value.items
            ):
                fields[key] = value
        fields |= dict.fromkeys((cls.emptiable & node.by_key.keys()) - fields.keys())
        for key, info in required.items():
            if key not in fields and node.get(cls.spared.get(key, "")) is None:
                if node.entries:  # an empty mapping is a stand-in, or a fault of its own
                    reading.missing_key(node, key)
                fields[key] = _stand_in(info, node.span)
        return fields

    @property
    def span(self) -> Span:
        """Where the whole object is."""
        return self._node.span if self._node else NOWHERE

    def at(self, key: str, inner: str | int | None = None) -> Span:
        """Where the value of the YAML key `key` is, or inside it an index of a list or a key of a mapping.

        A key that was not written gives the place of the object's first key: where the drafter would add it.
        """
        if self._node is None:
            return NOWHERE
        value = self._node.get(key)
        if value is None:
            if key in self._node.by_key:
                return self._node.by_key[key].key.span
            return self._node.entries[0].key.span if self._node.entries else self._node.span
        if isinstance(value, ListNode) and isinstance(inner, int) and inner < len(value.items):
            return value.items[inner].span
        if isinstance(value, MappingNode) and inner is not None:
            return value.place(str(inner))
        return value.span

    def key_at(self, key: str, inner: str | int | None = None) -> Span:
        """Where the YAML key `key` itself is, or inside its mapping the key `inner`."""
        entry = self._node.by_key.get(key) if self._node else None
        if entry is None:
            return self.at(key)
        if inner is not None and isinstance(entry.value, MappingNode) and str(inner) in entry.value.by_key:
            return entry.value.by_key[str(inner)].key.span
        return entry.key.span

    @property
    def written(self) -> MappingNode | None:
        """The mapping that it was read from, None for one that a program made."""
        return self._node

    def wrote(self, key: str) -> bool:
        """Whether the YAML key `key` was written with a value."""
        return self._node is not None and self._node.get(key) is not None

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), repr(self)))

    def walk(self) -> Iterator[tuple[Located, str, object]]:
        """Every value below, as (object, name of the field, value); lists and mappings are gone through."""
        for name in type(self).model_fields:
            field_value = getattr(self, name)
            if field_value is None or field_value == ():
                continue  # most are: a registry has sixty thousand bodies of thirteen fields
            for value in _each(field_value):
                yield self, name, value
                if isinstance(value, Located):
                    yield from value.walk()


@cache
def _keys_of(cls: type[Located]) -> tuple[tuple[str, ...], dict[str, FieldInfo]]:
    """The keys that a class knows, and of those it needs, what they hold."""
    by_key = {field.alias or name: field for name, field in cls.model_fields.items()}
    required = (key for key, field in by_key.items() if field.is_required() or key in cls.spared)
    return tuple(by_key), {key: by_key[key] for key in required}


def _each(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for inner in value:
            yield from _each(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _each(inner)
    elif value is not None:
        yield value


def _reading(info: ValidationInfo) -> Reading:
    reading: Any = info.context
    assert reading is not None, "nodes are validated with a reading as context"
    found: Reading = reading
    return found


MISSING = "missing"
"""The style of a text node that nobody wrote."""


def _stand_in(info: FieldInfo, span: Span) -> Node:
    annotation = info.annotation
    if get_origin(annotation) is tuple and not any(isinstance(mark, Reads) for mark in info.metadata):
        return ListNode((), span)
    if isinstance(annotation, type) and issubclass(annotation, Located):
        return MappingNode((), span)
    return TextNode(Text("", span), MISSING)


class Reads:
    """The mark of a field whose text is given its meaning by the parser of that kind in the validation context.

    A value that is no node is taken as it is: it was made by a program, and typed there.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, (MappingNode, ListNode)):
            _reading(info).wrong_shape(value, "text")
            value = TextNode(Text("", value.span), MISSING)
        return _reading(info).read(self.kind, value) if isinstance(value, TextNode) else value


class OneOf:
    """The mark of a closed set of words; the first is the stand-in for a word that is none of them."""

    def __init__(self, *allowed: str, or_todo: bool = False) -> None:
        self.allowed = allowed
        self.or_todo = or_todo

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._choose, handler(source))

    def _choose(self, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, (MappingNode, ListNode)):
            _reading(info).wrong_shape(value, "text")
            return self.allowed[0]
        return _reading(info).choose(value, self.allowed, self.or_todo) if isinstance(value, TextNode) else value


class Shaped:
    """The mark of a list or mapping: what its node holds, before the values inside are read."""

    def __init__(self, contents: Callable[[Any, ValidationInfo], Any]) -> None:
        self.contents = contents

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self.contents, handler(source))


def _as_items(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, ListNode):
        return list(value.items)
    if isinstance(value, (TextNode, MappingNode)):
        _reading(info).wrong_shape(value, "list")
        return []
    return value


def _as_items_or_one(value: Any, info: ValidationInfo) -> Any:
    return [value] if isinstance(value, TextNode) else _as_items(value, info)


def _as_mapping(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, MappingNode):
        return {entry.key: found for key, entry in value.by_key.items() if (found := value.get(key)) is not None}
    if isinstance(value, (TextNode, ListNode)):
        _reading(info).wrong_shape(value, "mapping")
        return {}
    return value


T = TypeVar("T")
K = TypeVar("K")

Items = Annotated[tuple[T, ...], Shaped(_as_items)]
ItemsOrOne = Annotated[tuple[T, ...], Shaped(_as_items_or_one)]
Map = Annotated[dict[K, T], Shaped(_as_mapping)]

Words = Annotated[str | Todo, Reads("words")]
Id = Annotated[str, Reads("id")]
Flag = Annotated[bool, Reads("flag")]
Depth = Annotated[int, Reads("depth")]
AgencyRef = Annotated[Ref | Todo, Reads("ref")]
AgencyRefs = ItemsOrOne[AgencyRef]

"""The shapes that every object of the model shares: where it was written, and what it means to be undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Self, TypeVar, dataclass_transform

from kehoach.frozen import attribute, frozen
from kehoach.model.fields import ModelField, Names, Reading, Reads, Shaped, fields_of
from kehoach.source import ListNode, MappingEntry, MappingNode, Source, Span, Text, TextNode
from kehoach.undecided import written

NOWHERE = Span(Source("", ""), 0, 0)
"""The place of values that nobody wrote: defaults, and objects built by a program."""


@frozen
class Todo:
    """A point that only a person can decide: `TODO(câu hỏi)`. Checked, reported, printed as a visible mark."""

    question: str
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The point as a plan writes it."""
        return written(self.question)

    def __str__(self) -> str:
        """The point in words, for where a text is made of it."""
        return f"[chưa quyết định: {self.question}]" if self.question else "[chưa quyết định]"


@frozen
class Ref:
    """A body referred to: the id of an agency, or a name printed as typed.

    An id has small letters, digits and hyphens only; a name has a space or a capital.
    """

    text: str
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    @property
    def is_id(self) -> bool:
        """Whether this names an entry of the registry."""
        return self.text.isascii() and self.text.replace("-", "a").isalnum() and self.text == self.text.lower()

    def __str__(self) -> str:
        return self.text


@frozen
class UnreadableValue(Todo):
    """Represents a value that was written wrong or is missing, so that everything else can still be checked.

    The fault is a finding already; no rule speaks of it again.
    """


def undecided_in(value: object) -> tuple[Todo, ...]:
    """The undecided points that a value is, or that a text or period holds; stand-ins for faults are none."""
    todos = (value,) if isinstance(value, Todo) else getattr(value, "todos", ())
    return tuple(todo for todo in todos if type(todo) is Todo)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attribute,))
class Located:
    """A frozen object that knows where it, and each of its keys, was written.

    Its fields are its annotations (`model.fields`). Equal objects are equal wherever they are.
    """

    short_form: ClassVar[str] = ""
    """The key meant by a text standing in place of the mapping (`id: Name`), "" when there is none."""
    written_as: ClassVar[Mapping[str, str]] = {}
    """The keys of fields that are named otherwise in Python, which keeps `from` for itself."""
    spared: ClassVar[Mapping[str, str]] = {}
    """Keys that are not needed where another key is."""

    emptiable: ClassVar[frozenset[str]] = frozenset()
    """Keys that are needed, and may have no value."""

    _node: MappingNode | None = None

    def __init__(self, **values: Any) -> None:
        fields = fields_of(type(self))
        if strange := values.keys() - fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(strange))}")
        for name, one in fields.items():
            if name not in values:
                if one.make_default is None:
                    raise TypeError(f"{type(self).__name__} needs {name}")
                values[name] = one.make_default()
        self.__dict__.update(values)

    @classmethod
    def read(cls, value: Any, reading: Reading) -> Self:
        """The object that a node means, with stand-ins for what is wrong or missing."""
        if not isinstance(value, (TextNode, ListNode, MappingNode)):
            assert isinstance(value, cls)
            return value
        if isinstance(value, TextNode) and cls.short_form:
            key = TextNode(Text(cls.short_form, value.span))
            value = MappingNode((MappingEntry(key, value),), value.span)
        elif not isinstance(value, MappingNode):
            reading.wrong_shape(value, "mapping")
            value = MappingNode((), value.span)
        written = cls._fields(value, reading)
        values: dict[str, Any] = {}
        for name, one in fields_of(cls).items():
            if one.key in written:
                inner = written[one.key]
                values[name] = None if inner is None else one.read(inner, reading)
        found = cls(**values)
        found.__dict__["_node"] = value
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
        for key, one in required.items():
            if key not in fields and node.get(cls.spared.get(key, "")) is None:
                if node.entries:  # an empty mapping is a stand-in, or a fault of its own
                    reading.missing_key(node, key)
                fields[key] = one.stand_in(node.span)
        return fields

    def changed(self, **values: Any) -> Self:
        """The same object with other values of some fields, at the same place."""
        copy = type(self)(**{name: self.__dict__[name] for name in fields_of(type(self))} | values)
        copy.__dict__["_node"] = self._node
        return copy

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __repr__(self) -> str:
        values = (f"{name}={self.__dict__[name]!r}" for name in fields_of(type(self)))
        return f"{type(self).__name__}({', '.join(values)})"

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
        if type(self) is not type(other):
            return NotImplemented
        return all(self.__dict__[name] == other.__dict__[name] for name in fields_of(type(self)))

    def __hash__(self) -> int:
        return hash((type(self), repr(self)))

    def walk(self) -> Iterator[tuple[Located, str, object]]:
        """Every value below, as (object, name of the field, value); lists and mappings are gone through."""
        found: list[tuple[Located, str, object]] = []
        self._walk_into(found)
        return iter(found)

    def _walk_into(self, found: list[tuple[Located, str, object]]) -> None:
        for name in fields_of(type(self)):
            value = self.__dict__[name]
            if value is not None and value != ():  # most are: a registry has sixty thousand bodies of thirteen fields
                self._add_each(found, name, value)

    def _add_each(self, found: list[tuple[Located, str, object]], name: str, value: object) -> None:
        if isinstance(value, (tuple, dict)):
            for inner in value.values() if isinstance(value, dict) else value:
                self._add_each(found, name, inner)
        elif value is not None:
            found.append((self, name, value))
            if isinstance(value, Located):
                value._walk_into(found)


def _keys(cls: Any) -> tuple[tuple[str, ...], dict[str, ModelField]]:
    by_key = {one.key: one for one in fields_of(cls).values()}
    required = (key for key, one in by_key.items() if one.is_required or key in cls.spared)
    return tuple(by_key), {key: by_key[key] for key in required}


_keys_of: Callable[[Any], tuple[tuple[str, ...], dict[str, ModelField]]] = cache(_keys)
"""The keys that a class knows, and of those it needs, what they hold."""


def _as_items(value: Any, reading: Reading) -> Any:
    if isinstance(value, ListNode):
        return list(value.items)
    if isinstance(value, (TextNode, MappingNode)):
        reading.wrong_shape(value, "list")
        return []
    return value


def _as_items_or_one(value: Any, reading: Reading) -> Any:
    return [value] if isinstance(value, TextNode) else _as_items(value, reading)


def _as_mapping(value: Any, reading: Reading) -> Any:
    if isinstance(value, MappingNode):
        return {entry.key: found for key, entry in value.by_key.items() if (found := value.get(key)) is not None}
    if isinstance(value, (TextNode, ListNode)):
        reading.wrong_shape(value, "mapping")
        return {}
    return value


T = TypeVar("T")
K = TypeVar("K")

Items = Annotated[tuple[T, ...], Shaped(_as_items)]
ItemsOrOne = Annotated[tuple[T, ...], Shaped(_as_items_or_one)]
Map = Annotated[dict[K, T], Shaped(_as_mapping)]

Words = Annotated[str | Todo, Reads("words")]
Id = Annotated[str, Reads("id")]
PlaceId = Annotated[Id, Names("place", defines=True)]
TargetRef = Annotated[Id, Names("target")]
Body = Annotated[str, Reads("share_key"), Names("agency")]
"""The agency that a share or a result belongs to, by its id or its name."""
Flag = Annotated[bool, Reads("flag")]
Depth = Annotated[int, Reads("depth")]
AgencyRef = Annotated[Ref | Todo, Reads("ref"), Names("agency")]
AgencyRefs = ItemsOrOne[AgencyRef]

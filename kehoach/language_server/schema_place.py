"""What the model expects at a place of a file: which class is written there, or what a value means.

Goes down from the top of the file by the keys and numbers around the cursor; where one of several classes is meant, the
other keys of the mapping say which, as they do when the file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from kehoach.frozen import frozen
from kehoach.language_server.cursor import Level
from kehoach.model.agency import Agency
from kehoach.model.base import NOWHERE, Id, Located, Map
from kehoach.model.fields import ByKind, KindName, ModelField, OneOf, Reads, fields_of, unwrapped
from kehoach.model.plan import Plan
from kehoach.model.results import Results
from kehoach.pipeline.open_workspace import FileKind
from kehoach.schema.build import Place
from kehoach.source import MappingEntry, MappingNode, Text, TextNode

_TOPS: dict[FileKind, Any] = {
    FileKind.PLAN: Plan,
    FileKind.RESULTS: Results,
    FileKind.REGISTRY: Map[Id, Agency],
}


@frozen
class SchemaPlace:
    """What belongs at a place: the annotation of the model, and the key of the class under which it is written."""

    hint: Any
    place: Place | None
    """None at the top of a file."""

    @property
    def base(self) -> Any:
        """The type without marks."""
        return unwrapped(self.hint)[0]

    @property
    def kind(self) -> str:
        """The kind of text that is read here: "ref", "prose", "quantity"; "" for what is no text."""
        return next((mark.kind for mark in unwrapped(self.hint)[1] if isinstance(mark, Reads)), "")

    @property
    def words(self) -> Mapping[str, str]:
        """The words of a closed set with their meanings, in order; none where any text may be written."""
        return words_of(self.hint, self.place)

    @property
    def is_list(self) -> bool:
        """Whether a list is written here; of some one value may be."""
        return get_origin(self.base) is tuple and not self.kind

    @property
    def item(self) -> SchemaPlace:
        """What an item of the list is."""
        return SchemaPlace(get_args(self.base)[0], self.place)

    @property
    def is_mapping(self) -> bool:
        """Whether keys of the drafter's choice, or of a closed set, are written here."""
        return get_origin(self.base) is dict

    @property
    def of_mapping(self) -> tuple[SchemaPlace, SchemaPlace]:
        """What the keys of such a mapping are, and what their values."""
        key, value = get_args(self.base)
        return SchemaPlace(key, self.place), SchemaPlace(value, self.place)

    def cls(self, written: Mapping[str, str]) -> type[Located] | None:
        """The class that is written here, by the keys that are; None where no class is."""
        base, marks = unwrapped(self.hint)
        by_kind = next((mark for mark in marks if isinstance(mark, ByKind)), None)
        if by_kind is not None:
            found = _members(base).get(by_kind.kind_of(_node(written)))
            return found if isinstance(found, type) and issubclass(found, Located) else None
        return base if isinstance(base, type) and issubclass(base, Located) else None

    @property
    def classes(self) -> tuple[type[Located], ...]:
        """Every class that may be written here."""
        base, marks = unwrapped(self.hint)
        if any(isinstance(mark, ByKind) for mark in marks):
            return tuple(one for one in _members(base).values() if isinstance(one, type) and issubclass(one, Located))
        return (base,) if isinstance(base, type) and issubclass(base, Located) else ()

    @property
    def short(self) -> SchemaPlace | None:
        """What a text in the place of the mapping means, where one may be there."""
        base, marks = unwrapped(self.hint)
        if any(isinstance(mark, ByKind) for mark in marks):
            line = next((member for member in get_args(base) if not _is_class(unwrapped(member)[0])), None)
            return None if line is None else SchemaPlace(line, self.place)
        if isinstance(base, type) and issubclass(base, Located) and base.short_form:
            return SchemaPlace(fields_of(base)[base.short_form].hint, Place(base, base.short_form))
        return None


def top_of(kind: FileKind) -> SchemaPlace:
    """What a file of that kind is as a whole."""
    return SchemaPlace(_TOPS[kind], None)


def schema_place(levels: tuple[Level, ...], kind: FileKind) -> SchemaPlace | None:
    """What belongs at the end of the levels; None where the model has no such place."""
    found: SchemaPlace | None = top_of(kind)
    for level in levels:
        if found is None or level.step is None:
            break
        found = _inside(found, level)
    return found


def _inside(expected: SchemaPlace, level: Level) -> SchemaPlace | None:
    if isinstance(level.step, int):
        return expected.item if expected.is_list else None
    if expected.is_mapping:
        return expected.of_mapping[1]
    cls = expected.cls(level.entries or {})
    field = keys_of(cls).get(str(level.step)) if cls else None
    return SchemaPlace(field.hint, Place(cls, field.key)) if cls and field else None


def _keys_of(cls: type) -> dict[str, ModelField]:
    return {field.key: field for field in fields_of(cls).values()}


keys_of: Callable[[type], dict[str, ModelField]] = cache(_keys_of)
"""The keys of a class as files write them."""


def is_needed(cls: type[Located], field: ModelField) -> bool:
    """Whether a mapping of the class lacks something without the key."""
    return field.is_required or field.key in cls.spared


def words_of(hint: Any, place: Place | None) -> Mapping[str, str]:
    """The words of a closed set, each with what it means."""
    from kehoach.schema.texts import WORDS  # late: half of what is typed is no such word

    base, marks = unwrapped(hint)
    for mark in marks:
        if isinstance(mark, OneOf):
            name = getattr(base, "__name__", "")
            meanings = WORDS.get(name) or (place.words if place else {})
            return {word: meaning for word, meaning in meanings.items() if word in mark.allowed}
        if isinstance(mark, Reads) and mark.kind == "flag":
            return {"true": "Có", "false": "Không"}
    return {}


@cache
def _members(union: Any) -> dict[str, Any]:
    """The members of a union of the model by their names."""
    found = {}
    for member in get_args(union):
        base, marks = unwrapped(member)
        name = next(mark.name for mark in marks if isinstance(mark, KindName))
        found[name] = base
    return found


def _is_class(base: Any) -> bool:
    return isinstance(base, type) and issubclass(base, Located)


def _node(written: Mapping[str, str]) -> MappingNode:
    """A mapping with these keys, as the model looks at one to tell what it is."""
    entries = (
        MappingEntry(TextNode(Text(key, NOWHERE)), TextNode(Text(value.strip("'\""), NOWHERE)))
        for key, value in written.items()
    )
    return MappingNode(tuple(entries), NOWHERE)

"""The model as JSON Schema, draft 7, for yaml-language-server and every editor that uses it.

Made from the same fields and marks that reading goes by, so that editor and `check` agree on keys and shapes. What a
thing is (an item, an appendix) is recognised by `if` and `then`, not `oneOf`: a fault is reported at its own place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, get_args, get_origin

from kehoach.frozen import attribute, frozen
from kehoach.model.agency import Agency
from kehoach.model.base import ItemsOrOne, Located
from kehoach.model.fields import Names, OneOf, Reads, fields_of, unwrapped
from kehoach.model.plan import Plan
from kehoach.model.results import Results
from kehoach.schema import class_texts, scalars, texts
from kehoach.schema.scalars import Schema
from kehoach.schema.snippets import SEVERAL, SNIPPETS

_DRAFT = "http://json-schema.org/draft-07/schema#"
_OR_ONE = get_args(ItemsOrOne[Any])[1]
_UNIONS = {"Group": "Item", "TextAppendix": "Appendix", "Basis": "BasisOrLine"}
"""What the unions are called, by the class that is meant when nothing says another."""


@frozen
class Known:
    """What a workspace has: ids of agencies and of targets, each with its name in Vietnamese."""

    agencies: Mapping[str, str] = attribute(factory=dict)
    targets: Mapping[str, str] = attribute(factory=dict)


class Place(NamedTuple):
    """A key of a class of the model."""

    owner: type[Located]
    key: str

    def __str__(self) -> str:
        return f"{self.owner.__name__}.{self.key}"

    @property
    def text(self) -> tuple[str, str]:
        """Its Vietnamese title and description; those of a class hold for the classes made from it."""
        for cls in self._classes:
            if found := texts.FIELDS.get(cls, {}).get(self.key):
                return found
        raise LookupError(f"schema/texts.py has no title and description of {self}")

    @property
    def words(self) -> dict[str, str]:
        """What each word of its closed set means."""
        for cls in self._classes:
            if found := texts.WORDS.get(f"{cls}.{self.key}"):
                return found
        raise LookupError(f"schema/texts.py has no meanings of the words of {self}")

    @property
    def _classes(self) -> Iterator[str]:
        return (cls.__name__ for cls in self.owner.__mro__)


def plan_schema(known: Known) -> Schema:
    """The schema of a plan file."""
    builder = _Builder(known)
    return {"$schema": _DRAFT, **builder.body(Plan), "definitions": builder.definitions}


def registry_schema(known: Known) -> Schema:
    """The schema of the registry of agencies."""
    builder = _Builder(known, closed=False)
    return {
        "$schema": _DRAFT,
        **_described(*class_texts.CLASSES["Registry"]),
        "type": "object",
        "propertyNames": {"pattern": scalars.pattern("id")},
        "additionalProperties": builder.located(Agency),
        "defaultSnippets": SNIPPETS["Registry"],
        "definitions": builder.definitions,
    }


def results_schema(known: Known) -> Schema:
    """The schema of a results file."""
    builder = _Builder(known)
    return {"$schema": _DRAFT, **builder.body(Results), "definitions": builder.definitions}


@dataclass
class _Builder:
    """Goes through the classes of the model; `definitions` holds each class and each kind of text once."""

    known: Known
    closed: bool = True
    """Whether an id of an agency that is not known is a fault; in the registry it may have been written just now."""
    definitions: dict[str, Schema] = field(default_factory=dict)

    def body(self, cls: type[Located]) -> Schema:
        """The mapping that a class is written as."""
        properties, required = {}, []
        for info in fields_of(cls).values():
            place = Place(cls, info.key)
            if info.is_required:
                required.append(place.key)
            needed = place.key not in cls.emptiable and (info.is_required or place.key in cls.spared)
            schema = self.value(info.hint, place, needed)
            properties[place.key] = {**_described(*place.text), **schema}
        return {
            **_described(*class_texts.CLASSES[cls.__name__]),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
            **_spared(cls),
            **_snippets(cls),
        }

    def value(self, hint: Any, place: Place, required: bool = False) -> Schema:
        """The schema of a type that is at `place`."""
        base, marks = unwrapped(hint)
        for mark in marks:
            if isinstance(mark, Reads):
                return self.text(mark.kind, required, names_target=Names("target") in marks)
            if isinstance(mark, OneOf):
                return scalars.one_of(meanings(base, place), mark.or_todo, required)
        if get_origin(base) is tuple:
            return self.sequence(get_args(base)[0], _OR_ONE in marks, place, required)
        if get_origin(base) is dict:
            key, inner = get_args(base)
            return self.mapping(key, inner, place)
        if not isinstance(base, type):
            return self.union(get_args(base), place)
        found = self.located(base)
        return found if required else {"if": {"type": "null"}, "else": found, **_snippets(base)}

    def text(self, kind: str, required: bool = False, *, names_target: bool = False) -> Schema:
        """A text. What may be long, the workspace's ids, is in the definitions; for the rest a language server
        shows the title that it found last, were they shared.
        """
        if kind == "ref" and self.known.agencies:
            found = scalars.agency(self.known.agencies, required, closed=self.closed)
            return self._shared("ref-required" if required else "ref", found)
        if names_target and self.known.targets:
            return self._shared("target", scalars.identifier(self.known.targets))
        return scalars.scalar(kind, required)

    def _shared(self, name: str, schema: Schema) -> Schema:
        self.definitions[name] = schema
        return {"$ref": f"#/definitions/{name}"}

    def sequence(self, inner: Any, or_one: bool, place: Place, required: bool) -> Schema:
        """A list, or one value in its place.

        What the entries are is after a `then`: an editor finds it there, and once.
        """
        value = self.value(inner, place)
        words = scalars.offered(self._meant(value))
        items = {"if": {}, "then": value, **({"defaultSnippets": words} if words else {})}
        if not or_one:
            return {**scalars.typed(("array",), texts.MESSAGES["list"], required), "items": items}
        one = self.value(inner, place, required)
        return {"if": {"type": "array"}, "then": {"items": items}, "else": one, "defaultSnippets": [*words, SEVERAL]}

    def _meant(self, schema: Schema) -> Schema:
        return self.definitions[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema

    def mapping(self, key: Any, inner: Any, place: Place) -> Schema:
        """Keys of the drafter's own choice, or of a closed set."""
        base, marks = unwrapped(key)
        value = self.value(inner, place)
        found = scalars.typed(("object",), texts.MESSAGES["mapping"])
        if isinstance(marks[0], OneOf):
            return {**found, "properties": _keys(meanings(base, place), value), "additionalProperties": False}
        found["defaultSnippets"] = SNIPPETS[marks[0].kind]
        if marks[0].kind == "share_key":
            return {**found, "properties": _keys(self.known.agencies, value), "additionalProperties": value}
        if marks[0].kind == "name":
            return {**found, "additionalProperties": value}
        form = scalars.pattern(marks[0].kind)
        return {**found, "propertyNames": {"pattern": form}, "additionalProperties": value}

    def located(self, cls: type[Located]) -> Schema:
        """A class by reference, and the text in its place that some have."""
        if cls.__name__ not in self.definitions:
            self.definitions[cls.__name__] = {}  # items nest: the name is before the body is made
            self.definitions[cls.__name__] = self.body(cls)
        found = {"$ref": f"#/definitions/{cls.__name__}"}
        if not cls.short_form:
            return found
        line = self.value(fields_of(cls)[cls.short_form].hint, Place(cls, cls.short_form), required=True)
        return {"if": {"type": "object"}, "then": found, "else": line}

    def union(self, members: tuple[Any, ...], place: Place) -> Schema:
        """One of several classes, recognised by `kind` or by a key that only it needs; else the last is meant.

        Where a line is a member too, every text is one.
        """
        *classes, last = (base for member in members if issubclass(base := unwrapped(member)[0], Located))
        name = _UNIONS[last.__name__]
        if name not in self.definitions:
            self.definitions[name] = {}
            found = self.located(last)
            for cls in reversed(classes):
                found = {"if": _condition(cls), "then": self.located(cls), "else": found}
            if len(classes) + 1 < len(members):
                found = {"if": {"type": "object"}, "then": found, "else": self.text("prose")}
            self.definitions[name] = found
            if not any("kind" in fields_of(cls) for cls in classes):
                self._offer(last, classes)
        return {"$ref": f"#/definitions/{name}"}

    def _offer(self, last: type[Located], classes: list[type[Located]]) -> None:
        """Offer the keys that choose another class, where none is chosen yet. (With one, this body is not used.)"""
        body = self.definitions[last.__name__]
        reported = {(key := key_that_tells(cls)): self.definitions[cls.__name__]["properties"][key] for cls in classes}
        body["properties"] = {**reported, **body["properties"]}


def _spared(cls: type[Located]) -> Schema:
    """Keys that are needed unless another one is there."""
    rules = [
        {
            "if": {"not": {"required": [other], "properties": {other: {"not": {"type": "null"}}}}},
            "then": {"required": [key]},
        }
        for key, other in cls.spared.items()
    ]
    return {"allOf": rules} if rules else {}


def _described(title: str, text: str) -> Schema:
    return {"title": title, "description": text.replace("`", ""), "markdownDescription": text}


def _snippets(cls: type[Located]) -> Schema:
    return {"defaultSnippets": SNIPPETS[cls.__name__]} if cls.__name__ in SNIPPETS else {}


def _keys(names: Mapping[str, str], value: Schema) -> Schema:
    return {key: {"title": name, "description": name, **value} for key, name in names.items()}


def meanings(base: Any, place: Place) -> dict[str, str]:
    """The words of a closed set with their meanings."""
    return texts.WORDS[base.__name__] if isinstance(base, type) and issubclass(base, StrEnum) else place.words


def _condition(cls: type[Located]) -> Schema:
    """By what an editor knows that a mapping is meant to be of this class."""
    if "kind" in fields_of(cls):
        kind = next(mark for mark in unwrapped(fields_of(cls)["kind"].hint)[1] if isinstance(mark, OneOf))
        return {"properties": {"kind": {"const": kind.allowed[0]}}, "required": ["kind"]}
    return {"required": [key_that_tells(cls)]}


def key_that_tells(cls: type[Located]) -> str:
    """The key by which a mapping is known to be of this class and not of another of its union."""
    required = [name for name, info in fields_of(cls).items() if info.is_required]
    return next((name for name in required if name in cls.emptiable), required[0])

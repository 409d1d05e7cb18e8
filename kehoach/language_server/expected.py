"""What the model expects where a cursor is, by the keys and numbers around it and what else is written there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from kehoach.editing.model_types import ROOTS, DocumentKind, ModelType
from kehoach.language_server.cursor import Level
from kehoach.model.base import Located
from kehoach.model.fields import ModelField
from kehoach.schema.build import Place, meanings


def expected_at(levels: tuple[Level, ...], kind: DocumentKind) -> ModelType | None:
    """What is expected at the end of the levels; None where the model has no such place."""
    expected: ModelType | None = ROOTS[kind]
    for level in levels:
        if expected is None or level.step is None:
            break
        expected = expected.child(level.step, level.entries)
    return expected


def words_of(expected: ModelType) -> Mapping[str, str]:
    """The words of a closed set with their meanings; none where any text may be written."""
    if expected.one_of and expected.owner:
        meant = meanings(expected.base, Place(expected.owner, expected.key))
        return {word: meaning for word, meaning in meant.items() if word in expected.one_of.allowed}
    return {"true": "Có", "false": "Không"} if expected.reads == "flag" else {}


def classes_of(expected: ModelType) -> tuple[type[Located], ...]:
    """Every class that may be written there."""
    bases = (ModelType(member).base for member in get_args(expected.base)) if expected.is_union else (expected.base,)
    return tuple(base for base in bases if isinstance(base, type) and issubclass(base, Located))


def text_of(expected: ModelType) -> ModelType | None:
    """What a text means there, also in place of a list or of a mapping; None where none may be."""
    if expected.is_list:
        return text_of(expected.inner) if expected.may_be_one and expected.inner else None
    meant = expected.meant("text")
    cls = meant.cls("text")
    if cls is not None:
        return meant.child(cls.short_form, {}) if cls.short_form else None
    return None if expected.is_map else meant


def is_needed(cls: type[Located], field: ModelField) -> bool:
    """Whether a mapping of the class lacks something without the key."""
    return field.is_required or field.key in cls.spared

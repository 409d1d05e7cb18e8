"""The values of an object of the model as facts that can be compared with those of another plan."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from pathlib import PurePosixPath
from typing import Any

from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.attached import Image, PictureFile, TableFile
from kehoach.model.base import Located, Ref, Todo, undecided_in
from kehoach.model.fields import fields_of
from kehoach.model.period import IssueDate
from kehoach.model.prose import BRACES, Expression, Note, Piece, Prose, Scope, UnknownName, look_up
from kehoach.model.quantity import Quantity
from kehoach.source import Span


@frozen
class Fact:
    """One value of a thing.

    `what` is its key in the plan file; `key` is what differs among several of it (the year of a value, the agency of a
    share), `of` is that key as people read it. Two facts are the same when `same` is equal. `text` is the value as
    written, `printed` as it prints. `usual` is what goes without saying: a default.
    """

    what: str
    key: str
    of: str
    same: Hashable
    text: str
    printed: str
    span: Span
    quantity: Quantity | None = None
    todos: tuple[Todo, ...] = ()
    usual: bool = False


def printed(prose: Prose, scope: Scope) -> str:
    """A text on one line with its expressions filled in; one that has no value stays as it is written."""
    return " ".join("".join(_shown(piece, scope) for piece in paragraph) for paragraph in prose.paragraphs)


def _shown(piece: Piece, scope: Scope) -> str:
    if isinstance(piece, Expression):
        try:
            value = look_up(piece.tree, scope)
        except UnknownName:
            return f"{{{{ {piece.source} }}}}"
        return "" if isinstance(value, Note) else shown(value)
    return shown(piece)


_WORD = re.compile(rf"(?:{BRACES}|\S)+")


def words(text: str) -> list[str]:
    """The words of a text as written; an expression is one of them, or part of one."""
    return _WORD.findall(text)


def shown(value: object) -> str:
    """A single value as people read it."""
    match value:
        case Todo():
            return value.text
        case bool():
            return "có" if value else "không"
        case PictureFile(image=Image() as image):
            return f"{PurePosixPath(str(value)).name} ({image.width} × {image.height}, {image.digest[:8]})"
        case PictureFile() | TableFile():
            return PurePosixPath(str(value)).name
        case IssueDate():
            return "/".join(str(part) for part in (value.day, value.month, value.year) if part)
    return str(value)


def facts_of(holder: Located, agencies: Agencies, scope: Scope, besides: frozenset[str]) -> Iterator[Fact]:
    """A fact for every value written in an object's own keys, but for the fields `besides`: things of their own."""
    for name, field in fields_of(type(holder)).items():
        value = getattr(holder, name)
        if name in besides or value is None:
            continue
        key = field.key
        usual = name == "kind" or (field.make_default is not None and value == field.make_default())
        if isinstance(value, dict):
            yield from _entries(holder, key, value, agencies, scope)
        elif value != ():
            yield replace(fact(key, value, holder.at(key), agencies, scope), usual=usual)


def _entries(holder: Located, what: str, values: dict[Any, Any], agencies: Agencies, scope: Scope) -> Iterator[Fact]:
    """A fact for each entry of a mapping, and for the order of columns, which prints."""
    for key, value in values.items():
        of = agencies.name_of(Ref(key)) if what == "shares" else str(key)
        yield replace(fact(what, value, holder.at(what, key), agencies, scope), key=str(key), of=of)
    if what == "columns" and values:
        order = ", ".join(str(key) for key in values)
        yield Fact(what, "", "", order, order, order, holder.at(what))


def fact(what: str, value: object, span: Span, agencies: Agencies, scope: Scope) -> Fact:
    """The fact that a value is. Texts are the same that are written the same, whatever their expressions say."""
    parts = value if isinstance(value, tuple) else (value,)
    texts, prints, same = [], [], []
    for part in parts:
        name = agencies.name_of(part) if isinstance(part, Ref) else shown(part)
        texts.append(name)
        prints.append(printed(part, scope) if isinstance(part, Prose) else name)
        same.append(part.text if isinstance(part, Ref) else shown(part))
    between = " | " if any(isinstance(part, Prose) for part in parts) else ", "
    return Fact(
        what, "", "", between.join(same), between.join(texts), between.join(prints),
        value.span if isinstance(value, Prose) else span,
        value if isinstance(value, Quantity) else None,
        tuple(todo for part in parts for todo in undecided_in(part)),
    )  # fmt: skip

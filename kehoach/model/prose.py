"""Running text that refers to the plan's facts: `Tỷ lệ hộ nghèo giảm còn {{ value }}`.

An expression is one of a closed set of names, perhaps with one argument, one form, or a number added. Nothing is ever
executed: an expression is a small tree that `fill` looks up in a scope of plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Annotated

from kehoach.frozen import attribute, frozen
from kehoach.model.base import NOWHERE, Todo
from kehoach.model.fields import Reads
from kehoach.source import Span, Text

BRACES = r"\{\{(?:(?!\{\{).)*?\}\}"
"""An expression as it is written in a text."""


@frozen
class Name:
    """A bare name, `year`."""

    name: str


@frozen
class Call:
    """A name with one text argument, `due('6-thang')`."""

    name: str
    argument: str


@frozen
class Form:
    """One form of a thing, `agency('phong-ldtbxh').short`."""

    of: Name | Call
    name: str


@frozen
class Sum:
    """A whole number added to a value, `year - 1`."""

    of: Name | Call | Form
    amount: int


Tree = Name | Call | Form | Sum


@frozen
class Expression:
    """What is between `{{` and `}}`."""

    source: str
    tree: Tree
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)


@frozen
class Turn:
    """From here on to the next one a text is bold, italic, both or neither: `**` and `*` as they take effect."""

    bold: bool = False
    italic: bool = False

    def __str__(self) -> str:
        """Prints nothing of its own."""
        return ""


Piece = str | Expression | Todo | Turn


@frozen
class Prose:
    """A text of one or more paragraphs, each a sequence of literal text, expressions, undecided points, turns.

    `source` is the text without the signs of emphasis; it knows where its words were written. `signs` are the indices
    in `source` before which such signs stand, each with how many there are, in order.
    """

    source: Text
    paragraphs: tuple[tuple[Piece, ...], ...]
    signs: tuple[tuple[int, int], ...] = ()

    @property
    def span(self) -> Span:
        """Where it was written."""
        return self.source.span

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """All its expressions, in order."""
        return tuple(piece for paragraph in self.paragraphs for piece in paragraph if isinstance(piece, Expression))

    @cached_property
    def todos(self) -> tuple[Todo, ...]:
        """All its undecided points, in order."""
        return tuple(piece for paragraph in self.paragraphs for piece in paragraph if isinstance(piece, Todo))

    @property
    def typed(self) -> str:
        """The text as typed, with the signs of emphasis."""
        typed, last = [], 0
        for index, count in self.signs:
            typed += [str(self.source[last:index]), "*" * count]
            last = index
        return "".join((*typed, str(self.source[last:])))

    def __str__(self) -> str:
        return str(self.source)


ProseField = Annotated[Prose, Reads("prose")]


@frozen
class Note:
    """A footnote called at this point of a text."""

    key: str


@frozen
class PlaceOf:
    """The number of a section, item, table or appendix, which is known when the paper is laid out.

    `capital`: it begins a sentence.
    """

    key: str
    capital: bool = False

    def __str__(self) -> str:
        """How it reads where nothing is laid out."""
        return f"[{self.key}]"


Plain = str | int | Todo | Note | PlaceOf
"""What an expression can come to."""


@frozen
class Forms:
    """A thing with several forms: its own (None when it has none to print) and named ones."""

    own: Plain | None
    named: Mapping[str, Plain | None]


Scope = Mapping[str, Plain | Forms | Callable[[str], Plain | Forms | None] | None]
"""The names an expression may use. A callable takes the argument and answers None for one that is not known."""


class UnknownName(Exception):
    """An expression asks for something that its scope does not have.

    `asked` is what was asked for, `known` are the names it could have been.
    """

    def __init__(self, asked: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(asked)
        self.asked = asked
        self.known = known


_DIGITS = 18
"""Digits of a text that counts as a number to which another one can be added."""


def look_up(tree: Tree, scope: Scope) -> Plain:
    """The value of an expression. Raises UnknownName."""
    if isinstance(tree, Sum):
        value = look_up(tree.of, scope)
        if isinstance(value, Todo):
            return value
        if not isinstance(value, int) and not (str(value).isdecimal() and len(str(value)) <= _DIGITS):
            known = tuple(name for name in ("first_year", "last_year") if scope.get(name))
            raise UnknownName(f"{value} {'+' if tree.amount >= 0 else '-'} {abs(tree.amount)}", known)
        return int(str(value)) + tree.amount
    found = _thing(tree.of if isinstance(tree, Form) else tree, scope)
    if isinstance(tree, Form):
        if not isinstance(found, Forms) or (form := found.named.get(tree.name)) is None:
            known = tuple(k for k, v in found.named.items() if v is not None) if isinstance(found, Forms) else ()
            raise UnknownName(tree.name, known)
        return form
    if isinstance(found, Forms):
        if found.own is None:
            raise UnknownName(f"{_written(tree)}.?", tuple(k for k, v in found.named.items() if v is not None))
        return found.own
    return found


def _thing(tree: Name | Call, scope: Scope) -> Plain | Forms:
    found = scope.get(tree.name)
    if found is None or callable(found) != isinstance(tree, Call):
        raise UnknownName(_written(tree), tuple(name for name, value in scope.items() if value is not None))
    if isinstance(tree, Call) and callable(found):
        answer = found(tree.argument)
        if answer is None:
            raise UnknownName(_written(tree))
        return answer
    assert not callable(found)
    return found


def _written(tree: Name | Call) -> str:
    return tree.name if isinstance(tree, Name) else f"{tree.name}('{tree.argument}')"


Filled = str | Todo | Note | PlaceOf | Turn
"""What the pieces of a paragraph come to."""


def fill(paragraph: tuple[Piece, ...], scope: Scope) -> tuple[Filled, ...]:
    """A paragraph with its expressions looked up. Raises UnknownName."""
    filled: list[Filled] = []
    for piece in paragraph:
        value = look_up(piece.tree, scope) if isinstance(piece, Expression) else piece
        if isinstance(value, (Todo, Note, PlaceOf, Turn)):
            filled.append(value)
        elif filled and isinstance(filled[-1], str):
            filled[-1] += str(value)
        else:
            filled.append(str(value))
    return tuple(filled)

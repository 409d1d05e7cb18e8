"""Running text: literal pieces, `{{ expressions }}`, undecided points.

Expressions are written as in Jinja, which template owners know, but only these shapes of it: a name, a name with one
quoted argument, one form of either, a whole number added or taken away. So small a language needs no engine, and
what is never executed needs no sandbox; a test holds it against Jinja's own parser.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.frozen import replace
from kehoach.model.base import Todo, UnreadableValue
from kehoach.model.fields import MISSING
from kehoach.model.prose import Call, Expression, Form, Name, Piece, Prose, Sum, Tree, Turn
from kehoach.parse import expressions
from kehoach.parse.emphasis import signs_of, without
from kehoach.parse.unclear import Unclear, book, malformed_todo
from kehoach.parse.words import repr_of
from kehoach.patterns import regex
from kehoach.rules import Violation
from kehoach.source import Text, TextNode
from kehoach.undecided import HALF_WRITTEN, PATTERN, question_of

_NAMES = (
    "year", "first_year", "last_year", "periods", "issuer", "agency", "target", "due", "note", "value", "baseline",
    "total", "share", "amount", "deadline", "lead", "coordinating", "agencies", "place",
)  # fmt: skip
_ANY_NAME = "|".join(_NAMES)
_SPECIAL = regex(
    r"\{\{(?P<expression>.*?)\}\}|(?P<todo>" + PATTERN + r")|\{\{|\}\}|\{%|%\}|\{#|#\}"
    rf"|(?P<single>\{{ *(?:{_ANY_NAME})\b[^{{}}]*\}})|\[\[ *(?:{_ANY_NAME})\b[^\[\]]*\]\]"
    rf"|(?P<open>{HALF_WRITTEN})"
)
_EXPRESSION = regex(
    r"""\s*(?P<name>[a-z_]\w*)(?:\(\s*(?:'(?P<single>[^'\\]*)'|"(?P<double>[^"\\]*)")\s*\))?
        (?:\.(?P<form>[a-z_]\w*))?
        (?:\s*(?P<sign>[+-])\s*(?P<amount>\d{1,18}))?\s*""",
    re.VERBOSE | re.ASCII,
)
_WORDS_OF_JINJA = frozenset("and else false if in is none not or true".split())


def forms() -> dict[str, str]:
    """What a text looks like to an editor: signs of Jinja only where they make an expression."""
    expression = "".join(_EXPRESSION.pattern.split())
    return {"prose": rf"(?:(?!\{{\{{|\}}\}}|\{{%|%\}}|\{{#|#\}})[\s\S]|\{{\{{{expression}\}}\}})*"}


def expressions_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the expressions of a text begin and end, also those that a plan may not hold."""
    return (match.span() for match in _SPECIAL.finditer(text) if match["expression"] is not None)


def prose(node: TextNode) -> Prose:
    """The text as paragraphs of pieces."""
    value = node.value
    if node.style == MISSING:
        return Prose(value, ((UnreadableValue("", node.span),),))
    signs = signs_of(value, (match.span() for match in _SPECIAL.finditer(value)))
    if not signs and _SPECIAL.search(value) is None:  # as most are
        return Prose(value, tuple((line,) if line else () for line in value.split("\n")))
    turns: deque[tuple[int, Turn]] = deque()
    counts: list[tuple[int, int]] = []
    if signs:
        value, gone = without(value, signs), 0
        for at, count, bold, italic in signs:
            turns.append((at - gone, Turn(bold, italic)))
            counts.append((at - gone, count))
            gone += count
        node = replace(node, value=value)
    paragraphs, start = [], 0
    for paragraph in value.split("\n"):
        paragraphs.append(tuple(_turned(_pieces(node, start, start + len(paragraph)), start, turns)))
        start += len(paragraph) + 1
    return Prose(value, tuple(paragraphs), tuple(counts))


def _turned(pieces: Iterator[tuple[Piece, int]], start: int, turns: deque[tuple[int, Turn]]) -> Iterator[Piece]:
    """The pieces of a paragraph that begins at `start`, with the turns that are in it; these are used up."""
    for piece, end in pieces:
        while turns and turns[0][0] < end and isinstance(piece, str):
            at, turn = turns.popleft()
            if at > start:
                yield piece[: at - start]
                piece = piece[at - start :]
            yield turn
            start = at
        while turns and turns[0][0] <= start:
            yield turns.popleft()[1]
        yield piece
        start = end
    while turns and turns[0][0] <= start:
        yield turns.popleft()[1]


def _pieces(node: TextNode, start: int, end: int) -> Iterator[tuple[Piece, int]]:
    """The pieces of a paragraph, each with its end."""
    value: Text = node.value
    position = start
    for match in _SPECIAL.finditer(value, start, end):
        if match.start() > position:
            yield str(value[position : match.start()]), match.start()
        if match["todo"] is not None:
            yield Todo(question_of(match["todo"]) or "", value.at(match.start(), match.end())), match.end()
        elif match["open"]:
            raise Unclear(malformed_todo, node, match.start(), match.end(), stand_in=_unreadable(node))
        elif match["expression"] is None:
            raise _broken(node, match)
        else:
            tree = _tree(match["expression"])
            if tree is None:
                raise _broken(node, match)
            place = value.at(match.start(), match.end())
            yield Expression(match["expression"].strip(), tree, place), match.end()
        position = match.end()
    if position < end:
        yield str(value[position:end]), end


def _broken(node: TextNode, match: re.Match[str]) -> Unclear:
    return Unclear(broken_expression, node, match.start(), match.end(), stand_in=_unreadable(node))


def _unreadable(node: TextNode) -> Prose:
    return Prose(node.value, ((UnreadableValue(str(node.value), node.span),),))


@lru_cache(maxsize=4096)
def _tree(source: str) -> Tree | None:
    """The tree of one expression, None for anything outside the closed set of shapes."""
    match = _EXPRESSION.fullmatch(source)
    if match is None or match["name"] in _WORDS_OF_JINJA:
        return None
    argument = match["single"] if match["double"] is None else match["double"]
    thing = Name(match["name"]) if argument is None else Call(match["name"], argument)
    tree = Form(thing, match["form"]) if match["form"] else thing
    return Sum(tree, int(match["sign"] + match["amount"])) if match["amount"] else tree


@book.rule("KH106", Severity.ERROR)
def broken_expression(node: TextNode, start: int, end: int) -> Iterator[Violation]:
    """What is in braces is no expression that a plan may hold.

    Why: a text refers to facts of the plan by name; it does not compute, loop or format.
    Bad:
        text: đạt {{ value | upper }}, {% if year %} ...
    Good:
        text: đạt {{ value }} vào cuối năm {{ year - 1 }}
    """
    right = expressions.meant(node.value, start, _NAMES)
    written = f"{{{{ {right.inside} }}}}" if right and _tree(right.inside) else None
    if written and node.style == "'":
        written = written.replace("'", '"')  # a quote of the same kind would end the text
    end = right.end if right and written else end
    text, span = str(node.value[start:end]), node.value.at(start, end)
    fix = (Edit(span.start, span.end, written),) if written and span.text == text else None
    names = ", ".join(f"{{{{ {name} }}}}" for name in expressions.names_at(node.span.source, span.start))
    if less := expressions.without_last_brace(node.value, start):
        hint = _("write: {right}", right=written) if written else _("known here: {known}", known=names)
        yield Violation(span, _("{text} lacks a second brace at its end", text=repr_of(less)), hint, fix)
        return
    yield Violation(
        span,
        _("two braces {text} without the other two", text=repr_of(text))
        if text in ("{{", "}}")
        else _("{text} cannot be used in a text", text=repr_of(text)),
        _("write: {right}", right=written) if written else _("known here: {known}", known=names),
        fix,
    )

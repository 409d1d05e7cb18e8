"""Running text: literal pieces, `{{ expressions }}`, undecided points.

Jinja's own parser reads the expressions, so that their grammar is the one template owners know; what it returns is cut
down to names, one argument, one form and a whole number added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from kehoach.diagnostics import Severity, _
from kehoach.model.base import MISSING, Todo, Unreadable
from kehoach.model.prose import Call, Expression, Form, Name, Piece, Prose, Sum, Tree
from kehoach.parse.unclear import Unclear, book
from kehoach.parse.words import repr_of
from kehoach.rules import Found
from kehoach.source import Text, TextNode

_SPECIAL = re.compile(
    r"\{\{(?P<expression>.*?)\}\}|TODO\((?P<todo>[^()]*(?:\([^()]*\)[^()]*)*)\)|\{\{|\}\}|\{%|%\}|\{#|#\}"
)
_ENVIRONMENT = Environment(autoescape=True)


def prose(node: TextNode) -> Prose:
    """The text as paragraphs of pieces."""
    value = node.value
    if node.style == MISSING:
        return Prose(value, ((Unreadable("", node.span),),))
    paragraphs, start = [], 0
    for paragraph in value.split("\n"):
        paragraphs.append(tuple(_pieces(node, start, start + len(paragraph))))
        start += len(paragraph) + 1
    return Prose(value, tuple(paragraphs))


def _pieces(node: TextNode, start: int, end: int) -> Iterator[Piece]:
    value: Text = node.value
    position = start
    for match in _SPECIAL.finditer(value, start, end):
        if match.start() > position:
            yield str(value[position : match.start()])
        if match["todo"] is not None:
            yield Todo(match["todo"].strip(), value.at(match.start(), match.end()))
        elif match["expression"] is None:
            raise _broken(node, match)
        else:
            tree = _tree(match["expression"])
            if tree is None:
                raise _broken(node, match)
            yield Expression(match["expression"].strip(), tree, value.at(match.start(), match.end()))
        position = match.end()
    if position < end:
        yield str(value[position:end])


def _broken(node: TextNode, match: re.Match[str]) -> Unclear:
    whole = Prose(node.value, ((Unreadable(str(node.value), node.span),),))
    return Unclear(broken_expression, node, match.start(), match.end(), stand_in=whole)


@lru_cache(maxsize=4096)
def _tree(source: str) -> Tree | None:
    """The tree of one expression, None for anything outside the closed set of shapes."""
    try:
        body = _ENVIRONMENT.parse("{{" + source + "}}").body
    except TemplateSyntaxError:
        return None
    if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
        return None
    return _shape(body[0].nodes[0])


def _shape(node: nodes.Node) -> Tree | None:
    match node:
        case nodes.Name(name=name):
            return Name(name)
        case nodes.Call(node=nodes.Name(name=name), args=[nodes.Const(value=str(argument))], kwargs=[]):
            return Call(name, argument)
        case nodes.Getattr(node=inner, attr=attr):
            of = _shape(inner)
            return Form(of, attr) if isinstance(of, (Name, Call)) else None
        case nodes.Add(left=left, right=nodes.Const(value=int(amount))):
            of = _shape(left)
            return Sum(of, amount) if isinstance(of, (Name, Call, Form)) else None
        case nodes.Sub(left=left, right=nodes.Const(value=int(amount))):
            of = _shape(left)
            return Sum(of, -amount) if isinstance(of, (Name, Call, Form)) else None
    return None


@book.rule("KH106", Severity.ERROR)
def broken_expression(node: TextNode, start: int, end: int) -> Iterator[Found]:
    """What stands in braces is no expression that a plan may hold.

    Why: a text refers to facts of the plan by name; it does not compute, loop or format.
    Bad:
        text: đạt {{ value | upper }}, {% if year %} ...
    Good:
        text: đạt {{ value }} vào cuối năm {{ year - 1 }}
    """
    yield Found(
        node.value.at(start, end),
        _("{text} cannot be used in a text", text=repr_of(node.value[start:end])),
        _("write {{{{ name }}}}, {{{{ name('id') }}}}, {{{{ name('id').form }}}} or {{{{ year - 1 }}}}"),
    )

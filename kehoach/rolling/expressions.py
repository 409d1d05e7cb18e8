"""Expressions of running texts: what comes out by itself, and which name something that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach import undecided
from kehoach.diagnostics import _
from kehoach.model.base import Ref
from kehoach.model.prose import (
    BRACES,
    Call,
    Expression,
    Form,
    Name,
    Plain,
    Prose,
    Scope,
    Sum,
    Tree,
    UnknownName,
    look_up,
)
from kehoach.rolling.ledger import MOST_IN_A_TEXT, Fate, LedgerTopic
from kehoach.rolling.pieces import Piece
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.tense import Tenses

_BRACES = re.compile(BRACES, re.DOTALL)
_YEARS = ("year", "first_year", "last_year")
_OF_YEAR = re.compile(r"(value_)(\d{4})")


def places(prose: Prose) -> Iterator[tuple[int, int, Expression]]:
    """Every expression of a text with its indices in the value."""
    for match, expression in zip(_BRACES.finditer(str(prose.source)), prose.expressions, strict=False):
        yield match.start(), match.end(), expression


def names_year(prose: Prose) -> bool:
    """Whether a text names the plan's year, or one counted from it."""
    return any(is_year(expression) for expression in prose.expressions)


def is_year(expression: Expression) -> bool:
    """Whether an expression is the plan's year, or one counted from it."""
    return _root(expression.tree).name in _YEARS


def pieces(
    rollover: Rollover, prose: Prose, scope: Scope, offset: int, tenses: Tenses | None = None
) -> Iterator[Piece]:
    """What becomes of each expression of a text that begins at `offset` of the running text.

    With `tenses`, a year that tells what has happened is written out: else it would move and the facts beside it not.
    """
    found = list(places(prose))
    for start, end, expression in found[:MOST_IN_A_TEXT]:
        written = str(prose.source)[start:end]
        if tenses and is_year(expression) and tenses.is_past(offset + start, offset + end):
            yield _written_out(rollover, expression.tree, written, scope, offset + start, offset + end)
            continue
        yield _piece(rollover, expression.tree, written, scope, offset + start, offset + end)
    if more := found[MOST_IN_A_TEXT:]:
        why = _(
            "{count} more expressions of one text stay as they are: do they hold for the new year?", count=len(more)
        )
        start, end = more[0][0], more[-1][1]
        yield Piece(
            offset + start, offset + end, LedgerTopic.FIGURE, Fate.CARRIED, "{{ … }}", "{{ … }}", why, verify=True
        )


def _piece(rollover: Rollover, tree: Tree, written: str, scope: Scope, start: int, end: int) -> Piece:
    root = _root(tree)
    if root.name in _YEARS:
        old, new = _computed(tree, scope, rollover.delta)
        return Piece(start, end, LedgerTopic.YEAR, Fate.CARRIED, old, new, _("comes from the plan's year by itself"))
    if isinstance(root, Call) and root.name in ("agency", "share") and root.argument in rollover.successors:
        return _of_body(rollover, root.argument, written, start, end)
    of_year = _OF_YEAR.search(written)
    if of_year:
        put = _OF_YEAR.sub(lambda match: f"{match[1]}{int(match[2]) + rollover.delta}", written)
        return Piece(start, end, LedgerTopic.YEAR, Fate.CHANGED, written, put, _("the year moves along"), put)
    topic = {"agency": LedgerTopic.AGENCY, "issuer": LedgerTopic.AGENCY, "due": LedgerTopic.DEADLINE}.get(
        root.name, LedgerTopic.FIGURE
    )
    return Piece(start, end, topic, Fate.CARRIED, written, written, _("comes from the value it names"))


def _written_out(rollover: Rollover, tree: Tree, written: str, scope: Scope, start: int, end: int) -> Piece:
    old, new = _computed(tree, scope, rollover.delta)
    if not old:
        return Piece(start, end, LedgerTopic.YEAR, Fate.CARRIED, old, new, _("comes from the plan's year by itself"))
    why = _("what has happened stays as it was; is it still to be said?")
    return Piece(start, end, LedgerTopic.YEAR, Fate.CHANGED, written, old, why, old, verify=True)


def _of_body(rollover: Rollover, key: str, written: str, start: int, end: int) -> Piece:
    successors, old = rollover.successors[key], rollover.agencies.name_of(Ref(key))
    if successors.one is None:
        put = undecided.written(successors.asked)
        return Piece(start, end, LedgerTopic.AGENCY, Fate.UNDECIDED, old, put, successors.reason, put)
    new, reason = rollover.agencies.name_of(Ref(successors.one)), _("the body that takes over")
    put = written.replace(f"'{key}'", f"'{successors.one}'").replace(f'"{key}"', f'"{successors.one}"')
    put = put if successors.one in rollover.agencies.by_id else new
    return Piece(start, end, LedgerTopic.AGENCY, Fate.CHANGED, old, new, reason, put, verify=True)


def _computed(tree: Tree, scope: Scope, delta: int) -> tuple[str, str]:
    try:
        value: Plain = look_up(tree, scope)
    except UnknownName:
        return "", ""
    old = str(value)
    return old, re.sub(r"\d{4}", lambda match: str(int(match.group()) + delta), old)


def _root(tree: Tree) -> Name | Call:
    while isinstance(tree, (Sum, Form)):
        tree = tree.of
    return tree

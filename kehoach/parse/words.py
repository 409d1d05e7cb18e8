"""Words, ids, yes and no, references to agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach import undecided
from kehoach.diagnostics import Severity, _
from kehoach.model.base import Ref, Todo
from kehoach.model.fields import MISSING
from kehoach.parse import meant
from kehoach.parse.unclear import Unclear, book, todo
from kehoach.patterns import regex
from kehoach.rules import Violation
from kehoach.source import TextNode
from kehoach.vietnamese import slug

_ID = regex(r"[a-z0-9][a-z0-9-]*")
MOST_COLUMNS = 63
"""As many as a table of Word has."""
_YES = {"true", "yes", "có", "co"}
_NO = {"false", "no", "không", "khong"}
_AS_YES = {*_YES, "đúng", "phải", "on", "y", "1", "x"}
_AS_NO = {*_NO, "sai", "off", "n", "0"}
"""What else people write for yes and no."""


DEEPEST = 3
"""How many levels of headings a table of contents has at most, as in Word where nothing else is said."""


def forms() -> dict[str, str]:
    """What an id, and yes or no, look like to an editor: regular expressions, each for a whole text."""
    flags = "|".join(sorted(_YES | _NO))
    columns = "[1-9]|[1-5]\\d|6[0-3]"
    return {"id": _ID.pattern, "column": columns, "flag": flags, "depth": f"[1-{DEEPEST}]|{flags}"}


def is_identifier(text: str) -> bool:
    """Whether a text may be an id: small letters, digits and hyphens."""
    return _ID.fullmatch(text) is not None


def words(node: TextNode) -> str | Todo:
    """A short text without expressions, or an undecided point: all of it, where part of it is undecided."""
    if (whole := todo(node)) or undecided.OPENS not in node.value:
        return whole or str(node.value)
    pieces = list(undecided.split(node.value))
    if all(asked is None for _piece, asked in pieces):
        return str(node.value)
    return Todo("".join(piece if asked is None else f"({asked})" for piece, asked in pieces), node.span)


def identifier(node: TextNode) -> str:
    """An id: small letters, digits and hyphens."""
    if not is_identifier(node.value) and node.style != MISSING:
        raise Unclear(malformed_id, node, stand_in=_as_id(node.value))
    return str(node.value)


def reference(node: TextNode) -> Ref | Todo:
    """An id of an agency, or a name as printed."""
    return todo(node) or Ref(str(node.value), node.span)


def share_key(node: TextNode) -> str:
    """The agency a share belongs to, as id or name."""
    return str(node.value)


def name(node: TextNode) -> str:
    """A name as the plan prints it."""
    return str(node.value)


def column(node: TextNode) -> int:
    """The number of a column, from 1."""
    if re.fullmatch("[1-9][0-9]?", node.value) and int(node.value) <= MOST_COLUMNS:
        return int(node.value)
    raise Unclear(no_column, node, stand_in=1)


def column_number(node: TextNode) -> bool | str:
    """The sign of a column as typed, or whether there are signs at all."""
    word = node.value.lower()
    return word in _YES if word in _YES | _NO else str(node.value)


def flag(node: TextNode) -> bool:
    """Yes or no."""
    value = node.value.lower()
    if node.style == MISSING:
        return False
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise Unclear(neither_yes_nor_no, node, stand_in=False)


def depth(node: TextNode) -> int:
    """How many levels of headings a table of contents shows, 0 for none at all."""
    value = node.value.lower()
    if node.style == MISSING or value in _NO:
        return 0
    if value in _YES:
        return DEEPEST
    if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= DEEPEST:
        return int(value)
    raise Unclear(no_depth_of_contents, node, stand_in=DEEPEST)


@book.rule("KH105", Severity.ERROR)
def malformed_id(node: TextNode) -> Iterator[Violation]:
    """An id holds something else than small letters without marks, digits and hyphens.

    Why: ids name files and are typed again in references; letters with marks and blanks invite slips.
    Bad:
        target: Hộ nghèo
    Good:
        target: ho-ngheo
    """
    several = _several_ids(node)
    if several:
        yield Violation(
            node.span,
            _("several ids are a list, in brackets"),
            _("write: {right}", right=several),
            meant.written(node, several),
        )
        return
    yield Violation(
        node.span,
        _("{value} cannot be an id", value=repr_of(node.value)),
        _("perhaps {suggestion}?", suggestion=_as_id(node.value)),
    )


@book.rule("KH135", Severity.ERROR)
def no_column(node: TextNode) -> Iterator[Violation]:
    """A column of a table is not named by its number.

    Why: headings are long and may be equal; the number of a column, counted from the left, is what everybody sees.
    Bad:
        sums: [Số hộ]
    Good:
        sums: [3]
    """
    yield Violation(
        node.span, _("{value} is no number of a column", value=repr_of(node.value)), _("count from the left: 1, 2, 3")
    )


@book.rule("KH108", Severity.ERROR)
def neither_yes_nor_no(node: TextNode) -> Iterator[Violation]:
    """A yes-or-no key has another value.

    Why: kehoach would have to guess.
    Bad:
        landscape: ngang
    Good:
        landscape: true
    """
    word = node.value.lower().strip(" .")
    right = "true" if word in _AS_YES else "false" if word in _AS_NO else None
    yield Violation(
        node.span,
        _("{value} is neither yes nor no", value=repr_of(node.value)),
        _("write: {right}", right=right) if right else _("write true or false"),
        meant.written(node, right) if right else None,
    )


@book.rule("KH150", Severity.ERROR)
def no_depth_of_contents(node: TextNode) -> Iterator[Violation]:
    """The key `contents` has another value than yes, no or a number of levels.

    Why: a table of contents shows up to three levels of headings, I., 1. and a); kehoach would have to guess which.
    Bad:
        contents: mục lục
    Good:
        contents: 2
    """
    yield Violation(
        node.span,
        _("{value} is no depth of a table of contents", value=repr_of(node.value)),
        _("write true for all headings down to a), or 1, 2 or 3 levels"),
    )


_LIST_OF_IDS = regex(r"\s*targets: +")


def _several_ids(node: TextNode) -> str | None:
    """Ids with commas between them as the list that was meant; None where the key takes one id."""
    parts = [part.strip() for part in re.split("[,;]", node.value) if part.strip()]
    source, start = node.span.source, node.span.start
    before = source.line(node.span.line)[: source.column_of(start) - 1]
    is_list = _LIST_OF_IDS.fullmatch(before.replace("- ", "  ")) is not None
    return f"[{', '.join(parts)}]" if is_list and len(parts) > 1 and all(map(_ID.fullmatch, parts)) else None


def _as_id(value: str) -> str:
    """The id that a text probably stands for: `Hộ nghèo` is ho-ngheo."""
    return slug(value) or "id"


def repr_of(value: str) -> str:
    """A value in straight quotes, cut where it is long."""
    shown = value if len(value) <= 60 else value[:57] + "..."
    return f'"{shown}"'

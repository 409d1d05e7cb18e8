"""Quantities in Vietnamese notation: a comma before decimals, dots between thousands, the unit after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kehoach.diagnostics import Severity, _
from kehoach.frozen import replace
from kehoach.model.base import Todo
from kehoach.model.quantity import BOUNDS, MONEY, SCALES, Quantity, measure
from kehoach.parse import meant
from kehoach.parse.unclear import Unclear, book, todo
from kehoach.parse.words import repr_of
from kehoach.patterns import regex
from kehoach.rules import Violation
from kehoach.source import TextNode

_BOUND = "|".join(BOUNDS)
_NUMBER = r"-?[0-9]+(?:\.[0-9]{3})+(?:,[0-9]+)?|-?[0-9]+(?:[,.][0-9]+)?"
_UNIT = r"(?![OoIl][0-9]|[eE][0-9]|%%)[^\s\d.,;:_+*=#?!~\-\u2013\uff00-\uffef].*(?<![ -])"
"""What is after a number; not a second number, nor a letter typed for a digit (`1O0%`)."""
_UNIT_TWICE = regex(rf"(?<![0-9])(?<![0-9][.,])({_NUMBER}) ?(%|[^\W\d]+) ?([-\u2013]) ?(?=(?:{_NUMBER}) ?\2$)")
_QUANTITY = regex(
    rf"(?:(?P<bound>{_BOUND}) ?)?(?P<low>{_NUMBER})(?: ?[-\u2013] ?(?P<high>{_NUMBER}))?(?: ?(?P<unit>{_UNIT}))?",
    re.IGNORECASE,
)
_SCALE = rf"(?:{'|'.join(SCALES)})"
_CURRENCY = rf"(?:{'|'.join(MONEY)})"
_UNIT_OF_MONEY = rf"(?:{_SCALE}(?: {_SCALE})?(?: ?{_CURRENCY})?|{_CURRENCY})(?!\w)"
_PLAIN = rf"(?:{_NUMBER.replace('-?', '')})"
_PART = regex(rf"(?<![0-9.,])({_PLAIN}) ?({_UNIT_OF_MONEY})", re.IGNORECASE)
_MONEY_IN_TEXT = regex(
    rf"(?<![\w.,/+-])(?:{_PLAIN}(?: ?[-\u2013] ?{_PLAIN})? ?{_SCALE}(?: {_SCALE})?(?:(?: {_PLAIN} ?{_SCALE}){{0,2}})"
    rf"(?: ?{_CURRENCY}(?!\w| (?:chí|bào)\b)|(?= ?[.,;:()]| ?$| (?:và|từ|để|cho|do|trong|năm)\b))"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{3}})+ ?{_CURRENCY}(?!\w| (?:chí|bào|đội|ruộng|cỏ)\b))(?! ?/)",
    re.IGNORECASE,
)
"""Money in a sentence: with its currency, or a word of scale and no other thing counted; no `500 đồng chí`."""
_BETWEEN = regex(r",? |,? và |(?P<range> ?[-\u2013] ?)")

_LONG = regex(r"[0-9](?:[.,]?[0-9]){18}")
"""More digits than the money of a whole country in đồng has."""


def forms() -> dict[str, str]:
    """What a quantity looks like to an editor: a regular expression for the whole text."""
    return {"quantity": _QUANTITY.pattern}


def number(text: str) -> Decimal:
    """A number in Vietnamese notation: `1.234,5` is 1234.5. A dot before one or two digits counts as a comma."""
    if re.fullmatch(r"-?\d+(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))


def quantity(node: TextNode) -> Quantity | Todo:
    """A number or a range, with its unit."""
    if undecided := todo(node):
        return undecided
    found = quantity_of(str(node.value))
    if found is None:
        raise Unclear(unreadable_quantity, node)
    return replace(found, span=node.span)


def quantity_of(text: str) -> Quantity | None:
    """The quantity that a text is; None for any other text."""
    match = _QUANTITY.fullmatch(_UNIT_TWICE.sub(r"\1 \3 ", text))
    if match is None or _LONG.search(text):
        return None
    if any(map(str.isdigit, match["unit"] or "")) and (money := _in_several_units(text, match["bound"] or "")):
        return money
    low, high = number(match["low"]), number(match["high"]) if match["high"] else None
    unit = _without_remark((match["unit"] or "").strip())
    return Quantity(text, low, high, unit, match["bound"] or "")


def money_in(text: str) -> Iterator[tuple[int, int, Quantity]]:
    """Every sum of money that a sentence names, `1 tỷ 250 triệu đồng` as one, with where it is.

    What is paid for each (`5 triệu đồng/hộ`) is no sum, nor is a bare number.
    """
    last = 0
    for match in _MONEY_IN_TEXT.finditer(text):
        found = quantity_of(match.group())
        if found and match.start() >= last:
            yield match.start(), match.end(), found
            last = match.end()


def _without_remark(unit: str) -> str:
    """A unit of money without what is typed after it: a stop, the amount in words, whose money it is."""
    bare = _REMARK.sub("", unit.rstrip(".;,"))
    return bare if measure(bare).of == "đồng" else unit


_REMARK = regex(r"(?<=\S) ?\([^()]*\)$")


def _in_several_units(text: str, bound: str) -> Quantity | None:
    """Money in two units or more: `1 tỷ 250 triệu đồng` is one amount, `500 triệu - 1 tỷ đồng` a range.

    Both are counted in the last unit. None where the text is anything else.
    """
    parts = list(_PART.finditer(text))
    if len(parts) < 2 or text[: parts[0].start()].strip() != bound or parts[-1].end() != len(text):
        return None
    gaps = [_BETWEEN.fullmatch(text[one.end() : two.start()]) for one, two in pairwise(parts)]
    sizes = [measure(part[2]).size for part in parts]
    unit = parts[-1][2]
    amounts = [number(part[1]) * size / sizes[-1] for part, size in zip(parts, sizes, strict=True)]
    if None in gaps:
        return None
    if len(parts) == 2 and gaps[0] and gaps[0]["range"] and amounts[0] < amounts[1]:
        return Quantity(text, amounts[0], amounts[1], unit, bound)
    if any(gap["range"] for gap in gaps if gap) or sorted(set(sizes), reverse=True) != sizes:
        return None
    return Quantity(text, sum(amounts, Decimal(0)), None, unit, bound)


@book.rule("KH401", Severity.ERROR)
def unreadable_quantity(node: TextNode) -> Iterator[Violation]:
    """A quantity is not a number, or a range, with its unit.

    Why: kehoach compares and adds quantities, so it must know where the number ends and the unit begins.
    Bad:
        value: khoảng một nửa
        value: 1,5,6%
    Good:
        value: 50%
        value: 10 - 13%/năm
    """
    value = repr_of(node.value)
    if right := _meant(str(node.value)):
        quoted = node.value.strip(_QUOTES) != node.value
        yield Violation(
            node.span,
            _("{value} is in quotes, which are no part of a figure", value=value)
            if quoted
            else _("{value} has commas between thousands, where a dot is written", value=value),
            _("write: {right}", right=right),
            meant.written(node, right),
        )
        return
    yield Violation(
        node.span,
        _("{value} has more digits than any figure of a plan", value=value)
        if _LONG.search(node.value)
        else _("{value} is not a quantity", value=value),
        _("write the number as it prints, then its unit: 1,56%, 08 hộ, 26.120 ha, 10 - 13%/năm"),
    )


_QUOTES = "\u201c\u201d\u2018\u2019\u00ab\u00bb\"' "
_ENGLISH_THOUSANDS = regex(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d,.])")


def _meant(text: str) -> str | None:
    """The quantity that a text is without its quotes, and with dots between thousands: `350,000,000 đồng`."""
    right = _ENGLISH_THOUSANDS.sub(lambda match: match[0].replace(",", "."), text.strip(_QUOTES))
    return right if right != text and quantity_of(right) else None

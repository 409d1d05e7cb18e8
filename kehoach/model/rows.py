"""What the rows of a pasted table are: groups within groups, totals, and what lies below each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.frozen import frozen
from kehoach.model import labels
from kehoach.model.items import ListStyle, Pasted
from kehoach.model.prose import Prose
from kehoach.patterns import regex

_STRONG = regex(r"(?:[IVX]+|[A-HĐ])\.?$")
_BODIES_AND_WORK = "công ty|cục|hội|liên đoàn|hợp|kết|thể|thống|đài|bí thư|kiểm tra|rà soát|điều tra|vệ sinh"
_TOTAL = regex(rf"(?:Tổng|TỔNG)(?! (?i:{_BODIES_AND_WORK})\b)|(?:Cộng|CỘNG)(?! (?i:đồng|tác|hòa|sản)\b)")
"""A total; not a body or a piece of work (Tổng cục, Tổng hợp báo cáo, Cộng đồng)."""


@frozen
class RowPlace:
    """What a row is. `level` counts from 0 for the highest, None where none is known; `across` is one cell alone."""

    level: int | None = None
    is_total: bool = False
    across: bool = False
    strong: bool = False


def places_of(table: Pasted) -> tuple[RowPlace, ...]:
    """What each row is: by `levels` where the table has them, else by the signs that bold rows begin with."""
    return tuple(_place(row, table.levels) for row in table.rows)


def _place(row: tuple[Prose, ...], levels: Sequence[ListStyle]) -> RowPlace:
    if len(row) == 1:
        return RowPlace(across=True, strong=True)
    first = str(row[0].source).strip()
    named = next((cell for cell in row if str(cell.source).strip()), row[0])
    if any(_TOTAL.match(str(cell.source)) for cell in (named, row[1])) and _level(first, levels) is None:
        return RowPlace(is_total=True, strong=True)
    if not levels:
        return RowPlace(strong=bool(_STRONG.match(first)))
    level = _level(first, levels)
    return RowPlace(level=len(levels) if level is None else level, strong=level == 0 and len(levels) > 1)


def _level(first: str, levels: Sequence[ListStyle]) -> int | None:
    """The level of a row by its first cell; of two decimal levels the one with as many numbers as it is deep."""
    decimals = [at for at, style in enumerate(levels) if style is ListStyle.DECIMAL]
    if decimals and re.fullmatch(r"\d+(?:\.\d+)+\.?", first):
        return decimals[min(first.rstrip(".").count("."), len(decimals)) - 1]
    return next((at for at, style in enumerate(levels) if labels.is_of(first, style)), None)


def sums_of(table: Pasted) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each row that should add up, with the rows that it adds: groups their members, a total the highest rows."""
    places = places_of(table)
    for index, place in enumerate(places):
        if place.is_total and index in (0, len(places) - 1):
            yield index, _highest(places, range(len(places)))
        elif place.level is not None and place.level < len(table.levels) - 1:
            end = next((at for at in range(index + 1, len(places)) if _ends(places[at], place.level)), len(places))
            yield index, _highest(places, range(index + 1, end))


def _ends(place: RowPlace, level: int) -> bool:
    return place.is_total or place.across or (place.level is not None and place.level <= level)


def _highest(places: Sequence[RowPlace], among: range) -> tuple[int, ...]:
    """The rows of the highest level among some; none where bold rows without a level make it unclear."""
    rows = [at for at in among if not places[at].is_total and not places[at].across]
    if any(places[at].level is None and places[at].strong for at in rows):
        return ()
    level = min((places[at].level or 0 for at in rows), default=0)
    return tuple(at for at in rows if (places[at].level or 0) == level)

"""The frame of a table: header lines, and widths that let every word stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kehoach.documents.paper import Align, Column, HeaderCell, Row, plain
from kehoach.paragraph_forms import CELL_PADDING, FORMS
from kehoach.typeface import width_mm, wrap

CELL_SIZE = FORMS["OBang"].size
"""Size of text in table cells, in points."""
_PADDING = 2 * CELL_PADDING + 1.2
"""Of a cell, and what its longest word leaves free, in millimetres."""
_SLACK = 0.5
"""What a line fits or misses its column by, at least, in millimetres: with less, engines break it differently."""
_MOST_WIDENED = 3.0
"""By how much a column is widened for that at most, in millimetres."""
_SHORT = 3
"""A cell up to so many times as wide as its column is short; a longer one breaks at too many places."""

_Line = tuple[str, str]
"""A text, and the face of the typeface that it is set in."""


def header_rows(headings: list[str]) -> tuple[tuple[HeaderCell, ...], ...]:
    """The header from headings of the form `A > B > C`: neighbours with the same A are under one cell, and so on."""
    paths = [tuple(part.strip() for part in heading.split(">")) for heading in headings]
    depth = max(map(len, paths), default=1)
    return tuple(_header_row(paths, level, depth) for level in range(depth))


def _header_row(paths: list[tuple[str, ...]], level: int, depth: int) -> tuple[HeaderCell, ...]:
    cells: list[HeaderCell] = []
    previous: tuple[str, ...] | None = None
    for path in paths:
        above = path[: level + 1]
        if len(path) <= level:
            cells.append(HeaderCell("", continues=True))
        elif len(path) == level + 1:
            cells.append(HeaderCell(path[level], tall=level + 1 < depth))
        elif above == previous:
            cells[-1] = HeaderCell(path[level], cells[-1].span + 1)
        else:
            cells.append(HeaderCell(path[level]))
        previous = above if len(path) > level + 1 else None
    return tuple(cells)


def columns(
    header: tuple[tuple[HeaderCell, ...], ...], rows: Iterable[Row], aligns: list[Align], width: float
) -> tuple[Column, ...]:
    """Widths in proportion to what is in the columns, each at least as wide as its longest word."""
    count = len(aligns)
    spread = [_spread(cells) for cells in header]
    headings = [max((row[index] for row in spread), key=_word_width) for index in range(count)]
    texts: list[list[str]] = [[] for _heading in headings]
    lines: list[set[_Line]] = [{(heading, "bold")} for heading in headings]
    for row in rows:
        if not row.across:
            face = "bold" if row.strong else "regular"
            for index, cell in enumerate(row.cells):
                texts[index].append(text := plain(cell))
                lines[index].update((line, face) for line in text.split("\n"))
    least = [
        max(_word_width(text) for text in (heading, *column)) + _PADDING
        for heading, column in zip(headings, texts, strict=True)
    ]
    wanted = [
        max(_volume(column), width_mm(heading, CELL_SIZE, "bold") / 2 + _PADDING, low)
        for heading, column, low in zip(headings, texts, least, strict=True)
    ]
    if sum(least) >= width:  # too many columns to keep every word whole
        return tuple(Column(low * width / sum(least), align) for low, align in zip(least, aligns, strict=True))
    spare = width - sum(least)
    extra = [want - low for want, low in zip(wanted, least, strict=True)]
    share = spare / sum(extra) if sum(extra) else 0
    widths = [low + more * share for low, more in zip(least, extra, strict=True)]
    if not sum(extra):
        widths = [low + spare / count for low in least]
    settled = _settled(widths, least, lines)
    return tuple(Column(round(w, 2), align) for w, align in zip(settled, aligns, strict=True))


def _settled(widths: list[float], least: list[float], lines: list[set[_Line]]) -> list[float]:
    """The widths, a column widened where a line of its heading or of a short cell nearly fits or nearly does not.

    The column with the most room gives what the others need, and keeps its own lines as they come.
    """
    settled = list(widths)
    giver = max(range(len(widths)), key=lambda index: widths[index] - least[index])
    for index, texts in enumerate(lines):
        room = widths[index] - 2 * CELL_PADDING
        short = [line for line in texts if width_mm(line[0], CELL_SIZE, line[1]) < room * _SHORT]
        more = _widened(room, short) if index != giver else 0
        if settled[giver] - more >= least[giver]:
            settled[index] += more
            settled[giver] -= more
    return settled


def _widened(room: float, lines: list[_Line]) -> float:
    """By how much a column is to be wider so that nothing nearly fits; 0 where that is too much."""
    wide = room
    while near := [end for line in lines for end in _ends(*line, wide) if abs(end - wide) < _SLACK]:
        wide = max(near) + _SLACK + 0.01  # widths are rounded
        if wide - room > _MOST_WIDENED:
            return 0
    return wide - room


def _ends(text: str, face: str, room: float) -> Iterator[float]:
    """How wide the lines of a text are, each also with the first word of the next one."""
    lines = wrap(text, room, CELL_SIZE, face)
    for line, after in zip(lines, (*lines[1:], ""), strict=True):
        yield width_mm(line, CELL_SIZE, face)
        if after:
            yield width_mm(f"{line} {after.split(' ')[0]}", CELL_SIZE, face)


def _spread(cells: tuple[HeaderCell, ...]) -> list[str]:
    """The text above each column; a cell over several columns leaves them to the cells below it."""
    return [cell.text if cell.span == 1 else "" for cell in cells for _index in range(cell.span)]


def _word_width(text: str) -> float:
    return max((width_mm(word, CELL_SIZE, "bold") for word in re.split(r"[ \n]", text)), default=0.0)


def _volume(texts: list[str]) -> float:
    """How wide a column would like to be: the square root keeps one long text from taking all."""
    if not texts:
        return 0.0
    widths = [width_mm(text, CELL_SIZE) for text in texts]
    return float((max(widths) * sum(widths) / len(widths)) ** 0.5) + _PADDING

"""The frame of a table: header lines, and widths that let every word stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kehoach.documents.paper import Align, Column, HeaderCell, Row, plain
from kehoach.typeface import width_mm

CELL_SIZE = 12
"""Size of text in table cells, in points. The decree is silent on tables; habit."""
_PADDING = 4.0


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
    for row in rows:
        if not row.across:
            for index, cell in enumerate(row.cells):
                texts[index].append(plain(cell))
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
    return tuple(Column(round(w, 2), align) for w, align in zip(widths, aligns, strict=True))


def _spread(cells: tuple[HeaderCell, ...]) -> list[str]:
    """The text above each column; a cell over several columns leaves them to the cells below it."""
    return [cell.text if cell.span == 1 else "" for cell in cells for _index in range(cell.span)]


def _word_width(text: str) -> float:
    return max((width_mm(word, CELL_SIZE, "bold") for word in re.split(r"[ \n]", text)), default=0.0)


def _volume(texts: list[str]) -> float:
    """How wide a column would like to be: the square root keeps one long text from taking all."""
    if not texts:
        return 0.0
    longest = max(width_mm(text, CELL_SIZE) for text in texts)
    mean = sum(width_mm(text, CELL_SIZE) for text in texts) / len(texts)
    return float((longest * mean) ** 0.5) + _PADDING

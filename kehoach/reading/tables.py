"""A table of Word: its cells over the columns of its grid, what repeats, and whether lines are drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kehoach.frozen import frozen, replace
from kehoach.ooxml.names import w
from kehoach.readers.document import ReadTable, TableCell, TextLine
from kehoach.reading.styles import PropItems, Props, TableStyle, WordStyles, borders_of, is_on

_VAL = w("val")
_MOST_SPAN = 63
"""Columns, which is what Word allows."""
MOST_COLUMNS = 200
"""Columns of a table, above which it is not read: each row has an entry for each."""
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_SIDES = (("top", "insideH"), ("bottom", "insideH"), ("left", "insideV"), ("right", "insideV"))
_LINED = 0.25
"""The share of sides of cells that are lines, above which a table is one with lines: a letterhead has one or two."""


class TooWide(Exception):
    """A table has more columns than are read."""


@frozen
class CellSetting:
    """What a table sets of the text of a cell, and where that is: row and cell counted from 1."""

    run: PropItems
    paragraph: PropItems
    row: int
    cell: int


CellReader = Callable[[Any, CellSetting], tuple[TextLine, ...]]


@dataclass
class _Place:
    """A cell on the grid while the table is read."""

    column: int
    columns: int
    goes_on: bool
    lines: tuple[TextLine, ...] = ()
    lined: tuple[bool, ...] = ()
    rows: int = 1


@dataclass
class _Row:
    places: list[_Place] = field(default_factory=list)
    header: bool = False


def inside(parent: Any, tag: str) -> Iterator[Any]:
    """The elements of a tag in another, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from inside(child, tag)


def read_table(
    table: Any, styles: WordStyles, place: str, read: CellReader, lost: Callable[[str], None]
) -> ReadTable | None:
    """A table; None when it has no cell. `lost` is given what merged cells hold without showing it. Raises TooWide."""
    properties = table.find(w("tblPr"))
    named = None if properties is None else properties.find(w("tblStyle"))
    style = styles.table_style("" if named is None else str(named.get(_VAL, "")))
    borders = {**style.borders, **borders_of(None if properties is None else properties.find(w("tblBorders")))}
    parts = _shown_parts(None if properties is None else properties.find(w("tblLook")), style)
    rows: list[_Row] = []
    elements = list(inside(table, w("tr")))
    for index, element in enumerate(elements):
        row = _row(element, index, len(elements), style, parts, borders, read)
        if row.places:
            rows.append(row)
    if not rows:
        return None
    _merge(rows, lost)
    header = next((index for index, row in enumerate(rows) if not row.header), len(rows))
    sides = [side for row in rows for one in row.places for side in one.lined]
    has_lines = sum(sides) > _LINED * len(sides)
    return ReadTable(tuple(_grid(rows)), place, header if header < len(rows) else 0, has_lines)


def _row(
    element: Any, index: int, count: int, style: TableStyle, parts: frozenset[str], borders: dict[str, bool],
    read: CellReader,
) -> _Row:  # fmt: skip
    properties = element.find(w("trPr"))
    found = _Row()
    column = _count(properties, "gridBefore")
    if properties is not None:
        found.header = is_on(properties.find(w("tblHeader")))
    if column:
        found.places.append(_Place(0, column, False))
    exceptions = {**borders, **borders_of(element.find(f"{w('tblPrEx')}/{w('tblBorders')}"))}
    cells = list(inside(element, w("tc")))
    for at, cell in enumerate(cells):
        own = cell.find(w("tcPr"))
        columns = max(_count(own, "gridSpan", 1), 1)
        merge = None if own is None else own.find(w("hMerge"))
        names = [
            name
            for name, holds in (
                ("firstCol", at == 0), ("lastCol", at == len(cells) - 1),
                ("firstRow", index == 0), ("lastRow", index == count - 1),
            )
            if holds and name in parts
        ]  # fmt: skip
        run: dict[str, Any] = dict(style.run)
        paragraph: dict[str, Any] = dict(style.paragraph)
        there = exceptions
        for name in names:
            run.update(style.parts[name].run)
            paragraph.update(style.parts[name].paragraph)
            there = {**there, **style.parts[name].borders}
        lines = read(cell, CellSetting(tuple(run.items()), tuple(paragraph.items()), index + 1, at + 1))
        if merge is not None and merge.get(_VAL, "continue") == "continue" and found.places:
            last = found.places[-1]
            last.columns, last.lines = last.columns + columns, last.lines + lines
        else:
            vertical = None if own is None else own.find(w("vMerge"))
            goes_on = vertical is not None and vertical.get(_VAL, "continue") == "continue"
            edges = (index == 0, index == count - 1, at == 0, at == len(cells) - 1)
            found.places.append(_Place(column, columns, goes_on, lines, _lined(own, there, edges)))
        column += columns
    if after := _count(properties, "gridAfter"):
        found.places.append(_Place(column, after, False))
    return found


def _count(properties: Any, name: str, otherwise: int = 0) -> int:
    found = None if properties is None else properties.find(w(name))
    text = "" if found is None else str(found.get(_VAL, ""))
    return min(int(text[:4]), _MOST_SPAN) if text.isascii() and text.isdigit() else otherwise


def _shown_parts(look: Any, style: TableStyle) -> frozenset[str]:
    """The parts of a table style that this table shows."""
    bits = {"firstRow": 0x20, "lastRow": 0x40, "firstCol": 0x80, "lastCol": 0x100}
    names = {"firstRow": "firstRow", "lastRow": "lastRow", "firstCol": "firstColumn", "lastCol": "lastColumn"}
    if look is None or not style.parts:
        return frozenset()
    try:
        value = int(str(look.get(_VAL, "0")), 16)
    except ValueError:
        value = 0
    shown = {
        name
        for name, bit in bits.items()
        if (str(look.get(w(names[name]))) in ("1", "true", "on") if look.get(w(names[name])) else value & bit)
    }
    return frozenset(shown & style.parts.keys())


def _lined(properties: Any, borders: Props, edges: tuple[bool, bool, bool, bool]) -> tuple[bool, ...]:
    """Whether a line is drawn at the top, the bottom, the left, the right of a cell."""
    own = borders_of(None if properties is None else properties.find(w("tcBorders")))
    return tuple(
        own.get(side, bool(borders.get(side if edge else between)))
        for (side, between), edge in zip(_SIDES, edges, strict=True)
    )


def _merge(rows: list[_Row], lost: Callable[[str], None]) -> None:
    """Let cells go on downward. One that goes on from nothing is a cell of its own."""
    above: dict[int, _Place] = {}
    for row in rows:
        current: dict[int, _Place] = {}
        for one in row.places:
            origin = above.get(one.column)
            if one.goes_on and origin is not None and origin.columns == one.columns:
                origin.rows += 1
                current[one.column] = origin
                for line in one.lines:
                    lost(f"{line.label} {line.text}".strip())
            else:
                one.goes_on = False
                current[one.column] = one
        above = current


def _grid(rows: list[_Row]) -> Iterator[tuple[TableCell | None, ...]]:
    """The rows with one entry a column; columns of the grid in which no cell begins are left out."""
    begins = sorted({one.column for row in rows for one in row.places})
    if len(begins) > MOST_COLUMNS:
        raise TooWide
    for row in rows:
        entries: list[TableCell | None] = [TableCell(())] * len(begins)
        for one in row.places:
            first, end = bisect_left(begins, one.column), bisect_left(begins, one.column + one.columns)
            entries[first:end] = [None] * (end - first)
            if not one.goes_on:
                entries[first] = TableCell(one.lines, end - first, one.rows)
        yield tuple(entries)


def as_lines(table: ReadTable) -> Iterator[TextLine]:
    """A table inside of a cell as lines of that cell; what is side by side there says in which column it is."""
    for row in table.rows:
        filled = [cell for cell in row if cell is not None and cell.lines]
        for at, cell in enumerate(filled, 1):
            for line in cell.lines:
                yield line if len(filled) == 1 or line.column else replace(line, column=at)

"""Sheets of a workbook as an office prints them: heights by what is in the rows, numbers in the form they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kehoach.frozen import frozen, replace
from kehoach.nghi_dinh_30 import FONT
from kehoach.typeface import width_mm, wrap
from kehoach.vietnamese import number_text

_SIZE = 12
_LINE, _HIGHEST = 15.75, 409.0
"""Height of a line of 12 points as Excel makes it, and of its highest row, in points."""
_DECIMALS = 10
_EXACT_DIGITS = 15
"""A cell holds no more of a number; what is longer is shown as it was typed."""


@frozen
class Total:
    """The sum of the rows below, as many as `rows`: a formula, with its value for programs that do not calculate."""

    value: Decimal
    rows: int


Cell = str | int | Decimal | date | Total | None


@frozen
class SheetColumn:
    """A column: its heading, its width in characters, and what it shows of a row."""

    heading: str
    width: float
    cell: Callable[[Any], Cell]

    @property
    def room(self) -> float:
        """What a line of text may take, in millimetres: a character is 7 pixels, the cell's margins are 10."""
        return (self.width * 7 + 5 - 10) * 25.4 / 96


_ORDER = SheetColumn("STT", 6, lambda _row: None)


class Sheets:
    """Adds sheets to one book. `title` is printed above every page."""

    def __init__(self, book: xlsxwriter.Workbook, title: str) -> None:
        self.book, self.title = book, title
        self.base = {"font_name": FONT, "font_size": _SIZE, "valign": "top", "text_wrap": True, "border": 1}
        self.text = book.add_format(self.base)
        self.day = book.add_format({**self.base, "num_format": "dd/mm/yyyy", "align": "left"})
        self.numbers: dict[int, Any] = {}
        self.head = book.add_format(
            {**self.base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}
        )

    def add(self, name: str, columns: Sequence[SheetColumn], rows: Sequence[object], *, numbered: bool = False) -> None:
        """A sheet with a header that stays in view, filters, and a page of A4 landscape that repeats it.

        Rows are counted in a column of their own; with `numbered` the columns are, in a line below the header.
        """
        sheet = self.book.add_worksheet(name)
        lines = [[column.cell(row) for column in columns] for row in rows]
        if numbered:
            lines.insert(0, [f"({index})" for index in range(1, len(columns) + 1)])
        else:
            columns = (_ORDER, *columns)
            lines = [[number, *line] for number, line in enumerate(lines, 1)]
        columns = _wide_enough(columns, lines)
        sheet.set_row(0, _height([(column, column.heading) for column in columns], "bold"))
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.heading, self.head)
        for line, cells in enumerate(lines, 1):
            sheet.set_row(line, min(_height(list(zip(columns, cells, strict=True))), _HIGHEST))
            for index, cell in enumerate(cells):
                self._write(sheet, line, index, cell)
        head = 2 if numbered else 1
        sheet.freeze_panes(head, 0)
        sheet.autofilter(head - 1, 0, max(len(lines), 1), len(columns) - 1)
        self._page(sheet, head)

    def _page(self, sheet: Worksheet, head: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, head - 1)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        sheet.set_header(f"&C{self.title.replace('&', '&&')[:200]}")
        sheet.set_footer("&C&P/&N")

    def _write(self, sheet: Worksheet, line: int, index: int, value: Cell) -> None:
        if isinstance(value, date):
            sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), self.day)
        elif isinstance(value, Total):
            cells = xl_rowcol_to_cell(line + 1, index), xl_rowcol_to_cell(line + value.rows, index)
            form = self._number(value.value)
            sheet.write_formula(line, index, f"=SUM({cells[0]}:{cells[1]})", form, float(value.value))
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT_DIGITS:
            sheet.write_string(line, index, number_text(value), self.text)
        elif isinstance(value, (int, Decimal)):
            sheet.write_number(line, index, float(value), self._number(value))
        elif value:
            sheet.write_string(line, index, value, self.text)
        else:
            sheet.write_blank(line, index, None, self.text)

    def _number(self, value: int | Decimal) -> Any:
        """The format of a number: with as many decimals as it was typed with."""
        decimals = min(_decimals(value), _DECIMALS)
        if decimals not in self.numbers:
            form = "#,##0" + (f".{'0' * decimals}" if decimals else "")
            self.numbers[decimals] = self.book.add_format({**self.base, "num_format": form})
        return self.numbers[decimals]


def _decimals(value: int | Decimal) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _height(cells: Sequence[tuple[SheetColumn, Cell]], face: str = "regular") -> float:
    """The height of a row in points: that of its longest text."""
    most = max(_lines(_shown(cell), column.room, face) for column, cell in cells)
    return most * _LINE + 1


def _wide_enough(columns: Sequence[SheetColumn], lines: Sequence[Sequence[Cell]]) -> Sequence[SheetColumn]:
    """The columns, the widest one wider where a text would be higher than a row can be; 250 is the most there is."""
    widest = max(column.width for column in columns)
    for width in (widest, 1.5 * widest, 2.2 * widest, 250):
        columns = [replace(one, width=width) if one.width == widest else one for one in columns]
        if all(_height(list(zip(columns, cells, strict=True))) <= _HIGHEST for cells in lines):
            break
        widest = width
    return columns


def _lines(text: str, room: float, face: str) -> int:
    """How many lines a text takes; a word wider than its cell is broken anywhere."""
    broken = (line for paragraph in text.split("\n") for line in wrap(paragraph, room, _SIZE, face))
    return sum(max(1, ceil(width_mm(line, _SIZE, face) / room)) for line in broken)


def _shown(cell: Cell) -> str:
    if isinstance(cell, date):
        return "00/00/0000"
    if isinstance(cell, Total):
        return number_text(cell.value)
    return str(cell or "")

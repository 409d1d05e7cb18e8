"""Tables from files: a stretch of a sheet of an .xlsx, or a .csv, as rows of texts as they are seen there.

Of a workbook the values are read that Excel kept beside its formulas; nothing is computed, no link is followed, no
macro is opened.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, zip_longest
from typing import Any
from warnings import catch_warnings
from xml.etree import ElementTree

from kehoach.diagnostics import Message, _
from kehoach.frozen import frozen
from kehoach.ooxml.guard import NoWorkbook, workbook_parts
from kehoach.parse.number_formats import shown
from kehoach.patterns import regex

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 10_000, 63, 100_000
MAX_JOINED, MAX_HEADER = 2_000, 8
_LAST_ROW = 1_048_576
_RANGE = regex(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?")
_SHEET_XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NoTable(Exception):
    """A file that cannot be printed as a table, or a cell of it: what is wrong, and the way out."""

    def __init__(self, problem: Message, hint: Message | None = None) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.hint = hint


@frozen
class Cell:
    """What is seen in a cell. `problem` says why that cannot be known."""

    text: str
    problem: Message | None = None


Box = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""


@frozen
class Sheet:
    """Rows of cells by the number of the row in the file. `left` is the number of the first column.

    `merged` are the boxes of cells that are one, `name` is that of the sheet, "" where there are none.
    """

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    left: int = 1
    merged: tuple[Box, ...] = ()
    name: str = ""

    def place(self, row: int, index: int) -> str:
        """What a cell is called: `C5`."""
        return f"{_letters(self.left + index)}{row}"


def read_table(name: str, data: bytes, asked: str) -> Sheet:
    """The table in the file `name`. `asked` is what comes after `#`: a sheet, a range, both, or nothing.

    Raises NoTable.
    """
    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        return _workbook(data, asked)
    if ending in ("csv", "tsv", "txt"):
        if asked:
            raise NoTable(_("a .csv has one sheet: nothing comes after the name"))
        return _delimited(data)
    if ending in ("xls", "xlsm", "xlsb", "ods", "numbers"):
        raise NoTable(_("a file .{ending} is not read", ending=ending), _("in Excel: Save As, Excel Workbook (.xlsx)"))
    raise NoTable(_("a table is read from .xlsx or .csv"))


# Workbooks


@lru_cache(16)
def _workbook(data: bytes, asked: str) -> Sheet:
    try:
        parts = workbook_parts(data)
    except NoWorkbook as refused:
        raise NoTable(refused.problem, refused.hint) from refused
    import openpyxl  # late: most plans have no such table

    name, wanted = _asked(asked)
    try:
        with catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            name = _sheet_of(book, name)
            rows = _rows(book[name], wanted)
            part = _part_of(parts, name)
            if b"<f" in part:
                formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
                rows = _with_lacking(rows, _rows(formulas[name], wanted))
    except NoTable:
        raise
    except Exception as error:  # what a broken workbook makes of its reader is many things, all faults of the file
        raise NoTable(_("the workbook is broken"), _("open it in Excel and save it again")) from error
    box = wanted or (1, 1, _LAST_ROW, MAX_COLUMNS)
    merged = tuple(islice(_merged(part, box), MAX_JOINED + 1))
    if len(merged) > MAX_JOINED:
        raise _too_large()
    return _trimmed(Sheet(tuple(rows), box[1], merged, name))


def _asked(asked: str) -> tuple[str, Box | None]:
    """Sheet and range of `Sheet1!A1:F20`, `Sheet1` or `A1:F20`."""
    sheet, sign, cells = asked.rpartition("!")
    if not sign and not (_RANGE.fullmatch(cells) and ":" in cells):
        return asked, None
    match = _RANGE.fullmatch(cells)
    if match is None:
        raise NoTable(_("{range} is no range of cells", range=cells), _("write for instance: bang.xlsx#Sheet1!A1:F20"))
    left, top, right, bottom = match.groups()
    first, last = _number(left), _number(right or left)
    box = (int(top), min(first, last), int(bottom or top), max(first, last))
    box = (min(box[0], box[2]), box[1], max(box[0], box[2]), box[3])
    if box[2] - box[0] >= MAX_ROWS or box[3] - box[1] >= MAX_COLUMNS or box[2] > _LAST_ROW:
        raise _too_large()
    if sheet[:1] == sheet[-1:] == "'" and len(sheet) > 1:
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, box


def _sheet_of(book: Any, name: str) -> str:
    """The name of the sheet meant; without one, the workbook has to have only one."""
    names = [sheet.title for sheet in book.worksheets]
    known = ", ".join(names[:10])
    if name in names:
        return name
    if name or len(names) != 1:
        problem = _("there is no sheet {name}", name=name) if name else _("which sheet?")
        raise NoTable(problem, _("the workbook has: {names}; write bang.xlsx#Sheet1!A1:F20", names=known))
    return str(names[0])


Row = tuple[int, tuple[Cell, ...]]


def _rows(sheet: Any, box: Box | None) -> list[Row]:
    top, left, bottom, right = box or (1, 1, None, None)
    if box is None:
        sheet.reset_dimensions()  # what a file says of its size may be anything
    found: list[Row] = []
    taken = 0
    cells = sheet.iter_rows(min_row=top, min_col=left, max_row=bottom, max_col=right)
    for number, row in enumerate(cells, top):
        taken += len(row)
        if taken > MAX_CELLS:
            raise _too_large()
        if any(cell.value is not None for cell in row):
            if len(found) >= MAX_ROWS:
                raise _too_large()
            found.append((number, tuple(map(_cell, row))))
    return found


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "e":
        return Cell("", _("shows the error {value}", value=value))
    if cell.data_type == "f":
        return Cell("=")
    return Cell(shown(value, cell.number_format or "General"))


def _with_lacking(rows: list[Row], formulas: list[Row]) -> list[Row]:
    """The rows, with a problem in each cell that has a formula and no value."""
    lacking = _("has a formula that Excel has not computed")
    kept = dict(rows)
    for number, row in formulas:
        there = kept.get(number, ())
        cells = [
            Cell("", lacking) if formula.text == "=" and not cell.text and not cell.problem else cell
            for cell, formula in zip_longest(there, row, fillvalue=Cell(""))
        ]
        kept[number] = tuple(cells)
    return sorted(kept.items())


def _part_of(parts: dict[str, bytes], name: str) -> bytes:
    """The part of the package in which a sheet is."""
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    sheet = next(one for one in book.iter(f"{_SHEET_XML}sheet") if one.get("name") == name)
    target = next(one.get("Target", "") for one in relations if one.get("Id") == sheet.get(_RELATION))
    return parts.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"), b"")


def _merged(part: bytes, box: Box) -> Iterator[Box]:
    """The boxes of joined cells within a range, counted from its first column."""
    for found in re.findall(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"', part):
        match = _RANGE.fullmatch(found.decode())
        if match:
            left, top, right, bottom = match.groups()
            one = (int(top), _number(left), int(bottom), _number(right))
            if box[0] <= one[0] and one[2] <= box[2] and box[1] <= one[1] and one[3] <= box[3]:
                yield one[0], one[1] - box[1] + 1, one[2], one[3] - box[1] + 1


# Text with separators


@lru_cache(16)
def _delimited(data: bytes) -> Sheet:
    text = _decoded(data)
    separator = ""
    if (first := re.match(r"sep=(.)\r?\n", text)) is not None:
        separator, text = first[1], "\n" + text[first.end() :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    rows: list[Row] = []
    taken, number = 0, 1
    try:
        for row in reader:
            taken += len(row)
            if any(one.strip() for one in row):
                rows.append((number, tuple(Cell(one) for one in row)))
            if taken > MAX_CELLS or len(rows) > MAX_ROWS:
                raise _too_large()
            number = reader.line_num + 1
    except csv.Error as error:
        problem = _("line {line} is no row of a .csv: {problem}", line=reader.line_num, problem=error)
        raise NoTable(problem, _("save it from Excel again: CSV UTF-8")) from error
    return _trimmed(Sheet(tuple(rows)))


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = _("it is not in UTF-8 (line {line})", line=line)
        raise NoTable(problem, _("in Excel: Save As, CSV UTF-8 (Comma delimited)")) from error
    if "\0" in text:
        raise NoTable(_("it is no text"), _("in Excel: Save As, CSV UTF-8 (Comma delimited)"))
    return text


def _separator(text: str) -> str:
    """What is between cells: of tab, semicolon and comma the first that the first line has outside of quotes."""
    line = re.sub(r'"[^"]*"', "", next((one for one in text.split("\n") if one.strip()), ""))
    return next((sign for sign in "\t;," if sign in line), ",")


# Both


def _trimmed(sheet: Sheet) -> Sheet:
    """The sheet without empty columns behind the last one that has anything. Raises NoTable where nothing is left."""
    widths = (len(row) - next((n for n, cell in enumerate(reversed(row)) if cell.text or cell.problem), len(row))
              for _number, row in sheet.rows)  # fmt: skip
    width = max(widths, default=0)
    if not width:
        raise NoTable(_("there is nothing in it"))
    if width > MAX_COLUMNS:
        raise _too_large()
    rows = ((number, _filled(row, width)) for number, row in sheet.rows)
    return Sheet(tuple(rows), sheet.left, sheet.merged, sheet.name)


def _filled(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return (*row[:width], *[Cell("")] * (width - len(row)))


def _too_large() -> NoTable:
    return NoTable(
        _("more than {rows} rows, {columns} columns or {cells} cells", rows=MAX_ROWS, columns=MAX_COLUMNS,
          cells=MAX_CELLS),
        _("name the range that is meant: bang.xlsx#Sheet1!A1:F20"),
    )  # fmt: skip


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def header_depth(sheet: Sheet) -> int:
    """How many rows at the top are one header: one, or as many as its joined cells reach over."""
    first = sheet.rows[0][0]
    last = first
    for top, _left, bottom, right in sorted(sheet.merged):
        if first <= top <= last:
            last = max(last, bottom + 1 if right > _left else bottom)
    return min(max(sum(1 for number, _row in sheet.rows if number <= last), 1), MAX_HEADER)


def headings(sheet: Sheet, depth: int) -> Iterable[tuple[int, tuple[str, ...]]]:
    """Of each column its headings from above, and the index of the row where the last one is."""
    rows = sheet.rows[:depth]
    for index in range(len(rows[0][1])):
        names: list[str] = []
        place = 0
        for at, (number, row) in enumerate(rows):
            box = next((b for b in sheet.merged if b[0] <= number <= b[2] and b[1] <= index + 1 <= b[3]), None)
            if box and box[0] < number:
                continue
            text = row[box[1] - 1].text if box and box[1] <= len(row) else row[index].text
            if text.strip():
                names.append(" ".join(text.split()))
                place = at
        yield place, tuple(names)

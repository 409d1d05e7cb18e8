"""`phan-cong.xlsx`: the assignment table for the office. Three sheets to filter, sort and print."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kehoach.documents.assignment_table import Amount, AssignmentTable, Due, NamedBody, TargetRow
from kehoach.model.terms import Term
from kehoach.nghi_dinh_30 import FONT
from kehoach.ooxml.workbook import open_workbook

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading, its width in characters, and what it shows of a row."""

    heading: str
    width: float
    cell: Callable[[Any], Cell]


def write_xlsx(table: AssignmentTable) -> bytes:
    """The workbook. Texts stay texts, whatever they begin with; days are dates, single numbers are numbers."""
    buffer = io.BytesIO()
    with open_workbook(buffer, title=f"Phân công: {table.subject}", author=table.issuer) as book:
        sheets = _Sheets(book, f"{table.type}: {table.subject}")
        sheets.add("Nhiệm vụ", TASKS, table.tasks)
        sheets.add("Chỉ tiêu", TARGETS, _with_shares(table.targets))
        sheets.add("Thời hạn", DEADLINES, table.deadlines)
    return buffer.getvalue()


class _Sheets:
    """Adds sheets of one book."""

    def __init__(self, book: xlsxwriter.Workbook, title: str) -> None:
        self.book, self.title = book, title
        base = {"font_name": FONT, "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
        self.text = book.add_format(base)
        self.day = book.add_format({**base, "num_format": "dd/mm/yyyy", "align": "left"})
        self.number = book.add_format({**base, "num_format": "#,##0.##"})
        self.head = book.add_format(
            {**base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}
        )

    def add(self, name: str, columns: Sequence[SheetColumn], rows: Sequence[object]) -> None:
        """A sheet with a header that stays in view, filters, and a page of A4 landscape that repeats it."""
        sheet = self.book.add_worksheet(name)
        for index, column in enumerate((_ORDER, *columns)):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.heading, self.head)
        for line, row in enumerate(rows, 1):
            sheet.write_number(line, 0, line, self.number)
            for index, column in enumerate(columns, 1):
                self._write(sheet, line, index, column.cell(row))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        sheet.set_header(f"&C{self.title.replace('&', '&&')[:200]}")
        sheet.set_footer("&C&P/&N")

    def _write(self, sheet: Worksheet, line: int, index: int, value: Cell) -> None:
        if isinstance(value, date):
            sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), self.day)
        elif isinstance(value, (int, Decimal)):
            sheet.write_number(line, index, float(value), self.number)
        elif value:
            sheet.write_string(line, index, value, self.text)
        else:
            sheet.write_blank(line, index, None, self.text)


def _names(bodies: tuple[NamedBody, ...]) -> str:
    return "; ".join(body.name for body in bodies)


def _named_id(name: str, id_: str) -> str:
    return name if name == id_ else f"{name} ({id_})"


def _day(due: Due) -> Cell:
    """The day on which something is due; several days, an hour and what returns in words."""
    if len(due.terms) == 1 and not (due.terms[0].every or due.terms[0].at):
        return due.terms[0].day
    return "\n".join(filter(None, map(_term, due.terms))) or due.undated


def _term(term: Term) -> str:
    day = f"{term.day:%d/%m/%Y}" if term.day else ""
    if term.at:
        day = f"{term.at:%H}h{term.at:%M} ngày {day}" if day else f"{term.at:%H}h{term.at:%M}"
    if term.every:
        return f"{day}, rồi mỗi {term.every}" if day else f"mỗi {term.every}"
    return day


def _with_shares(targets: tuple[TargetRow, ...]) -> list[Target]:
    """Each target, and below it its shares."""
    rows: list[Target] = []
    for target in targets:
        rows.append((target, None, None))
        rows += [(target, body, share) for body, share in target.shares]
    return rows


def _number(amount: Amount) -> Cell:
    """A single number as a number, percent as the plain figure; anything else as its text."""
    return amount.number if amount.number is not None else amount.text


Target = tuple[TargetRow, NamedBody | None, Amount | None]
"""A row of the targets: a target, or its share of one body."""

_ORDER = SheetColumn("STT", 6, lambda _row: None)

TASKS = (
    SheetColumn("Mã", 16, lambda row: row.id),
    SheetColumn("Nội dung nhiệm vụ", 60, lambda row: row.text),
    SheetColumn("Cơ quan chủ trì", 28, lambda row: _names(row.lead)),
    SheetColumn("Cơ quan phối hợp", 28, lambda row: _names(row.coordinating)),
    SheetColumn("Thời hạn", 18, lambda row: row.due.text),
    SheetColumn("Ngày đến hạn", 13, lambda row: _day(row.due)),
    SheetColumn("Sản phẩm", 24, lambda row: row.deliverable),
    SheetColumn("Kinh phí", 18, lambda row: row.fund),
    SheetColumn("Chỉ tiêu phục vụ", 20, lambda row: "\n".join(map(_named_id, row.target_names, row.targets))),
    SheetColumn("Mục trong Kế hoạch", 14, lambda row: row.place),
)
TARGETS = (
    SheetColumn("Mã", 20, lambda row: row[1].id if row[1] else row[0].id),
    SheetColumn("Chỉ tiêu", 60, lambda row: f"  - {row[1].name}" if row[1] else row[0].name),
    SheetColumn("Đơn vị tính", 14, lambda row: None if row[1] else row[0].unit),
    SheetColumn("Kỳ trước", 14, lambda row: None if row[1] else _number(row[0].baseline)),
    SheetColumn("Kế hoạch", 14, lambda row: _number(row[2] or row[0].value)),
    SheetColumn("Hướng", 12, lambda row: None if row[1] else {"higher": "tăng", "lower": "giảm"}.get(row[0].better)),
)
DEADLINES = (
    SheetColumn("Từ ngày", 13, lambda row: next((term.begins for term in row.due.terms), None)),
    SheetColumn("Ngày đến hạn", 13, lambda row: _day(row.due)),
    SheetColumn("Thời hạn", 18, lambda row: row.due.text),
    SheetColumn("Nội dung", 60, lambda row: row.what),
    SheetColumn("Cơ quan", 40, lambda row: _names(row.who)),
    SheetColumn("Loại", 12, lambda row: "báo cáo" if row.kind == "report" else "nhiệm vụ"),
)

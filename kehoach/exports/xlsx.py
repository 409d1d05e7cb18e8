"""`phan-cong.xlsx`: the assignment table for the office. Three sheets to filter, sort and print."""

from __future__ import annotations

import io

from kehoach.documents.assignment_table import Amount, AssignmentTable, Due, NamedBody, TargetRow, TaskRow
from kehoach.exports.sheets import Cell, SheetColumn, Sheets, Total
from kehoach.model.terms import Term
from kehoach.ooxml.package import pack, unpack
from kehoach.ooxml.workbook import open_workbook
from kehoach.vietnamese import upper_first


def write_xlsx(table: AssignmentTable) -> bytes:
    """The workbook. Texts stay texts, whatever they begin with; days are dates, single numbers are numbers."""
    buffer = io.BytesIO()
    with open_workbook(buffer, title=f"Phân công: {table.subject}", author=table.issuer) as book:
        sheets = Sheets(book, f"{table.type}: {table.subject}")
        sheets.add("Nhiệm vụ", _task_columns(table.tasks), table.tasks)
        sheets.add("Chỉ tiêu", _target_columns(table.targets), _with_shares(table.targets))
        sheets.add("Thời hạn", DEADLINES, table.deadlines)
    return pack(unpack(buffer.getvalue()))


def _names(bodies: tuple[NamedBody, ...]) -> str:
    return upper_first("; ".join(body.name for body in bodies))


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


def _task_columns(tasks: tuple[TaskRow, ...]) -> tuple[SheetColumn, ...]:
    """The columns of the tasks, with who is in charge where any task says that."""
    person = SheetColumn("Người phụ trách", 24, lambda row: row.person)
    return (*TASKS[:4], person, *TASKS[4:]) if any(task.person for task in tasks) else TASKS


def _target_columns(targets: tuple[TargetRow, ...]) -> tuple[SheetColumn, ...]:
    """The columns of the targets: one for each year that has a figure of its own, and by when, where any says that."""
    years = sorted({year for target in targets for year, _amount in target.by_year})
    by = (SheetColumn("Đến", 14, lambda row: None if row[1] else row[0].by),) if any(t.by for t in targets) else ()
    return (*TARGETS[:-1], *map(_year_column, years), *by, TARGETS[-1])


def _year_column(year: int) -> SheetColumn:
    return SheetColumn(f"Năm {year}", 14, lambda row: _of_year(row, year))


def _of_year(row: Target, year: int) -> Cell:
    found = dict(row[0].by_year).get(year)
    return None if found is None or row[1] else _number(found)


def _planned(row: Target) -> Cell:
    """A share, or the whole: the sum of its shares where they add up to it."""
    target, _body, share = row
    shares = [amount.number for _name, amount in target.shares]
    whole = target.value.number
    if target.by_year and share is None:
        return None  # each year has its column
    if share is None and whole is not None and shares and sum(filter(None, shares)) == whole and None not in shares:
        return Total(whole, len(shares))
    return _number(share or target.value)


def _number(amount: Amount) -> Cell:
    """A single number as a number, percent as the plain figure; anything else as its text."""
    return amount.number if amount.number is not None else amount.text


Target = tuple[TargetRow, NamedBody | None, Amount | None]
"""A row of the targets: a target, or its share of one body."""

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
    SheetColumn("Kế hoạch", 14, _planned),
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

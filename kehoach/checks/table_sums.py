"""KH412 to KH414: pasted tables that name no sums: totals, columns of totals and rows that lack a cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, islice

from kehoach.checks.cells import Cells, Figure, adds_up, figure_in, is_empty, leeway, summed, text_of, total_of_figures
from kehoach.diagnostics import Severity, _
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.items import Pasted
from kehoach.model.plan import Plan
from kehoach.model.rows import places_of, sums_of
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()

_TOTAL = regex(r"(?i)(?:tổng cộng|tổng số|tổng|cộng)(?: ?\([^()]*\))?:?")
_TOTAL_COLUMN = regex(r"(?i)(?:tổng cộng|tổng số|tổng|cộng|tổng kinh phí|tổng vốn|tổng nhu cầu)(?: ?\([^()]*\))?")
_NO_SUM = regex(
    r"(?i)%|/|tỷ lệ|tỉ lệ|bình quân|trung bình|đơn giá|định mức|mức|hệ số|chỉ số|tốc độ|điểm|giá|"
    r"\bmã\b|\bstt\b|\btt\b|số thứ tự|thời gian|ngày|^năm$|năm học|tọa độ|quyết định|kế hoạch số"
)
"""What a column is headed by whose figures nobody adds: shares, means, prices, signs, days."""
_UNITS = regex(r"(?i)đvt|đơn vị(?: tính| đo)?")
_MONEY = regex(r"(?i)thành tiền|số tiền|kinh phí|vốn|ngân sách|\bđồng\b")
"""What a column is headed by whose figures are money, whatever its rows count."""
_PART = regex(r"(?i)[-+*•–]|(?:trong đó|tr\. ?đó|gồm|bao gồm)\b|\d+(?:\.\d+)+|[a-zđ][.)]")
"""How a row begins that is part of the one above it."""


@book.rule("KH412", Severity.WARNING)
def total_of_plain_rows(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The last or first row of a table is called a total and is not what its rows add up to.

    Why: who reads the table adds up. Looked at are tables without groups and without `sums`, and columns whose figures
    are added: no shares, means or prices. With `sums` every group is checked too.
    Bad:
        1 | Xã A | 12
        2 | Xã B | 5
          | Tổng cộng | 18
    Good:
        1 | Xã A | 12
        2 | Xã B | 5
          | Tổng cộng | 17
    """
    for table in plan.tables:
        if table.sums or table.levels or not _is_flat(table):
            continue
        for index, members in sums_of(table):
            if any(_TOTAL.fullmatch(text_of(table.rows[index], column)) for column in (0, 1)):
                yield from _wrong_totals(table, index, members)


def _wrong_totals(table: Pasted, index: int, members: tuple[int, ...]) -> Iterator[Violation]:
    rows, own_row = [table.rows[at] for at in members], table.rows[index]
    alike, right = _count_one_thing(table, rows), False
    wrong: list[Violation] = []
    for column in range(1, len(table.columns)):
        heading = str(table.columns[column])
        found = summed(own_row, rows, column)
        if found is None or _NO_SUM.search(heading) or not (alike or _MONEY.search(heading)):
            continue
        own, known = found
        if len(known) < 2 or not adds_up((own, *known)):
            continue
        added = total_of_figures(known)
        if abs(added - own.value) <= leeway((own, *known)):
            right = True
        elif not _is_otherwise(own, known):
            message = _("the rows add up to {added}, not {own}", added=own.written(added), own=own.written(own.value))
            wrong.append(Violation(own_row[column].span, message, _("look at each row, and at the total")))
    if right or index:  # rows below a total may divide it in several ways: men and women, town and country
        yield from wrong


def _is_otherwise(own: Figure, known: list[Figure]) -> bool:
    """Whether it may be a mean, count what several rows share only once, or be the sum of the first rows alone."""
    values = [figure.value for figure in known]
    return min(values) <= own.value <= max(values) or own.value in islice(accumulate(values), 1, None)


def _is_flat(table: Pasted) -> bool:
    """Whether the rows are of one kind: numbered 1, 2, 3 or not at all, none of them part of another."""
    rows = _ordinary(table)
    firsts = [text_of(row, 0).rstrip(".)") for row in rows]
    numbers = [first for first in firsts if first.isdecimal() and len(first) < 6]
    if numbers and (len(numbers) < len(firsts) or [*map(int, numbers)] != [*range(1, len(numbers) + 1)]):
        return False
    if any(place.across for place in places_of(table)):
        return False
    return not any(_PART.match(text_of(row, column)) for row in rows for column in (0, 1))


def _count_one_thing(table: Pasted, rows: list[Cells]) -> bool:
    """Whether no column says that the rows count in units of their own; "Đơn vị" alone may also head bodies."""
    for column, heading in enumerate(table.columns):
        cells, named = {text_of(row, column) for row in rows}, str(heading).strip()
        are_names = named.lower() == "đơn vị" and any(cell[:1].isupper() for cell in cells)
        if _UNITS.fullmatch(named) and len(cells) > 1 and not are_names:
            return False
    return True


def _ordinary(table: Pasted) -> list[Cells]:
    """The rows that are neither a total nor a heading."""
    places = places_of(table)
    return [row for row, place in zip(table.rows, places, strict=True) if not place.is_total and not place.across]


@book.rule("KH413", Severity.WARNING)
def total_of_columns(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """In one row a column of totals is not what the columns of its parts add up to, though it is in the other rows.

    Why: the other rows show how the column is counted, so one of the figures of this row is wrong.
    Bad:
        columns: [TT, Xã, Tổng số, Tỉnh, Xã]
        rows: |
          1 | A | 12 | 7 | 5
          2 | B | 9 | 5 | 4
          3 | C | 8 | 6 | 2
          4 | D | 12 | 6 | 7
    Good:
        columns: [TT, Xã, Tổng số, Tỉnh, Xã]
        rows: |
          1 | A | 12 | 7 | 5
          2 | B | 9 | 5 | 4
          3 | C | 8 | 6 | 2
          4 | D | 13 | 6 | 7
    """
    for table in plan.tables:
        totals = [at for at in range(1, len(table.columns)) if _TOTAL_COLUMN.fullmatch(_path(table, at)[-1])]
        if not 0 < len(totals) <= _MOST_TOTALS:
            continue
        rows = [_Figures.of(row, len(table.columns)) for row in table.rows if len(row) > 1]
        for total in totals:
            compared = (_compared(rows, total, parts) for parts in _parts_of(table, rows, total))
            for own, added, place in next((wrong for wrong in compared if wrong is not None), ()):
                yield Violation(
                    place,
                    _("the columns add up to {added}, not {own}", added=own.written(added), own=own.written(own.value)),
                    _("look at each column of this row"),
                )


@frozen
class _Figures:
    """The figures of a row by column: None where a cell is empty, missing where it is anything else."""

    row: Cells
    by_column: dict[int, Figure | None]

    @classmethod
    def of(cls, row: Cells, count: int) -> _Figures:
        """Those of a row in a table of so many columns."""
        found: dict[int, Figure | None] = {}
        for column in range(count):
            if is_empty(row, column):
                found[column] = None
            elif figure := figure_in(row, column):
                found[column] = figure
        return cls(row, found)


def _path(table: Pasted, column: int) -> tuple[str, ...]:
    """The headings above a column, from the highest line of the header down."""
    return tuple(part.strip() for part in str(table.columns[column]).split(">"))


_MOST_PARTS, _MOST_TOTALS = 12, 8
"""So many columns at most are the parts of one; a table with more columns of totals is none that people add up."""


def _parts_of(table: Pasted, rows: list[_Figures], total: int) -> Iterator[list[int]]:
    """Columns that may be the parts of a total, the likeliest first: below one heading, right of it, left of it."""
    count, above = len(table.columns), _path(table, total)[:-1]
    near = range(max(total - _MOST_PARTS, 1), min(total + _MOST_PARTS + 1, count))
    numeric = [at for at in near if at != total and _is_numeric(rows, at) and not _NO_SUM.search(_path(table, at)[-1])]
    if above:
        yield [at for at in numeric if _path(table, at)[: len(above)] == above]
    right = [at for step, at in enumerate((at for at in numeric if at > total), 1) if at == total + step]
    left = [at for step, at in enumerate((at for at in reversed(numeric) if at < total), 1) if at == total - step]
    for run in (right, left):
        for length in range(len(run), 1, -1):
            yield run[:length]


def _is_numeric(rows: list[_Figures], column: int) -> bool:
    """Whether a column has figures, and nothing else but empty cells."""
    return all(column in row.by_column for row in rows) and any(row.by_column[column] for row in rows)


def _compared(rows: list[_Figures], total: int, parts: list[int]) -> list[tuple[Figure, Decimal, Span]] | None:
    """The rows in which the parts come to something else; None where the other rows do not show that they are parts."""
    right, wrong = 0, []
    for row in rows:
        own = row.by_column.get(total)
        known = [figure for at in parts if (figure := row.by_column[at])]
        if own is None or not known or not adds_up((own, *known)):
            continue
        added = total_of_figures(known)
        if abs(added - own.value) > leeway((own, *known)):
            wrong.append((own, added, row.row[total].span))
            if 3 * len(wrong) > len(rows):
                return None
        elif sum(figure.value != 0 for figure in known) > 1:
            right += 1
    return wrong if right >= 3 * max(len(wrong), 1) else None


@book.rule("KH414", Severity.WARNING)
def missing_cell(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A row of a table has a cell less than the other rows, none of which leaves its last cell empty.

    Why: a figure was probably forgotten, or the cells after it are printed in the wrong columns.
    Bad:
        columns: [TT, Xã, Số hộ, Hạn]
        rows: |
          1 | Xã A | 12 | Quý I
          2 | Xã B | Quý II
          3 | Xã C | 7 | Quý I
    Good:
        columns: [TT, Xã, Số hộ, Hạn]
        rows: |
          1 | Xã A | 12 | Quý I
          2 | Xã B | | Quý II
          3 | Xã C | 7 | Quý I
    """
    for table in plan.tables:
        count = len(table.columns)
        rows = _ordinary(table)
        whole = [row for row in rows if len(row) == count]
        if count < 3 or len(whole) < 2 or any(is_empty(row, count - 1) for row in whole):
            continue
        flat = _is_flat(table)
        for row in rows:
            if len(row) < count and (_is_shifted(row, whole) or (flat and len(row) == count - 1)):
                yield Violation(
                    row[-1].span,
                    _("this row has {cells} cells, the other rows {count}", cells=len(row), count=count),
                    _("type the cell that is missing; one that stays empty still has its |"),
                )


def _is_shifted(row: Cells, whole: list[Cells]) -> bool:
    """Whether the last cell of a row that is too short is under a heading it does not belong to.

    It is a figure where all others have words, or words where all others have figures.
    """
    column = len(row) - 1
    others = [bool(figure_in(other, column)) for other in whole if not is_empty(other, column)]
    own = bool(figure_in(row, column))
    return len(others) > 1 and not is_empty(row, column) and len(set(others)) == 1 and own != others[0]

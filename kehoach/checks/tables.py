"""KH13, KH41: pasted tables: columns that are not there, cells too many, sums that are not right."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.checks.cells import leeway, summed, total_of_figures
from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.items import Pasted
from kehoach.model.plan import Plan
from kehoach.model.rows import sums_of
from kehoach.rules import RuleBook, Violation

book = RuleBook()


@book.rule("KH136", Severity.ERROR)
def column_that_is_not_there(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """`merge` or `sums` name a column that the table does not have.

    Why: what is to be joined or added up would not be.
    Bad:
        columns: [TT, Số hộ]
        sums: [3]
    Good:
        columns: [TT, Số hộ]
        sums: [2]
    """
    for table in plan.tables:
        for key in ("merge", "sums"):
            for index, column in enumerate(getattr(table, key)):
                if column > len(table.columns) > 0:
                    yield Violation(
                        table.at(key, index),
                        _("the table has {count} columns, no column {column}", count=len(table.columns), column=column),
                        _("count from the left: 1, 2, 3"),
                    )


@book.rule("KH143", Severity.ERROR)
def rows_typed_and_in_file(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A table has rows, and a file that brings rows.

    Why: which of both is meant is anybody's guess.
    Bad:
        file: bang.csv
        rows: 1 | Xã A
    Good:
        file: bang.csv
    """
    for table in plan.tables:
        if table.wrote("file") and table.wrote("rows"):
            yield Violation(table.key_at("rows"), _("the rows are typed here, and in a file"), _("delete one of both"))


@book.rule("KH137", Severity.ERROR)
def too_many_cells(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A row of a pasted table has more cells than the table has columns.

    Why: the cells beyond the last column would not be on the paper.
    Bad:
        columns: [TT, Số hộ]
        rows: 1 | Xã A | 12
    Good:
        columns: [TT, Xã, Số hộ]
        rows: 1 | Xã A | 12
    """
    for table in plan.tables:
        for row in table.rows:
            if len(row) > len(table.columns) > 0 and any(str(cell.source) for cell in row[len(table.columns) :]):
                yield Violation(
                    row[len(table.columns)].span,
                    _(
                        "this row has {cells} cells, the table {count} columns",
                        cells=len(row),
                        count=len(table.columns),
                    ),
                    _("add the heading of the column that is missing, or take out a | that is too much"),
                )


@book.rule("KH411", Severity.WARNING)
def sum_of_rows(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A group of rows, or a total, is another number than its rows add up to, in a column that `sums` names.

    Why: who reads the table adds up; a wrong total puts all of it in doubt. Without `levels` the total is that of all
    rows; with them, each group is that of the rows one level below.
    Bad:
        sums: [3]
        rows: |
          1 | Xã A | 12
          2 | Xã B | 5
            | Tổng cộng | 18
    Good:
        sums: [3]
        rows: |
          1 | Xã A | 12
          2 | Xã B | 5
            | Tổng cộng | 17
    """
    for table in plan.tables:
        if not table.sums:
            continue
        for index, members in sums_of(table):
            for column in table.sums:
                yield from _unequal(table, index, members, column - 1)


def _unequal(table: Pasted, index: int, members: tuple[int, ...], column: int) -> Iterator[Violation]:
    found = summed(table.rows[index], (table.rows[at] for at in members), column)
    if found is None:
        return
    own, known = found
    added = total_of_figures(known)
    if abs(added - own.value) > leeway((own, *known)):
        yield Violation(
            table.rows[index][column].span,
            _("the rows add up to {added}, not {own}", added=own.written(added), own=own.written(own.value)),
        )

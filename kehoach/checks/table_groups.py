"""KH419: groups of rows in pasted tables that name no sums: shown to be sums by those that add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kehoach.checks.cells import Figure, adds_up, leeway, summed, text_of, total_of_figures
from kehoach.diagnostics import Severity, _
from kehoach.frozen import frozen
from kehoach.model import labels
from kehoach.model.agency import Agencies
from kehoach.model.items import ListStyle, Pasted
from kehoach.model.plan import Plan
from kehoach.model.rows import sums_of
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()

_MOST_WRONG = 2
"""A wrong figure of a group makes its own sum wrong and the total's; more of them in a column are no slip."""
_GROUPS = (ListStyle.ROMAN, ListStyle.CAPITAL)


@book.rule("KH419", Severity.WARNING)
def group_of_rows_miscounts(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A group of rows, or the total of the groups, is not what its rows add up to, though others of the table are.

    Why: the groups that add up show how the table is counted, so a figure of this one is wrong. Looked at are tables
    without `sums` whose groups are numbered I, II or A, B and their rows 1, 2, or that have `levels`.
    Bad:
        I | Trồng trọt | 30
        1 | Lúa | 10
        2 | Ngô | 20
        II | Chăn nuôi | 12
        1 | Trâu | 5
        2 | Bò | 6
          | Tổng cộng | 42
    Good:
        I | Trồng trọt | 30
        1 | Lúa | 10
        2 | Ngô | 20
        II | Chăn nuôi | 12
        1 | Trâu | 5
        2 | Bò | 7
          | Tổng cộng | 42
    """
    for table in plan.tables:
        levels = () if table.sums else table.levels or _levels_of(table)
        if len(levels) < 2:
            continue
        grouped = [(index, members) for index, members in sums_of(table.changed(levels=levels))]
        by_column = [_compared(table, grouped, column) for column in range(1, len(table.columns))]
        if sum(sums.right for sums in by_column) < 2:
            continue
        for sums in by_column:
            for own, added, place in sums.wrong if len(sums.wrong) <= min(2 * sums.right, _MOST_WRONG) else ():
                yield Violation(
                    place,
                    _("the rows add up to {added}, not {own}", added=own.written(added), own=own.written(own.value)),
                    _("look at each row, and at the total"),
                )


def _levels_of(table: Pasted) -> tuple[ListStyle, ...]:
    """The levels that the first cells show: groups counted from the first one, rows counted anew in each."""
    firsts = [text_of(row, 0).rstrip(".") for row in table.rows if len(row) > 1]
    signs = [sign for sign in firsts if sign]
    return next(((style, ListStyle.NUMBER) for style in _GROUPS if _is_counted(signs, style)), ())


def _is_counted(signs: list[str], style: ListStyle) -> bool:
    """Whether these are two groups or more of a style, one after the other, with their rows 1, 2, 3."""
    group = row = 0
    for sign in signs:
        if sign == labels.label_of(style, group + 1).rstrip("."):
            group, row = group + 1, 0
        elif group and sign == str(row + 1):
            row += 1
        else:
            return False
    return group > 1


@frozen
class _Sums:
    """Of one column: how many groups add up, and those that do not."""

    right: int
    wrong: tuple[tuple[Figure, Decimal, Span], ...]


def _compared(table: Pasted, grouped: list[tuple[int, tuple[int, ...]]], column: int) -> _Sums:
    right, wrong = 0, []
    for index, members in grouped:
        found = summed(table.rows[index], (table.rows[at] for at in members), column)
        if found is None or not adds_up((found[0], *found[1])):
            continue
        own, known = found
        added = total_of_figures(known)
        if abs(added - own.value) > leeway((own, *known)):
            wrong.append((own, added, table.rows[index][column].span))
        elif sum(figure.value != 0 for figure in known) > 1:
            right += 1
    return _Sums(right, tuple(wrong))

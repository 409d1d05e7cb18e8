"""The reports that a plan calls for, each with its stretch of the year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kehoach.model.period import Deadline, Frequency
from kehoach.model.plan import Flow, Plan, ReportPeriod
from kehoach.vietnamese import fold, roman


@dataclass(frozen=True)
class Reporting:
    """One report of one year: a period of the plan, or one of the months or quarters in which it returns.

    `id` names its results and its file: `6-thang`, `thang-3`. It reports the months `first` to `last`.
    """

    id: str
    year: int
    first: int
    last: int
    flow: Flow
    period: ReportPeriod

    @property
    def is_final(self) -> bool:
        """Whether it closes the year, so that its judgements are final."""
        return self.last == 12

    @property
    def first_day(self) -> date:
        """The first day it reports."""
        return date(self.year, self.first, 1)

    @property
    def last_day(self) -> date:
        """The last day it reports."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def name(self) -> str:
        """The stretch as a title names it: "6 tháng đầu năm 2024"."""
        return f"{stretch_name(self.first, self.last)} {self.year}"

    @property
    def next_name(self) -> str:
        """The stretch that follows, for which the report sets tasks."""
        months = self.last - self.first + 1
        if self.last == 12:
            return f"{stretch_name(1, months)} {self.year + 1}"
        if self.first == 1 and months >= 6:
            return f"{months_left(self.last)} tháng cuối năm {self.year}"
        return f"{stretch_name(self.last + 1, self.last + months)} {self.year}"


def months_left(month: int) -> int:
    """Months of the year after `month`."""
    return 12 - month


def stretch_name(first: int, last: int) -> str:
    """The months of a year in words, without the year: "quý II năm"."""
    if (first, last) == (1, 12):
        return "năm"
    if first == last:
        return f"tháng {first} năm"
    if last - first == 2 and last % 3 == 0:
        return f"quý {roman(last // 3)} năm"
    if first == 1:
        return f"{last} tháng đầu năm"
    if last == 12:
        return f"{last - first + 1} tháng cuối năm"
    return f"từ tháng {first} đến tháng {last} năm"


def reports(plan: Plan, year: int) -> dict[str, Reporting]:
    """Every report that the plan calls for in `year`, by id, in the plan's order; of two with one id the first."""
    found: dict[str, Reporting] = {}
    for flow in plan.reporting:
        for period in flow.periods:
            for identity, first, last in _stretches(period):
                found.setdefault(identity, Reporting(identity, year, first, last, flow, period))
    return found


def before(reporting: Reporting, all_reports: dict[str, Reporting]) -> tuple[Reporting, ...]:
    """The earlier reports of the year, in order of their last days."""
    earlier = (other for other in all_reports.values() if other.last < reporting.last)
    return tuple(sorted(earlier, key=lambda other: other.last))


_MONTHS = re.compile(r"\b0?(\d|1[0-2]) thang\b")
_MONTH = re.compile(r"\bthang 0?(\d|1[0-2])\b")
_QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _stretches(period: ReportPeriod) -> Iterator[tuple[str, int, int]]:
    """Id, first and last month of each report of a period, as its name and its due date say.

    A name that says no stretch ("tổng kết") is taken for the year's.
    """
    name = fold(str(period.name))
    every = _every(period)
    if match := _QUARTER.search(name):
        quarter = _QUARTERS[match[1]]
        yield period.id, quarter * 3 - 2, quarter * 3
    elif match := _MONTH.search(name):
        yield period.id, int(match[1]), int(match[1])
    elif match := _MONTHS.search(name):
        count = max(int(match[1]), 1)
        yield (period.id, 13 - count, 12) if "cuoi nam" in name else (period.id, 1, count)
    elif every is Frequency.QUARTER or re.search(r"\bquy\b", name):
        yield from ((f"{period.id}-{quarter}", quarter * 3 - 2, quarter * 3) for quarter in range(1, 5))
    elif every is Frequency.MONTH or name in ("thang", "hang thang"):
        yield from ((f"{period.id}-{month}", month, month) for month in range(1, 13))
    elif re.search(r"\b(giua nam|nua nam|so ket)\b", name):
        yield period.id, 1, 6
    else:
        yield period.id, 1, 12


def _every(period: ReportPeriod) -> Frequency | None:
    moments = period.due.moments if isinstance(period.due, Deadline) else ()
    return next((moment.every for moment in moments if moment.every), None)

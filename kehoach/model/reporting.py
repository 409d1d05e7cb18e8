"""The reports that a plan calls for, each with the stretch of time it is about."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from kehoach.frozen import frozen
from kehoach.model.once import once_a_plan
from kehoach.model.period import Deadline, Frequency, Moment
from kehoach.model.plan import Flow, Plan, ReportPeriod
from kehoach.model.stretches import Stretch, stretch_name, stretches_in
from kehoach.patterns import regex


@frozen
class Reporting:
    """One report of one year: a period of the plan, or one of the months or quarters in which it returns.

    `id` names its results and its file: `6-thang`, `thang-3`. It reports the months `first` to `last` of `year`; where
    `since` is given, everything from the beginning of that year on.
    """

    id: str
    year: int
    first: int
    last: int
    flow: Flow
    period: ReportPeriod
    since: int | None = None

    @property
    def is_final(self) -> bool:
        """Whether it closes the year, so that its judgements are final."""
        return self.last == 12

    @property
    def first_day(self) -> date:
        """The first day it reports."""
        return date(self.since or self.year, self.first, 1)

    @property
    def last_day(self) -> date:
        """The last day it reports."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def data_until(self) -> date | None:
        """The day on which its data close, where the plan says one: a day of its last month, or of another month."""
        match = CLOSING.fullmatch(str(self.period.data_until or ""))
        if match is None:
            return None
        month = int(match["month"] or self.last)
        days = calendar.monthrange(self.year, month)[1] if 1 <= month <= 12 else 0
        return date(self.year, month, min(int(match["day"]), days)) if days and int(match["day"]) else None

    @property
    def name(self) -> str:
        """The stretch as a title names it: "6 tháng đầu năm 2024"."""
        if self.since:
            return f"giai đoạn {self.since} - {self.year}"
        return f"{stretch_name(self.first, self.last)} {self.year}"

    @property
    def next_name(self) -> str:
        """The stretch that follows, for which the report sets tasks."""
        months = self.last - self.first + 1
        if self.since:
            return "giai đoạn tiếp theo"
        if self.last == 12:
            return f"{stretch_name(1, months)} {self.year + 1}"
        if self.first == 1 and months >= 6:
            return f"{months_left(self.last)} tháng cuối năm {self.year}"
        last = min(self.last + months, 12)
        return f"{stretch_name(self.last + 1, last)} {self.year}"


CLOSING = regex(r"(?:ngày )?(?P<day>0?[1-9]|[12]\d|3[01])(?:/(?P<month>0?[1-9]|1[0-2]))?")
"""The closing day of a report's data: of its last month (`14`), or of the month named (`31/5`)."""


def months_left(month: int) -> int:
    """Months of the year after `month`."""
    return 12 - month


@once_a_plan
def reports(plan: Plan, year: int) -> dict[str, Reporting]:
    """Every report that the plan calls for in `year`, by id, in the plan's order; of two with one id the first.

    What ended before the plan's day of issue is not reported on. Of a year before the plan's all are given: in those an
    earlier plan of the same name called for them.
    """
    found: dict[str, Reporting] = {}
    issued, _last = plan.issued_between
    for flow in plan.reporting:
        for period in flow.periods:
            for identity, one in _named(period, plan, year):
                since = one.years[0] if one.years else None
                reporting = Reporting(identity, year, one.first, one.last, flow, period, since)
                if year < plan.year.first or reporting.last_day >= issued:
                    found.setdefault(identity, reporting)
    return found


def stretches(period: ReportPeriod, plan: Plan) -> tuple[Stretch, ...] | None:
    """The stretches of a period: what it `covers`, else what its name says, else how often it is due.

    None where none of them says it; empty where no months are meant.
    """
    if period.covers is not None:
        return stretches_in(str(period.covers))
    found = stretches_in(str(period.name))
    if found is None and (every := _every(period)) in (Frequency.MONTH, Frequency.QUARTER):
        return stretches_in(str(every))
    return _summing_up(str(period.name), plan) if found is None else found


_SUMMARY = regex(
    r"(?:(?:báo cáo|hội nghị) )?(sơ|tổng) kết(?: (?:thực hiện|kế hoạch|công tác|chương trình|đề án))*", re.IGNORECASE
)


def _summing_up(name: str, plan: Plan) -> tuple[Stretch, ...] | None:
    """Of a name that only says "tổng kết" the time of the plan; "sơ kết" is half of it, which only a year has."""
    match = _SUMMARY.fullmatch(name)
    if match is None or plan.year.last is None:
        return None
    if match[1].lower() == "sơ":
        return stretches_in("6 tháng") if plan.year.is_one else None
    return stretches_in("năm" if plan.year.is_one else f"{plan.year.first} - {plan.year.last}")


def before(reporting: Reporting, all_reports: dict[str, Reporting]) -> tuple[Reporting, ...]:
    """The earlier reports of the year, in order of their last days."""
    earlier = (other for other in all_reports.values() if other.last < reporting.last)
    return tuple(sorted(earlier, key=lambda other: other.last))


def _named(period: ReportPeriod, plan: Plan, year: int) -> Iterator[tuple[str, Stretch]]:
    """The reports of a period in one year, each with its id."""
    all_ = stretches(period, plan) or ()
    returning = all(one.returns for one in all_) and len({one.last - one.first for one in all_}) == 1
    for number, one in enumerate(all_, 1):
        if not _is_due(one, period, year) or (one.years and one.years[1] != year):
            continue
        suffix = str(number) if returning else one.suffix
        yield (period.id if len(all_) == 1 else f"{period.id}-{suffix}"), one


def _is_due(stretch: Stretch, period: ReportPeriod, year: int) -> bool:
    """Whether a stretch is reported on one of the days by which the period is due; so it is where none is given."""
    stretches_ = period.due.stretches if isinstance(period.due, Deadline) else ()
    ends = (last or first for first, last in stretches_)
    moments = [one for one in ends if one.is_dated and one.every in (None, Frequency.YEAR)]
    if stretch.returns and len(moments) == 1 and moments[0].year is None:
        return True  # one day for all of them says nothing of the others
    return not moments or any(_reports(moment, stretch, year) for moment in moments)


def _reports(moment: Moment, stretch: Stretch, year: int) -> bool:
    """Whether the day, month or quarter by which a report is due is the one for this stretch of the year.

    A day with a year is that year's only, in its first months the year before's. Of what returns ("quý") each day is
    for the part at hand, or for the one before while that is hardly over.
    """
    month = moment.month or (moment.quarter or 0) * 3
    if not month:
        return moment.year in (None, year)
    before = month <= _FIRST_MONTHS and stretch.last > 12 - _FIRST_MONTHS
    if stretch.returns:
        length = stretch.last - stretch.first + 1
        just_over = (month - 1) % length == 0 and (length > 1 or (moment.day or 31) <= _FIRST_DAYS)
        end = (month - 1 or 12) if just_over else -(-month // length) * length
        if end != stretch.last:
            return False
        before = end > month and just_over
    return moment.year is None or moment.year - before == year


_FIRST_MONTHS, _FIRST_DAYS = 3, 10
"""In these months the report of the year before is still due, until this day that of the month before."""


def _every(period: ReportPeriod) -> Frequency | None:
    moments = period.due.moments if isinstance(period.due, Deadline) else ()
    return next((moment.every for moment in moments if moment.every), None)

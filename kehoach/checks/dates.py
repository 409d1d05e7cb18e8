"""KH3: deadlines and dates."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.frozen import replace
from kehoach.model.agency import Agencies
from kehoach.model.days import day_off
from kehoach.model.items import Target, Task
from kehoach.model.period import Deadline, Moment, Years
from kehoach.model.plan import Plan, ReportPeriod
from kehoach.model.quantity import Quantity
from kehoach.model.terms import days_before
from kehoach.parse import meant
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()


def deadlines(plan: Plan) -> Iterator[tuple[Deadline, Span]]:
    """Every deadline of the plan, with its place."""
    for value in plan.values:
        if isinstance(value, Deadline):
            yield value, value.span


@book.rule("KH303", Severity.ERROR)
def deadline_outside_period(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A deadline names a year that is not the plan's.

    Why: rolling a plan forward easily leaves last year's date behind. A range may begin in the year before, and the
    report of the last year may be due in the year after.
    Bad:
        year: 2026
        deadline: 15/6/2025
    Good:
        deadline: 15/6
    """
    of_reports = {id(period.due) for flow in plan.reporting for period in flow.periods}
    for deadline, span in deadlines(plan):
        years = plan.year
        if id(deadline) in of_reports and years.last is not None:
            years = replace(years, last=years.last + 1)
        if any(_is_outside(first, last, years) for first, last in deadline.stretches):
            yield Violation(
                span,
                _("{deadline} is not in {years}", deadline=deadline.text, years=plan.year.text),
                _("leave the year out: a date without one is in the plan's year"),
            )


def _is_outside(first: Moment, last: Moment | None, years: Years) -> bool:
    """Whether a moment names a year that is not the plan's; what ends in the plan may begin in the year before."""
    begins = last is not None and first.year == years.first - 1
    return any(one.year is not None and one.year not in years for one in ((last,) if begins else (first, last)) if one)


@book.rule("KH304", Severity.ERROR)
def deadline_without_year(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """In a plan for several years a deadline does not say in which.

    Why: 15/6 could be in any of the years.
    Bad:
        year: 2026-2030
        deadline: 15/6
    Good:
        deadline: 15/6/2027
        deadline: 15/6 hằng năm
    """
    if plan.year.is_one or not plan.year.text:
        return
    for deadline, span in deadlines(plan):
        if any(moment.needs_year for moment in deadline.moments):
            yield Violation(
                span,
                _("{deadline} of which year?", deadline=deadline.text),
                _("add the year, or: hằng năm"),
            )


@book.rule("KH305", Severity.ERROR)
def no_leap_day(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """29/2 is typed without a year, and the plan's year has no such day.

    Why: a date without a year rolls with the plan; the 29th of February does not roll well.
    Bad:
        year: 2025
        deadline: 29/2
    Good:
        deadline: 28/2
    """
    if not plan.year.is_one:
        return
    for deadline, span in deadlines(plan):
        for moment in deadline.moments:
            if (moment.day, moment.month) == (29, 2) and moment.year is None and not isleap(plan.year.first):
                yield Violation(span, _("{year} has no 29 February", year=plan.year.first))


@book.rule("KH306", Severity.WARNING)
def task_after_report(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A task or target falls due after the last report that could report it.

    Why: no report would say whether it was done.
    Bad:
        deadline: 31/12
        due: 15/12
    Good:
        deadline: 30/11
    """
    last = _last_report(plan)
    if last is None or plan.year.last is None:
        return
    for placed in plan.placed:
        item = placed.item
        due = item.deadline if isinstance(item, Task) else item.by if isinstance(item, Target) else None
        if isinstance(due, Deadline) and not due.onward and _names_day(due):
            day = due.last_day(plan.year.last)
            if day is not None and day > last:
                yield Violation(
                    due.span,
                    _("{deadline} is after the last report, {report}", deadline=due.text, report=f"{last:%d/%m/%Y}"),
                )


def _names_day(deadline: Deadline) -> bool:
    return all(moment.day is not None for moment in deadline.moments)


def _last_report(plan: Plan) -> date | None:
    days = [
        day
        for period in plan.periods.values()
        if isinstance(period.due, Deadline) and (day := period.due.last_day(plan.year.last or plan.year.first))
    ]
    return max(days, default=None)


@book.rule("KH307", Severity.WARNING)
def reports_out_of_order(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The reports of one flow are not in the order of their days.

    Why: a year's report that is due before the half year's usually has the two dates exchanged.
    Bad:
        - id: 6-thang
          due: 15/12
        - id: nam
          due: 15/6
    Good:
        - id: 6-thang
          due: 15/6
        - id: nam
          due: 15/12
    """
    for flow in plan.reporting:
        before: tuple[date, ReportPeriod] | None = None
        for period in flow.periods:
            if not isinstance(period.due, Deadline) or any(m.every for m in period.due.moments):
                continue
            day = period.due.last_day(plan.year.first)
            if day is None:
                continue
            if before and day < before[0]:
                yield Violation(
                    period.at("due"), _("{name} is due before {other}", name=period.name, other=before[1].name)
                )
            before = (day, period)


@book.rule("KH308", Severity.INFO)
def due_on_day_off(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The deadline of a task or target falls on a Saturday, a Sunday or a public holiday.

    Why: the offices are closed; what is due then comes a working day earlier, or later than planned. Holidays are those
    with a fixed date (1/1, 30/4, 1/5, 2/9). The days of reports are left alone: they are the same year after year.
    Bad:
        year: 2024
        deadline: 15/6            # thứ Bảy
    Good:
        deadline: 14/6
    """
    reports = {period.due for period in plan.periods.values()}
    for deadline, span in deadlines(plan):
        for day in deadline.due_days(plan.year.only) if deadline not in reports else ():
            off = day_off(day)
            if off and day.year in plan.year:
                yield Violation(span, off)


@book.rule("KH309", Severity.INFO)
def deadline_without_date(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A deadline is a wording in which no day, month, quarter or year can be read.

    Why: it is printed as typed, but no table can be sorted by it and no calendar has it. That may be meant; conditions
    (Theo tiến độ ..., Sau khi ...) are left alone.
    Bad:
        deadline: sớm nhất có thể
    Good:
        deadline: Quý IV
    """
    for deadline, span in deadlines(plan):
        if any(moment.phrase and not moment.is_condition for moment in deadline.moments):
            right = meant.day(deadline.text)
            yield Violation(
                span,
                _("no date can be read from {value}: it is printed as typed, without a day in tables", value=deadline),
                _("write: {right}", right=right)
                if right
                else _(
                    "forms: 15/6 · 15/6/2024 · 6/2024 · Quý II · Quý II/2024 · 2026 · 15/11 hằng năm · hằng tháng · "
                    "thường xuyên; a range with -, several with a comma"
                ),
                (Edit(span.start, span.end, right),) if right and span.text == deadline.text else None,
            )


@book.rule("KH310", Severity.WARNING)
def reminder_not_in_days(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The reminder of the calendar is no whole number of days.

    Why: the calendar of deadlines would not remind of them.
    Bad:
        reminder: 1 tuần
    Good:
        reminder: 7 ngày
    """
    if isinstance(plan.reminder, Quantity) and days_before(plan.reminder) is None:
        yield Violation(
            plan.reminder.span,
            _("{value} is no number of days", value=plan.reminder),
            _("write the days before a deadline: 3 ngày"),
        )


@book.rule("KH314", Severity.WARNING)
def issued_long_before_its_year(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A plan with its number and day was issued before the middle of the year before its own.

    Why: when last year's file becomes this year's plan, number and day of the old paper stay behind, and print.
    Bad:
        year: 2027
        number: 47
        date: 12/2/2026
    Good:
        year: 2027
        number:
        date:
    """
    issued = plan.issued_on
    if issued is None or issued.day is None or not plan.is_issued or not plan.year.is_one:
        return
    if issued.latest < date(plan.year.first - 1, 7, 1):
        yield Violation(
            plan.at("date"),
            _(
                "the plan of {year} bears number and day of a paper of {date}",
                year=plan.year.first,
                date=f"{issued.latest:%d/%m/%Y}",
            ),
            _("when they are left over from last year's paper, clear number and date"),
        )

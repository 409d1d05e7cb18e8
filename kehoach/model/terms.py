"""The days of a deadline in the calendar of one plan: what tables, calendars and other programs are given."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, time, timedelta

from kehoach.frozen import frozen
from kehoach.model.base import Todo
from kehoach.model.period import Deadline, Frequency, Moment
from kehoach.model.plan import Plan
from kehoach.model.quantity import Quantity

_LONGEST = 365
_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


@frozen
class Term:
    """One day, stretch or returning day.

    `day` is the last day, of what returns the first time; None where no day is known. `begins` is the first day of a
    stretch. `at` is the hour. `every` says how often it returns, until `until`; None for a plan without an end.
    """

    day: date | None = None
    begins: date | None = None
    at: time | None = None
    every: Frequency | None = None
    until: date | None = None
    asked_day: int = 0
    """Of what returns the day as typed, which its first month may lack."""

    @property
    def returns(self) -> bool:
        """Whether it comes back on known days."""
        return self.every is not None and self.day is not None

    def next_day(self, since: date) -> date | None:
        """The first of its days that is not before `since`; None where none comes any more, or none is known."""
        if self.day is None or self.every is None or self.day >= since:
            found = self.day
        elif self.every in _MONTHS:
            step = _MONTHS[self.every]
            month = self.day.year * 12 + self.day.month - 1
            month += max((since.year * 12 + since.month - 1 - month) // step, 0) * step
            months = (_day_of_month(one, self.asked_day or self.day.day) for one in (month, month + step))
            found = next(day for day in months if day >= since)
        else:
            found = since + timedelta(days=(self.day - since).days % 7)
        return found if found and since <= found <= (self.until or found) else None


def days_before(reminder: Quantity | Todo | None) -> int | None:
    """How many days before a deadline a calendar reminds of it; None where that is no whole number of days."""
    if not isinstance(reminder, Quantity) or reminder.unit.lower() != "ngày" or not reminder.is_one_number:
        return None
    return int(reminder.low) if 0 <= reminder.low <= _LONGEST and reminder.low == int(reminder.low) else None


def terms(deadline: Deadline, plan: Plan) -> tuple[Term, ...]:
    """The days of a deadline, in its order. What is ongoing or only a phrase has none."""
    return tuple(term for first, last in deadline.stretches for term in _terms(first, last, plan))


def _terms(first: Moment, last: Moment | None, plan: Plan) -> Iterator[Term]:
    end, year = last or first, plan.year.first
    if end.every:
        yield _returning(end, plan)
    elif first.is_dated:
        known = plan.year.is_one or not (first.lacks_year or end.lacks_year)
        begins = first.first_day(year) if known and last else None
        yield Term(end.last_day(year) if known else None, begins, end.hour)


def _returning(moment: Moment, plan: Plan) -> Term:
    """The first day on which it falls in the plan's period, not before the plan is issued."""
    assert moment.every is not None
    until = date(plan.year.last, 12, 31) if plan.year.last else None
    since = date(plan.year.first, 1, 1)
    if plan.issued_on and (until is None or plan.issued_on.earliest <= until):
        since = max(since, plan.issued_on.earliest)
    days = (day for day in _days(moment, since) if day >= since)
    day = next(days, None)
    if day is None or (until and day > until):
        return Term(every=moment.every)
    return Term(day, None, moment.hour, moment.every, until, moment.day or 31)


def _days(moment: Moment, since: date) -> Iterator[date]:
    """The days from about `since` on: as many as hold at least one after it; none where no day is known."""
    if moment.weekday is not None:
        yield since + timedelta(days=(moment.weekday - since.weekday()) % 7)
    elif moment.every in _MONTHS and (month := _first_month(moment)):
        for number in range(since.year * 12, since.year * 12 + 24):
            if (number + 1 - month) % _MONTHS[moment.every] == 0:
                yield _day_of_month(number, moment.day or 31)


def _day_of_month(number: int, day: int) -> date:
    """A day of a month counted from year 0; one that the month lacks is its last."""
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _first_month(moment: Moment) -> int | None:
    """The first month of the year in which it falls due; None where none is known."""
    if moment.every is Frequency.YEAR:
        return moment.month or (moment.quarter * 3 if moment.quarter else None)
    if moment.every is Frequency.QUARTER:
        return moment.month_of_quarter
    return 1 if moment.day else None

"""Years, dates and deadlines, as plans write them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum
from typing import Annotated

from kehoach.frozen import attribute, frozen
from kehoach.model.base import NOWHERE, Todo
from kehoach.model.fields import Reads
from kehoach.source import Span


@frozen
class Years:
    """The plan's period: one year, several (`2026-2030`), or from one year on (`2025-`).

    `last` is None for a period without an end.
    """

    text: str
    first: int
    last: int | None
    todo: Todo | None = None
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    @property
    def todos(self) -> tuple[Todo, ...]:
        """The undecided point that the period still is."""
        return (self.todo,) if self.todo else ()

    @property
    def is_one(self) -> bool:
        """Whether the plan is for a single year."""
        return self.first == self.last

    @property
    def only(self) -> int | None:
        """The single year, None for a period of several."""
        return self.first if self.is_one else None

    def __contains__(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def __str__(self) -> str:
        return self.text


@frozen
class IssueDate:
    """Day of issue; `day`, and `month` too, is None until the document is issued."""

    year: int
    month: int | None
    day: int | None
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    @property
    def latest(self) -> date:
        """The day itself, or the last one it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def earliest(self) -> date:
        """The day itself, or the first one it can be."""
        return date(self.year, self.month or 1, self.day or 1)


@frozen
class CitedDate:
    """The date of a cited document, printed as typed (`15/12/2023`, `12 tháng 6 năm 2025`, `2023`)."""

    text: str
    day: date | None
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text


class Frequency(StrEnum):
    """How often a deadline, a report or a target returns."""

    DAY = "ngày"
    WEEK = "tuần"
    MONTH = "tháng"
    QUARTER = "quý"
    HALF = "6 tháng"
    YEAR = "năm"


@frozen
class Moment:
    """One point or stretch of a deadline: a day, month, quarter or year, known as far as it was typed.

    `ongoing` is "thường xuyên"; `phrase` is a wording without a date, `is_condition` where it says on what it depends
    ("Theo tiến độ ..."). `months` is how long a stretch is that ends with `month` ("6 tháng đầu năm"). Of what returns,
    `month_of_quarter` is 1 to 3 ("ngày 20 tháng cuối quý") and `weekday` 0 for Monday.
    """

    day: int | None = None
    month: int | None = None
    quarter: int | None = None
    year: int | None = None
    every: Frequency | None = None
    ongoing: bool = False
    phrase: str = ""
    is_condition: bool = False
    months: int = 1
    month_of_quarter: int | None = None
    weekday: int | None = None
    hour: time | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it falls on a day that is known."""
        return not self.ongoing and not self.phrase and bool(self.month or self.quarter or self.year)

    @property
    def lacks_year(self) -> bool:
        """Whether no year was typed where there has to be one."""
        return self.year is None and self.every is None and bool(self.month or self.quarter)

    @property
    def needs_year(self) -> bool:
        """Whether it is in the plan's year because none was typed; "trong năm" is in any."""
        return self.lacks_year and self.months < 12

    def first_day(self, year: int) -> date | None:
        """Its first day, in `year` where none was typed."""
        if not self.is_dated:
            return None
        month = self.month - self.months + 1 if self.month else self.quarter * 3 - 2 if self.quarter else 1
        return _day(self.year or year, month, self.day or 1)

    def last_day(self, year: int) -> date | None:
        """Its last day, in `year` where none was typed."""
        if not self.is_dated:
            return None
        month = self.month or (self.quarter * 3 if self.quarter else 12)
        return _day(self.year or year, month, self.day or 31)

    def exact_day(self, year: int | None) -> date | None:
        """The one day that is meant, in `year` where none was typed; None where there is none, or several."""
        if not (self.day and self.month) or self.every or not (self.year or year):
            return None
        day = self.last_day(year or 0)
        return day if day and day.day == self.day else None


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


@frozen
class Deadline:
    """When something is due: one or more moments or ranges, printed as typed.

    A moment without a year is in the plan's year, and so rolls by itself when next year's plan is drafted. `onward`
    says that it goes on afterwards. A stretch is a moment alone, or from one to another; from a moment on, without an
    end, its other one is `ongoing`.
    """

    text: str
    stretches: tuple[tuple[Moment, Moment | None], ...]
    onward: bool = False
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All its moments, both ends of ranges included."""
        return tuple(moment for stretch in self.stretches for moment in stretch if moment is not None)

    def last_day(self, year: int) -> date | None:
        """The last day by which it falls due, None when it has no date."""
        days = [day for first, last in self.stretches if (day := (last or first).last_day(year))]
        return max(days, default=None)

    def due_days(self, year: int | None) -> Iterator[date]:
        """The days by which it falls due, where they are exact: of a range its end. `year` is the plan's only one."""
        for first, last in self.stretches:
            if day := (last or first).exact_day(year):
                yield day

    @property
    def bare(self) -> str:
        """The text without its "hằng năm", for a sentence that says so itself."""
        return self.text.removesuffix(" hằng năm").removesuffix(" hàng năm")

    def __str__(self) -> str:
        return self.text


YearsField = Annotated[Years, Reads("years")]
IssueDateField = Annotated[IssueDate | Todo, Reads("issue_date")]
CitedDateField = Annotated[CitedDate | Todo, Reads("cited_date")]
DeadlineField = Annotated[Deadline | Todo, Reads("deadline")]
EveryField = Annotated[Frequency | Todo, Reads("every")]

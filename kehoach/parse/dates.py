"""Years, dates and deadlines.

A deadline is one or more of these, joined by ` - ` (a range), `, ` or ` và `: `15/6` · `15/6/2024` · `6/2024` ·
`tháng 6` · `Quý II/2024` · `Quý II` · `2026` · `15/11 hằng năm` · `ngày 16 hằng tháng` · `hằng tháng|quý|năm` ·
`thường xuyên` · `15 tháng 6 [năm 2024]` · `đến hết 2026`; perhaps followed by `và các năm tiếp theo`. Any other wording
is a deadline without a date. `parse.deadlines` has all forms.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from kehoach.diagnostics import Message, Severity, _
from kehoach.model.base import Todo
from kehoach.model.fields import MISSING
from kehoach.model.period import CitedDate, Deadline, Frequency, IssueDate, Years
from kehoach.parse import meant
from kehoach.parse.deadlines import read_deadline
from kehoach.parse.unclear import Unclear, book, todo
from kehoach.parse.words import repr_of
from kehoach.patterns import regex
from kehoach.rules import Violation
from kehoach.source import TextNode
from kehoach.vietnamese import YEAR

_YEARS = regex(rf"({YEAR})(?: ?([-\u2013]) ?({YEAR})?)?")
_ISSUE = regex(rf"(?:(?:([0-9][0-9]?)/)?([0-9][0-9]?)/)?({YEAR})")
_CITED = regex(
    rf"(?:([0-9][0-9]?)/([0-9][0-9]?)/|(?:ngày )?([0-9][0-9]?) tháng ([0-9][0-9]?) năm |)({YEAR})|[0-9][0-9]?/{YEAR}"
)

_TARGET_EVERY = (Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)


def forms() -> dict[str, str]:
    """What a text of each kind looks like to an editor: regular expressions, each for a whole text.

    They take all that the parsers below take, and besides only days that no calendar has.
    """
    return {
        "years": _YEARS.pattern,
        "year": YEAR,
        "issue_date": _ISSUE.pattern,
        "day": rf"[0-9][0-9]?/[0-9][0-9]?/{YEAR}",
        "reported_day": rf"[0-9][0-9]?/[0-9][0-9]?/{YEAR}|{_DAY_OF_YEAR.pattern}",
        "cited_date": _CITED.pattern,
        "every": "|".join(_TARGET_EVERY),
        "deadline": r"(?!todo(?:[^a-z0-9_]|$))[^\n]+",
    }


def years(node: TextNode) -> Years:
    """The plan's period."""
    # a period that is not known holds every year, so that no rule speaks of it again
    try:
        unknown = Years("", 1, None, todo(node), node.span)
    except Unclear as fault:
        fault.stand_in = Years("", 1, None, None, node.span)
        raise
    if unknown.todo or node.style == MISSING:
        return unknown
    match = _YEARS.fullmatch(node.value)
    if match is None:
        raise Unclear(unreadable_period, node, meant.period(node.value), stand_in=unknown)
    first = int(match[1])
    last = first if match[2] is None else int(match[3]) if match[3] else None
    if last is not None and last < first:
        raise Unclear(unreadable_period, node, stand_in=unknown)
    text = str(node.value) if last is not None else match[1]
    return Years(text, first, last, None, node.span)


def year(node: TextNode) -> int:
    """One year, as a key of values by year."""
    if not re.fullmatch(YEAR, node.value):
        right = meant.period(node.value)
        raise Unclear(unreadable_period, node, right, stand_in=int(right) if right and right.isdecimal() else 0)
    return int(node.value)


def issue_date(node: TextNode) -> IssueDate | Todo:
    """The day of issue; without a day, or with the year alone, while the document is a draft."""
    if undecided := todo(node):
        return undecided
    match = _ISSUE.fullmatch(node.value)
    if match is None:
        raise _undated(node)
    day, month = int(match[1]) if match[1] else None, int(match[2]) if match[2] else None
    year_ = int(match[3])
    if fault := _unreal(1 if day is None else day, month or 1, year_):
        raise Unclear(unreadable_date, node, fault)
    return IssueDate(year_, month, day, node.span)


def _undated(node: TextNode, *, whole: bool = False) -> Unclear:
    """A text that is no date, with the one date that it can mean. `whole`: a date has its day, month and year."""
    right = meant.day(node.value)
    match = _ISSUE.fullmatch(right) if right else None
    if match and (fault := _unreal(int(match[1] or 1), int(match[2] or 1), int(match[3]))):
        return Unclear(unreadable_date, node, fault)
    if whole and (match is None or match[1] is None):
        part = _("{value} is not a whole date", value=repr_of(node.value))
        hint = _("write day, month and year, 15/12/2023; while the day is not known: TODO(which day?)")
        return Unclear(unreadable_date, node, (part, hint))
    return Unclear(unreadable_date, node, None, right)


def full_day(node: TextNode) -> date | Todo:
    """A day with its year."""
    found = todo(node) or (issue_date(node) if _ISSUE.fullmatch(node.value) else None)
    if isinstance(found, Todo):
        return found
    if found is None or found.day is None or found.month is None:
        raise _undated(node, whole=True)
    return date(found.year, found.month, found.day)


_DAY_OF_YEAR = regex(r"(?:ngày )?([0-9][0-9]?)(?:/| tháng )([0-9][0-9]?)")


def reported_day(node: TextNode, year: int | None) -> date | Todo:
    """A day in a results file: without a year it is in that of the report."""
    match = _DAY_OF_YEAR.fullmatch(node.value)
    if match is None or year is None:
        return full_day(node)
    day, month = int(match[1]), int(match[2])
    if fault := _unreal(day, month, year):
        raise Unclear(unreadable_date, node, fault)
    return date(year, month, day)


def cited_date(node: TextNode) -> CitedDate | Todo:
    """The date of a cited document."""
    if undecided := todo(node):
        return undecided
    match = _CITED.fullmatch(node.value)
    if match is None:
        raise _undated(node)
    day, month = match[1] or match[3], match[2] or match[4]
    if day is None:
        return CitedDate(str(node.value), None, node.span)
    if fault := _unreal(int(day), int(month), int(match[5])):
        raise Unclear(unreadable_date, node, fault)
    return CitedDate(str(node.value), date(int(match[5]), int(month), int(day)), node.span)


def every(node: TextNode) -> Frequency | Todo:
    """How often something returns."""
    if undecided := todo(node):
        return undecided
    found = next((one for one in _TARGET_EVERY if one == node.value.lower()), None)
    if found is None:
        fault = _("{value} does not say how often", value=repr_of(node.value))
        right = meant.every(node.value, tuple(_TARGET_EVERY))
        hint = _("write: {right}", right=right) if right else _("write tháng, quý or năm")
        raise Unclear(unreadable_deadline, node, (fault, hint), right)
    return found


def deadline(node: TextNode) -> Deadline | Todo:
    """A deadline in any of the forms listed at the top of this file."""
    if undecided := todo(node):
        return undecided
    text = _as_written(str(node.value))
    stretches, onward = read_deadline(_normalised(text))
    for moment in Deadline(text, stretches).moments:
        if moment.day is not None or moment.month is not None:  # a leap year: 29/2 without a year may be real
            day, month = (1 if one is None else one for one in (moment.day, moment.month))
            _check(node, day, month, moment.year or 2000)
    return Deadline(text, stretches, onward, node.span)


def _as_written(text: str) -> str:
    """The deadline as it prints: as typed, but `15-3-2026`, `2026-03-15` and `15.3` are written `15/3/2026`, `15/3`."""
    text = re.sub(rf"(?<![\d/.-])(\d\d?)([-.])(\d\d?)\2({YEAR})(?!\d)", r"\1/\3/\4", text.strip())
    text = re.sub(rf"(?<!\d)({YEAR})-0?(\d\d?)-(\d\d)(?!\d)", r"\3/\2/\1", text)
    return re.sub(r"^(\d\d?)\.(\d\d?)$", r"\1/\2", text)


def _normalised(text: str) -> str:
    """The deadline as it is read: `Quí IV-2025` as `Quý IV/2025`."""
    text = re.sub(r" ?[-\u2013] ?(?=[Qq]u[ýí])", " - ", text)
    text = re.sub(r"\b([Qq])[Uu][ýÝíÍ] (?=[IV])", r"\1uý ", text)
    return re.sub(rf"([Qq]uý [IV]+)(?:-| năm | Năm )({YEAR})", r"\1/\2", text)


def _check(node: TextNode, day: int, month: int, year_: int) -> None:
    if fault := _unreal(day, month, year_):
        raise Unclear(unreadable_deadline, node, fault)


def _unreal(day: int, month: int, year_: int) -> tuple[Message, Message] | None:
    """Why there is no such day, and the way out; None when there is one."""
    if not 1 <= month <= 12:
        return _("there is no month {month}", month=month), _("months are 1 to 12; the day is before the month")
    try:
        date(year_, month, day)
    except ValueError:
        last = calendar.monthrange(year_, month)[1] if 0 < year_ < 10_000 else 28
        hint = _("the last day of this month: {day}/{month}", day=last, month=month)
        return _("month {month} has no day {day}", month=month, day=day), hint
    return None


@book.rule("KH111", Severity.ERROR)
def unreadable_period(node: TextNode, right: str | None = None) -> Iterator[Violation]:
    """A year or a period of years cannot be read.

    Why: every date without a year is in the plan's period, so it must be known.
    Bad:
        year: năm 2024
    Good:
        year: 2024
        year: 2026-2030
    """
    yield Violation(
        node.span,
        _("{value} is not a year or a period", value=repr_of(node.value)),
        _("write: {right}", right=right) if right else _("write 2024, 2026-2030, or 2025- for a plan without an end"),
        meant.written(node, right) if right else None,
    )


@book.rule("KH301", Severity.ERROR)
def unreadable_deadline(
    node: TextNode, fault: tuple[Message, Message], right: str | None = None
) -> Iterator[Violation]:
    """A deadline names a day that does not exist, or how often a target returns cannot be read.

    Why: a deadline goes into tables, extracts and calendars, and next year's plan moves it.
    Bad:
        deadline: 31/6
    Good:
        deadline: 30/6
    """
    yield Violation(node.span, *fault, meant.written(node, right) if right else None)


@book.rule("KH302", Severity.ERROR)
def unreadable_date(
    node: TextNode, fault: tuple[Message, Message] | None, right: str | None = None
) -> Iterator[Violation]:
    """A date cannot be read, or names a day that does not exist.

    Why: dates of documents are compared with each other and printed in the decree's form. A day that is not known yet
    is not invented: TODO(...) asks for it, and the day of issue may be left out of a draft.
    Bad:
        date: 30/2/2024
        date: khoảng cuối tháng 1/2024
    Good:
        date: 29/2/2024
        date: 1/2024
        date: TODO(ngày nào?)
    """
    if fault:
        yield Violation(node.span, *fault)
        return
    yield Violation(
        node.span,
        _("{value} is not a date", value=repr_of(node.value)),
        _("write: {right}", right=right)
        if right
        else _(
            "write day/month/year, 15/12/2023; a day not known yet: 1/2024 for this plan's own, else TODO(which day?)"
        ),
        meant.written(node, right) if right else None,
    )

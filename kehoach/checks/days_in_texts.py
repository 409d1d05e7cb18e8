"""KH3, second half: days typed in sentences, and what is due before the plan exists."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.items import Target, Task
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan, ReportPeriod
from kehoach.model.prose import Prose
from kehoach.patterns import matches_at, regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span
from kehoach.vietnamese import YEAR, day_text

book = RuleBook()

_DAY = (
    rf"(?P<day>\d{{1,2}})(?:/(?P<month>\d{{1,2}})(?:/(?P<year>{YEAR}))?(?![\d/])"
    rf"| tháng (?P<m>\d{{1,2}})(?: năm (?P<y>{YEAR}))?)"
)
"""15/6, 15/6/2026, 15 tháng 6, 15 tháng 6 năm 2026."""


@book.rule("KH311", Severity.WARNING)
def due_before_issue(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A task, a target or a report is due before the plan is issued.

    Why: nobody can do by March what a plan of April asks for; the date is left over from an earlier draft, or from
    last year's plan.
    Bad:
        date: 20/4/2026
        deadline: 15/3
    Good:
        date: 20/4/2026
        deadline: 15/5
    """
    issued = plan.issued_on
    if issued is None or issued.month is None:
        return
    for deadline in _due(plan):
        day = deadline.last_day(plan.year.only or 0) if _is_exact(deadline, plan) else None
        if day is not None and day.year in plan.year and day < issued.earliest:
            yield _early(deadline.span, day, issued.earliest)
    for match in plan.running.found_beside(("trước", "nhất"), _ASKED):
        day = _day_of(match, plan.year.only)
        if day is None or day.year not in plan.year or day >= issued.earliest:
            continue  # of another year: that is a finding of its own
        if not _is_told(plan, match):
            yield _early(plan.running.place(match.start("day"), match.end()), day, issued.earliest)


_ASKED = regex(
    r"(?i)(?:hoàn thành|gửi|nộp|báo cáo|trình|xong)[^.;:\n]{0,80}? (?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?)"
    rf" (?:vào )?(?:ngày |(?=\d\d?/\d\d?/\d{{4}})){_DAY}"
)
_PAST = regex(r"\b(?:đã|sinh|hiệu lực|kể từ|tính đến|đến nay|vừa qua|nếu)\b", re.IGNORECASE)
"""What makes a day before the plan right: something that has happened, or is described."""
_RETURNS = regex(r"\b(?:hằng|hàng|mỗi|định kỳ|năm (?:sau|báo cáo|tiếp theo|liền))\b|(?:,| và) (?:ngày )?\d\d?/\d")


def _is_told(plan: Plan, match: re.Match[str]) -> bool:
    """Whether a sentence tells what was, or what returns; of several days only the last would count."""
    before, after = plan.running.sentence_before(match.start("day")), plan.running.sentence_after(match.end())
    typed = match["year"] or match["y"]
    return bool(_PAST.search(before) or _RETURNS.search(after) or (not typed and _RETURNS.search(before)))


def _early(span: Span, day: date, issued: date) -> Violation:
    return Violation(
        span,
        _("{date} is before the plan is issued, {issued}", date=day_text(day), issued=day_text(issued)),
        _("is the date left over from another plan?"),
    )


def _due(plan: Plan) -> Iterator[Deadline]:
    for placed in plan.placed:
        item = placed.item
        due = item.deadline if isinstance(item, Task) else item.by if isinstance(item, Target) else None
        if isinstance(due, Deadline):
            yield due
    for flow in plan.reporting:
        for period in flow.periods:
            if isinstance(period.due, Deadline):
                yield period.due


def _is_exact(deadline: Deadline, plan: Plan) -> bool:
    """Whether it ends on a day that is known: what returns, goes on or is a wording is no day."""
    known = all(moment.is_dated and not moment.every for moment in deadline.moments)
    return known and not deadline.onward and (plan.year.is_one or all(moment.year for moment in deadline.moments))


@book.rule("KH312", Severity.WARNING)
def impossible_day_in_text(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence names a day that no calendar has.

    Why: nobody can keep a date like 31/4, and whoever reads it does not know which day is meant.
    Bad:
        hoàn thành trước ngày 31/4/2026
    Good:
        hoàn thành trước ngày 30/4/2026
    """
    for match in matches_at(_LIKE_A_DAY, _NAMED_DAY, plan.running.whole):
        fault = _impossible(match, plan.year.only)
        if fault is not None:
            month, last = fault
            place = plan.running.place(match.start("day"), match.end())
            if last:
                yield Violation(
                    place,
                    _("month {month} has no day {day}", month=month, day=int(match["day"])),
                    _("the last day of this month: {date}", date=re.sub(r"\d+", str(last), place.text, count=1)),
                )
            else:
                yield Violation(place, _("there is no month {month}", month=month))


_NAMED_DAY = regex(rf"(?:\b[Nn]gày |(?<![\w/.,-])(?<!số )(?=\d{{1,2}}/\d{{1,2}}/\d{{4}})){_DAY}")

_LIKE_A_DAY = regex(r"[Nn]gày (?=\d)|\d{1,2}/\d{1,2}/\d{4}")


def _impossible(match: re.Match[str], plan_year: int | None) -> tuple[int, int] | None:
    """The month, and its last day or 0 where there is no such month; None where the day is possible.

    Without a year only the ends of months are judged: "ngày 24/24" is no date.
    """
    day, month = int(match["day"]), int(match["month"] or match["m"])
    year = match["year"] or match["y"]
    if day == 0 or month == 0:
        return None  # a form that is filled in later
    if month > 12:
        return (month, 0) if year else None
    if day <= monthrange(int(year) if year else 2000, month)[1] or (not year and day > 31):
        return None
    last = monthrange(int(year) if year else plan_year or 2001, month)[1]
    return month, last


@book.rule("KH315", Severity.WARNING)
def typed_day_contradicts(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence names another day than the deadline of its task, or than the reports of the plan are due.

    Why: a day typed in two places is changed in one of them. In the sentence write {{ deadline }} or {{ due('nam') }}.
    Bad:
        deadline: 30/4
        text: Thành lập tổ xung kích, xong trước ngày 31/3.
    Good:
        deadline: 30/4
        text: Thành lập tổ xung kích, xong trước ngày {{ deadline }}.
    """
    tasks = {id(one.item.text): one.item for one in plan.placed if isinstance(one.item, Task) and one.item.text}
    reports = _report_days(plan)
    for match in plan.running.found_beside(("trước", "nhất"), _BY_A_DAY):
        day = _day_of(match, plan.year.only)
        if day is None or _RETURNS.search(plan.running.sentence_after(match.end())):
            continue
        prose = plan.running.prose_at(match.start())
        task = tasks.get(id(prose))
        place = plan.running.place(match.start("day"), match.end())
        if task is not None:
            due = task.deadline
            if (
                isinstance(due, Deadline)
                and not _says(prose, due, plan)
                and (meant := _only_day(due, plan))
                and meant != day
            ):
                yield Violation(
                    place,
                    _(
                        "the sentence says {typed}, the deadline of the task {due} (line {line})",
                        typed=day_text(day), due=due.text, line=due.span.line,
                    ),
                    _("write {{{{ deadline }}}} in the sentence"),
                )  # fmt: skip
        elif reports and match["report"] and day not in reports and day.year in plan.year:
            nearest = min(reports, key=lambda one: abs(one - day))
            period = reports[nearest]
            yield Violation(
                place,
                _(
                    "the sentence says {typed}, the reporting {due} for {name} (line {line})",
                    typed=day_text(day), due=day_text(nearest), name=period.name, line=period.at("due").line,
                ),
                _("write {{{{ due('ID') }}}} in the sentence, or correct one of the two days"),
            )  # fmt: skip


_BY_A_DAY = regex(
    r"(?i)(?:(?P<report>báo cáo)|hoàn thành|xong)[^.;:\n]{0,80}? (?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?)"
    rf" (?:vào )?(?:ngày |(?=\d\d?/\d\d?/\d{{4}})){_DAY}"
)


def _report_days(plan: Plan) -> dict[date, ReportPeriod]:
    """The day of each report; none where one of them returns or is no day, so that no sentence can contradict it."""
    found: dict[date, ReportPeriod] = {}
    for period in (one for flow in plan.reporting for one in flow.periods):
        day = _only_day(period.due, plan) if isinstance(period.due, Deadline) else None
        if day is None:
            return {}
        found.setdefault(day, period)
    return found


def _only_day(deadline: Deadline, plan: Plan) -> date | None:
    """The one day that a deadline is, None where it is none, or several."""
    if len(deadline.moments) != 1 or not _is_exact(deadline, plan):
        return None
    return deadline.moments[0].exact_day(plan.year.only)


def _says(prose: Prose, deadline: Deadline, plan: Plan) -> bool:
    """Whether a text names the day of a deadline too: then its other days are of other steps."""
    if any("deadline" in one.source for one in prose.expressions):
        return True
    days = (_day_of(found, plan.year.only) for found in _ANY_DAY.finditer(str(prose)))
    return any(day and day == _only_day(deadline, plan) for day in days)


_ANY_DAY = regex(rf"(?<![\d/]){_DAY}")

_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAY = r"(?P<weekday>[Tt]hứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[2-7])|[Cc]hủ [Nn]hật)"
_A_WEEKDAY = regex(_WEEKDAY)
_WITH_WEEKDAY = (
    regex(rf"\b{_WEEKDAY},? \(?(?:ngày )?{_DAY}"),
    regex(rf"\b[Nn]gày {_DAY},? \(?{_WEEKDAY}(?!\w)"),
)
_COUNTED = regex(
    r"(?:lần|(?:kỳ|phiên|cuộc) họp|khóa|kỳ|đợt|hội nghị|hạng|đứng|xếp|vòng|tập|cuộc|phiên|điều|khoản|người"
    r"|(?:thứ \w+|chủ nhật)(?:,| và|,? và)) $",
    re.IGNORECASE,
)
"""What comes before a number of an order, "kỳ họp thứ năm", or before the second of two days, "thứ Bảy, Chủ nhật"."""


@book.rule("KH313", Severity.WARNING)
def wrong_weekday(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence names a day of the week that the date does not have.

    Why: who is invited for "thứ Hai, ngày 16/6/2026" comes on one of two days.
    Bad:
        họp vào thứ Hai, ngày 16/6/2026
    Good:
        họp vào thứ Ba, ngày 16/6/2026
    """
    whole = plan.running.whole
    if _A_WEEKDAY.search(whole) is None:
        return
    for pattern in _WITH_WEEKDAY:
        for match in pattern.finditer(whole):
            head = whole[max(match.start("weekday") - 20, 0) : match.start("weekday")]
            is_date = "ngày" in match.group().lower() or match["year"]
            if not is_date or _COUNTED.search(head):
                continue
            meant = _WEEKDAYS.get(match["weekday"].lower().removeprefix("thứ "), 6)
            issued = plan.issued_on.year if plan.issued_on else plan.year.only
            days = [day for year in {plan.year.only, issued} if (day := _day_of(match, year))]
            if days and all(day.weekday() != meant for day in days):
                shown = next((day for day in days if day.year == plan.year.only), days[0])
                yield Violation(
                    plan.running.place(match.start("weekday"), match.end("weekday")),
                    _("{date} is a {weekday}", date=day_text(shown), weekday=_NAMES[shown.weekday()]),
                    _("compare day and date"),
                )


def _day_of(match: re.Match[str], year: int | None) -> date | None:
    """The day that is typed, in `year` where none is typed; None where there is no such day."""
    typed = match["year"] or match["y"]
    if not typed and year is None:
        return None
    try:
        return date(int(typed) if typed else year or 0, int(match["month"] or match["m"]), int(match["day"]))
    except ValueError:
        return None

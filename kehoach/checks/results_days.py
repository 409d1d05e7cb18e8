"""KH3 on results files: days and periods, and states of tasks that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kehoach.checks.results_case import ResultsCase
from kehoach.diagnostics import Severity, _
from kehoach.model.base import Located
from kehoach.model.carried import returns
from kehoach.model.items import Task
from kehoach.model.period import Deadline
from kehoach.model.results import DONE, Results
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()


@book.rule("KH321", Severity.ERROR)
def not_yet_begun(case: ResultsCase) -> Iterator[Violation]:
    """Results are given for a period that has not begun.

    Why: the file of another period, or of another year, was probably meant.
    Bad:
        results/2024/giam-ngheo/nam.yaml, điền vào tháng 12/2023
    Good:
        results/2023/giam-ngheo/nam.yaml
    """
    reporting, results = case.reporting, case.results
    if reporting is None or case.today is None or case.today >= reporting.first_day:
        return
    if place := _first_given(results):
        day = f"{reporting.first_day:%d/%m/%Y}"
        yield Violation(
            place,
            _("{period} begins on {day}", period=reporting.name, day=day),
            _("is it the results of another period? to try a report out before: --today {day}", day=day),
        )


def _first_given(results: Results) -> Span | None:
    """Where the first value of a results file is, None in an empty one."""
    places = []
    for holder, name, value in results.walk():
        by_key = getattr(holder, name)
        if isinstance(by_key, dict) and not isinstance(value, Located):
            places.append(holder.at(name, next(iter(by_key))))
        elif not isinstance(value, Located):
            places.append(holder.at(name))
    return min(places, key=lambda place: place.start, default=None)


@book.rule("KH322", Severity.ERROR)
def day_cannot_be(case: ResultsCase) -> Iterator[Violation]:
    """A task was done outside of the plan's years, or something was reported before its period began.

    Why: the year was probably mistyped, and the report would say it.
    Bad:
        status: hoàn thành
        on: 20/11/2042
    Good:
        status: hoàn thành
        on: 20/11/2024
    """
    for task in case.results.tasks.values():
        if isinstance(task.on, date) and task.on.year not in case.plan.year:
            yield Violation(
                task.at("on"),
                _("{day} is not in {years}", day=f"{task.on:%d/%m/%Y}", years=case.plan.year.text),
                _("correct the day"),
            )
        elif isinstance(task.on, date) and case.today and task.on > case.today:
            on = f"{task.on:%d/%m/%Y}"
            yield Violation(
                task.at("on"),
                _("{day} is still to come", day=on),
                _("correct the day; to try a report out before it has come: --today {day}", day=on),
            )
    reporting = case.reporting
    for agency, day in case.results.reported.items():
        if reporting and isinstance(day, date) and day < reporting.first_day:
            yield Violation(
                case.results.at("reported", agency),
                _("{period} begins on {day}", period=reporting.name, day=f"{reporting.first_day:%d/%m/%Y}"),
                _("correct the day"),
            )


@book.rule("KH323", Severity.WARNING)
def status_contradicted(case: ResultsCase) -> Iterator[Violation]:
    """The status of a task does not go with its day, or with its deadline.

    Why: a task that is done was done on some day, and one that was not done by its deadline is overdue.
    Bad:
        status: đang thực hiện
        on: 20/11/2024
    Good:
        status: hoàn thành
        on: 20/11/2024
    """
    for key, result in case.results.tasks.items():
        task = case.plan.tasks.get(key)
        if task is None:
            continue
        if result.status == DONE and result.on is None and not result.members and not _has_no_day(task):
            yield Violation(result.at("status"), _("done on which day?"), _("add: on: day/month/year"))
        elif isinstance(result.on, date) and result.status != DONE:
            yield Violation(result.at("on"), _("a day is here, but the task is not done"), _("write: hoàn thành"))
        elif isinstance(task.deadline, Deadline) and isinstance(result.status, str):
            yield from _overdue(case, result.status, task.deadline, result.at("status"))


def _has_no_day(task: Task) -> bool:
    """Whether a task is done again and again, on no day that anybody could name: "thường xuyên", "hằng tháng"."""
    return returns(task.deadline) and not all(one.is_dated for one in getattr(task.deadline, "moments", ()))


def _overdue(case: ResultsCase, status: str, deadline: Deadline, place: Span) -> Iterator[Violation]:
    reporting, due = case.reporting, deadline.last_day(case.year)
    if reporting is None or due is None or deadline.onward or case.today is None:
        return
    as_of = min(case.today, reporting.last_day)
    if status == "quá hạn" and due >= as_of:
        yield Violation(place, _("the deadline {deadline} has not passed yet", deadline=deadline.text))
    elif status in ("chưa thực hiện", "đang thực hiện") and due < as_of:
        yield Violation(
            place, _("the deadline {deadline} has passed", deadline=deadline.text), _("write: quá hạn, or hoàn thành")
        )

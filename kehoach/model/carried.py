"""What earlier reports said and still holds: what is done stays done, and the last figure before is known."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.model.base import Todo
from kehoach.model.items import Target, Task
from kehoach.model.once import once_a_plan
from kehoach.model.outcome import cumulated
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan
from kehoach.model.quantity import Quantity
from kehoach.model.reporting import Reporting, before, reports
from kehoach.model.results import DONE, NOTHING, Reported, Results, TaskResult


@once_a_plan
def carry_on(reported: Reported, reporting: Reporting, plan: Plan) -> Reported:
    """The results, completed for one report by what earlier ones said for good.

    A task that is done, and a target without a figure that is met, stay so, unless they return. A report without
    results of its own has those of another report about the same months.
    """
    own = _of_same_months(reported, reporting, plan)
    tasks, targets = dict(own.tasks), dict(own.targets)
    for other in _earlier(reporting, plan):
        found = reported.of(other.year, other.id)
        for key, task in found.tasks.items():
            if _stays_done(plan.tasks.get(key), task) and not _is_said(tasks.get(key)):
                tasks[key] = task
        for key, target in found.targets.items():
            if target.met and _stays_met(plan.targets.get(key)) and (key not in targets or targets[key].met is None):
                targets[key] = target.changed(note=targets[key].note) if key in targets else target
    if own is NOTHING and not tasks and not targets:
        return reported
    completed = own.changed(tasks=tasks, targets=targets)
    return Reported({**reported.by_report, (reporting.year, reporting.id): completed})


def figure_before(
    target: str, reporting: Reporting, plan: Plan, reported: Reported
) -> tuple[Reporting, Quantity] | None:
    """The last figure of a target in the year before a report, with the report that has it."""
    for other in reversed(before(reporting, reports(plan, reporting.year))):
        if figure := cumulated(target, other, plan, reported):
            return other, figure
    return None


def status_before(task: str, reporting: Reporting, plan: Plan, reported: Reported) -> tuple[Reporting, str] | None:
    """The last status of a task in the year before a report, with the report that has it."""
    for other in reversed(before(reporting, reports(plan, reporting.year))):
        found = reported.of(other.year, other.id).tasks.get(task)
        if found and isinstance(found.status, str):
            return other, found.status
    return None


def returns(deadline: Deadline | Todo | None) -> bool:
    """Whether what is due then is to be done again and again, so that done once is not done for good."""
    if not isinstance(deadline, Deadline):
        return False
    return deadline.onward or any(moment.every or moment.ongoing for moment in deadline.moments)


def _of_same_months(reported: Reported, reporting: Reporting, plan: Plan) -> Results:
    if (reporting.year, reporting.id) in reported.by_report:
        return reported.of(reporting.year, reporting.id)
    months = (reporting.first_day, reporting.last_day)
    alike = (one for one in reports(plan, reporting.year).values() if (one.first_day, one.last_day) == months)
    return next((found for one in alike if (found := reported.of(one.year, one.id)) is not NOTHING), NOTHING)


def _earlier(reporting: Reporting, plan: Plan) -> Iterator[Reporting]:
    """The reports before one, the latest first: those of its year, then those of the plan's years before."""
    yield from reversed(before(reporting, reports(plan, reporting.year)))
    for year in range(reporting.year - 1, plan.year.first - 1, -1):
        yield from sorted(reports(plan, year).values(), key=lambda one: -one.last)


def _stays_done(task: Task | None, result: TaskResult) -> bool:
    return task is not None and result.status == DONE and not returns(task.deadline)


def _is_said(result: TaskResult | None) -> bool:
    return result is not None and (result.status is not None or bool(result.members))


def _stays_met(target: Target | None) -> bool:
    return target is not None and target.every is None and not returns(target.by)

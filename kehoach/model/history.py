"""The history of a target: what each year planned and what came of it, from the plans of one name over the years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Todo
from kehoach.model.items import Target
from kehoach.model.outcome import Attainment, Outcome, TargetMeasure, compared_with_goal, goal_in, target_outcome
from kehoach.model.period import Years
from kehoach.model.plan import Plan
from kehoach.model.quantity import Quantity
from kehoach.model.reporting import Reporting, reports
from kehoach.model.results import Reported


@frozen
class Edition:
    """One plan of those that bear one name over the years, with the registry as it sees it and what was achieved.

    `id` is `<year>/<name of the plan>` where somebody wants to know it.
    """

    plan: Plan
    agencies: Agencies
    reported: Reported
    id: str = ""


@frozen
class Year:
    """One year of a target. `reporting` is the report that the result is taken from, None while there is none.

    `baseline` and the plan of the outcome may be undecided.
    """

    year: int
    edition: Edition
    target: Target
    outcome: Outcome
    reporting: Reporting | None = None

    @property
    def baseline(self) -> Quantity | Todo | None:
        """The figure from which the year's plan sets out."""
        return self.target.baseline

    @property
    def planned(self) -> Quantity | Todo | None:
        """What the plan wants of the year."""
        return self.outcome.plan

    @property
    def is_final(self) -> bool:
        """Whether the result is that of the report which closes the year."""
        return self.reporting is not None and self.reporting.is_final

    @property
    def met(self) -> Attainment | None:
        """The judgement. Before the year is closed only what is reached already is known."""
        return self.outcome.met if self.is_final or self.outcome.met is not Attainment.MISSED else None

    @property
    def percent(self) -> Decimal | None:
        """How far the plan was reached: 100 is the plan and more is better."""
        return self.outcome.percent

    @property
    def measure(self) -> TargetMeasure:
        """What the percentage compares."""
        return self.outcome.measure


@frozen
class History:
    """One target over the years, the earliest first. Years whose plan does not have it are not there."""

    target: str
    years: tuple[Year, ...]


@frozen
class Point:
    """The figures of a year that are known. `is_final` says that the result closes the year.

    `period` is the stretch whose report has the result, "quý II năm 2027".
    """

    year: int
    planned: Quantity | None
    actual: Quantity | None
    is_final: bool
    period: str = ""

    @property
    def known(self) -> tuple[Quantity, ...]:
        """The figures that there are."""
        return tuple(one for one in (self.planned, self.actual) if one is not None)


def history(target: str, editions: Iterable[Edition]) -> History:
    """The history of a target through plans of one name.

    Of two plans for one year, one of several years and one of that year, the one that begins last counts: results of
    the year belong to it.
    """
    found: dict[int, Year] = {}
    for edition in sorted(editions, key=lambda one: one.plan.year.first):
        own = edition.plan.targets.get(target)
        for year in _years(edition, own):
            found.pop(year, None)
            if own is not None:
                found[year] = _year(year, edition, own)
    return History(target, tuple(found[year] for year in sorted(found)))


def trend(found: History) -> tuple[Point, ...]:
    """The figures that are known of a target, by year; what is undecided or not yet reported is None.

    A year without any figure is left out.
    """
    points = (
        Point(
            one.year,
            _known(one.planned),
            _known(one.outcome.actual),
            one.is_final and one.outcome.actual is not None,
            one.reporting.name if one.reporting else "",
        )
        for one in found.years
    )
    return tuple(point for point in points if point.known)


def _known(value: Quantity | Todo | None) -> Quantity | None:
    return value if isinstance(value, Quantity) else None


def _years(edition: Edition, target: Target | None) -> Iterator[int]:
    """The years that a plan reports a target: of several years those with a value of their own or a result.

    Where there is neither, one value is the period's: it is at its end.
    """
    period = edition.plan.year
    if period.todo:
        return
    if period.is_one or target is None:
        yield period.first
        return
    with_result = {
        year for (year, _id), results in edition.reported.by_report.items() if target.target in results.targets
    }
    planned = set(target.values)
    if target.value is not None:
        last = period.last or period.first
        planned.add(goal_in(target, last, period)[1] or last)
    yield from sorted(year for year in with_result | planned if year in period) or [period.last or period.first]


def _year(year: int, edition: Edition, target: Target) -> Year:
    """The year with the result of the report that closes it, else of the latest that has one."""
    plan, reported = edition.plan, edition.reported
    latest_first = sorted(reports(plan, year).values(), key=lambda one: (-one.last, one.first))
    for reporting in latest_first:
        came = target_outcome(target, reporting, plan, reported)
        if came.is_known:
            return Year(year, edition, target, came, reporting)
    return Year(year, edition, target, _unknown(target, year, plan.year))


def _unknown(target: Target, year: int, period: Years) -> Outcome:
    """What is known of a target without a result."""
    if not target.has_figures:
        return Outcome(None, counted=False)
    return compared_with_goal(target, None, year, period, start=_known(target.baseline))

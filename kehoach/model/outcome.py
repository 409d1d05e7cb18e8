"""What a target came to, in numbers: counted up, against the plan, against before, and judged by its direction.

Decimal arithmetic throughout; nothing here knows how it prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kehoach.model.base import Todo
from kehoach.model.items import Target
from kehoach.model.plan import Plan
from kehoach.model.quantity import Quantity, total_of
from kehoach.model.reporting import Reporting, before, reports
from kehoach.model.results import Reported

HUNDRED = Decimal(100)


class TargetMeasure(StrEnum):
    """What the percentage of the plan compares. In each, 100 is the plan and more is better."""

    RATIO = "ratio"  # the result with the plan
    CHANGE = "change"  # the fall reached with the fall planned, both from the year's beginning
    INVERSE = "inverse"  # the plan with the result, where less is better and the beginning is not known


class Attainment(StrEnum):
    """How a result compares with the plan."""

    EXCEEDED = "vượt"
    REACHED = "đạt"
    MISSED = "chưa đạt"


@dataclass(frozen=True)
class Outcome:
    """A target, or one body's share of it, against its result. What is None is not known."""

    plan: Quantity | Todo | None
    start: Quantity | None = None
    same_period: Quantity | None = None
    actual: Quantity | None = None
    percent: Decimal | None = None
    measure: TargetMeasure = TargetMeasure.RATIO
    met: Attainment | None = None
    counted: bool = True
    """Whether the target has figures at all; one without is answered by yes or no."""

    @property
    def is_known(self) -> bool:
        """Whether a result is here."""
        return self.actual is not None or self.met is not None


def outcome(
    plan: Quantity | Todo | None,
    actual: Quantity | None,
    *,
    lower: bool = False,
    start: Quantity | None = None,
    same_period: Quantity | None = None,
) -> Outcome:
    """Compare a result with the plan. `lower` says that less is better; a plan with a ceiling says so itself."""
    if not isinstance(plan, Quantity):
        return Outcome(plan, start, same_period, actual)
    lower = lower or plan.is_ceiling
    alike = actual.measured_in(plan.unit) if actual else None
    if alike is None:
        return Outcome(plan, start, same_period, actual)
    percent, measure = _percent(plan, alike.low, lower, start)
    return Outcome(plan, start, same_period, actual, percent, measure, judged(plan, alike.low, lower=lower))


def judged(plan: Quantity, actual: Decimal, *, lower: bool) -> Attainment:
    """Exceeded, reached or missed. Inside a range is reached; `trên` and `dưới` want more than the bound itself."""
    best, least = (plan.low, plan.high or plan.low) if lower else (plan.high or plan.low, plan.low)
    ahead = best - actual if lower else actual - best
    margin = least - actual if lower else actual - least
    if plan.is_strict:
        return Attainment.REACHED if margin > 0 else Attainment.MISSED
    if ahead > 0 and not plan.is_ceiling:
        return Attainment.EXCEEDED
    return Attainment.REACHED if margin >= 0 else Attainment.MISSED


def _percent(
    plan: Quantity, actual: Decimal, lower: bool, start: Quantity | None
) -> tuple[Decimal | None, TargetMeasure]:
    if not lower:
        return (actual / plan.low * HUNDRED if plan.low else None), TargetMeasure.RATIO
    goal = plan.high or plan.low
    before = start.measured_in(plan.unit) if start else None
    if before is not None and before.low > goal:
        return (before.low - actual) / (before.low - goal) * HUNDRED, TargetMeasure.CHANGE
    if actual == goal:
        return HUNDRED, TargetMeasure.INVERSE
    return (goal / actual * HUNDRED if actual else None), TargetMeasure.INVERSE


def planned_value(target: Target, year: int) -> Quantity | Todo | None:
    """What a target is to reach in a year: its value of that year, else its one value."""
    return target.values.get(year) or target.value


def cumulated(target: str, reporting: Reporting, plan: Plan, reported: Reported) -> Quantity | None:
    """The figure of a target at the end of a report's period.

    As reported; or what was `added` in this and the earlier reports of the year, back to one that has the figure
    itself. Of two reports that end on one day one counts.
    """
    here = reported.of(reporting.year, reporting.id).targets.get(target)
    if here is None or here.value is not None or here.added is None:
        return _number(here.value) if here else None
    parts, last = [here.added], reporting.last
    for other in reversed(before(reporting, reports(plan, reporting.year))):
        found = reported.of(reporting.year, other.id).targets.get(target)
        part = (found.value or found.added) if found and other.last < last else None
        if found is None or part is None:
            continue
        parts.append(part)
        last = other.last
        if found.value is not None:
            break
    return total_of(parts)


def outcomes(plan: Plan, reporting: Reporting, reported: Reported) -> Mapping[str, Outcome]:
    """What every target of the plan came to, by id, in print order."""
    return {key: target_outcome(target, reporting, plan, reported) for key, target in plan.targets.items()}


def target_outcome(target: Target, reporting: Reporting, plan: Plan, reported: Reported) -> Outcome:
    """What one target came to in a report."""
    planned = planned_value(target, reporting.year)
    result = reported.of(reporting.year, reporting.id).targets.get(target.target)
    same = _number(result.same_period) if result else None
    if same is None:
        same = cumulated(target.target, _year_before(reporting), plan, reported)
    lower = target.better == "lower"
    if not target.has_figures:
        met = None if result is None or result.met is None else Attainment.REACHED if result.met else Attainment.MISSED
        return Outcome(None, _number(target.baseline), same, None, met=met, counted=False)
    actual = cumulated(target.target, reporting, plan, reported)
    return outcome(planned, actual, lower=lower, start=_number(target.baseline), same_period=same)


def share_outcome(target: Target, agency: str, reporting: Reporting, reported: Reported) -> Outcome:
    """What one body's share of a target came to.

    A share in another unit than the target's counts what is to be done (a rate falls, by this many households), so more
    of it is better.
    """
    result = reported.of(reporting.year, reporting.id).targets.get(target.target)
    actual = _number(result.shares.get(agency)) if result else None
    whole, share = planned_value(target, reporting.year), target.shares.get(agency)
    same_unit = isinstance(whole, Quantity) and isinstance(share, Quantity) and whole.is_comparable(share)
    return outcome(share, actual, lower=target.better == "lower" and same_unit)


def _year_before(reporting: Reporting) -> Reporting:
    return Reporting(
        reporting.id, reporting.year - 1, reporting.first, reporting.last, reporting.flow, reporting.period
    )


def _number(quantity: Quantity | Todo | None) -> Quantity | None:
    return quantity if isinstance(quantity, Quantity) else None

"""What a target came to, in numbers: counted up, against the plan, against before, and judged by its direction.

Decimal arithmetic throughout; nothing here knows how it prints.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kehoach.frozen import frozen
from kehoach.model.base import Todo
from kehoach.model.items import Fund, Target
from kehoach.model.period import Deadline, Years
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


@frozen
class Aim:
    """What is to be reached in another year than the one reported on, with the progress towards it: nothing to judge.

    `value` is None for a target without a figure.
    """

    year: int
    value: Quantity | Todo | None
    percent: Decimal | None = None
    measure: TargetMeasure = TargetMeasure.RATIO


@frozen
class Outcome:
    """A target, or one body's share of it, against its result. What is None is not known.

    `plan` is that of the year reported on; where that year has none, `aim` is that of another.
    """

    plan: Quantity | Todo | None
    start: Quantity | None = None
    same_period: Quantity | None = None
    actual: Quantity | None = None
    percent: Decimal | None = None
    measure: TargetMeasure = TargetMeasure.RATIO
    met: Attainment | None = None
    counted: bool = True
    """Whether the target has figures at all; one without is answered by yes or no."""
    done: bool | None = None
    """The answer, yes or no, of a target without figures."""
    aim: Aim | None = None

    @property
    def is_known(self) -> bool:
        """Whether a result is here."""
        return self.actual is not None or self.met is not None or self.done is not None

    @property
    def is_pending(self) -> bool:
        """Whether it is not judged in this year."""
        return self.aim is not None and self.met is None

    @property
    def goal(self) -> Quantity | Todo | None:
        """The plan of the year, else the aim of another."""
        return self.plan if self.plan is not None or self.aim is None else self.aim.value

    @property
    def progress(self) -> tuple[Decimal | None, TargetMeasure]:
        """How much of the goal is reached, in percent, and what that compares."""
        return (self.aim.percent, self.aim.measure) if self.aim else (self.percent, self.measure)


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
    """What a target is to reach by the end of a year: its value of that year, else its one value."""
    return target.values.get(year) or target.value


def goal_in(target: Target, year: int, period: Years) -> tuple[Quantity | Todo | None, int | None]:
    """What a target is to reach, as it is seen in a year of its plan, and the year of that aim where it is another.

    A value of several years is that of its last one, or of the year that `by` names; one that returns (`every`) is each
    year's. Of several aims the next one counts, after the last one that.
    """
    if (own := target.values.get(year)) is not None:
        return own, None
    last = _aim_year(target, period)
    if last in (None, year) and (target.value is not None or not target.values):
        return target.value, None
    aims = dict(target.values)
    if last is not None and (target.value is not None or not aims):
        aims.setdefault(last, target.value)  # type: ignore[arg-type]
    nearest = min((one for one in aims if one > year), default=max(aims))
    return aims[nearest], nearest


def _aim_year(target: Target, period: Years) -> int | None:
    """The year in which the one value of a target is to be reached, None where it is every year's."""
    if target.every is not None or period.todo:
        return None
    if isinstance(target.by, Deadline):
        if target.by.onward or any(moment.every for moment in target.by.moments):
            return None
        if day := target.by.last_day(period.last or period.first):
            return day.year
    return period.last


def planned_amount(fund: Fund, year: int, period: Years) -> Quantity | Todo | None:
    """What a source is to give in a year: its amount of that year; its one amount is the whole period's."""
    return fund.amounts.get(year) or (fund.amount if period.is_one else None)


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


def target_outcome(target: Target, reporting: Reporting, plan: Plan, reported: Reported) -> Outcome:
    """What one target came to in a report."""
    result = reported.of(reporting.year, reporting.id).targets.get(target.target)
    same = _number(result.same_period) if result else None
    if same is None:
        same = cumulated(target.target, _year_before(reporting), plan, reported)
    if not target.has_figures:
        return _answered(target, result.met if result else None, reporting.year, plan, same)
    actual = cumulated(target.target, reporting, plan, reported)
    start = _number(target.baseline)
    return compared_with_goal(target, actual, reporting.year, plan.year, start=start, same_period=same)


def compared_with_goal(
    target: Target,
    actual: Quantity | None,
    year: int,
    period: Years,
    *,
    start: Quantity | None = None,
    same_period: Quantity | None = None,
) -> Outcome:
    """A figure of a target against what is planned for the year, else against the aim of another year."""
    goal, other_year = goal_in(target, year, period)
    found = outcome(goal, actual, lower=target.better == "lower", start=start, same_period=same_period)
    return found if other_year is None else _towards(found, other_year)


def share_outcome(target: Target, agency: str, reporting: Reporting, plan: Plan, reported: Reported) -> Outcome:
    """What one body's share of a target came to.

    A share in another unit than the target's counts what is to be done (a rate falls, by this many households), so more
    of it is better.
    """
    result = reported.of(reporting.year, reporting.id).targets.get(target.target)
    actual = _number(result.shares.get(agency)) if result else None
    whole, other_year = goal_in(target, reporting.year, plan.year)
    share = target.shares.get(agency)
    same_unit = isinstance(whole, Quantity) and isinstance(share, Quantity) and whole.is_comparable(share)
    found = outcome(share, actual, lower=target.better == "lower" and same_unit)
    return found if other_year is None else _towards(found, other_year)


def _towards(found: Outcome, year: int) -> Outcome:
    """The same figures as progress to the aim of another year, without a judgement."""
    aim = Aim(year, found.plan, found.percent, found.measure)
    return Outcome(None, found.start, found.same_period, found.actual, aim=aim)


def _answered(target: Target, done: bool | None, year: int, plan: Plan, same: Quantity | None) -> Outcome:
    """A target without a figure: done is done; it is missed from its year on."""
    _none, other_year = goal_in(target, year, plan.year)
    aim = Aim(other_year, None) if other_year is not None else None
    late = aim is None or aim.year <= year
    met = Attainment.REACHED if done else Attainment.MISSED if done is False and late else None
    return Outcome(None, _number(target.baseline), same, met=met, counted=False, done=done, aim=aim)


def _year_before(reporting: Reporting) -> Reporting:
    return Reporting(
        reporting.id, reporting.year - 1, reporting.first, reporting.last, reporting.flow, reporting.period
    )


def _number(quantity: Quantity | Todo | None) -> Quantity | None:
    return quantity if isinstance(quantity, Quantity) else None

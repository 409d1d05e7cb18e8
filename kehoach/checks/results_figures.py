"""KH42: the figures of a results file, compared with the plan's."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.checks.results_case import ResultsCase
from kehoach.diagnostics import Severity, _
from kehoach.model.base import Todo
from kehoach.model.items import Target
from kehoach.model.outcome import goal_in, planned_amount
from kehoach.model.quantity import COUNTED, Quantity, total_of
from kehoach.model.results import TargetResult
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span
from kehoach.vietnamese import number_text

book = RuleBook()


def _figures(case: ResultsCase) -> Iterator[tuple[Target, TargetResult]]:
    """Every result of a target that the plan has."""
    for key, result in case.results.targets.items():
        if key in case.plan.targets:
            yield case.plan.targets[key], result


def _shown(target: Target, result: TargetResult, case: ResultsCase) -> Iterator[tuple[Quantity, Span, Quantity]]:
    """Every figure of a result, with its place and the figure of the plan that it is compared with."""
    planned, _year = goal_in(target, case.year, case.plan.year)
    for key in ("value", "added", "same_period"):
        quantity = getattr(result, key)
        if isinstance(quantity, Quantity) and isinstance(planned, Quantity):
            yield quantity, result.at(key), planned
    for agency, quantity in result.shares.items():
        share = target.shares.get(agency) if target.shares else planned
        if isinstance(quantity, Quantity) and isinstance(share, Quantity):
            yield quantity, result.at("shares", agency), share


def _money(case: ResultsCase) -> Iterator[tuple[Quantity, Span, Quantity]]:
    """Every amount of a source, with its place and what is planned of the source."""
    for name, fund in case.results.funds.items():
        whole = _planned(case).get(name) or fund.planned
        for key in ("allocated", "disbursed"):
            amount = getattr(fund, key)
            if isinstance(amount, Quantity) and isinstance(whole, Quantity):
                yield amount, fund.at(key), whole


def _planned(case: ResultsCase) -> dict[str, Quantity | Todo | None]:
    """What the plan wants of each source in the year."""
    return {str(fund.fund): planned_amount(fund, case.year, case.plan.year) for fund in case.plan.funds}


@book.rule("KH421", Severity.ERROR)
def other_unit(case: ResultsCase) -> Iterator[Violation]:
    """A result has another unit than the target, than the share it answers to, or than the plan's money.

    Why: the two cannot be compared; the percentage of the plan would be nonsense.
    Bad:
        ho-ngheo: 25 hộ            # kế hoạch: 1,50%
    Good:
        ho-ngheo: 1,48%
    """
    shown = [one for target, result in _figures(case) for one in _shown(target, result, case)]
    for quantity, place, planned in (*shown, *_money(case)):
        if not quantity.is_comparable(planned):
            yield Violation(
                place,
                _("{value} cannot be compared with {planned}", value=quantity, planned=planned),
                _("write it in {unit}", unit=planned.unit)
                if planned.unit
                else _("write it as the plan does, a number without a unit: {planned}", planned=planned),
            )


@book.rule("KH422", Severity.WARNING)
def outside_its_range(case: ResultsCase) -> Iterator[Violation]:
    """A result is more than the whole, less than nothing, or a fraction of what is counted whole.

    Why: a comma or a dot was probably left out or put in.
    Bad:
        ho-ngheo: 148%
        nha-o: 7,5 hộ
    Good:
        ho-ngheo: 1,48%
        nha-o: 07 hộ
    """
    for target, result in _figures(case):
        for quantity, place, planned in _shown(target, result, case):
            highest = quantity.high or quantity.low
            if quantity.is_percentage and highest > 100 and (planned.high or planned.low) <= 100:
                yield Violation(place, _("{value} is more than the whole", value=quantity))
            elif quantity.low < 0 <= planned.low:
                yield Violation(place, _("{value} is less than nothing", value=quantity))
            elif quantity.unit in COUNTED and quantity.low % 1:
                yield Violation(place, _("{unit} are counted whole", unit=quantity.unit))


@book.rule("KH423", Severity.ERROR)
def shares_miss_result(case: ResultsCase) -> Iterator[Violation]:
    """The results of the shares do not add up to the result of the target.

    Why: the report would print both, one under the other.
    Bad:
        nha-o:
          value: 08 hộ
          shares:
            doan-ket: 03 hộ
            san-thang: 04 hộ
    Good:
        nha-o:
          value: 07 hộ
          shares:
            doan-ket: 03 hộ
            san-thang: 04 hộ
    """
    for target, result in _figures(case):
        total, value = total_of(result.shares.values()), result.value
        complete = set(result.shares) >= set(target.shares)
        if total is None or not isinstance(value, Quantity) or not complete or value.is_percentage:
            continue
        alike = total.measured_in(value.unit)
        if alike and value.is_one_number and alike.low != value.low:
            yield Violation(
                result.key_at("shares"),
                _("the shares add up to {total}, not to {whole}", total=number_text(alike.low), whole=value),
            )


@book.rule("KH424", Severity.WARNING)
def more_spent_than_given(case: ResultsCase) -> Iterator[Violation]:
    """More was disbursed from a source than was allocated to it.

    Why: the two amounts were probably exchanged, or one of them has a dot too many.
    Bad:
        allocated: 1.200 triệu đồng
        disbursed: 12.000 triệu đồng
    Good:
        allocated: 1.200 triệu đồng
        disbursed: 1.150 triệu đồng
    """
    for name, fund in case.results.funds.items():
        given, spent = fund.allocated, fund.disbursed
        if isinstance(given, Quantity) and isinstance(spent, Quantity):
            alike = spent.measured_in(given.unit)
            if alike is None and isinstance(_planned(case).get(name) or fund.planned, Quantity):
                continue  # KH421 speaks of it
            if alike is None:
                yield Violation(
                    fund.at("disbursed"), _("{value} cannot be compared with {planned}", value=spent, planned=given)
                )
            elif alike.low > given.low:
                yield Violation(
                    fund.at("disbursed"), _("{spent} is more than the {given} allocated", spent=spent, given=given)
                )


@book.rule("KH425", Severity.ERROR)
def figure_in_two_ways(case: ResultsCase) -> Iterator[Violation]:
    """A target has its figure twice, or a figure where the plan asks for yes or no.

    Why: only one of them could be printed.
    Bad:
        value: 07 hộ
        added: 04 hộ
    Good:
        value: 07 hộ
    """
    for target, result in _figures(case):
        if result.value is not None and result.added is not None:
            yield Violation(
                result.key_at("added"),
                _("value and added both are here"),
                _("value counts from the year's beginning, added since the last report; leave one of the two out"),
            )
        elif target.has_figures and result.met is not None:
            yield Violation(result.key_at("met"), _("this target has a figure"), _("write value in place of met"))
        elif not target.has_figures and (result.value is not None or result.added is not None):
            yield Violation(
                result.at("value"), _("this target has no figure in the plan"), _("write met: có or met: không")
            )


@book.rule("KH426", Severity.WARNING)
def tenfold(case: ResultsCase) -> Iterator[Violation]:
    """A figure is ten times as much as its plan or more, or at the year's end a tenth of it or less.

    Why: a dot or a comma is often put in the wrong place, or the unit mistaken: 8.000 hộ for 08 hộ. A figure that is
    right stays; silence the question by a comment.
    Bad:
        nha-o: 8.000 hộ            # kế hoạch: 08 hộ
    Good:
        nha-o: 08 hộ
    """
    final = case.reporting is not None and case.reporting.is_final
    for target, result in _figures(case):
        judged = final and goal_in(target, case.year, case.plan.year)[1] is None
        for quantity, place, planned in _shown(target, result, case):
            if _is_tenfold(quantity, planned, low=judged and quantity is result.value):
                yield _tenfold(quantity, planned, place)
    funds = _planned(case)
    for name, fund in case.results.funds.items():
        whole = funds.get(name) or fund.planned
        key = "disbursed" if fund.allocated is None else "allocated"
        amount = getattr(fund, key)
        if isinstance(amount, Quantity) and isinstance(whole, Quantity) and _is_tenfold(amount, whole, low=False):
            yield _tenfold(amount, whole, fund.at(key))


def _is_tenfold(actual: Quantity, planned: Quantity, *, low: bool) -> bool:
    alike, goal = actual.measured_in(planned.unit), planned.high or planned.low
    if alike is None or goal <= 0 or alike.low <= 0 or (actual.is_percentage and alike.low > 100 >= goal):
        return False
    return alike.low >= 10 * goal or (low and alike.low * 10 <= planned.low)


def _tenfold(actual: Quantity, planned: Quantity, place: Span) -> Violation:
    return Violation(
        place,
        _("{value} where {planned} are planned: is it right?", value=actual, planned=planned),
        _("look at dots, commas and the unit"),
    )

"""KH4: targets and their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.items import Target
from kehoach.model.plan import Plan
from kehoach.model.prose import Form, Name, Prose, Sum, Tree
from kehoach.model.quantity import Quantity, total_of
from kehoach.model.scopes import texts
from kehoach.rules import RuleBook, Violation
from kehoach.vietnamese import number_text

book = RuleBook()


@book.rule("KH402", Severity.ERROR)
def direction_contradicted(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A target is to fall and its value is above the baseline, or to rise and it is below.

    Why: the two numbers were probably exchanged, or a comma slipped; the report would judge the result the wrong way.
    Bad:
        baseline: 1,50%
        value: 1,56%
        better: lower
    Good:
        baseline: 1,56%
        value: 1,50%
        better: lower
    """
    for target in plan.targets.values():
        value, typed = target.value, target.baseline
        if not isinstance(value, Quantity) or not isinstance(typed, Quantity):
            continue
        baseline = typed.measured_in(value.unit)
        if baseline is None or value.bound:  # "trên 95%" keeps what is reached, even where the baseline is 97%
            continue
        if plan.is_partial and not target.wrote("better"):
            continue  # a misspelt key may say which way is better
        if target.better == "lower" and value.low > baseline.low:
            message = _(
                "{value} is higher than the baseline {baseline}, but lower is better", value=value, baseline=typed
            )
        elif target.better == "higher" and (value.high or value.low) < baseline.low:
            message = _(
                "{value} is lower than the baseline {baseline}, but higher is better", value=value, baseline=typed
            )
        else:
            continue
        yield Violation(target.at("value"), message, _("if lower values are better, write: better: lower"))


@book.rule("KH403", Severity.ERROR)
def shares_miss_total(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The shares of a target do not add up to its total, or to its value where both have one unit.

    Why: the sentence, the table and the reports of the wards would give different sums.
    Bad:
        value: 08 hộ
        shares:
          doan-ket: 01 hộ
          san-thang: 05 hộ
    Good:
        value: 08 hộ
        shares:
          doan-ket: 03 hộ
          san-thang: 05 hộ
    """
    for target in plan.targets.values():
        total, whole = total_of(target.shares.values()), target.total or target.value
        if total is None or not isinstance(whole, Quantity) or whole.is_percentage or not whole.is_one_number:
            continue
        alike = total.measured_in(whole.unit)
        if alike and alike.low != whole.low:
            yield Violation(
                target.key_at("shares"),
                _("the shares add up to {total}, not to {whole}", total=number_text(alike.low), whole=whole),
            )


@book.rule("KH404", Severity.INFO)
def value_not_in_text(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A target has a value and a text, and no text of the plan refers to the value.

    Why: a number typed again in the sentence will differ from the value some day.
    Bad:
        value: 9,2%
        text: giảm xuống còn 9,2%
    Good:
        value: 9,2%
        text: giảm xuống còn {{ value }}
    """
    asked = {
        expression.source.split("'")[1]
        for prose, _scope in texts(plan, agencies)
        for expression in prose.expressions
        if expression.source.startswith("target(") and "'" in expression.source
    }
    for target in plan.targets.values():
        value, text = target.value, target.text
        if not isinstance(value, Quantity) or text is None or target.target in asked or _refers(target):
            continue
        literal = str(text).find(value.text)
        if literal >= 0:
            place = text.source.at(literal, literal + len(value.text))
            yield Violation(
                place, _("the text does not refer to the value"), _("write {{{{ value }}}} in place of the number")
            )


def _refers(target: Target) -> bool:
    """Whether a sentence of the target refers to its value."""
    return any(_names(e.tree) == "value" for prose in _sentences(target) for e in prose.expressions)


def _sentences(target: Target) -> Iterator[Prose]:
    for prose in (target.text, target.label, target.heading):
        if prose:
            yield prose


def _names(tree: Tree) -> str:
    inner = tree
    while isinstance(inner, (Form, Sum)):
        inner = inner.of
    return inner.name if isinstance(inner, Name) else ""


@book.rule("KH405", Severity.WARNING)
def percentage_out_of_range(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A percentage of a whole is above 100% or below zero.

    Why: a comma or a dot was probably left out.
    Bad:
        value: 848%
    Good:
        value: 84,8%
    """
    for target in plan.targets.values():
        places = [
            (quantity, target.at(key)) for key, quantity in (("value", target.value), ("baseline", target.baseline))
        ]
        places += [(quantity, target.at("values", year)) for year, quantity in target.values.items()]
        places += [(quantity, target.at("shares", ref)) for ref, quantity in target.shares.items()]
        for quantity, span in places:
            if isinstance(quantity, Quantity) and quantity.is_percentage and not _is_share(quantity, target):
                yield Violation(
                    span, _("{value} is not a share of a whole", value=quantity), _("has a comma been left out?")
                )


_OVER_THE_WHOLE = r"(?i)\b(?:tăng|vượt|gấp|so với|tốc độ|giảm bình quân|dự toán)\b"


def _is_share(quantity: Quantity, target: Target) -> bool:
    """Whether it is between nothing and the whole, or the target's sentence compares with something else."""
    inside = 0 <= quantity.low <= 100 and (quantity.high is None or quantity.high <= 100)
    return inside or any(re.search(_OVER_THE_WHOLE, prose.source) for prose in _sentences(target))


@book.rule("KH406", Severity.INFO)
def target_without_task(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """No task serves a target, though others are served.

    Why: a number that nobody is given to work on is reached by chance only. Plans whose tasks name no targets at all
    are left alone.
    Bad:
        - target: ho-ngheo
        - task: ra-soat
          targets: [nuoc-sach]
    Good:
        - task: ra-soat
          targets: [nuoc-sach, ho-ngheo]
    """
    served = {identity for task in plan.tasks.values() for identity in task.targets}
    if not served:
        return
    for identity, target in plan.targets.items():
        if identity not in served:
            yield Violation(
                target.at("target"),
                _("no task serves the target {id}", id=identity),
                _("add it to the targets: of a task"),
            )


@book.rule("KH407", Severity.WARNING)
def years_contradict_direction(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The values of a target go up from one year to the next though lower is better, or down though higher is.

    Why: two years were probably exchanged, or a comma slipped.
    Bad:
        values: {2026: 3%, 2027: 4%, 2028: 2%}
        better: lower
    Good:
        values: {2026: 4%, 2027: 3%, 2028: 2%}
        better: lower
    """
    for target in plan.targets.values():
        before: tuple[int, Quantity] | None = None
        for year, quantity in sorted(target.values.items()):
            if not isinstance(quantity, Quantity):
                continue
            if before and _turns_back(target, before[1], quantity):
                yield Violation(
                    target.at("values", year),
                    _("{year}: {value} after {earlier} in {before}", year=year, value=quantity, earlier=before[1],
                      before=before[0]),
                    _("if lower values are better, write: better: lower") if target.better == "higher" else None,
                )  # fmt: skip
            before = (year, quantity)


def _turns_back(target: Target, typed: Quantity, later: Quantity) -> bool:
    earlier = typed.measured_in(later.unit)
    if earlier is None:
        return False
    if target.better == "lower":
        return later.low > earlier.low
    return target.better == "higher" and (later.high or later.low) < earlier.low


@book.rule("KH408", Severity.WARNING)
def falling_target_without_direction(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence says that something falls to the target's value, and the target does not say that lower is better.

    Why: without `better: lower` a result above the value counts as reached.
    Bad:
        text: Tỷ lệ hộ nghèo giảm còn {{ value }}
    Good:
        text: Tỷ lệ hộ nghèo giảm còn {{ value }}
        better: lower
    """
    for target in plan.targets.values():
        if target.better != "higher" or not isinstance(target.value, Quantity) or target.baseline is not None:
            continue
        if any("giảm" in prose.source.lower() and re.search(_FALLS_TO, prose.source) for prose in _sentences(target)):
            yield Violation(
                target.at("target"), _("the text says that it falls to this value"), _("write: better: lower")
            )


_FALLS_TO = r"(?i)\bgiảm\b[^.;\n{]{0,80}?\b(?:còn|dưới|xuống)\b[^.;\n{]{0,20}\{\{ ?value"


@book.rule("KH409", Severity.WARNING)
def units_differ(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A target's value and its baseline are in different units.

    Why: a percent sign or a unit was probably forgotten; the two print in one sentence and are compared in reports.
    Bad:
        baseline: 72%
        value: 85
    Good:
        baseline: 72%
        value: 85%
    """
    for target in plan.targets.values():
        value, baseline = target.value, target.baseline
        if isinstance(value, Quantity) and isinstance(baseline, Quantity) and not value.is_comparable(baseline):
            yield Violation(
                target.at("value"),
                _("{value} is in another unit than the baseline {baseline}", value=value, baseline=baseline),
                _("write both with the same unit"),
            )

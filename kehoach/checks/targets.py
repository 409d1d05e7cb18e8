"""KH4: targets and their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.items import Target
from kehoach.model.plan import Plan
from kehoach.model.prose import Form, Name, Prose, Sum, Tree
from kehoach.model.quantity import Quantity
from kehoach.model.scopes import texts
from kehoach.rules import Found, RuleBook

book = RuleBook()


@book.rule("KH402", Severity.ERROR)
def direction_contradicted(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A target is to fall and its value lies above the baseline, or to rise and it lies below.

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
        value, baseline = target.value, target.baseline
        if not isinstance(value, Quantity) or not isinstance(baseline, Quantity) or value.unit != baseline.unit:
            continue
        if target.better == "lower" and value.low > baseline.low:
            message = _(
                "{value} is higher than the baseline {baseline}, but lower is better", value=value, baseline=baseline
            )
        elif target.better == "higher" and (value.high or value.low) < baseline.low:
            message = _(
                "{value} is lower than the baseline {baseline}, but higher is better", value=value, baseline=baseline
            )
        else:
            continue
        yield Found(target.at("value"), message, _("if lower values are better, write: better: lower"))


@book.rule("KH403", Severity.ERROR)
def shares_miss_total(plan: Plan, agencies: Agencies) -> Iterator[Found]:
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
        shares = [share for share in target.shares.values() if isinstance(share, Quantity)]
        whole = target.total or target.value
        if not shares or len(shares) != len(target.shares) or not isinstance(whole, Quantity):
            continue
        if whole.is_percentage or whole.high is not None or {share.unit for share in shares} != {whole.unit}:
            continue
        total = sum((share.low for share in shares), Decimal(0))
        if total != whole.low:
            yield Found(
                target.key_at("shares"),
                _("the shares add up to {total}, not to {whole}", total=_vietnamese(total), whole=whole),
            )


def _vietnamese(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


@book.rule("KH404", Severity.INFO)
def value_not_in_text(plan: Plan, agencies: Agencies) -> Iterator[Found]:
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
            yield Found(
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
def percentage_out_of_range(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A share of a whole lies above 100%.

    Why: a comma or a dot was probably left out.
    Bad:
        value: 848%
    Good:
        value: 84,8%
    """
    for target in plan.targets.values():
        for key, quantity in (("value", target.value), ("baseline", target.baseline)):
            if isinstance(quantity, Quantity) and quantity.is_percentage and (quantity.high or quantity.low) > 100:
                yield Found(target.at(key), _("{value} is more than the whole", value=quantity))

"""Sources of funding inside of one another, and which of them are added up."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.model.items import Fund
from kehoach.model.plan import Plan


def whole_funds(plan: Plan) -> tuple[Fund, ...]:
    """The sources that are added up: those that are no part of another one with an amount."""
    found = [(placed.item, placed.above) for placed in plan.placed if isinstance(placed.item, Fund)]
    return tuple(fund for fund, above in found if not is_part_of_fund(above))


def is_part_of_fund(above: Iterable[object]) -> bool:
    """Whether what is in these is part of a source with an amount of its own, and not added to it once more."""
    return any(isinstance(one, Fund) and (one.amount is not None or one.amounts) for one in above)

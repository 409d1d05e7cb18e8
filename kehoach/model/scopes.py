"""The names that the texts of a plan may use, and every text with its names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref, Todo, UnreadableValue
from kehoach.model.items import Duty, Group, Target, Task
from kehoach.model.once import once_a_plan
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan, Section
from kehoach.model.prose import Forms, Note, Plain, Prose, Scope
from kehoach.model.quantity import Quantity
from kehoach.vietnamese import upper_first


@once_a_plan
def plan_scope(plan: Plan, agencies: Agencies) -> dict[str, Any]:
    """The names that every text of the plan may use.

    `year`, `first_year`, `last_year` (none in a plan without an end), `periods` (names of the reports), `issuer`, and
    by id `agency`, `target`, `due`, `note`.
    """
    years = plan.year
    undecided = years.todo or (None if years.text else UnreadableValue(""))
    return {
        "year": undecided or (years.first if years.is_one else years.text),
        "first_year": undecided or years.first,
        "last_year": undecided or years.last,
        "periods": ", ".join(str(period.name) for period in plan.periods.values()) or None,
        "issuer": agency_forms(plan.issuer, agencies),
        "agency": lambda key: agency_forms(Ref(key), agencies),
        "target": lambda key: _target_forms(plan, key),
        "due": lambda key: _due_forms(plan, key),
        "note": lambda key: Note(key) if key in plan.notes else None,
    }


def item_scope(item: object, scope: Scope, agencies: Agencies) -> Scope:
    """The names that the texts of one item may use: the plan's and its own."""
    if isinstance(item, Target):
        return {**scope, **_quantities(item), "share": lambda key: _text(item.shares.get(key))}
    if isinstance(item, Task):
        return {**scope, "deadline": _deadline_forms(item.deadline)}
    if isinstance(item, Duty):
        return {**scope, "agencies": agencies.join(item.agencies)}
    return scope


def agency_forms(ref: Ref | Todo | None, agencies: Agencies) -> Forms | None:
    """The forms of an agency's name: `full` with its level, `short`, `inline` with a small first letter, `capital`.

    Those of an agency that is undecided are all the undecided point.
    """
    if isinstance(ref, Todo):
        return Forms(ref, dict.fromkeys(("full", "short", "inline", "capital", "place"), ref))
    agency = agencies.get(ref)
    if agency is None:
        return None
    unreadable = agency.name if isinstance(agency.name, UnreadableValue) else None
    return Forms(
        agency.name,
        {
            "full": agency.full_name,
            "short": agency.short or unreadable,
            "inline": agency.inline,
            "capital": upper_first(str(agency.name)),
            "place": agency.place or unreadable,
        },
    )


def texts(plan: Plan, agencies: Agencies) -> Iterator[tuple[Prose, Scope]]:
    """Every text of the plan that may hold expressions, with the names it may use."""
    scope = plan_scope(plan, agencies)
    holders: list[object] = [plan, plan.decision, *plan.sections, *plan.appendices, *plan.recipients]
    holders += [basis for basis in plan.bases if isinstance(basis, Located)]
    holders += [shown for appendix in plan.appendices for shown in getattr(appendix, "show", ())]
    for holder in holders:
        for prose in _own_texts(holder):
            yield prose, scope
    for placed in plan.placed:
        names = item_scope(placed.item, scope, agencies)
        for prose in _own_texts(placed.item):
            yield prose, names


def _own_texts(holder: object) -> Iterator[Prose]:
    """The texts written in an object's own keys; those of its items belong to the items."""
    if isinstance(holder, Prose):
        yield holder
    elif isinstance(holder, Located):
        placed_apart = isinstance(holder, (Group, Section)) or hasattr(holder, "kind")
        for name in type(holder).model_fields:
            if name not in ("sections", "appendices") and not (placed_apart and name in ("items", "parts")):
                yield from _proses(getattr(holder, name))


def _proses(value: object) -> Iterator[Prose]:
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, (tuple, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _proses(inner)


def _target_forms(plan: Plan, key: str) -> Forms | None:
    target = plan.targets.get(key)
    if target is None:
        return None
    return Forms(None, {**_quantities(target), "name": str(target.name) if target.name else None})


def _quantities(target: Target) -> dict[str, Plain | None]:
    named: dict[str, Plain | None] = {
        "value": _text(target.value),
        "baseline": _text(target.baseline),
        "total": _text(target.total),
    }
    named |= {f"value_{year}": _text(value) for year, value in target.values.items()}
    named["by"] = target.by.text if isinstance(target.by, Deadline) else target.by
    return named


def _due_forms(plan: Plan, key: str) -> Forms | None:
    period = plan.periods.get(key)
    return _deadline_forms(period.due) if period else None


def _deadline_forms(deadline: Deadline | Todo | None) -> Forms | None:
    if isinstance(deadline, Deadline):
        return Forms(deadline.text, {"bare": deadline.bare})
    return Forms(deadline, {}) if isinstance(deadline, Todo) else None


def _text(value: Quantity | Todo | None) -> Plain | None:
    return value.text if isinstance(value, Quantity) else value

"""The names that the texts of a plan may use, and every text with its names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref, Todo, UnreadableValue
from kehoach.model.fields import fields_of
from kehoach.model.items import Duty, Fund, Group, ParagraphItem, Target, Task
from kehoach.model.once import once_a_plan
from kehoach.model.period import Deadline
from kehoach.model.plan import PlacedItem, Plan, Section, lead_of
from kehoach.model.prose import Forms, Note, PlaceOf, Plain, Prose, Scope
from kehoach.model.quantity import Quantity
from kehoach.vietnamese import upper_first

CALLS = {
    "agency": "agency",
    "target": "target",
    "due": "period",
    "note": "note",
    "place": "place",
    "share": "agency",
}
"""What each name that is called with an id calls."""


@once_a_plan
def plan_scope(plan: Plan, agencies: Agencies) -> dict[str, Any]:
    """The names that every text of the plan may use.

    `year`, `first_year`, `last_year` (none in a plan without an end), `periods` (names of the reports), `issuer`, and
    by id `agency`, `target`, `due`, `note`, `place`.
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
        "place": lambda key: _place_forms(plan, key),
    }


def scope_of(item: object, plan: Plan, agencies: Agencies) -> Scope:
    """The names that the texts of one item may use: the plan's, those of the tasks and duties around it, and its own.

    `item` is the plan's own object; any other has the plan's names.
    """
    return _scopes(plan, agencies).get(id(item)) or plan_scope(plan, agencies)


@once_a_plan
def _scopes(plan: Plan, agencies: Agencies) -> dict[int, Scope]:
    """The names of every item, by its identity."""
    of_plan: Scope = plan_scope(plan, agencies)
    inside: dict[int, Scope] = {}  # what an item leaves to those in it
    found: dict[int, Scope] = {}
    for placed in plan.placed:
        around = inside.get(id(placed.above[-1]), of_plan)
        own = _own_names(placed, agencies)
        found[id(placed.item)] = {**around, **own} if own else around
        if isinstance(placed.item, ParagraphItem):
            found[id(placed.item.paragraph)] = around
        inside[id(placed.item)] = around if isinstance(placed.item, (Target, Fund)) else found[id(placed.item)]
    return found


def _own_names(placed: PlacedItem, agencies: Agencies) -> Scope:
    item = placed.item
    if isinstance(item, Target):
        return {**_quantities(item), "share": lambda key: _text(item.shares.get(key))}
    if isinstance(item, Fund):
        by_year = {f"amount_{year}": _text(amount) for year, amount in item.amounts.items()}
        return {"amount": _text(item.amount), **by_year}
    if isinstance(item, Task):
        return {
            "deadline": _deadline_forms(item.deadline),
            "lead": _names(lead_of(placed), agencies),
            "coordinating": _names(item.coordinating, agencies),
        }
    return {"agencies": agencies.join(item.agencies)} if isinstance(item, Duty) else {}


def _names(refs: tuple[Ref | Todo, ...], agencies: Agencies) -> Forms | None:
    """The names of several bodies in a sentence, `capital` at its beginning; undecided while one of them is."""
    if not refs:
        return None
    undecided = next((ref for ref in refs if isinstance(ref, Todo)), None)
    names = agencies.join(refs)
    return Forms(undecided or names, {"capital": undecided or upper_first(names)})


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


@once_a_plan
def texts(plan: Plan, agencies: Agencies) -> tuple[tuple[Prose, Scope], ...]:
    """Every text of the plan that holds expressions, with the names it may use."""
    return tuple(_texts(plan, agencies))


def _texts(plan: Plan, agencies: Agencies) -> Iterator[tuple[Prose, Scope]]:
    scope = plan_scope(plan, agencies)
    holders: list[object] = [plan, plan.decision, *plan.sections, *plan.appendices, *plan.recipients]
    holders += [basis for basis in plan.bases if isinstance(basis, Located)]
    holders += [shown for appendix in plan.appendices for shown in getattr(appendix, "show", ())]
    for holder in holders:
        for prose in _own_texts(holder):
            if prose.expressions:
                yield prose, scope
    for placed in plan.placed:
        for prose in _own_texts(placed.item):
            if prose.expressions:
                yield prose, scope_of(placed.item, plan, agencies)


def _own_texts(holder: object) -> Iterator[Prose]:
    """The texts written in an object's own keys; those of its items belong to the items."""
    if isinstance(holder, Prose):
        yield holder
    elif isinstance(holder, Located):
        placed_apart = isinstance(holder, (Group, Section)) or hasattr(holder, "kind")
        for name in fields_of(type(holder)):
            if name not in ("sections", "appendices") and not (placed_apart and name in ("items", "parts")):
                yield from _proses(getattr(holder, name))


def _proses(value: object) -> Iterator[Prose]:
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, (tuple, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _proses(inner)


def _place_forms(plan: Plan, key: str) -> Forms | None:
    return Forms(PlaceOf(key), {"capital": PlaceOf(key, capital=True)}) if key in plan.places else None


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

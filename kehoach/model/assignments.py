"""Who has to do what: every duty line and every task of a plan, with the agencies it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Duty, Group, ParagraphItem, Task
from kehoach.model.once import once_a_plan
from kehoach.model.plan import PlacedItem, Plan, lead_of
from kehoach.model.prose import Prose

Refs = tuple[Ref | Todo, ...]


@dataclass(frozen=True)
class Assignment:
    """One duty line or task.

    `leads` and `coordinating` are as written, groups not taken apart. A line under a duty is led by the duty's
    agencies. A task that a duty names is led by its own lead, if it has one; the duty's agencies then take part.
    """

    placed: PlacedItem
    leads: Refs
    coordinating: Refs

    @property
    def duty(self) -> Duty | None:
        """The duty it stands in."""
        return self.placed.duty

    @property
    def task(self) -> Task | None:
        """The task, None for a line."""
        return self.placed.item if isinstance(self.placed.item, Task) else None

    def led_by(self, agency: Ref, agencies: Agencies) -> bool:
        """Whether `agency`, or a group that it is a member of, leads."""
        return _names(self.leads, agency, agencies)

    def names(self, agency: Ref, agencies: Agencies) -> bool:
        """Whether it concerns `agency` at all."""
        return _names((*self.leads, *self.coordinating), agency, agencies)


@once_a_plan
def assignments(plan: Plan) -> tuple[Assignment, ...]:
    """Every duty line and every task, in print order.

    What stands below a task, and what runs on in one paragraph with another item, belongs to that item.
    """
    return tuple(_assignments(plan))


def _assignments(plan: Plan) -> Iterator[Assignment]:
    for placed in plan.placed:
        if isinstance(placed.item, Task):
            duty = placed.duty.agencies if placed.duty else ()
            leads = lead_of(placed)
            others = (ref for ref in duty if ref not in leads and ref not in placed.item.coordinating)
            yield Assignment(placed, leads, (*placed.item.coordinating, *others))
        elif placed.duty and _is_line(placed):
            yield Assignment(placed, placed.duty.agencies, ())


def _is_line(placed: PlacedItem) -> bool:
    """Whether an item of a duty says something of its own, and is no part of a task or of a running paragraph."""
    inner = placed.above
    for index, holder in enumerate(inner):
        below = inner[index + 1] if index + 1 < len(inner) else placed.item
        if isinstance(holder, Task) or (isinstance(holder, Group) and any(part is below for part in holder.parts)):
            return False
    item = placed.item
    if isinstance(item, (Prose, ParagraphItem)):
        return True
    return bool(item.label or item.text or item.parts)


def concerned(plan: Plan, agencies: Agencies) -> tuple[Ref, ...]:
    """Every body that an assignment or a share names, groups as their members, in print order."""
    found: dict[Ref, None] = {}
    for assignment in assignments(plan):
        for ref in (*assignment.leads, *assignment.coordinating):
            if isinstance(ref, Ref):
                found |= dict.fromkeys(agencies.members_of(ref))
    for target in plan.targets.values():
        found |= dict.fromkeys(Ref(key) for key in target.shares if Ref(key) in agencies)
    return tuple(found)


def _names(refs: Refs, agency: Ref, agencies: Agencies) -> bool:
    return any(agency in (ref, *agencies.members_of(ref)) for ref in refs if isinstance(ref, Ref))

"""Who has what to do: the tasks, duties, targets and shares of each body that a plan names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Duty, Target, Task
from kehoach.model.once import once_a_plan
from kehoach.model.plan import PlacedItem, Plan, lead_of


@dataclass
class Work:
    """What one body has to do, in the plan's order.

    `together` are the ids of tasks that it leads as one member of a group. `asked` tells that it is only requested
    (Đề nghị ...): the issuer cannot order it.
    """

    body: Ref
    duties: list[PlacedItem] = field(default_factory=list)
    leads: list[PlacedItem] = field(default_factory=list)
    coordinates: list[PlacedItem] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    together: set[str] = field(default_factory=set)
    asked: bool = True

    @property
    def reports(self) -> bool:
        """Whether it has something of its own to report: coordinating alone is told by the lead."""
        return bool(self.duties or self.leads or self.targets or self.shares)


@once_a_plan
def work_of(plan: Plan, agencies: Agencies) -> dict[str, Work]:
    """The work of every body by its id or printed name, members in place of their group; by first mention."""
    found: dict[str, Work] = {}

    def of(refs: Iterable[Ref | Todo]) -> Iterator[tuple[Work, Ref]]:
        for ref in refs:
            if isinstance(ref, Ref):
                for body in agencies.members_of(ref):
                    yield found.setdefault(body.text, Work(body)), ref

    for placed in plan.placed:
        item, request = placed.item, bool(placed.duty and placed.duty.request)
        if isinstance(item, Duty):
            for work, _group in of(item.agencies):
                work.duties.append(placed)
                work.asked &= request
        elif isinstance(item, Task):
            for work, group in of(lead_of(placed)):
                work.leads.append(placed)
                work.asked &= request
                if group != work.body:
                    work.together.add(item.task)
                work.targets += [key for key in item.targets if key not in work.targets and key in plan.targets]
            for work, _group in of(item.coordinating):
                work.coordinates.append(placed)
        elif isinstance(item, Target):
            for work, _group in of(lead_of(placed)):
                work.asked = False
                work.targets += [item.target] if item.target not in work.targets else []
            for work, _group in of(Ref(key) for key in item.shares):
                work.asked = False
                work.shares.append(item.target)
    return found


def responsible(plan: Plan, agencies: Agencies) -> dict[str, str]:
    """Who tells of each target: its lead, else the first lead of a task that serves it, else the standing agency.

    By id of the target; the issuer where the plan names nobody.
    """
    standing = next((flow.through for flow in plan.reporting if isinstance(flow.through, Ref)), None)
    last = standing or plan.issuer
    found: dict[str, str] = {}
    for placed in plan.placed:
        if isinstance(placed.item, Task):
            for key in placed.item.targets:
                found.setdefault(key, _first(lead_of(placed), last))
    for placed in plan.placed:
        if isinstance(placed.item, Target):
            own = _first(lead_of(placed), None)
            key = placed.item.target
            found[key] = own or found.get(key) or _first((last,), None)
    return found


def _first(refs: Iterable[Ref | Todo], other: Ref | Todo | None) -> str:
    known = [ref.text for ref in (*refs, other) if isinstance(ref, Ref)]
    return known[0] if known else ""

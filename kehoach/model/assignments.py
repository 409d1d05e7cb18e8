"""Who has to do what: every duty line and every task of a plan, with the agencies it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.frozen import attribute, frozen, mutable
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Duty, Exhibit, Group, ParagraphItem, Target, Task
from kehoach.model.once import once_a_plan
from kehoach.model.plan import PlacedItem, Plan, lead_of
from kehoach.model.prose import Prose

Refs = tuple[Ref | Todo, ...]


@frozen
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
        """The duty it is in."""
        return self.placed.duty

    @property
    def task(self) -> Task | None:
        """The task, None for a line."""
        return self.placed.item if isinstance(self.placed.item, Task) else None

    def led_by(self, agency: Ref, agencies: Agencies) -> bool:
        """Whether `agency`, or a group that it is a member of, leads."""
        return any(agency in (ref, *agencies.members_of(ref)) for ref in self.leads if isinstance(ref, Ref))


@once_a_plan
def assignments(plan: Plan) -> tuple[Assignment, ...]:
    """Every duty line and every task, in print order.

    What is below a task, and what runs on in one paragraph with another item, belongs to that item.
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
    if isinstance(item, Exhibit):  # it belongs to the line before it, where there is one
        return (
            next(one for one in getattr(inner[-1], "items", ()) if not isinstance(one, Exhibit) or one is item) is item
        )
    return bool(item.label or item.text or item.parts)


def assignments_of(
    plan: Plan, agencies: Agencies, agency: Ref
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """Those that `agency` leads, itself or in a group, and those in which it only takes part; both in print order."""
    led, takes_part = _by_body(plan, agencies).get(agency.text, ([], []))
    return tuple(led), tuple(takes_part)


@once_a_plan
def _by_body(plan: Plan, agencies: Agencies) -> dict[str, tuple[list[Assignment], list[Assignment]]]:
    """For each body, group or member of one, what it leads and where it takes part: one pass over the plan."""
    found: dict[str, tuple[list[Assignment], list[Assignment]]] = {}
    for assignment in assignments(plan):
        leading = _bodies(assignment.leads, agencies)
        for body in leading:
            found.setdefault(body, ([], []))[0].append(assignment)
        for body in _bodies(assignment.coordinating, agencies):
            if body not in leading:
                found.setdefault(body, ([], []))[1].append(assignment)
    return found


def _bodies(refs: Refs, agencies: Agencies) -> dict[str, None]:
    known = [ref for ref in refs if isinstance(ref, Ref)]
    return {body.text: None for ref in known for body in (ref, *agencies.members_of(ref))}


@mutable
class Work:
    """What one body has to do, in the plan's order.

    `leads` and `coordinates` are tasks. A duty's agencies take part in its tasks that others lead. `targets` are those
    it reports: its own and those that its tasks serve; `named_in` are the targets that name it. `together` are the ids
    of tasks that it leads as one member of a group. `asked` says that it is only requested (Đề nghị ...): the issuer
    cannot order it.
    """

    body: Ref
    duties: list[PlacedItem] = attribute(factory=list)
    leads: list[PlacedItem] = attribute(factory=list)
    coordinates: list[PlacedItem] = attribute(factory=list)
    targets: list[str] = attribute(factory=list)
    shares: list[str] = attribute(factory=list)
    named_in: list[str] = attribute(factory=list)
    together: set[str] = attribute(factory=set)
    asked: bool = True

    @property
    def is_requested(self) -> bool:
        """Whether papers to it ask and do not order: as its duties say, where it has any."""
        return all(map(_is_request, self.duties)) if self.duties else self.asked

    @property
    def reports(self) -> bool:
        """Whether it has something of its own to report: coordinating alone is reported by the lead."""
        return bool(self.duties or self.leads or self.targets or self.shares)


@once_a_plan
def work_of(plan: Plan, agencies: Agencies) -> dict[str, Work]:
    """The work of every body by its id or printed name, members in place of their group; by first mention."""
    given = {id(one.placed.item): one for one in assignments(plan)}
    found = _Found(agencies)
    for placed in plan.placed:
        match placed.item:
            case Duty():
                found.duty(placed)
            case Task():
                found.task(given[id(placed.item)], plan)
            case Target():
                found.target(placed)
    return found.by_body


class _Found:
    """Collects the work of every body, item by item."""

    def __init__(self, agencies: Agencies) -> None:
        self.agencies = agencies
        self.by_body: dict[str, Work] = {}

    def _of(self, refs: Iterable[Ref | Todo]) -> Iterator[tuple[Work, Ref]]:
        for ref in refs:
            if isinstance(ref, Ref):
                for body in self.agencies.members_of(ref):
                    yield self.by_body.setdefault(body.text, Work(body)), ref

    def duty(self, placed: PlacedItem) -> None:
        for work, _group in self._of(placed.duty.agencies if placed.duty else ()):
            work.duties.append(placed)
            work.asked &= _is_request(placed)

    def task(self, assignment: Assignment, plan: Plan) -> None:
        task, placed = assignment.task, assignment.placed
        assert task is not None
        named: set[str] = set()  # a body may be named both itself and in a group
        for work, group in self._of(assignment.leads):
            if work.body.text not in named:
                work.leads.append(placed)
                named.add(work.body.text)
            work.asked &= _is_request(placed)
            if group != work.body:
                work.together.add(task.task)
            work.targets += [key for key in task.targets if key not in work.targets and key in plan.targets]
        for work, _group in self._of(assignment.coordinating):
            if work.body.text not in named:
                work.coordinates.append(placed)
                named.add(work.body.text)

    def target(self, placed: PlacedItem) -> None:
        target = placed.item
        assert isinstance(target, Target)
        for work, _group in self._of(lead_of(placed)):
            work.asked &= _is_request(placed)
            if target.target not in work.targets:
                work.targets.append(target.target)
            _add(work.named_in, target.target)
        for work, _group in self._of(target.coordinating):
            _add(work.named_in, target.target)
        for work, _group in self._of(Ref(key) for key in target.shares):
            work.asked &= _is_request(placed)
            _add(work.shares, target.target)
            _add(work.named_in, target.target)


def _is_request(placed: PlacedItem) -> bool:
    return bool(placed.duty and placed.duty.request)


def _add(keys: list[str], key: str) -> None:
    """Add the target at hand, once: a plan has each once, so only the last one can be the same."""
    if keys[-1:] != [key]:
        keys.append(key)


def concerned(plan: Plan, agencies: Agencies) -> tuple[Ref, ...]:
    """Every body that the plan gives something: an assignment, a target to lead or take part in, a registered share.

    Groups as their members, by first mention.
    """
    return tuple(
        work.body
        for work in work_of(plan, agencies).values()
        if work.duties or work.leads or work.coordinates or (work.named_in and _is_known(work, agencies))
    )


def _is_known(work: Work, agencies: Agencies) -> bool:
    """Whether it is more than the name of a place that a share is counted for."""
    only_shares = set(work.named_in) == set(work.shares)
    return not only_shares or work.body in agencies


def responsible(plan: Plan) -> dict[str, str]:
    """Who reports each target: its lead, else the first lead of a task that serves it, else the standing agency.

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

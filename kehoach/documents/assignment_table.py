"""The assignment table: who does what by when, as data for the office's spreadsheet, calendar and tracking system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kehoach.documents.body import Body
from kehoach.documents.inline import value_inline
from kehoach.documents.letterhead import number_line
from kehoach.documents.paper import plain
from kehoach.documents.tables import unit_of
from kehoach.documents.texts import Counters
from kehoach.documents.wording import Wording, distinct_names, short_name_of, text_of
from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies, Agency
from kehoach.model.assignments import Assignment, Refs, assignments
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Target
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan
from kehoach.model.quantity import Quantity
from kehoach.model.terms import Term, days_before, terms
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.vietnamese import NBSP, lower_first


@frozen
class NamedBody:
    """A body: its id in the registry, "" for one named as printed, and its name."""

    id: str
    name: str


@frozen
class Due:
    """When something is due: as the plan has it, and its days.

    `undated` is what is said instead of a day where there is none; `continues` says that it goes on after the last day.
    """

    text: str
    terms: tuple[Term, ...] = ()
    undated: str = ""
    continues: bool = False

    @property
    def day(self) -> date | None:
        """The last day; None for what returns or has no day."""
        return max((term.day for term in self.terms if term.day and not term.every), default=None)

    @property
    def every(self) -> str:
        """How often it returns."""
        return next((str(term.every) for term in self.terms if term.every), "")

    @property
    def first(self) -> date:
        """The first day that is known, for sorting; the last of all days where none is."""
        days = (term.day or term.begins for term in self.terms)
        return min((day for day in days if day), default=date.max)

    @property
    def parts(self) -> tuple[Due, ...]:
        """The same for each of its days alone; of what has none itself."""
        known = [term for term in self.terms if term.day or term.begins]
        return tuple(replace(self, terms=(term,)) for term in known) or (self,)


@frozen
class TaskRow:
    """A duty line or a task. `id` is "" for a line."""

    id: str
    text: str
    lead: tuple[NamedBody, ...]
    coordinating: tuple[NamedBody, ...]
    due: Due
    deliverable: str
    fund: str
    targets: tuple[str, ...]
    place: str
    target_names: tuple[str, ...] = ()
    person: str = ""


@frozen
class Amount:
    """A quantity as typed, and its number where it is a single one."""

    text: str
    number: Decimal | None


@frozen
class TargetRow:
    """A target, with its shares by agency."""

    id: str
    name: str
    unit: str
    baseline: Amount
    value: Amount
    better: str
    shares: tuple[tuple[NamedBody, Amount], ...]
    by_year: tuple[tuple[int, Amount], ...] = ()
    """What is planned for each year, in a plan of several; `value` is then that of the last."""
    by: str = ""
    """By when it is to be reached, as typed."""


@frozen
class DueRow:
    """A day on the calendar: of a task, or of a report. `id` is unique within the plan.

    Of several days of one deadline the second is `<id>/2`, so that each is the same event when a day moves.
    """

    id: str
    due: Due
    what: str
    who: tuple[NamedBody, ...]
    kind: str


@frozen
class AssignmentTable:
    """The assignments of one plan. `year` is its first; `issued` the day of issue, None for a draft.

    `origin` tells the plan's issuer from those of the same id elsewhere.
    """

    plan: str
    number: str
    issued: date | None
    year: int
    type: str
    subject: str
    issuer: str
    tasks: tuple[TaskRow, ...]
    targets: tuple[TargetRow, ...]
    deadlines: tuple[DueRow, ...]
    origin: str = ""
    reminder: int | None = None


def compose_assignment_table(plan: Plan, agencies: Agencies, plan_id: str) -> AssignmentTable:
    """The table of a plan. `plan_id` is `<year>/<plan>`."""
    body = Body(plan, agencies, Counters())
    rows = _Rows(plan, agencies, Wording(plan, agencies, body))
    issuer = agencies.get(plan.issuer)
    tasks = tuple(rows.task(assignment) for assignment in assignments(plan))
    return AssignmentTable(
        plan_id,
        number_line(plan.number, plan.number_suffix, issuer).removeprefix("Số:").strip() if plan.number else "",
        plan.issued_on.latest if plan.is_issued and plan.issued_on else None,
        plan.year.first,
        DOCUMENT_TYPES[plan.type],
        _text(plain(body.line(plan.subject, body.scope))),
        str(issuer.name) if issuer else str(plan.issuer),
        tasks,
        tuple(rows.target(target) for target in plan.targets.values()),
        tuple(sorted(rows.deadlines(tasks), key=lambda row: (row.due.first, row.id))),
        _origin(issuer, agencies) if issuer else str(plan.issuer),
        days_before(plan.reminder),
    )


def _origin(agency: Agency, agencies: Agencies) -> str:
    """The names of a body, of its place and of the body above it: who they are, whatever ids a registry gives."""
    above = agencies.get(agency.parent) if isinstance(agency.parent, Ref) else None
    return "\n".join([agency.full_name, str(agency.place or ""), above.full_name if above else ""])


class _Rows:
    """Makes the rows of one plan."""

    def __init__(self, plan: Plan, agencies: Agencies, wording: Wording) -> None:
        self.plan, self.agencies, self.wording = plan, agencies, wording
        self.body = wording.body
        self.names = distinct_names(plan, agencies)

    def task(self, assignment: Assignment) -> TaskRow:
        task = assignment.task
        scope = self.body.scope_of(task)
        return TaskRow(
            task.task if task else "",
            _text("\n".join(map(text_of, self.wording.words(assignment)))),
            self.named(assignment.leads),
            self.named(assignment.coordinating),
            self.due(task.deadline if task else None),
            _text(plain(self.body.line(task.deliverable, scope))) if task else "",
            _text(plain(self.body.line(task.fund, scope))) if task else "",
            task.targets if task else (),
            _text(self.wording.place(assignment)),
            tuple(self._target_name(key) for key in task.targets) if task else (),
            _text(plain(value_inline(task.person))) if task else "",
        )

    def _target_name(self, key: str) -> str:
        return _text(plain(self.names[key])) if key in self.names else key

    def target(self, target: Target) -> TargetRow:
        value = target.value or (target.values[max(target.values)] if target.values else None)
        unit = unit_of(target)
        return TargetRow(
            target.target,
            _text(plain(self.names[target.target])),
            unit,
            _amount(target.baseline, unit),
            _amount(value, unit),
            str(target.better),
            tuple((self._body(Ref(key)), _amount(share, unit)) for key, share in target.shares.items()),
            tuple((int(year), _amount(one, unit)) for year, one in sorted(target.values.items())),
            target.by.text if isinstance(target.by, Deadline) else "",
        )

    def deadlines(self, tasks: tuple[TaskRow, ...]) -> Iterator[DueRow]:
        for task in tasks:
            if task.id and task.due.text:
                yield from _days(f"task/{task.id}", task.due, self._name(task), task.lead, "task")
        names = Counter(str(period.name) for flow in self.plan.reporting for period in flow.periods)
        for flow in self.plan.reporting:
            for period in flow.periods:
                if period.due is not None:
                    to = f" gửi {self.agencies.join(flow.to)}" if names[str(period.name)] > 1 else ""
                    what = f"Báo cáo {lower_first(str(period.name))}{to}"
                    due = self.due(period.due)
                    yield from _days(f"report/{period.id}", due, what, self.named(flow.senders), "report")

    def _name(self, row: TaskRow) -> str:
        return _text(plain(short_name_of(self.plan.tasks[row.id], self.body)))

    def due(self, deadline: Deadline | Todo | None) -> Due:
        if not isinstance(deadline, Deadline):
            return Due("" if deadline is None else "[chưa quyết định]")
        found = terms(deadline, self.plan)
        ongoing = any(moment.ongoing and not moment.every for moment in deadline.moments)
        known = any(term.day or term.begins or term.every for term in found)
        undated = "" if known else "thường xuyên" if ongoing else "không có ngày"
        return Due(deadline.text, found, undated, deadline.onward or (ongoing and known))

    def named(self, refs: Refs) -> tuple[NamedBody, ...]:
        return tuple(self._body(ref) for ref in refs if isinstance(ref, Ref))

    def _body(self, ref: Ref) -> NamedBody:
        return NamedBody(ref.text if ref in self.agencies else "", self.agencies.name_of(ref))


def _days(id_: str, due: Due, what: str, who: tuple[NamedBody, ...], kind: str) -> Iterator[DueRow]:
    for number, part in enumerate(due.parts, 1):
        yield DueRow(id_ if number == 1 else f"{id_}/{number}", part, what, who, kind)


def _amount(quantity: Quantity | Todo | None, unit: str) -> Amount:
    """A quantity as typed; its number counts in the unit of its target, as its neighbours do, where it can."""
    if not isinstance(quantity, Quantity):
        return Amount("" if quantity is None else "[chưa quyết định]", None)
    alike = quantity.measured_in(unit) or quantity
    return Amount(quantity.text, alike.low if quantity.is_one_number else None)


def _text(text: str) -> str:
    """A text for machines: ordinary spaces."""
    return text.replace(NBSP, " ")

"""What a report says: the facts of a plan and its results, chosen for the body that reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property

from kehoach.documents.body import Body
from kehoach.documents.inline import joined, value_inline
from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import Inline, Slot
from kehoach.documents.wording import distinct_names, name_of, short_name_of
from kehoach.frozen import attribute, frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.assignments import Work, responsible
from kehoach.model.base import Ref, Todo
from kehoach.model.carried import figure_before, returns, status_before
from kehoach.model.history import Edition
from kehoach.model.items import Group, Target, Task
from kehoach.model.once import once_a_plan
from kehoach.model.outcome import Outcome, compared_with_goal, share_outcome, target_outcome
from kehoach.model.period import Deadline, Frequency
from kehoach.model.plan import PlacedItem, Plan
from kehoach.model.quantity import Quantity, first_unit
from kehoach.model.reporting import Reporting
from kehoach.model.results import STATUSES, Reported, Results, TargetResult, TaskResult
from kehoach.vietnamese import day_text, number_text, upper_first


@frozen
class ReportRow:
    """A target, or one body's share of it, with what it came to. `key` is where its figure is in the results.

    The last of its `origin` is a pair: what was planned, and what was reported.
    """

    key: str
    name: Inline
    unit: str
    outcome: Outcome
    result: TargetResult | None
    above: tuple[Inline, ...] = ()
    is_share: bool = False
    origin: Origin = attribute(default=(), compare=False, repr=False)

    @property
    def planned(self) -> object:
        """What the figure that is planned was made from."""
        return self.origin[-1][0]  # type: ignore[index]

    @property
    def reported(self) -> object:
        """What the figure that is reported was made from."""
        return self.origin[-1][1]  # type: ignore[index]


@frozen
class ReportView:
    """One report in the making. `work` is that of the reporting agency, None in the consolidated report.

    `earlier` are the plans of the same name of earlier years.
    """

    plan: Plan
    agencies: Agencies
    reporting: Reporting
    reported: Reported
    body: Body
    work: Work | None = None
    earlier: tuple[Edition, ...] = ()

    @property
    def period(self) -> object:
        """What names the period: that of the plan, and the plan's year."""
        return self.plan.periods.get(self.reporting.id), Keys(self.plan, ("year",))

    @property
    def results(self) -> Results:
        """What was reported for this report."""
        return self._file(self.reporting)

    @cached_property
    def rows(self) -> tuple[ReportRow, ...]:
        """The targets of the report, each followed by its shares, in print order."""
        placed = _placed_targets(self.plan)
        if self.work is None:
            return tuple(row for _at, one in placed.values() for row in (self._row(one), *self._share_rows(one)))
        wanted = sorted(placed[key] for key in {*self.work.targets, *self.work.shares} if key in placed)
        return tuple(self._own_row(one, self.work) for _at, one in wanted)

    def _row(self, placed: PlacedItem) -> ReportRow:
        target = placed.item
        assert isinstance(target, Target)
        result = self.results.targets.get(target.target)
        found = target_outcome(target, self.reporting, self.plan, self.reported)
        return ReportRow(
            f"targets/{target.target}",
            self.name(target),
            unit_of(found),
            found,
            result,
            self._headings(placed),
            origin=(*placed.above, (named(target), result)),
        )

    def _share_rows(self, placed: PlacedItem) -> tuple[ReportRow, ...]:
        target = placed.item
        assert isinstance(target, Target)
        result = self.results.targets.get(target.target)
        return tuple(
            ReportRow(
                f"targets/{target.target}/{agency}",
                (upper_first(self.agencies.short_name_of(Ref(agency))),),
                unit_of(found := share_outcome(target, agency, self.reporting, self.plan, self.reported)),
                found,
                result,
                is_share=True,
                origin=_origin_of_share(placed, agency, result),
            )
            for agency in target.shares
        )

    def _own_row(self, placed: PlacedItem, work: Work) -> ReportRow:
        """A target as one body says it: its share; of a group's target what it did itself; else what it has said."""
        row, target = self._row(placed), placed.item
        assert isinstance(target, Target)
        me = work.body.text
        name = row.name
        if me in target.shares:
            found = share_outcome(target, me, self.reporting, self.plan, self.reported)
            name = (*name, " (phần được giao)")
            row = replace(row, origin=_origin_of_share(placed, me, None))
        elif self._is_together(target, work):
            own = row.result.shares.get(me) if row.result else None
            own = own if isinstance(own, Quantity) else None
            found = compared_with_goal(target, own, self.reporting.year, self.plan.year)
            name = (*name, " (kế hoạch chung)")  # as its extract says: the figure planned is the whole group's
        elif self._said_itself(target.target, row.result):
            return row
        else:
            found = target_outcome(target, self.reporting, self.plan, Reported())
            return replace(row, outcome=found, result=None)
        return ReportRow(f"{row.key}/{me}", name, unit_of(found), found, None, row.above, origin=row.origin)

    def _said_itself(self, identity: str, result: TargetResult | TaskResult | None) -> bool:
        """Whether the sender of the report has reported the result itself, in this report or in one before it.

        Why: the results file is the issuer's. A body signs only what it has said.
        """
        if self.work is None:
            return True
        me, key = self.work.body.text, "tasks" if isinstance(result, TaskResult) else "targets"
        if key == "targets" and self._tellers.get(identity) != me:
            return False
        files = self.reported.by_report.values()
        return any(me in one.reported and getattr(one, key).get(identity) is result for one in files)

    @cached_property
    def _tellers(self) -> dict[str, str]:
        """Who reports each target."""
        return responsible(self.plan)

    def _is_together(self, target: Target, work: Work) -> bool:
        """Whether what the plan wants of a target is wanted of several bodies together, of which this is one."""
        tasks = (placed.item for placed in work.leads)
        led = any(task.task in work.together and target.target in task.targets for task in tasks)  # type: ignore[union-attr]
        return led or bool(self.agencies.unnamed_members(work.body))

    def name(self, item: Group) -> Inline:
        """The short name of a task; the name of a target, else its sentence, without the stop at the end."""
        return short_name_of(item, self.body) if isinstance(item, Task) else name_of(item, self.body)

    def distinct_name(self, row: ReportRow) -> Inline:
        """The name of a row away from its table: with the heading above it where others have the same name."""
        known = distinct_names(self.plan, self.agencies).get(row.key.split("/")[1], ())
        return row.name if len(row.name) > len(known) else known

    def _headings(self, placed: PlacedItem) -> tuple[Inline, ...]:
        """Headings and labels above a target, its own label last."""
        holders = [*placed.above[1:], placed.item]
        texts = [(getattr(one, "heading", None) or getattr(one, "label", None), one) for one in holders]
        return tuple(self.body.line(text, self.body.scope_of(one)) for text, one in texts if text)

    # Tasks

    def facts(self, placed: PlacedItem, *, leads: bool = False) -> Inline:
        """Deadline and deliverable of a task, and on request its leads, in brackets."""
        task = placed.item
        assert isinstance(task, Task)
        labels = {"lead": "chủ trì"} if leads else {}
        labels |= {"deadline": "thời hạn", "deliverable": "sản phẩm"}
        facts = [
            joined(((f"{label}:",), self.body.fact(task, key, tuple(placed.above))), " ")
            for key, label in labels.items()
            if self.body.fact(task, key, tuple(placed.above))
        ]
        return joined(((" (",), joined(facts, "; "), (")",)), "") if facts else ()

    def status(self, task: Task, *, blank_text: bool = True) -> Inline:
        """How far a task is, and what was done; blanks where nothing is reported."""
        result = self.results.tasks.get(task.task)
        known = result if self._said_itself(task.task, result) else None
        if known is None or (known.status is None and not known.members):
            return (*self.blank_status(f"tasks/{task.task}", blank_text=blank_text), *self._status_before(task))
        return joined((task_status(known, task, self.reporting.year), self.body.line(known.text, self.body.scope)), " ")

    def _status_before(self, task: Task) -> Inline:
        """How far the last report before had a task, in brackets."""
        found = status_before(task.task, self.reporting, self.plan, self.reported)
        if found and not self._said_itself(task.task, self._file(found[0]).tasks.get(task.task)):
            return ()
        return (f" ({found[0].name}: {found[1]})",) if found else ()

    def figure_before(self, target: str) -> Inline:
        """The last figure that an earlier report of the year had, with its stretch."""
        found = figure_before(target, self.reporting, self.plan, self.reported)
        if found and not self._said_itself(target, self._file(found[0]).targets.get(target)):
            return ()
        return (f"{upper_first(found[0].name)}: {found[1]}",) if found else ()

    def _file(self, report: Reporting) -> Results:
        return self.reported.of(report.year, report.id)

    def blank_status(self, key: str, *, blank_text: bool = True) -> Inline:
        """The blanks of a task: how far it is, and what was done."""
        status = Slot(f"{key}/status", "tiến độ", choices=STATUSES)
        text = (". ", Slot(f"{key}/text", "kết quả cụ thể", required=False)) if blank_text else ()
        return (status, *text)


_SHOWN = ("value", "values", "baseline", "total", "by", "lead", "coordinating", "deadline", "deliverable")


def named(item: Target | Task) -> object:
    """What a paper says of a target or task that it calls by its name: not the sentence of the plan."""
    return Keys(item, ("name", *_SHOWN)) if item.name else item


def _origin_of_share(placed: PlacedItem, agency: str, result: TargetResult | None) -> Origin:
    return (*placed.above, placed.item, (Keys(placed.item, ("shares",), agency), Keys(result, ("shares",), agency)))


@once_a_plan
def _placed_targets(plan: Plan) -> dict[str, tuple[int, PlacedItem]]:
    """Every target by its id, with its place in print order."""
    placed = (one for one in plan.placed if isinstance(one.item, Target))
    return {one.item.target: (at, one) for at, one in enumerate(placed)}  # type: ignore[union-attr]


def task_status(result: TaskResult, task: Task, year: int) -> Inline:
    """The status of a task with the day on which it was done, and that this was late."""
    if result.status is None:
        return ()
    if isinstance(result.status, Todo):
        return (result.status,)
    day = f" ngày {day_text(result.on)}" if isinstance(result.on, date) else ""
    late = ", chậm so với thời hạn" if _is_late(result, task, year) else ""
    return (f"{result.status}{day}{late}.",)


def _is_late(result: TaskResult, task: Task, year: int) -> bool:
    """Whether a task was done after its deadline, where both have a day; of what returns every year that of `year`."""
    deadline = task.deadline
    if not isinstance(deadline, Deadline) or not isinstance(result.on, date):
        return False
    yearly = all(moment.every is Frequency.YEAR and moment.is_dated for moment in deadline.moments)
    if returns(deadline) and not (yearly and result.on.year == year):
        return False
    last = deadline.last_day(year)
    return last is not None and result.on > last


def unit_of(found: Outcome) -> str:
    """The unit in which a target is planned, else reported."""
    return first_unit((found.goal, found.actual, found.start))


def compared(actual: Quantity, earlier: Quantity | None, words: str) -> str:
    """A figure against an earlier one: percentages by points, everything else by its growth; "" when it cannot be."""
    before = earlier.measured_in(actual.unit) if earlier else None
    if before is None or not (before.is_one_number and actual.is_one_number):
        return ""
    change = actual.low - before.low
    if not change:
        return f"bằng {words}"
    word = "tăng" if change > 0 else "giảm"
    if actual.is_percentage:
        return f"{word} {number_text(abs(change))} điểm % so với {words}"
    if not before.low:
        return f"{word} {number_text(abs(change))} {actual.unit} so với {words}"
    return f"{word} {number_text(abs(change) / before.low * Decimal(100), 1)}% so với {words}"


def quantity_inline(quantity: object, unit: str) -> Inline:
    """A quantity in a cell, without its unit where a column of its own, or the heading, says it: `unit`."""
    return value_inline(quantity.below(unit) if isinstance(quantity, Quantity) else quantity)

"""What an overview says of a plan: its title, whether it is issued, what is found in it, and its days."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from kehoach.diagnostics import KehoachError, Severity
from kehoach.documents.letterhead import number_line
from kehoach.documents.plan import plan_title
from kehoach.frozen import frozen
from kehoach.model.period import Frequency
from kehoach.model.terms import Term
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.lock import current, files_to_watch, register_id
from kehoach.storage.register import Register
from kehoach.storage.workspace import plan_id
from kehoach.vietnamese import NBSP


class Standing(StrEnum):
    """How far a plan is."""

    DRAFT = "draft"
    NUMBERED = "numbered"  # number and day are typed; the register does not know it
    ISSUED = "issued"


@frozen
class PlanDeadline:
    """A day, or returning days, of a plan: what is due then."""

    what: str
    term: Term


@frozen
class PlanSummary:
    """A plan at a glance. `number` is as printed, "12/KH-UBND", "" while it has none; `beside` are the files besides
    plan and registry on which the summary rests.
    """

    title: str
    standing: Standing = Standing.DRAFT
    number: str = ""
    undecided: int = 0
    errors: int = 0
    warnings: int = 0
    deadlines: tuple[PlanDeadline, ...] = ()
    beside: tuple[Path, ...] = ()

    def next_deadline(self, today: date) -> tuple[date, str] | None:
        """The next day, today's too, on which a task or a report is due, and what that is."""
        found = ((day, one.what) for one in self.deadlines if (day := one.term.next_day(today)))
        return min(found, default=None)


def plan_summary(path: Path, examiner: Examiner) -> PlanSummary:
    """The summary of a plan; of one that cannot be opened or is no plan, its file's name and an error."""
    try:
        examined = examiner.examine(path)
        examiner.seen.clear()
        return _summary(examined, examiner, path)
    except KehoachError:
        return PlanSummary(path.stem, errors=1)


def _summary(examined: Examined, examiner: Examiner, path: Path) -> PlanSummary:
    plan, count = examined.plan, Counter(finding.severity for finding in examined.findings)
    weights = (count[Severity.UNDECIDED], count[Severity.ERROR], count[Severity.WARNING])
    beside = [one.path for one in examined.beside]
    if plan is None:
        return PlanSummary(path.stem, Standing.DRAFT, "", *weights, (), tuple(beside))
    standing, number = Standing.DRAFT, ""
    if plan.is_issued:
        line = number_line(plan.number, plan.number_suffix, examined.agencies.get(plan.issuer))
        standing, number = Standing.NUMBERED, line.removeprefix("Số:").strip()
    if examiner.has_register:
        beside += files_to_watch(examiner.workspace, path, plan)
        entry = current(Register.of(examiner.workspace.root).of_plan(register_id(path, plan)))
        if entry:
            standing, number = Standing.ISSUED, entry.name
    title = plan_title(plan, examined.agencies).replace(NBSP, " ") if str(plan.subject) else path.stem
    days = () if examined.stops else tuple(_deadlines(examined, path))
    return PlanSummary(title, standing, number, *weights, days, tuple(beside))


def _deadlines(examined: Examined, path: Path) -> Iterable[PlanDeadline]:
    from kehoach.documents.assignment_table import compose_assignment_table  # late: a plan with errors needs none

    assert examined.plan is not None
    table = compose_assignment_table(examined.plan, examined.agencies, plan_id(path, examined.plan.year.first))
    return (PlanDeadline(row.what, term) for row in table.deadlines for term in row.due.terms if term.day)


def summary_to_plain(summary: PlanSummary, root: Path) -> dict[str, Any]:
    """A summary as JSON can keep it; files are named from the folder of the workspace."""
    return {
        "title": summary.title,
        "standing": str(summary.standing),
        "number": summary.number,
        "found": [summary.undecided, summary.errors, summary.warnings],
        "deadlines": [_plain(one) for one in summary.deadlines],
        "beside": [os.path.relpath(path, root) for path in summary.beside],
    }


def summary_from_plain(found: Any, root: Path) -> PlanSummary:
    """The summary that was kept. Raises LookupError, TypeError or ValueError for what is none."""
    undecided, errors, warnings = (int(one) for one in found["found"])
    deadlines = tuple(PlanDeadline(str(what), _term(*rest)) for what, *rest in found["deadlines"])
    beside = tuple(root / str(name) for name in found["beside"])
    standing = Standing(found["standing"])
    return PlanSummary(
        str(found["title"]), standing, str(found["number"]), undecided, errors, warnings, deadlines, beside
    )


def _plain(one: PlanDeadline) -> list[Any]:
    term = one.term
    every, until = (str(one) if one else "" for one in (term.every, term.until))
    return [one.what, str(term.day), every, until, term.asked_day]


def _term(day: str, every: str, until: str, asked: int) -> Term:
    end = date.fromisoformat(until) if until else None
    return Term(date.fromisoformat(day), every=Frequency(every) if every else None, until=end, asked_day=int(asked))

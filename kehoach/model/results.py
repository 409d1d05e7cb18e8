"""What was achieved: one results file for each report, by the ids of the plan.

Everything may be left out: what is not there is still to be reported.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from kehoach.frozen import attribute, frozen
from kehoach.model.base import Body, Flag, Id, Located, Map, TargetRef, Todo
from kehoach.model.fields import Names, OneOf, Reads
from kehoach.model.prose import ProseField
from kehoach.model.quantity import QuantityField

DONE, UNDER_WAY = "hoàn thành", "đang thực hiện"
STATUSES = ("chưa thực hiện", UNDER_WAY, DONE, "quá hạn")

FundName = Annotated[str, Reads("name"), Names("fund")]
ReportedDay = Annotated[date | Todo, Reads("reported_day")]
Status = Annotated[str | Todo, OneOf(*STATUSES, or_todo=True)]


class TargetResult(Located):
    """What became of a target.

    `value` is the figure at the end of the period, counted from the year's beginning; in its place `added` is what
    came in since the year's last report. `same_period` is the figure of the same period of last year. `met` answers
    for a target without a figure.
    """

    short_form = "value"

    value: QuantityField | None = None
    added: QuantityField | None = None
    met: Flag | None = None
    same_period: QuantityField | None = None
    shares: Map[Body, QuantityField] = attribute(factory=dict)
    cause: ProseField | None = None
    note: ProseField | None = None


class TaskResult(Located):
    """How far a task is; of a task of a group also how far each member is."""

    short_form = "status"

    status: Status | None = None
    on: ReportedDay | None = None
    text: ProseField | None = None
    members: Map[Body, Status] = attribute(factory=dict)


class FundResult(Located):
    """What a source gave. `planned` is only needed where the plan has no amount."""

    planned: QuantityField | None = None
    allocated: QuantityField | None = None
    disbursed: QuantityField | None = None
    note: ProseField | None = None


class Results(Located):
    """One results file: `results/<year>/<plan>/<period>.yaml`.

    `solutions` goes by the number of the group in the plan's sections of solutions, counted through from 1; `duties`
    by agency.
    """

    reported: Map[Body, ReportedDay] = attribute(factory=dict)
    targets: Map[TargetRef, TargetResult] = attribute(factory=dict)
    tasks: Map[Annotated[Id, Names("task")], TaskResult] = attribute(factory=dict)
    funds: Map[FundName, FundResult] = attribute(factory=dict)
    duties: Map[Body, ProseField] = attribute(factory=dict)
    leadership: ProseField | None = None
    solutions: Map[Id, ProseField] = attribute(factory=dict)
    difficulties: ProseField | None = None
    causes: ProseField | None = None
    next: ProseField | None = None
    proposals: ProseField | None = None


NOTHING = Results()
"""The results of a report of which nothing is known."""


@frozen
class Reported:
    """All results of a plan, by year and id of the report."""

    by_report: Mapping[tuple[int, str], Results] = attribute(factory=dict)

    def of(self, year: int, report: str) -> Results:
        """The results of one report; without a file nothing is known."""
        return self.by_report.get((year, report), NOTHING)

"""What the rules for results look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.reporting import Reporting, reports
from kehoach.model.results import Results
from kehoach.source import Span


@dataclass(frozen=True)
class ResultsCase:
    """A results file with what it is compared with.

    `report` is the name of the file, the id of the report it belongs to; `today` is None where no day matters.
    """

    results: Results
    report: str
    year: int
    plan: Plan
    agencies: Agencies
    start: Span
    today: date | None = None

    @property
    def reporting(self) -> Reporting | None:
        """The report, None when the plan has none of that id."""
        return reports(self.plan, self.year).get(self.report)

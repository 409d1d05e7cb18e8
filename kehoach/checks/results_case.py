"""What the rules for results look at."""

from __future__ import annotations

from datetime import date

from kehoach.frozen import attribute, frozen
from kehoach.model.agency import Agencies
from kehoach.model.carried import carry_on
from kehoach.model.plan import Plan
from kehoach.model.reporting import Reporting, reports
from kehoach.model.results import Reported, Results
from kehoach.source import Span


@frozen
class ResultsCase:
    """A results file with what it is compared with.

    `report` is the name of the file, the id of the report it belongs to; `today` is None where no day matters.
    `reported` are all results of the plan.
    """

    results: Results
    report: str
    year: int
    plan: Plan
    agencies: Agencies
    start: Span
    today: date | None = None
    reported: Reported = attribute(factory=Reported)

    @property
    def known(self) -> Results:
        """The results with what earlier reports said for good; the results alone where there is no such report."""
        if self.reporting is None:
            return self.results
        here = Reported({**self.reported.by_report, (self.year, self.report): self.results})
        return carry_on(here, self.reporting, self.plan).of(self.year, self.report)

    @property
    def reporting(self) -> Reporting | None:
        """The report, None when the plan has none of that id."""
        return reports(self.plan, self.year).get(self.report)

"""One plan while it is written: its text, what is found in it, its papers and their pages, made when asked for.

What was made is kept as long as what it was made from is the same: papers as long as the text, the registry and the
results are. A session writes no file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from kehoach.diagnostics import Finding, UnreadableFile, _
from kehoach.documents.body import Body
from kehoach.documents.chart import Chart
from kehoach.documents.kinds import PLAN
from kehoach.documents.paper import plain
from kehoach.documents.report_history import chart_of_years
from kehoach.documents.results_form import results_form
from kehoach.documents.texts import Counters
from kehoach.documents.wording import name_of
from kehoach.frozen import frozen
from kehoach.locating.leaves import Leaves, Location
from kehoach.model.agency import Agencies
from kehoach.model.history import Point, history, trend
from kehoach.model.plan import Plan
from kehoach.pipeline.drafting import rolled_forward
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.page_words import PageBox
from kehoach.pipeline.products import (
    NotNamed,
    Product,
    all_products,
    extract_products,
    plan_product,
    report_products,
    way_out,
)
from kehoach.pipeline.report_requests import ReportRequest, must_report, reporting_asked_for
from kehoach.pipeline.results import ResultsFound, examine_edition, find_results
from kehoach.pipeline.session_paper import SessionPaper
from kehoach.rolling.ledger import Fate, LedgerEntry
from kehoach.source import Source
from kehoach.storage.files import read_source
from kehoach.storage.workspace import Workspace, fonts
from kehoach.typeset import engine as typesetter
from kehoach.typeset.source import chart_source

Kind = Literal["plan", "report", "extract", "certified"]


class HasErrors(UnreadableFile):
    """The plan has an error: no paper can be made of it."""


@frozen
class Draft:
    """A draft for a later year: the text of the plan file, and what became of each value, undecided ones too."""

    text: str
    entries: tuple[LedgerEntry, ...]

    @property
    def undecided(self) -> tuple[LedgerEntry, ...]:
        """What only a person can decide."""
        return tuple(entry for entry in self.entries if entry.fate is Fate.UNDECIDED)


@frozen
class TargetHistory:
    """A target over the years, the earliest first: planned and reached, and a chart where there are figures."""

    name: str
    points: tuple[Point, ...]
    chart: Chart | None

    def svg(self) -> bytes:
        """The chart as a picture. Raises EnvironmentFailure; ValueError where there is none."""
        if self.chart is None:
            raise ValueError(self.name)
        return typesetter.svg(chart_source(self.chart), fonts())[0]


@dataclass
class Session:
    """An open plan. `text` may be other than the file's; `today` is what results are compared with, None: no day.

    `examiner` is the one of the workspace where several files of it are open, else one of its own.
    """

    path: Path
    text: str
    today: date | None = None
    examiner: InitVar[Examiner | None] = None
    _examiner: Examiner = field(init=False, repr=False)
    _made: dict[Any, Any] = field(init=False, repr=False, default_factory=dict)
    """What was made of the text as it is."""

    @classmethod
    def open(cls, path: Path, today: date | None = None) -> Session:
        """The session of a plan file. Raises UnreadableFile."""
        return cls(path, read_source(path).text, today)

    def __post_init__(self, examiner: Examiner | None) -> None:
        self._examiner = examiner or Examiner(Workspace.around(self.path.absolute().parent))

    def edit(self, text: str) -> None:
        """Go on with another text of the plan."""
        if text != self.text:
            self.text = text
            self._made.clear()

    def reload(self) -> None:
        """Read the plan, the registry and the results anew. Raises UnreadableFile."""
        self.text = read_source(self.path).text
        self.use(Examiner(self._examiner.workspace))

    def use(self, examiner: Examiner) -> None:
        """Go on with another examiner: a file beside the plan has changed."""
        self._examiner = examiner
        self._made.clear()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What `kehoach check` finds in the plan."""
        return self._examined.findings

    @property
    def has_errors(self) -> bool:
        """Whether an error of the plan or of the registry is in the way of papers."""
        return self._paper_source.stops or self._examiner.registry.stops

    @property
    def plan(self) -> Plan | None:
        """The plan as values, None where the text has no readable structure."""
        return self._examined.plan

    @property
    def agencies(self) -> Agencies:
        """The registry with the plan's own bodies."""
        return self._examined.agencies

    def paper(
        self, kind: Kind = "plan", *, agency: str = "", period: str = "", year: int | None = None, form: str = "paper"
    ) -> SessionPaper:
        """One paper: the plan; the report of a `period`, of an `agency` where one is named; an agency's extract.

        `form` of a certified one is "paper" or "electronic". Raises HasErrors, and NotNamed for what the plan lacks.
        """
        asked = (kind, agency, period, year, form)
        if asked not in self._made:
            (product,) = self._products(*asked)
            self._made[asked] = self._paper_of(product)
        made: SessionPaper = self._made[asked]
        return made

    def papers(self) -> Iterator[SessionPaper]:
        """Every paper that the plan calls for, as `kehoach build` makes them. Raises HasErrors."""
        plan = self._sound()
        for product in all_products(self._paper_source, plan, self._results):
            if product.name.endswith(".docx"):
                yield self._paper_of(product)

    def paper_named(self, name: str) -> SessionPaper:
        """One of `papers` by its name. Raises HasErrors, and NotNamed where the plan calls for no such paper."""
        if name == PLAN.file:
            return self.paper()
        if "named" not in self._made:
            self._made["named"] = {paper.name: paper for paper in self.papers()}
        named: dict[str, SessionPaper] = self._made["named"]
        if name in named:
            return named[name]
        raise NotNamed(_("the plan calls for no paper {name}", name=name))

    def place_at(self, page: int, x: float, y: float) -> Location | None:
        """What was typed for the word at a point of the plan's own paper: see `SessionPaper.place_at`."""
        return self.paper().place_at(page, x, y)

    def pages_of(self, line: int) -> tuple[PageBox, ...]:
        """Where the words that a line prints are in the plan's own paper: see `SessionPaper.pages_of`."""
        return self.paper().pages_of(line)

    def next(self, year: int, issuer: str = "") -> Draft:
        """The draft for a later year, by another body where `issuer` names one. Raises HasErrors and KehoachError."""
        examined = self._examined
        self._sound()
        target = self.path.absolute().parent.parent / str(year) / self.path.name
        ledger = rolled_forward(examined, self._examiner.registry.agencies, self._results, year, issuer, target)
        return Draft(ledger.draft.text, tuple(ledger.entries))

    def results_form(self, period: str, year: int | None = None) -> str:
        """The text of the empty results file of a report. Raises HasErrors, and NotNamed for what the plan lacks."""
        plan = self._sound()
        reporting = reporting_asked_for(plan, ReportRequest(period, year=year))
        return results_form(plan, self._examined.agencies, reporting, self._results.reported)

    def history(self, target: str) -> TargetHistory:
        """A target, by its id, over the years: those of the plans of the same name. Raises KehoachError."""
        paths = self._examiner.workspace.plans_named(self.path.stem)
        editions = tuple(one for path in paths if (one := examine_edition(path, self._examiner).edition))
        found = history(target, editions)
        if not found.years:
            known = sorted({key for edition in editions for key in edition.plan.targets})
            raise NotNamed(_("no plan has a target {id}", id=f'"{target}"'), way_out(target, known))
        latest = found.years[-1]
        body = Body(latest.edition.plan, latest.edition.agencies, Counters())
        name = plain(name_of(latest.target, body))
        return TargetHistory(name, trend(found), chart_of_years(latest.target, name, editions))

    @property
    def _examined(self) -> Examined:
        if "examined" not in self._made:
            examined = self._examiner.examine_text(self.path, Source(str(self.path), self.text))
            self._examiner.seen.clear()
            self._made["examined"] = examined if examined.readable else self._promised(examined)
        found: Examined = self._made["examined"]
        return found

    def _promised(self, examined: Examined) -> Examined:
        from kehoach.pipeline.fixing import promised  # late: most plans can be read

        return promised(examined, self._examiner.registry.agencies)

    @property
    def _paper_source(self) -> Examined:
        """What papers are made of: the plan, of which errors alone need be known. They are found before the rest."""
        if "examined" in self._made:
            return self._examined
        if "errors" not in self._made:
            examiner = self._examiner.of_errors
            self._made["errors"] = examiner.examine_text(self.path, Source(str(self.path), self.text))
            examiner.seen.clear()
        found: Examined = self._made["errors"]
        return found

    @property
    def _results(self) -> ResultsFound:
        if "results" not in self._made:
            self._made["results"] = find_results(self._sound(), self._paper_source, self._examiner, self.today)
        results: ResultsFound = self._made["results"]
        return results

    @property
    def _leaves(self) -> Leaves:
        """The typed texts of the plan, for all papers alike."""
        if "leaves" not in self._made:
            self._made["leaves"] = Leaves(self._sound(), self._paper_source.agencies)
        leaves: Leaves = self._made["leaves"]
        return leaves

    def _sound(self) -> Plan:
        """The plan, of which papers can be made. Raises HasErrors."""
        plan = self._paper_source.plan
        if plan is None or self.has_errors:
            raise HasErrors(_("{path} has errors: no paper is made of it", path=self.path), _("see: kehoach check"))
        return plan

    def _paper_of(self, product: Product) -> SessionPaper:
        return SessionPaper(product, self._examiner.workspace, self.path, self._leaves)

    def _products(self, kind: Kind, agency: str, period: str, year: int | None, form: str) -> Iterator[Product]:
        plan, examined = self._sound(), self._paper_source
        if kind == "plan":
            yield plan_product(examined, plan)
        elif kind == "report":
            reporting = reporting_asked_for(plan, ReportRequest(period, year=year))
            must_report(agency, plan, examined, reporting)
            yield from report_products(examined, plan, self._results, reporting, (agency,))
        else:
            yield from extract_products(examined, plan, (agency,), certified=form if kind == "certified" else "")

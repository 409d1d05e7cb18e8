"""Read, parse and check results files, and the plans of earlier years: what reports are filled from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path

from kehoach.diagnostics import Finding, KehoachError, Report, UnreadableFile, in_order
from kehoach.frozen import attribute, frozen
from kehoach.model.history import Edition
from kehoach.model.plan import Plan
from kehoach.model.results import NOTHING, Reported, Results
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.rule_book import all_rules
from kehoach.readers.yaml import read
from kehoach.source import Node, Source
from kehoach.storage.workspace import plan_id

# Rules and parser of results are imported when there is a file of them: most runs meet none.


@frozen
class ExaminedResults:
    """A results file with everything found."""

    year: int
    name: str
    results: Results
    report: Report


@frozen
class Earlier:
    """The plans of earlier years under the name of one, with their results files: read only when they are asked for."""

    plans: tuple[Path, ...] = ()
    results: tuple[Path, ...] = ()
    examiner: Examiner | None = None

    @cached_property
    def inputs(self) -> dict[str, str]:
        """The hashes of all these files; one that cannot be opened has none."""
        found: dict[str, str] = {}
        for path in (*self.plans, *self.results):
            with suppress(UnreadableFile):
                found |= self.examiner.workspace.hashes([path]) if self.examiner else {}
        return found

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The plans that can be read and have no error; results with an error are left out."""
        found = []
        for path in self.plans:
            with suppress(UnreadableFile):
                found += [examine_edition(path, self.examiner).edition] if self.examiner else []
        return tuple(edition for edition in found if edition)


@frozen
class ResultsFound:
    """The results of one plan: what they say, what was found on them, and the hashes of their files."""

    reported: Reported = attribute(factory=Reported)
    report: Report = attribute(factory=Report)
    inputs: Mapping[str, str] = attribute(factory=dict)
    earlier: Earlier = attribute(factory=Earlier)

    def years(self, plan: Plan) -> tuple[int, ...]:
        """The years of a plan to report on: of several those with results, the first before there are any."""
        found = {year for year, _report in self.reported.by_report if year in plan.year}
        return (plan.year.first,) if plan.year.is_one or not found else tuple(sorted(found))


@frozen
class _Read:
    """A results file as it was read, before anything is checked."""

    year: int
    name: str
    source: Source
    node: Node | None
    results: Results
    findings: tuple[Finding, ...]


def _read(path: Path, source: Source) -> _Read:
    """Read and parse the text of one results file."""
    from kehoach.parse.results import parse_results

    year, name = int(path.absolute().parts[-3]), path.stem
    node, findings = read(source)
    if node is None:
        return _Read(year, name, source, None, NOTHING, tuple(findings))
    results, more = parse_results(node, source, year)
    return _Read(year, name, source, node, results, (*findings, *more))


def _examined(found: _Read, plan: Plan, examined: Examined, today: date | None, reported: Reported) -> ExaminedResults:
    """Check one results file of a plan; `reported` are all of them."""
    from kehoach.checks import apply_ignore_comments
    from kehoach.checks.results import check_results
    from kehoach.checks.results_case import ResultsCase

    if found.node is None:
        return ExaminedResults(found.year, found.name, NOTHING, Report(in_order(found.findings)))
    source, start = found.source, found.source.span(0, min(1, len(found.source.text)))
    case = ResultsCase(found.results, found.name, found.year, plan, examined.agencies, start, today, reported)
    findings: tuple[Finding, ...] = (*found.findings, *check_results(case))
    complete = not any(f.vital for f in findings)
    kept, ignored = apply_ignore_comments(findings, source, found.node, all_rules, complete=complete)
    return ExaminedResults(found.year, found.name, found.results, Report(in_order(kept), ignored=in_order(ignored)))


def _reported(all_: Iterable[_Read]) -> Reported:
    return Reported({(one.year, one.name): one.results for one in all_})


def find_results(plan: Plan, examined: Examined, examiner: Examiner, today: date | None) -> ResultsFound:
    """All results of a plan, and those of the year before it under the same name. Raises UnreadableFile."""
    workspace, name = examiner.workspace, examined.path.stem
    first, last = plan.year.first, plan.year.last or 9999
    by_year = [(int(path.parts[-3]), path) for path in workspace.results_named(name) if path.parts[-3].isdecimal()]
    files = [path for year, path in by_year if first - 1 <= year <= last]
    earlier = Earlier(
        tuple(path for path in workspace.plans_named(name) if int(path.parent.name) < first),
        tuple(path for year, path in by_year if year < first),
        examiner,
    )
    inputs = workspace.hashes(files)
    read_in = [_read(path, examiner.source_of(path)) for path in files]
    reported = _reported(read_in)
    found = [_examined(one, plan, examined, today, reported) for one in read_in]
    return ResultsFound(
        reported,
        sum((one.report for one in found if one.year in plan.year), Report()),
        inputs,
        earlier,
    )


@frozen
class ExaminedEdition:
    """A plan read for its figures, and the errors found. `edition` is None when the plan has one."""

    examined: Examined
    edition: Edition | None
    report: Report


def examine_edition(path: Path, examiner: Examiner) -> ExaminedEdition:
    """Read a plan with its results for their figures. Results with an error are left out. Raises UnreadableFile."""
    examined = examiner.examine(path)
    plan, report = examined.plan, examined.report.errors_only()
    if plan is None or examined.stops:
        return ExaminedEdition(examined, None, report)
    reported = Reported()
    try:
        results = find_results(plan, examined, examiner, None)
        report += results.report.errors_only()
        reported = Reported() if results.report.stops else results.reported
    except KehoachError as failure:
        report += Report(failures=(failure,))
    edition = Edition(plan, examined.agencies, reported, plan_id(path, plan.year.first))
    return ExaminedEdition(examined, edition, report)


class ResultsChecks:
    """Checks the results files of a workspace, one after the other; those of one folder are read together, once."""

    def __init__(self, examiner: Examiner, today: date | None) -> None:
        self.examiner, self.today = examiner, today
        self._plan: tuple[Path, Examined, dict[Path, _Read]] | None = None

    def check(self, path: Path) -> Report:
        """Every finding on one results file; of its plan only where that cannot be read at all."""
        try:
            examined, others = self._of_plan(path)
            if examined.plan is None:
                return examined.report
            if not self.examiner.registry.readable:  # it would make every agency of the results look wrong
                return Report()
            found = others.get(path.absolute()) or _read(path, self.examiner.source_of(path))
            return _examined(found, examined.plan, examined, self.today, _reported(others.values())).report
        except KehoachError as failure:
            return Report(failures=(failure,))

    def looking_at(self, path: Path) -> Callable[[Source], Examined] | None:
        """What looks at a text of one results file, None where its plan cannot be read. Raises UnreadableFile."""
        examined, others = self._of_plan(path)
        plan = examined.plan
        if plan is None or not self.examiner.registry.readable:
            return None

        def look(source: Source) -> Examined:
            found = _read(path, source)
            reported = _reported({**others, path.absolute(): found}.values())
            report = _examined(found, plan, examined, self.today, reported).report
            readable = found.node is not None
            return Examined(source, readable, None, examined.agencies, report.findings, report.ignored)

        return look

    def forget(self) -> None:
        """Read the files anew for the next one: one of them has changed."""
        self._plan = None

    def _of_plan(self, path: Path) -> tuple[Examined, dict[Path, _Read]]:
        """The plan of a results file, and the files beside it that are of the plan's years and can be opened."""
        folder = path.absolute().parent
        if self._plan is None or self._plan[0] != folder:
            examined = self.examiner.examine(self.examiner.workspace.plan_of(path))
            self._plan = folder, examined, dict(self._beside(path, examined.plan)) if examined.plan else {}
        return self._plan[1:]

    def _beside(self, path: Path, plan: Plan) -> Iterator[tuple[Path, _Read]]:
        for other in self.examiner.workspace.results_named(path.absolute().parent.name):
            year = other.parts[-3]
            if year.isdecimal() and int(year) in plan.year:
                with suppress(UnreadableFile):
                    yield other.absolute(), _read(other, self.examiner.source_of(other))

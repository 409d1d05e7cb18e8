"""Read, parse and check results files: what reports are filled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kehoach.commands.examine import Examined, Examiner
from kehoach.diagnostics import Finding, KehoachError, Report, in_order
from kehoach.files import read_source
from kehoach.model.plan import Plan
from kehoach.model.results import NOTHING, Reported, Results
from kehoach.readers.yaml import read
from kehoach.workspace import Workspace

# Rules and parser of results are imported when there is a file of them: most runs meet none.


@dataclass(frozen=True)
class ExaminedResults:
    """A results file with everything found."""

    year: int
    name: str
    results: Results
    report: Report


@dataclass(frozen=True)
class ResultsFound:
    """The results of one plan: what they say, what was found on them, and the hashes of their files."""

    reported: Reported = field(default_factory=Reported)
    report: Report = field(default_factory=Report)
    inputs: Mapping[str, str] = field(default_factory=dict)

    def years(self, plan: Plan) -> tuple[int, ...]:
        """The years of a plan to report on: of several those with results, the first before there are any."""
        told = {year for year, _report in self.reported.by_report if year in plan.year}
        return (plan.year.first,) if plan.year.is_one or not told else tuple(sorted(told))


NO_RESULTS = ResultsFound()
"""Of a plan whose results nobody asked for."""


def examine_results(path: Path, plan: Plan, examined: Examined, today: date | None) -> ExaminedResults:
    """Read, parse and check one results file of a plan. Raises Unreadable."""
    from kehoach.checks import heed_comments
    from kehoach.checks.results import check_results
    from kehoach.checks.results_case import Case
    from kehoach.parse.results import parse_results

    source = read_source(path)
    year, name = int(path.absolute().parts[-3]), path.stem
    node, findings = read(source)
    if node is None:
        return ExaminedResults(year, name, NOTHING, Report(in_order(findings)))
    results, more = parse_results(node, source)
    start = source.span(0, min(1, len(source.text)))
    case = Case(results, name, year, plan, examined.agencies, start, today)
    found: tuple[Finding, ...] = (*findings, *more, *check_results(case))
    kept, ignored = heed_comments(found, source, node, complete=not any(f.vital for f in found))
    return ExaminedResults(year, name, results, Report(in_order(kept), ignored=in_order(ignored)))


def find_results(plan: Plan, examined: Examined, workspace: Workspace, today: date | None) -> ResultsFound:
    """All results of a plan, and those of the year before it under the same name. Raises Unreadable."""
    first, last = plan.year.first - 1, plan.year.last
    files = [
        path
        for path in workspace.results()
        if path.parent.name == examined.path.stem
        and path.parent.parent.name.isdecimal()
        and first <= int(path.parent.parent.name) <= (last or 9999)
    ]
    inputs = workspace.hashes(files)
    found = [examine_results(path, plan, examined, today) for path in files]
    return ResultsFound(
        Reported({(one.year, one.name): one.results for one in found}),
        sum((one.report for one in found if one.year in plan.year), Report()),
        inputs,
    )


def check_results_file(path: Path, examiner: Examiner, today: date | None) -> Report:
    """Every finding on one results file; of its plan only where that cannot be read at all."""
    try:
        examined = examiner.examine(examiner.workspace.plan_of(path))
        if examined.plan is None:
            return examined.report
        if not examiner.registry.readable:  # it would make every agency of the results look wrong
            return Report()
        return examine_results(path, examined.plan, examined, today).report
    except KehoachError as failure:
        return Report(failures=(failure,))

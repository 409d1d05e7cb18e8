"""`kehoach report`: reports on a plan, filled as far as results exist; `--start` writes the empty results file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kehoach.diagnostics import Message, Report, WouldOverwrite, _
from kehoach.documents.results_form import results_form
from kehoach.model.base import Ref
from kehoach.model.flows import reporters
from kehoach.model.plan import Plan
from kehoach.model.reporting import Reporting, reports
from kehoach.model.stretches import Stretch
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.plan_maker import produce, together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import NotNamed, Product, report_products, way_out
from kehoach.pipeline.results import ResultsFound, find_results
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import Workspace


@dataclass(frozen=True)
class ReportRequest:
    """Which reports of a plan: the period by the report's id; agencies, none for the consolidated one.

    `year` is needed only for a plan of several years.
    """

    period: str
    agencies: tuple[str, ...] = ()
    year: int | None = None


def report(plan_file: Path, asked: ReportRequest, wanted: RunOptions) -> Report:
    """Make the reports asked for, unless the plan or its results have an error."""

    def products(examined: Examined, plan: Plan, results: ResultsFound) -> Iterable[Product]:
        reporting = _reporting(plan, asked)
        wanted = asked.agencies or ("",)
        for agency in wanted:
            _must_report(agency, plan, examined, reporting)
        return () if results.report.stops else report_products(examined, plan, results, reporting, wanted)

    return together(produce([plan_file], wanted, products, with_results=True))


def start(plan_file: Path, asked: ReportRequest) -> Report:
    """Write the empty results file of a report. One that exists is left alone: raises WouldOverwrite."""
    workspace = Workspace.around(plan_file.absolute().parent)
    examiner = Examiner(workspace)
    examined = examiner.examine(plan_file)
    if examined.plan is None or examined.stops:
        return examined.report
    reporting = _reporting(examined.plan, asked)
    path = workspace.results_file(plan_file, reporting.year, reporting.id)
    if os.path.lexists(path):
        raise WouldOverwrite(_("{path} exists and is left as it is", path=path), _("fill it in, then: kehoach report"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        reported = find_results(examined.plan, examined, examiner, None).reported
        replace_file(path, results_form(examined.plan, examined.agencies, reporting, reported).encode())
    except OSError as error:
        raise refused(path, error) from error
    return Report(written=(path,))


def _reporting(plan: Plan, asked: ReportRequest) -> Reporting:
    """The report asked for. Raises NotNamed for one that the plan does not call for."""
    year = asked.year or (plan.year.first if plan.year.is_one else None)
    if year is None or year not in plan.year:
        raise NotNamed(_("a report of which year?"), _("say it with --year; the plan has {years}", years=plan.year))
    known = reports(plan, year)
    if asked.period not in known:
        raise NotNamed(_("the plan has no report {id}", id=f'"{asked.period}"'), _which(asked.period, known))
    return known[asked.period]


def _which(period: str, known: Mapping[str, Reporting]) -> Message | None:
    """Which report to name instead: those about the months that the word means, `nam`, else as everywhere."""
    meant = [one for one in known.values() if Stretch(one.first, one.last).suffix == period and not one.since]
    if not meant:
        return way_out(period, tuple(known))
    ids = ", ".join(f"--period {one.id}" for one in meant)
    return _("the report of {name} is: {ids}", name=meant[0].name, ids=ids)


def _must_report(agency: str, plan: Plan, examined: Examined, reporting: Reporting) -> None:
    """Raises NotNamed for a body of which the plan asks no such report, "" for the issuer."""
    known = reporters(plan, examined.agencies, reporting.flow)
    if agency in known:
        return
    bodies = tuple(one for one in known if one)
    if agency:
        raise NotNamed(
            _("the plan asks {id} for no report {period}", id=f'"{agency}"', period=f'"{reporting.id}"'),
            way_out(agency, bodies),
        )
    name = examined.agencies.name_of(plan.issuer) if isinstance(plan.issuer, Ref) else ""
    raise NotNamed(
        _("the plan asks {agency} for no report {period}", agency=name, period=f'"{reporting.id}"'),
        _("say by --agency whose report: {known}", known=", ".join(bodies)) if bodies else None,
    )

"""`kehoach report`: reports on a plan, filled as far as results exist; `--start` writes the empty results file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kehoach.diagnostics import Report, WouldOverwrite, _
from kehoach.documents.results_form import results_form
from kehoach.model.plan import Plan
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.plan_maker import LookForResults, produce, together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import Product, report_products
from kehoach.pipeline.report_requests import ReportRequest, must_report, reporting_asked_for
from kehoach.pipeline.results import find_results
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import Workspace


def report(plan_file: Path, asked: ReportRequest, wanted: RunOptions) -> Report:
    """Make the reports asked for, unless the plan or its results have an error."""

    def products(examined: Examined, plan: Plan, look: LookForResults) -> Iterable[Product]:
        results = look()
        reporting = reporting_asked_for(plan, asked)
        wanted = asked.agencies or ("",)
        for agency in wanted:
            must_report(agency, plan, examined, reporting)
        return () if results.report.stops else report_products(examined, plan, results, reporting, wanted)

    return together(produce([plan_file], wanted, products))


def start(plan_file: Path, asked: ReportRequest) -> Report:
    """Write the empty results file of a report. One that exists is left alone: raises WouldOverwrite."""
    workspace = Workspace.around(plan_file.absolute().parent)
    examiner = Examiner(workspace)
    examined = examiner.examine(plan_file)
    if examined.plan is None or examined.stops:
        return examined.report
    reporting = reporting_asked_for(examined.plan, asked)
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

"""`kehoach diff`: what changed between two plans, by meaning; as Word files for those who check and those who sign."""

from __future__ import annotations

from pathlib import Path

from kehoach.comparing import Difference, compare
from kehoach.diagnostics import Finding, Report, Severity, in_order
from kehoach.frozen import attribute, frozen
from kehoach.pdf.converter import Converter
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.production import Production, RunOptions
from kehoach.pipeline.products import change_products
from kehoach.storage.workspace import Workspace, fonts, plan_id


@frozen
class Compared:
    """What a comparison found. `report` has the errors that were in its way, and the documents that were written."""

    differences: tuple[Difference, ...] = ()
    report: Report = attribute(factory=Report)


def diff(old: Path, new: Path, wanted: RunOptions, *, documents: bool) -> Compared:
    """What changed from one plan to the other; with `documents` also as Word files, beside those of the new plan.

    A plan with errors is not compared: what it means is not known. Raises UnreadableFile for a file that cannot be
    opened.
    """
    workspace = Workspace.around(new.absolute().parent)
    # hashes before reading: what changes in between must look stale later, never fresh
    inputs = workspace.hashes([workspace.registry, new])
    before, first = _examined(old, Workspace.around(old.absolute().parent))
    after, second = _examined(new, workspace)
    inputs |= after.hashes
    stopping = _errors(before, after, first, second)
    if stopping.stops or before.plan is None or after.plan is None:
        return Compared(report=stopping)
    found = compare(before.plan, before.agencies, after.plan, after.agencies)
    said = before.since_issue + after.since_issue
    if not documents:
        return Compared(found, said)
    products = list(change_products(before, before.plan, after, after.plan, found))
    output = workspace.output(wanted.output, plan_id(new, after.plan.year.first))
    with Converter(fonts(), engine=wanted.engine) as converter:
        made = Production(workspace, output, converter, wanted, inputs).make_all(products)
        return Compared(found, said + made)


def _examined(path: Path, workspace: Workspace) -> tuple[Examined, Examined]:
    """A plan, and the registry that it sees."""
    examiner = Examiner(workspace)
    return examiner.examine(path), examiner.registry


def _errors(*examined: Examined) -> Report:
    """What is in the way; what else is found on a plan is for `check` to say."""
    found: list[Finding] = []
    for one in examined:  # plans of one workspace see one registry, whose faults are reported once
        found += [finding for finding in one.findings if finding.severity is Severity.ERROR and finding not in found]
    return Report(in_order(found))

"""`kehoach render`: the plan document, in Word and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kehoach.commands.examine import Examined, Examiner
from kehoach.diagnostics import KehoachError, Report
from kehoach.documents.kinds import KINDS
from kehoach.documents.paper import PlanDocument, Table
from kehoach.model.plan import Plan
from kehoach.workspace import Output, Workspace, fonts, plan_id, shown
from kehoach.writers.docx import write_docx
from kehoach.writers.pdf import Converter


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for. `now` dates the copies of documents that are replaced."""

    pdf: bool = False
    output: Path | None = None
    overwrite: bool = False
    now: datetime | None = None


def render(files: Sequence[Path], wanted: Wanted) -> Report:
    """Render each plan that has no error; the others report why not."""
    workspace = Workspace.around(files[0].absolute().parent)
    examiner = Examiner(workspace)
    report = examiner.registry.report
    with Converter(fonts()) as converter:
        for path in files:
            try:
                examined = examiner.examine(path)
                report += examined.report
                if examined.plan and not examined.stops and not examiner.registry.stops:
                    report += _render(examined, examined.plan, workspace, converter, wanted)
            except KehoachError as failure:
                report += Report(failures=(failure,))
    return report


def _render(examined: Examined, plan: Plan, workspace: Workspace, converter: Converter, wanted: Wanted) -> Report:
    """Compose, write, save; convert and save when a PDF is wanted."""
    kind = KINDS["plan"]
    template, template_bytes = workspace.template(kind.template)
    output = workspace.output(wanted.output, plan_id(examined.path, plan.year.first))
    inputs = output.inputs(path for path in (examined.path, workspace.registry, template) if path.exists())
    document = kind.compose(plan, examined.agencies)
    docx = write_docx(document, template_bytes, shown(template))
    report = _save(output, f"{kind.file}.docx", docx, inputs, wanted)
    if wanted.pdf and not report.failures:
        pdf = converter.convert(docx, longest_table(document))
        report += _save(output, f"{kind.file}.pdf", pdf, inputs, wanted)
    return report


def _save(output: Output, name: str, data: bytes, inputs: dict[str, str], wanted: Wanted) -> Report:
    try:
        path = output.save(name, data, inputs, overwrite=wanted.overwrite, now=wanted.now)
    except KehoachError as failure:
        return Report(failures=(failure,))
    return Report(written=(shown(path),))


def longest_table(document: PlanDocument) -> int:
    """Rows of the longest table of a document."""
    tables = (block for part in document.parts for block in part.blocks if isinstance(block, Table))
    return max((len(table.rows) for table in tables), default=0)

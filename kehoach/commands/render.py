"""`kehoach render`: the plan document, in Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kehoach.commands.examine import Examined, Examiner
from kehoach.diagnostics import KehoachError, Message, Report, Severity, Surroundings, _
from kehoach.documents.kinds import KINDS
from kehoach.documents.paper import Paper, Table
from kehoach.model.plan import Plan
from kehoach.saving import WAIT
from kehoach.workspace import TEMPLATES, Output, Workspace, fonts, packaged, plan_id, read_bytes, shown
from kehoach.writers.pdf import Converter

TOLD = 3
"""So many findings on a faulty template are shown beside those on the plan."""


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for. `now` dates the copies of documents that are replaced.

    `wait` is the seconds to wait for another run on the same outputs, of which `notice` tells.
    """

    pdf: bool = False
    output: Path | None = None
    overwrite: bool = False
    now: datetime | None = None
    wait: float = WAIT
    notice: Callable[[Message], None] = lambda _message: None


def render(files: Sequence[Path], wanted: Wanted) -> Report:
    """Render each plan that has no error; the others report why not."""
    workspace = Workspace.around(files[0].absolute().parent)
    # Hashes before reading: what changes in between must look stale later, never fresh.
    registry = workspace.hashes([workspace.registry])
    examiner = Examiner(workspace)
    report = examiner.registry.report
    with Converter(fonts()) as converter:
        for path in files:
            try:
                inputs = {**registry, **workspace.hashes([path])}
                examined = examiner.examine(path)
            except KehoachError as failure:
                report += Report(failures=(failure,))
                continue
            report += examined.report
            if examined.plan and not examined.stops and not examiner.registry.stops:
                report += _render(examined, examined.plan, workspace, converter, wanted, inputs)
    return report


def _render(
    examined: Examined,
    plan: Plan,
    workspace: Workspace,
    converter: Converter,
    wanted: Wanted,
    inputs: Mapping[str, str],
) -> Report:
    """Compose, write, save; convert and save when a PDF is wanted. One run at a time in the plan's folder."""
    kind = KINDS["plan"]
    output = workspace.output(wanted.output, plan_id(examined.path, plan.year.first))
    report = Report()
    try:
        with output.hold(wanted.wait, wanted.notice):
            template = workspace.template(kind.template)
            inputs = {**inputs, **workspace.hashes([template])}
            document = kind.compose(plan, examined.agencies)
            template_bytes = read_bytes(template)
            ours = read_bytes(packaged() / TEMPLATES / kind.template)
            try:
                docx = _written(document, template_bytes, shown(template), ours)
            except Surroundings as failure:
                return _of_template(template_bytes, shown(template), failure)
            report += _save(output, f"{kind.file}.docx", docx, inputs, wanted)
            if wanted.pdf:
                pdf = converter.convert(docx, longest_table(document), document.properties.title[:255])
                report += _save(output, f"{kind.file}.pdf", pdf, inputs, wanted)
    except KehoachError as failure:
        report += Report(failures=(failure,))
    return report


def _of_template(docx: bytes, name: str, failure: Surroundings) -> Report:
    """Why a template does not print: the first findings on it, and how to see all."""
    from kehoach.commands.template import examine  # late: a sound template needs no look

    try:
        errors = [finding for finding in examine(docx, name, trial=False) if finding.severity is Severity.ERROR]
    except (KehoachError, RecursionError):
        errors = []
    told = Surroundings(failure.message, _("all findings on the template: kehoach template check {name}", name=name))
    return Report(tuple(errors[:TOLD]), failures=(told if errors else failure,))


def _written(document: Paper, template: bytes, name: str, ours: bytes) -> bytes:
    """The Word file. A template that is not `ours`, byte for byte, is run apart, under limits."""
    if template == ours:
        from kehoach.writers.docx import write_docx

        return write_docx(document, template, name)
    from kehoach.writers.apart import write_docx_apart

    return write_docx_apart(document, template, name)


def _save(output: Output, name: str, data: bytes, inputs: Mapping[str, str], wanted: Wanted) -> Report:
    path = output.save(name, data, inputs, overwrite=wanted.overwrite, now=wanted.now)
    return Report(written=(shown(path),))


def longest_table(document: Paper) -> int:
    """Rows of the longest table of a document."""
    tables = (block for part in document.parts for block in part.blocks if isinstance(block, Table))
    return max((len(table.rows) for table in tables), default=0)

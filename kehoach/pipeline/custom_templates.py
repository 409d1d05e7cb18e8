"""Findings on a Word template: read, judged by the rules of KH8, tried on sample papers."""

from __future__ import annotations

from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, Finding, KehoachError, Report, Severity, _, in_order
from kehoach.documents.kinds import kind_of
from kehoach.frozen import replace
from kehoach.templates.reader import read_template
from kehoach.templates.rules import check_template
from kehoach.word.isolated import write_docx_isolated

SHOWN = 3
"""This many findings on a faulty template are shown beside those on the plan."""


def examine_template(docx: bytes, path: Path, *, trial: bool = True) -> tuple[Finding, ...]:
    """Every finding on a template; one without an error is tried on sample papers, unless `trial` is false."""
    kind = kind_of(path.name)
    template = read_template(docx, path, kind.samples[0]())
    found = list(check_template(template))
    if trial and not any(finding.severity is Severity.ERROR for finding in found):
        for sample in kind.samples:
            try:
                write_docx_isolated(sample(), docx, path)
            except KehoachError as failure:
                problem = str(failure.message.values.get("problem", failure.message))
                found = list(check_template(replace(template, trial=problem)))
                break
    return in_order(found)


def report_faulty(docx: bytes, path: Path, failure: EnvironmentFailure) -> Report:
    """What to say of a template that does not print: its failure, the first findings on it, and how to see all."""
    try:
        errors = [one for one in examine_template(docx, path, trial=False) if one.severity is Severity.ERROR]
    except (KehoachError, RecursionError):
        errors = []
    hint = _("all findings on the template: kehoach template check {name}", name=path) if errors else failure.hint
    return Report(tuple(errors[:SHOWN]), failures=(EnvironmentFailure(failure.message, hint),))

"""Findings as workflow commands of GitHub Actions: they appear as annotations beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Finding, Report, Severity, Translator, printable
from kehoach.show import place_of

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.UNDECIDED: "warning",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def as_github(report: Report, to: Translator) -> Iterator[str]:
    """One command for each finding."""
    for finding in report.findings:
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in _place(finding).items())
        text = finding.message.into(to)
        if finding.hint:
            text += f"\n{finding.hint.into(to)}"
        if finding.span.source.part:  # a Word file has no lines to annotate
            text = f"{place_of(finding.span, to)}: {text}"
        yield printable(f"::{_COMMANDS[finding.severity]} {properties}::{_data(text)}")


def _place(finding: Finding) -> dict[str, object]:
    span = finding.span
    place: dict[str, object] = {"file": finding.file}
    if not span.source.part:
        place |= {"line": span.line, "endLine": span.end_line}
    if not span.source.part and span.line == span.end_line:  # columns of several lines are refused
        place |= {"col": span.column, "endColumn": span.end_column}
    return {**place, "title": f"{finding.code} {finding.name}"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

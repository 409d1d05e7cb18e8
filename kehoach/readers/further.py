"""Faults of syntax after the first one, which hides them.

The text is read again with the repair of the first fault made; what is then found on other lines is reported too.
"""

from __future__ import annotations

from collections.abc import Callable

from kehoach.diagnostics import Finding, Severity
from kehoach.edits import Edit, apply
from kehoach.frozen import frozen, replace
from kehoach.source import Node, Source

MOST_ROUNDS = 20
MOST_CHARACTERS = 1_000_000
"""So much is read again: of a file of 100 kB ten faults are reported in one run."""


@frozen
class ReadResult:
    """What one reading of a text gave. The node is None where a fault hides the meaning."""

    node: Node | None
    findings: tuple[Finding, ...]
    repair: tuple[Edit, ...] = ()
    """The change after which YAML reads on, where a fault of syntax has one without a safe fix."""

    @property
    def mended_by(self) -> tuple[Edit, ...]:
        """The edits that mend the only error; none where there are several, or nobody knows how."""
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        return (errors[0].fix or self.repair) if len(errors) == 1 else ()


def further_faults(source: Source, first: ReadResult, read: Callable[[Source], ReadResult]) -> tuple[Finding, ...]:
    """More findings on a file that cannot be read; each on a line that is as it was written, without a fix."""
    reported, mended, last = list[Finding](), source, first
    lines = {finding.span.line for finding in first.findings}
    for _round in range(min(MOST_ROUNDS, MOST_CHARACTERS // (len(source.text) + 1))):
        text = apply(mended.text, last.mended_by)
        if text == mended.text or text.count("\n") != source.text.count("\n"):
            break
        mended = Source(source.path, text)
        last = read(mended)
        for finding in last.findings:
            number = finding.span.line
            if number not in lines and source.line(number) == mended.line(number):
                reported.append(_moved(finding, source))
                lines.add(number)
        if last.node is not None:
            break
    return tuple(reported)


def _moved(finding: Finding, source: Source) -> Finding:
    """The finding at the same line and column of the file as it is written."""
    span = finding.span
    start = source.line_starts[span.line - 1] + span.column - 1
    return replace(finding, span=source.span(start, start + span.end - span.start), fix=None)

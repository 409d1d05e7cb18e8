"""Faults of syntax behind the first one, which hides them.

The line is read as the hint has it, or as the fix would make it; what is found then on other lines is told as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kehoach.diagnostics import Finding, Severity
from kehoach.edits import apply
from kehoach.source import Node, Source

Reading = Callable[[Source], tuple[Node | None, tuple[Finding, ...]]]

MOST_ROUNDS = 20
MOST_CHARACTERS = 1_000_000
"""So much is read anew: of a file of 100 kB ten faults are told in one run."""


def further_faults(source: Source, found: tuple[Finding, ...], reading: Reading) -> tuple[Finding, ...]:
    """More findings on a file that cannot be read; each on a line that is as it was written, without a fix."""
    told, mended, last = list[Finding](), source, found
    lines = {finding.span.line for finding in found}
    for _round in range(min(MOST_ROUNDS, MOST_CHARACTERS // (len(source.text) + 1))):
        errors = [finding for finding in last if finding.severity is Severity.ERROR]
        text = _mended(mended, errors[0]) if len(errors) == 1 else None
        if text is None or text == mended.text or text.count("\n") != source.text.count("\n"):
            break
        mended = Source(source.path, text)
        node, last = reading(mended)
        for finding in last:
            number = finding.span.line
            if number not in lines and source.line(number) == mended.line(number):
                told.append(_moved(finding, source))
                lines.add(number)
        if node is not None:
            break
    return tuple(told)


def _mended(source: Source, finding: Finding) -> str | None:
    """The file after somebody obeyed; None where the hint names no text."""
    if finding.fix:
        return apply(source.text, finding.fix)
    if finding.hint is None:
        return None
    number, values = finding.span.line, finding.hint.values
    written = source.line(number)
    lead = re.match(r" *", written)[0]  # type: ignore[index]
    lines: dict[str, Callable[[], str]] = {
        "write: {line}": lambda: lead + str(values["line"]).lstrip(),
        "write:\n{line}": lambda: str(values["line"]),
        "with {wanted} spaces it would fit": lambda: " " * int(str(values["wanted"])) + written.lstrip(),
    }
    line = lines.get(finding.hint.text)
    if line is None:
        return None
    start = source.line_starts[number - 1]
    return source.text[:start] + line() + source.text[start + len(written) :]


def _moved(finding: Finding, source: Source) -> Finding:
    """The finding at the same line and column of the file as it is written."""
    span = finding.span
    start = source.line_starts[span.line - 1] + span.column - 1
    return replace(finding, span=source.span(start, start + span.end - span.start), fix=None)

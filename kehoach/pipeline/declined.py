"""Why `--fix` left a fault as it is: said at the finding, which then counts no more among those that can be fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kehoach.diagnostics import Finding, Message, Severity, _
from kehoach.frozen import replace
from kehoach.pipeline.examine import Examined
from kehoach.vietnamese import one_line

MOST_TRIED = 8
"""Of so many fixes it is found out by trial what each would do; the others have no reason of their own."""
_LINE = 60
"""Characters of a line that are shown."""

Reason = Callable[[Finding], Message]


def with_reasons(examined: Examined, is_wanted: Callable[[Finding], bool], reason: Reason) -> Examined:
    """The file with its findings whose wanted fix was not made saying why."""
    return replace(examined, findings=tuple(_told(examined.findings, is_wanted, reason)))


def _told(findings: tuple[Finding, ...], is_wanted: Callable[[Finding], bool], reason: Reason) -> Iterator[Finding]:
    tried = 0
    for finding in findings:
        if not finding.fix or not is_wanted(finding):
            yield finding
            continue
        tried += 1
        why = reason(finding) if tried <= MOST_TRIED else _("it would do harm elsewhere")
        hint = (
            _("{hint}\n--fix did not do this: {reason}", hint=finding.hint, reason=why)
            if finding.hint
            else _("--fix did not do this: {reason}", reason=why)
        )
        yield replace(finding, fix=None, hint=hint)


def still_unreadable(first: Examined, last: Examined) -> Message:
    """That a file could not be read even after every fix: by what, and on which line of the file as it is."""
    problem = next((f for f in last.findings if f.severity is Severity.ERROR), None)
    if problem is None:
        return _("the file could still not be read")
    return _(
        "the file could still not be read; {problem} on line {number}: {line}",
        problem=problem.message,
        number=_line_before(first, problem),
        line=_line_of(problem),
    )


def _line_before(first: Examined, problem: Finding) -> int:
    """The number of a finding's line before fixes added lines above it."""
    number, line = problem.span.line, problem.span.source.line(problem.span.line)
    text = first.source
    same = [one for one in range(1, len(text.line_starts) + 1) if text.line(one) == line]
    return min(same, key=lambda one: abs(one - number), default=number)


def harm(before: Examined, after: Examined) -> Message:
    """What a fix would spoil."""
    known = [(f.code, str(f.message)) for f in before.findings]
    problem = next((f for f in after.findings if f.vital and (f.code, str(f.message)) not in known), None)
    if problem is None:
        return _("it would not do away with this fault")
    return _("then {problem}, at: {line}", problem=problem.message, line=_line_of(problem))


def _line_of(finding: Finding) -> str:
    return one_line(finding.span.source.line(finding.span.line), _LINE)

"""How reports look: findings as text with the line and a caret, or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from kehoach.diagnostics import SEVERITIES as SEVERITIES
from kehoach.diagnostics import Finding, KehoachError, Report, Severity, Translator, _
from kehoach.rules import Rule
from kehoach.source import Span, display_path
from kehoach.vietnamese import upper_first

COLOURS = {
    Severity.ERROR: "red",
    Severity.UNDECIDED: "magenta",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
Paint = Callable[..., str]


def unpainted(text: str, **_style: Any) -> str:
    """The text without colour."""
    return text


MOST_SHOWN = 1000
"""Findings in a text: more than a person reads. The summary counts all, and the other formats have them."""


def as_text(report: Report, to: Translator, paint: Paint = unpainted) -> Iterator[str]:
    """Each finding with place, fault, the line itself and a way out."""
    for finding in report.findings[:MOST_SHOWN]:
        yield from _finding(finding, to, paint)
    if (more := len(report.findings) - MOST_SHOWN) > 0:
        yield _("and {count} more findings, which --format json lists", count=more).into(to)


def _finding(finding: Finding, to: Translator, paint: Paint) -> Iterator[str]:
    span = finding.span
    place = f"{finding.file}:{place_of(span, to)}"
    severity = paint(f"{SEVERITIES[finding.severity].into(to)} {finding.code}", fg=COLOURS[finding.severity], bold=True)
    yield f"{place}: {severity}: {finding.message.into(to)}"
    yield from _excerpt(finding, paint)
    if finding.hint:
        label = _("hint").into(to)
        first, *rest = finding.hint.into(to).split("\n")
        yield f"   {paint(label, bold=True)}: {first}"
        for line in rest:
            yield f"      {line}"
    if finding.article:
        yield f"   {_('by').into(to)}: {finding.article}"


def place_of(span: Span, to: Translator) -> str:
    """Line and column; in a Word file the part and the paragraph, counted as the part has them."""
    source = span.source
    if not source.part:
        return f"{span.line}:{span.column}"
    if not source.file.endswith(".docx"):
        return f"{source.part}:{_('row {number}', number=span.line).into(to)}"
    return f"{source.part}:{_('paragraph {number}', number=span.line).into(to)}" if source.text else source.part


def _excerpt(finding: Finding, paint: Paint) -> Iterator[str]:
    span = finding.span
    if not span.source.text:
        return
    length = span.source.length(span.line)
    start = span.column - 1
    # of a long line only the part that the finding is about
    shift = max(min(start - 40, length - 141), 0) if length > 141 else 0
    text = ("…" if shift else "") + span.source.line(span.line, shift + bool(shift), shift + 140)
    if not text.strip():
        return
    number = f"{span.line:5}"
    end = span.end_column - 1 if span.end_line == span.line else shift + len(text)
    lead = "".join("\t" if c == "\t" else " " for c in text[: start - shift])
    carets = "^" * max(min(end, shift + 140) - start, 1)
    yield f"{number} │ {text}"
    yield f"      │ {lead}{paint(carets, fg=COLOURS[finding.severity])}"


def summary(report: Report, to: Translator) -> str | None:
    """One line that counts the findings, None when there is none."""
    counts = {severity: report.count(severity) for severity in Severity}
    parts = [f"{count} {SEVERITIES[severity].into(to)}" for severity, count in counts.items() if count]
    fixable = [f for f in report.findings if f.fix is not None]
    if count := sum(not f.on_request for f in fixable):
        parts.append(_("{count} can be fixed with --fix", count=count).into(to))
    if codes := [f.code for f in fixable if f.on_request]:
        selected = ",".join(dict.fromkeys(codes))
        parts.append(_("{count} with --fix --select {codes}", count=len(codes), codes=selected).into(to))
    if report.ignored:
        parts.append(_("{count} ignored by comments in the file", count=len(report.ignored)).into(to))
    return ", ".join(parts) if parts else None


def fixes(report: Report, to: Translator) -> Iterator[str]:
    """A line for each file that was fixed, or could be."""
    for change in report.changes:
        path, count = change.path, change.fixes
        done = _("{path}: fixed: {count}", path=path, count=count)
        possible = _("{path}: to fix: {count}", path=path, count=count)
        yield (done if change.written else possible).into(to)


def written(report: Report) -> Iterator[str]:
    """A line for each file that was written."""
    yield from map(display_path, report.written)


def taken_over(report: Report, to: Translator) -> Iterator[str]:
    """A line for each document that a person has taken over, was removed as out of date, or is of an earlier state."""
    for path in report.released:
        yield _("{path}: released, left alone", path=path).into(to)
    for path in report.removed:
        yield _("{path}: out of date, removed", path=path).into(to)
    for path in report.outdated:
        yield _("{path}: of an earlier state; --pdf makes it anew", path=path).into(to)


def renewed(report: Report, to: Translator) -> Iterator[str]:
    """A line for each kind of file that was made again, and each reason."""
    counts = Counter((one.kind, one.reason.into(to)) for one in report.renewed)
    for (kind, reason), count in counts.items():
        yield _("{kind} files made again: {count} ({reason})", kind=kind, count=count, reason=reason).into(to)


def built(rows: list[tuple[str, Report]], to: Translator) -> Iterator[str]:
    """A table of what a build did: a line for each plan, with counts."""
    heads = [head.into(to) for head in (_("plan"), _("written"), _("unchanged"), _("left alone"), _("failed"))]
    error = SEVERITIES[Severity.ERROR].into(to)
    lines = [heads] + [
        [name, *(str(len(done)) for done in (r.written, r.unchanged, r.released)), _failed(r, error)]
        for name, r in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        name, *counts = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join([name.strip().ljust(widths[0]), *counts])


def _failed(report: Report, error: str) -> str:
    """How many documents failed; where a finding stopped some, the word for it."""
    return error if report.stops and not report.failures else str(len(report.failures))


def hidden_errors(report: Report, to: Translator) -> str | None:
    """One line that says how many errors the run was asked not to show, None when there is none."""
    count = sum(f.severity is Severity.ERROR for f in report.hidden)
    return _("errors not shown, as asked; they still stop rendering: {count}", count=count).into(to) if count else None


def as_json(report: Report, to: Translator) -> str:
    """An array of findings; keys are fixed, only messages have a language."""
    import json

    return json.dumps(as_records(report, to), ensure_ascii=False, indent=1)


def as_records(report: Report, to: Translator) -> list[dict[str, Any]]:
    """The findings as JSON has them; keys are fixed, only messages have a language."""
    return [_record(finding, to) for finding in report.findings]


def _record(finding: Finding, to: Translator) -> dict[str, Any]:
    fix = finding.fix
    return {
        "file": finding.file,
        **_placed(finding.span),
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message.into(to),
        "hint": finding.hint.into(to) if finding.hint else None,
        "rule": finding.article,
        "fix": None if fix is None else [{"start": e.start, "end": e.end, "text": e.text} for e in fix],
    }


def _placed(span: Span) -> dict[str, Any]:
    source = span.source
    if source.part:
        paragraph = source.line(span.line) if source.text else ""
        return {"part": source.part, "paragraph": paragraph, "excerpt": span.text}
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def failure(error: KehoachError, to: Translator) -> str:
    """A fault of the surroundings in one line, with its way out."""
    line = f"kehoach: {error.message.into(to)}"
    return f"{line}. {error.hint.into(to)}" if error.hint else line


def remark(finding: Finding, to: Translator) -> str:
    """A finding as a comment in a Word file: what is wrong, and the way out below it."""
    lines = [f"{finding.code}: {finding.message.into(to)}"]
    if finding.hint:
        lines.append(finding.hint.into(to))
    if finding.article:
        lines.append(f"{_('by').into(to)}: {finding.article}")
    return "\n".join(lines)


def rule_manual(rule: Rule, to: Translator) -> str:
    """The manual of one rule."""
    manual = rule.manual
    severity = SEVERITIES[rule.severity].into(to)
    article = rule.article or _("no provision of law: habit or plain sense").into(to)
    return "\n".join(
        [
            f"{rule.code} {rule.name} ({severity})",
            "",
            to.gettext(manual.title),
            "",
            upper_first(to.gettext(manual.why)),
            "",
            f"{_('Bad').into(to)}:",
            _indented(manual.bad),
            f"{_('Good').into(to)}:",
            _indented(manual.good),
            "",
            f"{_('Provision').into(to)}: {article}",
        ]
    )


def rule_line(rule: Rule, to: Translator) -> str:
    """One rule on one line."""
    return f"{rule.code}  {to.gettext(rule.manual.title)}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))

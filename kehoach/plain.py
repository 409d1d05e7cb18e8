"""Messages, findings and reports as plain JSON values, and back: what crosses from a process or a file to another.

Nothing is pickled: what comes from a process with a stranger's template, or is in a folder that many can write to,
must not be able to name code. Values inside of a message come back as the text that they print as, paths as paths:
who shows them says from where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kehoach.diagnostics import (
    EnvironmentFailure,
    Finding,
    KehoachError,
    Locked,
    Message,
    Renewed,
    Report,
    Severity,
    UnreadableFile,
    WouldOverwrite,
)
from kehoach.edits import Edit
from kehoach.source import Source, Span

Plain = Any
"""Strings, numbers, lists and dictionaries with strings for keys."""

_FAILURES = {kind.exit_code: kind for kind in (UnreadableFile, WouldOverwrite, EnvironmentFailure, Locked)}
_LISTS = ("written", "unchanged", "released", "removed", "beside", "outdated")


def message_to_plain(message: Message | None) -> Plain:
    """A message as `[text, values]`, None for none."""
    return None if message is None else [message.text, {key: _value(one) for key, one in message.values.items()}]


def _value(value: object) -> Plain:
    if isinstance(value, Message):
        return message_to_plain(value)
    if isinstance(value, Path):
        return {"path": str(value.absolute())}
    if type(value) in (int, float):
        return value
    return str(value)


def message_from_plain(plain: Plain) -> Message | None:
    """The message that `message_to_plain` was given."""
    if plain is None:
        return None
    text, values = plain
    return Message(str(text), {str(key): _value_from_plain(one) for key, one in values.items()})


def _value_from_plain(plain: Plain) -> object:
    if isinstance(plain, list):
        return message_from_plain(plain)
    return Path(plain["path"]) if isinstance(plain, dict) else plain


def failure_to_plain(failure: KehoachError) -> Plain:
    """A failure as `[exit code, message, hint]`: it comes back as the kind that stands for that code."""
    return [failure.exit_code, message_to_plain(failure.message), message_to_plain(failure.hint)]


def failure_from_plain(plain: Plain) -> KehoachError:
    """The failure that `failure_to_plain` was given."""
    code, message, hint = plain
    said = message_from_plain(message)
    assert said is not None
    return _FAILURES[code](said, message_from_plain(hint))


def report_to_plain(report: Report) -> Plain:
    """A report of what was made. Of the files that findings point into it keeps the lines that are shown of them.

    Whole files are kept where fixes point into them. `hidden` and `changes` are made where a report is shown, after it
    has come back.
    """
    spans: dict[tuple[str, str], list[Finding]] = {}
    for finding in (*report.findings, *report.ignored):
        spans.setdefault((finding.span.source.path, finding.span.source.part), []).append(finding)
    sources = {key: _Lines(number, found) for number, (key, found) in enumerate(spans.items())}
    return {
        "findings": [_finding_to_plain(finding, sources) for finding in report.findings],
        "ignored": [_finding_to_plain(finding, sources) for finding in report.ignored],
        "failures": [failure_to_plain(failure) for failure in report.failures],
        "sources": [[*key, lines.text] for key, lines in sources.items()],
        "renewed": [[one.kind, message_to_plain(one.reason)] for one in report.renewed],
        **{name: [str(path) for path in getattr(report, name)] for name in _LISTS},
    }


class _Lines:
    """A file as far as some findings show it: the lines they point into; the others are empty."""

    def __init__(self, number: int, findings: list[Finding]) -> None:
        self.number = number
        self.source = findings[0].span.source
        self.is_whole = any(finding.fix is not None for finding in findings)
        if self.is_whole:
            self.text = self.source.text
            return
        kept = {line for one in findings for line in range(one.span.line, one.span.end_line + 1)}
        starts = (*self.source.line_starts, len(self.source.text))
        lines: list[str] = []
        self.starts = [0, 0]
        for line in range(1, max(kept) + 1):
            lines.append(self.source.text[starts[line - 1] : starts[line]] if line in kept else "\n")
            self.starts.append(self.starts[-1] + len(lines[-1]))
        self.text = "".join(lines)

    def place(self, offset: int) -> int:
        """Where an offset of the file is in `text`."""
        if self.is_whole:
            return offset
        return self.starts[self.source.line_of(offset)] + self.source.column_of(offset) - 1


def report_from_plain(plain: Plain) -> Report:
    """The report that `report_to_plain` was given."""
    sources = [Source(path, text, part) for path, part, text in plain["sources"]]
    paths: Mapping[str, Any] = {name: tuple(map(Path, plain[name])) for name in _LISTS}
    return Report(
        findings=tuple(_findings(plain["findings"], sources)),
        ignored=tuple(_findings(plain["ignored"], sources)),
        failures=tuple(failure_from_plain(failure) for failure in plain["failures"]),
        renewed=tuple(_renewed(plain["renewed"])),
        **paths,
    )


def _renewed(plain: Iterable[Plain]) -> Iterable[Renewed]:
    for kind, reason in plain:
        said = message_from_plain(reason)
        assert said is not None
        yield Renewed(str(kind), said)


def _finding_to_plain(finding: Finding, sources: Mapping[tuple[str, str], _Lines]) -> Plain:
    fix, span = finding.fix, finding.span
    lines = sources[span.source.path, span.source.part]
    return [
        finding.code, finding.name, str(finding.severity), message_to_plain(finding.message), lines.number,
        lines.place(span.start), lines.place(span.end),
        message_to_plain(finding.hint), finding.article,
        None if fix is None else [[edit.start, edit.end, edit.text] for edit in fix], finding.on_request,
    ]  # fmt: skip


def _findings(plain: Iterable[Plain], sources: list[Source]) -> Iterable[Finding]:
    for code, name, severity, message, source, start, end, hint, article, fix, on_request in plain:
        said = message_from_plain(message)
        assert said is not None
        yield Finding(
            code, name, Severity(severity), said, Span(sources[source], start, end), message_from_plain(hint), article,
            None if fix is None else tuple(Edit(*edit) for edit in fix), on_request,
        )  # fmt: skip

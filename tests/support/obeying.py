"""Obeying a hint to the letter: exactly the text that it names, at exactly the place of its finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kehoach.diagnostics import Finding


class Unsaid(Exception):
    """The hint names no text, only what to do."""


def obeyed(finding: Finding, text: str) -> str:
    """The file after somebody put there what the hint says. Raises Unsaid."""
    if finding.hint is None or finding.hint.text not in _OBEYED:
        raise Unsaid(str(finding.hint))
    return _OBEYED[finding.hint.text](finding, text, finding.hint.values)


Obeying = Callable[[Finding, str, Mapping[str, object]], str]


def _instead(key: str) -> Obeying:
    """What is marked is replaced by the text that the hint names."""

    def replace(finding: Finding, text: str, values: Mapping[str, object]) -> str:
        named = str(values[key]).strip('"')
        return f"{text[: finding.span.start]}{named}{text[finding.span.end :]}"

    return replace


def _lines(finding: Finding, text: str, values: Mapping[str, object]) -> str:
    """The line is replaced by the lines that the hint shows."""
    lines = text.split("\n")
    lines[finding.span.line - 1 : finding.span.line] = [str(line) for line in values.values()]
    return "\n".join(lines)


def _line(finding: Finding, text: str, values: Mapping[str, object]) -> str:
    """The line keeps its place and reads as the hint says."""
    lines = text.split("\n")
    number = finding.span.line - 1
    lines[number] = re.match(r" *", lines[number])[0] + str(values["line"]).lstrip()  # type: ignore[index]
    return "\n".join(lines)


def _indented(finding: Finding, text: str, values: Mapping[str, object]) -> str:
    """The line begins with as many spaces as the hint says."""
    lines = text.split("\n")
    number = finding.span.line - 1
    lines[number] = " " * int(str(values["wanted"])) + lines[number].lstrip()
    return "\n".join(lines)


def _without(finding: Finding, text: str, values: Mapping[str, object]) -> str:
    """What is marked, the text that the hint names, is deleted."""
    assert str(values["typed"]).strip('"') == text[finding.span.start : finding.span.end].strip()
    return text[: finding.span.start] + text[finding.span.end :]


_OBEYED: dict[str, Obeying] = {
    "write:\n{head}\n{rest}": _lines,
    "write:\n{head}\n{rest}\n{items}": _lines,
    "write:\n{line}": _lines,
    "write: {line}": _line,
    "with {wanted} spaces it would fit": _indented,
    "delete {typed}": _without,
    "perhaps {guess}?": _instead("guess"),
    "perhaps {guess}? ({name})": _instead("guess"),
    "perhaps {suggestion}?": _instead("suggestion"),
    "write: {right}": _instead("right"),
}

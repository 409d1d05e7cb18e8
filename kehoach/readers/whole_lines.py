"""Faults of whole lines, found before YAML looks at the text: ends of lines, and what git left of a merge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.patterns import regex
from kehoach.readers.rules import book
from kehoach.rules import Violation
from kehoach.source import Source

_LONE_RETURN = regex(r"\r(?!\n)")
_KEY = regex(r"[a-z0-9][a-z0-9_-]*:(?=[ \r\n])")
_MARK = regex(r"^(?P<sign><{7}|\|{7}|={7}|>{7})(?:[ \t\r].*)?$", re.MULTILINE)


@book.rule("KH019", Severity.ERROR)
def old_line_ends(source: Source) -> Iterator[Violation]:
    """Lines end with a carriage return alone, as on Macs before 2001.

    Why: YAML sees lines where other programs see one long line, so places cannot be named and texts of several lines
    are lost.
    Bad:
        year: 2026\\rissuer: ubnd-tinh
    Good:
        year: 2026
        issuer: ubnd-tinh
    """
    returns = [match.start() for match in _LONE_RETURN.finditer(source.text)]
    if returns:
        yield Violation(
            source.span(returns[0]),
            _("{count} lines end with a carriage return alone, as old Macs wrote them", count=len(returns)),
            _("the safe fix ends them as other programs do; or save the file with line ends of Unix or Windows"),
            tuple(Edit(start, start + 1, _meant(source.text, start)) for start in returns),
        )


def _meant(text: str, start: int) -> str:
    """What a lone return was meant to be: the end of a line; between two words of a file with other ends, a blank."""
    following = text[start + 1 : start + 2]
    return " " if "\n" in text and following and following not in " \r\n#-" and not _is_key(text, start + 1) else "\n"


def _is_key(text: str, start: int) -> bool:
    return _KEY.match(text, start) is not None


@book.rule("KH020", Severity.ERROR)
def unmerged_versions(source: Source) -> Iterator[Violation]:
    """Two versions of a stretch are in the file, between the marks that git puts there.

    Why: two people changed the same lines, and git cannot know which of the two holds.
    Bad:
        <<<<<<< HEAD
        deadline: 15/6
        =======
        deadline: 30/6
        >>>>>>> phong-kinh-te
    Good:
        deadline: 30/6
    """
    if "<<<<<<<" not in source.text:
        return
    marks: dict[str, re.Match[str]] = {}
    for match in _MARK.finditer(source.text):
        sign = match["sign"][0]
        marks = {sign: match} if sign == "<" else {**marks, sign: match}
        if sign == ">" and marks.keys() >= {"<", "="}:
            begin, middle, end = (source.line_of(marks[one].start()) for one in "<=>")
            before = source.line_of(marks["|"].start()) if "|" in marks else middle
            yield Violation(
                source.span(marks["<"].start(), marks["<"].start() + 7),
                _(
                    "git left two versions here: lines {first} and lines {second}",
                    first=_between(begin, before),
                    second=_between(middle, end),
                ),
                _(
                    "keep the lines that hold, delete the other version and the lines of signs: {lines}",
                    lines=", ".join(str(source.line_of(match.start())) for match in marks.values()),
                ),
            )
            marks = {}


def _between(above: int, below: int) -> str | Message:
    """The lines between two lines of marks."""
    if below - above < 2:
        return _("none")
    return str(above + 1) if below - above == 2 else f"{above + 1}-{below - 1}"

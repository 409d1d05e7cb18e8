"""Lines of a document as evidence: what their letters say, and how parts of them are put together or taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import ne

from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, TextLine, TextRun
from kehoach.recognising.found import FoundText
from kehoach.vietnamese import nfc

_CAPITALS_SHARE = 0.85
_REMEMBERED = 10_000
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"(\./\.|[.;:!?…/])[\s\"”’)]*$")
_ABBREVIATIONS = re.compile(r"\b(TP|TT|TX|BS|ThS|TS|GS|Tp)\.$")


def is_rule(text: str) -> bool:
    """Whether a line has no letter and no digit: a rule of hyphens, a row of stars, nothing."""
    return not any(sign.isalnum() for sign in text)


@lru_cache(maxsize=_REMEMBERED)
def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals; a few small letters (`IoT`) do not count."""
    small, large = text.lower(), text.upper()
    letters, capitals = sum(map(ne, small, large)), sum(map(ne, text, small))
    return bool(letters > 1 and capitals >= _CAPITALS_SHARE * letters)


def begins_small(text: str) -> bool:
    """Whether the first letter is small, with no digit or dash before it."""
    start = text.lstrip(" \"“‘'(")
    return start[:1].islower()


def ends_sentence(text: str) -> bool:
    """Whether a text ends with the sign of an ended sentence or clause."""
    text = text.rstrip()
    return bool(_ENDS.search(text)) and not _ABBREVIATIONS.search(text)


def plain(text: str) -> str:
    """`text` for comparing: NFC, small letters, one blank between words."""
    return _BLANKS.sub(" ", nfc(text)).strip().casefold()


def words(text: str) -> list[str]:
    """The words of a text, in small letters, without any punctuation."""
    return _WORD.findall(nfc(text).casefold())


def typed_words(text: str) -> list[str]:
    """The words of a text as they are typed, without any punctuation."""
    return _WORD.findall(nfc(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end; it is in NFC."""
    return [match.span() for match in _WORD.finditer(text)]


def tidy(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    """Runs with single blanks, none at either end, neighbours of one form as one."""
    result: list[TextRun] = []
    before = " "
    for run in runs:
        text = "" if run.note else _BLANKS.sub(" ", run.text)
        if before.endswith(" ") and text.startswith(" "):
            text = text[1:]
        if not (text or run.note):
            continue
        before = text or before
        last = result[-1] if result else None
        if last and not (last.note or run.note) and (last.bold, last.italic) == (run.bold, run.italic):
            result[-1] = TextRun(last.text + text, run.bold, run.italic)
        else:
            result.append(run if text == run.text else TextRun(text, run.bold, run.italic, run.note))
    while result and not result[-1].note and not result[-1].text.rstrip():
        result.pop()
    if result and result[-1].text.endswith(" "):
        last = result[-1]
        result[-1] = TextRun(last.text.rstrip(), last.bold, last.italic)
    return tuple(result)


def without_start(runs: Iterable[TextRun], count: int) -> tuple[TextRun, ...]:
    """Runs without their first `count` characters, and without the blanks after these."""
    result: list[TextRun] = []
    for run in runs:
        cut = min(count, len(run.text))
        count -= cut
        result.append(TextRun(run.text[cut:], run.bold, run.italic, run.note) if cut else run)
    return tidy(result)


def one(lines: Iterable[TextLine]) -> TextLine:
    """Lines as one, a blank between each two; place and setting are the first's, the end is the last's."""
    lines = tuple(lines)
    runs: list[TextRun] = []
    for line in lines:
        if runs:
            typed = next((run for run in reversed(runs) if not run.note), runs[-1])
            runs.append(TextRun(" ", typed.bold, typed.italic))
        runs += line.runs
    return replace(lines[0], runs=tidy(runs), end=lines[-1].end)


def part_of(line: TextLine, start: int, end: int | None = None) -> TextLine:
    """A line with the characters from `start` to `end` only."""
    runs, at = [], 0
    for run in line.runs:
        first, last = max(start - at, 0), len(run.text) if end is None else end - at
        if run.note and at >= start and (end is None or at <= end):
            runs.append(run)
        elif run.text and first < len(run.text) and last > first:
            runs.append(replace(run, text=run.text[first:last]))
        at += len(run.text)
    return replace(line, runs=tidy(runs))


def found(line: TextLine, skip: int = 0) -> FoundText:
    """A line as a text, without its first `skip` characters."""
    return FoundText(without_start(line.runs, skip), line.place)


def typed(line: TextLine) -> TextLine:
    """A line with its native label as if it were typed."""
    return replace(line, label="", runs=(TextRun(f"{line.label} "), *line.runs)) if line.label else line


def whole(line: TextLine) -> FoundText:
    """A line as a text, a native label before it as if it were typed."""
    return FoundText(tidy(typed(line).runs), line.place)


def ended(line: TextLine) -> TextLine:
    """The line as a paragraph of its own."""
    return replace(line, end=LineEnd.PARAGRAPH)

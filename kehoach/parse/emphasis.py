"""Bold and italic words: `**đậm**`, `*nghiêng*`, `***cả hai***`, and nothing else of Markdown.

A sign opens before a word and closes behind one, in the same paragraph; every other asterisk is an asterisk: `2*3`,
`(*)`, `"*"`, `giá*`, `* Ghi chú`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable

from kehoach.patterns import regex
from kehoach.source import Text

_SIGNS = regex(r"\*+")
_LONGEST = 3
_CLOSING = frozenset(")]}>.,;:!?…”’»")
_OPENING = frozenset("([<“‘«")
_FRAMES = frozenset(("()", "[]", "“”", "‘’", "«»", '""', "''", "<>"))

_BRACES = tuple("{}%#")

Sign = tuple[int, int, bool, bool]
"""Where signs stand in the text as typed, how many, and whether what follows is bold and italic."""


def signs_of(text: str, foreign: Iterable[tuple[int, int]]) -> list[Sign]:
    """The signs of emphasis in a text. `foreign` are stretches, in order, in which an asterisk is none."""
    if "*" not in text:
        return []
    outside = _Outside(foreign)
    found: list[Sign] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        if "*" in paragraph:
            found += _of_paragraph(text, start, end, outside)
        start = end + 1
    return found


def without(text: Text, signs: list[Sign]) -> Text:
    """The text without its signs; every word still knows where it was written."""
    kept, last = [], 0
    for at, count, _bold, _italic in signs:
        kept.append(str(text[last:at]))
        last = at + count
    kept.append(str(text[last:]))
    return Text("".join(kept), text.span, _anchors(text, signs) if text.is_placed else ())


def _anchors(text: Text, signs: list[Sign]) -> tuple[tuple[int, int], ...]:
    """The anchors of the text, moved to the left by the signs before them, and one behind each sign."""
    moved: dict[int, int] = {}
    gone = 0
    ends = deque((at + count, count) for at, count, _bold, _italic in signs)
    for index, offset in sorted({*text.anchors, *((end, text.offset(end)) for end, _count in ends)}):
        while ends and ends[0][0] <= index:
            gone += ends.popleft()[1]
        inside = ends and ends[0][0] - ends[0][1] < index  # between the asterisks of a sign
        if not inside:
            moved[index - gone] = offset
    return tuple(moved.items())


class _Outside:
    """Whether an index is in none of some stretches."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._stretches = list(stretches)
        self._starts = [start for start, _end in self._stretches]

    def __contains__(self, index: int) -> bool:
        at = bisect_right(self._starts, index) - 1
        return at < 0 or index >= self._stretches[at][1]


def _of_paragraph(text: str, start: int, end: int, outside: _Outside) -> list[Sign]:
    """The signs of one paragraph: each closing one with the opening one of its length, inner ones inside of outer."""
    pairs: list[tuple[int, int, int]] = []
    open_at: dict[int, int] = {}
    for match in _SIGNS.finditer(text, start, end):
        at, count = match.start(), len(match.group())
        if count > _LONGEST or at not in outside:
            continue
        before = text[at - 1] if at > start else ""
        after = text[match.end()] if match.end() < end else ""
        if before in _BRACES and after in _BRACES:
            continue  # without it they would be the sign of an expression
        if count in open_at and _closes(before, after):
            begin = open_at[count]
            pairs.append((begin, at, count))
            open_at = {length: place for length, place in open_at.items() if place < begin}
        elif _opens(before, after):
            open_at[count] = at
    return _turned(pairs)


def _opens(before: str, after: str) -> bool:
    """Whether a sign between these may begin emphasis."""
    is_word = bool(after) and not after.isspace() and after not in _CLOSING
    return is_word and not before.isalnum() and before + after not in _FRAMES


def _closes(before: str, after: str) -> bool:
    """Whether a sign between these may end emphasis."""
    is_behind = bool(before) and not before.isspace() and before not in _OPENING
    return is_behind and not (before.isalnum() and after.isalnum())


def _turned(pairs: list[tuple[int, int, int]]) -> list[Sign]:
    """The signs in order, each with what holds behind it. Pairs that cross are left to the first."""
    events: list[tuple[int, int, bool]] = []
    for begin, end, count in pairs:
        events += [(begin, count, True), (end, count, False)]
    depth = {"bold": 0, "italic": 0}
    signs: list[Sign] = []
    for at, count, begins in sorted(events):
        step = 1 if begins else -1
        depth["bold"] += step if count >= 2 else 0
        depth["italic"] += step if count != 2 else 0
        signs.append((at, count, depth["bold"] > 0, depth["italic"] > 0))
    return signs

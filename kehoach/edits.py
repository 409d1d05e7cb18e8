"""Edits of a user's text as values: a span to replace and what to put there. Another verb applies them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kehoach.frozen import frozen
from kehoach.patterns import regex

_BARE_LINE_END = regex(r"(?<!\r)\n")


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """Replace the characters `[start, end)` by `text`; offsets count characters of the file as written."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made.

    Raises ValueError when two edits overlap: their order would decide the outcome.
    """
    done: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        if edit.start < position:
            raise ValueError(f"edits overlap at {edit.start}")
        done += [text[position : edit.start], edit.text]
        position = edit.end
    done.append(text[position:])
    return "".join(done)


class Moves:
    """Where an offset of a text is once edits were made; the edits do not overlap."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = sorted(set(edits))
        self._ends = [edit.end for edit in self._edits]
        self._shifts = [0]
        for edit in self._edits:
            self._shifts.append(self._shifts[-1] + len(edit.text) - (edit.end - edit.start))

    def before(self, offset: int) -> int:
        """The new offset, before anything that an edit puts there; of an offset that is replaced, where that begins."""
        count = bisect_left(self._ends, offset)
        while count < len(self._edits) and self._edits[count].start < offset == self._edits[count].end:
            count += 1
        if count < len(self._edits) and self._edits[count].start < offset:
            return self._edits[count].start + self._shifts[count]
        return offset + self._shifts[count]

    def after(self, offset: int) -> int:
        """The new offset, after anything that an edit puts there; of an offset that is replaced, where that ends."""
        count = bisect_right(self._ends, offset)
        if count < len(self._edits) and self._edits[count].start < offset:
            return self._edits[count].end + self._shifts[count + 1]
        return offset + self._shifts[count]


@frozen
class Change:
    """A file of the user before and after its fixes, and whether it was written so."""

    path: str
    before: str
    after: str
    fixes: int
    written: bool


def non_overlapping(groups: Sequence[tuple[Edit, ...]]) -> list[int]:
    """Indices of the groups of edits that can be made together: each group whole, none overlapping an earlier one."""
    kept: list[int] = []
    taken: list[Edit] = []
    for index, group in enumerate(groups):
        fits = True
        before = list(taken)
        for edit in sorted(set(group)):
            at = bisect_left(taken, edit)
            fits = fits and not any(_clash(edit, other) for other in taken[max(at - 1, 0) : at + 1])
            taken.insert(at, edit)
        if fits:
            kept.append(index)
        else:
            taken = before
    return kept


def _clash(edit: Edit, other: Edit) -> bool:
    return (edit.start < other.end and other.start < edit.end) or edit.start == other.start


def with_line_ends(edit: Edit, text: str) -> Edit:
    """The edit with its line ends as the line of `text` that it begins on has them: files of Windows stay so."""
    end = text.find("\n", edit.start)
    if end < 0:
        end = text.rfind("\n")
    if end > 0 and text[end - 1] == "\r":
        return Edit(edit.start, edit.end, _BARE_LINE_END.sub("\r\n", edit.text))
    return edit

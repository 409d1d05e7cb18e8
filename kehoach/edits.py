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


class Composition:
    """Edits made one after the other, each of what those before left, as edits of the first text."""

    def __init__(self, text: str) -> None:
        self._size = len(text)
        self._pieces: list[tuple[int, int, str | None]] = [(0, len(text), None)]  # kept from the text, or put there

    def add(self, edits: Iterable[Edit]) -> None:
        """Make some more edits, whose offsets are those of the text as it is now; they do not overlap."""
        for edit in sorted(set(edits), reverse=True):
            before, _after = self._split(edit.start)
            _before, after = self._split(edit.end)
            self._pieces = [*before, (0, len(edit.text), edit.text), *after]

    def _split(self, offset: int) -> tuple[list[tuple[int, int, str | None]], list[tuple[int, int, str | None]]]:
        position = 0
        for at, (start, end, put) in enumerate(self._pieces):
            if position + end - start > offset:
                cut = start + offset - position
                first = [(start, cut, put)] if cut > start else []
                if put is not None:
                    first = [(0, cut - start, put[: cut - start])] if cut > start else []
                    return [*self._pieces[:at], *first], [(0, end - cut, put[cut - start :]), *self._pieces[at + 1 :]]
                return [*self._pieces[:at], *first], [(cut, end, None), *self._pieces[at + 1 :]]
            position += end - start
        return self._pieces, []

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All of them as edits of the first text, in order; those that touch are one."""
        found: list[Edit] = []
        position, put = 0, ""
        for start, end, text in [*self._pieces, (self._size, self._size, None)]:
            if text is not None:
                put += text
                continue
            if put or start > position:
                found.append(Edit(position, start, put))
            position, put = end, ""
        return tuple(found)


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

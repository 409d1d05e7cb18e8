"""The ledger: what became of every value of last year's file."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import heappop, heappush

from kehoach.diagnostics import Message
from kehoach.edits import Edit, Moves, apply, with_line_ends
from kehoach.frozen import frozen
from kehoach.rolling.labels import HEAD
from kehoach.source import Source, Span

MOST_IN_A_TEXT = 1000
"""So many values of a kind have an entry each in one text; no plan has a tenth of them in a paragraph."""


class LedgerTopic(StrEnum):
    """What a value is."""

    YEAR = "year"
    NUMBER = "number"
    DATE = "date"
    DEADLINE = "deadline"
    BASIS = "basis"
    AGENCY = "agency"
    TARGET = "target"
    FUND = "fund"
    TASK = "task"
    FIGURE = "figure"
    QUESTION = "question"
    SIGNATURE = "signature"
    COMMENT = "comment"


class Fate(StrEnum):
    """What becomes of it."""

    CARRIED = "carried"
    CHANGED = "changed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One value of last year's file.

    `place` is where it is there; an empty span where something is added. `old` and `new` are what it says. `verify`
    asks a person to look at something that is carried or changed all the same.
    """

    topic: LedgerTopic
    fate: Fate
    place: Span
    old: str
    new: str
    reason: Message
    verify: bool = False
    edits: tuple[Edit, ...] = ()


@frozen
class Ledger:
    """All entries, by place, and the draft that their edits make of last year's file."""

    source: Source
    entries: tuple[LedgerEntry, ...]
    path: str
    labels: tuple[tuple[int, int, str], ...] = ()

    def about(self, entry: LedgerEntry) -> str:
        """What an entry belongs to: the innermost part of the plan around it that has a name.

        An added basis comes to the bases, and is before the part that follows them.
        """
        if entry.topic is LedgerTopic.BASIS and not entry.old:
            return HEAD["bases"]
        points, names = self._innermost
        index = bisect_right(points, entry.place.start)
        return names[index - 1] if index else ""

    @cached_property
    def _innermost(self) -> tuple[list[int], list[str]]:
        """The places from which on another name is the innermost, rising, and these names."""
        points = sorted({point for start, end, _name in self.labels for point in (start, end + 1)})
        begun, around, names = deque(sorted(self.labels)), list[tuple[int, str, int]](), list[str]()
        for point in points:
            while begun and begun[0][0] <= point:
                start, end, name = begun.popleft()
                heappush(around, (end - start, name, end))
            while around and around[0][2] < point:
                heappop(around)
            names.append(around[0][1] if around else "")
        return points, names

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit once."""
        text = self.source.text
        return tuple(sorted({with_line_ends(edit, text) for entry in self.entries for edit in entry.edits}))

    @cached_property
    def draft(self) -> Source:
        """The new file."""
        return Source(self.path, apply(self.source.text, self.edits))

    @cached_property
    def _moves(self) -> Moves:
        return Moves(self.edits)

    def place(self, entry: LedgerEntry) -> Span:
        """Where an entry is in the draft."""
        starts = [entry.place.start, *(edit.start for edit in entry.edits)]
        ends = [entry.place.end, *(edit.end for edit in entry.edits)]
        if entry.edits:
            start, end = self._moves.before(min(starts)), self._moves.after(max(ends))
        else:
            start, end = self._moves.after(min(starts)), self._moves.before(max(ends))
        return self.draft.span(start, max(end, start))

    def old_place(self, entry: LedgerEntry) -> Span:
        """Where an entry is in last year's file, with all that its edits replace."""
        starts = [entry.place.start, *(edit.start for edit in entry.edits)]
        ends = [entry.place.end, *(edit.end for edit in entry.edits)]
        return self.source.span(min(starts), max(ends))

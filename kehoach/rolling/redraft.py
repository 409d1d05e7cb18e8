"""A draft that is drafted again: what a person wrote since stays, what nobody touched is brought up to date."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.alike import BoundedMatcher
from kehoach.frozen import frozen, replace
from kehoach.rolling.ledger import Ledger, LedgerEntry

Block = tuple[int, int, int, int]

_STEPS = 30_000_000
"""About three seconds: a person's own words depend on what is found."""


@frozen
class Merged:
    """The file after the merge, and how many stretches nobody had touched were brought up to date."""

    text: str
    updated: int


def merge(base: str, mine: str, fresh: str) -> Merged:
    """`mine` is what a person made of `base`; `fresh` is what would be written today in place of `base`.

    Works on whole lines. A line of `base` that a person has changed stays as that person left it; one next to it that
    nobody touched is brought up to date.
    """
    lines, theirs, ours = (text.splitlines(keepends=True) for text in (base, mine, fresh))
    touched = _changes(lines, theirs)
    wanted = [block for block in _changes(lines, ours) if not any(_clash(block, other) for other in touched)]
    edits = [(i1, i2, theirs[j1:j2]) for i1, i2, j1, j2 in touched]
    edits += [(i1, i2, ours[j1:j2]) for i1, i2, j1, j2 in wanted]
    result: list[str] = []
    position = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        result += [*lines[position:start], *new]
        position = end
    return Merged("".join([*result, *lines[position:]]), len(wanted))


def _changes(before: list[str], after: list[str]) -> list[Block]:
    """What was replaced, line by line where as many lines came as went."""
    found: list[Block] = []
    for tag, i1, i2, j1, j2 in BoundedMatcher(before, after, least=_STEPS).get_opcodes():
        if tag == "replace" and i2 - i1 == j2 - j1:
            found += [(i1 + n, i1 + n + 1, j1 + n, j1 + n + 1) for n in range(i2 - i1)]
        elif tag != "equal":
            found.append((i1, i2, j1, j2))
    return found


def _clash(one: Block, other: Block) -> bool:
    """Whether two changes concern the same lines, or put something at the same place."""
    return (one[0] < other[1] and other[0] < one[1]) or one[:2] == other[:2]


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry as it is in the file: its lines (from 1), and whether a person has changed them since."""

    entry: LedgerEntry
    first: int
    last: int
    touched: bool
    about: str = ""
    """What it belongs to, in the words of the plan."""


def standings(ledger: Ledger, text: str) -> tuple[PlacedEntry, ...]:
    """Every entry of the ledger with its place in the file as it is, which may differ from the draft."""
    drafted, written = ledger.draft.text.splitlines(), text.splitlines()
    codes = [] if text == ledger.draft.text else BoundedMatcher(drafted, written, least=_STEPS).get_opcodes()
    found = []
    for entry in ledger.entries:
        span = ledger.place(entry)
        first, last = span.line, max(span.source.line_of(max(span.end - 1, span.start)), span.line)
        found.append(replace(_standing(entry, first, last, codes), about=ledger.about(entry)))
    return tuple(found)


def _standing(
    entry: LedgerEntry, first: int, last: int, codes: Sequence[tuple[str, int, int, int, int]]
) -> PlacedEntry:
    index = bisect_left(codes, first, key=lambda code: code[2])
    if index == len(codes):
        return PlacedEntry(entry, first, last, False)
    tag, i1, i2, j1, j2 = codes[index]
    if tag == "equal":
        return PlacedEntry(entry, first - i1 + j1, last - i1 + j1, last > i2)
    return PlacedEntry(entry, min(j1 + 1, max(j2, 1)), max(j2, 1), True)

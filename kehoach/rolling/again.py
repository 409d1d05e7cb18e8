"""A draft that is drafted again: what a person wrote since stays, what nobody touched is brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from kehoach.rolling.ledger import Entry, Ledger

Block = tuple[int, int, int, int]


@dataclass(frozen=True)
class Merged:
    """The file after the merge. `updated` and `kept` count the stretches that were brought up to date, or left alone
    because a person has changed them."""

    text: str
    updated: int
    kept: int


def merge(base: str, mine: str, fresh: str) -> Merged:
    """`mine` is what a person made of `base`; `fresh` is what would be written today in place of `base`.

    Works on whole lines. A stretch of `base` that a person has changed stays as that person left it.
    """
    lines, theirs, ours = (text.splitlines(keepends=True) for text in (base, mine, fresh))
    touched = _changes(lines, theirs)
    wanted = _changes(lines, ours)
    result: list[str] = []
    updated = kept = position = 0
    edits: list[tuple[int, int, list[str]]] = [(i1, i2, theirs[j1:j2]) for i1, i2, j1, j2 in touched]
    for i1, i2, j1, j2 in wanted:
        if any(i1 <= end and start <= i2 for start, end, _n, _m in touched):
            kept += not any((i1, i2) == (start, end) and theirs[n:m] == ours[j1:j2] for start, end, n, m in touched)
        else:
            edits.append((i1, i2, ours[j1:j2]))
            updated += 1
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        result += [*lines[position:start], *new]
        position = end
    result += lines[position:]
    return Merged("".join(result), updated, kept)


def _changes(before: list[str], after: list[str]) -> list[Block]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


@dataclass(frozen=True)
class Standing:
    """An entry as it stands in the file: its lines (from 1), and whether a person has changed them since."""

    entry: Entry
    first: int
    last: int
    touched: bool
    about: str = ""
    """What it belongs to, in the words of the plan."""


def standings(ledger: Ledger, text: str) -> tuple[Standing, ...]:
    """Every entry of the ledger with its place in the file as it is, which may differ from the draft."""
    codes = SequenceMatcher(
        None, ledger.draft.text.splitlines(), text.splitlines(), autojunk=False
    ).get_opcodes() if text != ledger.draft.text else []  # fmt: skip
    found = []
    for entry in ledger.entries:
        span = ledger.place(entry)
        first, last = span.line, max(span.source.line_of(max(span.end - 1, span.start)), span.line)
        found.append(replace(_standing(entry, first, last, codes), about=ledger.about(entry)))
    return tuple(found)


def _standing(entry: Entry, first: int, last: int, codes: Sequence[tuple[str, int, int, int, int]]) -> Standing:
    for tag, i1, i2, j1, j2 in codes:
        if i1 < first <= i2:
            if tag == "equal":
                return Standing(entry, first - i1 + j1, last - i1 + j1, last > i2)
            return Standing(entry, min(j1 + 1, max(j2, 1)), max(j2, 1), True)
    return Standing(entry, first, last, False)

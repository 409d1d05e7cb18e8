"""Roll a plan forward: every value of last year's file has an entry, and the entries' edits make the draft."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from kehoach.diagnostics import _
from kehoach.edits import Edit
from kehoach.frozen import replace
from kehoach.rolling.bases import base_texts, basis_entries
from kehoach.rolling.beside import file_entries
from kehoach.rolling.bodies import reference_entries
from kehoach.rolling.labels import labels
from kehoach.rolling.ledger import Fate, Ledger, LedgerEntry, LedgerTopic
from kehoach.rolling.leftovers import comment_entries, figure_entries, question_entries
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.texts import text_entries
from kehoach.rolling.values import (
    deadline_entries,
    fund_entries,
    head_entries,
    person_entries,
    target_entries,
    task_entries,
)


def roll_forward(rollover: Rollover, path: str) -> Ledger:
    """The ledger of a turn, with the draft that will be called `path`. Nothing is written."""
    found: list[LedgerEntry] = []
    taken: dict[int, Edit] = {}
    for entry in _all(rollover, path):
        # what an earlier part of the turn has changed is left to it; one edit may serve several entries of one text
        if all(taken.get(edit.start, edit) == edit for edit in entry.edits):
            found.append(entry)
            taken |= {edit.start: edit for edit in entry.edits if edit.end > edit.start}
    found += figure_entries(rollover, found)
    found += _stale_marks(rollover, found)
    found += comment_entries(rollover)
    found = [_without_idle_edits(rollover, entry) for entry in found]
    ordered = tuple(sorted(found, key=lambda entry: (entry.place.start, entry.place.end)))
    return Ledger(rollover.editor.source, ordered, path, labels(rollover.plan, rollover.agencies))


def _all(rollover: Rollover, path: str) -> Iterator[LedgerEntry]:
    yield from head_entries(rollover)
    yield from file_entries(rollover, path)
    yield from basis_entries(rollover)
    yield from task_entries(rollover)
    yield from target_entries(rollover)
    yield from fund_entries(rollover)
    yield from deadline_entries(rollover)
    yield from person_entries(rollover)
    yield from reference_entries(rollover)
    yield from text_entries(rollover, base_texts(rollover))
    yield from question_entries(rollover)


def _stale_marks(rollover: Rollover, known: list[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Marks of the turn before go, but where this one leaves the same."""
    edits = sorted(edit for entry in known for edit in entry.edits)
    starts, ends = [edit.start for edit in edits], list(accumulate((edit.end for edit in edits), max))
    for mark in rollover.editor.marks():
        before = bisect_left(starts, mark.end)  # so many begin before it ends
        if not before or ends[before - 1] <= mark.start:
            place = rollover.editor.source.span(mark.start, mark.end)
            why = _("a mark of the draft before")
            yield LedgerEntry(LedgerTopic.COMMENT, Fate.CHANGED, place, place.text.strip(), "", why, edits=(mark,))


def _without_idle_edits(rollover: Rollover, entry: LedgerEntry) -> LedgerEntry:
    """The entry without edits that write what already exists: a mark that was left before."""
    edits = tuple(edit for edit in entry.edits if not rollover.editor.is_idle(edit))
    if edits == entry.edits:
        return entry
    fate = Fate.CARRIED if not edits and entry.fate is Fate.CHANGED else entry.fate
    return replace(entry, edits=edits, fate=fate)

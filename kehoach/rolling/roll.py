"""Roll a plan forward: every value of last year's file has an entry, and the entries' edits make the draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kehoach.diagnostics import _
from kehoach.edits import Edit
from kehoach.rolling.bases import base_texts, basis_entries
from kehoach.rolling.bodies import reference_entries
from kehoach.rolling.labels import labels
from kehoach.rolling.ledger import Fate, Ledger, LedgerEntry, LedgerTopic
from kehoach.rolling.leftovers import comment_entries, figure_entries, question_entries
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.texts import text_entries
from kehoach.rolling.values import deadline_entries, fund_entries, head_entries, target_entries, task_entries


def roll_forward(turn: Rollover, path: str) -> Ledger:
    """The ledger of a turn, with the draft that will be called `path`. Nothing is written."""
    found: list[LedgerEntry] = []
    taken: dict[int, Edit] = {}
    for entry in _all(turn):
        # what an earlier part of the turn has changed is left to it; one edit may serve several entries of one text
        if all(taken.get(edit.start, edit) == edit for edit in entry.edits):
            found.append(entry)
            taken |= {edit.start: edit for edit in entry.edits if edit.end > edit.start}
    found += figure_entries(turn, found)
    found += _stale_marks(turn, found)
    found += comment_entries(turn)
    found = [_without_idle_edits(turn, entry) for entry in found]
    ordered = tuple(sorted(found, key=lambda entry: (entry.place.start, entry.place.end)))
    return Ledger(turn.pen.source, ordered, path, labels(turn.plan, turn.agencies))


def _all(turn: Rollover) -> Iterator[LedgerEntry]:
    yield from head_entries(turn)
    yield from basis_entries(turn)
    yield from task_entries(turn)
    yield from target_entries(turn)
    yield from fund_entries(turn)
    yield from deadline_entries(turn)
    yield from reference_entries(turn)
    yield from text_entries(turn, base_texts(turn))
    yield from question_entries(turn)


def _stale_marks(turn: Rollover, known: list[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Marks of the turn before go, but where this one leaves the same."""
    edits = [edit for entry in known for edit in entry.edits]
    for mark in turn.pen.marks():
        if not any(_touch(mark, edit) for edit in edits):
            place = turn.pen.source.span(mark.start, mark.end)
            why = _("a mark of the draft before")
            yield LedgerEntry(LedgerTopic.COMMENT, Fate.CHANGED, place, place.text.strip(), "", why, edits=(mark,))


def _touch(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end


def _without_idle_edits(turn: Rollover, entry: LedgerEntry) -> LedgerEntry:
    """The entry without edits that write what stands there already: a mark that was left before."""
    edits = tuple(edit for edit in entry.edits if not turn.pen.is_idle(edit))
    if edits == entry.edits:
        return entry
    fate = Fate.CARRIED if not edits and entry.fate is Fate.CHANGED else entry.fate
    return replace(entry, edits=edits, fate=fate)

"""What is wrong with the numbers of a register: gaps, numbers out of order of the days, runs that were cut off.

The numbers of a year count on from 01 without a gap, and a later number is of a later day or the same (Decree 30/2020,
Article 15; Annex I, II.3.b). Two papers with one number cannot be registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby, pairwise

from kehoach.diagnostics import Message, _
from kehoach.frozen import frozen
from kehoach.storage.register import EntryState, NumberSeries, RegisterEntry


class NoteKind(StrEnum):
    """What is noted of a series."""

    GAP = "gap"  # numbers that nobody has
    BACKDATED = "backdated"  # a smaller number has a later day
    UNFINISHED = "unfinished"  # a number is reserved, the paper is not issued yet


@frozen
class SeriesNote:
    """One thing to look at. `first` and `last` are the numbers of a gap, else the entry it is about.

    `other` is, of numbers out of order, the entry with the smaller number and the later day.
    """

    kind: NoteKind
    series: NumberSeries
    first: int
    last: int
    entry: RegisterEntry
    other: RegisterEntry | None = None


def notes(entries: Iterable[RegisterEntry]) -> Iterator[SeriesNote]:
    """What is to be said of the entries of a register, series by series; they are in order of their numbers."""
    for series, found in groupby(entries, key=lambda entry: entry.series):
        yield from _of_series(series, list(found))


def notes_about(entry: RegisterEntry, entries: Iterable[RegisterEntry]) -> tuple[SeriesNote, ...]:
    """What is to be said of the number of one paper among the others of its register."""
    found = (one for one in notes(entries) if one.kind is not NoteKind.UNFINISHED)
    return tuple(one for one in found if entry.key in (one.entry.key, one.other and one.other.key))


def _of_series(series: NumberSeries, entries: list[RegisterEntry]) -> Iterator[SeriesNote]:
    if entries[0].number > 1:
        yield SeriesNote(NoteKind.GAP, series, 1, entries[0].number - 1, entries[0])
    latest = entries[0]
    for before, entry in pairwise(entries):
        if entry.number > before.number + 1:
            yield SeriesNote(NoteKind.GAP, series, before.number + 1, entry.number - 1, entry)
        latest = max(latest, before, key=lambda one: one.day)
        if entry.day < latest.day:
            yield SeriesNote(NoteKind.BACKDATED, series, entry.number, entry.number, entry, latest)
    for entry in entries:
        if entry.state is EntryState.RESERVED:
            yield SeriesNote(NoteKind.UNFINISHED, series, entry.number, entry.number, entry)


def note_text(note: SeriesNote) -> Message:
    """A note in words."""
    entry, other = note.entry, note.other
    if note.kind is NoteKind.GAP:
        numbers = f"{note.first:02}" if note.first == note.last else f"{note.first:02}-{note.last:02}"
        return _("nobody has number {numbers}/{symbol} of {year}", numbers=numbers, symbol=entry.symbol,
                 year=note.series.year)  # fmt: skip
    if note.kind is NoteKind.BACKDATED and other:
        return _(
            "{number} of {day} has an earlier day than {other} of {other_day}",
            number=entry.name, day=_day(entry), other=other.name, other_day=_day(other),
        )  # fmt: skip
    return _("{number} is reserved, and {plan} is not issued yet: kehoach issue {plan}", number=entry.name,
             plan=entry.plan)  # fmt: skip


def _day(entry: RegisterEntry) -> str:
    return f"{entry.day:%d/%m/%Y}"

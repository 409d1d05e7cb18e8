"""The deadlines of a plan as events of a calendar, with what became of those that were sent before.

Calendars take an event again only when its SEQUENCE has risen (RFC 5546, 2.1.4), and keep one that is merely left out.
So the calendar is made from the plan and from the events that the file had before. No clock is asked: a change is a
minute later than what it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from kehoach.documents.assignment_table import AssignmentTable, DueRow
from kehoach.frozen import frozen, names_of, replace
from kehoach.model.period import Frequency
from kehoach.model.terms import Term
from kehoach.vietnamese import upper_first

STAMP = "%Y%m%dT%H%M%SZ"
_UNPRINTED = re.compile("[\x00-\x1f\x7f]")
_LONGEST = 200
"""Characters of a title that are remembered."""
_RULES = {
    Frequency.WEEK: "FREQ=WEEKLY",
    Frequency.MONTH: "FREQ=MONTHLY",
    Frequency.QUARTER: "FREQ=MONTHLY;INTERVAL=3",
    Frequency.YEAR: "FREQ=YEARLY",
}


@frozen
class CalendarEvent:
    """One event. `at` is None for a whole day; `rule` is its RRULE, "" for what does not return."""

    uid: str
    day: date
    at: time | None
    rule: str
    summary: str
    description: str
    reminder: int | None = None
    """Days before, on which a calendar reminds of it."""

    @property
    def start(self) -> date | datetime:
        """The day, or the moment where there is an hour: local time wherever it is read."""
        return self.day if self.at is None else datetime.combine(self.day, self.at)

    @property
    def digest(self) -> str:
        """Equal for equal events."""
        return sha256("\n".join(str(getattr(self, name)) for name in names_of(self)).encode()).hexdigest()


@frozen
class SentEvent:
    """An event as it was last sent: its number of changes, when that was, and what has to be said to take it back."""

    uid: str
    sequence: int
    stamp: str
    digest: str
    start: str
    summary: str
    cancelled: bool = False

    def changed(self, base: datetime) -> SentEvent:
        """The same after one change more."""
        last = datetime.strptime(self.stamp, STAMP).replace(tzinfo=UTC)
        stamp = (max(last, base) + timedelta(minutes=1)).strftime(STAMP)
        return replace(self, sequence=self.sequence + 1, stamp=stamp)


@frozen
class CalendarFile:
    """The whole file: each event with what is sent of it; None for one that is taken back."""

    name: str
    entries: tuple[tuple[CalendarEvent | None, SentEvent], ...]

    @property
    def record(self) -> dict[str, dict[str, Any]]:
        """What has to be remembered for the next time, by the events' ids."""
        return {
            sent.uid: {key: value for key, value in vars(sent).items() if key != "uid"} for _event, sent in self.entries
        }


def compose_calendar(
    table: AssignmentTable, before: Mapping[str, Mapping[str, Any]], *, was_written: bool = False
) -> CalendarFile | None:
    """The calendar of a plan after the events `before`; None where there never was an event.

    `was_written` says that there was a calendar of which no events are remembered: its events are taken as changed.
    """
    known = {uid: SentEvent(uid, **one) for uid, one in before.items() if uid.startswith(f"{_id(table)}/")}
    events = {event.uid: event for event in _events(table)}
    base = _base(table)
    first = 1 if was_written and not before else 0
    entries: list[tuple[CalendarEvent | None, SentEvent]] = [
        (event, _sent(event, known.get(event.uid), base, first)) for event in events.values()
    ]
    entries += [(None, _cancelled(one, base)) for uid, one in sorted(known.items()) if uid not in events]
    return CalendarFile(f"{table.type}: {table.subject}", tuple(entries)) if entries else None


def _sent(event: CalendarEvent, before: SentEvent | None, base: datetime, first: int) -> SentEvent:
    start = event.start.strftime("%Y%m%dT%H%M%S" if event.at else "%Y%m%d")
    title = _short(event.summary)
    if before is None:
        return SentEvent(event.uid, first, base.strftime(STAMP), event.digest, start, title)
    if before.digest == event.digest and not before.cancelled:
        return before
    return replace(before.changed(base), digest=event.digest, start=start, summary=title, cancelled=False)


def _cancelled(before: SentEvent, base: datetime) -> SentEvent:
    return before if before.cancelled else replace(before.changed(base), cancelled=True)


def _events(table: AssignmentTable) -> Iterator[CalendarEvent]:
    """An event for each row with a day. A stretch without an end is on its first day."""
    for row in table.deadlines:
        term = row.due.terms[0] if row.due.terms else Term()
        day = term.day or term.begins
        if day is not None:
            what = row.what if term.day else f"Bắt đầu: {row.what}"
            uid = f"{_id(table)}/{row.id}@{_domain(table)}"
            yield CalendarEvent(uid, day, term.at, _rule(term), what, _description(table, row), table.reminder)


def _description(table: AssignmentTable, row: DueRow) -> str:
    who = upper_first("; ".join(body.name for body in row.who))
    return f"{who}\nThời hạn: {row.due.text}\n{table.type}: {table.subject}"


def _rule(term: Term) -> str:
    """The recurrence rule (RFC 5545, 3.3.10). A day that shorter months lack is their last day."""
    if not term.returns or term.every not in _RULES or term.day is None:
        return ""
    rule = _RULES[term.every]
    if term.every is Frequency.YEAR and term.day.month == 2 and term.asked_day > 28:
        rule += ";BYMONTH=2;BYMONTHDAY=-1"
    elif term.every in (Frequency.MONTH, Frequency.QUARTER) and term.asked_day > 28:
        rule += ";BYMONTHDAY=-1" if term.asked_day == 31 else f";BYMONTHDAY={_until_day(term.asked_day)};BYSETPOS=-1"
    if term.until is None:
        return rule
    return f"{rule};UNTIL={term.until:%Y%m%d}{'T235959' if term.at else ''}"


def _until_day(day: int) -> str:
    return ",".join(str(one) for one in range(28, day + 1))


def _id(table: AssignmentTable) -> str:
    return _UNPRINTED.sub("-", table.plan.replace(" ", "-"))


def _short(summary: str) -> str:
    """A title as it is remembered: one line without signs that a record must not have."""
    return _UNPRINTED.sub("", " ".join(summary.split()))[:_LONGEST]


def _domain(table: AssignmentTable) -> str:
    """Communes use the same example and the same ids: their events must not replace each other in one calendar."""
    return f"{sha256(table.origin.encode()).hexdigest()[:12]}.kehoach"


def _base(table: AssignmentTable) -> datetime:
    """When an event was first sent: the day of issue, or the first day of the plan."""
    day = table.issued or date(table.year, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

"""`thoi-han.ics`: the deadlines of a plan for the office's calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from kehoach.documents.assignment_table import AssignmentTable, DueRow


def write_calendar(table: AssignmentTable) -> bytes:
    """One whole-day event for each deadline that falls on one day.

    Each event keeps its identity from build to build, so that importing again moves it instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach//thoi-han//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{table.type}: {table.subject}")
    for row in table.deadlines:
        if row.due.day is not None:
            calendar.add_component(_event(table, row))
    return bytes(calendar.to_ical())


def _event(table: AssignmentTable, row: DueRow) -> Event:
    assert row.due.day is not None
    event = Event()
    event.add("uid", f"{table.plan}/{row.id}@{_domain(table)}".replace(" ", "-"))
    event.add("dtstamp", _stamp(table))
    event.add("dtstart", row.due.day)
    event.add("dtend", row.due.day + timedelta(days=1))
    event.add("summary", row.what)
    who = "; ".join(body.name for body in row.who)
    event.add("description", f"{who}\nThời hạn: {row.due.text}\n{table.type}: {table.subject}")
    event.add("transp", "TRANSPARENT")
    return event


def _domain(table: AssignmentTable) -> str:
    """Communes use the same example and the same ids: their events must not replace each other in one calendar."""
    return f"{sha256(table.origin.encode()).hexdigest()[:12]}.kehoach"


def _stamp(table: AssignmentTable) -> datetime:
    """When the event was made: no clock decides about bytes, so the day of issue, or the first day of the plan."""
    day = table.issued or date(table.year, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

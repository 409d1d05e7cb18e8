"""`thoi-han.ics`: the deadlines of a plan for the office's calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vRecur

from kehoach.documents.calendar import STAMP, CalendarEvent, CalendarFile, SentEvent

_MORNING = timedelta(hours=8)
"""When a calendar reminds of a whole day."""


def write_calendar(file: CalendarFile) -> bytes:
    """One event for each day; of what returns one for all, with its rule.

    Each keeps its identity from build to build, so that importing again moves it instead of adding another. What is no
    longer in the plan is cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach//thoi-han//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", file.name)
    for event, sent in file.entries:
        calendar.add_component(_event(event, sent) if event else _cancelled(sent))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, sent: SentEvent) -> Event:
    made = _begun(sent, event.summary, event.start)
    if event.at is None:
        made.add("dtend", event.day + timedelta(days=1))
    if event.rule:
        made.add("rrule", vRecur.from_ical(event.rule))
    made.add("description", event.description)
    made.add("status", "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    if event.reminder is not None:
        made.add_component(_alarm(event))
    return made


def _cancelled(sent: SentEvent) -> Event:
    start: date | datetime = datetime.strptime(sent.start, "%Y%m%dT%H%M%S" if "T" in sent.start else "%Y%m%d")
    made = _begun(sent, sent.summary, start if "T" in sent.start else start.date())  # type: ignore[union-attr]
    made.add("status", "CANCELLED")
    return made


def _begun(sent: SentEvent, summary: str, start: date | datetime) -> Event:
    """What both a living and a cancelled event have."""
    made = Event()
    stamp = datetime.strptime(sent.stamp, STAMP).replace(tzinfo=UTC)
    made.add("uid", sent.uid)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", sent.sequence)
    made.add("dtstart", start)
    made.add("summary", summary)
    return made


def _alarm(event: CalendarEvent) -> Alarm:
    """A reminder some days before; of a whole day in the morning of that day."""
    before = timedelta(days=event.reminder or 0)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", (_MORNING if event.at is None else timedelta()) - before)
    return alarm

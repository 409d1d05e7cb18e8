"""Deadlines and dates moved to the new year."""

from __future__ import annotations

import calendar
import re

from kehoach import vietnamese

YEAR = re.compile(rf"(?<!\d){vietnamese.YEAR}(?!\d)")
_LEAP_DAY = re.compile(r"(?<!\d)29(/0?2| tháng 0?2)(?!\d)(?P<year>(?:/| năm )(?P<typed>\d{4}))?")


def moved(text: str, delta: int, year: int) -> str:
    """A deadline or date as typed, `delta` years later; a date without a year is in `year`, the new one.

    29 February becomes the 28th where the year has none.
    """
    later = YEAR.sub(lambda match: str(int(match.group()) + delta), text)
    return _LEAP_DAY.sub(lambda match: _without_leap_day(match, year), later)


def _without_leap_day(match: re.Match[str], year: int) -> str:
    there = int(match["typed"]) if match["typed"] else year
    return match.group() if calendar.isleap(there) else match.group().replace("29", "28", 1)

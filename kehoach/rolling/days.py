"""Days of the new year: deadlines moved, days off told."""

from __future__ import annotations

import calendar
import re
from datetime import date

from kehoach.diagnostics import Message, _

HOLIDAYS = {(1, 1), (30, 4), (1, 5), (2, 9)}
"""Public holidays with a fixed date, as (day, month): New Year, 30 April, 1 May, National Day (Labour Code 2019,
Article 112). Tết and the Hùng Kings' day follow the moon; when National Day's second day falls is fixed each year."""

YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_LEAP_DAY = re.compile(r"(?<!\d)29(/0?2| tháng 0?2)(?!\d)(?P<year>(?:/| năm )(?P<typed>\d{4}))?")


def moved(text: str, delta: int, year: int) -> str:
    """A deadline or date as typed, `delta` years later; a date without a year lies in `year`, the new one.

    29 February becomes the 28th where the year has none.
    """
    later = YEAR.sub(lambda match: str(int(match.group()) + delta), text)
    return _LEAP_DAY.sub(lambda match: _without_leap_day(match, year), later)


def _without_leap_day(match: re.Match[str], year: int) -> str:
    there = int(match["typed"]) if match["typed"] else year
    return match.group() if calendar.isleap(there) else match.group().replace("29", "28", 1)


def day_off(day: date) -> Message | None:
    """Why nobody works on that day; None for a working day, as far as the calendar tells."""
    shown = f"{day:%d/%m/%Y}"
    if (day.day, day.month) in HOLIDAYS:
        return _("{day} is a public holiday", day=shown)
    if day.weekday() == 5:
        return _("{day} is a Saturday", day=shown)
    if day.weekday() == 6:
        return _("{day} is a Sunday", day=shown)
    return None

"""The years of a plan, and when it may have been issued."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from kehoach.model.period import IssueDate
from kehoach.recognising.found import FoundPlan

_YEARS = re.compile(r"\b(20\d\d)(?: ?[-–] ?(20\d\d))?\b")
_HORIZON = re.compile(r"(?i)(?:định hướng|tầm nhìn)[^,;.]*$")
"""What is before a year that the plan only looks ahead to."""
_UNTIL = re.compile(r"(?i)\bđến(?: hết)?(?: năm)? $")
"""What is before the last year of a plan that begins with the year of its day."""


def years_of(found: FoundPlan, sentences: Sequence[str]) -> str:
    """The year of the plan, or its years: as it says, else the year that its sentences name most often."""
    if stated := stated_years(found):
        return stated
    named = Counter(match[1] for text in sentences for match in _YEARS.finditer(text))
    return named.most_common(1)[0][0] if named else "2000"


def stated_years(found: FoundPlan) -> str:
    """The year or the years that the subject names, else the year of the date, "" for neither."""
    subject = found.subject.text if found.subject else ""
    known = list(_YEARS.finditer(subject))
    years = [match for match in known if not _HORIZON.search(subject, 0, match.start())] or known
    if years:
        first, last = years[-1].groups()
        issued = found.date[2]
        if int(last or first) < issued:
            return str(issued)  # the year is that of a law or a directive
        if not last and 0 < issued < int(first) and _UNTIL.search(subject, 0, years[-1].start()):
            first, last = str(issued), first
        return f"{first}-{last}" if last and last > first else first
    return str(found.date[2] or "")


def issued_between(found: FoundPlan, years: str) -> tuple[date, date]:
    """The first and the last day on which a plan may have been issued."""
    day, month, year = found.date
    first, last = date(int(years[:4]), 1, 1), date(int(years[-4:]), 12, 31)
    try:
        issued = IssueDate(year, month or None, day or None)
        return (issued.earliest, issued.latest) if year else (first, last)
    except ValueError:  # 31/02
        return first, last

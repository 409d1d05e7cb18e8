"""Days off, and the days on which a deadline falls due."""

from __future__ import annotations

from datetime import date

import pytest

from kehoach.model.days import day_off
from kehoach.model.period import Deadline
from kehoach.parse.dates import deadline
from kehoach.source import Source, Text, TextNode


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2025, 6, 13), None),
        (date(2025, 6, 14), "a Saturday"),
        (date(2025, 6, 15), "a Sunday"),
        (date(2025, 6, 16), None),
        # Labour Code 2019, Article 112: the holidays with a fixed date
        (date(2026, 1, 1), "a public holiday"),
        (date(2026, 4, 29), None),
        (date(2026, 4, 30), "a public holiday"),
        (date(2026, 5, 1), "a public holiday"),
        (date(2026, 9, 2), "a public holiday"),
        (date(2026, 9, 3), None),
        (date(2028, 4, 30), "a public holiday"),  # a Sunday too
    ],
)
def test_days_off_have_a_reason(day: date, off: str | None) -> None:
    found = day_off(day)
    assert (found and str(found)) == (off and f"{day:%d/%m/%Y} is {off}")


@pytest.mark.parametrize(
    ("typed", "year", "days"),
    [
        ("15/6", 2026, [date(2026, 6, 15)]),
        ("15/6/2027", 2026, [date(2027, 6, 15)]),
        ("15/8 - 17/8", 2026, [date(2026, 8, 17)]),
        ("20/3, 20/6", 2026, [date(2026, 3, 20), date(2026, 6, 20)]),
        ("15/6", None, []),
        ("15/6/2027", None, [date(2027, 6, 15)]),
        ("29/2", 2025, []),
        ("15/6 hằng năm", 2026, []),
        ("tháng 6", 2026, []),
        ("Quý II", 2026, []),
        ("Thường xuyên", 2026, []),
    ],
)
def test_a_deadline_falls_due_on_its_exact_days(typed: str, year: int | None, days: list[date]) -> None:
    read = deadline(TextNode(Text(typed, Source("", typed).span(0, len(typed)))))
    assert isinstance(read, Deadline)
    assert list(read.due_days(year)) == days

"""Days on which nobody works, as far as a calendar says."""

from __future__ import annotations

from datetime import date

from kehoach.diagnostics import Message, _

HOLIDAYS = {(1, 1), (30, 4), (1, 5), (2, 9)}
"""Public holidays with a fixed date, as (day, month): New Year, 30 April, 1 May, National Day (Labour Code 2019,
Article 112). Tết and the Hùng Kings' day follow the moon, and National Day's second day is fixed anew each year."""


def day_off(day: date) -> Message | None:
    """Why nobody works on that day; None for a working day."""
    shown = f"{day:%d/%m/%Y}"
    if (day.day, day.month) in HOLIDAYS:
        return _("{day} is a public holiday", day=shown)
    if day.weekday() == 5:
        return _("{day} is a Saturday", day=shown)
    if day.weekday() == 6:
        return _("{day} is a Sunday", day=shown)
    return None

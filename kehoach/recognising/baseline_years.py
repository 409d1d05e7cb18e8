"""The year that a sentence names beside the baseline of its target."""

from __future__ import annotations

import re

_BEFORE = re.compile(r"(?i)\bnăm (20\d\d)(?: (?:là|đạt|chỉ đạt|có|mới có))?:? $")
_AFTER = re.compile(r"(?i)(?: \([^()\d]{0,30}| (?:vào |cuối |đầu |của )?)năm (20\d\d)\b")


def baseline_year(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the year of the figure from `start` to `end` is, None where none is beside it."""
    if before := _BEFORE.search(sentence[:start]):
        return before.span(1)
    after = _AFTER.match(sentence, end)
    return after.span(1) if after else None

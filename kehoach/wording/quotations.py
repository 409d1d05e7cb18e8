"""What a plan quotes: another's words, which only a person changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from kehoach.edits import Edit
from kehoach.model.plan import Plan
from kehoach.source import Span


def in_quotes(plan: Plan, span: Span) -> bool:
    """Whether it is in a legal basis or between quotes: another's words, which only a person changes."""
    begin = span.start - span.column + 1
    opened, closed = (bisect_left(at, span.start) - bisect_left(at, begin) for at in _quotes(span.source.text))
    return opened > closed or any(b.span.start <= span.start < b.span.end for b in plan.bases)


def rewrite(plan: Plan, span: Span, written: str, right: str) -> tuple[Edit, ...] | None:
    """The edit that writes `right` for `written`; none in another's words, or where the file has it in another form."""
    return None if span.text != written or in_quotes(plan, span) else (Edit(span.start, span.end, right),)


@lru_cache(maxsize=1)
def _quotes(text: str) -> tuple[list[int], list[int]]:
    """Where quotes open, and where they close."""
    opening, closing = ([match.start() for match in re.finditer(sign, text)] for sign in "“”")
    return opening, closing

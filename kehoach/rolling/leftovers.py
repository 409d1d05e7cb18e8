"""What no rule knows: every other number of the file is carried, and said so; so is the old year in a comment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from kehoach.diagnostics import _
from kehoach.model.base import undecided_in
from kehoach.readers.comments import comments
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.rollover import Rollover

_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*%?")


def question_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """What was undecided last year still is."""
    for value in rollover.plan.values:
        for todo in undecided_in(value):
            question = todo.text
            yield LedgerEntry(
                LedgerTopic.QUESTION, Fate.UNDECIDED, todo.span, question, question, _("was undecided already")
            )


def figure_entries(rollover: Rollover, known: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Every number of the file's texts, keys included, that no entry covers."""
    covered = _joined(sorted((entry.place.start, entry.place.end) for entry in known))
    starts = [start for start, _end in covered]
    source, own = rollover.editor.source, rollover.plan.year
    for scalar in rollover.editor.scalars:
        for match in _FIGURE.finditer(source.text, scalar.span.start, scalar.span.end):
            index = bisect_right(starts, match.start()) - 1
            if index >= 0 and match.end() <= covered[index][1]:
                continue
            written = match.group()
            is_year = written.isdecimal() and len(written) == 4 and int(written) in own
            topic = LedgerTopic.YEAR if is_year else LedgerTopic.FIGURE
            why = (
                _("is this the plan's year? it stays as it is here") if is_year else _("a number that nothing computes")
            )
            yield LedgerEntry(topic, Fate.CARRIED, source.span(*match.span()), written, written, why, verify=is_year)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def comment_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Comments are carried as they are; those that name the old year are reported."""
    looks = re.compile(rf"(?<!\d){rollover.plan.year.first}(?!\d)")
    for comment in comments(rollover.editor.source, rollover.editor.root, looks):
        text = comment.span.text
        yield LedgerEntry(
            LedgerTopic.COMMENT, Fate.CARRIED, comment.span, text, text, _("a comment names the old year"), verify=True
        )

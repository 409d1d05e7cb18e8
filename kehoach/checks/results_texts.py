"""The texts and figures of a results file under the rules that hold for a plan's: words, signs, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kehoach.checks import figures, signs, spelling, wording
from kehoach.checks.results_case import ResultsCase
from kehoach.diagnostics import Finding, Severity, _
from kehoach.edits import Edit
from kehoach.model.prose import Prose
from kehoach.model.results import Results
from kehoach.model.running import Running
from kehoach.rules import RuleBook, Violation

book = RuleBook()

_RULES = tuple(
    rule
    for rules in (wording.book, figures.book, signs.book, spelling.book)
    for rule in rules
    if rule.code in "KH601 KH603 KH605 KH606 KH607 KH610 KH611 KH612 KH613 KH618 KH619".split()
)
"""Rules of a plan's texts and figures that ask for nothing else of the plan."""


@dataclass(frozen=True)
class ResultsTexts:
    """What those rules look at, as a plan has it."""

    results: Results
    bases: tuple[()] = ()

    @cached_property
    def values(self) -> tuple[object, ...]:
        """Every value below, as `walk` finds them."""
        return tuple(value for _holder, _name, value in self.results.walk())

    @cached_property
    def running(self) -> Running:
        """All texts as one."""
        return Running.of(tuple(value for value in self.values if isinstance(value, Prose)))

    @property
    def appendices_at(self) -> int:
        """Index in the running text at which appendices would begin."""
        return len(self.running.whole)


def check_texts(case: ResultsCase) -> Iterator[Finding]:
    """Every finding of those rules on the texts and figures of a results file."""
    found = ResultsTexts(case.results)
    for rule in _RULES:
        yield from rule(found, case.agencies)


@book.rule("KH126", Severity.WARNING)
def end_mark_typed(case: ResultsCase) -> Iterator[Violation]:
    """The mark at the end of a paper, ./., is typed in a text of the results.

    Why: kehoach prints it after the last sentence of the report; typed, it prints twice or in the middle.
    Bad:
        proposals: Không./.
    Good:
        proposals: Không.
    """
    running = ResultsTexts(case.results).running
    for match in re.finditer(r"(?P<stop>\.?)/\.(?:/\.)*(?!\w)", running.whole):
        span = running.place(match.start(), match.end())
        edits = (Edit(span.start, span.end, match["stop"]),) if span.text == match.group() else None
        yield Violation(span, _("{mark} is printed by kehoach", mark='"./."'), _("delete it"), edits)

"""The texts and figures of a results file under the rules that hold for a plan's: words, signs, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.checks import texts_alone
from kehoach.checks.results_case import ResultsCase
from kehoach.diagnostics import Finding, Severity, _
from kehoach.edits import Edit
from kehoach.rules import RuleBook, Violation

book = RuleBook()


def check_texts(case: ResultsCase) -> Iterator[Finding]:
    """Every finding of the rules for texts on the texts and figures of a results file."""
    return texts_alone.check_texts(_values(case), case.agencies, texts_alone.OF_RESULTS)


def _values(case: ResultsCase) -> tuple[object, ...]:
    return tuple(value for _holder, _name, value in case.results.walk())


@book.rule("KH126", Severity.WARNING)
def end_mark_typed(case: ResultsCase) -> Iterator[Violation]:
    """The mark at the end of a paper, ./., is typed in a text of the results.

    Why: kehoach prints it after the last sentence of the report; typed, it prints twice or in the middle.
    Bad:
        proposals: Không./.
    Good:
        proposals: Không.
    """
    running = texts_alone.TextsAlone(_values(case)).running
    for match in re.finditer(r"(?P<stop>\.?)/\.(?:/\.)*(?!\w)", running.whole):
        span = running.place(match.start(), match.end())
        edits = (Edit(span.start, span.end, match["stop"]),) if span.text == match.group() else None
        yield Violation(span, _("{mark} is printed by kehoach", mark='"./."'), _("delete it"), edits)

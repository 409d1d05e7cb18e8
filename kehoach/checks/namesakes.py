"""The rule that looks at a plan among the files of its workspace, not into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kehoach.diagnostics import Severity, _
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()


@book.rule("KH125", Severity.ERROR)
def plans_in_one_folder(start: Span, others: tuple[Path, ...]) -> Iterator[Violation]:
    """Two plans have the same year and the same name, so that their documents would be in one folder.

    Why: the documents of one would replace those of the other. Windows and macOS take capitals for small letters, and
    names are compared without forbidden signs.
    Bad:
        plans/2026/giam-ngheo.yaml
        plans/2026/Giam-Ngheo.yaml
    Good:
        plans/2026/giam-ngheo.yaml
        plans/2026/giam-ngheo-bo-sung.yaml
    """
    for other in others:
        yield Violation(
            start,
            _("{other} has the same year and name: the documents of both would be in one folder", other=other),
            _("rename one of the two files"),
        )

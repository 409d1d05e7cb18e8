"""The rule book: what a plan must, should or had better be. Rules look; they change nothing.

Codes: KH0 reading, KH1 structure, KH2 agencies, KH3 dates and deadlines, KH4 targets and numbers, KH5 legal bases,
KH6 wording, KH7 signing and recipients, KH8 Word templates. A code is never reused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kehoach.checks import (
    abolished,
    appendices,
    comments_as_values,
    coverage,
    dates,
    days_in_texts,
    dissolved,
    funds,
    honorifics,
    ignores,
    leads,
    marks,
    recipients,
    reporting,
    signing,
    structure,
    table_groups,
    table_sums,
    tables,
    targets,
    texts_alone,
    twice,
    typed_bodies,
)
from kehoach.checks import agencies as agency_rules
from kehoach.citing import bases, citations, completeness, document_dates
from kehoach.diagnostics import Finding, Severity
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.readers.comments import comments
from kehoach.rules import Rule
from kehoach.source import Node, Source
from kehoach.wording import subject, years

PLAN_BOOKS = (
    structure.book,
    appendices.book,
    comments_as_values.book,
    marks.book,
    twice.book,
    agency_rules.book,
    leads.book,
    typed_bodies.book,
    dissolved.book,
    abolished.book,
    dates.book,
    days_in_texts.book,
    reporting.book,
    targets.book,
    funds.book,
    bases.book,
    citations.book,
    completeness.book,
    document_dates.book,
    *texts_alone.TEXT_BOOKS,
    years.book,
    subject.book,
    tables.book,
    table_sums.book,
    table_groups.book,
    signing.book,
    honorifics.book,
    recipients.book,
    coverage.book,
)
"""Rules that look at a plan and the registry it sees."""

REGISTRY_BOOKS = (agency_rules.registry_book, typed_bodies.registry_book)
"""Rules that look at the registry alone."""


def check_plan(plan: Plan, agencies: Agencies, *, errors_only: bool = False) -> Iterator[Finding]:
    """Every finding of the plan rules. `agencies` is the registry with the plan's own entries.

    `errors_only` leaves out the rules that find something else, for who tells of errors alone.
    """
    for book in PLAN_BOOKS:
        for rule in book:
            if errors_only and rule.severity is not Severity.ERROR:
                continue
            if plan.is_partial and book in _OF_THE_WHOLE and rule.severity in (Severity.WARNING, Severity.INFO):
                continue  # what such a rule misses may be in the part that found no place
            yield from rule(plan, agencies)


_OF_THE_WHOLE = (
    structure.book, appendices.book, agency_rules.book, leads.book, dissolved.book, targets.book, coverage.book,
)  # fmt: skip
"""Books whose warnings speak of what a plan lacks."""


def check_agencies(agencies: Agencies) -> Iterator[Finding]:
    """Every finding of the registry rules, and of those for texts that hold for names."""
    for book in REGISTRY_BOOKS:
        for rule in book:
            yield from rule(agencies)
    values = (name for agency in agencies.by_id.values() for name in texts_alone.names(agency))
    yield from texts_alone.check_texts(values, agencies, texts_alone.OF_NAMES)


def apply_ignore_comments(
    findings: Iterable[Finding], source: Source, node: Node, rules: Callable[[], dict[str, Rule]], *, complete: bool
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings on a file that its comments leave standing, with those about the comments, and those silenced.

    `rules` gives every rule there is, by code; it is called only for a comment that names a code not of this room.
    `complete`: every check could look at the file.
    """
    if not ignores.LOOKS_LIKE.search(source.text):
        return tuple(findings), ()
    written = comments(source, node, ignores.LOOKS_LIKE)
    return ignores.apply_ignores(findings, written, _own_rules(), rules, complete=complete)


@cache
def _own_rules() -> dict[str, Rule]:
    return {rule.code: rule for book in (*PLAN_BOOKS, *REGISTRY_BOOKS) for rule in book}

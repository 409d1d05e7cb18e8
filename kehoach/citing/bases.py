"""KH5: legal bases."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.period import CitedDate
from kehoach.model.plan import Basis, Plan
from kehoach.nghi_dinh_30 import ANNEX_I, LAWS
from kehoach.rules import RuleBook, Violation

book = RuleBook()


@book.rule("KH501", Severity.ERROR)
def basis_after_issue(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A legal basis, or a document cited in a text, is dated after the plan itself.

    Why: a plan cannot rest on a document that does not exist yet; a year was probably mistyped.
    Bad:
        date: 1/2024
        bases:
          - type: Quyết định
            date: 15/12/2024
    Good:
        date: 1/2024
        bases:
          - type: Quyết định
            date: 15/12/2023
    """
    if plan.issued_on is None:
        return
    for basis in plan.bases:
        if not isinstance(basis, Basis) or not isinstance(basis.date, CitedDate) or basis.date.day is None:
            continue
        if basis.date.day > plan.issued_on.latest:
            yield Violation(basis.at("date"), _("{date} is after the plan's own date", date=basis.date))
    for cited in plan.cited:
        if cited.day is not None and cited.day > plan.issued_on.latest:
            yield Violation(
                plan.running.place(cited.date_start, cited.date_end),
                _("{date} is after the plan's own date", date=f"{cited.day:%d/%m/%Y}"),
            )


@book.rule("KH511", Severity.WARNING)
def type_said_twice(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The subject of a legal basis begins with the type that is before it.

    Why: kehoach prints the type itself: "Căn cứ Luật Luật Thú y".
    Bad:
        - type: Luật
          subject: Luật Thú y
    Good:
        - type: Luật
          subject: Thú y
    """
    for basis in plan.bases:
        if not isinstance(basis, Basis) or not isinstance(basis.type, str) or basis.subject is None:
            continue
        if str(basis.subject).startswith(f"{basis.type} "):
            yield Violation(basis.at("subject"), _("{type} is said twice", type=basis.type), _("leave it out here"))


@book.rule("KH502", Severity.WARNING, article=f"{ANNEX_I} II.6.a", on_request=True)
def law_with_number(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A law or ordinance is cited with its number or issuing body.

    Why: the decree has laws and ordinances cited by name and date. What is typed is printed; the fix, on request, takes
    it out.
    Bad:
        - type: Luật
          number: 72/2025/QH15
          subject: Tổ chức chính quyền địa phương
    Good:
        - type: Luật
          subject: Tổ chức chính quyền địa phương
          date: 16/6/2025
    """
    for basis in plan.bases:
        if isinstance(basis, Basis) and basis.type in LAWS:
            for key in ("number", "issuer"):
                if basis.wrote(key):
                    yield Violation(
                        basis.at(key),
                        _("a law is cited without {key}; it is printed as typed", key=key),
                        _("delete this line"),
                        _without_line(basis, key),
                    )


def _without_line(basis: Basis, key: str) -> tuple[Edit, ...] | None:
    """The edit that deletes the line of a key; None where something else is on it."""
    key_span, span = basis.key_at(key), basis.at(key)
    source = span.source
    start = source.line_starts[key_span.line - 1]
    if source.text[start : key_span.start].strip() or span.end_line >= len(source.line_starts):
        return None
    end = source.line_starts[span.end_line]
    return None if source.text[span.end : end].strip() else (Edit(start, end, ""),)

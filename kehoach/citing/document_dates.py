"""KH5, fourth part: the dates of cited documents against their numbers and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.period import CitedDate
from kehoach.model.plan import Basis, Plan
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()


@frozen
class _Dated:
    """A document with its day, as a basis or a sentence names it. `issuer` is "" where it is not clear."""

    type: str
    number: str
    issuer: str
    day: date
    span: Span


def _dated(plan: Plan, agencies: Agencies) -> Iterator[_Dated]:
    own = _plain(agencies.name_of(plan.issuer)) if isinstance(plan.issuer, Ref) else ""
    for basis in plan.bases:
        if not isinstance(basis, Basis) or not isinstance(basis.number, str) or not isinstance(basis.date, CitedDate):
            continue
        if basis.date.day:
            issuer = agencies.name_of(basis.issuer) if isinstance(basis.issuer, Ref) else ""
            number = basis.number.replace(" ", "")
            yield _Dated(str(basis.type), number, _known(issuer, own), basis.date.day, basis.at("date"))
    running = plan.running
    for cited in plan.cited_anyhow:
        if cited.day:
            issuer = match[1] if (match := _ISSUER.match(running.whole, cited.date_end)) else ""
            span = running.place(cited.date_start, cited.date_end)
            yield _Dated(cited.type, cited.key[1], _known(issuer, own), cited.day, span)


_ISSUER = regex(
    r" của ((?:UBND|HĐND|[UỦ][ỷy] ban nhân dân|Hội đồng nhân dân|Chủ tịch|Sở|Tỉnh ủy|Thành ủy|Ban Thường vụ)"
    r"[^,;:.()\n]{0,80}?)(?= về | ban hành | phê duyệt | quy định | giao | thực hiện | triển khai |[,;:.()\n]|$)"
)


def _known(issuer: str, own: str) -> str:
    """The issuer as it is compared: the plan's own body may be named without its place, "UBND tỉnh"."""
    plain = _plain(issuer)
    return own if plain.count(" ") and own.startswith(f"{plain} ") else plain


def _plain(issuer: str) -> str:
    """A name of a body in small letters, with one spelling and its usual short forms."""
    plain = issuer.lower().replace("uỷ", "ủy").replace("ủy ban nhân dân", "ubnd").replace("hội đồng nhân dân", "hđnd")
    return plain.removeprefix("chủ tịch ").strip()


_YEAR_IN_NUMBER = regex(r"\d+/(\d{4})/")
_MINISTRIES = (
    "BYT|BTC|BNV|BGDĐT|BKHCN|BNNMT|BNNPTNT|BLĐTBXH|LĐTBXH|BTTTT|BVHTTDL|BXD|BCT|BCA|BQP|BNG|BTP|BTNMT|BKHĐT|BGTVT|BDTTG"
)
_OF_THE_CENTRE = regex(rf".*[-/](?:TTg|CP|UBTVQH\d*|QH\d+|TW|VPCP|CTN|{_MINISTRIES})")


@book.rule("KH513", Severity.WARNING)
def number_of_another_year(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The number of a normative document has one year, its date another.

    Why: the number of a decree, a circular or a law has the year in which it was issued; where the date says another,
    one of the two was mistyped.
    Bad:
        Nghị định số 12/2024/NĐ-CP ngày 05/02/2023
    Good:
        Nghị định số 12/2024/NĐ-CP ngày 05/02/2024
    """
    for dated in _dated(plan, agencies):
        match = _YEAR_IN_NUMBER.match(dated.number)
        if match and int(match[1]) != dated.day.year:
            yield Violation(
                dated.span,
                _("number {number} is of {year}, its date of {other}",
                  number=dated.number, year=match[1], other=dated.day.year),
                _("compare number and date with the document"),
            )  # fmt: skip


@book.rule("KH514", Severity.WARNING)
def document_with_two_dates(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """One document is cited with two dates.

    Why: a document has one date; of two, one was mistyped. Documents of two bodies, or of two years, may have the same
    number: looked at are those of the central bodies, and of one body that is named both times.
    Bad:
        ... Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ ...
        ... Nghị quyết số 71/NQ-CP ngày 01/5/2025 của Chính phủ ...
    Good:
        ... Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ ...
    """
    first: dict[tuple[object, ...], _Dated] = {}
    seen: set[tuple[object, ...]] = set()
    for dated in _by_full_names([*_dated(plan, agencies)]):
        is_central = _OF_THE_CENTRE.fullmatch(dated.number) is not None
        if not dated.type or not (is_central or dated.issuer):
            continue
        document = (dated.type.lower(), dated.number, "" if is_central else dated.issuer)
        if (*document, dated.day) in seen:
            continue
        seen.add((*document, dated.day))
        before = [first.setdefault((*document, same), dated) for same in _cannot_differ(dated)]
        other = next((one for one in before if one.day != dated.day), None)
        if other:
            yield Violation(
                dated.span,
                _("{number} is dated {date} on line {line}",
                  number=dated.number, date=f"{other.day:%d/%m/%Y}", line=other.span.line),
                _("compare both with the document"),
            )  # fmt: skip


def _by_full_names(cited: list[_Dated]) -> Iterator[_Dated]:
    """The documents with each issuer by its full name: UBND tỉnh, where one province alone is named."""
    longer: dict[str, set[str]] = {}
    for name in {dated.issuer for dated in cited}:
        words = name.split(" ")
        for count in range(1, min(len(words), _WORDS)):
            longer.setdefault(" ".join(words[:count]), set()).add(name)
    for dated in cited:
        full = longer.get(dated.issuer, ())
        yield replace(dated, issuer=next(iter(full))) if len(full) == 1 else dated


_WORDS = 12
"""So many words of a name are looked at."""


def _cannot_differ(dated: _Dated) -> tuple[object, ...]:
    """What two days of one number have in common where they cannot both be right: the year, which the number of a
    normative document holds itself; or all but the year."""
    day = dated.day
    year = "of the number" if _YEAR_IN_NUMBER.match(dated.number) else day.year
    return year, (day.day, day.month)


@book.rule("KH517", Severity.WARNING)
def slashed_date_without_zero(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """In the date of a cited document, written with strokes, a day below 10, or month 1 or 2, lacks its zero.

    Why: the decree asks for the zero where a date is written in words; documents write dates with strokes the same way,
    so that nobody can put another digit there.
    Bad:
        Quyết định số 12/QĐ-UBND ngày 5/1/2026
    Good:
        Quyết định số 12/QĐ-UBND ngày 05/01/2026
    """
    for span in _slashed(plan):
        match = re.fullmatch(r"(?:ngày )?(\d{1,2})([/-])(\d{1,2})\2(\d{4})", span.text)
        if match is None:
            continue
        day, sign, month, year = match.groups()
        right = sign.join((day.zfill(2), month.zfill(2) if int(month) < 3 else month, year))
        if not span.text.endswith(right):
            start = span.start + match.start(1)
            yield Violation(span, _("write: {right}", right=right), None, (Edit(start, span.end, right),))


def _slashed(plan: Plan) -> Iterator[Span]:
    for basis in plan.bases:
        if isinstance(basis, Basis) and isinstance(basis.date, CitedDate):
            yield basis.at("date")
    for cited in plan.cited_anyhow:
        if cited.date_end > cited.end and not cited.written_month:
            yield plan.running.place(cited.date_start, cited.date_end)

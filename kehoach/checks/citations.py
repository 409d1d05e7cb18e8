"""KH5, second half: documents cited in running text, and the plan's own number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.citation import Citation
from kehoach.model.period import CitedDate
from kehoach.model.plan import Basis, Plan
from kehoach.nghi_dinh_30 import ANNEX_I, ANNEX_II, LAWS
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()


@book.rule("KH503", Severity.WARNING, article=f"{ANNEX_I} II.3.c")
def citation_number_form(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The number of a cited document is not in the form that numbers have.

    Why: a stroke separates number and symbol, hyphens without blanks the groups of the symbol; a number below 10
    has a zero in front, others have none. Somebody who searches for the document types it in that form.
    Bad:
        Quyết định số 5/QĐ - UBND
    Good:
        Quyết định số 05/QĐ-UBND
    """
    for cited in plan.cited:
        if right := _right_number(cited.number):
            yield _number_found(plan.running.place(cited.start, cited.end), right)
    for basis in plan.bases:
        if isinstance(basis, Basis) and isinstance(basis.number, str) and (right := _right_number(basis.number)):
            yield _number_found(basis.at("number"), right)


def _number_found(span: Span, right: str) -> Violation:
    return Violation(
        span, _("the number is written {right}", right=right), _("write: {right}", right=right),
        (Edit(span.start, span.end, right),),
    )  # fmt: skip


def _right_number(number: str) -> str | None:
    """The number in the decree's form, None when it is so already. Normative documents (5/2024/TT-BTC) and documents of
    the Party (57-NQ/TW) have forms of their own; of these only the blanks are looked at."""
    right = re.sub(r"[ ]?([/-])[ ]?", r"\1", number).replace(" \u2013 ", "-").replace("\u2013", "-")
    serial = re.match(r"(\d+)/(?=[A-ZĐ])", right)
    if serial:
        right = f"{int(serial[1]):02}{right[serial.end(1) :]}"
    return right if right != number else None


@book.rule("KH504", Severity.INFO, article=f"{ANNEX_I} II.6.b")
def later_citation_in_full(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A document that was cited in full already is cited in full again.

    Why: a document is cited in full where it is first named; after that type, number and symbol are enough.
    Bad:
        ... Quyết định số 1544/QĐ-UBND ngày 15/12/2023 của UBND tỉnh ...
        ... theo Quyết định số 1544/QĐ-UBND ngày 15/12/2023 của UBND tỉnh
    Good:
        ... theo Quyết định số 1544/QĐ-UBND
    """
    seen = {
        (str(basis.type).lower(), basis.number.replace(" ", ""))
        for basis in plan.bases
        if isinstance(basis, Basis) and isinstance(basis.number, str) and basis.date is not None
    }
    for cited in plan.cited:
        if not cited.type or cited.date_end == cited.end:
            continue
        in_a_title = "ngày " in plan.running.sentence_before(cited.type_start)  # of another document: a quotation
        if cited.key in seen and not in_a_title:
            yield Violation(
                plan.running.place(cited.date_start, cited.date_end),
                _("{type} {number} was cited in full before", type=cited.type, number=cited.number),
                _("type, number and symbol are enough here"),
            )
        seen.add(cited.key)


@book.rule("KH505", Severity.WARNING, article=f"{ANNEX_I} II.4.b")
def citation_date_without_zero(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """In the date of a cited document a day below 10, or month 1 or 2, lacks its zero.

    Why: the date on which a document was issued is written out with a zero before days 1 to 9 and months 1 and 2, so
    that nobody can put another digit there.
    Bad:
        Quyết định số 12/QĐ-UBND ngày 5 tháng 2 năm 2024
    Good:
        Quyết định số 12/QĐ-UBND ngày 05 tháng 02 năm 2024
    """
    for day, month, span in _written_dates(plan):
        padded_month = month.zfill(2) if int(month) < 3 else month
        if (day, month) != (day.zfill(2), padded_month):
            yield _date_found(span, day, month, f"ngày {day.zfill(2)} tháng {padded_month}")


@book.rule("KH506", Severity.INFO)
def citation_date_with_needless_zero(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """In the date of a cited document a month from 3 to 9 has a zero.

    Why: the decree asks for a zero before months 1 and 2 only, and its own dates have none before the others; it does
    not forbid one.
    Bad:
        ngày 15 tháng 03 năm 2024
    Good:
        ngày 15 tháng 3 năm 2024
    """
    for day, month, span in _written_dates(plan):
        if re.fullmatch("0[3-9]", month):
            yield _date_found(span, day, month, f"ngày {day} tháng {month[1]}")


def _date_found(span: Span, day: str, month: str, right: str) -> Violation:
    typed = span.text
    plain = typed == f"{day} tháng {month}" or typed == f"ngày {day} tháng {month}"
    new = right if typed.startswith("ngày") else right.removeprefix("ngày ")
    return Violation(
        span, _("write: {right}", right=right), None, (Edit(span.start, span.end, new),) if plain else None
    )  # fmt: skip


def _written_dates(plan: Plan) -> Iterator[tuple[str, str, Span]]:
    """Dates of cited documents with the month in words: day and month as typed, and their place."""
    for cited in plan.cited:
        if cited.written_month:
            end = cited.date_start + len(f"{cited.written_day} tháng {cited.written_month}")
            yield cited.written_day, cited.written_month, plan.running.place(cited.date_start, end)
    for basis in plan.bases:
        if isinstance(basis, Basis) and isinstance(basis.date, CitedDate):
            match = re.match(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2})", basis.date.text)
            if match:
                span = basis.at("date")
                yield match[1], match[2], Span(span.source, span.start, span.start + match.end())


@book.rule("KH507", Severity.WARNING, article=f"{ANNEX_I} II.6.b", on_request=True)
def law_with_number_in_text(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A text cites a law or ordinance with its number.

    Why: laws and ordinances are cited by type and name only; the number would be one more thing to get wrong.
    Bad:
        Luật Việc làm số 74/2025/QH15
    Good:
        Luật Việc làm
    """
    for cited in plan.cited:
        if cited.type in LAWS and "QH" in cited.number:
            start = plan.running.whole.rindex("số", 0, cited.start)
            yield Violation(
                plan.running.place(start, cited.end),
                _("a law is cited without its number"),
                _("write its name only: {type} {name}", type=cited.type, name=cited.between or "..."),
                _without(plan, start, cited),
            )


def _without(plan: Plan, start: int, cited: Citation) -> tuple[Edit, ...] | None:
    """The edit that takes the number out; none where nothing but the number names the law, or a line ends inside."""
    span = plan.running.place(start - 1, cited.end)
    if not cited.between or "\n" in span.text or not span.text.startswith(" "):
        return None
    return (Edit(span.start, span.end, ""),)


@book.rule("KH508", Severity.WARNING, article=f"{ANNEX_II} V.6")
def type_in_small_letters(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The type of a cited document begins with a small letter.

    Why: the name of one particular document has a capital on its type.
    Bad:
        theo quyết định số 12/QĐ-UBND
    Good:
        theo Quyết định số 12/QĐ-UBND
    """
    for cited in plan.cited:
        if cited.type[:1].islower() and not cited.between:
            span = plan.running.place(cited.type_start, cited.type_start + len(cited.type))
            right = cited.type[:1].upper() + cited.type[1:].lower()
            yield Violation(
                span, _("{type} with a capital", type=f'"{right}"'), _("write: {right}", right=right),
                (Edit(span.start, span.start + 1, right[0]),),
            )  # fmt: skip


_SMALL = r"(?<!\w)(điều(?= \d)|chương(?= [IVX]+\b))"
_CAPITAL = r"(?<=[\w,] )(?:Khoản(?= \d)|Điểm(?= [a-zđ]\b[^)]))"


@book.rule("KH509", Severity.WARNING, article=f"{ANNEX_II} V.7")
def clause_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A cited article or chapter has a small letter, or a clause or point a capital.

    Why: of a cited document Phần, Chương, Mục, Tiểu mục, Điều have capitals; khoản and điểm have none.
    Bad:
        quy định tại Khoản 2 điều 5 Nghị định số 07/2021/NĐ-CP
    Good:
        quy định tại khoản 2 Điều 5 Nghị định số 07/2021/NĐ-CP
    """
    running = plan.running
    for pattern, title in ((_SMALL, True), (_CAPITAL, False)):
        for match in re.finditer(pattern, running.whole):
            span = running.place(match.start(), match.end())
            right = match.group().title() if title else match.group().lower()
            yield Violation(
                span, _("write: {right}", right=right), None, (Edit(span.start, span.start + 1, right[0]),)
            )  # fmt: skip


@book.rule("KH510", Severity.WARNING, article=f"{ANNEX_I} II.3.a, II.3.c")
def own_number_form(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The plan's own number is not in Arabic digits, or has a zero too many.

    Why: numbers below 10 get one zero in front, which kehoach prints by itself; others have none. In the register 015
    and 15 are two entries.
    Bad:
        number: 015
    Good:
        number: 15
    """
    if not isinstance(plan.number, str):
        return
    serial = plan.number.split("/")[0].strip()
    right = f"{int(serial):02}" if serial.isdecimal() and serial.isascii() else ""
    if right != serial.zfill(2):
        span = plan.at("number")
        yield Violation(
            span,
            _("write: {right}", right=right) if right else _("the number is written in Arabic digits"),
            None,
            (Edit(span.start, span.start + len(serial), right),) if right and span.text.startswith(serial) else None,
        )

"""KH5, second half: documents cited in running text, and the plan's own number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kehoach.citing.passages import Passage, passages_of
from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.citation import Citation, is_number
from kehoach.model.document_types import NUMBERED
from kehoach.model.period import CitedDate
from kehoach.model.plan import Basis, Plan
from kehoach.nghi_dinh_30 import ANNEX_I, ANNEX_II, DOCUMENT_TYPES, LAWS
from kehoach.patterns import matches_at, regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span

book = RuleBook()


@book.rule("KH503", Severity.WARNING, article=f"{ANNEX_I} II.3.c")
def citation_number_form(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The number of a cited document has blanks inside.

    Why: a stroke separates number and symbol, hyphens without blanks the groups of the symbol. Somebody who searches
    for the document types it in that form. Digits are left as they were registered: 0129 may be a number.
    Bad:
        Quyết định số 1544/QĐ - UBND
    Good:
        Quyết định số 1544/QĐ-UBND
    """
    for cited in plan.cited_anyhow:
        if (right := _right_number(cited.number)) and (cited.type or _OF_A_KIND.match(right)):
            yield _number_found(plan.running.place(cited.start, cited.end), right)
    for basis in plan.bases:
        if not isinstance(basis, Basis) or not isinstance(basis.number, str) or not is_number(basis.number):
            continue
        if right := _right_number(basis.number):
            yield _number_found(basis.at("number"), right)


_OF_A_KIND = regex(rf"\d+(?:/\d{{4}})?[/-](?:{'|'.join(DOCUMENT_TYPES)})[/-]")


def _number_found(span: Span, right: str) -> Violation:
    return Violation(
        span, _("the number is written {right}", right=right), _("write: {right}", right=right),
        (Edit(span.start, span.end, right),),
    )  # fmt: skip


def _right_number(number: str) -> str | None:
    """The number without blanks around its signs, and with hyphens; None when it is so already."""
    right = re.sub(r"[ ]?([/-])[ ]?", r"\1", number).replace(" \u2013 ", "-").replace("\u2013", "-")
    return right if right != number else None


@book.rule("KH504", Severity.INFO, article=f"{ANNEX_I} II.6.b")
def later_citation_in_full(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A document that was cited in full already is cited in full again.

    Why: a document is cited in full where it is first named; after that type, number and symbol are enough. Not looked
    at: the title, the bases, which name every document in full, tables, names of other documents, and where a short
    name is given ("sau đây gọi là").
    Bad:
        ... Quyết định số 1544/QĐ-UBND ngày 15/12/2023 của UBND tỉnh ...
        ... theo Quyết định số 1544/QĐ-UBND ngày 15/12/2023 của UBND tỉnh
    Good:
        ... theo Quyết định số 1544/QĐ-UBND
    """
    seen = {
        (str(basis.type).lower(), basis.number.replace(" ", ""), basis.date.day)
        for basis in plan.bases
        if isinstance(basis, Basis) and isinstance(basis.number, str) and isinstance(basis.date, CitedDate)
    }
    passages, in_title = passages_of(plan), set()
    for cited in plan.cited:
        passage = passages.of(cited)
        if passage is Passage.TITLE:
            in_title.add(cited.key)
        if (
            not cited.type
            or cited.date_end == cited.end
            or passage in (Passage.TITLE, Passage.CELL)
            or passages.is_quoted(cited)
        ):
            continue
        if (*cited.key, cited.day) in seen and passage is Passage.BODY and not _is_named_here(plan, cited, in_title):
            yield Violation(
                plan.running.place(cited.date_start, cited.date_end),
                _("{type} {number} was cited in full before", type=cited.type, number=cited.number),
                _("type, number and symbol are enough here"),
            )
        seen.add((*cited.key, cited.day))


def _is_named_here(plan: Plan, cited: Citation, in_title: Collection[tuple[str, str]]) -> bool:
    """Whether it is given a short name after it, or is part of the title of this plan or of another document."""
    after, before = plan.running.sentence_after(cited.end), plan.running.sentence_before(cited.type_start)
    return (
        "sau đây" in after
        or bool(_CARRIED_OUT.search(before))
        or (cited.key in in_title and "kế hoạch" in before.lower())
    )


_CARRIED_OUT = regex(r"(?:Kế hoạch|Chương trình|Đề án)(?: hành động)? (?:triển khai|thực hiện)[^.;,]{0,60}$")


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
        span, _("write: {right}", right=new), None, (Edit(span.start, span.end, new),) if plain else None
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
                _("leave the number out") if cited.between else _("write the name of the law in place of the number"),
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
    """The type of a cited document begins with a small letter, or has a capital on its second syllable too.

    Why: the name of one particular document has a capital on the first letter of its type. What several documents are
    called ("các quyết định số ...") is left alone.
    Bad:
        theo quyết định số 12/QĐ-UBND
        theo Quyết Định số 12/QĐ-UBND
    Good:
        theo Quyết định số 12/QĐ-UBND
    """
    for cited in plan.cited_anyhow:
        right = cited.type[:1].upper() + cited.type[1:].lower()
        if cited.between or right == cited.type or not _is_name(plan, cited, right):
            continue
        span = plan.running.place(cited.type_start, cited.type_start + len(cited.type))
        yield Violation(
            span, _("{type} with a capital", type=f'"{right}"'), _("write: {right}", right=right),
            (Edit(span.start, span.end, right),) if span.text == cited.type else None,
        )  # fmt: skip


_SEVERAL = regex(r"(?:các|những|một số|hai|ba|bốn|năm|nhiều|\d+) $", re.IGNORECASE)


def _is_name(plan: Plan, cited: Citation, right: str) -> bool:
    """Whether a type is part of one document's name and has a small letter, or a capital on its second syllable.

    "văn bản" is no type; what several documents are called is no name.
    """
    head = plan.running.whole[max(cited.type_start - 8, 0) : cited.type_start]
    if right == "Văn bản" or _SEVERAL.search(head):
        return False
    return cited.type[:1].islower() or (cited.type.istitle() and right.count(" ") == 1)


_NUMBER_OF_PART = r"(?:\d+|[IVX]+)\b"
_OF_A_DOCUMENT = (
    rf"(?:(?:,| và) {_NUMBER_OF_PART}){{0,9}},? "
    rf"(?:(?:tiểu mục|mục|chương|phần|điều) {_NUMBER_OF_PART}|(?:của )?(?-i:{NUMBERED}|{'|'.join(LAWS)}|Hiến pháp))"
)
_SMALL = regex(
    rf"(?<!\w)(?:(?:(?<!\d )|(?<=[Kk]hoản \d )|(?<=[Kk]hoản \d\d ))điều(?= \d)|chương(?= [IVX]+\b)"
    rf"|(?:(?<![dD]anh )(?<![hH]ạng )(?<![cC]huyên )(?<![đĐ]ề )(?<![tT]hư )(?<![tT]iểu )mục|tiểu mục|chương"
    rf"|(?<![tT]hành )(?<![hH]ợp )(?<![hH]ọc )(?<![mM]ột )(?<![cC]ổ )(?<![gG]óp )(?<![tT]iểu )phần)"
    rf"(?= {_NUMBER_OF_PART}(?i:{_OF_A_DOCUMENT})))"
)
_CAPITAL = regex(
    r"(?<=[\w,] )(?:Khoản(?= \d)"
    r"|Điểm(?= [a-zđ](?:(?:,| và) [a-zđ]\b){0,9},? (?i:khoản|điều|mục|tiểu mục|phần|của)\b))"
)


_LIKE_A_PART = regex(r"(?:điều|chương|tiểu mục|mục|phần|Khoản|Điểm)(?= [\da-zđIVX])")
"""Where a match of either begins."""


@book.rule("KH509", Severity.WARNING, article=f"{ANNEX_II} V.7")
def clause_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A cited part, chapter or article has a small letter, or a clause or point a capital.

    Why: of a cited document Phần, Chương, Mục, Tiểu mục, Điều have capitals; khoản and điểm have none.
    Bad:
        quy định tại Khoản 2 điều 5 mục 1 chương III Nghị định số 07/2021/NĐ-CP
    Good:
        quy định tại khoản 2 Điều 5 Mục 1 Chương III Nghị định số 07/2021/NĐ-CP
    """
    running = plan.running
    for pattern in (_SMALL, _CAPITAL):
        for match in matches_at(_LIKE_A_PART, pattern, running.whole):
            span = running.place(match.start(), match.end())
            typed = match.group()
            right = (typed[0].upper() if pattern is _SMALL else typed[0].lower()) + typed[1:]
            yield Violation(
                span, _("write: {right}", right=right), None, (Edit(span.start, span.start + 1, right[0]),)
            )  # fmt: skip


@book.rule("KH510", Severity.WARNING, article=f"{ANNEX_I} II.3.a")
def own_number_form(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The plan's own number is not in Arabic digits.

    Why: the number is an entry of the register, which is kept in Arabic digits. Zeros before it are left as they were
    registered; a number below 10 gets its zero in print.
    Bad:
        number: XV
    Good:
        number: 15
    """
    if not isinstance(plan.number, str):
        return
    serial = plan.number.split("/")[0].strip()
    if not (serial.isdecimal() and serial.isascii()):
        yield Violation(plan.at("number"), _("the number is written in Arabic digits"))

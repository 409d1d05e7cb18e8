"""KH5, third part: what a citation has to name: type, number, date, issuer, abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from kehoach.citing.passages import Passage, passages_of
from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.citation import Citation
from kehoach.model.plan import Basis, Plan
from kehoach.model.prose import Prose
from kehoach.model.running import FILLED
from kehoach.nghi_dinh_30 import ANNEX_I, DOCUMENT_TYPES, LAWS
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span
from kehoach.vietnamese import YEAR, upper_first

book = RuleBook()


@book.rule("KH512", Severity.WARNING, article=f"{ANNEX_I} II.6.a")
def basis_incomplete(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A numbered legal basis lacks its date, its issuer or its abstract.

    Why: a basis names type, number, date, issuer and abstract of the document; numbers begin anew every year, and each
    body has its own. Laws and ordinances are named without number and issuer.
    Bad:
        - type: Quyết định
          number: 1544/QĐ-UBND
    Good:
        - type: Quyết định
          number: 1544/QĐ-UBND
          date: 15/12/2023
          issuer: ubnd-tp-lai-chau
          subject: về việc giao chỉ tiêu
    """
    for basis in plan.bases:
        if isinstance(basis, Basis):
            for key, missing in _missing_keys(basis):
                yield Violation(basis.at("number"), missing, _("add: {key}", key=key))
    lines = {id(basis) for basis in plan.bases if isinstance(basis, Prose)}
    for cited, following in zip_longest(plan.cited_anyhow, plan.cited_anyhow[1:]):
        prose = plan.running.prose_at(cited.start)
        if id(prose) in lines and _begins_basis(plan, cited):
            lines.discard(id(prose))
            if lacking := _missing_part(plan, cited, following):
                yield Violation(plan.running.place(cited.start, cited.date_end), lacking)


def _missing_keys(basis: Basis) -> Iterator[tuple[str, Message]]:
    """The keys that a basis with a number lacks. An issuer may be part of the subject, "của Bộ Chính trị về ..."."""
    if not isinstance(basis.number, str) or basis.type in LAWS:
        return
    subject = str(basis.subject.source) if basis.subject else ""
    if not basis.wrote("date") and "ngày" not in subject:
        yield "date", _("the basis lacks its date")
    if not basis.wrote("issuer") and subject and not subject.startswith(("của ", "do ")):
        yield "issuer", _("the basis lacks its issuer")
    if not basis.wrote("subject"):
        yield "subject", _("the basis lacks its abstract")


_OPENING = regex(r"(?:Căn cứ(?: vào)? )?")
_LONGEST_OPENING = 12


def _begins_basis(plan: Plan, cited: Citation) -> bool:
    """Whether the line is about this document: "Theo đề nghị của ... tại Tờ trình số ..." names one in passing."""
    which = plan.running.index_at(cited.start)
    start = plan.running.starts[which]
    if not cited.type or cited.type in LAWS or cited.between or cited.type_start - start > _LONGEST_OPENING:
        return False
    return _OPENING.fullmatch(plan.running.whole[start : cited.type_start]) is not None


_IN_NAMES = frozenset(
    "và nhân dân tướng phủ hội chính trị thư trưởng tịch vụ tỉnh thành phố xã phường khu ương hành quốc ủy uỷ động binh"
    " tế dục đào tạo học nghệ nghiệp triển thôn trường nguyên nội pháp thương dựng thông vận tải hóa hoá thao lịch tin"
    " truyền giao phòng an tộc giáo đốc đồng khóa nông môi lâm thanh tra nhà nước ngân hàng kiểm toán viện tòa án sát"
    " ban - \u2013".split()
)
"""Words in small letters that names of bodies have: what consists of them and of capital words says no abstract."""


def _is_name_of_body(words: str) -> bool:
    names = words.replace(",", " ").removeprefix(" ").removeprefix("của ").split()
    return (
        len(names) < 25 and " ban hành " not in words and all(name in _IN_NAMES or name[0].isupper() for name in names)
    )


_SOME_DATE = regex(rf"\bngày (?:\d|…|\.|_)|\d/{YEAR}|tháng \d|^,? ?\(?năm {YEAR}")


def _missing_part(plan: Plan, cited: Citation, following: Citation | None) -> Message | None:
    """What a line lacks: the date, where none follows before the next document; the abstract, where nothing follows
    or the issuer alone."""
    running = plan.running
    which = running.index_at(cited.start)
    end = running.starts[which] + len(running.proses[which].source)
    rest = running.whole[cited.date_end : end].rstrip(" ;,.")
    if FILLED in rest:
        return None
    if cited.date_end == cited.end:
        until = min(following.type_start, end) if following else end
        dated = _SOME_DATE.search(running.whole[cited.end : until])
        return None if dated else _("the basis lacks its date")
    return _("the basis lacks its abstract") if _is_name_of_body(rest) else None


@book.rule("KH518", Severity.WARNING)
def printed_word_typed(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """What kehoach prints of a legal basis by itself is typed too: "số" before the number, "của" after an issuer.

    Why: it is printed twice, "Quyết định số số 1544/QĐ-UBND".
    Bad:
        number: số 1544/QĐ-UBND
    Good:
        number: 1544/QĐ-UBND
    """
    for basis in plan.bases:
        if not isinstance(basis, Basis):
            continue
        if isinstance(basis.number, str) and (typed := re.match(r"(?i)số:? ", basis.number)):
            span = basis.at("number")
            fix = (Edit(span.start, span.start + typed.end(), ""),) if span.text.startswith(typed.group()) else None
            yield Violation(span, _("kehoach prints {word} by itself", word='"số"'), _("leave it out here"), fix)
        if basis.issuer is not None and basis.subject is not None and str(basis.subject.source).startswith("của "):
            yield Violation(basis.at("subject"), _("the issuer is said twice"), _("leave it out here"))


@book.rule("KH515", Severity.WARNING, article=f"{ANNEX_I} II.6.b")
def first_citation_incomplete(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A document is cited in a sentence without its date, and nowhere in the plan with it.

    Why: where a document is first cited, type, number, date, issuer and abstract are named; after that type, number
    and symbol are enough. A number alone is given anew every year. Not looked at: headings, tables, and names of other
    documents.
    Bad:
        theo Quyết định số 1544/QĐ-UBND
    Good:
        theo Quyết định số 1544/QĐ-UBND ngày 15/12/2023 của Ủy ban nhân dân tỉnh về việc giao chỉ tiêu
    """
    dated = {cited.key[1].upper() for cited in plan.cited_anyhow if cited.date_end > cited.end}
    known = dated | {number.replace(" ", "").upper() for number in _numbers(plan)}
    passages = passages_of(plan)
    for cited in plan.cited_anyhow:
        number = cited.key[1]
        if number.upper() in known or not cited.type or cited.type in LAWS:
            continue
        if passages.of(cited) is Passage.BODY and not passages.is_quoted(cited) and _lacks_date(plan, cited):
            known.add(number.upper())
            yield Violation(
                plan.running.place(cited.start, cited.end),
                _("{type} {number} is cited without its date, and nowhere with it", type=cited.type, number=number),
                _("name it here in full: date, issuer, abstract"),
            )


def _numbers(plan: Plan) -> Iterator[str]:
    for basis in plan.bases:
        if isinstance(basis, Basis) and isinstance(basis.number, str):
            yield basis.number


def _lacks_date(plan: Plan, cited: Citation) -> bool:
    """Whether no date follows it in its sentence, none is left to be filled in, and it is in no quoted title."""
    before, after = plan.running.sentence_before(cited.type_start), plan.running.sentence_after(cited.end)
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    told = FILLED in after or "ngày" in after or "sau đây" in after or _SOME_DATE.search(after[:60])
    return not quoted and not told


_WHOLE_NUMBER = regex(
    rf"\d+(?:/\d{{4}})?[/-](?:{'|'.join(DOCUMENT_TYPES)}|NĐ|TT|KL)[/-][A-ZĐT]|\d+/[A-ZĐ]{{2,}}-[A-ZĐ]{{2,}}"
)


@book.rule("KH516", Severity.WARNING)
def citation_without_so(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Between type and number of a cited document "số" is missing.

    Why: every citation in the decree's own text and samples has it; search by "số ..." finds the document then.
    Headings and tables, where short forms are usual, are left alone.
    Bad:
        theo Nghị quyết 57-NQ/TW
    Good:
        theo Nghị quyết số 57-NQ/TW
    """
    with_so = {cited.start for cited in plan.cited}
    passages = passages_of(plan)
    for cited in plan.cited_anyhow:
        if cited.start in with_so or cited.type in LAWS or not _WHOLE_NUMBER.match(cited.key[1]):
            continue
        if passages.of(cited) not in (Passage.BODY, Passage.BASIS):
            continue
        number, right = plan.running.place(cited.start, cited.end), f"số {cited.key[1]}"
        end = number.end if cited.number != cited.key[1] else number.start
        yield Violation(
            plan.running.place(cited.type_start, cited.end),
            _("write: {right}", right=f"{cited.type} {right}"),
            None,
            (Edit(number.start, end, right if end > number.start else "số "),),
        )


_TYPES_OF = {
    "NQ": ("nghị quyết", "nghị quyết liên tịch"),
    "QĐ": ("quyết định", "quy định", "quy chế"),
    "CT": ("chỉ thị", "chương trình"),
    "TB": ("thông báo", "thông báo kết luận", "kết luận"),
    "KL": ("kết luận", "thông báo kết luận"),
    "KH": ("kế hoạch",),
    "CTr": ("chương trình",),
    "BC": ("báo cáo",),
    "TTr": ("tờ trình",),
    "NĐ": ("nghị định",),
    "TT": ("thông tư", "thông tri"),
    "HD": ("hướng dẫn",),
}
"""What an abbreviation in a number stands for, in the administration or the Party."""
_ALL_TYPES = frozenset(name for names in _TYPES_OF.values() for name in names)
_ABBREVIATION = regex(r"\d+(?:/\d{4})?[/-](\w+)[/-]")


@book.rule("KH519", Severity.WARNING)
def type_and_symbol_differ(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The type of a cited document is not the one that its number says.

    Why: QĐ in a number is a decision, KH a plan; where the word before it says another type, one of the two is wrong.
    Bad:
        Quyết định số 75/KH-UBND
    Good:
        Kế hoạch số 75/KH-UBND
    """
    for cited in plan.cited_anyhow:
        if not cited.between and (named := _other_type(*cited.key)):
            span = plan.running.place(cited.start, cited.end)
            yield _type_found(span, cited.type, cited.key[1], named)
    for basis in plan.bases:
        if not isinstance(basis, Basis) or not isinstance(basis.number, str) or not isinstance(basis.type, str):
            continue
        if named := _other_type(basis.type.lower(), basis.number.replace(" ", "")):
            yield _type_found(basis.at("number"), basis.type, basis.number, named)


def _other_type(type_: str, number: str) -> str | None:
    """The type that the number says, None where it is the one that is named."""
    match = _ABBREVIATION.match(number)
    types = _TYPES_OF.get(match[1], ()) if match else ()
    return types[0] if types and type_ in _ALL_TYPES and type_ not in types else None


def _type_found(span: Span, type_: str, number: str, named: str) -> Violation:
    return Violation(
        span,
        _("{number} is the number of {named}, not of {type}", number=number, named=upper_first(named), type=type_),
        _("compare type and number with the document"),
    )

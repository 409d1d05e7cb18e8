"""A legal basis read out of its line: type, number, date, issuer and subject, so that they print the same words."""

from __future__ import annotations

import re

from kehoach.frozen import frozen
from kehoach.model.citation import is_number
from kehoach.model.document_types import NUMBERED
from kehoach.nghi_dinh_30 import LAWS
from kehoach.recognising.issuers import issuer_at
from kehoach.recognising.letters import CAPITAL, SMALL
from kehoach.vietnamese import YEAR, sentence_end


@frozen
class FoundBasis:
    """A basis as a plan file has it; "" where the line has none. `start` and `end` bound what it was read from.

    The date is without its "ngày" or "năm"; the stop at the end of the line is in none of the parts.
    """

    verb: str
    type: str
    number: str
    date: str
    issuer: str
    subject: str
    start: int
    end: int

    @property
    def line(self) -> str:
        """The line that the parts print."""
        number = f"số {self.number}" if self.number else ""
        date = f"{_before_date(self.date)} {self.date}" if self.date else ""
        issuer = f"của {self.issuer}" if self.issuer else ""
        if self.type in LAWS:
            pieces = (self.verb, self.type, self.subject, number, date, issuer)
        else:
            pieces = (self.verb, self.type, number, date, issuer, self.subject)
        return " ".join(filter(None, pieces))


def _before_date(date: str) -> str:
    return "ngày" if "/" in date or "tháng" in date else "năm"


_VERBS = (
    r"Căn cứ(?: theo| vào)?|Thực hiện(?: theo)?|Tiếp tục thực hiện|Triển khai(?: thực hiện)?|Thi hành|Theo|Xét"
    r"|Quán triệt(?: và (?:thực hiện|triển khai thực hiện))?"
)
_HEAD = re.compile(
    rf"(?P<verb>{_VERBS}) (?P<type>(?:{NUMBERED}|văn bản|công văn)(?: (?:hành động|phối hợp|công tác))?)(?P<rest> .*)",
    re.DOTALL,
)
_DATE = (
    rf"(?:ngày (?P<day>\d\d?/\d\d?/{YEAR}|\d\d? tháng \d\d? năm {YEAR})|năm (?P<year>{YEAR}))(?![/\d]|[-\u2013] ?\d)"
)
_AFTER_TYPE = re.compile(rf" số (?P<number>\S+?)(?: {_DATE})?(?= |$)(?: của (?P<by>.+)| (?P<subject>.+))?", re.DOTALL)
_LAW = re.compile(
    rf" (?P<subject>.+?)(?: số (?P<number>\S+))?(?: {_DATE})?(?: của (?P<by>Quốc hội|Ủy ban Thường vụ Quốc hội))?",
    re.DOTALL,
)


def basis_in(text: str) -> FoundBasis | None:
    """The basis that a line is, None where it is none for certain, or not one alone."""
    whole = sentence_end(text)
    plain = " ".join(whole.split())
    match = _HEAD.fullmatch(plain)
    if (
        match is None
        or len(plain) > _LONGEST
        or re.search(r"[{}*:]", plain)
        or _SEVERAL.search(plain, match.end("type"))
    ):
        return None
    parts = _law(match["rest"]) if match["type"] in LAWS else _document(match["rest"])
    if parts is None:
        return None
    start = len(whole) - len(whole.lstrip())
    found = FoundBasis(match["verb"], match["type"], *parts, start=start, end=len(whole))
    return found if found.line == plain else None


_LONGEST = 3000
_NUMBERED = rf"(?:các )?(?-i:{NUMBERED})(?: hành động| phối hợp)? (?:số )?\d"
_SEVERAL = re.compile(
    rf";|(?<!{CAPITAL})\. (?={CAPITAL})|\bCăn cứ\b|\btại {_NUMBERED}"
    rf"|(?:,| và| cùng) {_NUMBERED}"
    r"|, (?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở|Ban|Phòng|Hội|Công an|Chi cục|Trung tâm)\b.* (?:ban hành|xây dựng) "
)
"""Two documents in one line, or a line that goes on with what the plan's issuer does."""


def _document(rest: str) -> tuple[str, str, str, str] | None:
    """Number, date, issuer and subject after the type of a document that is no law."""
    match = _AFTER_TYPE.fullmatch(rest)
    if match is None or not is_number(match["number"]):
        return None
    date = match["day"] or match["year"] or ""
    issuer, subject = "", match["subject"] or ""
    if match["by"]:
        issuer = issuer_at(match["by"])
        subject = match["by"][len(issuer) :].strip()
        if not issuer or (subject and match["by"][len(issuer)] != " "):
            return None
    if not subject:
        return (match["number"], date, issuer, "") if issuer or date else None
    fits = _SUBJECT if issuer else _SUBJECT_ALONE
    return (match["number"], date, issuer, subject) if fits.match(subject) else None


_SUBJECT = re.compile(
    rf"(?!(?:và|hoặc|cùng|khóa|khoá|nhiệm|lần|tại|ngày|năm)\b){SMALL}|[“\"]"
    r"|(?:Về|Quy định|Phê duyệt|Ban hành|Thực hiện|Triển khai|Hướng dẫn|Sửa đổi) "
)
_SUBJECT_ALONE = re.compile(
    r"(?i)(?:về|ban hành|phê duyệt|quy định|sửa đổi|hướng dẫn|thực hiện|triển khai|công bố|phân công|giao|điều chỉnh)\b"
)
"""How a subject begins where no issuer is before it, so that it is not one that lacks its "của"."""


def _law(rest: str) -> tuple[str, str, str, str] | None:
    """Number, date, issuer and name of a law."""
    match = _LAW.fullmatch(rest)
    if match is None or (match["number"] and not is_number(match["number"])):
        return None
    name, date = match["subject"], match["day"] or match["year"] or ""
    form = _SMALL_NAME if date and name[:1].islower() else _NAME_OF_LAW
    amended = _AMENDS.match(name)
    if not form.fullmatch(name) or _NOT_IN_A_NAME.search(name, amended.end() if amended else 0):
        return None
    return match["number"] or "", date, match["by"] or "", name


_AMENDS = re.compile(
    rf"(?i)sửa đổi, bổ sung (?:một số điều )?(?:của )?(?:{'|'.join(LAWS)}) [^;()]*? và (?:{'|'.join(LAWS)})(?= )"
)
"""A law that amends two others: what joins them is part of its name."""
_SMALL_NAME = re.compile(r"[^()\"“”\d]{2,100}")
_NAME_OF_LAW = re.compile(rf"(?:{CAPITAL}|sửa đổi)[^()\"“”\d]{{2,160}}")
_NOT_IN_A_NAME = re.compile(
    rf"(?:,|;| và| cùng) (?:{'|'.join(LAWS)}|các|những|tình hình|văn bản|quy định|chức năng|nhiệm vụ|hướng dẫn)\b"
    r"|\b(?:(?<!một )số|ngày|năm|được|sau đây|theo|của (?!(?:Bộ luật|Luật|Pháp lệnh)))\b"
)

"""Documents that a text names, with or without a number: the years and days in their names are theirs."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum

from kehoach.model.document_types import ADMINISTRATIVE, NAMED_WITH_YEAR, OF_THE_PARTY

_OTHERS = sorted({*ADMINISTRATIVE, *OF_THE_PARTY, "Văn bản"}, key=len, reverse=True)
_TYPE = re.compile(rf"(?<!\w)(?:(?P<named>(?i:{NAMED_WITH_YEAR}))|{'|'.join(_OTHERS)})(?!\w)")
_PLAN = re.compile(r"(?i)(?<!\w)(?:kế hoạch|phương án|chương trình công tác)(?!\w)")
_NUMBER = re.compile(
    r"(?i:(?<!\w)số:? ?\d)|(?<![\w/])\d+(?: ?/ ?\d{4})? ?[/-] ?[A-ZĐ]{2}"
    rf"|(?<!\w)(?:{'|'.join(_OTHERS)})(?: [^\d,;]{{1,40}})? ngày \d{{1,2}}"
    r"(?:[/.-]| tháng )\d{1,2}(?:[/.-]| năm )\d{4} của "
)
"""A number, typed with or without "số"; or the day of a document and who issued it."""
_ISSUED = re.compile(r"^(?: của | do )(?=\w)")
_BODY = (
    r"(?:UBND|HĐND|UBMTTQ|Ủy ban|Uỷ ban|Hội đồng|Quốc hội|Chính phủ|Thủ tướng|Bộ|Ban|Sở|Cục|Tổng cục|Chi cục|Tỉnh ủy|"
    r"Thành ủy|Huyện ủy|Quận ủy|Đảng ủy|Trung ương|Mặt trận|Hội|Liên đoàn|Đoàn|Công an|Tòa án|Viện|Văn phòng|Phòng|"
    r"phòng|Chủ tịch|Giám đốc|Bảo hiểm|Ngân hàng|Trung tâm|Trường|Kho bạc|Thuế|Hải quan|Quân khu|Tập đoàn|Công ty)"
)
_OF_A_BODY = re.compile(rf"(?:của|do) (?P<body>(?:các )?{_BODY}(?: [^,;:()\n]*)?)")
_OF_SOMEBODY = re.compile(r"(?<!\w)của (?:tỉnh|thành phố|huyện|xã|phường|ngành|trung ương)(?!\w)")
_PRODUCT = re.compile(
    r"(?i)(?<!\w)(?:trên đây là|ban hành|xây dựng|lập|trình|tham mưu|dự thảo|hoàn thiện|thẩm định|gửi|nộp|phê duyệt|"
    r"tổng hợp|chuẩn bị|viết)(?: (?!theo|tại)\w+){0,3} $"
)
_ELSEWHERE = re.compile(
    r",(?: trong| đến hết| đến| kể từ)?(?: năm)? $"
    r"|, (?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở|Ban|Chủ tịch|phòng|Phòng)[^,]* (?:ban hành|xây dựng|yêu cầu|giao)\b"
    r"|, (?:phấn đấu|chậm nhất|trước|hoàn thành|yêu cầu|giao|trong năm|trong quý|trong tháng)\b"
)
"""After these words a sentence has left the name of the document."""
_LOOKS_BACK = 400


class Naming(Enum):
    """Whose year it is that comes after the name of a document."""

    DOCUMENT = "document"
    UNCLEAR = "unclear"
    NONE = "none"


def naming(before: str, after: str, own: Collection[str]) -> Naming:
    """Whether the year or day between two halves of a clause is part of a document's name.

    `own` are the names of the plan's issuer: a plan "của UBND tỉnh" may be the plan itself.
    """
    clause = _without_brackets(before[-_LOOKS_BACK:])
    if _is_numbered(clause):
        return Naming.DOCUMENT
    types = list(_TYPE.finditer(clause))
    if not types:
        return _of_a_plain_plan(clause, after, own)
    found = types[-1]
    tail = clause[found.end() :]
    if _ELSEWHERE.search(tail):
        return Naming.NONE
    if found["named"] or _is_day_of_issue(tail, after):
        return Naming.DOCUMENT
    if (known := _by_body(tail, after, own)) is not Naming.NONE:
        return known
    lead = clause[: found.start()]
    if not lead.strip(" -+*•“”\"'") or _PRODUCT.search(lead):
        return Naming.NONE
    return Naming.UNCLEAR if _PLAN.match(found.group()) else Naming.DOCUMENT


def is_numbered(before: str) -> bool:
    """Whether a document with its number is named before, in the same clause, and the clause still speaks of it."""
    return _is_numbered(_without_brackets(before[-_LOOKS_BACK:]))


def _is_numbered(clause: str) -> bool:
    numbers = list(_NUMBER.finditer(clause))
    return bool(numbers) and not _ELSEWHERE.search(clause[numbers[-1].end() :])


def _is_day_of_issue(tail: str, after: str) -> bool:
    """`Quyết định ngày 18/8/2026 của UBND tỉnh`."""
    return tail.endswith("ngày ") and bool(_ISSUED.match(after))


def _of_a_plain_plan(clause: str, after: str, own: Collection[str]) -> Naming:
    """`kế hoạch của Bộ Y tế năm 2026`: in small letters it is a document where another body issued it."""
    found = list(_PLAN.finditer(clause))
    if not found or _ELSEWHERE.search(clause[found[-1].end() :]):
        return Naming.NONE
    known = _by_body(clause[found[-1].end() :], after, own)
    return Naming.NONE if known is Naming.UNCLEAR else known


def _by_body(tail: str, after: str, own: Collection[str]) -> Naming:
    """What the body that issued it says, named in the name itself or after the year."""
    here = _OF_A_BODY.search(tail) or _OF_A_BODY.match(after.lstrip(" ,”\"'"))
    if here:
        return Naming.UNCLEAR if any(here["body"].startswith(name) for name in own) else Naming.DOCUMENT
    return Naming.UNCLEAR if _OF_SOMEBODY.search(tail) or _OF_SOMEBODY.match(after.lstrip()) else Naming.NONE


def _without_brackets(text: str) -> str:
    """The text without what is in brackets; what is in brackets that are still open is a clause of its own."""
    text = re.sub(r"\([^()]*\)", "", text)
    return text[text.rfind("(") + 1 :]

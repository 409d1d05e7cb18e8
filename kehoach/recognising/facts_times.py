"""Deadlines read out of cells and sentences, and sums of money, as a plan file takes them."""

from __future__ import annotations

import re

from kehoach.frozen import frozen
from kehoach.model.period import Deadline
from kehoach.parse.dates import deadline
from kehoach.parse.quantities import money_in, quantity_of
from kehoach.parse.unclear import Unclear
from kehoach.source import Source, Text, TextNode
from kehoach.vietnamese import NBSP, YEAR


@frozen
class FoundDeadline:
    """A deadline as it prints, and the stretch of the text that it is."""

    text: str
    start: int
    end: int


@frozen
class FoundAmount:
    """A sum of money as it prints, and the stretch of the text that it is."""

    text: str
    start: int
    end: int


def deadline_in(cell: str) -> FoundDeadline | None:
    """The deadline that a whole cell is, as typed; None where it names no time: then it is only words, or a length."""
    cell = cell.replace(NBSP, " ")
    text = cell.strip().rstrip(" .;,")
    start = cell.find(text)
    if not text or len(text) > _LONGEST or "\n" in text or "{" in text or _LENGTH.fullmatch(text) or not is_time(text):
        return None
    return FoundDeadline(text, start, start + len(text))


_LONGEST = 1500
"""Characters of what is read; longer texts are pages, not cells and sentences."""
_LENGTH = re.compile(r"(?i)(?:trong )?(?:\d+|một|hai|ba|sáu) (?:năm|tháng|quý|ngày|tuần)|năm|\d+")
"""How long something takes, which as a deadline would be how often it returns."""


def is_time(text: str) -> bool:
    """Whether the wording of a deadline is all of it times, and prints as it is typed."""
    found = _read(text)
    return found is not None and all(not moment.phrase for moment in found.moments)


def is_wording(text: str) -> bool:
    """Whether the wording of a deadline names no time at all: `Theo hướng dẫn của Trung ương`."""
    found = _read(text)
    return found is not None and all(moment.phrase for moment in found.moments) and not re.search(r"[\d{]", text)


def _read(text: str) -> Deadline | None:
    """A deadline that prints as it is typed."""
    try:
        found = deadline(TextNode(Text(text, _NOWHERE)))
    except Unclear:
        return None
    return found if isinstance(found, Deadline) and found.text == text else None


_NOWHERE = Source("", "").span(0, 0)

_DAY = rf"(?:ngày )?\d\d?(?:/\d\d?(?:/{YEAR})?| tháng \d\d?(?: năm {YEAR})?)(?! tháng| hằng tháng| hàng tháng|[/\d])"
_MONTH = rf"(?:tháng \d\d?|quý (?:IV|I{{1,3}}|[1-4]))(?:/{YEAR}| năm {YEAR})?(?![/\d\w,-])"
_WHOLE_YEAR = rf"năm {YEAR}(?![/\d]| ?[-\u2013])"
_IN_SENTENCE = re.compile(
    rf"(?i)(?<!\w)(?:(?:hoàn thành|xong|hoàn tất|ban hành|(?<!lộ )(?<!quá )(?<!quy )(?<!công )(?<!chương )trình|gửi)"
    rf"(?P<gap> (?:[^.;:()\d]{{0,60}}? )??)(?P<before>(?:trước|trong|đến hết) (?:{_DAY}|{_MONTH}|{_WHOLE_YEAR}))"
    rf"|(?<=, )(?P<last>(?:trước|trong|đến hết) (?:{_DAY}|{_MONTH}|{_WHOLE_YEAR}))(?=\s{{0,40}}[.;]?\s{{0,40}}$)"
    rf"|(?:chậm nhất|muộn nhất)(?: là)?(?: vào)? (?P<day>{_DAY}))"
)
_TIME = re.compile(
    rf"(?i)\d\d?/\d\d?(?!\d)|tháng \d|quý [iv\d]|(?<![\d/])năm {YEAR}|(?:hằng|hàng) (?:tháng|quý|năm)|định kỳ"
)
_REPORTS = re.compile(r"(?i)\b(?:báo cáo|tổng hợp|định kỳ|(?<!xử lý )phản ánh)\b")


def deadline_in_sentence(sentence: str) -> FoundDeadline | None:
    """The one day or month by which a sentence says that something is done; None where it names another time too."""
    sentence = sentence.replace(NBSP, " ")
    if len(sentence) > _LONGEST or "{" in sentence or _REPORTS.search(sentence):
        return None
    found = list(_IN_SENTENCE.finditer(sentence))
    if len(found) != 1:
        return None
    start, end = found[0].span(next(name for name in ("before", "last", "day") if found[0][name]))
    text = sentence[start:end]
    others = _TIME.search(sentence[:start]) or _TIME.search(sentence[end:])
    if others or not is_time(text) or re.search(r"\b(?:số|từ)\b", found[0]["gap"] or ""):
        return None
    return FoundDeadline(text, start, end)


def amounts_in(sentence: str) -> tuple[FoundAmount, ...]:
    """Every sum of money that a sentence names, in its order; what is paid for each is none."""
    sentence = sentence.replace(NBSP, " ")
    return tuple(FoundAmount(sentence[start:end], start, end) for start, end, _quantity in money_in(sentence))


def amount_in(cell: str, unit: str = "") -> FoundAmount | None:
    """The sum of money that a whole cell is; `unit` is that of its column, for a number alone."""
    cell = cell.replace(NBSP, " ")
    text = cell.strip()
    start = cell.find(text)
    if not re.match(r"\d", text) or re.search(r"[{*]", text):
        return None
    whole = text if re.search(r"[^\d.,\s]", text) or not unit else f"{text} {unit}"
    if re.fullmatch(r"\d{1,3},\d{3}(?:,\d{3})*", text) or re.fullmatch(r"\d{1,3}\.\d{3},\d{3}", text):
        return None  # thousands with commas, or three decimals
    found = quantity_of(whole)
    if found is None or not found.is_one_number or not _MONEY.fullmatch(found.unit):
        return None
    return FoundAmount(whole, start, start + len(text))


_MONEY = re.compile(r"(?i)(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)(?: (?:tỷ|tỉ))?(?: ?(?:đồng|đ|vnđ|vnd))?|đồng|đ|vnđ|vnd)")


def unit_of(heading: str) -> str:
    """The unit of money that a heading or a remark names: `triệu đồng` of "Đơn vị tính: Triệu đồng"; "" without one."""
    match = _UNIT.search(heading)
    return match[1].lower().replace("vnđ", "VNĐ").replace("vnd", "VND") if match else ""


_UNIT = re.compile(
    r"(?i)(?:đơn vị(?: tính)?|đvt|\()\s{0,40}:?\s{0,40}"
    r"((?:nghìn|ngàn|triệu|tỷ|tỉ)(?: (?:tỷ|tỉ))?(?: (?:đồng|vnđ|vnd))?|đồng|vnđ|vnd)(?!\w|/)"
)

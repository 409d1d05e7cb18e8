"""Who reports to whom and when, read out of a sentence: only where each report and its day are certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.frozen import frozen, replace
from kehoach.model.stretches import stretches_in
from kehoach.recognising.bodies import BodyMention, bodies_in
from kehoach.recognising.facts_times import is_time
from kehoach.recognising.letters import CAPITAL
from kehoach.vietnamese import NBSP, YEAR, upper_first


@frozen
class FoundPeriod:
    """A report that is due: its name says which months it is about. `start` and `end` bound the words of `due`."""

    id: str
    name: str
    due: str
    start: int
    end: int


@frozen
class FoundFlow:
    """Reports to one body, by way of another or "". `senders` is empty where the sentence does not say who reports:
    then it is the duty around it, or everybody.
    """

    to: str
    through: str
    periods: tuple[FoundPeriod, ...]
    senders: tuple[BodyMention, ...] = ()


def flow_in(text: str) -> FoundFlow | None:
    """The reports that one sentence of a text calls for; None where it calls for none, or not for certain."""
    if len(text) > _LONGEST:
        return None
    text = text.replace(NBSP, " ")
    found = [flow for start, end in _sentences(text) if (flow := _flow(text, start, end))]
    return found[0] if len(found) == 1 else None


_LONGEST = 4000
_STOP = re.compile(rf"(?<!\bTP)(?<!\d)\.(?= {CAPITAL}|/|$)|;")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _STOP.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


# To whom

_ENDS = (
    rf"(?=\s{{0,40}}(?:\(|,(?! {CAPITAL})|$"
    r"|\b(?:trước|định kỳ|để|theo|chậm nhất|tổng hợp|vào|qua|thông qua|hằng|hàng|khi|kết quả|tình hình|về|gồm)\b))"
)
_TO = re.compile(
    r"\b(?:(?:[Bb]áo cáo|gửi)\b[^()]{0,200}? (?:về|gửi(?: về)?|tới|đến)(?: cho)?|[Bb]áo cáo(?: với| lên)?"
    r"|[Gg]ửi(?: về| cho)?)"
    r" (?P<to>(?i:ubnd|[uủ][ỷy] ban nhân dân|sở|phòng|ban|văn phòng|công an|chi cục|trung tâm|hội)\b[^()]*?)"
    rf"{_ENDS}(?:\s{{0,40}}\((?:thông )?qua (?P<through>[^(),;]+(?:, [^(),;]+ và [^(),;]+)?)"
    r"(?:[,;] [^()]*| để [^()]*)?\))?"
)
_VIA = re.compile(rf",? (?:thông )?qua (?P<through>[^()]+?){_ENDS}")
_WHO_SUMS_UP = re.compile(r"(?i)\btổng hợp,? (?:kết quả[^,;]*,? )?(?:và )?(?:định kỳ )?(?:lập |xây dựng )?$")


def _flow(text: str, start: int, end: int) -> FoundFlow | None:
    sentence = text[start:end]
    receivers = [match for match in _TO.finditer(sentence) if not _TOGETHER.search(sentence[: match.start()])]
    periods = _periods(sentence, start) if receivers else ()
    if not periods:
        return None
    first = receivers[0]
    to = _body(first["to"])
    by_way = first["through"] or ((via := _VIA.match(sentence, first.end())) and via["through"]) or ""
    through = _body(re.split(r" (?:để|tổng hợp)\b", by_way)[0]) if by_way else ""
    if not to or (by_way and not through) or _WHO_SUMS_UP.search(sentence[: first.start()]):
        return None
    return FoundFlow(to, through, periods, _senders(sentence, start))


_TOGETHER = re.compile(r"(?i)\bđể (?:tổng hợp|báo cáo|theo dõi)[^.;]*$")
"""What is after it says what becomes of the report later."""


def _body(name: str) -> str:
    """The one body that a name in a sentence is, with its capital; "" for several and for others."""
    found = bodies_in(upper_first(name.strip()))
    return found[0].name if len(found) == 1 and not found[0].is_group else ""


_VERB = re.compile(
    r",? (?:căn cứ|định kỳ|báo cáo|gửi|có trách nhiệm|tổ chức|triển khai|thực hiện|chịu trách nhiệm|nghiêm túc|xây dựng"
    r"|chủ động|kịp thời)\b"
)


def _senders(sentence: str, offset: int) -> tuple[BodyMention, ...]:
    """The bodies with which a sentence begins."""
    lead = re.match(r"\s{0,40}(?:(?:Đề nghị|Yêu cầu|Giao)(?= ) )?", sentence)
    first = lead.end() if lead else 0
    verb = _VERB.search(sentence, first)
    if verb is None:
        return ()
    found = bodies_in(upper_first(sentence[first : verb.start()]))
    moved = offset + first
    return tuple(replace(one, start=one.start + moved, end=one.end + moved) for one in found)


# When

_DATE = (
    rf"(?:ngày )?\d\d?(?:/\d\d?(?:/{YEAR})?| tháng \d\d?)(?: (?:hằng|hàng) năm| năm {YEAR})?(?![/\d])"
    r"|ngày \d\d? (?:(?:của )?tháng cuối(?: hằng| hàng)? quý|(?:hằng|hàng) (?:tháng|quý))"
)
_NAMED = (
    r"(?:sơ kết |tổng kết |báo cáo )?(?:(?:0?[369]|sáu|chín) tháng(?: đầu năm| cuối năm)?|(?:01 |1 |một )?năm"
    r"|(?:hằng|hàng|từng|mỗi) (?:tháng|quý|năm)|quý(?: (?:IV|I{1,3}))?|tháng)"
)
_BEFORE = r"(?:gửi |chậm nhất |muộn nhất )?(?:là )?(?:trước|vào|chậm nhất)?\s{0,40}"
_NAME_THEN_DATE = re.compile(rf"(?i)(?<!\w)(?P<name>{_NAMED})\s{{0,40}}(?:\(|,? ){_BEFORE}(?P<due>{_DATE})")
_DATE_THEN_NAME = re.compile(
    rf"(?i)(?P<due>{_DATE})\s{{0,40}}"
    rf"(?:\((?:đối với )?(?P<name>(?:báo cáo |kỳ )?{_NAMED})\)|đối với (?:báo cáo )?(?P<other>{_NAMED}))"
)
_LISTS = re.compile(
    rf"(?i)(?P<names>{_NAMED}(?:(?:, | và |, và ){_NAMED})+)[^.;\d]{{0,80}}?"
    rf"(?P<dues>(?:{_DATE})(?:(?:, | và ){_BEFORE}(?:{_DATE}))+)"
)
_ALL_DATES = re.compile(r"(?i)\b\d\d?/\d\d?\b|\bngày \d|\d tháng \d")
_ONE = re.compile(rf"(?i)(?:trước|chậm nhất(?: là)?|vào) (?P<due>{_DATE})")


def _periods(sentence: str, offset: int) -> tuple[FoundPeriod, ...]:
    """The reports with their days; nothing unless every day of the sentence is that of one report."""
    found = [
        *_read(_NAME_THEN_DATE, sentence, offset),
        *_read(_DATE_THEN_NAME, sentence, offset),
    ]
    if not found:
        found = _in_turn(sentence, offset) or _yearly(sentence, offset)
    if not found or any(one is None for one in found):
        return ()
    periods = tuple(one for one in found if one)
    inside = [(one.start - offset, one.end - offset) for one in periods]
    days = [match.start() for match in _ALL_DATES.finditer(sentence)]
    if any(not any(first <= day < last for first, last in inside) for day in days):
        return ()
    if len({one.id for one in periods}) < len(periods):
        return ()
    return tuple(sorted(periods, key=lambda one: one.start))


def _read(pattern: re.Pattern[str], sentence: str, offset: int) -> list[FoundPeriod | None]:
    return [
        _period(match["name"] or match["other"], match["due"], offset + match.start("due"))
        if "other" in pattern.groupindex
        else _period(match["name"], match["due"], offset + match.start("due"))
        for match in pattern.finditer(sentence)
    ]


def _in_turn(sentence: str, offset: int) -> list[FoundPeriod | None]:
    """`6 tháng, 01 năm (báo cáo trước ngày 15/6 và 15/12)`: as many names as days, in one order."""
    match = _LISTS.search(sentence)
    if match is None:
        return []
    names = re.findall(rf"(?i){_NAMED}", match["names"])
    dues = list(re.finditer(rf"(?i){_DATE}", match["dues"]))
    if len(names) != len(dues):
        return [None]
    begin = offset + match.start("dues")
    return [_period(name, due[0], begin + due.start()) for name, due in zip(names, dues, strict=True)]


def _yearly(sentence: str, offset: int) -> list[FoundPeriod | None]:
    """One day each year, or one at the end of a year, by which results are reported."""
    match = _ONE.search(sentence)
    if match is None or re.search(r"(?i)\b(?:0?[369] tháng|quý|sơ kết|đột xuất trước)\b", sentence):
        return []
    due = match["due"]
    month = re.search(r"(?:/| tháng )(\d\d?)", due)
    if month is None or int(month[1]) < _LAST_MONTHS:
        return []
    return [_period("Năm", due, offset + match.start("due"))]


_LAST_MONTHS = 11
"""A report that is due in one of the last months, and the only one, is about the year."""


_RETURNING = {1: "thang", 3: "quy", 6: "6-thang"}
"""Ids of reports that return, by their months."""


def _period(name: str, due: str, start: int) -> FoundPeriod | None:
    said = upper_first(re.sub(r"(?i)^(?:báo cáo|kỳ) ", "", name.strip()))
    stretches = stretches_in(said)
    if not stretches or not is_time(due):
        return None
    length = stretches[0].last - stretches[0].first + 1
    identity = stretches[0].suffix if len(stretches) == 1 else _RETURNING.get(length, "")
    return FoundPeriod(identity, said, due, start, start + len(due)) if identity else None

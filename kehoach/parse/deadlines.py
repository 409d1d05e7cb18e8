"""What the wording of a deadline means: days, months, quarters, years, ranges, and what returns.

Several are joined by `, `, `;`, ` và ` or ` hoặc `; a range by ` - ` or ` đến `. A day, month or year that is typed
once, at the end, holds for all before it: `Quý I, II/2014`, `ngày 01/6 và 15/11 hằng năm`. What has no date is kept
as a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time

from kehoach.frozen import replace
from kehoach.model.period import Frequency, Moment
from kehoach.parse.moments import read_moment
from kehoach.patterns import regex

_LONGEST = 300
"""Characters: what is longer is no date, and not searched for one."""
Stretch = tuple[Moment, Moment | None]
_OPEN = Moment(ongoing=True)
"""The other end of what is from a moment on."""
_SEPARATOR = regex(r"\([^()]*\)|(?P<between> ?[,;] ?| (?:và|hoặc) )")
_ONWARD = regex(r"(?:,|,? và)(?: (?:các|những))?(?: năm)? (?:tiếp theo|sau đó|về sau)$|,? và (?:các )?năm sau$")
_BRACKETS = regex(r"(?P<outside>[^()]*?) ?\((?P<inside>[^()]*)\)(?P<rest>[^()]*)")
_RANGE = regex(r" ?[-\u2013] ?| (?:cho )?(?:đến|tới) (?:hết |cuối )?(?:ngày |năm (?=\d))?")
_NOW = regex(r"(?:kể )?từ (?:nay|khi ban hành|ngày ban hành|ngày ký(?: ban hành)?)(?: cho)? (?=đến|tới|trước)")
_FROM = regex(r"(?:bắt đầu |kể )?từ (?=\S)")
_ONE_DAY_ON = regex(r" trở đi$")
_LEAD_IN = regex(
    r"(?:hoàn thành|thực hiện|triển khai|báo cáo|gửi|nộp|tổng hợp|tổng kết năm|xong|chậm nhất|muộn nhất|là|trước|vào"
    r"|trong(?= (?:ngày|tháng|quý|năm|giai|\d+ tháng (?:đầu|cuối)|\d+/))|đến|tới|hết|khoảng|dự kiến|phấn đấu|định kỳ"
    r"|giai đoạn|thời gian|thời hạn|thường xuyên(?: và)?(?: liên tục)?|liên tục)(?: về)? "
)
_CONDITION = regex(r"(?:theo|sau|khi|ngay|trong|từ nay|từ khi|kể từ|tùy|căn cứ)\b.*", re.DOTALL)
_DAY_OF_MONTHS = regex(r"(ngày \d\d?) (tháng \d\d?(?:(?:,| và) tháng \d\d?)+)")
_HOUR = regex(r"(?:trước |lúc |vào )?(\d\d?) ?(?:h|giờ)(?: ?(\d\d))?(?: phút)?,?(?= |$)")


def read_deadline(text: str) -> tuple[tuple[Stretch, ...], bool]:
    """The stretches that a wording means, in its order, and whether it goes on after them."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return ((Moment(phrase=text), None),), False
    body, onward = _ONWARD.subn("", plain)
    found, left = _stretches(body)
    depends = _CONDITION.fullmatch(plain) is not None
    if left and ((depends and plain.startswith(left[0])) or not found):
        return ((Moment(phrase=text, is_condition=depends), None),), False
    if left:
        phrase = Moment(phrase=", ".join(left), is_condition=any(map(_CONDITION.fullmatch, left)))
        found = (*found, (phrase, None))
    moments = [moment for stretch in found for moment in stretch if moment]
    goes_on = any(one.ongoing and not one.every for one in moments) and any(one.is_dated for one in moments)
    return found, bool(onward) or goes_on


def _plain(text: str) -> str:
    """The wording in small letters, one spelling and one blank: what the forms are written for."""
    plain = " ".join(text.lower().split()).rstrip(" .")
    plain = re.sub(r"\bhàng (?=ngày|tuần|tháng|quý|năm)", "hằng ", plain.replace("quí", "quý"))
    plain = re.sub(r",? theo quy định$", "", plain)
    plain = _DAY_OF_MONTHS.sub(lambda match: match[2].replace("tháng", f"{match[1]} tháng"), plain)
    plain = plain.replace("thường xuyên, liên tục", "thường xuyên liên tục")
    return re.sub(r"\b(\d\d? ?(?:h|giờ) ?(?:\d\d(?: phút)?)?),", r"\1", plain)


def _stretches(body: str) -> tuple[tuple[Stretch, ...], list[str]]:
    """What the pieces of a wording mean, and the pieces that mean no time."""
    found: list[Stretch] = []
    left: list[str] = []
    for piece in _pieces(body):
        one = _piece(piece, found[-1] if found else None)
        if one:
            found += one
        else:
            left.append(piece)
    settled = tuple(_settled(found))
    if any(_is_half(moment) for one in settled for moment in one if moment):
        return (), [body]
    return settled, left


def _pieces(body: str) -> Iterator[str]:
    """What separators part; those in brackets part nothing."""
    start = 0
    for match in _SEPARATOR.finditer(body):
        if match["between"]:
            yield body[start : match.start()]
            start = match.end()
    yield body[start:]


def _piece(piece: str, before: Stretch | None) -> list[Stretch]:
    """What one piece means; nothing where it means no time."""
    if match := _BRACKETS.fullmatch(piece):
        inside, left = _stretches(match["inside"])
        if not left and any(first.is_dated or first.day for first, _last in inside):
            return list(inside)
        return _piece(f"{match['outside']}{match['rest']}", before)
    words, hour = _without_hour(_NOW.sub("", piece, count=1))
    if (whole := _read(words, before, hour)) is not None:
        return [(whole, None)]
    words, starts = _FROM.subn("", words, count=1) if _FROM.match(_without_lead_in(words)) else (words, 0)
    words, onward = _ONE_DAY_ON.subn("", words)
    ends = _RANGE.split(_without_lead_in(words))
    first = _read(ends[0], before, hour)
    if first is None or len(ends) > 2:
        return []
    if len(ends) == 1:
        return [(first, _OPEN if starts or onward else None)] if starts or onward or words != piece else []
    last = _read(ends[1], (first, None), hour)
    return [(replace(first, hour=None), last)] if last is not None else []


def _read(words: str, before: Stretch | None, hour: time | None) -> Moment | None:
    """A moment with or without its lead-in; the shortest lead-in first, since "định kỳ" alone is a moment too."""
    words_before = ""
    while True:
        found = read_moment(words, (before[1] or before[0]) if before else None)
        if found is not None:
            is_before = words_before == "trước" and not words.startswith(("hết", "cuối"))
            found = _before(found) if is_before else found
            return replace(found, hour=hour) if found else None
        shorter = _LEAD_IN.sub("", words, count=1) if _LEAD_IN.match(words) else words
        if shorter == words:
            return None
        words_before, words = words[: len(words) - len(shorter)].strip(), shorter


def _before(moment: Moment) -> Moment | None:
    """What ends before a month, quarter or year begins: "trước tháng 6" is by the end of May.

    None where that is in the year before one that is not named.
    """
    if moment.day is not None or moment.every or moment.ongoing:
        return moment
    count = 12 if not (moment.month or moment.quarter) else moment.months if moment.month else 3
    last = (moment.month or (moment.quarter or 4) * 3) - count
    if last < 1:
        return replace(moment, month=12, quarter=None, months=1, year=moment.year - 1) if moment.year else None
    return replace(moment, month=last, quarter=None, months=1)


def _without_lead_in(words: str) -> str:
    while match := _LEAD_IN.match(words):
        words = words[match.end() :]
    return words


def _without_hour(words: str) -> tuple[str, time | None]:
    """The words without an hour of the day, and that hour."""
    hour = None
    for match in _HOUR.finditer(words):  # of several the last: by then it is over
        if int(match[1]) > 23 or int(match[2] or 0) > 59:
            return words, None
        hour = time(int(match[1]), int(match[2] or 0))
    rest = " ".join(_HOUR.sub("", words).split()).removeprefix("- ") if hour else words
    return rest, hour


def _settled(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches with what was typed once, at the end, given to all before it."""
    later: Moment | None = None
    done: list[Stretch] = []
    for one, other in reversed(found):
        last = _completed(other, later) if other and other != _OPEN else other
        first = _completed(one, later if last in (None, _OPEN) else last, in_range=last is not None)
        done.append((first, last))
        later = first
    yield from reversed(done)


def _completed(moment: Moment, later: Moment | None, *, in_range: bool = False) -> Moment:
    """A moment with the month, year or frequency of the one after it, where it has none of its own."""
    if later is None:
        return moment
    if _is_half(moment) and later.day:
        moment = replace(
            moment,
            month=later.month,
            year=later.year,
            every=later.every,
            month_of_quarter=later.month_of_quarter,
        )
    if moment.lacks_year and (later.year or later.every):
        ordered = _place(moment) <= _place(later)
        if later.year and (ordered or in_range):
            return replace(moment, year=later.year if ordered else later.year - 1)
        if later.every is Frequency.YEAR and (later.month or later.quarter):
            return replace(moment, every=later.every)
    return moment


def _place(moment: Moment) -> tuple[int, int]:
    """Where in a year a moment ends."""
    return moment.month or (moment.quarter or 4) * 3, moment.day or 31


def _is_half(moment: Moment) -> bool:
    """Whether it is a day without its month."""
    return moment.day is not None and moment.month is None and moment.every is None

"""Which months a reporting period is about, as its name says: "6 tháng", "quý II", "hằng tháng", "6 tháng và năm"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.vietnamese import roman

Reading = Callable[[re.Match[str]], "tuple[Stretch, ...] | None"]


@frozen
class Stretch:
    """Months `first` to `last` of a year; `years` where it is several whole years, the last of them the report's.

    `returns` says that it is one of those into which a name like "hằng tháng" divides the year.
    """

    first: int
    last: int
    years: tuple[int, int] | None = None
    returns: bool = False

    @property
    def words(self) -> str:
        """The months in words, without the year: "quý II năm"."""
        return stretch_name(self.first, self.last)

    @property
    def suffix(self) -> str:
        """What is added to the id of a period that has several: "quy-2", "6-thang", "nam"."""
        length = self.last - self.first + 1
        if self.years or length == 12:
            return "nam" if self.years is None else f"{self.years[0]}-{self.years[1]}"
        if length == 1:
            return f"thang-{self.first}"
        if length == 3 and self.last % 3 == 0:
            return f"quy-{self.last // 3}"
        return f"{length}-thang" if self.first == 1 else f"thang-{self.first}-{self.last}"


def stretch_name(first: int, last: int) -> str:
    """The months of a year in words, without the year: "quý II năm"."""
    if (first, last) == (1, 12):
        return "năm"
    if first == last:
        return f"tháng {first} năm"
    if last - first == 2 and last % 3 == 0:
        return f"quý {roman(last // 3)} năm"
    if first == 1:
        return f"{last} tháng đầu năm"
    if last == 12:
        return f"{last - first + 1} tháng cuối năm"
    return f"từ tháng {first} đến tháng {last} năm"


@lru_cache(maxsize=1024)
def stretches_in(text: str) -> tuple[Stretch, ...] | None:
    """The stretches that a name says, each once; None where it says none, so that nobody knows what is reported.

    Empty where it is known that no months are meant: daily and weekly reports, those on demand, `none`.
    """
    found: dict[Stretch, None] = {}
    known = False
    for piece in _pieces(text):
        stretches = _read(piece)
        if stretches is None and not _FILLER.fullmatch(piece):
            return None
        known |= stretches is not None
        found |= dict.fromkeys(stretches or ())
    return tuple(found) if known else None


_NUMBERS = {word: number for number, word in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), 1)}
_NUMBER = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_EACH = r"(?:hằng|hàng|mỗi|từng)"
_QUARTER = r"(?:iv|i{1,3}|[1-4])"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_JOINED = r"(?: ?[,;-] ?| và )"
_SPLIT = regex(r" ?[,;+] ?| (?:và|hoặc|cùng) ")
_DAY = regex(
    r"\([^()]*\)|(?:\btrước |\bđến )?\bngày \d{1,2}(?:/\d{1,2}(?:/\d{4})?| tháng \d{1,2}| tháng cuối)?(?![\d/])"
)
_FILLER = regex(r"(?:(?:báo cáo|sơ kết|tổng kết|định kỳ|kết quả|chính thức|ước|gồm|kỳ|các|theo|bao|:)\s*)*")


def _pieces(text: str) -> list[str]:
    """The parts of a name that is a list; a number that shares the word of another has it itself then."""
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    text = " ".join(_DAY.sub(" ", text).split()).strip(" .")
    text = re.sub(r"\bqu[íy]\b|\bqúy\b", "quý", text)
    text = re.sub(
        rf"\bquý ({_QUARTER}(?:{_JOINED}{_QUARTER})+)\b(?! tháng)",
        lambda match: ", ".join(f"quý {one}" for one in re.split(_JOINED, match[1])),
        text,
    )
    text = re.sub(
        r"(?<!tháng )\b(\d{1,2}(?:(?:, ?| và )\d{1,2}){1,11}) tháng\b",
        lambda match: ", ".join(f"{one} tháng" for one in re.split(r", ?| và ", match[1])),
        text,
    )
    text = re.sub(
        r"\btháng (\d{1,2}(?:(?:, ?| và )\d{1,2})+)\b(?! tháng)",
        lambda match: ", ".join(f"tháng {one}" for one in re.split(r", ?| và ", match[1])),
        text,
    )
    return [piece for piece in _SPLIT.split(text) if piece]


def _read(piece: str) -> tuple[Stretch, ...] | None:
    """What one piece says; the first reading that fits."""
    for pattern, read in _READINGS:
        if match := pattern.search(piece):
            return read(match)
    return None


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


def _every(months: int) -> tuple[Stretch, ...] | None:
    """The year in equal parts of that many months."""
    if not 1 <= months <= 12 or 12 % months:
        return None
    return tuple(Stretch(first, first + months - 1, returns=True) for first in range(1, 13, months))


def _times(match: re.Match[str]) -> tuple[Stretch, ...] | None:
    """So many times a year, a quarter, a month; more often than monthly divides no year into months."""
    times, months = _count(match["count"] or "1"), {"năm": 12, "quý": 3, "tháng": 1}.get(match["unit"], 0)
    if not months or times > months:
        return ()
    return _every(months // times) if months % times == 0 else None


def _months(match: re.Match[str]) -> tuple[Stretch, ...] | None:
    count = _count(match["count"])
    if not 1 <= count <= 12:
        return None
    if match["cuối"]:
        return (Stretch(13 - count, 12),)
    return _every(1) if count == 1 and not match["đầu"] else (Stretch(1, count),)


def _from_to(match: re.Match[str]) -> tuple[Stretch, ...] | None:
    first, last = int(match[1]), int(match[2])
    return (Stretch(first, last),) if 1 <= first <= last <= 12 else None


def _month(match: re.Match[str]) -> tuple[Stretch, ...] | None:
    month = int(match[1])
    return (Stretch(month, month),) if 1 <= month <= 12 else None


def _quarter(match: re.Match[str]) -> tuple[Stretch, ...]:
    quarter = _QUARTERS[match[1]]
    return (Stretch(quarter * 3 - 2, quarter * 3),)


def _years(match: re.Match[str]) -> tuple[Stretch, ...] | None:
    first, last = int(match[1]), int(match[2])
    return (Stretch(1, 12, (first, last)),) if first < last else None


_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (regex(r"\bnăm học\b|\bniên (?:độ|khóa|vụ)\b|\bnhiệm kỳ\b"), lambda match: None),
    (regex(r"\b(20\d\d) ?[-\u2013] ?(20\d\d)\b"), _years),
    (regex(rf"\b{_NUMBER} tháng(?:/| một | 1 | 01 )lần\b"), lambda match: _every(_count(match["count"]))),
    (regex(rf"\b{_EACH} {_NUMBER} tháng\b"), lambda match: _every(_count(match["count"]))),
    (regex(rf"\b{_NUMBER} lần ?(?:/|trong |một |mỗi )\s?(?P<unit>ngày|tuần|tháng|quý|năm)\b"), _times),
    (regex(r"\b(?:ngày|tuần)/lần\b"), lambda match: ()),
    (regex(r"\b(?:quý|tháng|năm)/lần\b"), lambda match: _every({"q": 3, "t": 1, "n": 12}[match[0][0]])),
    (regex(rf"\b{_EACH} (?:ngày|tuần)\b|^(?:ngày|tuần|none|không)$"), lambda match: ()),
    (regex(r"\bđột xuất\b|\b(?:khi có|khi được|theo) yêu cầu\b|\bkhi cần\b|\bchuyên đề\b"), lambda match: ()),
    (regex(r"\btừ tháng (\d{1,2}) đến (?:hết )?tháng (\d{1,2})\b"), _from_to),
    (regex(rf"\bquý ({_QUARTER})\b"), _quarter),
    (regex(rf"\b{_NUMBER} tháng(?! \d)(?: (?P<đầu>đầu)| (?P<cuối>cuối))?\b"), _months),
    (regex(r"\b(?:giữa năm|nửa năm|nửa đầu năm)\b"), lambda match: (Stretch(1, 6),)),
    (regex(r"\bnửa cuối năm\b"), lambda match: (Stretch(7, 12),)),
    (regex(r"\btháng (\d{1,2})\b"), _month),
    (regex(r"\bquý\b"), lambda match: _every(3)),
    (regex(rf"^(?:báo cáo |định kỳ )*tháng$|\b(?:{_EACH}|cuối|kỳ|cáo) tháng\b"), lambda match: _every(1)),
    (regex(r"\bđầu năm\b|(?<![/\d])(?!0?1\b)\b\d{1,2} năm\b"), lambda match: None),
    (regex(r"\b(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm\b"), lambda match: None),
    (regex(r"\bnăm\b"), lambda match: (Stretch(1, 12),)),
)
"""What a piece may say, the more special first."""

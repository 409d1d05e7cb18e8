"""What stands above the name of a document's type: bodies, number, place and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.readers.document import TextLine
from kehoach.recognising import patterns
from kehoach.recognising.found import FoundText
from kehoach.recognising.lines import is_capitals, one, plain, whole

_MOST_LINES = 3
"""So many lines hold one fixed phrase at most: letterheads are narrow."""
_MOST_PLACE = 7  # words
_BODY = re.compile(
    r"(ubnd|ủy ban|uỷ ban|hđnd|hội đồng|sở|ban|phòng|chi cục|cục|tổng cục|trung tâm|văn phòng|công an|bộ|"
    r"tỉnh ủy|tỉnh uỷ|"
    r"thành ủy|huyện ủy|đảng ủy|đảng uỷ|thanh tra|trường|học viện|bệnh viện|hội|liên|mặt trận|đoàn|viện|kho bạc|"
    r"thống kê|trạm|hạt|đội|khoa|chi đoàn|công đoàn|chi bộ|đảng bộ|hợp tác xã|hiệp hội|"
    r"bảo hiểm|ngân hàng|đài|báo|quỹ|công ty|tổng công ty|tòa án|viện kiểm sát|ủy viên|bch|bcđ)\b"
)
_UNIT = re.compile(r"(tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\b|[^\w]*$")


@dataclass
class HeadRead:
    """A letterhead. `typed` are its lines whose content is in the other fields or fixed; `rest` said nothing known."""

    bodies: list[str] = field(default_factory=list)
    number: str = ""
    symbol: str = ""
    place: str = ""
    date: tuple[int, int, int] = (0, 0, 0)
    typed: list[FoundText] = field(default_factory=list)
    rest: list[FoundText] = field(default_factory=list)
    seen_number: bool = False
    seen_date: bool = False


def read_head(lines: Sequence[TextLine]) -> HeadRead:
    """The letterhead that these lines are."""
    head = HeadRead()
    bodies: list[TextLine] = []
    at = 0
    while at < len(lines):
        taken = _fixed(lines[at:], head) or _number(lines[at:], head) or _date(lines[at:], head)
        if taken:
            head.typed += [whole(line) for line in lines[at : at + taken]]
        elif patterns.DRAFT.fullmatch(plain(lines[at].text)):
            head.typed.append(whole(lines[at]))
        elif is_capitals(lines[at].text) or (bodies and not head.seen_number):
            bodies.append(lines[at])
        else:
            head.rest.append(whole(lines[at]))
        at += taken or 1
    head.bodies = _joined_bodies(bodies)
    return head


def parent_and_issuer(bodies: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the body above and of the issuer itself: the last line that begins with a kind of body begins it."""
    starts = [i for i, body in enumerate(bodies) if not i or _BODY.match(plain(body))]
    if not starts:
        return (), ()
    return tuple(bodies[: starts[-1]]), tuple(bodies[starts[-1] :])


def _joined_bodies(lines: Sequence[TextLine]) -> list[str]:
    """Names of bodies, each line as a drafter sets it: `ỦY BAN NHÂN / DÂN` is one line."""
    texts: list[str] = []
    for line in lines:
        text = " ".join(line.text.split())
        before = plain(texts[-1]) if texts else ""
        torn = before.endswith(("nhân", "ủy", "uỷ", " ban", "hội đồng"))
        if texts and (torn or not (_BODY.match(plain(text)) or _UNIT.match(plain(text)))):
            texts[-1] += f" {text}"
        else:
            texts.append(text)
    return texts


def _fixed(lines: Sequence[TextLine], head: HeadRead) -> int:
    """How many of the first lines are the nation's name or the motto."""
    del head
    for count in range(1, min(_MOST_LINES, len(lines)) + 1):
        said = patterns.spelled(one(lines[:count]).text).strip(" *_.")
        if said in (patterns.NATION, patterns.MOTTO, patterns.PARTY, f"{patterns.NATION} {patterns.MOTTO}"):
            return count
        if not any(known.startswith(said) for known in (patterns.NATION, patterns.MOTTO, patterns.PARTY)):
            return 0
    return 0


def _number(lines: Sequence[TextLine], head: HeadRead) -> int:
    if head.seen_number or not patterns.NUMBER_BEGINS.match(lines[0].text):
        return 0
    for count in range(1, min(_MOST_LINES, len(lines)) + 1):
        text = " ".join(one(lines[:count]).text.split())
        if match := patterns.NUMBER.fullmatch(text):
            head.number, head.symbol, head.seen_number = match["number"], match["symbol"].strip(), True
            return count
    head.seen_number = True
    return 1


def _date(lines: Sequence[TextLine], head: HeadRead) -> int:
    if head.seen_date or (is_capitals(lines[0].text) and not re.search(r"\bngày\b", lines[0].text, re.I)):
        return 0
    for count in range(min(_MOST_LINES, len(lines)), 0, -1):
        text = " ".join(one(lines[:count]).text.split())
        match = patterns.DATE.fullmatch(text) or patterns.SHORT_DATE.fullmatch(text)
        if match and len(match["place"].split()) <= _MOST_PLACE and not _is_body(match["place"]):
            head.place = match["place"].strip(" ,")
            head.date = tuple(int(match[part] or 0) for part in ("day", "month", "year"))  # type: ignore[assignment]
            head.seen_date = True
            return count
    return 0


def _is_body(text: str) -> bool:
    """Whether the words before a date are a body in capitals; "Đoàn Kết" and "Hội An" are places."""
    return bool(_BODY.match(plain(text))) and (
        text.split()[0].isupper() or plain(text).startswith(("ủy ban", "uỷ ban"))
    )

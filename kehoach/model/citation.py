"""Documents cited in running text: `Quyết định số 1544/QĐ-UBND ngày 15 tháng 12 năm 2023 của UBND tỉnh`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kehoach.frozen import frozen
from kehoach.model.document_types import NUMBERED
from kehoach.model.running import Running, Spans
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.patterns import regex

_KINDS = "|".join(sorted((*DOCUMENT_TYPES, "NĐ", "TT", "KL", "NQLT", "TTLT"), key=len, reverse=True))
_GROUPS = r"(?:[-\u2013/][A-ZĐ][\wĐđ&]*)*"
_SYMBOL = (
    r"\d+(?: ?/ ?\d{4})?(?:"
    rf" ?[/-] ?(?:{_KINDS}) ?[-\u2013/] ?(?:[A-ZĐ]{{2}}[\wĐđ&]*|TTg){_GROUPS}"
    r"|/[A-ZĐ]{2}[\wĐđ&]*(?:- | -| - )[A-ZĐ]{2}[\wĐđ&]*(?=,? ngày )"
    rf"|[/-][A-ZĐa-zđ][\wĐđ&.]*{_GROUPS}"
    rf"| ?/ ?[A-ZĐ]{{2}}[\wĐđ&]*{_GROUPS})"
)
"""A number with its symbol. Blanks are read over only where nothing else can be meant: in `Nghị quyết số 57-NQ/TW -
UBND tỉnh`, `số 12 - Lê Lợi` what is after the dash belongs to no number."""
_NUMBER = regex(rf"[Ss]ố:? (?P<number>{_SYMBOL})")
_BARE = regex(rf"(?<= )(?P<number>{_SYMBOL})")
"""`Phương án 02600/PA-UBND`: the "số" is left out. Before it is one of `_BEFORE_BARE`."""
_BEFORE_BARE = tuple(f"{kind.lower()} " for kind in NUMBERED.split("|"))
_LONGEST = max(map(len, _BEFORE_BARE))
_DATE = regex(
    r",? ?(?:ngày (?P<day>\d{1,2})(?: tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})|[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})))"
)
_TYPE = regex(rf"(?i)\b(?:{NUMBERED})\b")


@frozen
class Citation:
    """One citation. `start`, `end` bound its number in the running text; `date_start`, `date_end` its date.

    `type` is as typed, "" when none is before the number; `type_start` is its place. `between` is what is
    between the type and the number's "số", the name of a law: `Luật Việc làm số 74/2025/QH15`.
    """

    type: str
    type_start: int
    between: str
    number: str
    start: int
    end: int
    date_start: int
    date_end: int
    day: date | None
    written_day: str
    written_month: str

    @property
    def key(self) -> tuple[str, str]:
        """What distinguishes it from other documents: type and number, without blanks."""
        return self.type.lower(), self.number.replace(" ", "")


def citations(running: Running, *, bare: bool = False) -> Iterator[Citation]:
    """Every document cited with a number, in order; with `bare` also those whose number has no "số" before it."""
    whole, types = running.whole, Spans(running, _TYPE)
    said = ((match.start(), match) for match in _NUMBER.finditer(whole))
    left_out = ((match.start(), match) for match in (_BARE.finditer(whole) if bare else ()) if _is_bare(whole, match))
    for begins, match in sorted((*said, *left_out), key=lambda one: one[1].start("number")):
        type_, type_start, between = _type_before(whole, begins, types)
        dated = _DATE.match(whole, match.end())
        written = (dated["day"], dated["month"] or "") if dated else ("", "")
        yield Citation(
            type_, type_start, between, match["number"], match.start("number"), match.end("number"),
            dated.start("day") if dated else match.end(), dated.end() if dated else match.end(),
            _day(dated) if dated else None, *written,
        )  # fmt: skip


def _is_bare(whole: str, match: re.Match[str]) -> bool:
    """Whether a type of document is right before a number."""
    before = whole[max(match.start() - _LONGEST - 1, 0) : match.start()].lower()
    if not before.endswith(_BEFORE_BARE):
        return False
    heads = (before.removesuffix(kind) for kind in _BEFORE_BARE if before.endswith(kind))
    return any(not (head[-1:].isalnum() or head[-1:] == "_") for head in heads)


def is_number(text: str) -> bool:
    """Whether a text is one number with its symbol, and nothing else."""
    return _NUMBER.fullmatch(f"số {text}") is not None


def _type_before(whole: str, index: int, types: Spans) -> tuple[str, int, str]:
    """The last type of document named before `index`, in the same clause."""
    begin = max(index - 160, 0)
    head = whole[begin:index]
    cut = begin + max(head.rfind(sign) for sign in "\n;(),") + 1
    found = types.within(cut, index)
    if not found:
        return "", index, ""
    start, end = found[-1]
    return whole[start:end], start, whole[end:index].strip()


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"] or match["y"]), int(match["month"] or match["m"]), int(match["day"]))
    except ValueError:
        return None

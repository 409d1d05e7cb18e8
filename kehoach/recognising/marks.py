"""Labels at the beginning of a paragraph, typed or native, and which may follow each other in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kehoach.frozen import frozen
from kehoach.model.items import ListStyle
from kehoach.model.labels import number_of
from kehoach.readers.document import TextLine
from kehoach.recognising.lines import is_capitals
from kehoach.vietnamese import POINT_LETTERS

_ENGLISH = "abcdefghijklmnopqrstuvwxyz"
_DASHES, _PLUSES, _STARS = "-–—−‐‑", "+", "*"
_BULLETS, _INNER_BULLETS = "•●▪■→➢►✓❖◻∙⋅·◆◇□❑❍▫▶‣➤➔☞¤§Ø", "◦○"
_LETTERED = "oüv"
"""Signs of Word's bullets as a plain text has them: the letters of their fonts, an inner circle, a tick, a diamond."""

_LABEL = re.compile(
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,5})(?P<dot>[.)]?)(?=\s|[^\W\d_]|$)"
    r"|(?P<outer>[IVX]{1,5}|[A-ZĐ]|[a-zđ](?=\.?\d{1,2}[.)]))\.?(?P<inner>(?<=\.)\d{1,2}(?:\.\d{1,2}){0,3}|(?<=[a-zđ])\d{1,2})[.)]?(?=\s)"
    r"|(?P<paren>\((?P<inside>\d{1,2}|[ivx]{1,5}|[a-zđ])\))"
    r"|(?P<sign>\d{1,3}|[IVXLC]{1,7}|[A-ZĐ]|[a-zđ])(?P<end>\s?[.)/]|\s?[-–](?=\s+\D))(?![\d/.])"
    r"|(?P<small>[ivx]{2,5})\)(?=\s)"
    rf"|(?P<bullet>[{re.escape(_DASHES + _PLUSES + _STARS + _BULLETS + _INNER_BULLETS)}])(?![*\-\d])"
    rf"|(?P<lettered>[{_LETTERED}])(?=\s)"
    rf"|(?P<spaced>[{re.escape(_DASHES + _PLUSES)}])(?=\d)"
)
_CAPITAL_WORD = re.compile(r"[A-ZĐÀ-Ỹ]{2}")
_WORDED = re.compile(
    r"(?P<word>phần|chương|mục)\s+(?P<sign>(?:thứ\s+)?(?:[IVXLC]+|\d{1,2}|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám))"
    r"\s*(?P<end>[.:/]|$|(?=\s[-–]\s))",
    re.IGNORECASE,
)
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}


@frozen
class LabelReading:
    """One way to read a label: the kind of list it is of, and what it says there.

    `kind` tells lists apart ("1." and "1)" are two). `values` are the numbers of a decimal, else one. `rank` is the
    usual depth of such lists, small for outer ones.
    """

    kind: str
    style: ListStyle | None
    values: tuple[int, ...]
    rank: int

    @property
    def value(self) -> int:
        """The last number of the label."""
        return self.values[-1]

    @property
    def has_outer(self) -> bool:
        """Whether the numbers of outer lists are in the label: `2.1`, `I.2`."""
        return len(self.values) > 1

    @property
    def is_bullet(self) -> bool:
        """Whether the label counts nothing."""
        return self.rank >= BULLET_RANK


BULLET_RANK = 20
UNLABELLED = "capitals"
"""The kind of headings in capitals without a label."""
_SECTION_RANK = 3


@frozen
class ReadLabel:
    """A label as printed, how many characters of the text it takes, and the ways to read it."""

    printed: str
    length: int
    readings: tuple[LabelReading, ...]

    @property
    def is_bullet(self) -> bool:
        """Whether it is a dash, a plus or the like."""
        return self.readings[0].is_bullet

    @property
    def is_sure(self) -> bool:
        """Whether it can hardly be anything but a label."""
        return not self.is_bullet and self.printed[-1] in ".)/"


def capital_headings(blocks: Sequence[object]) -> dict[int, ReadLabel]:
    """Headings in capitals that have no label, by their places: only where no section has a number or a letter."""
    found: dict[int, ReadLabel] = {}
    for at, block in enumerate(blocks):
        if not isinstance(block, TextLine):
            continue
        label = label_of_line(block)
        if label and label.readings[0].rank < _SECTION_RANK:
            return {}
        if not label and len(block.text.split()) > 1 and is_capitals(block.text):
            found[at] = ReadLabel("", 0, (LabelReading(UNLABELLED, None, (len(found) + 1,), 2),))
    return found if len(found) > 1 else {}


def label_of_line(line: TextLine) -> ReadLabel | None:
    """The label of a line, native or typed, None without one."""
    if line.label:
        typed = read_label(line.label + " ")
        return ReadLabel(line.label, 0, typed.readings if typed else (_other_bullet(line.label),))
    return read_label(line.text)


@lru_cache(maxsize=10_000)
def read_label(text: str) -> ReadLabel | None:
    """The label that a text begins with, None without one; `26.120 ha` and `2021 - 2025` have none."""
    if worded := _WORDED.match(text):
        sign = worded["sign"].casefold().removeprefix("thứ").strip()
        value = _ORDINALS.get(sign) or number_of(sign) or 0
        reading = LabelReading(worded["word"].casefold(), None, (value,), 0)
        return ReadLabel(worded[0].rstrip(), worded.end(), (reading,)) if value else None
    match = _LABEL.match(text)
    if not match:
        return None
    printed = match[0].rstrip()
    readings = _readings(match)
    rest = text[match.end() :]
    if not readings or (rest[:1].isalpha() and not _may_touch(match, rest)):
        return None
    return ReadLabel(printed, match.end(), readings)


def _may_touch(match: re.Match[str], rest: str) -> bool:
    """Whether a label may stand against the word after it: `2.Sở`, `a)Xây`, `-Thường trực`, not `A.Nguyễn`, `a.m`."""
    if match["bullet"] or match["paren"]:
        return True
    if match["decimal"]:
        return bool(match["dot"]) and rest[0].isupper()
    if ")" in match["end"] or match["sign"].isdigit() or len(match["sign"]) > 1:
        return rest[0].isupper()
    return match["sign"] in "IVXA" and bool(_CAPITAL_WORD.match(rest))


def _readings(match: re.Match[str]) -> tuple[LabelReading, ...]:
    if match["decimal"]:
        values = tuple(int(part) for part in match["decimal"].split("."))
        return (LabelReading("decimal", ListStyle.DECIMAL, values, 3 + len(values)),)
    if outer := match["outer"]:
        inner = tuple(map(int, match["inner"].split(".")))
        return tuple(_outline_readings(outer, inner))
    if bullet := match["bullet"] or match["spaced"] or match["lettered"]:
        return (_bullet(bullet),)
    if match["paren"]:
        inside = match["inside"]
        if inside.isdigit():
            return (LabelReading("(1)", ListStyle.PAREN, (int(inside),), 12),)
        result = [LabelReading("(a)", None, (value,), 12) for value in _letter_values(inside)]
        if number := number_of(inside):
            result.append(LabelReading("(i)", ListStyle.ROMAN_PAREN, (number,), 13))
        return tuple(result)
    if small := match["small"]:
        number = number_of(small)
        return (LabelReading("i)", None, (number,), 13),) if number else ()
    return tuple(_sign_readings(match["sign"], match["end"].strip()))


def _outline_readings(outer: str, inner: tuple[int, ...]) -> Iterator[LabelReading]:
    """`I.2.1`, `A.1`, `a.2)`: numbers below a Roman number or a letter."""
    depth = 3 + len(inner)
    if outer.islower():
        yield from (LabelReading("a1", None, (value, *inner), 10 + len(inner)) for value in _letter_values(outer))
        return
    if number := number_of(outer):
        yield LabelReading("I1", None, (number, *inner), depth)
    if len(outer) == 1:
        yield from (LabelReading("A1", None, (value, *inner), depth) for value in _letter_values(outer.lower()))


def _sign_readings(sign: str, end: str) -> list[LabelReading]:
    if sign.isdigit():
        style = ListStyle.NUMBER_BRACKET if end == ")" else ListStyle.NUMBER
        return [LabelReading("1" + end, style, (int(sign),), 4 if end == ")" else 3)] if int(sign) else []
    result: list[LabelReading] = []
    if sign.islower():
        style = ListStyle.LETTER if end == ")" else ListStyle.LETTER_DOT
        result = [LabelReading("a" + end, style, (value,), 10) for value in _letter_values(sign)]
        return [*result, LabelReading("i)", None, (1,), 13)] if sign == "i" and end == ")" else result
    if number := number_of(sign):
        result.append(LabelReading("I" + end, ListStyle.ROMAN, (number,), 2))
    if len(sign) == 1:
        result += [LabelReading("A" + end, ListStyle.CAPITAL, (value,), 1) for value in _letter_values(sign.lower())]
    if sign == "I" and end == ")":  # typed for a small l
        result.append(LabelReading("a)", ListStyle.LETTER, (_letter_values("l")[0],), 10))
    return result


def _letter_values(letter: str) -> tuple[int, ...]:
    """What a letter counts in the Vietnamese order; one that has no place there counts as the one before it, plus."""
    if letter in POINT_LETTERS:
        return (POINT_LETTERS.index(letter) + 1,)
    if letter == "f":  # a) ... đ) e) f): typed by the English order
        return (POINT_LETTERS.index("g") + 1,)
    if letter == "j":
        return (POINT_LETTERS.index("k") + 1,)
    return (len(POINT_LETTERS) + 1,) if letter in _ENGLISH else ()


def _bullet(sign: str) -> LabelReading:
    if sign in _DASHES:
        return LabelReading("-", ListStyle.DASH, (1,), BULLET_RANK)
    if sign in _PLUSES:
        return LabelReading("+", ListStyle.PLUS, (1,), BULLET_RANK + 1)
    if sign in _STARS:
        return LabelReading("*", ListStyle.STAR, (1,), BULLET_RANK)
    return _other_bullet(sign)


def _other_bullet(sign: str) -> LabelReading:
    """A sign of a word processor's own lists: a dash to us, and a plus where it is for inner ones."""
    style = ListStyle.PLUS if sign in _INNER_BULLETS + "o" else ListStyle.DASH
    return LabelReading(sign, style, (1,), BULLET_RANK)

"""How wide a line of text is in Times New Roman: for rules as long as a line, and lines that must not wrap."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache

from kehoach.typeface_widths import CHARACTERS, COVERAGE, WIDTHS

_MM_PER_POINT = 25.4 / 72
_HORN = "\u031b"
_TABLES = {face: dict(zip(CHARACTERS, widths, strict=True)) for face, widths in WIDTHS.items()}


@lru_cache(maxsize=1024)
def _base(letter: str) -> str:
    """The letter whose width an accented one has: the bare letter, with its horn where it has one."""
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", parts[0] + (_HORN if _HORN in parts else ""))


@lru_cache(maxsize=1024)
def covers(letter: str) -> bool:
    """Whether the typeface has this character."""
    index = bisect_right(COVERAGE, (ord(letter), 0x110000)) - 1
    return index >= 0 and COVERAGE[index][0] <= ord(letter) <= COVERAGE[index][1]


def width_mm(text: str, size_pt: float, face: str = "regular") -> float:
    """Width of `text` on one line, in millimetres. `face`: regular, bold, italic or bold_italic."""
    return _units(text, face) / 2048 * size_pt * _MM_PER_POINT


def _units(text: str, face: str) -> int:
    """Width of `text` in units of the typeface, 2048 to the size."""
    words = text.split(" ")
    return sum([_word_units(word, face) for word in words]) + (len(words) - 1) * _word_units(" ", face)


@lru_cache(maxsize=8192)
def _word_units(word: str, face: str) -> int:
    table = _TABLES[face]
    return sum([table.get(c) or table.get(_base(c)) or 1024 for c in word])


def wrap(text: str, width: float, size_pt: float, face: str = "regular") -> tuple[str, ...]:
    """`text` broken into lines no wider than `width` millimetres, as a word processor does it."""
    blank = _word_units(" ", face)
    lines: list[list[str]] = []
    taken = 0
    for word in text.split(" "):
        units = _word_units(word, face)
        if lines and (taken + blank + units) / 2048 * size_pt * _MM_PER_POINT <= width:
            lines[-1].append(word)
            taken += blank + units
        else:
            lines.append([word])
            taken = units
    return tuple(" ".join(words) for words in lines)

"""What is true of Vietnamese administrative text, whatever document holds it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from kehoach.patterns import regex

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of the points of a clause, in the order of the Vietnamese alphabet as the decree's own lists run: no f, j,
w, z and none of ă â ê ô ơ ư (Decree 30/2020, Annex I, II.6.đ; usage of the decree itself)."""

NBSP = "\u00a0"

LOWERED, RAISED = "₀₁₂₃₄₅₆₇₈₉₊₋", "⁰⁴⁵⁶⁷⁸⁹⁺⁻"
"""Unicode's small signs, as formulas have them. Times New Roman lacks these; they print as common digits set lower or
higher. (It has ¹ ² ³.)"""

_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


YEAR = r"(?:19|20|21)[0-9][0-9]"
"""A year as plans and documents write one, as a pattern: 1900 to 2199."""


def nfc(text: str) -> str:
    """`text` with every letter as one character."""
    return unicodedata.normalize("NFC", _in_order(text))


def letters() -> str:
    """Every letter of Vietnamese with every tone, small and capital."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = "".join(nfc(vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones) + "bcdđghklmnpqrstvx"
    return small + small.upper()


def roman(number: int) -> str:
    """`number` (from 1) in Roman capitals."""
    digits = ""
    for value, sign in _ROMAN:
        digits += sign * (number // value)
        number %= value
    return digits


def point_letter(number: int) -> str:
    """Letter of the point `number` (from 1); after the last letter the letters double: aa, bb."""
    turn, index = divmod(number - 1, len(POINT_LETTERS))
    return POINT_LETTERS[index] * (turn + 1)


def upper_first(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """`text` with a small first letter, unless it opens with an abbreviation (UBND, HĐND)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def number_text(value: Decimal, places: int | None = None) -> str:
    """A number as it prints: a comma before decimals, dots between thousands.

    `places` rounds half up to this many decimals; without it, all that the number has. Zeros at its end are left out.
    """
    if places is not None:
        value = rounded(value, places)
    whole, _dot, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0")
    sign = "-" if value < 0 and (int(whole) or fraction) else ""
    return sign + f"{int(whole):,}".replace(",", ".") + (f",{fraction}" if fraction else "")


def rounded(value: Decimal, places: int) -> Decimal:
    """A number with so many decimals, half up, however many digits it has before them."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


_EXACT = Context(prec=200)


def day_text(day: date) -> str:
    """A day in running text: "05/01/2024", "15/6/2024"; days below 10 and months 1 and 2 with a zero."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def join_names(names: Iterable[tuple[str, str]]) -> str:
    """Names of bodies as a heading lists them.

    Each is a pair (name, level), level being the word after the name ("thành phố", "tỉnh") or "". A level shared by
    neighbours is written once, after the last of them. Names part with a comma, or with a semicolon where one of
    them holds a comma itself.
    """
    pairs = list(names)
    separator = "; " if any("," in name for name, _ in pairs) else ", "
    written = []
    for index, (name, level) in enumerate(pairs):
        shared = index + 1 < len(pairs) and pairs[index + 1][1] == level
        written.append(f"{name} {level}" if level and not shared else name)
    return separator.join(written)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, None when none comes near."""
    return Guesses().of(word, known)


class Guesses:
    """Guesses what many words were meant to be, until so many were compared that nobody reads all of the guesses.

    Sixty thousand unknown words beside thirty thousand known ones would take hours.
    """

    def __init__(self, steps: int = 300_000) -> None:
        self._left = steps
        """A step is one known word looked at, about six microseconds; a comparison counts for `_COMPARISON` of them."""

    def of(self, word: str, known: Iterable[str]) -> str | None:
        """The known word that `word` was probably meant to be, None when none comes near."""
        from difflib import SequenceMatcher  # late: a plan without faults needs no guesses

        if self._left <= 0 or len(word) > _LONGEST_WORD:
            return None
        folded = fold(word)
        letters = Counter(folded)
        best, best_ratio = None, 0.7
        for candidate in known:
            self._left -= 1
            other = _folded(str(candidate))
            short = best is None and abs(len(folded) - len(other)) <= 1 and bool(folded) and folded in other
            if not short and _most_alike(letters, len(folded), other) <= best_ratio:
                continue
            self._left -= _COMPARISON
            ratio = SequenceMatcher(None, folded, other).ratio()
            if ratio <= best_ratio and short:
                ratio = 0.71  # one letter lost of a short word, which the ratio judges too hard
            if ratio > best_ratio:
                best, best_ratio = candidate, ratio
        return best


_COMPARISON = 5
_LONGEST_WORD = 200


def _most_alike(letters: Mapping[str, int], length: int, other: str) -> float:
    """What the ratio of two words cannot exceed: by their lengths, then by the letters that both have."""
    both = length + len(other)
    if not both:
        return 1.0
    bound = 2.0 * min(length, len(other)) / both
    if bound <= 0.7:
        return bound
    return 2.0 * sum(min(count, other.count(letter)) for letter, count in letters.items()) / both


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    """A known word is compared with every unknown one, and a plan read anew has the words that it had."""
    return _without_marks(word)


def fold(text: str) -> str:
    """`text` without marks and capitals, đ as d: for comparing, never for printing."""
    return _folded(str(text)) if len(text) <= _SHORT else _without_marks(text)


_SHORT = 60
"""Letters of a text that is worth remembering: a word, the name of a body."""


def _without_marks(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", _in_order(text.lower())) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def is_nfc(text: str) -> bool:
    """Whether every letter of `text` is one character."""
    return unicodedata.is_normalized("NFC", text) if _CROWD.search(text) is None else nfc(text) == text


_CROWD = regex(r"[^\w\s\x00-\x7f]{32}")
"""So many characters that may be marks: more than any letter has."""


def _in_order(text: str) -> str:
    """`text` with long rows of marks in the order that Unicode wants: it sorts them itself, but in quadratic time."""
    if text.isascii() or _CROWD.search(text) is None:
        return text
    whole: list[str] = []
    marks: list[str] = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        if not unicodedata.combining(parts[0]):
            whole += sorted(marks, key=unicodedata.combining)
            marks.clear()
            whole.append(parts[0])
            parts = parts[1:]
        marks += parts
    return "".join(whole + sorted(marks, key=unicodedata.combining))


def slug(name: str) -> str:
    """An id made of a name: small letters without marks, digits and hyphens; "" when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


_NUMBER = r"\d[\d.,]{0,39}"
"""As long as one may be: from each comma of a longer row of digits all of the rest would be looked through."""
_UNITS = "hộ|người|ha|tấn|tạ|kg|km|m|m²|m³|lần|lớp|đồng|triệu|tỷ|tỉ|nghìn|ngàn|USD|VNĐ|VND|đơn vị"
_BINDINGS = (
    # a day, month or year and the number after it; "ngày 15/6", "năm 2024", "Quý II/2024"
    r"\b([Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý) (?=\d|[IVX]+\b)",
    # số 1544/QĐ-UBND, Điều 5, khoản 2, điểm a, Mục IV, Chương II, Phụ lục I
    r"\b([Ss]ố|Điều|[Kk]hoản|Mục|mục|Chương|Phần|Phụ lục) (?=\d|[IVX]+\b)",
    r"\b([Đđ]iểm) (?=[a-zđ]\b)",
    # a range: 2021 - 2025, 10 - 13%
    rf"(?<=\d) ([-\u2013]) (?={_NUMBER})",
    # a quantity and its unit: 08 hộ, 26.120 ha, 1,5 tỷ đồng
    rf"(?<![\w/])({_NUMBER}) (?=(?:{_UNITS})\b)",
    r"\b(triệu|tỷ|tỉ|nghìn|ngàn) (?=(?:đồng|USD|VNĐ|VND|tỷ|tỉ)\b)",
    # the authority of a signature
    r"\b(TM\.|KT\.|TL\.|TUQ\.|Q\.) (?=\w)",
)


@lru_cache(maxsize=1)
def _bindings() -> tuple[re.Pattern[str], ...]:
    """Compiled when first printed: `check` prints nothing."""
    return tuple(re.compile(pattern) for pattern in _BINDINGS)


@lru_cache(maxsize=4096)
def bind(text: str) -> str:
    """`text` with non-breaking spaces where a line must not break: numbers with units, dates, citations."""
    text = str(text)  # the memory must not keep the file that a text knows it comes from
    for pattern in _bindings():
        text = pattern.sub(lambda m: m.group(0).replace(" ", NBSP), text)
    return text


def cut(text: str, length: int) -> str:
    """A text no longer than `length`, cut between words where one ends in its second half."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head[length // 2 :] else head}…"


def one_line(text: str, length: int) -> str:
    """A text on one line, cut between words."""
    return cut(" ".join(text.split()), length)


def sentence_end(text: str) -> str:
    """`text` without the stops at its end: what kehoach's own `./.` or `;` replaces."""
    return text.rstrip(" .;,")

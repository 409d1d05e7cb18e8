"""Labels of list entries, as they print and as people type them: `IV.`, `2.1.`, `b)`, `(3)`, `-`."""

from __future__ import annotations

from kehoach.model.items import ListStyle
from kehoach.patterns import regex
from kehoach.vietnamese import point_letter, roman

NONE = ("none", "không")
"""What a drafter writes for a heading or an opening that is not to be printed."""

_FORMS = {
    ListStyle.ROMAN: regex(r"([IVXLC]{1,8})\."),
    ListStyle.CAPITAL: regex(r"([A-Z])\."),
    ListStyle.NUMBER: regex(r"(\d{1,3})\."),
    ListStyle.DECIMAL: regex(r"(?:\d{1,3}\.){1,6}(\d{1,3})\."),
    ListStyle.LETTER: regex(r"([a-zđ])\)"),
    ListStyle.LETTER_DOT: regex(r"([a-zđ])\."),
    ListStyle.NUMBER_BRACKET: regex(r"(\d{1,3})\)"),
    ListStyle.PAREN: regex(r"\((\d{1,3})\)"),
    ListStyle.ROMAN_PAREN: regex(r"\(([ivx]{1,8})\)"),
    ListStyle.DASH: regex("[-\u2013]"),
    ListStyle.PLUS: regex(r"\+"),
    ListStyle.STAR: regex(r"\*"),
}
_MOST = 100
_ROMAN = {roman(number): number for number in range(1, _MOST)}
_LETTERS = {point_letter(number): number for number in range(1, 24)}


def read(label: str) -> tuple[ListStyle, int] | None:
    """The style of a label and its number in its list, None for one that is of no style."""
    for style, form in _FORMS.items():
        if (match := form.fullmatch(label)) and (number := _number(style, match[1] if form.groups else "1")):
            return style, number
    return None


def is_of(sign: str, style: ListStyle) -> bool:
    """Whether a sign, with or without what ends it, is a label of that style: `I` and `I.` are roman, "" is none."""
    if style is ListStyle.NONE:
        return sign == ""
    return any(_FORMS[style].fullmatch(sign + end) for end in ("", ".", ")"))


def label_of(style: ListStyle, number: int, outer: str = "") -> str:
    """What is printed before an entry: its number in its list, in that style; a decimal goes on from `outer`."""
    match style:
        case ListStyle.CAPITAL:
            turn, index = divmod(number - 1, 26)
            return f"{chr(ord('A') + index) * (turn + 1)}."
        case ListStyle.ROMAN:
            return f"{roman(number)}."
        case ListStyle.NUMBER | ListStyle.DECIMAL:
            return f"{outer}{number}."
        case ListStyle.LETTER:
            return f"{point_letter(number)})"
        case ListStyle.LETTER_DOT:
            return f"{point_letter(number)}."
        case ListStyle.NUMBER_BRACKET:
            return f"{number})"
        case ListStyle.PAREN:
            return f"({number})"
        case ListStyle.ROMAN_PAREN:
            return f"({roman(number).lower()})"
        case ListStyle.DASH:
            return "-"
        case ListStyle.PLUS:
            return "+"
        case ListStyle.STAR:
            return "*"
    return ""


def number_of(sign: str) -> int | None:
    """The number that Arabic or Roman digits stand for, None for other signs."""
    return int(sign) if sign.isdecimal() else _ROMAN.get(sign.upper())


def _number(style: ListStyle, sign: str) -> int | None:
    match style:
        case ListStyle.ROMAN | ListStyle.ROMAN_PAREN:
            return _ROMAN.get(sign.upper())
        case ListStyle.CAPITAL:
            return ord(sign) - ord("A") + 1
        case ListStyle.LETTER | ListStyle.LETTER_DOT:
            return _LETTERS.get(sign)
    return int(sign)

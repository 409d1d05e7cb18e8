"""The marks of lists: what a label looks like, and which style comes below which."""

from __future__ import annotations

from kehoach.documents.paper import Mark
from kehoach.model.items import ListStyle
from kehoach.vietnamese import point_letter, roman

_HEADING_BELOW = {
    ListStyle.CAPITAL: ListStyle.ROMAN,
    ListStyle.ROMAN: ListStyle.NUMBER,
    ListStyle.NUMBER: ListStyle.LETTER,
    ListStyle.DECIMAL: ListStyle.LETTER,
    ListStyle.LETTER: ListStyle.DASH,
    ListStyle.LETTER_DOT: ListStyle.DASH,
    ListStyle.NUMBER_BRACKET: ListStyle.DASH,
    ListStyle.PAREN: ListStyle.DASH,
    ListStyle.ROMAN_PAREN: ListStyle.DASH,
    ListStyle.STAR: ListStyle.PLUS,
    ListStyle.DASH: ListStyle.PLUS,
    ListStyle.PLUS: ListStyle.PLUS,
    ListStyle.NONE: ListStyle.NUMBER,
}
_LINE_BELOW = {ListStyle.DASH: ListStyle.PLUS, ListStyle.PLUS: ListStyle.PLUS}

BOLD_HEADINGS = (ListStyle.CAPITAL, ListStyle.ROMAN, ListStyle.NUMBER, ListStyle.DECIMAL)
"""Headings with these marks are bold (Annex I, II.6.d: titles of sections and clauses)."""


def style_below(parent: Mark | None, *, has_heading: bool) -> ListStyle:
    """The style of the items below a mark, where nobody asked for another."""
    style = parent.style if parent else ListStyle.NONE
    return _HEADING_BELOW[style] if has_heading else _LINE_BELOW.get(style, ListStyle.DASH)


def label_of(style: ListStyle, number: int, parent: Mark | None) -> str:
    """What is printed before an item: its number in its list, in that style, after that of the item above it."""
    match style:
        case ListStyle.ROMAN:
            return f"{roman(number)}."
        case ListStyle.NUMBER:
            return f"{number}."
        case ListStyle.DECIMAL:
            if parent is None:
                return f"{number}."
            outer = parent.label if parent.style in (ListStyle.NUMBER, ListStyle.DECIMAL) else f"{parent.number}."
            return f"{outer}{number}."
        case ListStyle.CAPITAL:
            return f"{chr(ord('A') + (number - 1) % 26)}."
        case ListStyle.LETTER_DOT:
            return f"{point_letter(number)}."
        case ListStyle.NUMBER_BRACKET:
            return f"{number})"
        case ListStyle.ROMAN_PAREN:
            return f"({roman(number).lower()})"
        case ListStyle.STAR:
            return "*"
        case ListStyle.LETTER:
            return f"{point_letter(number)})"
        case ListStyle.PAREN:
            return f"({number})"
        case ListStyle.DASH:
            return "-"
        case ListStyle.PLUS:
            return "+"
    return ""

"""How items are numbered: what prints with a mark of its own, and which label comes below which.

Papers print by these answers, and rules compare with them what was typed.
"""

from __future__ import annotations

from typing import Protocol

from kehoach.model import labels
from kehoach.model.items import Duty, Group, ListStyle
from kehoach.model.plan import Section
from kehoach.model.prose import Prose


class Numbered(Protocol):
    """A mark as it prints: its style, its number in its list, its label."""

    @property
    def style(self) -> ListStyle:
        """The style of its list."""

    @property
    def number(self) -> int:
        """Its number in the list, from 1."""

    @property
    def label(self) -> str:
        """What is printed."""


def says_none(item: Group | Section) -> bool:
    """Whether the heading of a duty or a section is not to be printed."""
    return isinstance(item, (Duty, Section)) and item.heading is not None and str(item.heading) in labels.NONE


def own_heading(item: Group) -> Prose | None:
    """The heading that was typed and prints; None for `heading: none` too."""
    return None if says_none(item) else item.heading


def has_own_heading(item: Group) -> bool:
    """Whether a heading was typed that prints."""
    return own_heading(item) is not None


def is_headed_by_names(item: object) -> bool:
    """Whether an item is a duty that is headed by the names of its agencies."""
    return isinstance(item, Duty) and item.heading is None and item.label is None


def has_heading(item: object) -> bool:
    """Whether an item prints a heading on a line of its own."""
    return isinstance(item, Group) and (has_own_heading(item) or is_headed_by_names(item))


def prints_itself(item: Group) -> bool:
    """Whether an item has anything of its own to print; one that only holds others passes them on."""
    if isinstance(item, Duty) and item.heading is None:
        return True
    return has_own_heading(item) or bool(item.label or item.text or item.parts)


def typed_mark(item: object) -> str:
    """The mark that was typed by hand in place of the counted one, "" where there is none."""
    return str(getattr(item, "mark", None) or "")


def begins_part(section: object) -> bool:
    """Whether a Phần begins at a section: it is named there, or numbered by hand."""
    return bool(getattr(section, "part", None) or getattr(section, "part_mark", None))


def typed_part_mark(section: object) -> str:
    """The label of a Phần that was typed by hand in place of the counted one, "" where there is none."""
    return str(getattr(section, "part_mark", None) or "")


def style_of(item: object, counted: ListStyle) -> ListStyle:
    """The style of the list that an item is counted in: that of its typed mark, else `counted`."""
    known = labels.read(typed_mark(item))
    return known[0] if known else counted


def style_below(above: Numbered | None, *, has_heading: bool) -> ListStyle:
    """The style of the items below a mark, where nobody asked for another."""
    style = above.style if above else ListStyle.NONE
    return _HEADING_BELOW[style] if has_heading else _LINE_BELOW.get(style, ListStyle.DASH)


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


def label_below(style: ListStyle, number: int, above: Numbered | None) -> str:
    """The label of an item: a decimal goes on from that of the item above it, `2.1.` from `2.`."""
    outer = ""
    if style is ListStyle.DECIMAL and above is not None:
        goes_on = above.style in (ListStyle.NUMBER, ListStyle.DECIMAL)
        outer = above.label if goes_on else f"{above.number}."
    return labels.label_of(style, number, outer)

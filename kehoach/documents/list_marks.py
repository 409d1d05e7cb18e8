"""The marks of lists: what a label looks like, and which style comes below which."""

from __future__ import annotations

from kehoach.documents.paper import Mark
from kehoach.model import labels
from kehoach.model.items import ListStyle
from kehoach.model.labels import label_of

BOLD_HEADINGS = (ListStyle.CAPITAL, ListStyle.ROMAN, ListStyle.NUMBER, ListStyle.DECIMAL)
"""Headings with these marks are bold (Annex I, II.6.d: titles of sections and clauses)."""


def style_below(parent: Mark | None, *, has_heading: bool) -> ListStyle:
    """The style of the items below a mark, where nobody asked for another."""
    return labels.style_below(parent.style if parent else ListStyle.NONE, has_heading=has_heading)


def label_below(style: ListStyle, number: int, parent: Mark | None) -> str:
    """The label of an item: a decimal goes on from that of the item above it, `2.1.` from `2.`."""
    outer = ""
    if style is ListStyle.DECIMAL and parent is not None:
        goes_on = parent.style in (ListStyle.NUMBER, ListStyle.DECIMAL)
        outer = parent.label if goes_on else f"{parent.number}."
    return label_of(style, number, outer)

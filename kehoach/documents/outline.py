"""Text that kehoach itself writes, laid out in the plan's own way: sections, clauses, lines with native numbers."""

from __future__ import annotations

from dataclasses import replace

from kehoach.documents.body import Above, Body
from kehoach.documents.inline import announces, upper
from kehoach.documents.paper import Inline, Mark, Paragraph, Role
from kehoach.model.items import ListStyle


class Outline:
    """Adds headings and lines to a body, each numbered behind the one before it.

    `section` is I., `clause` 1. below it, `line` a dash or a number below that.
    """

    def __init__(self, body: Body) -> None:
        self.body = body
        self._sections = Above(list=body.new_list())
        self._section: Mark | None = None
        self._clause: Mark | None = None
        self._counted: dict[tuple[int, ListStyle], tuple[int, int]] = {}

    def section(self, heading: str) -> None:
        """A main part, `I.`"""
        mark = self._section = self._next(ListStyle.ROMAN, None)
        self._clause = None
        self.body.add(Paragraph(Role.SECTION, upper((heading,)), mark, level=1, keep_next=True))

    def clause(self, heading: Inline) -> None:
        """A heading below the section, `1.`"""
        mark = self._clause = self._next(ListStyle.NUMBER, self._section)
        self.body.add(Paragraph(Role.CLAUSE, heading, mark, level=2, keep_next=True))

    def text(self, text: Inline, *, keep_next: bool = False) -> None:
        """A paragraph without a mark."""
        self.body.add(Paragraph(Role.TEXT, text, keep_next=keep_next or announces(text)))

    def line(self, text: Inline, style: ListStyle = ListStyle.DASH, *, keep_next: bool = False) -> Mark:
        """A line with a mark, below the clause or the section."""
        mark = self._next(style, self._clause or self._section)
        self.body.add(Paragraph(Role.ITEM, text, mark, keep_next=keep_next or announces(text)))
        return mark

    def note(self, mark: Mark, text: Inline) -> None:
        """A line with a dash below a line of its own number."""
        dash = self.body.mark(ListStyle.DASH, 1, replace(self._sections, list=self.body.new_list(), mark=mark))
        self.body.add(Paragraph(Role.ITEM, text, dash))

    def _next(self, style: ListStyle, parent: Mark | None) -> Mark:
        identity = (parent.list * 1000 + parent.number if parent else 0, style)
        list_, number = self._counted.get(identity, (self.body.new_list(), 0))
        self._counted[identity] = (list_, number + 1)
        mark = self.body.mark(style, number + 1, replace(self._sections, list=list_, mark=parent))
        assert mark is not None
        return mark

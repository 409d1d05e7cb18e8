"""Text that kehoach itself writes, laid out in the plan's own way: sections, clauses, lines with native numbers."""

from __future__ import annotations

from kehoach.documents.body import Body, Inherited
from kehoach.documents.inline import announces, bound, upper
from kehoach.documents.origin import Origin
from kehoach.documents.paper import Inline, Mark, Paragraph, Role
from kehoach.frozen import replace
from kehoach.model.items import ListStyle
from kehoach.model.prose import Prose


class Outline:
    """Adds headings and lines to a body, each numbered after the one before it.

    `section` is I., `clause` 1. below it, `point` a) below that, `line` a dash or a number below the last of them.
    `own` is what the words are made from that are made from nothing else.
    """

    def __init__(self, body: Body, own: Origin = ()) -> None:
        self.body = body
        self._own = own
        self._sections = Inherited(list=body.new_list())
        self._section: Mark | None = None
        self._clause: Mark | None = None
        self._point: Mark | None = None
        self._counted: dict[tuple[int, ListStyle], tuple[int, int]] = {}

    def section(self, heading: str) -> None:
        """A main part, `I.`: it, and what is below until something else is said, are our own words."""
        self.about()
        mark = self._section = self._next(ListStyle.ROMAN, None)
        self._clause = self._point = None
        self.body.add(Paragraph(Role.SECTION, upper((heading,)), mark, level=1, keep_next=True))

    def clause(self, heading: Inline) -> None:
        """A heading below the section, `1.`"""
        mark = self._clause = self._next(ListStyle.NUMBER, self._section)
        self._point = None
        self.body.add(Paragraph(Role.CLAUSE, heading, mark, level=2, keep_next=True))

    def point(self, heading: Inline) -> None:
        """A heading below the clause, `a)`."""
        mark = self._point = self._next(ListStyle.LETTER, self._clause or self._section)
        self.body.add(Paragraph(Role.POINT, heading, mark, level=3, keep_next=True))

    def text(self, text: Inline, *, keep_next: bool = False) -> None:
        """A paragraph without a mark."""
        self.body.add(Paragraph(Role.TEXT, bound(text), keep_next=keep_next or announces(text)))

    def prose(self, prose: Prose | None, blank: Inline) -> None:
        """The paragraphs of a text, or the blank where there is none."""
        if prose is None:
            self.text(blank)
            return
        self.about(prose)
        for text in self.body.paragraphs(prose, self.body.scope):
            self.text(text)
        self.about()

    def line(self, text: Inline, style: ListStyle = ListStyle.DASH, *, keep_next: bool = False) -> Mark:
        """A line with a mark, below the last heading."""
        mark = self._next(style, self._point or self._clause or self._section)
        self.body.add(Paragraph(Role.ITEM, bound(text), mark, keep_next=keep_next or announces(text)))
        return mark

    def note(self, mark: Mark, text: Inline, style: ListStyle = ListStyle.DASH) -> None:
        """A line with a dash or a plus below a line of its own mark."""
        below = self.body.mark(style, 1, replace(self._sections, list=self.body.new_list(), mark=mark))
        self.body.add(Paragraph(Role.ITEM, bound(text), below))

    def about(self, *origin: object) -> None:
        """Say what the lines that follow are made from; nothing: words of our own."""
        self.body.about(*(origin or self._own))

    def _next(self, style: ListStyle, parent: Mark | None) -> Mark:
        identity = (parent.list * 1000 + parent.number if parent else 0, style)
        list_, number = self._counted.get(identity, (self.body.new_list(), 0))
        self._counted[identity] = (list_, number + 1)
        mark = self.body.mark(style, number + 1, replace(self._sections, list=list_, mark=parent))
        assert mark is not None
        return mark

"""Items as numbered paragraphs: which mark, which heading, which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kehoach import nghi_dinh_30
from kehoach.documents.inline import (
    announces,
    ended,
    joined,
    upper,
    value_inline,
    with_colon,
)
from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import Align, Block, Contents, Inline, Mark, Paragraph, Role, Table
from kehoach.documents.pasted import exhibited
from kehoach.documents.texts import Texts
from kehoach.frozen import attribute, frozen, mutable, replace
from kehoach.model import labels
from kehoach.model.base import Todo
from kehoach.model.items import Duty, Exhibit, Group, ListStyle, Task, TaskField
from kehoach.model.items import ParagraphItem as PlainLine
from kehoach.model.numbering import (
    begins_part,
    has_own_heading,
    is_headed_by_names,
    label_below,
    own_heading,
    prints_itself,
    says_none,
    style_below,
    style_of,
    typed_mark,
    typed_part_mark,
)
from kehoach.model.plan import DEFAULT_HEADINGS, PlacedItem, Section, lead_of
from kehoach.model.prose import Prose
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.vietnamese import bind, roman, upper_first

BOLD_HEADINGS = (ListStyle.CAPITAL, ListStyle.ROMAN, ListStyle.NUMBER, ListStyle.DECIMAL)
"""Headings with these marks are bold (Annex I, II.6.d: titles of sections and clauses)."""


@frozen
class Inherited:
    """What an item inherits: the mark above it, the styles asked for, the task facts to print, its depth.

    `path` are the labels of all marks above it, from the section in.
    """

    mark: Mark | None = None
    style: ListStyle | None = None
    list: int | None = None
    depth: int = 0
    fields: Mapping[TaskField, str | Todo] = attribute(factory=dict)
    holders: tuple[Section | Group, ...] = ()
    path: tuple[str, ...] = ()


@mutable
class Body(Texts):
    """Lays out the items of one part of a document."""

    blocks: list[Block] = attribute(factory=list)
    places: dict[int, tuple[str, ...]] = attribute(factory=dict)
    """Of each item laid out, by its identity: the labels on the way to it, its own the last."""
    inside: dict[int, Inherited] = attribute(factory=dict)
    """Of each item laid out that can hold others, by its identity: what those inherit."""
    width: float = MARGINS.text_width
    """Of the text on the page, in millimetres."""
    _origin: Origin = ()

    # Sections and items

    def sections(self, sections: Iterable[Section]) -> None:
        """The main parts of the plan, `I.`, `II.` ..., under Phần where the plan has them."""
        style = self.plan.list[0] if self.plan.list else ListStyle.ROMAN
        number = part = 0
        above = Inherited(list=self.new_list())
        for section in sections:
            if begins_part(section):
                self.about(section)
                part += 1
                number = 0
                above = Inherited(list=self.new_list())
                label = (typed_part_mark(section) or f"Phần {roman(part)}",)
                self.add(Paragraph(Role.PART_LABEL, label, level=1, keep_next=True))
                if section.part:
                    title = upper(self.line(section.part, self.scope))
                    self.add(Paragraph(Role.PART_TITLE, title, keep_next=True))
            if says_none(section):
                self._headless(section)
                continue
            mark = self._next_mark(section, style, number + 1, above)
            number = mark.number if mark and not mark.is_literal else number + 1
            self._section(section, mark)

    def _headless(self, section: Section) -> None:
        """A section whose heading is not printed: its texts and items come one after the other."""
        self.about(section)
        for text in self.paragraphs(section.text, self.scope):
            self.add(Paragraph(Role.TEXT, text, keep_next=announces(text)))
        self.items(section.items, self._below(section, None, Inherited()))

    def _section(self, section: Section, mark: Mark | None) -> None:
        self.about(section)
        self.places[id(section)] = (mark.label,) if mark else ()
        heading = self.line(section.heading, self.scope) or (DEFAULT_HEADINGS[section.kind],)
        self.add(Paragraph(Role.SECTION, upper(heading), mark, level=1, keep_next=True))
        for text in self.paragraphs(section.text, self.scope):
            self.add(Paragraph(Role.TEXT, text, keep_next=announces(text)))
        self.items(section.items, self._below(section, mark, Inherited()))

    def items(self, items: Iterable[object], above: Inherited) -> None:
        """The items of one parent. Neighbours with the same style of mark count on in one list."""
        lists: dict[ListStyle, int] = {}
        numbers: dict[ListStyle, int] = {}
        for item in items:
            self.about(*above.holders, item)
            if isinstance(item, PlainLine):
                for text in self.paragraphs(item.paragraph, self.scope_of(item)):
                    self.add(Paragraph(Role.TEXT, text, keep_next=announces(text)))
                continue
            if isinstance(item, Exhibit):
                self.places[id(item)] = above.path
                self.exhibit(exhibited(item, self))
                continue
            if isinstance(item, Group) and not prints_itself(item):
                self.items(item.items, replace(above, style=item.list or above.style))
                continue
            heading = self._heading(item)
            style = style_of(item, self._style(bool(heading), above))
            if style not in lists:
                lists[style] = self.new_list()
            mark = self._next_mark(item, style, numbers.get(style, 0) + 1, replace(above, list=lists[style]))
            numbers[style] = mark.number if mark and not mark.is_literal else numbers.get(style, 0) + 1
            self._item(item, heading, mark, above)

    def exhibit(self, blocks: Iterable[Block]) -> None:
        """Append a table with what belongs to it, a little away from the paragraph above the table."""
        for block in blocks:
            if isinstance(block, Table) and self.blocks and isinstance(above := self.blocks[-1], Paragraph):
                self.blocks[-1] = replace(above, gap_below=True)
            self.add(block)

    def _item(self, item: object, heading: Inline, mark: Mark | None, above: Inherited) -> None:
        self.places[id(item)] = (*above.path, mark.label) if mark else above.path
        if isinstance(item, Prose):
            for index, text in enumerate(self.paragraphs(item, self.scope_of(item))):
                role = Role.TEXT if index or mark is None else Role.ITEM
                self.add(Paragraph(role, text, None if index else mark, keep_next=announces(text)))
            return
        assert isinstance(item, Group)
        below = self.inside[id(item)] = self._below(item, mark, above)
        if heading:
            self.about(*above.holders, item, Keys(item, ("heading", "agencies", "request")))
            bold = (mark.style in BOLD_HEADINGS) if mark else above.depth == 0
            level = above.depth + 2
            self.add(Paragraph(Role.CLAUSE if bold else Role.POINT, heading, mark, level=level, keep_next=True))
        marked = bool(heading)
        self.about(*above.holders, item, Keys(item, ("label", "text", "parts")))
        for text in self.running(item):
            role = Role.TEXT if marked or mark is None else Role.ITEM
            keep = announces(text) and bool(item.items)
            self.add(Paragraph(role, text, None if marked else mark, keep_next=keep))
            marked = True
        if isinstance(item, Task):
            self.about(*above.holders, item)
            self._facts(item, below)
        self.items(item.items, below)

    def running(self, group: Group) -> tuple[Inline, ...]:
        """The paragraphs that an item itself prints after its mark: label, text and parts."""
        scope = self.scope_of(group)
        label = self.line(group.label, scope)
        if label:
            label = with_colon(label)
        texts = list(self.paragraphs(group.text, scope))
        if group.parts:
            parts = tuple(part for inner in group.parts for part in self._part(inner))
            together = joined(parts, " ")
            texts = [joined((texts[0], together), " "), *texts[1:]] if texts else [together]
        if label:
            texts = [joined((label, texts[0]), " "), *texts[1:]] if texts else [label]
        return tuple(texts)

    def _part(self, item: object) -> tuple[Inline, ...]:
        if isinstance(item, Prose):
            return self.paragraphs(item, self.scope_of(item))
        if isinstance(item, PlainLine):
            return self.paragraphs(item.paragraph, self.scope_of(item))
        if isinstance(item, Exhibit):
            return ()
        assert isinstance(item, Group)
        scope = self.scope_of(item)
        return (*self.paragraphs(own_heading(item), scope), *self.running(item))

    def _heading(self, item: object) -> Inline:
        """The heading of an item on its own line; a duty without one is headed by its agencies' names."""
        if not isinstance(item, Group):
            return ()
        scope = self.scope_of(item)
        if has_own_heading(item):
            return self.line(item.heading, scope)
        if isinstance(item, Duty) and is_headed_by_names(item):
            names = self.agencies.join(item.agencies)
            names = f"Đề nghị {names}" if item.request else upper_first(names)
            todos = tuple(ref for ref in item.agencies if isinstance(ref, Todo))
            return (bind(names), *todos)
        return ()

    def _facts(self, task: Task, below: Inherited) -> None:
        """The facts of a task as lines under it, where the plan asks for them."""
        if not below.fields:
            return
        style = self._style(False, below)
        entries = [
            joined((with_colon((str(label),)), value), " ")
            for key, label in below.fields.items()
            if (value := self.fact(task, key, below.holders))
        ]
        identity = self.new_list()
        for number, text in enumerate(entries, 1):
            self.add(Paragraph(Role.ITEM, text, self.mark(style, number, replace(below, list=identity))))

    def fact(self, task: Task, key: str, holders: tuple[object, ...] = (), *, short: bool = False) -> Inline:
        """One fact of a task as it prints; empty when the task does not have it."""
        match key:
            case TaskField.LEAD:
                return self.names(lead_of(PlacedItem(task, holders)), short=short)  # type: ignore[arg-type]
            case TaskField.COORDINATING:
                return self.names(task.coordinating, short=short)
            case TaskField.DEADLINE:
                return value_inline(task.deadline)
            case TaskField.PERSON:
                return value_inline(task.person)
        return self.line(task.deliverable if key == TaskField.DELIVERABLE else task.fund, self.scope_of(task))

    # Marks

    def _below(self, holder: Section | Group, mark: Mark | None, above: Inherited) -> Inherited:
        fields = {TaskField(key): label for key, label in holder.fields.items()} or above.fields
        depth = 0 if isinstance(holder, Section) else above.depth + 1
        path = (*above.path, mark.label) if mark else above.path
        return Inherited(mark, holder.list, None, depth, fields, (*above.holders, holder), path)

    def _style(self, has_heading: bool, above: Inherited) -> ListStyle:
        """The style of mark of an item: asked for by its parent, by the plan for this depth, or the default."""
        if above.style is not None:
            return above.style
        if len(self.plan.list) > above.depth + 1:
            return self.plan.list[above.depth + 1]
        return style_below(above.mark, has_heading=has_heading)

    def mark(self, style: ListStyle, number: int, above: Inherited) -> Mark | None:
        """The mark of an item: `number` in the list of `above`; None for a style without one."""
        if style is ListStyle.NONE:
            return None
        assert above.list is not None
        return Mark(
            style, number, label_below(style, number, above.mark), above.list, above.mark.list if above.mark else None
        )

    def _next_mark(self, item: object, style: ListStyle, number: int, above: Inherited) -> Mark | None:
        """The mark of an item: the one typed by hand, else the next of its list."""
        typed = typed_mark(item)
        if not typed:
            return self.mark(style, number, above)
        known, parent = labels.read(typed), above.mark.list if above.mark else None
        if known is None or above.list is None:
            return Mark(style, number, typed, self.new_list(), parent, is_literal=True)
        return Mark(known[0], known[1], typed, above.list, parent)

    def new_list(self) -> int:
        """The identity of a list that begins."""
        self.counts.lists += 1
        return self.counts.lists

    def add(self, block: Block) -> None:
        """Append a block."""
        if not isinstance(block, Contents) and not block.origin:
            block = replace(block, origin=self._origin)
        self.blocks.append(block)

    def about(self, *origin: object) -> None:
        """Say what the blocks that follow are made from; nothing: words of our own."""
        self._origin = origin


def close(blocks: list[Block]) -> None:
    """Put `./.` after the last word, or below the table where a table ends the text (samples 1.4 and 2.1)."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and last.align is Align.CENTER:  # a picture or its caption
        blocks[-1:] = [replace(last, keep_next=True), Paragraph(Role.END, (nghi_dinh_30.CLOSING_SIGN,))]
    elif isinstance(last, Paragraph):
        blocks[-1] = replace(last, text=ended(last.text, nghi_dinh_30.CLOSING_SIGN))
    else:
        blocks.append(Paragraph(Role.END, (nghi_dinh_30.CLOSING_SIGN,)))

"""What a plan says of an assignment or a target, in the plan's own words, for papers that are apart from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import dropwhile, takewhile

from kehoach.documents.body import Body, Inherited
from kehoach.documents.inline import joined, value_inline
from kehoach.documents.paper import Block, Inline, Paragraph, Table, plain
from kehoach.documents.pasted import below_title, exhibited, title_of
from kehoach.documents.places import place_of, printed
from kehoach.documents.texts import Counters
from kehoach.model.agency import Agencies
from kehoach.model.assignments import Assignment
from kehoach.model.base import Todo
from kehoach.model.items import Exhibit, Group, Item, PictureItem, Target, Task, naming
from kehoach.model.items import ParagraphItem as Line
from kehoach.model.numbering import own_heading
from kehoach.model.once import once_a_plan
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan
from kehoach.phrases import first_words
from kehoach.vietnamese import fold, lower_first, sentence_end

_SHORT = 1000
"""Characters of an assignment that is read as a whole also by those who only take part: a third of a page."""

_YEARLESS = re.compile(r"(?P<day>\b\d\d? tháng \d\d?)$|(?:\d/\d\d?|tháng \d\d?|quý \w+)$", re.IGNORECASE)
"""The end of a deadline to which a year can be added."""


class Wording:
    """The words of one plan. `body` fills in its texts."""

    def __init__(self, plan: Plan, agencies: Agencies, body: Body) -> None:
        self.plan, self.agencies, self.body = plan, agencies, body

    def words(self, assignment: Assignment) -> tuple[Said, ...]:
        """The paragraphs of an assignment, those of a task with all that is below it, labelled as in the plan.

        Tables that belong to it are blocks.
        """
        return (*self._own(assignment), *self._below(assignment), *self._exhibited(assignment))

    def part_of(self, assignment: Assignment, names: Iterable[str]) -> tuple[Said, ...]:
        """What an assignment is, and the paragraphs that name a body which only takes part; all of a short one."""
        whole = self.words(assignment)
        if sum(len(text_of(text)) for text in whole) <= _SHORT:
            return whole
        name = re.compile("|".join(rf"(?<!\w){re.escape(fold(one))}(?!\w)" for one in names))
        return (whole[0], *(text for text in whole[1:] if name.search(fold(text_of(text)))))

    def _own(self, assignment: Assignment) -> tuple[Inline, ...]:
        item = assignment.placed.item
        if isinstance(item, Exhibit):
            return (title_of(item, self.body) or (_UNNAMED[isinstance(item, PictureItem)],),)
        if not isinstance(item, Group):
            return self.body.paragraphs(item.paragraph if isinstance(item, Line) else item, self.body.scope_of(item))
        scope = self.body.scope_of(item)
        own = tuple(text for text in (self.body.line(own_heading(item), scope), *self.body.running(item)) if text)
        name = self.body.line(naming(item), scope)
        return own or ((name,) if name else ())

    def _exhibited(self, assignment: Assignment) -> Iterator[Block]:
        """The tables of a line of a duty: those that follow it there, up to the next line."""
        placed = assignment.placed
        if assignment.task is not None:
            return
        items = iter(getattr(placed.above[-1], "items", ()) if placed.above else ())
        if isinstance(placed.item, Exhibit):
            yield from below_title(placed.item, self.body)
        following = dropwhile(lambda one: one is not placed.item, items)
        next(following, None)
        for one in takewhile(lambda one: isinstance(one, Exhibit), following):
            yield from exhibited(one, self.body)

    def _below(self, assignment: Assignment) -> Iterator[Said]:
        task = assignment.task
        if task is None:
            return
        below = Body(self.plan, self.agencies, self.body.counts)
        below.items(task.items, printed(self.plan, self.agencies).inside.get(id(task), Inherited()))
        for block in below.blocks:
            is_line = isinstance(block, Paragraph) and block.align is None
            yield _with_label(block) if is_line and isinstance(block, Paragraph) else block

    def place(self, assignment: Assignment) -> str:
        """Where it is, as people cite it: `mục V.3`, `Phụ lục I`."""
        placed = assignment.placed
        return place_of(self.plan, self.agencies, (placed.item, *reversed(placed.above)))

    def dated(self, deadline: Deadline | Todo | None) -> Deadline | Todo | str | None:
        """A deadline as it is alone, outside the plan: with the plan's year where it is one day or quarter."""
        if not isinstance(deadline, Deadline) or not self.plan.year.is_one or len(deadline.moments) != 1:
            return deadline
        ending = _YEARLESS.search(deadline.text) if deadline.moments[0].needs_year else None
        if ending is None:
            return deadline
        return f"{deadline.text}{' năm ' if ending['day'] else '/'}{self.plan.year.first}"

    def within(self, deadline: Deadline | Todo | None) -> Inline:
        """A deadline as a sentence has it: `trước ngày 15/6/2024`, `trong Quý II/2024`, `hằng tháng`."""
        dated = value_inline(self.dated(deadline))
        text = str(dated[0]) if dated and isinstance(deadline, Deadline) and len(deadline.moments) == 1 else ""
        if not text:
            return dated
        lead = next((lead for form, lead in _LEADS.items() if form.match(text)), "")
        return (lead + (text if text.startswith("Quý") else lower_first(text)),)


_UNNAMED = ("Bảng kèm theo", "Hình kèm theo")

Said = Inline | Block
"""A line of words, or a table among them."""


def text_of(said: Said) -> str:
    """The words of a line; of a table, a line for each of its rows."""
    if isinstance(said, Table):
        return "\n".join(" | ".join(map(plain, row.cells)) for row in said.rows)
    return plain(said if isinstance(said, tuple) else getattr(said, "text", ()))


_LEADS = {
    re.compile(r"\d{1,2}/\d{4}$"): "trong tháng ",
    re.compile(r"\d{1,2}/\d"): "trước ngày ",
    re.compile(r"\d{4}$"): "trong năm ",
    re.compile(r"(?i)ngày\s"): "trước ",
    re.compile(r"(?i)(?:tháng|quý|năm)\s\S+$"): "trong ",
}
"""What goes before a deadline of one moment in a sentence, by how it is written."""


def name_of(item: Group, body: Body) -> Inline:
    """The name of a target or task, else its first sentence, without the stop at the end."""
    name = naming(item)
    running = (body.line(name, body.scope_of(item)),) if name else body.running(item)
    first = running[0] if running else ()
    return (*first[:-1], sentence_end(first[-1])) if first and isinstance(first[-1], str) else first


@once_a_plan
def distinct_names(plan: Plan, agencies: Agencies) -> dict[str, Inline]:
    """The name of every target by id: with the heading above it where another has the same name ("Xoài: Diện tích")."""
    body = Body(plan, agencies, Counters())
    placed = {one.item.target: one for one in plan.placed if isinstance(one.item, Target)}
    names = {key: name_of(target, body) for key, target in plan.targets.items()}
    count = Counter(plain(name) for name in names.values())
    for key, name in names.items():
        above = [one for one in placed[key].above[1:] if isinstance(one, Group)] if key in placed else []
        heading = next((text for one in reversed(above) if (text := body.line(naming(one), body.scope_of(one)))), ())
        if heading and count[plain(name)] > 1:
            names[key] = joined((heading, name), ": ")
    return names


def short_name_of(task: Task, body: Body) -> Inline:
    """The one short name of a task in all papers: its name, else the first words of its heading or of what it says."""
    if task.name:
        return body.line(task.name, body.scope_of(task))
    said = next(_said(task, body), (task.task,))
    return (first_words(plain(said)),)


def _said(item: Item, body: Body) -> Iterator[Inline]:
    """What an item says, itself and in the items below it."""
    if isinstance(item, Exhibit):
        yield from filter(None, (title_of(item, body),))
        return
    if not isinstance(item, Group):
        yield from body.paragraphs(item.paragraph if isinstance(item, Line) else item, body.scope_of(item))
        return
    yield from filter(None, (name_of(item, body), *body.running(item)))
    for below in item.items:
        yield from _said(below, body)


def _with_label(block: Paragraph) -> Inline:
    """A paragraph with its label as text: below a number of ours, the plan's lists have no place of their own."""
    return (f"{block.mark.label} ", *block.text) if block.mark and block.mark.label else block.text

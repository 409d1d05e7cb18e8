"""What a plan says of an assignment or a target, in the plan's own words, for papers that are apart from it."""

from __future__ import annotations

import re

from kehoach.documents.body import Body, Counters, Inherited
from kehoach.documents.paper import Inline, Paragraph
from kehoach.model.agency import Agencies
from kehoach.model.assignments import Assignment
from kehoach.model.base import Todo
from kehoach.model.items import Group, Task, naming
from kehoach.model.items import ParagraphItem as Line
from kehoach.model.once import once_a_plan
from kehoach.model.period import Deadline
from kehoach.model.plan import Plan
from kehoach.vietnamese import roman, sentence_end

_YEARLESS = re.compile(r"(?P<day>\b\d\d? tháng \d\d?)$|(?:\d/\d\d?|tháng \d\d?|quý \w+)$", re.IGNORECASE)
"""The end of a deadline to which a year can be added."""


class Wording:
    """The words of one plan. `body` fills in its texts."""

    def __init__(self, plan: Plan, agencies: Agencies, body: Body) -> None:
        self.plan, self.agencies, self.body = plan, agencies, body

    def words(self, assignment: Assignment) -> tuple[Inline, ...]:
        """The paragraphs of an assignment, those of a task with all that is below it."""
        item = assignment.placed.item
        if not isinstance(item, Group):
            return self.body.paragraphs(item.paragraph if isinstance(item, Line) else item, self.body.scope_of(item))
        own = (self.body.line(item.heading, self.body.scope_of(item)), *self.body.running(item))
        below = Body(self.plan, self.agencies, self.body.counts)
        if isinstance(item, Task):
            below.items(item.items, Inherited())
        return (
            *(text for text in own if text),
            *(_with_label(block) for block in below.blocks if isinstance(block, Paragraph)),
        )

    def place(self, assignment: Assignment) -> str:
        """Where it is, as people cite it: `mục V.3`, `Phụ lục I`."""
        path = _places(self.plan, self.agencies).get(id(assignment.placed.item))
        if path is not None:
            return f"mục {section_path(path)}"
        for number, appendix in enumerate(self.plan.appendices, 1):
            if appendix in assignment.placed.above:
                return f"Phụ lục {roman(number)}" if len(self.plan.appendices) > 1 else "Phụ lục"
        return ""

    def dated(self, deadline: Deadline | Todo | None) -> Deadline | Todo | str | None:
        """A deadline as it is alone, outside the plan: with the plan's year where it is one day or quarter."""
        if not isinstance(deadline, Deadline) or not self.plan.year.is_one or len(deadline.moments) != 1:
            return deadline
        ending = _YEARLESS.search(deadline.text) if deadline.moments[0].needs_year else None
        if ending is None:
            return deadline
        return f"{deadline.text}{' năm ' if ending['day'] else '/'}{self.plan.year.first}"


def name_of(item: Group, body: Body) -> Inline:
    """The name of a target or task, else its first sentence, without the stop at the end."""
    name = naming(item)
    running = (body.line(name, body.scope_of(item)),) if name else body.running(item)
    first = running[0] if running else ()
    return (*first[:-1], sentence_end(first[-1])) if first and isinstance(first[-1], str) else first


@once_a_plan
def _places(plan: Plan, agencies: Agencies) -> dict[int, tuple[str, ...]]:
    """Of each item of the printed plan, by its identity, the labels on the way to it."""
    printed = Body(plan, agencies, Counters())
    printed.sections(plan.sections)
    return printed.places


def section_path(path: tuple[str, ...]) -> str:
    """Labels on the way to an item as people cite them: `V.3.a`; dashes have no name."""
    named: list[str] = []
    for label in path:
        word = label.rstrip(".)")
        if word in ("", "-", "+"):
            continue
        if named and word.startswith(f"{named[-1]}."):
            named[-1] = word
        else:
            named.append(word)
    return ".".join(named)


def _with_label(block: Paragraph) -> Inline:
    """A paragraph with its label as text: below a number of ours, the plan's lists have no place of their own."""
    return (f"{block.mark.label} ", *block.text) if block.mark and block.mark.label else block.text

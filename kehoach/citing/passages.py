"""What part of a plan a citation is in: the rules of citing differ for title, bases, body and tables."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from kehoach.model.citation import Citation
from kehoach.model.items import Group, ParagraphItem
from kehoach.model.once import once_a_plan
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose


class Passage(Enum):
    """Where a text is."""

    TITLE = auto()  # the plan's, or a heading
    BASIS = auto()
    BODY = auto()
    CELL = auto()  # of a table, and all else that is no sentence of the plan: appendices, recipients, notes


@once_a_plan
def passages_of(plan: Plan) -> Passages:
    """The passages of a plan, which several rules ask for."""
    return Passages(plan)


class Passages:
    """The passage of each text of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._running = plan.running
        self._passages: dict[int, Passage] = {}
        decision = plan.decision
        self._set(Passage.TITLE, (plan.subject, plan.below_title, decision.subject if decision else None))
        self._set(Passage.BASIS, plan.bases)
        self._set(Passage.BASIS, (getattr(basis, "subject", None) for basis in plan.bases))
        self._set(Passage.BODY, (plan.opening, plan.closing, *(decision.articles if decision else ())))
        self._set(Passage.TITLE, (section.heading for section in plan.sections))
        self._set(Passage.BODY, (section.text for section in plan.sections))
        sections = {id(section) for section in plan.sections}
        for placed in plan.placed:
            if id(placed.above[0]) in sections:
                self._set(Passage.BODY, _sentences(placed.item))
                self._set(Passage.TITLE, (getattr(placed.item, "heading", None), getattr(placed.item, "label", None)))

    def of(self, cited: Citation) -> Passage:
        """Where a document is cited."""
        return self.at(cited.start)

    def at(self, index: int) -> Passage:
        """Where a character of the running text is."""
        return self._passages.get(id(self._running.prose_at(index)), Passage.CELL)

    def is_quoted(self, cited: Citation) -> bool:
        """Whether it is cited in the title of another document, `Kế hoạch số 5/KH-UBND ngày 09/7/2018 về thực hiện
        Nghị quyết số ...`."""
        return "ngày " in self._running.sentence_before(cited.type_start)

    def _set(self, passage: Passage, texts: Iterator[object] | tuple[object, ...]) -> None:
        self._passages.update((id(text), passage) for text in texts if isinstance(text, Prose))


def _sentences(item: object) -> Iterator[object]:
    yield item
    if isinstance(item, ParagraphItem):
        yield item.paragraph
    if isinstance(item, Group):
        yield item.text

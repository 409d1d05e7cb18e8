"""The plan: sections whose items nest. Fields are named as the keys of the YAML file, but for `written_as`."""

import datetime
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from kehoach.frozen import attribute, frozen
from kehoach.model.agency import Agency
from kehoach.model.appendix import Appendix
from kehoach.model.base import (
    AgencyRef,
    AgencyRefs,
    Depth,
    Id,
    Items,
    ItemsOrOne,
    Located,
    Map,
    PlaceId,
    Ref,
    Todo,
    Words,
)
from kehoach.model.citation import Citation, citations
from kehoach.model.fields import ByKind, KindName, Names, OneOf
from kehoach.model.items import (
    Duty,
    Exhibit,
    Fields,
    Fund,
    Group,
    Item,
    ParagraphItem,
    Pasted,
    Style,
    Styles,
    Target,
    Task,
)
from kehoach.model.once import once_a_plan
from kehoach.model.period import CitedDateField, DeadlineField, IssueDate, IssueDateField, YearsField
from kehoach.model.prose import Prose, ProseField
from kehoach.model.quantity import QuantityField
from kehoach.model.running import Running
from kehoach.source import TextNode


class SectionKind(StrEnum):
    """What a section is for; gives its default heading and the checks that apply."""

    PURPOSE = "purpose"
    TARGETS = "targets"
    SOLUTIONS = "solutions"
    FUNDING = "funding"
    DUTIES = "duties"
    REPORTING = "reporting"
    TEXT = "text"


DEFAULT_HEADINGS = {
    SectionKind.PURPOSE: "Mục đích, yêu cầu",
    SectionKind.TARGETS: "Mục tiêu, chỉ tiêu",
    SectionKind.SOLUTIONS: "Nhiệm vụ, giải pháp",
    SectionKind.FUNDING: "Kinh phí thực hiện",
    SectionKind.DUTIES: "Tổ chức thực hiện",
    SectionKind.REPORTING: "Chế độ báo cáo",
    SectionKind.TEXT: "",
}
"""What a section is called that has no heading of its own."""


class Section(Located):
    """One main part of the plan, `I.`, `II.`"""

    kind: Annotated[SectionKind, OneOf("text", *SectionKind)]
    id: PlaceId | None = None
    mark: Words | None = None
    heading: ProseField | None = None
    part: ProseField | None = None
    part_mark: Words | None = None
    text: ProseField | None = None
    list: Style | None = None
    items: Items[Item] = ()
    fields: Fields = attribute(factory=dict)


class Basis(Located):
    """A legal basis. Laws and ordinances are cited by name, without number and issuer (Annex I, II.6.a)."""

    verb: Words = "Căn cứ"
    type: Words
    number: Words | None = None
    date: CitedDateField | None = None
    issuer: AgencyRef | None = None
    subject: ProseField | None = None


def _kind_of_basis(value: Any) -> str:
    return "line" if isinstance(value, (TextNode, Prose)) else "basis"


class Decision(Located):
    """The decision (Quyết định) that promulgates the plan."""

    subject: ProseField
    articles: Items[ProseField]


class ReportPeriod(Located):
    """One report that is due.

    `covers` says which months it is about where its name does not; `data_until` on which day its data close.
    """

    id: Annotated[Id, Names("period", defines=True)]
    name: Words
    due: DeadlineField | None = None
    covers: Words | None = None
    data_until: Words | None = None


class Flow(Located):
    """Who reports to whom, through whom, and when."""

    written_as: ClassVar[Mapping[str, str]] = {"senders": "from"}
    senders: AgencyRefs = ()
    to: AgencyRefs
    through: AgencyRef | None = None
    periods: Items[ReportPeriod]


class Recipient(Located):
    """A line of the recipients that has lines of its own below it."""

    short_form = "text"
    text: ProseField
    items: Items[ProseField] = ()


class Signature(Located):
    """Who signs, and by what authority (Article 13; Annex I, II.7)."""

    authority: ItemsOrOne[
        Annotated[Literal["TM", "KT", "TL", "TUQ", "Q"] | Todo, OneOf("TM", "KT", "TL", "TUQ", "Q", or_todo=True)]
    ] = ()
    title: Words
    name: Words
    office: Words | None = None


@frozen
class PlacedItem:
    """An item with what is above it: a section or an appendix, then items from the outside in."""

    item: Prose | ParagraphItem | Exhibit | Group
    above: tuple[Section | Located, ...]

    @property
    def duty(self) -> Duty | None:
        """The innermost duty it is in, or is."""
        return next((above for above in reversed((*self.above, self.item)) if isinstance(above, Duty)), None)


class Plan(Located):
    """A plan of one file. Its id is `<year>/<name of the file>`."""

    year: YearsField
    type: Annotated[Literal["KH", "CTr", "PA", "ĐA"], OneOf("KH", "CTr", "PA", "ĐA")] = "KH"
    issuer: AgencyRef
    number: Words | None = None
    date: IssueDateField | None = None
    subject: ProseField
    below_title: ProseField | None = None
    addressees: ItemsOrOne[ProseField] = ()
    list: Styles = ()
    contents: Depth = 0
    decision: Decision | None = None
    bases: Items[
        Annotated[Annotated[ProseField, KindName("line")] | Annotated[Basis, KindName("basis")], ByKind(_kind_of_basis)]
    ] = ()
    opening: ProseField | None = None
    sections: Items[Section]
    closing: ProseField | None = None
    reporting: Items[Flow] = ()
    reminder: QuantityField | None = None
    recipients: Items[Recipient]
    archive: ProseField
    signature: Signature
    agencies: Map[Annotated[Id, Names("agency", defines=True)], Agency] = attribute(factory=dict)
    notes: Map[Annotated[Id, Names("note", defines=True)], ProseField] = attribute(factory=dict)
    appendices: Items[Appendix] = ()

    spared: ClassVar[Mapping[str, str]] = {"opening": "decision"}
    """A plan that a decision promulgates may begin with its first section."""
    _partial: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether part of what was written found no place here: a misspelt key, a list where a text belongs.

        That is reported as a fault of its own; what seems to be missing may be in that part.
        """
        return self._partial

    def mark_partial(self) -> None:
        """Say that part of what was written found no place here."""
        self.__dict__["_partial"] = True

    @cached_property
    def placed(self) -> tuple[PlacedItem, ...]:
        """Every item of the plan in print order, appendices last."""
        holders: tuple[Located, ...] = (*self.sections, *self.appendices)
        return tuple(placed for holder in holders for placed in _placed(getattr(holder, "items", ()), (holder,)))

    @cached_property
    def places(self) -> dict[str, tuple[Located, tuple[Located, ...]]]:
        """What `place('id')` can name: sections, appendices and items by their ids, targets and tasks too.

        Each with what is above it, from the outside in; of two with one id the first.
        """
        found: dict[str, tuple[Located, tuple[Located, ...]]] = {}
        for holder in (*self.sections, *self.appendices):
            if holder.id:
                found.setdefault(holder.id, (holder, ()))
        for placed in self.placed:
            for key in ("id", "task", "target"):
                if isinstance(name := getattr(placed.item, key, None), str) and isinstance(placed.item, Located):
                    found.setdefault(name, (placed.item, placed.above))
        return found

    @cached_property
    def tables(self) -> tuple[Pasted, ...]:
        """Every pasted table: among items in print order, then appendices."""
        items = (placed.item for placed in self.placed)
        return tuple(one for one in (*items, *self.appendices) if isinstance(one, Pasted))

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Targets by id, in print order; of two with one id the first."""
        found: dict[str, Target] = {}
        for placed in self.placed:
            if isinstance(placed.item, Target):
                found.setdefault(placed.item.target, placed.item)
        return found

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Tasks by id, in print order; of two with one id the first."""
        found: dict[str, Task] = {}
        for placed in self.placed:
            if isinstance(placed.item, Task):
                found.setdefault(placed.item.task, placed.item)
        return found

    @cached_property
    def periods(self) -> dict[str, ReportPeriod]:
        """Reporting periods by id; of two with one id the first."""
        found: dict[str, ReportPeriod] = {}
        for flow in self.reporting:
            for period in flow.periods:
                found.setdefault(period.id, period)
        return found

    @cached_property
    def values(self) -> tuple[object, ...]:
        """Every value below, as `walk` finds them."""
        return tuple([value for _holder, _name, value in walked(self)])

    @cached_property
    def running(self) -> Running:
        """All texts of the plan as one."""
        return Running.of(tuple(value for value in self.values if isinstance(value, Prose)))

    @cached_property
    def appendices_at(self) -> int:
        """Index in the running text at which the appendices begin; its length when there are none."""
        for start, prose in zip(self.running.starts, self.running.proses, strict=True):
            if self.appendices and prose is self.appendices[0].title:
                return start
        return len(self.running.whole)

    @cached_property
    def cited(self) -> tuple[Citation, ...]:
        """Every document that its texts cite with a number."""
        return tuple(citations(self.running))

    @cached_property
    def cited_anyhow(self) -> tuple[Citation, ...]:
        """Every document that its texts cite with a number, also where "số" is left out before it."""
        return tuple(citations(self.running, bare=True))

    @property
    def funds(self) -> tuple[Fund, ...]:
        """The sources of funding, in print order."""
        return tuple(placed.item for placed in self.placed if isinstance(placed.item, Fund))

    @property
    def solutions(self) -> tuple[Group, ...]:
        """The groups of solutions: what has a heading and is first in a section of that kind."""
        items = (item for one in self.sections if one.kind is SectionKind.SOLUTIONS for item in one.items)
        return tuple(item for item in items if isinstance(item, Group) and item.heading)

    @property
    def number_suffix(self) -> str:
        """What is after the number before the issuer's symbol: the document's type."""
        return "QĐ" if self.decision else self.type

    @property
    def is_issued(self) -> bool:
        """Whether it has its number and its day."""
        return isinstance(self.number, str) and self.issued_on is not None and self.issued_on.day is not None

    @property
    def issued_on(self) -> IssueDate | None:
        """The date of issue, None while undecided or not given."""
        return self.date if isinstance(self.date, IssueDate) else None

    @property
    def issued_between(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day on which it may be issued."""
        if self.issued_on:
            return self.issued_on.earliest, self.issued_on.latest
        last = self.year.last or self.year.first
        return datetime.date(self.year.first, 1, 1), datetime.date(last, 12, 31)


@once_a_plan
def walked(plan: Plan) -> tuple[tuple[Located, str, object], ...]:
    """What `walk` finds in a plan. Not kept in the plan: that would lead back to itself, and stay in memory."""
    return tuple(plan.walk())


def _placed(items: tuple[Any, ...], above: tuple[Located, ...]) -> Iterator[PlacedItem]:
    for item in items:
        yield PlacedItem(item, above)
        if isinstance(item, Group):
            yield from _placed(item.parts, (*above, item))
            yield from _placed(item.items, (*above, item))


def lead_of(placed: PlacedItem) -> tuple[Ref | Todo, ...]:
    """The leading agencies of a task or target: its own, else those of the duty around it."""
    own = getattr(placed.item, "lead", ())
    if own:
        return tuple(own)
    return tuple(placed.duty.agencies) if placed.duty and isinstance(placed.item, Task) else ()

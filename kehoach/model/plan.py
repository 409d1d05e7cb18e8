"""The plan: an ordered list of sections whose items nest.

Field names are the keys of the YAML file, but for `list` and `from`, which Python keeps for itself. Units: quantities
carry their own; dates are days of the plan's calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from kehoach.model.agency import Agency
from kehoach.model.base import (
    AgencyRef,
    AgencyRefs,
    Flag,
    Id,
    Items,
    ItemsOrOne,
    Located,
    Map,
    Ref,
    Todo,
    Words,
    one_of,
    reads,
)
from kehoach.model.period import (
    CitedDateField,
    DeadlineField,
    EveryField,
    IssueDate,
    IssueDateField,
    YearsField,
)
from kehoach.model.prose import Prose, ProseField
from kehoach.model.quantity import QuantityField, YearKey
from kehoach.source import ListNode, MappingNode, TextNode


class ListStyle(StrEnum):
    """How the entries of a list are marked."""

    ROMAN = "roman"  # I.
    NUMBER = "number"  # 1.
    DECIMAL = "decimal"  # 1.1.
    LETTER = "letter"  # a)
    PAREN = "paren"  # (1)
    DASH = "dash"  # -
    PLUS = "plus"  # +
    NONE = "none"


Style = Annotated[ListStyle, one_of(*ListStyle)]
Styles = ItemsOrOne[Style]
Better = Annotated[Literal["higher", "lower"] | Todo, one_of("higher", "lower")]


class Group(Located):
    """Items under one heading or one sentence. All other items have these keys too.

    `heading` stands on its own line, `label` runs in with a colon, `text` is one or more paragraphs before the items,
    `parts` are printed one behind the other in the same paragraph. `fields` names the facts of a task that are
    printed under it, and what each is called.
    """

    heading: ProseField | None = None
    label: ProseField | None = None
    text: ProseField | None = None
    list: Style | None = None
    parts: Items[Item] = ()
    items: Items[Item] = ()
    fields: Map[Annotated[TaskField, one_of("lead", "coordinating", "deadline", "deliverable", "fund")], Words] = Field(
        default_factory=dict
    )


class TaskField(StrEnum):
    """The facts of a task that can be printed under it or in a column."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    DEADLINE = "deadline"
    DELIVERABLE = "deliverable"
    FUND = "fund"


class Paragraph(Located):
    """A line without a mark, between items or after them."""

    paragraph: ProseField


class Target(Group):
    """A target: one value, values by year, or none at all (yes or no)."""

    target: Id
    name: ProseField | None = None
    value: QuantityField | None = None
    values: Map[YearKey, QuantityField] = Field(default_factory=dict)
    baseline: QuantityField | None = None
    by: DeadlineField | None = None
    every: EveryField | None = None
    better: Better = "higher"
    lead: AgencyRefs = ()
    coordinating: AgencyRefs = ()
    shares: Map[Annotated[str, reads("share_key")], QuantityField] = Field(default_factory=dict)
    total: QuantityField | None = None


class Task(Group):
    """A task: something that is tracked. Its lead defaults to the agencies of the duty it stands in."""

    task: Id
    name: ProseField | None = None
    lead: AgencyRefs = ()
    coordinating: AgencyRefs = ()
    deadline: DeadlineField | None = None
    deliverable: ProseField | None = None
    fund: ProseField | None = None
    targets: ItemsOrOne[Id] = ()


class Fund(Group):
    """A source of funding, perhaps with its amount."""

    fund: ProseField
    amount: QuantityField | None = None
    amounts: Map[YearKey, QuantityField] = Field(default_factory=dict)


class Duty(Group):
    """What some agencies must do, or are asked to (`request`). The heading defaults to their names."""

    agencies: AgencyRefs
    request: Flag = False


_ITEM_KEYS = ("paragraph", "target", "task", "fund", "agencies")


def _kind_of_item(value: Any) -> str:
    if isinstance(value, (TextNode, Prose)):
        return "line"
    if isinstance(value, MappingNode):
        return next((key for key in _ITEM_KEYS if key in value.by_key), "group")
    if isinstance(value, ListNode):
        return "group"  # which then says that it expects keys
    return _KIND_OF_CLASS.get(type(value).__name__, "group")


_KIND_OF_CLASS = {"Paragraph": "paragraph", "Target": "target", "Task": "task", "Fund": "fund", "Duty": "agencies"}


Item = Annotated[
    Annotated[ProseField, Tag("line")]
    | Annotated[Paragraph, Tag("paragraph")]
    | Annotated[Target, Tag("target")]
    | Annotated[Task, Tag("task")]
    | Annotated[Fund, Tag("fund")]
    | Annotated[Duty, Tag("agencies")]
    | Annotated[Group, Tag("group")],
    Discriminator(_kind_of_item),
]
"""An item: the key it has says what it is; a bare text is a line."""


class SectionKind(StrEnum):
    """What a section is for; gives its default heading and the checks that apply."""

    PURPOSE = "purpose"
    TARGETS = "targets"
    SOLUTIONS = "solutions"
    FUNDING = "funding"
    DUTIES = "duties"
    REPORTING = "reporting"
    TEXT = "text"


class Section(Located):
    """One main part of the plan, `I.`, `II.`"""

    kind: Annotated[SectionKind, one_of("text", *SectionKind)]
    heading: ProseField | None = None
    part: ProseField | None = None
    text: ProseField | None = None
    list: Style | None = None
    items: Items[Item] = ()
    fields: Map[Annotated[TaskField, one_of("lead", "coordinating", "deadline", "deliverable", "fund")], Words] = Field(
        default_factory=dict
    )


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
    """One report that is due."""

    id: Id
    name: Words
    due: DeadlineField | None = None


class Flow(Located):
    """Who reports to whom, through whom, and when."""

    senders: AgencyRefs = Field(default=(), alias="from")
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
        Annotated[Literal["TM", "KT", "TL", "TUQ", "Q"] | Todo, one_of("TM", "KT", "TL", "TUQ", "Q")]
    ] = ()
    title: Words
    name: Words
    office: Words | None = None


TaskColumn = Annotated[
    str, one_of("order", "name", "text", "lead", "coordinating", "deadline", "deliverable", "fund", "note")
]
TargetColumn = Annotated[
    str,
    one_of("order", "name", "text", "unit", "baseline", "value", "values", "by", "lead", "coordinating", "note"),
]
FundColumn = Annotated[str, one_of("order", "name", "text", "amount", "amounts", "note")]
APPENDIX_KINDS = ("tasks", "targets", "funding", "table", "text")


class _Appendix(Located):
    title: ProseField
    landscape: Flag = False
    note: ProseField | None = None
    names: Annotated[Literal["full", "short"], one_of("full", "short")] = "full"


class TasksAppendix(_Appendix):
    """A table of tasks: all of the plan's, or those written here."""

    kind: Annotated[Literal["tasks"], one_of("tasks", *APPENDIX_KINDS)]
    columns: Map[TaskColumn, ProseField] = Field(default_factory=dict)
    items: Items[Item] = ()
    restart: Flag = False


class Shown(Located):
    """Targets of the plan, repeated in an appendix under a heading."""

    heading: ProseField | None = None
    targets: Items[Id]


class TargetsAppendix(_Appendix):
    """A table of targets: all of the plan's, those shown by id, or those written here."""

    kind: Annotated[Literal["targets"], one_of("targets", *APPENDIX_KINDS)]
    columns: Map[TargetColumn, ProseField] = Field(default_factory=dict)
    show: Items[Shown] = ()
    items: Items[Item] = ()
    restart: Flag = False


class FundingAppendix(_Appendix):
    """A table of funds with their amounts and totals."""

    kind: Annotated[Literal["funding"], one_of("funding", *APPENDIX_KINDS)]
    columns: Map[FundColumn, ProseField] = Field(default_factory=dict)
    items: Items[Item] = ()
    restart: Flag = False


class TableAppendix(_Appendix):
    """A free table. `rows` is pasted text: cells between ` | ` or tabs, one line a row."""

    kind: Annotated[Literal["table"], one_of("table", *APPENDIX_KINDS)]
    columns: Items[ProseField]
    rows: Annotated[tuple[tuple[str, ...], ...], reads("rows")]
    column_numbers: Flag = False


class TextAppendix(_Appendix):
    """Running text: a form, an outline."""

    kind: Annotated[Literal["text"], one_of("text", *APPENDIX_KINDS)]
    text: ProseField | None = None
    list: Style | None = None
    items: Items[Item] = ()


def _kind_of_appendix(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, MappingNode) else getattr(value, "kind", None)
    word = str(kind.value) if isinstance(kind, TextNode) else str(kind)
    return word if word in APPENDIX_KINDS else "text"  # which then says what it may be


Appendix = Annotated[
    Annotated[TasksAppendix, Tag("tasks")]
    | Annotated[TargetsAppendix, Tag("targets")]
    | Annotated[FundingAppendix, Tag("funding")]
    | Annotated[TableAppendix, Tag("table")]
    | Annotated[TextAppendix, Tag("text")],
    Discriminator(_kind_of_appendix),
]


@dataclass(frozen=True)
class Placed:
    """An item with what stands above it: a section or an appendix, then items from the outside in."""

    item: Prose | Paragraph | Group
    above: tuple[Section | Located, ...]

    @property
    def duty(self) -> Duty | None:
        """The innermost duty it stands in, or is."""
        return next((above for above in reversed((*self.above, self.item)) if isinstance(above, Duty)), None)


class Plan(Located):
    """A plan of one file. Its id is `<year>/<name of the file>`."""

    year: YearsField
    type: Annotated[Literal["KH", "CTr", "PA", "ĐA"], one_of("KH", "CTr", "PA", "ĐA")] = "KH"
    issuer: AgencyRef
    number: Words | None = None
    date: IssueDateField | None = None
    subject: ProseField
    list: Styles = ()
    decision: Decision | None = None
    bases: Items[
        Annotated[Annotated[ProseField, Tag("line")] | Annotated[Basis, Tag("basis")], Discriminator(_kind_of_basis)]
    ] = ()
    opening: ProseField
    sections: Items[Section]
    closing: ProseField | None = None
    reporting: Items[Flow] = ()
    recipients: Items[Recipient]
    archive: ProseField
    signature: Signature
    agencies: Map[Id, Agency] = Field(default_factory=dict)
    notes: Map[Id, ProseField] = Field(default_factory=dict)
    appendices: Items[Appendix] = ()

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every item of the plan in print order, appendices last."""
        holders: tuple[Located, ...] = (*self.sections, *self.appendices)
        return tuple(placed for holder in holders for placed in _placed(getattr(holder, "items", ()), (holder,)))

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

    @property
    def number_suffix(self) -> str:
        """What stands behind the number before the issuer's symbol: the document's type."""
        return "QĐ" if self.decision else self.type

    @property
    def issued_on(self) -> IssueDate | None:
        """The date of issue, None while undecided or not given."""
        return self.date if isinstance(self.date, IssueDate) else None


def _placed(items: tuple[Any, ...], above: tuple[Located, ...]) -> Iterator[Placed]:
    for item in items:
        yield Placed(item, above)
        if isinstance(item, Group):
            yield from _placed(item.parts, (*above, item))
            yield from _placed(item.items, (*above, item))


def lead_of(placed: Placed) -> tuple[Ref | Todo, ...]:
    """The leading agencies of a task or target: its own, else those of the duty around it."""
    own = getattr(placed.item, "lead", ())
    if own:
        return tuple(own)
    return tuple(placed.duty.agencies) if placed.duty and isinstance(placed.item, Task) else ()

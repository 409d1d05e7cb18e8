"""Items: what sections are made of. They nest; the key that an item has says what it is."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from kehoach.frozen import attribute
from kehoach.model.attached import PictureFile, PictureWidth, TableFile
from kehoach.model.base import (
    AgencyRefs,
    Body,
    Flag,
    Id,
    Items,
    ItemsOrOne,
    Located,
    Map,
    PlaceId,
    TargetRef,
    Todo,
    Words,
)
from kehoach.model.fields import ByKind, KindName, Names, OneOf, Reading, Reads, fields_of
from kehoach.model.period import DeadlineField, EveryField
from kehoach.model.prose import Prose, ProseField
from kehoach.model.quantity import QuantityField, YearKey
from kehoach.phrases import first_words
from kehoach.source import ListNode, MappingNode, TextNode
from kehoach.vietnamese import nearest


class ListStyle(StrEnum):
    """How the entries of a list are marked."""

    CAPITAL = "capital"  # A.
    ROMAN = "roman"  # I.
    NUMBER = "number"  # 1.
    DECIMAL = "decimal"  # 1.1.
    LETTER = "letter"  # a)
    LETTER_DOT = "letter-dot"  # a.
    NUMBER_BRACKET = "number-bracket"  # 1)
    PAREN = "paren"  # (1)
    ROMAN_PAREN = "roman-paren"  # (i)
    DASH = "dash"  # -
    PLUS = "plus"  # +
    STAR = "star"  # *
    NONE = "none"


class TaskField(StrEnum):
    """The facts of a task that can be printed under it or in a column."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    PERSON = "person"
    DEADLINE = "deadline"
    DELIVERABLE = "deliverable"
    FUND = "fund"


Style = Annotated[ListStyle, OneOf(*ListStyle)]
Styles = ItemsOrOne[Style]
Fields = Map[Annotated[TaskField, OneOf(*TaskField)], Words]
Better = Annotated[Literal["higher", "lower"] | Todo, OneOf("higher", "lower", or_todo=True)]


Column = Annotated[int, Reads("column")]
"""A column of a table by its number, counted from 1."""


class Pasted(Located):
    """A table as it was pasted, wherever it is.

    `rows` are texts: cells between ` | ` or tabs, one line a row. `levels` are the styles of the first cells, from the
    highest group of rows down. In the columns `merge` an empty cell is one with the cell above it; in the columns
    `sums` the rows of a group add up to its own. `remark` is above the table, `note` below it. A `file` brings the
    rows, and the columns where the plan names none.
    """

    spared: ClassVar[Mapping[str, str]] = {"columns": "file", "rows": "file"}

    columns: Items[ProseField] = ()
    rows: Annotated[tuple[tuple[Prose, ...], ...], Reads("rows")] = ()
    file: Annotated[TableFile | None, Reads("table_file")] = None
    column_numbers: ItemsOrOne[Annotated[bool | str, Reads("column_number")]] = ()
    levels: Styles = ()
    merge: ItemsOrOne[Column] = ()
    sums: ItemsOrOne[Column] = ()
    remark: ProseField | None = None
    note: ProseField | None = None

    @classmethod
    def _fields(cls, node: MappingNode, reading: Reading) -> dict[str, Any]:
        """The keys, with what is in the file where one is named."""
        fields: dict[str, Any] = super()._fields(node, reading)
        named = node.get("file")
        if isinstance(named, TextNode):
            kind = "table_file" if node.get("columns") is None else "rows_file"
            found = fields["file"] = reading.read(kind, named)
            if isinstance(found, TableFile):
                defaults = {"columns": found.columns, "rows": found.rows, "merge": found.merged}
                fields |= {key: value for key, value in defaults.items() if key not in fields}
        return fields

    @property
    def numbers(self) -> tuple[str, ...]:
        """The signs of the row of column numbers, as typed or (1), (2), (3); none where there is no such row."""
        if self.column_numbers == (True,):
            return tuple(f"({number})" for number in range(1, len(self.columns) + 1))
        return tuple(sign for sign in self.column_numbers if isinstance(sign, str))


class Exhibit(Located):
    """What stands among items and is no text: it has no mark, and holds no items."""

    id: PlaceId | None = None


class TableItem(Pasted, Exhibit):
    """A table among items, under its title; `table` may be left empty."""

    emptiable = frozenset(("table",))

    table: ProseField | None


class PictureItem(Exhibit):
    """A picture among items, with its caption below it. `alt` says what it shows to who cannot see it."""

    picture: Annotated[PictureFile | Todo, Reads("picture")]
    alt: ProseField
    caption: ProseField | None = None
    width: Annotated[PictureWidth | None, Reads("picture_width")] = None


class Group(Located):
    """Items under one heading or one sentence. All other items have these keys too.

    `heading` is on its own line, `label` runs in with a colon, `text` is one or more paragraphs before the items,
    `parts` are printed one after the other in the same paragraph. `fields` names the facts of a task that are
    printed under it, and what each is called. `mark` is a number typed by hand ("IV.") in place of the counted one.
    """

    id: PlaceId | None = None
    mark: Words | None = None
    heading: ProseField | None = None
    label: ProseField | None = None
    text: ProseField | None = None
    list: Style | None = None
    parts: Items["Item"] = ()
    items: Items["Item"] = ()
    fields: Fields = attribute(factory=dict)


class ParagraphItem(Located):
    """A line without a mark, between items or after them."""

    paragraph: ProseField
    id: PlaceId | None = None


class Target(Group):
    """A target: one value, values by year, or none at all (yes or no)."""

    target: Annotated[Id, Names("target", defines=True)]
    name: ProseField | None = None
    value: QuantityField | None = None
    values: Map[YearKey, QuantityField] = attribute(factory=dict)
    baseline: QuantityField | None = None
    by: DeadlineField | None = None
    every: EveryField | None = None
    better: Better = "higher"
    lead: AgencyRefs = ()
    coordinating: AgencyRefs = ()
    shares: Map[Body, QuantityField] = attribute(factory=dict)
    total: QuantityField | None = None

    @property
    def has_figures(self) -> bool:
        """Whether it is measured; a target without a figure is met or not."""
        return self.value is not None or bool(self.values)


class Task(Group):
    """A task: something that is tracked. Its lead defaults to the agencies of its duty; `person` is in charge."""

    task: Annotated[Id, Names("task", defines=True)]
    name: ProseField | None = None
    lead: AgencyRefs = ()
    coordinating: AgencyRefs = ()
    person: Words | None = None
    deadline: DeadlineField | None = None
    deliverable: ProseField | None = None
    fund: ProseField | None = None
    targets: ItemsOrOne[TargetRef] = ()


def naming(item: Group) -> Prose | None:
    """What names a target or task: its name, else its heading, else its label; None where only its text says it."""
    return getattr(item, "name", None) or item.heading or item.label


def name_or_id(item: Target | Task) -> str:
    """The name as typed, else the first words of the text, else the id: for ledgers, messages and editors."""
    if isinstance(item, Task) and item.name:
        return str(item.name)
    words = first_words(str(naming(item) or item.text or "").partition("{{")[0])
    return words if " " in words else item.target if isinstance(item, Target) else item.task


class Fund(Group):
    """A source of funding, perhaps with its amount."""

    fund: Annotated[ProseField, Names("fund", defines=True)]
    amount: QuantityField | None = None
    amounts: Map[YearKey, QuantityField] = attribute(factory=dict)


class Duty(Group):
    """What some agencies must do, or are asked to (`request`). The heading defaults to their names."""

    agencies: AgencyRefs
    request: Flag = False


_ITEM_KEYS = ("paragraph", "table", "picture", "target", "task", "fund", "agencies")


def _kind_of_item(value: Any) -> str:
    if isinstance(value, (TextNode, Prose)):
        return "line"
    if isinstance(value, MappingNode):
        return next((key for key in _ITEM_KEYS if key in value.by_key), None) or _meant(value)
    if isinstance(value, ListNode):
        return "group"  # which then says that it expects keys
    return "paragraph" if isinstance(value, ParagraphItem) else "group"  # as every other item is


def _meant(node: MappingNode) -> str:
    """What an item without a key that says it was probably meant to be: its key is misspelt or was left out."""
    strange = [key for key in node.by_key if key not in fields_of(Group)]
    for key in strange:
        if key not in _TELLING and (guess := nearest(key, _ITEM_KEYS)):
            return guess
    return next((_TELLING[key] for key in strange if key in _TELLING), "task" if "name" in strange else "group")


_TELLING = {
    **dict.fromkeys(("value", "values", "baseline", "by", "every", "better", "shares", "total"), "target"),
    **dict.fromkeys(("deadline", "deliverable", "targets", "lead", "coordinating", "person"), "task"),
    **dict.fromkeys(("columns", "rows", "column_numbers", "merge", "sums", "levels", "file"), "table"),
    **dict.fromkeys(("alt", "caption", "width"), "picture"),
    **dict.fromkeys(("amount", "amounts"), "fund"),
    "request": "agencies",
}
"""Keys that one kind of item has."""


Item = Annotated[
    Annotated[ProseField, KindName("line")]
    | Annotated[ParagraphItem, KindName("paragraph")]
    | Annotated[TableItem, KindName("table")]
    | Annotated[PictureItem, KindName("picture")]
    | Annotated[Target, KindName("target")]
    | Annotated[Task, KindName("task")]
    | Annotated[Fund, KindName("fund")]
    | Annotated[Duty, KindName("agencies")]
    | Annotated[Group, KindName("group")],
    ByKind(_kind_of_item),
]
"""An item: the key it has says what it is; a bare text is a line."""

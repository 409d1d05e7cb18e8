"""Appendices: tables of tasks, targets and funds, pasted tables, running text."""

from typing import Annotated, Any, Literal

from kehoach.frozen import attribute
from kehoach.model.base import Flag, Items, Located, Map, PlaceId, TargetRef, Words
from kehoach.model.fields import ByKind, KindName, OneOf
from kehoach.model.items import Item, Pasted, Style
from kehoach.model.prose import ProseField
from kehoach.source import MappingNode, TextNode

TaskColumn = Annotated[
    str, OneOf("order", "name", "text", "lead", "coordinating", "person", "deadline", "deliverable", "fund", "note")
]
TargetColumn = Annotated[
    str,
    OneOf("order", "name", "text", "unit", "baseline", "value", "values", "by", "lead", "coordinating", "note"),
]
FundColumn = Annotated[str, OneOf("order", "name", "text", "amount", "amounts", "note")]
APPENDIX_KINDS = ("tasks", "targets", "funding", "table", "text")


class _Appendix(Located):
    title: ProseField
    id: PlaceId | None = None
    mark: Words | None = None
    below_title: ProseField | None = None
    closing_sign: Flag = True
    landscape: Flag = False
    note: ProseField | None = None
    names: Annotated[Literal["full", "short"], OneOf("full", "short")] = "full"


class TasksAppendix(_Appendix):
    """A table of tasks: all of the plan's, or those written here."""

    kind: Annotated[Literal["tasks"], OneOf("tasks", *APPENDIX_KINDS)]
    columns: Map[TaskColumn, ProseField] = attribute(factory=dict)
    items: Items[Item] = ()
    restart: Flag = False


class ShownTargets(Located):
    """Targets of the plan, repeated in an appendix under a heading."""

    heading: ProseField | None = None
    targets: Items[TargetRef]


class TargetsAppendix(_Appendix):
    """A table of targets: all of the plan's, those shown by id, or those written here."""

    kind: Annotated[Literal["targets"], OneOf("targets", *APPENDIX_KINDS)]
    columns: Map[TargetColumn, ProseField] = attribute(factory=dict)
    show: Items[ShownTargets] = ()
    items: Items[Item] = ()
    restart: Flag = False


class FundingAppendix(_Appendix):
    """A table of funds with their amounts and totals."""

    kind: Annotated[Literal["funding"], OneOf("funding", *APPENDIX_KINDS)]
    columns: Map[FundColumn, ProseField] = attribute(factory=dict)
    items: Items[Item] = ()
    restart: Flag = False


class TableAppendix(_Appendix, Pasted):
    """A free table."""

    kind: Annotated[Literal["table"], OneOf("table", *APPENDIX_KINDS)]


class TextAppendix(_Appendix):
    """Running text: a form, an outline."""

    kind: Annotated[Literal["text"], OneOf("text", *APPENDIX_KINDS)]
    text: ProseField | None = None
    list: Style | None = None
    items: Items[Item] = ()


def _kind_of_appendix(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, MappingNode) else getattr(value, "kind", None)
    word = str(kind.value) if isinstance(kind, TextNode) else str(kind)
    return word if word in APPENDIX_KINDS else "text"  # which then says what it may be


Appendix = Annotated[
    Annotated[TasksAppendix, KindName("tasks")]
    | Annotated[TargetsAppendix, KindName("targets")]
    | Annotated[FundingAppendix, KindName("funding")]
    | Annotated[TableAppendix, KindName("table")]
    | Annotated[TextAppendix, KindName("text")],
    ByKind(_kind_of_appendix),
]

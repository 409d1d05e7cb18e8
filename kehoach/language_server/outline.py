"""The parts of a file, for an outline beside it: a plan by what it prints, other files by their ids and keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from kehoach.documents.places import printed
from kehoach.frozen import frozen
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.expression_names import text_in_print
from kehoach.model.base import Located
from kehoach.model.items import Duty, Fund, Group, ParagraphItem, PictureItem, TableItem, Target, Task, naming
from kehoach.model.plan import DEFAULT_HEADINGS, Plan, Section
from kehoach.model.prose import Prose
from kehoach.model.scopes import scope_of
from kehoach.phrases import first_words
from kehoach.schema.texts import FIELDS
from kehoach.source import MappingEntry, MappingNode, Span


class OutlineKind(Enum):
    """What a part is; an editor shows a sign for it."""

    SECTION = "section"
    GROUP = "group"
    TARGET = "target"
    TASK = "task"
    FUND = "fund"
    DUTY = "duty"
    TABLE = "table"
    APPENDIX = "appendix"
    KEY = "key"
    AGENCY = "agency"


@frozen
class OutlinePart:
    """A part of a file with those in it. `name` is what it is called, `detail` its id or what it is."""

    name: str
    detail: str
    kind: OutlineKind
    span: Span
    named_at: Span
    parts: tuple[OutlinePart, ...] = ()


_KINDS: Mapping[type[Located], OutlineKind] = {
    Target: OutlineKind.TARGET,
    Task: OutlineKind.TASK,
    Fund: OutlineKind.FUND,
    Duty: OutlineKind.DUTY,
    TableItem: OutlineKind.TABLE,
    PictureItem: OutlineKind.TABLE,
    Section: OutlineKind.SECTION,
}
_BESIDE = ("bases", "reporting", "recipients", "signature", "agencies", "notes")
"""Keys of a plan that are parts of their own."""


def outline(edited: EditedFile, root: MappingNode) -> tuple[OutlinePart, ...]:
    """The parts of a file, the outermost first; `root` are the nodes of its text."""
    plan = edited.plan
    if plan is not None and plan.written is not None and plan.written.span.source.text == edited.source.text:
        return tuple(_of_plan(plan, edited))
    return tuple(_of_key(entry, edited) for entry in root.entries)


def _of_plan(plan: Plan, edited: EditedFile) -> Iterator[OutlinePart]:
    assert plan.written is not None
    labels = printed(plan, edited.agencies).places if edited.is_sound else {}
    for key, entry in plan.written.by_key.items():
        if key == "sections":
            yield from _parts(plan.sections, edited, labels)
        elif key == "appendices":
            yield from _parts(plan.appendices, edited, labels, OutlineKind.APPENDIX)
        elif key in _BESIDE:
            yield _of_key(entry, edited)


def _parts(
    items: Iterable[object], edited: EditedFile, labels: Mapping[int, tuple[str, ...]], kind: OutlineKind | None = None
) -> Iterator[OutlinePart]:
    for item in items:
        if not isinstance(item, Located) or isinstance(item, ParagraphItem) or item.written is None:
            continue
        inner = (*getattr(item, "parts", ()), *getattr(item, "items", ()))
        label = (labels.get(id(item)) or ("",))[-1]
        name = _name(item, edited)
        yield OutlinePart(
            f"{label} {name}".strip() or "…",
            _detail(item),
            kind or _KINDS.get(type(item), OutlineKind.GROUP),
            item.span,
            item.written.entries[0].key.span if item.written.entries else item.span,
            tuple(_parts(inner, edited, labels)),
        )


def _name(item: Located, edited: EditedFile) -> str:
    """What an item is called, as it prints, on one line."""
    if isinstance(item, Duty) and not item.heading:
        return edited.agencies.join(item.agencies)
    if isinstance(item, Section):
        found = item.heading or item.part
        if found is None and DEFAULT_HEADINGS[item.kind]:
            return DEFAULT_HEADINGS[item.kind]
    elif isinstance(item, Group):
        found = naming(item) or getattr(item, "fund", None)
    else:
        found = getattr(item, "title", None) or getattr(item, "table", None) or getattr(item, "caption", None)
    assert edited.plan is not None
    names = scope_of(item, edited.plan, edited.agencies)
    if isinstance(found, Prose):
        return text_in_print(found, names, edited)
    text = getattr(item, "text", None)
    return first_words(text_in_print(text, names, edited)) if isinstance(text, Prose) else ""


def _detail(item: Located) -> str:
    found = getattr(item, "target", None) or getattr(item, "task", None) or getattr(item, "id", None)
    return found if isinstance(found, str) else ""


def _of_key(entry: MappingEntry, edited: EditedFile) -> OutlinePart:
    """A key by itself: what it means, or who the body is."""
    key = str(entry.key.value)
    agency = edited.agencies.by_id.get(key)
    title = agency.full_name if agency else next((texts[key][0] for texts in FIELDS.values() if key in texts), "")
    span = Span(edited.source, entry.key.span.start, max(entry.value.span.end, entry.key.span.end))
    kind = OutlineKind.AGENCY if agency else OutlineKind.KEY
    inner = entry.value.entries if isinstance(entry.value, MappingNode) and not agency else ()
    return OutlinePart(
        title or key, key if title else "", kind, span, entry.key.span, tuple(_of_key(e, edited) for e in inner)
    )

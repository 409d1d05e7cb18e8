"""The form of an entry of the outline: its fields as values that a template shows, each with what is found there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from kehoach.editing import Choice, Document, FieldKind, FormField, Path, class_of, fields
from kehoach.frozen import attribute, frozen, replace
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.source import TextNode
from kehoach.undecided import question_of
from kehoach.web.form_texts import CALLED, USUAL, described
from kehoach.web.outline import PrintedTexts, in_words, label_of
from kehoach.web.paths import GENERAL, SIGNING, path_of, written


class WidgetKind(StrEnum):
    """How a value is typed: what a template knows of it."""

    LINE = "line"
    TEXT = "text"
    TABLE = "table"
    CHOICE = "choice"
    FLAG = "flag"
    CHOSEN = "chosen"
    LINES = "lines"
    PAIRS = "pairs"
    GROUP = "group"
    FIXED = "fixed"


@frozen
class Widget:
    """One field of a form. `path` is where its value is, as text; `name` is what to search among for suggestions.

    `value` is a text, or of several values the texts. `parts` are the fields inside of a group, the values of pairs.
    """

    path: str
    kind: WidgetKind
    label: str
    about: str = ""
    value: Any = ""
    choices: tuple[Choice, ...] = ()
    offers: str = ""
    is_required: bool = False
    is_several: bool = False
    parts: tuple[Widget, ...] = ()
    prints: tuple[tuple[str, str], ...] = ()
    """The expressions and undecided points of a text, each as typed, with what it prints."""
    asked: str = ""
    """The question of a value that is not decided: it is shown as empty, and stays until something is typed."""
    item: str = ""
    """What a further line, or a key of pairs, is."""

    @property
    def choices_as_json(self) -> list[dict[str, str]]:
        """Its choices for a page's script."""
        return [{"value": one.value, "title": one.title} for one in self.choices]

    @property
    def id(self) -> str:
        """What its element is called on the page."""
        return "o" + self.path.replace("/", "-").replace("~", "_").replace(" ", "_")


@frozen
class EntryForm:
    """What is shown of an entry: its heading, the usual fields, all others, and what else it holds.

    `renames` is the kind of the id that can be given anew, "" where there is none; `id` is the id.
    """

    key: str
    heading: str
    about: str = ""
    usual: tuple[Widget, ...] = ()
    more: tuple[Widget, ...] = ()
    renames: str = ""
    id: str = ""
    inside: tuple[tuple[str, str], ...] = attribute(default=())
    file: str = ""
    """The name of the file that the paths are in; "" for the plan."""


_SIGNING = ("recipients", "archive", "signature")
_APART = (*_SIGNING, "bases", "sections", "reporting", "appendices", "agencies", "decision")
"""Keys of a plan that have entries of their own."""
_KINDS = {
    FieldKind.LINE: WidgetKind.LINE, FieldKind.PARAGRAPHS: WidgetKind.TEXT, FieldKind.FLAG: WidgetKind.FLAG,
    FieldKind.CHOICE: WidgetKind.CHOICE, FieldKind.ROWS: WidgetKind.TABLE, FieldKind.LIST: WidgetKind.LINES,
    FieldKind.MAPPING: WidgetKind.PAIRS, FieldKind.OBJECT: WidgetKind.GROUP, FieldKind.AGENCY: WidgetKind.CHOSEN,
    FieldKind.TARGET: WidgetKind.CHOSEN, FieldKind.TASK: WidgetKind.CHOSEN,
}  # fmt: skip
_CHOSEN = (FieldKind.AGENCY, FieldKind.TARGET, FieldKind.TASK, FieldKind.CHOICE)
_IDS = {"task": "task", "target": "target", "id": "place"}
"""The keys whose value other places refer to, and as what."""


@frozen
class FormMaker:
    """Makes the forms of one file. `bodies` are the agencies that it may name."""

    document: Document
    printed: PrintedTexts
    bodies: Agencies

    def form(self, key: str) -> EntryForm | None:
        """The form of an entry of the outline, None where there is none by now."""
        if key in ("", GENERAL):
            usual, more = self._parted("Plan", [one for one in self._fields(()) if one.key not in _APART])
            return EntryForm(GENERAL, "Thông tin chung", "", usual, more)
        if key == SIGNING:
            usual, _none = self._parted("Plan", [one for one in self._fields(()) if one.key in _SIGNING], _SIGNING)
            return EntryForm(SIGNING, "Nơi nhận và người ký", "", usual)
        path = path_of(key, self.document.root)
        node = self.document.find(path)
        if key == "/bases":
            return EntryForm(key, "Căn cứ", "", inside=tuple(self._held(path)))
        return self._of(key, path) if node is not None or key == "/decision" else None

    def _of(self, key: str, path: Path) -> EntryForm:
        node = self.document.find(path)
        cls, _title, _about = class_of(self.document, path)
        called = CALLED.get(cls, "")
        if isinstance(node, TextNode) and not cls:
            text = str(node.value)
            line = self._text(Widget(key, WidgetKind.TEXT, called or "Ý", is_required=True), path, text)
            line = replace(line, label="Căn cứ") if path[0] == "bases" else line
            return EntryForm(key, line.label, "", (line,))
        label = label_of(node, self.printed) if node is not None else ""
        kept = self._fields(path)
        usual, more = self._parted(cls, kept)
        renames, identity = self._id(cls, kept)
        heading = called + (f": {_cut(label)}" if label and label != called else "")
        inside = self._inside(path)
        return EntryForm(key, heading, "", usual, more, renames, identity, inside)

    def of_body(self, key: str, path: Path, file: str) -> EntryForm:
        """The form of a body's entry in a file."""
        usual, more = self._parted("Agency", self._fields(path))
        name = self._body(str(path[-1]))
        return EntryForm(key, f"{CALLED['Agency']}: {name}", "", usual, more, "agency", str(path[-1]), file=file)

    def _inside(self, path: Path) -> tuple[tuple[str, str], ...]:
        return tuple(pair for name in ("items", "parts", "periods") for pair in self._held((*path, name)))

    def _held(self, path: Path) -> Iterator[tuple[str, str]]:
        """The entries in a list: their keys and labels."""
        node = self.document.find(path)
        for index, item in enumerate(getattr(node, "items", ())):
            yield written((*path, index)), _cut(label_of(item, self.printed))

    def _id(self, cls: str, kept: Sequence[FormField]) -> tuple[str, str]:
        kinds = {**_IDS, "id": "period"} if cls == "ReportPeriod" else _IDS
        for one in kept:
            if one.kind is FieldKind.ID and one.is_written and one.key in kinds:
                return kinds[one.key], str(one.value)
        return "", ""

    def _fields(self, path: Path) -> list[FormField]:
        return list(fields(self.document, path))

    def _parted(
        self, cls: str, kept: Sequence[FormField], order: tuple[str, ...] = ()
    ) -> tuple[tuple[Widget, ...], tuple[Widget, ...]]:
        """The fields that are shown at once, in the usual order, and all others in theirs."""
        usual: list[tuple[int, int, Widget]] = []
        more = []
        order = order or USUAL.get(cls, ())
        for one in kept:
            if one.key in ("items", "parts", "periods") and one.kind is FieldKind.ITEMS:
                continue
            widget = self.widget(one)
            is_id = one.kind is FieldKind.ID
            if one.key in order or (not is_id and (one.is_written or one.is_required)):
                usual.append((order.index(one.key) if one.key in order else len(order), len(usual), widget))
            else:
                more.append(widget)
        return tuple(widget for _rank, _place, widget in sorted(usual, key=lambda one: one[:2])), tuple(more)

    def widget(self, one: FormField) -> Widget:
        """A field as it is shown."""
        path = written(one.path)
        about = described(self._classes(one.path), one.key, one.description, one.item or one.kind)
        made = Widget(path, WidgetKind.LINE, one.title, about, "" if one.value is None else one.value,
                      one.choices, is_required=one.is_required)  # fmt: skip
        if one.kind is FieldKind.ID:
            fixed = one.key in _IDS and one.is_written
            return replace(made, kind=WidgetKind.FIXED) if fixed else made
        if one.kind is FieldKind.LIST and one.item in _CHOSEN:
            return self._chosen(made, one.value, one.item, several=True)
        if one.kind in (FieldKind.AGENCY, FieldKind.TARGET, FieldKind.TASK):
            return self._chosen(made, one.value, one.kind, several=False)
        if one.kind is FieldKind.FLAG:
            return replace(made, kind=WidgetKind.FLAG, value=str(one.value or "").casefold() in ("true", "có", "yes"))
        if one.kind is FieldKind.LIST or one.kind is FieldKind.ITEMS:
            return replace(made, kind=WidgetKind.LINES, parts=tuple(self._lines(one)), value="", item=one.title)
        if one.kind is FieldKind.MAPPING:
            keys = _KEYS.get(one.key, "")
            return replace(made, kind=WidgetKind.PAIRS, parts=tuple(self._pairs(one)), value="", item=keys)
        if one.kind is FieldKind.OBJECT:
            usual, more = self._parted(_class_name(self.document, one.path), self._fields(one.path))
            return replace(made, kind=WidgetKind.GROUP, parts=(*usual, *more), value="")
        return self._text(replace(made, kind=_KINDS.get(one.kind, WidgetKind.LINE)), one.path, made.value)

    def _text(self, made: Widget, path: Path, value: Any) -> Widget:
        """A field with a text, or with a value that is not decided."""
        question = question_of(value.strip()) if isinstance(value, str) else None
        if question is not None:
            return replace(made, value="", asked=question or "?")
        node = self.document.find(path)
        known = self.printed.expressions
        return replace(made, value=value, prints=known.get(node.span.start, ()) if isinstance(node, TextNode) else ())

    def _chosen(self, made: Widget, value: Any, kind: FieldKind, *, several: bool) -> Widget:
        values = value if isinstance(value, list) else [value] if value else []
        asked = [question_of(str(one).strip()) for one in values]
        if len(asked) == 1 and asked[0] is not None:
            values, made = [], replace(made, asked=asked[0] or "?")
        offers = "" if kind is FieldKind.CHOICE else kind.value
        named = {choice.value: choice.title for choice in made.choices}
        chosen = tuple(
            Choice(
                str(one),
                named.get(str(one)) or (self._body(str(one)) if kind is FieldKind.AGENCY else in_words(str(one))),
            )
            for one in values
        )
        return replace(made, kind=WidgetKind.CHOSEN, value=chosen, offers=offers, is_several=several)

    def _body(self, text: str) -> str:
        agency = self.bodies.get(Ref(text))
        return agency.names[0] if agency and agency.names else text

    def _lines(self, one: FormField) -> Iterator[Widget]:
        """Each line of a list of texts; of one with lines below it, these are lines of a list of their own."""
        node = self.document.find(one.path)
        if isinstance(node, TextNode):
            yield self._text(Widget(written(one.path), WidgetKind.TEXT, one.title), one.path, str(node.value))
            return
        for number, item in enumerate(getattr(node, "items", ()), 1):
            here = (*one.path, number - 1)
            label = f"{one.title} {number}"
            if isinstance(item, TextNode):
                yield self._text(Widget(written(here), WidgetKind.TEXT, label), here, str(item.value))
            else:
                parts = tuple(self.widget(inner) for inner in self._fields(here))
                yield Widget(written(here), WidgetKind.GROUP, label, parts=parts)

    def _pairs(self, one: FormField) -> Iterator[Widget]:
        """Each value of a mapping under its key."""
        for inner in self._fields(one.path):
            key = str(inner.path[-1])
            label = self._body(key) if one.key == "shares" else key
            yield replace(self.widget(inner), label=label)

    def _classes(self, path: Path) -> tuple[str, ...]:
        shape = self.document.shape(path)
        owner = shape.owner if shape else None
        return tuple(cls.__name__ for cls in owner.__mro__) if owner else ()


_KEYS = {"values": "Năm", "amounts": "Năm", "shares": "Cơ quan", "notes": "Mã", "fields": "Thông tin"}
"""What the keys of a mapping are."""


def _class_name(document: Document, path: Path) -> str:
    shape = document.shape(path)
    cls = shape.cls(document.find(path)) if shape else None
    return cls.__name__ if cls else ""


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + "…"

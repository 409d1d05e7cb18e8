"""The outline of a plan: its parts and items in the order in which they print, each by the words that name it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kehoach.diagnostics import Finding, Severity
from kehoach.editing import Document, Path
from kehoach.editing.model_types import ModelType
from kehoach.frozen import attribute, frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.plan import DEFAULT_HEADINGS, Plan, SectionKind, walked
from kehoach.model.prose import Expression, Prose, Scope, UnknownName, look_up
from kehoach.model.scopes import scope_of
from kehoach.phrases import first_words
from kehoach.source import ListNode, MappingNode, Node, TextNode
from kehoach.undecided import OPENS, split
from kehoach.vietnamese import join_names
from kehoach.web.paths import BODIES, GENERAL, SIGNING, entry_of, written

LONGEST = 90
"""Characters of a label."""
_NAMING = ("heading", "title", "name", "label", "table", "caption", "fund", "paragraph", "text")
"""The keys whose value names an item, the first that is there."""


@frozen
class OutlineEntry:
    """A line of the outline. `key` is its path, or one of the names of `paths`; `level` counts from 1.

    `kind` is the class of the model that it is, "" for a text.
    """

    key: str
    label: str
    level: int
    kind: str = ""
    has_more: bool = False
    counts: Mapping[Severity, int] = attribute(factory=dict)


@frozen
class PrintedTexts:
    """The texts of a plan as they print, by where they begin in the file."""

    texts: Mapping[int, str] = attribute(factory=dict)
    agencies: Agencies | None = None
    expressions: Mapping[int, tuple[tuple[str, str], ...]] = attribute(factory=dict)
    """Of each expression and undecided point how it is typed and what it prints, by where the text begins."""

    @classmethod
    def of(cls, plan: Plan | None, agencies: Agencies) -> PrintedTexts:
        """Those of a plan; none where it cannot be read."""
        found, expressions = {}, {}
        for holder, _name, value in walked(plan) if plan else ():
            if isinstance(value, Prose) and plan:
                scope = scope_of(holder, plan, agencies)
                found[value.span.start] = _printed(value, scope)
                if value.expressions or value.todos:
                    expressions[value.span.start] = tuple(dict.fromkeys(_filled_in(value, scope)))
        return cls(found, agencies, expressions)

    def of_node(self, node: TextNode) -> str:
        """The text of a node."""
        return self.texts.get(node.span.start) or in_words(str(node.value))

    def body(self, text: str) -> str:
        """What a body is called that is named by its id, or by its name."""
        agency = self.agencies.get(Ref(text)) if self.agencies else None
        return str(agency.name) if agency else text


def outline(document: Document, printed: PrintedTexts, findings: tuple[Finding, ...] = ()) -> tuple[OutlineEntry, ...]:
    """All entries, those that are no place of the file first."""
    counts: dict[str, Counter[Severity]] = {}
    for finding in findings:
        if finding.span.source.path == document.source.path:
            path = document.path_at(finding.span.start)
            counts.setdefault(entry_of(path), Counter())[finding.severity] += 1

    def entry(key: str, label: str, level: int, kind: str = "", *, has_more: bool = False) -> OutlineEntry:
        return OutlineEntry(key, label, level, kind, has_more, counts.get(key, {}))

    def below(
        path: Path, level: int, node: Node | None = None, shape: ModelType | None = None
    ) -> Iterator[OutlineEntry]:
        node, shape = node or document.find(path), shape or document.shape(path)
        for index, item in enumerate(node.items if isinstance(node, ListNode) else ()):
            here = (*path, index)
            of_item = shape.inner if shape else None
            cls = of_item.cls(item) if of_item else None
            kind = cls.__name__ if cls else ""
            inside = [(key, held) for key in _INSIDE if isinstance(item, MappingNode) and (held := item.get(key))]
            label = first_words(label_of(item, printed) or kind, LONGEST)
            yield entry(written(here), label, level, kind, has_more=bool(inside))
            for key, held in inside:
                yield from below((*here, key), level + 1, held, of_item.child(key, item) if of_item else None)

    bases = document.find(("bases",))
    found = [
        entry(GENERAL, "Thông tin chung", 1),
        entry("/bases", "Căn cứ", 1, has_more=isinstance(bases, ListNode) and bool(bases.items)),
        *below(("bases",), 2),
        entry(SIGNING, "Nơi nhận và người ký", 1),
        entry(BODIES, "Cơ quan", 1),
    ]
    if document.find(("decision",)) is not None:
        found.append(entry("/decision", "Quyết định ban hành", 1))
    found += below(("sections",), 1)
    if document.find(("reporting",)) is not None:
        found += below(("reporting",), 1)
    return (*found, *below(("appendices",), 1))


_INSIDE = ("items", "parts", "periods")


def label_of(node: Node, printed: PrintedTexts) -> str:
    """The words that name an item."""
    if isinstance(node, TextNode):
        return printed.of_node(node)
    if not isinstance(node, MappingNode):
        return ""
    if isinstance(node.get("type"), TextNode):
        return _cited(node, printed)
    if "from" in node.by_key and "periods" in node.by_key:
        return f"Chế độ báo cáo: {_bodies(node.get('from'), printed)}"
    for key in _NAMING:
        value = node.get(key)
        if isinstance(value, TextNode) and (text := printed.of_node(value)) and text != "none":
            return text
    if (bodies := node.get("agencies")) is not None:
        return _bodies(bodies, printed)
    kind = node.get("kind")
    if isinstance(kind, TextNode) and str(kind.value) in set(SectionKind):
        return DEFAULT_HEADINGS[SectionKind(str(kind.value))]
    for key in ("target", "task", "picture", "id"):
        if isinstance(value := node.get(key), TextNode):
            return str(value.value)
    return ""


def _cited(node: MappingNode, printed: PrintedTexts) -> str:
    words = [str(value.value) for key in ("type", "number") if isinstance(value := node.get(key), TextNode)]
    decided = [one for one in words if OPENS not in one]
    if len(decided) < 2 and isinstance(subject := node.get("subject"), TextNode):
        named = printed.of_node(subject)
        decided += [named] if OPENS not in str(subject.value) else []
    return " ".join(decided) or in_words(words[0])


def _bodies(node: Node | None, printed: PrintedTexts) -> str:
    if isinstance(node, TextNode):
        return printed.body(str(node.value))
    nodes = node.items if isinstance(node, ListNode) else ()
    return join_names((printed.body(str(one.value)), "") for one in nodes if isinstance(one, TextNode))


def in_words(text: str) -> str:
    """A text with its undecided points as they print."""
    if OPENS not in text:
        return text
    return "".join(piece if question is None else str(Todo(question)) for piece, question in split(text))


def _filled_in(prose: Prose, scope: Scope) -> Iterator[tuple[str, str]]:
    """Each expression and undecided point with what it prints, where that is known before the pages are laid out."""
    for one in (piece for paragraph in prose.paragraphs for piece in paragraph):
        if isinstance(one, Todo):
            yield one.text, str(one)
        if not isinstance(one, Expression):
            continue
        try:
            value = look_up(one.tree, scope)
        except UnknownName:
            continue
        if isinstance(value, (str, int, Todo)):
            yield f"{{{{ {one.source.strip()} }}}}", str(value)


def _printed(prose: Prose, scope: object) -> str:
    pieces = []
    for paragraph in prose.paragraphs:
        for piece in paragraph:
            if isinstance(piece, Expression):
                try:
                    pieces.append(str(look_up(piece.tree, scope)))  # type: ignore[arg-type]
                except UnknownName:
                    pieces.append("…")
            else:
                pieces.append(str(piece))
        pieces.append(" ")
    return "".join(pieces).strip()

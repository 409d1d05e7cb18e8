"""A file that is edited: its text, its nodes, and what the model expects where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from kehoach.diagnostics import _
from kehoach.editing.model_types import ROOTS, DocumentKind, ModelType
from kehoach.editing.refusal import Refused
from kehoach.edits import Edit, apply
from kehoach.frozen import frozen, replace
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source, TextNode
from kehoach.yaml_text import WIDTH, Manner

Path = tuple[str | int, ...]
"""Where a value is: keys and indices from the root, `("sections", 2, "items", 0, "deadline")`."""

UNWRAPPED = 1_000_000
"""The width of a file whose lines nobody wraps."""


@frozen
class Home:
    """A value and what holds it.

    `index` is that of the entry or item in its holder, `column` that of the key or the dash. `flow`: it is inside of
    brackets.
    """

    node: Node
    holder: MappingNode | ListNode
    index: int
    flow: bool
    column: int

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return isinstance(self.holder, ListNode)


@frozen
class Document:
    """A file of a workspace as it is now, which need not be as it is saved."""

    source: Source
    root: MappingNode
    kind: DocumentKind

    @classmethod
    def read(cls, source: Source, kind: DocumentKind) -> Document:
        """The document of a text. Raises Refused where YAML, or kehoach, cannot read it."""
        root, findings = read(source)
        if not isinstance(root, MappingNode):
            why = next((one.message for one in findings), _("it is no list of keys"))
            raise Refused(
                _("the file {file} cannot be read: {why}", file=source.file, why=why), _("put that right first")
            )
        return cls(source, root, kind)

    def with_edits(self, edits: tuple[Edit, ...]) -> Document:
        """The document after some edits. Raises Refused where it then cannot be read."""
        return Document.read(replace(self.source, text=apply(self.source.text, edits)), self.kind)

    def find(self, path: Path) -> Node | None:
        """The value at a path, None where nothing is written."""
        node: Node | None = self.root
        for step in path:
            node = child_of(node, step)
        return None if isinstance(node, TextNode) and node.is_empty else node

    def home(self, path: Path) -> Home | None:
        """The value at a path with what holds it, None where neither key nor item is there; it may be empty."""
        if not path:
            return None
        holder: MappingNode | ListNode = self.root
        flow = self.root.flow
        for step in path[:-1]:
            inner = child_of(holder, step)
            if not isinstance(inner, (MappingNode, ListNode)):
                return None
            holder, flow = inner, flow or inner.flow
        last = path[-1]
        if isinstance(holder, ListNode):
            if not isinstance(last, int) or not 0 <= last < len(holder.items):
                return None
            return Home(holder.items[last], holder, last, flow, holder.span.column - 1)
        for index, entry in enumerate(holder.entries):
            if str(entry.key.value) == str(last):
                return Home(entry.value, holder, index, flow, entry.key.span.column - 1)
        return None

    def shape(self, path: Path) -> ModelType | None:
        """What the model expects at a path, None where it knows nothing."""
        shape: ModelType | None = ROOTS[self.kind]
        node: Node | None = self.root
        for step in path:
            if shape is None:
                return None
            shape, node = shape.child(step, node), child_of(node, step)
        return shape

    @cached_property
    def manner(self) -> Manner:
        """How the drafter indents and wraps."""
        steps, dashes = Counter[int](), Counter[int]()
        widths, is_long, is_whole = [0], 0, 0
        for holder in _holders(self.root):
            for entry in holder.entries:
                column, value = entry.key.span.column, entry.value
                if isinstance(value, TextNode):
                    if value.style == ">":
                        lines = value.span.text.splitlines()[1:]
                        full = [len(one) for one, after in pairwise(lines) if after.strip()]
                        widths += full
                        is_long += any(len(one) > WIDTH for one in lines)
                        is_whole += any(len(one) > WIDTH for one in lines) and not full
                elif not value.flow and (value.span.start > entry.key.span.end):
                    (dashes if isinstance(value, ListNode) else steps)[value.span.column - column] += 1
        step = _most(steps, 2, least=1)
        width = UNWRAPPED if is_whole * 2 > is_long else min(max(max(widths), 60), WIDTH) if max(widths) else WIDTH
        return Manner(step, _most(dashes, step, least=0), width, quotes=True)


def child_of(node: Node | None, step: str | int) -> Node | None:
    """The value at a key or an index; of a key that is written twice the first."""
    if isinstance(node, ListNode) and isinstance(step, int):
        return node.items[step] if 0 <= step < len(node.items) else None
    if isinstance(node, MappingNode):
        entry = node.by_key.get(str(step))
        return entry.value if entry else None
    return None


def end_of(node: Node) -> int:
    """Where a value ends as it is typed. The span of a list in lines runs on over what follows it."""
    if isinstance(node, TextNode) or node.flow:
        return node.span.end
    if isinstance(node, ListNode):
        return end_of(node.items[-1]) if node.items else node.span.end
    return end_of(node.entries[-1].value) if node.entries else node.span.end


def _holders(node: Node) -> Iterator[MappingNode]:
    """Every mapping in lines, from the outside in."""
    if isinstance(node, TextNode) or node.flow:
        return
    if isinstance(node, MappingNode):
        yield node
    for inner in node.items if isinstance(node, ListNode) else (entry.value for entry in node.entries):
        yield from _holders(inner)


def _most(counts: Counter[int], otherwise: int, *, least: int) -> int:
    return next((value for value, _number in counts.most_common() if value >= least), otherwise)

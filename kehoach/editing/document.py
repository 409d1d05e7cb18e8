"""A file that is edited: its text, its nodes, and what the model expects where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from kehoach.diagnostics import _
from kehoach.editing.model_types import ROOTS, DocumentKind, ModelType, Path, keys_of
from kehoach.editing.references import Occurrence, occurrences_in
from kehoach.editing.refusal import Refused
from kehoach.edits import Edit, apply
from kehoach.frozen import frozen, replace
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source, TextNode
from kehoach.yaml_text import WIDTH, Block, Manner, flow

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

    def path_at(self, offset: int) -> Path:
        """The path of the innermost value that is typed at an offset, or whose key is; () where there is none."""
        path: Path = ()
        node: Node = self.root
        while True:
            steps: list[tuple[str | int, int, Node]] = []
            if isinstance(node, MappingNode):
                steps = [(str(entry.key.value), entry.key.span.start, entry.value) for entry in node.entries]
            elif isinstance(node, ListNode):
                steps = [(index, item.span.start, item) for index, item in enumerate(node.items)]
            found = next((one for one in steps if one[1] <= offset <= max(end_of(one[2]), one[1])), None)
            if found is None:
                return path
            path, node = (*path, found[0]), found[2]

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
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every id that is given or used, in the order in which they are typed."""
        return occurrences_in(self.root, self.kind)

    def laid_out(self, path: Path, value: Any) -> Any:
        """A value for a path as it is laid out: a short list of short texts on one line, rows of a table in a block."""
        return _laid_out(value, self.shape(path), self.manner.width // 2)

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


def _laid_out(value: Any, expected: ModelType | None, room: int) -> Any:
    if isinstance(value, Mapping):
        cls = expected.cls(value) if expected and not expected.is_map else None
        order = list(keys_of(cls)) if cls else []
        keys = sorted(value, key=lambda key: order.index(key) if key in order else len(order))
        return {key: _laid_out(value[key], expected.child(key, value) if expected else None, room) for key in keys}
    if isinstance(value, list):
        inner = expected.inner if expected else None
        are_short = all(isinstance(one, str) and one and "\n" not in one for one in value) and len(flow(value)) <= room
        if are_short and not (inner and inner.meant("").reads == "prose"):
            return tuple(value)
        return [_laid_out(one, inner, room) for one in value]
    if isinstance(value, str) and value and expected and expected.reads == "rows":
        return Block(value, literal=True)
    return value


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

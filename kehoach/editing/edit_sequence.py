"""Edits made one after the other, until a file says what it should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kehoach.diagnostics import _
from kehoach.editing.blocks import block_edit
from kehoach.editing.document import Document, Home, Path, end_of
from kehoach.editing.expected import Expected, is_as_expected
from kehoach.editing.meaning import key_of, plain_value, row_says
from kehoach.editing.model_types import ModelType, keys_of
from kehoach.editing.refusal import UNSAFE, Refused
from kehoach.editing.regions import Lines
from kehoach.edits import Composition, Edit, with_line_ends
from kehoach.source import ListNode, MappingNode, Node, TextNode
from kehoach.yaml_text import Block, block_lines, entry_lines, fits_a_block, flow, item_lines, written

LONGEST_KEY = 1000
"""Characters of a key: YAML looks no further for its colon."""


def nothing_there(path: Path) -> Refused:
    """Why nothing is done at a path."""
    return Refused(
        _("nothing is written at {path}", path=".".join(map(str, path))), _("the file has changed: read it anew")
    )


class EditSequence:
    """Edits one after the other, each made of the text that the ones before left, kept as edits of the first text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._done = Composition(document.source.text)

    @property
    def lines(self) -> Lines:
        """The lines of the text as it is now."""
        return Lines(self.document)

    def proven(self, expected: Expected) -> tuple[Edit, ...]:
        """All edits, of the first text, once it is sure that they do what is expected and nothing else."""
        if not is_as_expected(self.document.root, expected):
            raise Refused(UNSAFE)
        return self._done.edits

    def _do(self, edits: Sequence[Edit]) -> None:
        made = tuple(with_line_ends(edit, self.document.source.text) for edit in edits)
        if not made:
            return
        self._done.add(made)
        self.document = self.document.with_edits(made)

    # what is asked for

    def set(self, path: Path, value: Any) -> None:
        """Make the value at a path another one."""
        home, document = self.home_of(path), self.document
        node = document.root if not path else home.node if home else None
        if node is None:
            self._add(path, value)
        elif isinstance(node, MappingNode) and isinstance(value, Mapping):
            self._merge(path, node, value)
        elif isinstance(node, ListNode) and isinstance(value, list) and value and node.items:
            self._set_items(path, node, value)
        elif home is None:
            raise Refused(UNSAFE)
        elif isinstance(value, str) and isinstance(node, TextNode):
            if value != ("" if node.is_empty else str(node.value)) or self._is_rows(path):
                self._do(self._leaf(path, home, node, value))
        elif not value and isinstance(node, TextNode) and node.is_empty:
            return
        else:
            self._do(self._replaced(path, home, value))

    def home_of(self, path: Path) -> Home | None:
        """The value at a path and what holds it, in the text as it is now."""
        return self.document.home(path)

    def insert(self, path: Path, index: int, value: Any) -> None:
        """Put an item into a list."""
        node = self.document.find(path)
        if isinstance(node, ListNode) and node.items:
            if not 0 <= index <= len(node.items):
                raise nothing_there((*path, index))
            home = self.home_of(path)
            is_flow = node.flow or bool(home and home.flow)
            self._do(self._flow_item(node, index, value) if is_flow else self._item(path, node, index, value))
        elif index > (1 if isinstance(node, TextNode) else 0):
            raise nothing_there((*path, index))
        elif isinstance(node, TextNode):
            kept = str(node.value)
            self.set(path, [value, kept] if index == 0 else [kept, value])
        else:
            self.set(path, [value])

    def insert_typed(self, path: Path, index: int, typed: list[str] | None, value: Any) -> None:
        """Put an item into a list as it was typed, where that may be; else what it says."""
        node, home = self.document.find(path), self.home_of(path)
        is_flow = (isinstance(node, ListNode) and node.flow) or bool(home and home.flow)
        if typed is None or is_flow or isinstance(node, TextNode):
            if any("#" in line for line in typed or ()):  # perhaps a comment, which would be lost
                raise Refused(_("this list is in brackets, where the item cannot be put as it is typed"))
            self.insert(path, index, value)
            return
        if node is None:
            self.set(path, [Block("x")])  # a list in lines, whose item is then replaced
            self.insert_typed(path, 0, typed, value)
            self.remove((*path, 1))
            return
        if not isinstance(node, ListNode) or not 0 <= index <= len(node.items):
            raise nothing_there((*path, index))
        self._do(self.lines.insertion(path, node, index, typed))

    def remove(self, path: Path) -> None:
        """Take a key or an item out."""
        home = self.home_of(path)
        if home is None:
            raise nothing_there(path)
        self._do(self.lines.flow_removal(home) if home.flow else self.lines.removal(path, home))

    # how it is done

    def _is_rows(self, path: Path) -> bool:
        shape = self.document.shape(path)
        return shape is not None and shape.reads == "rows"

    def _merge(self, path: Path, node: MappingNode, value: Mapping[str, Any]) -> None:
        going = [key for key in node.by_key if key not in value]
        for key, one in value.items():
            self.set((*path, key), one)
        for key in going:
            self.remove((*path, key))

    def _set_items(self, path: Path, node: ListNode, value: list[Any]) -> None:
        old = [plain_value(item) for item in node.items]
        head = next(
            (at for at, (a, b) in enumerate(zip(old, value, strict=False)) if a != b), min(len(old), len(value))
        )
        rest, more = old[head:][::-1], value[head:][::-1]
        tail = next(
            (at for at, (a, b) in enumerate(zip(rest, more, strict=False)) if a != b), min(len(rest), len(more))
        )
        for at in range(head, min(len(old), len(value)) - tail):
            self.set((*path, at), value[at])
        for at in range(min(len(old), len(value)) - tail, len(value) - tail):
            self.insert(path, at, value[at])
        for _number in range(len(value) - tail, len(old) - tail):
            self.remove((*path, len(value) - tail))

    def _add(self, path: Path, value: Any) -> None:
        """Write a key or an item that is not there."""
        above, last = path[:-1], path[-1]
        node: Node | None = self.document.find(above) if above else self.document.root
        if isinstance(last, int):
            if isinstance(node, MappingNode):
                raise nothing_there(path)
            self.insert(above, last, value)
            return
        shape = self.document.shape(above)
        if isinstance(node, MappingNode):
            if node.flow or self._is_flow(above):
                self._do(self._flow_entry(node, last, value, shape))
            else:
                self._do(self._entry(above, node, last, value, shape))
        elif isinstance(node, TextNode):
            short = shape.short_key(node) if shape else ""
            if not short or short == last:
                raise nothing_there(path)
            self.set(above, {short: str(node.value), last: value})
        elif node is None:
            self.set(above, {last: value})
        else:
            raise nothing_there(path)

    def _is_flow(self, path: Path) -> bool:
        home = self.home_of(path)
        return home is not None and home.flow

    def _leaf(self, path: Path, home: Home, node: TextNode, value: str) -> list[Edit]:
        """Edits that make a text another one."""
        if home.flow or self._is_key_alone(home):
            put = flow(value) if value or home.is_item else '""'
            return [self._in_flow(home, node, put)]
        is_rows = self._is_rows(path)
        if node.style in ("|", ">"):
            if value and (is_rows or fits_a_block(value)):
                manner = self.document.manner
                edit = block_edit(node, value, self._below(home), manner, row_says if is_rows else None)
                return [edit] if edit else []
            return self._without_block(node, value and f"{written(value)}")
        start, end = node.span.start, node.span.end
        if not value:
            if home.is_item:
                return [Edit(start, end, '""')] if start < end else [Edit(start, end, ' ""')]
            return [Edit(self._after_colon(home), end, "")]
        return self._text(home, node, start, end, value, node.style, literal=is_rows)

    def _text(
        self, home: Home, node: Node | None, start: int, end: int, value: str, style: str = "", *, literal: bool = False
    ) -> list[Edit]:
        """Edits that put a text in place of what is typed from `start` to `end`, on its line or as a block below it."""
        text, manner = self.document.source.text, self.document.manner
        column = self.document.source.column_of(start)
        lead = " " if start == end or text[start - 1] not in " \t" else ""
        line = written(value, style)
        room = max(manner.width - column, end - start if "\n" not in text[start:end] else 0)
        if literal or (("\n" in value or len(line) > room) and fits_a_block(value)):
            indent = self._below(home)
            lines = list(block_lines(Block(value, literal), indent, manner))
            line_end = self.lines.line_end(end)
            sign = f"{lead}{'|' if literal else '>'}"
            below = "".join(f"\n{one}" for one in lines)
            if line_end == end:
                return [Edit(start, end, sign + below)]
            return [Edit(start, end, sign), Edit(line_end, line_end, below)]
        return [Edit(start, end, lead + line)]

    def _below(self, home: Home) -> int:
        """Where a line begins that is below a key or dash, and deeper."""
        return home.column + (2 if home.is_item else max(self.document.manner.step, 1))

    def _without_block(self, node: TextNode, put: str) -> list[Edit]:
        """Edits that put something on the line of a block's sign, in place of the block; a comment there stays."""
        text = node.span.source.text
        head = next(
            at for at in range(node.span.start, len(text) + 1) if text[at : at + 1] in ("", " ", "\t", "\r", "\n")
        )
        start = node.span.start
        while not put and text[start - 1] in " \t":
            start -= 1
        line_end = self.lines.line_end(node.span.start)
        below = [Edit(line_end, node.span.end, "")] if node.span.end > line_end else []
        return [Edit(start, head, put), *below]

    def _is_key_alone(self, home: Home) -> bool:
        """Whether a value is in a mapping that has no colon there: a key of brackets without a value."""
        return False

    def _in_flow(self, home: Home, node: TextNode, put: str) -> Edit:
        start, end = node.span.start, node.span.end
        text = self.document.source.text
        if start < end:
            return Edit(start, end, put)
        if not home.is_item:
            assert isinstance(home.holder, MappingNode)
            key = home.holder.entries[home.index].key
            colon = _colon(text, key)
            return Edit(key.span.end, key.span.end, f": {put}") if colon is None else Edit(colon, colon, f" {put}")
        return Edit(start, end, f" {put}")

    def _after_colon(self, home: Home) -> int:
        assert isinstance(home.holder, MappingNode)
        colon = _colon(self.document.source.text, home.holder.entries[home.index].key)
        if colon is None:
            raise Refused(UNSAFE)
        return colon

    def _replaced(self, path: Path, home: Home, value: Any) -> list[Edit]:
        """Edits that put a value of another shape in place of one."""
        node, manner = home.node, self.document.manner
        if home.flow:
            return (
                [self._in_flow(home, node, flow(value))]
                if isinstance(node, TextNode)
                else [Edit(node.span.start, node.span.end, flow(value))]
            )
        end = max(end_of(node), node.span.start)
        if home.is_item:
            lead = " " if node.span.start == end else ""
            if isinstance(value, str):
                return self._text(home, node, node.span.start, end, value)
            lines = list(item_lines(self._laid_out(path, value), home.column, manner))
            lines[0] = lines[0][home.column + 2 :]
            column = self.document.source.column_of(node.span.start) - 1
            deeper = max(column - home.column - 2, 0) if lead == "" else 0
            put = "\n".join([lines[0], *(" " * deeper + line if line else line for line in lines[1:])])
            return [Edit(node.span.start, end, lead + put)]
        colon = self._after_colon(home)
        line_end = self.lines.line_end(colon)
        if isinstance(node, TextNode) and node.style in ("|", ">"):
            rest = self._without_block(node, "")
        elif isinstance(node, TextNode) or node.flow or node.span.start < line_end:
            rest = [Edit(colon, node.span.end, "")] if node.span.end > colon else []
        else:
            rest = [Edit(line_end, end, "")]
        if value in ("", [], {}):
            return rest
        composition = Composition(self.document.source.text)
        composition.add(rest)
        emptied = self.document.with_edits(composition.edits)
        inner = EditSequence(emptied)
        again = emptied.home(path)
        assert again is not None
        inner_edits = inner._filled(path, again, value)
        composition.add(tuple(inner_edits))
        return list(composition.edits)

    def _filled(self, path: Path, home: Home, value: Any) -> list[Edit]:
        """Edits that write a value after a key that has none."""
        colon = self._after_colon(home)
        if isinstance(value, str):
            return self._text(home, None, colon, colon, value, literal=self._is_rows(path))
        laid_out = self._laid_out(path, value)
        if isinstance(laid_out, tuple):
            return [Edit(colon, colon, f" {flow(laid_out)}")]
        lines = list(entry_lines("x", laid_out, home.column, self.document.manner))
        line_end = self.lines.line_end(colon)
        return [Edit(line_end, line_end, "".join(f"\n{line}" for line in lines[1:]))]

    def _laid_out(self, path: Path, value: Any, shape: ModelType | None = None) -> Any:
        """A value with its short lists as tuples, which are written on one line; tables as blocks."""
        return laid_out(value, shape or self.document.shape(path), self.document.manner.width // 2)

    def _entry(self, path: Path, holder: MappingNode, key: str, value: Any, shape: ModelType | None) -> list[Edit]:
        """Edits that write a key which a mapping in lines has not."""
        at = self._place_of(holder, key, shape)
        name = self._key(key, shape, holder)
        inner = shape.child(key, holder) if shape else None
        column = holder.entries[0].key.span.column - 1 if holder.entries else 0
        made = laid_out(value, inner, self.document.manner.width // 2)
        lines = list(entry_lines(name, made, column, self.document.manner))
        return self.lines.entry_insertion(path, holder, at, lines)

    def _key(self, key: str, shape: ModelType | None, holder: MappingNode) -> str:
        """A key as it is written. Raises Refused for one that nothing knows, or that no file can hold."""
        cls = shape.cls(holder) if shape and not shape.is_map else None
        if cls and key not in keys_of(cls):
            raise Refused(_("there is no key {key} here", key=key))
        name = written(key_of(key))
        if len(name) > LONGEST_KEY or not key:
            raise Refused(_("this text cannot be a key: it is empty or too long"))
        return name

    def _place_of(self, holder: MappingNode, key: str, shape: ModelType | None) -> int:
        """The index before which a key belongs: after the last of those that the model has before it."""
        cls = shape.cls(holder) if shape and not shape.is_map else None
        order = list(keys_of(cls)) if cls else []
        if key not in order:
            return len(holder.entries)
        before = order[: order.index(key)]
        return max((at + 1 for at, entry in enumerate(holder.entries) if str(entry.key.value) in before), default=0)

    def _flow_entry(self, holder: MappingNode, key: str, value: Any, shape: ModelType | None) -> list[Edit]:
        name = self._key(key, shape, holder)
        plain = name if written(key_of(key), flow=True) == name else written(key_of(key), flow=True)
        put = f"{plain}: {flow(value)}"
        at = self._place_of(holder, key, shape)
        if not holder.entries:
            return [Edit(holder.span.start + 1, holder.span.start + 1, put)]
        if at == 0:
            start = holder.entries[0].key.span.start
            return [Edit(start, start, f"{put}, ")]
        end = max(end_of(holder.entries[at - 1].value), holder.entries[at - 1].key.span.end)
        return [Edit(end, end, f", {put}")]

    def _flow_item(self, node: ListNode, index: int, value: Any) -> list[Edit]:
        put = flow(value)
        if index == 0:
            start = node.items[0].span.start
            return [Edit(start, start, f"{put}, ")]
        end = end_of(node.items[index - 1])
        return [Edit(end, end, f", {put}")]

    def _item(self, path: Path, node: ListNode, index: int, value: Any) -> list[Edit]:
        shape = self.document.shape(path)
        made = laid_out(value, shape.inner if shape else None, self.document.manner.width // 2)
        lines = list(item_lines(made, 0, self.document.manner))
        return self.lines.insertion(path, node, index, lines)


def laid_out(value: Any, shape: ModelType | None, room: int) -> Any:
    """A value as it is laid out: a short list of short texts on one line, rows of a table each on their own."""
    if isinstance(value, Mapping):
        return {key: laid_out(one, shape.child(key, value) if shape else None, room) for key, one in value.items()}
    if isinstance(value, list):
        inner = shape.inner if shape else None
        texts = all(isinstance(one, str) and one and "\n" not in one for one in value)
        is_prose = inner is not None and inner.meant("").reads == "prose"
        if texts and not is_prose and len(flow(value)) <= room:
            return tuple(value)
        return [laid_out(one, inner, room) for one in value]
    if isinstance(value, str) and value and shape and shape.reads == "rows":
        return Block(value, literal=True)
    return value


def _colon(text: str, key: TextNode) -> int | None:
    """Where the value after a key may begin: after its colon; None where it has none."""
    at = key.span.end
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at + 1 if text[at : at + 1] == ":" else None

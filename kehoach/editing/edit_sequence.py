"""Edits made one after the other, until a file says what it should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kehoach.diagnostics import _
from kehoach.editing.additions import Additions
from kehoach.editing.document import Document
from kehoach.editing.expected import Expected, is_as_expected
from kehoach.editing.meaning import plain_value
from kehoach.editing.model_types import Path
from kehoach.editing.refusal import UNSAFE, Refused
from kehoach.editing.regions import Lines
from kehoach.editing.text_edits import TextEdits
from kehoach.edits import Composition, Edit, apply, with_line_ends
from kehoach.source import ListNode, MappingNode, TextNode
from kehoach.yaml_text import Block


def nothing_there(path: Path) -> Refused:
    """Why nothing is done at a path."""
    return Refused(
        _("nothing is written at {path}", path=".".join(map(str, path))), _("the file has changed: read it anew")
    )


class EditSequence:
    """Edits one after the other, each made of the text that the ones before left, kept as edits of the first text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._first = document.source.text
        self._done = Composition(self._first)

    def proven(self, expected: Expected) -> tuple[Edit, ...]:
        """All edits, of the first text, once it is sure that they do just what is expected. Raises Refused."""
        edits = self._done.edits
        if not is_as_expected(self.document.root, expected) or apply(self._first, edits) != self.document.source.text:
            raise Refused(UNSAFE)
        return edits

    def set(self, path: Path, value: Any) -> None:
        """Make the value at a path another one."""
        home = self.document.home(path)
        node = self.document.root if not path else home.node if home else None
        if node is None:
            self._add(path, value)
        elif isinstance(node, MappingNode) and isinstance(value, Mapping):
            self._merge(path, node, value)
        elif isinstance(node, ListNode) and isinstance(value, list) and value and node.items:
            self._set_items(path, node, value)
        elif home is None:
            raise Refused(UNSAFE)
        elif not isinstance(node, TextNode) or not isinstance(value, str):
            if value or self.document.find(path) is not None:
                self._do(TextEdits(self.document).replaced(path, home, value))
        elif value != plain_value(node):
            self._do(TextEdits(self.document).changed(path, home, node, value))

    def insert(self, path: Path, index: int, value: Any) -> None:
        """Put an item into a list."""
        node = self.document.find(path)
        if isinstance(node, ListNode) and node.items:
            if not 0 <= index <= len(node.items):
                raise nothing_there((*path, index))
            add = Additions(self.document)
            if self._is_in_brackets(path):
                self._do(add.item_in_brackets(node, index, value))
            else:
                self._do(add.item(path, node, index, value))
        elif index > (1 if isinstance(node, TextNode) else 0):
            raise nothing_there((*path, index))
        elif isinstance(node, TextNode):
            kept = plain_value(node)
            self.set(path, [value, kept] if index == 0 else [kept, value])
        else:
            self.set(path, [value])

    def insert_typed(self, path: Path, index: int, typed: list[str] | None, value: Any) -> None:
        """Put an item into a list as it was typed, where that may be; else what it says."""
        node = self.document.find(path)
        in_brackets = self._is_in_brackets(path)
        if typed is None or in_brackets or isinstance(node, TextNode):
            if any("#" in line for line in typed or ()):  # perhaps a comment, which would be lost
                raise Refused(_("this list is in brackets, where the item cannot be put as it is typed"))
            self.insert(path, index, value)
        elif node is None or (isinstance(node, ListNode) and not node.items):
            self.set(path, [Block("x")])  # a list in lines, whose item is then replaced
            self.insert_typed(path, 0, typed, value)
            self.remove((*path, 1))
        elif isinstance(node, ListNode) and 0 <= index <= len(node.items):
            self._do(Lines(self.document).insertion(path, node, index, typed))
        else:
            raise nothing_there((*path, index))

    def remove(self, path: Path) -> None:
        """Take a key or an item out."""
        home = self.document.home(path)
        if home is None:
            raise nothing_there(path)
        lines = Lines(self.document)
        self._do(lines.flow_removal(home) if home.flow else lines.removal(path, home))

    def _do(self, edits: Sequence[Edit]) -> None:
        made = tuple(with_line_ends(edit, self.document.source.text) for edit in edits)
        if made:
            self._done.add(made)
            try:
                self.document = self.document.with_edits(made)
            except Refused as refusal:  # what was right is not: the edit is at fault, not the drafter
                raise Refused(UNSAFE) from refusal

    def _is_in_brackets(self, path: Path) -> bool:
        """Whether what is at a path is in brackets, or would be."""
        node, home = self.document.find(path) if path else self.document.root, self.document.home(path)
        return (isinstance(node, (ListNode, MappingNode)) and node.flow) or (home is not None and home.flow)

    def _merge(self, path: Path, node: MappingNode, value: Mapping[str, Any]) -> None:
        going = [key for key in node.by_key if key not in value]
        for key, one in value.items():
            self.set((*path, key), one)
        for key in going:
            self.remove((*path, key))

    def _set_items(self, path: Path, node: ListNode, value: list[Any]) -> None:
        """Make the items of a list others: what is the same at both ends stays."""
        old = [plain_value(item) for item in node.items]
        head = _shared(old, value)
        tail = _shared(old[head:][::-1], value[head:][::-1])
        both = min(len(old), len(value)) - tail
        for at in range(head, both):
            self.set((*path, at), value[at])
        for at in range(both, len(value) - tail):
            self.insert(path, at, value[at])
        for _number in range(both, len(old) - tail):
            self.remove((*path, both))

    def _add(self, path: Path, value: Any) -> None:
        """Write a key or an item that is not there."""
        above, last = path[:-1], path[-1]
        node = self.document.find(above) if above else self.document.root
        if isinstance(last, int):
            if isinstance(node, MappingNode):
                raise nothing_there(path)
            self.insert(above, last, value)
        elif isinstance(node, MappingNode):
            add = Additions(self.document)
            write = add.entry_in_brackets if self._is_in_brackets(above) else add.entry
            self._do(write(above, node, last, value))
        elif isinstance(node, TextNode):
            expected = self.document.shape(above)
            short = expected.short_key(node) if expected else ""
            if not short or short == last:
                raise nothing_there(path)
            self.set(above, {short: str(node.value), last: value})
        elif node is None:
            self.set(above, {last: value})
        else:
            raise nothing_there(path)


def _shared(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many values two lists share from their beginnings on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (first, second) in pairs if first != second), min(len(one), len(other)))

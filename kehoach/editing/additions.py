"""Edits that write what is not there yet: keys of a mapping, items of a list."""

from __future__ import annotations

from typing import Any

from kehoach.diagnostics import _
from kehoach.editing.document import Document, end_of
from kehoach.editing.meaning import key_of
from kehoach.editing.model_types import ModelType, Path, keys_of
from kehoach.editing.refusal import Refused
from kehoach.editing.regions import Lines
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.source import ListNode, MappingNode
from kehoach.yaml_text import entry_lines, flow, item_lines, written

LONGEST_KEY = 1000
"""Characters of a key: YAML looks no further for its colon."""


@frozen
class Additions:
    """Writes such edits for one document, in its drafter's manner."""

    document: Document

    def entry(self, path: Path, holder: MappingNode, key: str, value: Any) -> list[Edit]:
        """Edits that write a key which a mapping in lines has not, in the order of the model. Raises Refused."""
        expected = self.document.shape(path)
        name = self._written_key(key, expected, holder)
        column = holder.entries[0].key.span.column - 1 if holder.entries else 0
        made = self.document.laid_out((*path, key), value)
        lines = list(entry_lines(name, made, column, self.document.manner))
        return Lines(self.document).entry_insertion(path, holder, _place_of(holder, key, expected), lines)

    def entry_in_brackets(self, path: Path, holder: MappingNode, key: str, value: Any) -> list[Edit]:
        """The same for a mapping in brackets. Raises Refused."""
        expected = self.document.shape(path)
        put = f"{self._written_key(key, expected, holder, flow=True)}: {flow(value)}"
        at = _place_of(holder, key, expected)
        if not holder.entries:
            return [Edit(holder.span.start + 1, holder.span.start + 1, put)]
        if at == 0:
            start = holder.entries[0].key.span.start
            return [Edit(start, start, f"{put}, ")]
        end = max(end_of(holder.entries[at - 1].value), holder.entries[at - 1].key.span.end)
        return [Edit(end, end, f", {put}")]

    def item(self, path: Path, node: ListNode, index: int, value: Any) -> list[Edit]:
        """Edits that write an item before another one, or at the end, of a list in lines that has items."""
        expected = self.document.shape(path)
        made = self.document.laid_out((*path, 0), value) if expected else value
        lines = list(item_lines(made, 0, self.document.manner))
        return Lines(self.document).insertion(path, node, index, lines)

    def item_in_brackets(self, node: ListNode, index: int, value: Any) -> list[Edit]:
        """The same for a list in brackets."""
        put = flow(value)
        if index == 0:
            start = node.items[0].span.start
            return [Edit(start, start, f"{put}, ")]
        end = end_of(node.items[index - 1])
        return [Edit(end, end, f", {put}")]

    def _written_key(self, key: str, expected: ModelType | None, holder: MappingNode, *, flow: bool = False) -> str:
        """A key as it is written. Raises Refused for one that nothing knows, or that no file can hold."""
        cls = expected.cls(holder) if expected and not expected.is_map else None
        if cls and key not in keys_of(cls):
            raise Refused(_("there is no key {key} here", key=key))
        name = written(key_of(key), flow=flow)
        if len(name) > LONGEST_KEY or not key:
            raise Refused(_("this text cannot be a key: it is empty or too long"))
        return name


def _place_of(holder: MappingNode, key: str, expected: ModelType | None) -> int:
    """The index before which a key belongs: after the last of those that the model has before it."""
    cls = expected.cls(holder) if expected and not expected.is_map else None
    order = list(keys_of(cls)) if cls else []
    if key not in order:
        return len(holder.entries)
    before = order[: order.index(key)]
    return max((at + 1 for at, entry in enumerate(holder.entries) if str(entry.key.value) in before), default=0)

"""Edits that put another value where one is: a text on its line, as a block below it, or a list or mapping instead."""

from __future__ import annotations

from typing import Any

from kehoach.editing.blocks import block_edit
from kehoach.editing.document import Document, Home, end_of
from kehoach.editing.meaning import row_says
from kehoach.editing.model_types import Path
from kehoach.editing.refusal import UNSAFE, Refused
from kehoach.editing.regions import Lines
from kehoach.edits import Composition, Edit
from kehoach.frozen import frozen
from kehoach.source import MappingNode, Node, TextNode
from kehoach.yaml_text import Block, block_lines, entry_lines, fits_a_block, flow, item_lines, written


@frozen
class TextEdits:
    """Writes such edits for one document, in its drafter's manner."""

    document: Document

    @property
    def _lines(self) -> Lines:
        return Lines(self.document)

    def changed(self, path: Path, home: Home, node: TextNode, value: str) -> list[Edit]:
        """Edits that make a text another one; in a block only words change, elsewhere the quoting stays if it can."""
        if home.flow:
            return [self._in_brackets(home, node, flow(value))]
        is_rows = self._is_rows(path)
        if node.style in ("|", ">"):
            if value and (is_rows or fits_a_block(value)):
                edit = block_edit(node, value, self._below(home), self.document.manner, row_says if is_rows else None)
                return [edit] if edit else []
            return self._without_block(node, written(value) if value else "")
        start, end = node.span.start, node.span.end
        if value:
            return self._text(home, start, end, value, node.style, literal=is_rows)
        if home.is_item:
            return [Edit(start, end, '""' if start < end else ' ""')]
        return [Edit(self._after_colon(home), end, "")]

    def replaced(self, path: Path, home: Home, value: Any) -> list[Edit]:
        """Edits that put a value of another sort in place of one, such as a list of a text. Raises Refused."""
        node = home.node
        if home.flow:
            return [self._in_brackets(home, node, flow(value))]
        end = max(end_of(node), node.span.start)
        if home.is_item:
            if isinstance(value, str):
                return self._text(home, node.span.start, end, value)
            is_empty = node.span.start == end
            column = home.column + 2 if is_empty else self.document.source.column_of(node.span.start) - 1
            lines = list(item_lines(self.document.laid_out(path, value), max(column - 2, 0), self.document.manner))
            put = "\n".join([lines[0].lstrip()[2:], *lines[1:]])
            return [Edit(node.span.start, end, f" {put}" if is_empty else put)]
        rest = self._emptied(home, end)
        if value in ("", [], {}):
            return rest
        composition = Composition(self.document.source.text)
        composition.add(rest)
        emptied = self.document.with_edits(composition.edits)
        again = emptied.home(path)
        assert again is not None
        composition.add(TextEdits(emptied)._filled(path, again, value))
        return list(composition.edits)

    def _is_rows(self, path: Path) -> bool:
        expected = self.document.shape(path)
        return expected is not None and expected.reads == "rows"

    def _emptied(self, home: Home, end: int) -> list[Edit]:
        """Edits that leave nothing after a key but a comment on its line."""
        node, colon = home.node, self._after_colon(home)
        line_end = self._lines.line_end(colon)
        if isinstance(node, TextNode) and node.style in ("|", ">"):
            return self._without_block(node, "")
        if isinstance(node, TextNode) or node.flow or node.span.start < line_end:
            return [Edit(colon, node.span.end, "")] if node.span.end > colon else []
        return [Edit(line_end, self._lines.line_end(end), "")]

    def _filled(self, path: Path, home: Home, value: Any) -> list[Edit]:
        """Edits that write a value after a key that has none."""
        colon = self._after_colon(home)
        if isinstance(value, str):
            return self._text(home, colon, colon, value, literal=self._is_rows(path))
        laid_out = self.document.laid_out(path, value)
        if isinstance(laid_out, tuple):
            return [Edit(colon, colon, f" {flow(laid_out)}")]
        lines = list(entry_lines("x", laid_out, home.column, self.document.manner))
        line_end = self._lines.line_end(colon)
        return [Edit(line_end, line_end, "".join(f"\n{line}" for line in lines[1:]))]

    def _text(
        self, home: Home, start: int, end: int, value: str, style: str = "", *, literal: bool = False
    ) -> list[Edit]:
        """Edits that put a text in place of what is typed from `start` to `end`, on its line or as a block below it.

        A comment after it stays on its line.
        """
        text, manner = self.document.source.text, self.document.manner
        lead = " " if start == end or text[start - 1] not in " \t" else ""
        line = written(value, style)
        was = end - start if "\n" not in text[start:end] else 0
        room = max(manner.width - self.document.source.column_of(start), was)
        if not literal and (("\n" not in value and len(line) <= room) or not fits_a_block(value)):
            return [Edit(start, end, lead + line)]
        sign = f"{lead}{'|' if literal else '>'}"
        below = "".join(f"\n{one}" for one in block_lines(Block(value, literal), self._below(home), manner))
        line_end = self._lines.line_end(end)
        if line_end == end:
            return [Edit(start, end, sign + below)]
        return [Edit(start, end, sign), Edit(line_end, line_end, below)]

    def _below(self, home: Home) -> int:
        """Where a line begins that is below a key or dash, and deeper."""
        return home.column + (2 if home.is_item else self.document.manner.step)

    def _without_block(self, node: TextNode, put: str) -> list[Edit]:
        """Edits that put something on the line of a block's sign in place of the block; a comment there stays."""
        text, start = node.span.source.text, node.span.start
        line_end = self._lines.line_end(start)
        head = start + len(text[start:line_end].split("#")[0].rstrip())
        while not put and text[start - 1] in " \t":
            start -= 1
        below = [Edit(line_end, node.span.end, "")] if node.span.end > line_end else []
        return [Edit(start, head, put), *below]

    def _in_brackets(self, home: Home, node: Node, put: str) -> Edit:
        start, end = node.span.start, node.span.end
        if start < end or home.is_item:
            return Edit(start, end, put if start < end else f" {put}")
        assert isinstance(home.holder, MappingNode)
        key = home.holder.entries[home.index].key
        colon = _colon(self.document.source.text, key)
        return Edit(key.span.end, key.span.end, f": {put}") if colon is None else Edit(colon, colon, f" {put}")

    def _after_colon(self, home: Home) -> int:
        """Where the value after a key may begin. Raises Refused where its colon is on another line."""
        assert isinstance(home.holder, MappingNode)
        colon = _colon(self.document.source.text, home.holder.entries[home.index].key)
        if colon is None:
            raise Refused(UNSAFE)
        return colon


def _colon(text: str, key: TextNode) -> int | None:
    """After the colon of a key; None where it has none on its line."""
    at = key.span.end
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at + 1 if text[at : at + 1] == ":" else None

"""What a value says once it is in a file: blanks collapsed, one line a paragraph, letters whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kehoach.diagnostics import _
from kehoach.editing.model_types import ModelType, Value
from kehoach.editing.refusal import Refused
from kehoach.parse.tables import row_cells
from kehoach.readers.characters import forbidden_in
from kehoach.readers.scalars import paragraphs
from kehoach.source import ListNode, MappingNode, Node, TextNode
from kehoach.vietnamese import nfc


class Rows(str):
    """The rows of a pasted table: only what is in their cells counts, not how wide the gaps are."""

    @classmethod
    def of(cls, text: str) -> Rows:
        """The rows of a text, one a line. Raises Refused for what no file can hold."""
        rows = (text_of(row_says(line)).strip() for line in text.split("\n") if line.strip())
        return cls("\n".join(row or "|" for row in rows))

    def are(self, node: TextNode) -> bool:
        """Whether a text has just these rows."""
        lines = [line.text for line in node.lines if line.text.strip()] or str(node.value).split("\n")
        return [row_says(line) for line in lines] == [row_says(line) for line in self.split("\n")]


def meaning(value: Value, shape: ModelType | None) -> Any:
    """A value as the reader will give it back: texts, lists, dictionaries. Raises Refused for what no file can hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, (str, int)):
        value = "" if value is None else str(value)
        return Rows.of(value) if shape and shape.reads == "rows" else text_of(value)
    if isinstance(value, Mapping):
        return {
            key_of(key): meaning(one, shape.child(str(key), value) if shape else None) for key, one in value.items()
        }
    inner = shape.inner if shape else None
    return [meaning(one, inner) for one in value]


def text_of(text: str) -> str:
    """A text as it will be read. Raises Refused for a character that no page can hold."""
    found = nfc(paragraphs(text, "", "|"))
    if character := forbidden_in(found):
        raise Refused(
            _("the character U+{code:04X} cannot be printed", code=ord(character)),
            _("delete it; it was probably pasted along with the text"),
        )
    return found


def key_of(key: str) -> str:
    """A key as it will be read, on one line."""
    return text_of(str(key)).replace("\n", " ")


def row_says(row: str) -> str:
    """A row of a table as cells and the signs between them: however wide the gaps are, the same."""
    return " | ".join(cell.replace("\n", "<br>") for cell in row_cells(row))


def plain_value(node: Node) -> Any:
    """What a node says, as texts, lists and dictionaries."""
    if isinstance(node, TextNode):
        if node.is_empty:
            return ""
        return "\n".join(line.text for line in node.lines) if node.lines else str(node.value)
    if isinstance(node, MappingNode):
        return {key: plain_value(entry.value) for key, entry in node.by_key.items()}
    return [plain_value(item) for item in node.items] if isinstance(node, ListNode) else ""

"""Pasted tables."""

from __future__ import annotations

import re

from kehoach.source import TextNode
from kehoach.vietnamese import nfc

_CELLS = re.compile(r"\t|(?<!\S)\|(?!\S)")


def rows(node: TextNode) -> tuple[tuple[str, ...], ...]:
    """One row a line; cells between ` | ` or tabs, blanks trimmed. `<br>` in a cell breaks its line."""
    lines = [line.text for line in node.lines] or str(node.value).split("\n")
    return tuple(
        tuple(nfc(re.sub(r" ?<br/?> ?", "\n", " ".join(cell.split()))) for cell in _CELLS.split(line))
        for line in lines
        if line.strip()
    )

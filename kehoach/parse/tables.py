"""Pasted tables."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.model.prose import Prose
from kehoach.parse.prose import prose
from kehoach.parse.unclear import Unclear
from kehoach.patterns import regex
from kehoach.readers.scalars import anchors
from kehoach.source import Text, TextNode
from kehoach.vietnamese import nfc

_CELLS = regex(r"\t|(?<!\S)\|(?!\S)")
_BREAK = regex(r" ?<br/?> ?")


def rows(node: TextNode) -> tuple[tuple[Prose, ...], ...]:
    """One row a line; cells between ` | ` or tabs, blanks trimmed. `<br>` in a cell breaks its line.

    A cell is a text like any other. Raises Unclear with the findings of every cell that has no meaning.
    """
    faults: list[Unclear] = []
    found = tuple(tuple(_cell(cell, faults) for cell in row) for row in _rows(node))
    if faults:
        first = faults[0]
        first.findings = tuple(finding for fault in faults for finding in fault.findings)
        first.stand_in = found
        raise first
    return found


def row_cells(row: str) -> list[str]:
    """What the cells of a row say."""
    return [_worded(cell) for cell in _CELLS.split(row)]


def _cell(cell: TextNode, faults: list[Unclear]) -> Prose:
    try:
        return prose(cell)
    except Unclear as fault:
        faults.append(fault)
        stand_in = fault.stand_in
        return stand_in if isinstance(stand_in, Prose) else Prose(cell.value, ((str(cell.value),),))


def _rows(node: TextNode) -> Iterator[list[TextNode]]:
    source = node.span.source
    if not node.lines:  # one line, or quoted: only the whole has a place
        for typed in str(node.value).split("\n"):
            if typed.strip():
                yield [TextNode(Text(_worded(cell), node.span)) for cell in _CELLS.split(typed)]
        return
    for line in node.lines:
        if not line.text.strip():
            continue
        end = source.text.find("\n", line.start)
        raw = source.text[line.start : end if end >= 0 else None].rstrip("\r")
        yield [_placed(node, raw, line.start, start, end) for start, end in _stretches(raw)]


def _stretches(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CELLS.finditer(raw):
        yield start, match.start()
        start = match.end()
    yield start, len(raw)


def _placed(node: TextNode, line: str, offset: int, start: int, end: int) -> TextNode:
    """A cell that knows where its words are; an empty one, where it would be."""
    raw = line[start:end]
    value = _worded(raw)
    first = offset + start + len(raw) - len(raw.lstrip())
    span = node.span.source.span(first, max(first + len(raw.strip()), first + 1))
    return TextNode(Text(value, span, anchors(value, raw, offset + start, "")))


def _worded(raw: str) -> str:
    return nfc(_BREAK.sub("\n", " ".join(raw.split())))

"""How high blocks are on the page, in millimetres: for a paper that must not be longer than one.

Estimated from above: a line too many costs less than a second page.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from kehoach.documents.chart import Chart
from kehoach.documents.columns import CELL_SIZE
from kehoach.documents.paper import Block, Inline, Letterhead, Paragraph, Table, Title, plain
from kehoach.nghi_dinh_30 import COMPONENTS, INDENT, MARGINS, PAGE
from kehoach.typeface import width_mm, wrap

TEXT_HEIGHT = PAGE.height - MARGINS.top - MARGINS.bottom
_POINT = 25.4 / 72
LEAST = 6 * _POINT
"""What a paragraph or a row of a table takes at least, even if it were empty."""
_LINE = 1.15
"""Height of a line by the size of its letters: Times New Roman's ascent, descent and gap."""
_CELL_PADDING = 4.2
"""Left and right of the text of a cell, with its borders."""
_CELL_GAP = 4 * _POINT + 0.3
"""Above and below the text of a row, with its border."""


def height(blocks: Iterable[Block]) -> float:
    """Height of blocks of text below each other."""
    return sum(_height(block) for block in blocks)


def _height(block: Block) -> float:
    if isinstance(block, Paragraph):
        component = COMPONENTS["roman_section" if block.level == 1 else "body_text"]
        label = f"{block.mark.label} " if block.mark else ""
        text = _lines((label, *block.text), MARGINS.text_width, component.size, INDENT, bold=component.bold)
        return text * component.size * _LINE * _POINT + max(component.space_before, 6) * _POINT
    if isinstance(block, Table):
        widths = [column.width - _CELL_PADDING for column in block.columns]
        rows: list[tuple[Inline, ...]] = [tuple((cell.text,) for cell in header) for header in block.header]
        rows += [row.cells for row in block.rows]
        return sum(_row(cells, widths if len(cells) > 1 else [sum(widths)]) for cells in rows)
    assert isinstance(block, Chart)
    return TEXT_HEIGHT


def _row(cells: Iterable[Inline], widths: list[float]) -> float:
    lines = max(_lines(cell, width, CELL_SIZE, bold=True) for cell, width in zip(cells, widths, strict=True))
    return max(lines, 1) * CELL_SIZE * _LINE * _POINT + _CELL_GAP


def _lines(text: Inline, width: float, size: float, indent: float = 0, *, bold: bool = False) -> int:
    """Lines that a text takes; a word wider than the line is broken, the first line begins with an indent."""
    face = "bold" if bold else "regular"
    count = 0
    for number, typed in enumerate(plain(text).split("\n")):
        room = width - (indent if number == 0 else 0)
        first, *rest = wrap(typed, room, size, face) if indent else ("", typed)
        after = wrap(" ".join(rest), width, size, face) if rest else ()
        count += sum(max(ceil(width_mm(line, size, face) / width), 1) for line in (first, *after) if line)
    return count


def head_height(letterhead: Letterhead, title: Title) -> float:
    """Height of everything above the text of a paper that has letterhead and title."""
    left, _right = letterhead.columns
    names = (*letterhead.parent, *letterhead.issuer)
    beside = sum(len(wrap(name, left, 13, "bold")) for name in names), 2
    top = max(beside) * 14 * _LINE * _POINT + 4
    component = COMPONENTS["abstract"]
    lines = 1 + sum(_lines(line, MARGINS.text_width, component.size, bold=True) for line in title.subject)
    return top + lines * component.size * _LINE * _POINT + 12 * _POINT + 4

"""Tables of a PDF: what is in their cells; one that goes on over pages as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, ReadTable, TableCell, TextLine
from kehoach.readers.legacy_words import is_syllable
from kehoach.readers.pages.pdf_lines import PdfLine, has_room, lines_of, mended
from kehoach.readers.pages.pdf_rules import RuledCell, RuledGrid
from kehoach.readers.pages.pdf_words import PdfWord

_CONSONANTS = re.compile("[bcdđghklmnpqrstvx]", re.IGNORECASE)
_DATE_PART = re.compile(r"[/-]")
Placed = Callable[[PdfLine], str]
"""Where a person finds a line."""


def read_grid(grid: RuledGrid, words: Sequence[PdfWord], page: int, place: Placed) -> ReadTable:
    """A ruled table with the words that are inside of it."""
    rows: list[list[TableCell | None]] = [[None] * (len(grid.across) - 1) for _row in grid.down[1:]]
    held: dict[RuledCell, list[PdfWord]] = {cell: [] for cell in grid.cells}
    for word in words:
        x, y = (word.left + word.right) / 2, word.base + word.size / 4
        held[min(grid.cells, key=lambda cell: _outside(cell, x, y))].append(word)
    first = ""
    for cell, inside in held.items():
        lines = _cell_lines(lines_of(inside, page), cell, place)
        first = first or next((line.place for line in lines), "")
        rows[cell.row][cell.column] = TableCell(lines, cell.columns, cell.rows)
    return ReadTable(tuple(map(tuple, rows)), first or f"trang {page}")


def _outside(cell: RuledCell, x: float, y: float) -> float:
    """How far a point is from a cell, 0 inside."""
    return max(cell.left - x, x - cell.right, 0) + max(cell.bottom - y, y - cell.top, 0)


def _cell_lines(lines: Sequence[PdfLine], cell: RuledCell, place: Placed) -> tuple[TextLine, ...]:
    if not lines:
        return ()
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    padding = max(min(left - cell.left, cell.right - right), 0)
    lines = _unbroken(lines, cell.right - cell.left - 2 * padding)
    found = []
    for index, line in enumerate(lines):
        before, behind = line.left - cell.left, cell.right - line.right
        is_central = abs(before - behind) < 3 and before > padding + 2
        end = LineEnd.PARAGRAPH
        if index + 1 < len(lines):
            after = lines[index + 1]
            # in the middle of the cell, both ends together are what is free
            free = cell.right - padding + (max(before - padding, 0) if is_central else 0)
            is_apart = line.base - after.base > 1.75 * line.size
            end = LineEnd.PARAGRAPH if is_apart or has_room(line, after, free) else LineEnd.WRAP
        found.append(TextLine(line.runs(), place(line), align="center" if is_central else "", end=end))
    return tuple(line for line in mended(found) if isinstance(line, TextLine))


def _unbroken(lines: Sequence[PdfLine], wide: float) -> list[PdfLine]:
    """The lines with a word whole again that was broken because its column is narrower: "ST" and "T"."""
    whole = [lines[0]]
    for line in lines[1:]:
        above, below = whole[-1].words[-1], line.words[0]
        is_rest = _is_rest(above.text, below.text)
        is_full = whole[-1].right - whole[-1].left + below.right - below.left > wide - 1
        if is_rest and is_full:
            words = (
                *whole[-1].words[:-1],
                replace(above, text=above.text + below.text, blanks=below.blanks),
                *line.words[1:],
            )
            whole[-1] = PdfLine(words, line.page)
        else:
            whole.append(line)
    return whole


def _is_rest(above: str, below: str) -> bool:
    """Whether what begins a line is the rest of what ends the one above: together they are a word, and not alone."""
    if above[-1:].isdigit() or above[-1:] in ".,":
        return below[:1].isdigit() and any(sign.isdigit() for sign in above) and not _DATE_PART.search(above)
    if len(below) == 1 and _CONSONANTS.fullmatch(below):
        return above[-1:].isalpha()
    return is_syllable(above + below) and not (is_syllable(above) and is_syllable(below))


def goes_on(above: RuledGrid, below: RuledGrid) -> bool:
    """Whether the table at the top of a page has the columns of the one at the end of the page before."""
    return len(above.across) == len(below.across) and all(
        abs(one - other) < 3 for one, other in zip(above.across, below.across, strict=True)
    )


def put_together(above: ReadTable, below: ReadTable) -> ReadTable:
    """Two parts of a table as one: without the heading that is repeated, and with a row that was cut whole again."""
    repeated = 0
    while repeated < min(len(above.rows), len(below.rows) - 1) and _texts(above.rows[repeated]) == _texts(
        below.rows[repeated]
    ):
        repeated += 1
    if not any(text for row in below.rows[:repeated] for text in _texts(row)):
        repeated = 0
    rows, further = list(above.rows), list(below.rows[repeated:])
    if _is_cut(rows[max(repeated, above.header) :], further[0]):
        rows[-1] = tuple(map(_one_cell, rows[-1], further.pop(0)))
    return replace(above, rows=(*rows, *further), header=above.header or repeated)


def _is_cut(rows: Sequence[Sequence[TableCell | None]], row: Sequence[TableCell | None]) -> bool:
    """Whether a row only goes on the last one: its number is missing, which all rows before have, as are others."""
    texts = _texts(row)
    same = rows and all((one is None) == (other is None) for one, other in zip(rows[-1], row, strict=True))
    return bool(same and texts and not texts[0] and any(texts) and all(_texts(one)[0] for one in rows))


def _one_cell(above: TableCell | None, below: TableCell | None) -> TableCell | None:
    if above is None or below is None:
        return above
    lines = above.lines
    if lines and below.lines:
        lines = (*lines[:-1], replace(lines[-1], end=LineEnd.WRAP))
    return replace(above, lines=(*lines, *below.lines))


def _texts(row: Sequence[TableCell | None]) -> list[str]:
    return ["" if cell is None else " ".join(line.text for line in cell.lines) for cell in row]

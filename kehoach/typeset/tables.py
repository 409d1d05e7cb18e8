"""Tables as Typst code: header rows that repeat, joined cells, rows over the whole width kept with the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.documents.paper import Align, HeaderCell, Inline, Row, Table
from kehoach.paragraph_forms import FORMS
from kehoach.typeset.code import millimetres, points
from kehoach.typeset.inline import InlineWriter, bold

_END = FORMS["KetThuc"]


def table_code(table: Table, inline: InlineWriter, end: str = "") -> str:
    """A table. `end` is the code of the closing sign, a last row without lines that is never on a page alone."""
    columns = ", ".join(millimetres(column.width) for column in table.columns)
    inline.origin = table.origin
    cells = [f"table.header({', '.join(_header(table.header, inline))})"] if table.header else []
    last = table.rows[-1] if table.rows else None
    together = bool(end) and last is not None and not last.across and not last.joined
    cells += _rows(table, inline, together=together)
    if end:
        inset = f"inset: (x: 0pt, top: {points(_END.before)}, bottom: 0pt)"
        cell = f"table.cell(colspan: {len(table.columns)}, stroke: none, {inset}, {end})"
        cells.append(cell if together else f"table.footer(repeat: false, {cell})")
    return f"lined(({columns},), {', '.join(cells)})"


def _header(rows: Sequence[Sequence[HeaderCell]], inline: InlineWriter) -> Iterator[str]:
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            if not cell.continues:
                high = 1 + (_continued(rows[at + 1 :], column) if cell.tall else 0)
                spans = f"colspan: {cell.span}, rowspan: {high}, breakable: false"
                yield f"table.cell({spans}, ODauBang({inline.text(cell.text)}))"
            column += cell.span


def _continued(rows: Sequence[Sequence[HeaderCell]], column: int) -> int:
    """In how many of the rows the cell of a column, from 0, belongs to the one above it."""
    high = 0
    for row in rows:
        at = 0
        for cell in row:
            if at == column:
                break
            at += cell.span
        if at != column or not cell.continues:
            break
        high += 1
    return high


def _rows(table: Table, inline: InlineWriter, *, together: bool) -> Iterator[str]:
    """The cells of the rows. `together`: the last row is never parted from what is below it."""
    across: list[str] = []
    for at, row in enumerate(table.rows):
        inline.origin = row.origin
        if row.across:
            across.append(
                f"table.cell(colspan: {len(table.columns)}, {_cell('OBang', row.cells[0], inline, strong=True)})"
            )
            continue
        if across:  # a header, even one that is not repeated, is never parted from the row below it
            yield f"table.header(level: 2, repeat: false, {', '.join(across)})"
            across.clear()
        cells = _row(table, row, table.rows[at + 1 :], inline)
        if together and at + 1 == len(table.rows):
            yield f"table.header(level: 3, repeat: false, {', '.join(cells)})"
        else:
            yield from cells
    yield from across


def _row(table: Table, row: Row, below: Sequence[Row], inline: InlineWriter) -> Iterator[str]:
    for column, cell in enumerate(row.cells):
        if column in row.joined:
            continue
        inline.origin = row.origins.get(column, row.origin)
        high = 1
        while high <= len(below) and column in below[high - 1].joined:
            high += 1
        form = "OBangGiua" if table.columns[column].align is Align.CENTER else "OBang"
        span = f"rowspan: {high}" if high > 1 else "breakable: false"
        yield f"table.cell({span}, {_cell(form, cell, inline, strong=row.strong)})"


def _cell(form: str, text: Inline, inline: InlineWriter, *, strong: bool) -> str:
    code = inline.code(text)
    return f"{form}({bold(code) if strong else code})"

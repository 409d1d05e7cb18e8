"""Tables pasted as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kehoach.documents.body import Body
from kehoach.documents.columns import columns, header_rows
from kehoach.documents.inline import joined
from kehoach.documents.paper import Align, HeaderCell, Inline, Row, Table, plain
from kehoach.model.appendix import TableAppendix

_STRONG = re.compile(r"(?:[IVX]+|[A-HĐ])\.?$")
_TOTAL = re.compile(r"(?:Tổng|Cộng)(?! (?:công ty|cục|hội|liên đoàn)\b)")
_NUMERIC = re.compile(r"[-+]?[\d.,]+ ?%?$|$")


def pasted_table(appendix: TableAppendix, body: Body, width: float) -> Table:
    """The table as it prints; totals and group rows, recognised by their first cells, are bold."""
    headings = [plain(body.line(heading, body.scope)) for heading in appendix.columns]
    header = header_rows(headings)
    count = len(headings)
    if appendix.column_numbers:
        header = (*header, tuple(HeaderCell(f"({number})") for number in range(1, count + 1)))
    rows = []
    for typed in appendix.rows:
        cells = tuple(joined(body.paragraphs(cell, body.scope), "\n") for cell in typed)
        if len(cells) == 1:
            rows.append(Row(cells, strong=True, across=True))
            continue
        filled: tuple[Inline, ...] = (*cells, *[()] * (count - len(cells)))[:count]
        strong = bool(_STRONG.match(plain(cells[0]))) or any(_TOTAL.match(plain(cell)) for cell in cells[:2])
        rows.append(Row(filled, strong=strong))
    aligns = [_alignment(rows, index) for index in range(count)]
    return Table(columns(header, rows, aligns, width), header, tuple(rows))


def _alignment(rows: Iterable[Row], index: int) -> Align:
    """Short signs and numbers are in the middle, words on the left."""
    cells = [plain(row.cells[index]) for row in rows if not row.across]
    filled = [cell for cell in cells if cell]
    if filled and all(_NUMERIC.match(cell) or len(cell) <= 4 for cell in filled):
        return Align.CENTER
    return Align.LEFT

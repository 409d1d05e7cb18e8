"""Widths of cells, beside the grid of their table: Google Docs, WPS and Word itself take a width from the cell.

Most cells are in long tables, whose rows are printed by a loop. There a sign stands for each width, and what it stands
for follows from the rows of the document; it is put in at once for a whole stretch. Elsewhere, each cell is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import compress, groupby
from operator import attrgetter

from kehoach.documents.paper import Table
from kehoach.frozen import attribute, mutable
from kehoach.ooxml.offsets import is_empty
from kehoach.patterns import regex

CELL = "\x01"
"""Is where the width of a cell comes that a loop prints. One byte, which no XML has, is found and cut at fastest."""
_CELL, _STAND_IN = CELL.encode(), b"<w:tcW/>"
_STRETCH = 1 << 14
"""Bytes that are looked at together: they fit into the innermost cache of a processor."""
_TAIL = 4096
"""Bytes, more than there are between the begin of a row and the width of its first cell."""
_ROW = b"<w:tr"
_TOKEN = regex(
    rb"<w:(?:tbl|tr|tc|tcPr)(?: [^<>]*)?/?>|</w:tbl>|<w:tcW [^<>]*>"
    rb'|<w:grid(?:Span|Before) w:val="(\d{1,4})"[^<>]*>'
)


class UnevenRows(Exception):
    """A loop of the template prints other cells than the table of the document has."""


@mutable
class CellWidths:
    """The widths that the signs of one body stand for, in print order, and which of them begin a row."""

    tags: list[bytes] = attribute(factory=list)
    begins: bytearray = attribute(factory=bytearray)

    def add(self, table: Table, widths: list[int]) -> None:
        """The cells of a table whose columns have these widths in twips."""
        for cells in table.header:
            self._add(_spanned(widths, [cell.span for cell in cells]))
        kinds = {True: [_tag(sum(widths))], False: [_tag(width) for width in widths]}
        for across, rows in groupby(table.rows, attrgetter("across")):
            self._add(kinds[across], sum(1 for _row in rows))

    def _add(self, row: list[bytes], times: int = 1) -> None:
        self.tags += row * times
        self.begins += bytes([1, *[0] * (len(row) - 1)][: len(row)]) * times

    def put_into(self, xml: bytes) -> bytes:
        """A printed body with the widths. Raises UnevenRows when its rows are not those that were added."""
        if not self.tags:
            return xml
        done, rest, used = [], b"", 0
        for at in range(0, len(xml), _STRETCH):
            *pieces, rest = (rest + xml[at : at + _STRETCH]).split(_CELL)
            end = used + len(pieces)
            begins = compress(pieces, self.begins[used:end])
            if end > len(self.tags) or not all(_ROW in piece for piece in begins):
                raise UnevenRows
            whole = [b""] * (2 * len(pieces))
            whole[::2], whole[1::2] = pieces, self.tags[used:end]
            whole.append(rest[:-_TAIL])
            done.append(b"".join(whole))
            used, rest = end, rest[-_TAIL:]
        if used != len(self.tags):
            raise UnevenRows
        return b"".join((*done, rest))


def unsigned(properties: bytes) -> bytes:
    """The properties of a cell with an element instead of the sign, so that they are XML."""
    return properties.replace(_CELL, _STAND_IN)


def signed(properties: bytes) -> bytes:
    """The same with the sign again."""
    return properties.replace(_STAND_IN, _CELL)


def cell_edits(xml: bytes, table: int, widths: list[int]) -> Iterator[tuple[int, int, bytes]]:
    """For the table that begins at `table`: which stretch becomes the width of a cell, row by row."""
    depth = column = 0
    cell: _Cell | None = None
    for token in _TOKEN.finditer(xml, table):
        tag = token[0]
        depth += tag.startswith(b"<w:tbl") - (tag == b"</w:tbl>")
        begins = depth == 1 and tag.startswith((b"<w:tr", b"<w:tc ", b"<w:tc>"))  # not their properties
        if cell is not None and (begins or not depth):
            yield cell.edit(_tag(sum(widths[column : column + cell.span])))
            column += cell.span
            cell = None
        if not depth:
            return
        if begins:
            column = 0 if tag.startswith(b"<w:tr") else column
            cell = None if tag.startswith(b"<w:tr") else _Cell(token.end())
        elif depth == 1 and tag.startswith(b"<w:gridBefore"):
            column = int(token[1])
        elif depth == 1 and cell is not None:
            cell.look_at(xml, token)


@mutable
class _Cell:
    """Where the width of a cell is, or where it is to come, and over how many columns the cell goes."""

    at: int
    end: int = 0
    span: int = 1
    bare: bool = True

    def look_at(self, xml: bytes, token: re.Match[bytes]) -> None:
        if token[0].startswith(b"<w:tcPr"):
            if is_empty(xml, token.start()):
                self.at, self.end = token.span()
            elif self.bare:
                self.at, self.bare = token.end(), False
        elif token[0].startswith(b"<w:tcW") and not self.end:
            self.at, self.end = token.span()
        elif token[0].startswith(b"<w:gridSpan"):
            self.span = int(token[1])

    def edit(self, tag: bytes) -> tuple[int, int, bytes]:
        return self.at, self.end or self.at, b"<w:tcPr>%b</w:tcPr>" % tag if self.bare else tag


def _spanned(widths: list[int], spans: Iterable[int]) -> list[bytes]:
    tags, column = [], 0
    for span in spans:
        tags.append(_tag(sum(widths[column : column + span])))
        column += span
    return tags


@lru_cache(4096)
def _tag(width: int) -> bytes:
    return b'<w:tcW w:w="%d" w:type="dxa"/>' % width

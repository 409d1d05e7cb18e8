"""Tables pasted as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from kehoach.documents.columns import columns, header_rows
from kehoach.documents.inline import as_styled, joined
from kehoach.documents.paper import Align, HeaderCell, Inline, Paragraph, Picture, Role, Row, Table, plain
from kehoach.model.base import Todo
from kehoach.model.items import Exhibit, Pasted, PictureItem, TableItem
from kehoach.model.rows import places_of
from kehoach.nghi_dinh_30 import MARGINS, PAGE

if TYPE_CHECKING:
    from kehoach.documents.body import Body

_NUMERIC = re.compile(r"[-+]?[\d.,]+ ?%?$|$")


def exhibited(item: Exhibit, body: Body) -> Iterator[Paragraph | Table]:
    """What stands among items and is no text: its title, a remark, the table, a note. They stay together."""
    if isinstance(item, PictureItem):
        yield from pictured(item, body)
        return
    if title := title_of(item, body):
        yield Paragraph(Role.TEXT, as_styled(title, bold=True), keep_next=True, align=Align.CENTER)
    yield from below_title(item, body)


def title_of(item: Exhibit, body: Body) -> Inline:
    """What a table or picture is called; nothing where it has no title."""
    named = item.table if isinstance(item, TableItem) else getattr(item, "caption", None)
    return joined(body.paragraphs(named, body.scope_of(item)), "\n")


def below_title(item: Exhibit, body: Body) -> Iterator[Paragraph | Table]:
    """A table with the remark above it and the note below it; of a picture, that alone."""
    if isinstance(item, PictureItem):
        yield Paragraph(Role.TEXT, (picture_of(item, body),), align=Align.CENTER)
    if isinstance(item, TableItem):
        yield from remark_of(item, body)
        yield pasted_table(item, body)
        for note in body.paragraphs(item.note, body.scope_of(item)):
            yield Paragraph(Role.TEXT, note)


def pictured(item: PictureItem, body: Body) -> Iterator[Paragraph]:
    """A picture in the middle of the text, its caption below it; what is undecided of it is a mark in its place."""
    caption = title_of(item, body)
    yield Paragraph(Role.TEXT, (picture_of(item, body),), keep_next=bool(caption), align=Align.CENTER)
    if caption:
        yield Paragraph(Role.TEXT, caption, align=Align.CENTER)


def picture_of(item: PictureItem, body: Body) -> Picture | Todo:
    """A picture in its size: as wide as asked for, else as it is; never wider or higher than the text of a page."""
    if isinstance(item.picture, Todo) or item.picture.image is None:
        return item.picture if isinstance(item.picture, Todo) else Todo(item.picture.reference)
    image = item.picture.image
    width = item.width.within(body.width) if item.width else min(image.natural, body.width)
    height = width * image.height / image.width
    most = _room_for_picture(body)
    if height > most:
        width, height = width * most / height, most
    alt = " ".join(plain(body.line(item.alt, body.scope_of(item))).split())
    return Picture(item.picture.reference, alt, image, round(width, 2), round(height, 2))


def _room_for_picture(body: Body) -> float:
    """How high a picture can be, in millimetres, with two lines of a caption below it."""
    page = PAGE.width if body.width > MARGINS.text_width else PAGE.height
    return page - MARGINS.top - MARGINS.bottom - _CAPTION


_CAPTION = 20.0


def remark_of(table: Pasted, body: Body) -> Iterator[Paragraph]:
    """What is said between title and table, on the right and in italics: `Đơn vị tính: triệu đồng` (habit)."""
    for remark in body.paragraphs(table.remark, body.scope_of(table)):
        yield Paragraph(Role.TEXT, as_styled(remark, italic=True), keep_next=True, align=Align.RIGHT)


def pasted_table(table: Pasted, body: Body) -> Table:
    """The table as it prints: totals and groups bold, empty cells of merged columns one with those above them."""
    headings = [plain(body.line(heading, body.scope)) for heading in table.columns]
    header = header_rows(headings)
    count = len(headings)
    if table.numbers:
        header = (*header, tuple(HeaderCell(sign or "") for sign, _n in zip_longest(table.numbers[:count], headings)))
    rows: list[Row] = []
    for typed, place in zip(table.rows, places_of(table), strict=True):
        cells = tuple(joined(body.paragraphs(cell, body.scope_of(table)), "\n") for cell in typed)
        if place.across:
            rows.append(Row(cells, strong=True, across=True, origin=(table, typed)))
            continue
        filled: tuple[Inline, ...] = (*cells, *[()] * (count - len(cells)))[:count]
        above = () if place.is_total else rows
        rows.append(Row(filled, strong=place.strong, joined=_joined(table, filled, above), origin=(table, typed)))
    aligns = [_alignment(rows, index) for index in range(count)]
    return Table(columns(header, rows, aligns, body.width), header, tuple(rows), origin=(table, table.columns))


def _joined(table: Pasted, cells: tuple[Inline, ...], above: Sequence[Row]) -> frozenset[int]:
    """The columns of a row whose empty cell is one with the cell above it."""
    if not above or above[-1].across:
        return frozenset()
    return frozenset(column - 1 for column in table.merge if column <= len(cells) and not plain(cells[column - 1]))


def _alignment(rows: Iterable[Row], index: int) -> Align:
    """Short signs and numbers are in the middle, words on the left; what is undecided may be either."""
    known = (row.cells[index] for row in rows if not row.across)
    cells = [plain(cell) for cell in known if not any(isinstance(piece, Todo) for piece in cell)]
    filled = [cell for cell in cells if cell]
    if filled and all(_NUMERIC.match(cell) or len(cell) <= 4 for cell in filled):
        return Align.CENTER
    return Align.LEFT

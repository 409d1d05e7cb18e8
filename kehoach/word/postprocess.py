"""The last pass over a printed body: marks become numbers in lists, rules, column widths, charts.

What is done to it is a list of edits: each says which stretch becomes what. One pass collects them, and the body is put
together once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kehoach.documents.chart import Chart
from kehoach.documents.paper import Contents, Paragraph, Picture, Role, Table, Title
from kehoach.frozen import attribute, mutable
from kehoach.ooxml.names import twentieths, twips
from kehoach.ooxml.offsets import changed, closing, everywhere, head_end, in_text, is_open, opening, tag_end
from kehoach.ooxml.properties import NUMBERED, Wanted, merged_cell, paragraph_head, row_without_lines
from kehoach.paragraph_forms import GAP_BELOW
from kehoach.patterns import regex
from kehoach.word.cell_widths import CellWidths, UnevenRows, cell_edits, signed, unsigned
from kehoach.word.contents_places import ContentsPlaces
from kehoach.word.context import Columns, RuleLine
from kehoach.word.control_characters import breaks
from kehoach.word.marks import Marks, value_marks
from kehoach.word.numbering import Numbering

ELASTIC = "\ufdd5"
"""Is before the grid of a table whose columns are known only when it is printed."""
_ELASTIC = ELASTIC.encode()
_STYLE = regex(rb'<w:pStyle w:val="([^"]*)"')
_RUN = regex(rb"<w:r[ >]")
_PARAGRAPH = regex(rb"<w:p(?=[ />])")
_TEXTS = regex(rb"<w:t(?: [^>]*)?>[^<]*</w:t>|<w:t(?: [^>]*)?/>")
_GRID_COLUMN = regex(rb'<w:gridCol w:w="(\d+)"')
_WIDTH = regex(rb' w:w="[^"]*"')
_TABLE_END = b"</w:tr></w:tbl>"
_MOST_LEADS = 4096
_COUNTED = (Role.SECTION, Role.CLAUSE, Role.POINT)
_KEEP = ("keepNext", ())
_NEW_PAGE = ("pageBreakBefore", ())
_GAP = ("spacing", (("after", str(twentieths(GAP_BELOW))),))
_AS_HIGH = ("spacing", (("line", "240"), ("lineRule", "auto")))
"""Lines as high as what is in them: a picture in lines of an exact height would be cut off."""

Edit = tuple[int, int, bytes]
"""Begin and end of a stretch, and what it becomes."""
Merges = tuple[tuple[bool | None, ...], ...]
"""For each row its cells: True for one that is joined with the cell below it, False with the one above, None else."""
Lead = tuple[int, int, int]
"""Of a paragraph: how far its properties reach, then outline level and list level of its style, -1 for none."""


class UnknownColumnWidths(Exception):
    """A table has as many columns as its rows happen to have, and nothing says how wide they are."""


@mutable
class Postprocessor:
    """Finishes one body: breaks inside of its texts, and what its marks stand for.

    `headings` reports each heading style of the template its outline level and its level in the list, -1 for none.
    """

    marks: Marks
    numbering: Numbering | None = None
    headings: Mapping[str, tuple[int, int]] = attribute(factory=dict)
    leads: dict[bytes, Lead | None] = attribute(factory=dict)
    """What is known of the text between the begin of a paragraph and its mark: a template has a few dozen of them."""
    charts: list[Chart] = attribute(factory=list)
    """The charts that are in the body, numbered from 1."""
    contents: ContentsPlaces = attribute(factory=ContentsPlaces)
    _edits: list[tuple[int, int, bytes]] = attribute(factory=list)
    _grids: dict[int, list[int]] = attribute(factory=dict)
    """The columns of the tables whose grids begin at these places, empty where they stay as they are."""
    _cells: CellWidths = attribute(factory=CellWidths)
    _note: int = -1
    """Where the last note begins."""
    _wanted: dict[int, tuple[int, Wanted]] = attribute(factory=dict)
    """What is to become of the paragraphs that begin at these places, and where their properties end."""

    def body(self, xml: bytes) -> bytes:
        """The finished body.

        Raises UnknownColumnWidths, before anything is counted, UnevenRows, and ValueError for marks at odd places.
        """
        marks = list(value_marks(xml))
        self._columns(xml, marks)
        self._edits += breaks(xml)
        low = gone = 0
        for at, end, index in marks:
            if at >= gone:
                gone = self._apply(xml, at, self.marks.values[index], low)
                if not gone:
                    self._edits.append((at, end, b""))
            low = end
        self._edits += self.contents.edits()
        for start, (end, wanted) in self._wanted.items():
            self._edits.append((start, end, paragraph_head(xml[start:end], wanted)))
        last = _last_section(xml, self._note)
        if last and any(start < last[0][1] and last[0][0] < end for start, end, _text in self._edits):
            xml = changed(xml, self._edits)  # the paragraph that ends the part was itself changed
            last, self._edits = _last_section(xml), []
        return self._cells.put_into(changed(xml, self._edits + last))

    def _apply(self, xml: bytes, at: int, meant: object, low: int) -> int:
        """Do what the mark at `at` stands for. Gives the end of its run when that is replaced, 0 else."""
        if isinstance(meant, Paragraph):
            start = xml.rfind(b"<w:p>", low, at)
            start = max(start, xml.rfind(b"<w:p ", max(start, low), at))
            lead = self._lead(xml[start:at]) if start >= 0 else None
            if lead is None and in_text(xml, at):
                start = opening(xml, "p", at)
                lead = self._described(xml[start:at])
            if lead is not None:
                self._paragraph(xml, start, lead, meant)
            return 0
        if not isinstance(meant, RuleLine | Chart | Contents | Title) or not in_text(xml, at):
            return 0
        if isinstance(meant, Contents | Title):
            return self._contents_at(xml, opening(xml, "p", at, low), meant)
        start = opening(xml, "r", at, low)
        end = closing(xml, "r", start)
        run = b""
        if isinstance(meant, RuleLine):
            paragraph = opening(xml, "p", at, low)
            self._want(paragraph, head_end(xml, paragraph, "pPr"), (_indents(meant),))
        else:
            from kehoach.word.charts import drawing  # late: few papers have one, and it brings a library

            self.charts.append(meant)
            run = _TEXTS.sub(b"", xml[start:end]).removesuffix(b"</w:r>")
            run += drawing(meant, len(self.charts)).encode() + b"</w:r>"
        self._edits = [edit for edit in self._edits if not start <= edit[0] < end]
        self._edits.append((start, end, run))
        return end

    def _contents_at(self, xml: bytes, start: int, meant: Contents | Title) -> int:
        """Note a table of contents, which takes the place of its paragraph; or that a title is what it leads to."""
        if isinstance(meant, Title):
            self._edits += self.contents.lead_to(xml, start, head_end(xml, start, "pPr"), meant.entry)
            return 0
        end = closing(xml, "p", start)
        self._edits = [edit for edit in self._edits if not start <= edit[0] < end]
        self.contents.add(start, end, meant)
        return end

    def _lead(self, text: bytes) -> Lead | None:
        """What is known of a text that begins a paragraph; None when it ends that too, or does not end in a text."""
        if text not in self.leads:
            if len(self.leads) > _MOST_LEADS:  # a paragraph that prints other values before its mark makes many
                self.leads.clear()
            regular = in_text(text, len(text)) and is_open(text, "p")
            self.leads[text] = self._described(text) if regular else None
        return self.leads[text]

    def _described(self, text: bytes) -> Lead:
        end = head_end(text, 0, "pPr")
        style = _STYLE.search(text, 0, end)
        return end, *self.headings.get(style[1].decode() if style else "", (-1, -1))

    def _want(self, start: int, end: int, wanted: Wanted) -> None:
        before = self._wanted.get(start)
        self._wanted[start] = end, (*before[1], *wanted) if before else wanted

    def _paragraph(self, xml: bytes, start: int, lead: Lead, paragraph: Paragraph) -> None:
        end, outline, listed = lead
        wanted: Wanted = ()
        if paragraph.role is Role.END:
            self._put_into_table(xml, start)
        if paragraph.role is Role.NOTE:
            self._note = start
        if paragraph.keep_next:
            wanted = (_KEEP,)
        if paragraph.new_page:
            wanted += (_NEW_PAGE,)
        if paragraph.entry:
            self._edits += self.contents.lead_to(xml, start, start + end, paragraph.entry)
        if any(isinstance(piece, Picture) for piece in paragraph.text):
            wanted += (_AS_HIGH,)
        if paragraph.align:
            wanted += (("ind", (("firstLine", "0"),)), ("jc", (("val", str(paragraph.align)),)))
        if outline >= 0 and paragraph.level and outline != paragraph.level - 1:
            wanted += (("outlineLvl", (("val", str(min(paragraph.level - 1, 8))),)),)
        if paragraph.gap_below:
            wanted += (_GAP,)
        if self.numbering is not None:
            if paragraph.mark:
                num, level = self.numbering.place(paragraph.mark)
                if num != self.numbering.base_num or level != listed:
                    wanted += (_numbered(num, level),)
            elif listed >= 0 and paragraph.role in _COUNTED:
                wanted += (_numbered(0, 0),)
        if wanted:
            self._want(start, start + end, wanted)

    def _put_into_table(self, xml: bytes, start: int) -> None:
        """Make the paragraph `./.` the last row of the table above, without lines, so that it never is on a page alone.

        LibreOffice keeps a row with the next one, but the end of a table with nothing that follows.
        """
        if not xml.endswith(_TABLE_END, 0, start):
            return
        last = start - len(_TABLE_END)
        for paragraph in _PARAGRAPH.finditer(xml, opening(xml, "tr", last), last):
            self._want(paragraph.start(), head_end(xml, paragraph.start(), "pPr"), (_KEEP,))
        begin, finish = row_without_lines(self._columns_of(xml, opening(xml, "tbl", last)))
        table_end, end = b"</w:tbl>", closing(xml, "p", start)
        self._edits.append((start - len(table_end), start, begin))
        below = b"" if xml.startswith((b"<w:p>", b"<w:p "), end) else b"<w:p/>"  # else Word joins the next table
        self._edits.append((end, end, finish + table_end + below))

    def _columns_of(self, xml: bytes, table: int) -> list[int]:
        """The widths of the columns of the table at `table`, which may be only now known."""
        grid = xml.index(b"<w:tblGrid", table)
        there = _GRID_COLUMN.findall(xml, grid, closing(xml, "tblGrid", grid))
        return self._grids.get(grid) or [int(width) for width in there]

    def _columns(self, xml: bytes, marks: list[tuple[int, int, int]]) -> None:
        known, low = 0, 0
        for at, end, index in marks:
            meant = self.marks.values[index]
            if isinstance(meant, Columns) and in_text(xml, at):
                known += self._set_columns(xml, opening(xml, "tbl", at, low), meant)
            low = end
        if known < sum(1 for _at in everywhere(xml, _ELASTIC)):
            raise UnknownColumnWidths

    def _set_columns(self, xml: bytes, table: int, columns: Columns) -> bool:
        """Give a table its columns; whether it was an elastic one."""
        widths = [twips(width) for width in columns.widths]
        grid = xml.index(b"<w:tblGrid", table)
        if grid in self._grids:
            return False
        self._grids[grid] = []
        end = closing(xml, "tblGrid", grid)
        if columns.table is None:
            there = [int(width) for width in _GRID_COLUMN.findall(xml, grid, end)]
            if not len(widths) <= len(there) <= len(widths) + 1:
                return False  # a table of another shape, which its owner or another program gave it
            widths = _among(widths, there)
        self._grids[grid] = widths
        elastic = xml.endswith(_ELASTIC, 0, grid)
        new = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        self._edits.append((grid - elastic * len(_ELASTIC), end, f"<w:tblGrid>{new}</w:tblGrid>".encode()))
        width = xml.find(b"<w:tblW ", table, grid)
        if width >= 0:
            tag = xml[width : tag_end(xml, width)]
            self._edits.append((width, width + len(tag), _with_width(tag, sum(widths))))
        merged = _merges(columns.table) if columns.table is not None else ()
        if not elastic:
            cells = {start: (start, stop, tag) for start, stop, tag in cell_edits(xml, table, widths)}
            self._merge(xml, end, merged, cells)
            self._edits += cells.values()
        elif columns.table is None:
            raise UnevenRows
        else:
            self._cells.add(columns.table, widths)
            self._merge(xml, end, merged, {})
        return elastic

    def _merge(self, xml: bytes, at: int, merges: Merges, widths: dict[int, Edit]) -> None:
        """Join cells of rows; the edits of their widths, by place, become part of theirs."""
        if not any(begins is not None for row in merges for begins in row):
            return
        for row, (start, end) in zip(merges, _children(xml, "tr", at, len(xml)), strict=False):
            if not any(begins is not None for begins in row):
                continue
            for begins, (place, cell_end) in zip(row, _children(xml, "tc", tag_end(xml, start), end), strict=True):
                if begins is not None:
                    properties = xml.index(b"<w:tcPr", place, cell_end)
                    last = head_end(xml, place, "tcPr")
                    inside = [widths.pop(at) for at in range(properties, last) if at in widths]
                    own = changed(
                        xml[properties:last], [(a - properties, b - properties, text) for a, b, text in inside]
                    )
                    merged = signed(merged_cell(unsigned(own), begins))
                    self._edits.append((properties, last, merged))


def _merges(table: Table) -> Merges:
    """Which cells of a table are joined, header first; a cell in the middle of several is one with that above it."""
    header = [tuple(True if cell.tall else False if cell.continues else None for cell in row) for row in table.header]
    if not any(row.joined for row in table.rows):
        return tuple(header)
    below = [*(row.joined for row in table.rows[1:]), frozenset()]
    rows = [
        tuple(False if at in row.joined else True if at in joined else None for at in range(len(row.cells)))
        for row, joined in zip(table.rows, below, strict=True)
    ]
    return (*header, *rows)


def _among(widths: list[int], there: list[int]) -> list[int]:
    """Two widths, in a table with a third column for other rows: that one stays, those before it take what is left."""
    if len(there) != len(widths) + 1:
        return widths
    return [*widths[:-1], widths[-1] - there[-1], there[-1]]


def _children(xml: bytes, name: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each element `w:name` from `at` to `end`, not those inside of another."""
    tag = re.compile(f"<w:{name}[ >]".encode())
    while match := tag.search(xml, at, end):
        at = closing(xml, name, match.start())
        yield match.start(), at


def _with_width(tag: bytes, width: int) -> bytes:
    """A `w:tblW` of that width in twips."""
    return _WIDTH.sub(b"", tag).replace(b"<w:tblW", f'<w:tblW w:w="{width}"'.encode(), 1)


def _last_section(xml: bytes, note: int = -1) -> list[tuple[int, int, bytes]]:
    """Make the last part's own section properties the body's: each part ends with its section, so they are twice.

    The empty paragraph that held them goes where it is below the note that begins at `note`: on a full page it would
    have the next one for itself.
    """
    final = xml.rfind(b"<w:sectPr")
    end = closing(xml, "sectPr", final) if final >= 0 else 0
    if not xml.endswith(b"</w:p>", 0, max(final, 0)) or not xml.startswith(b"</w:body>", end):
        return []
    paragraph = opening(xml, "p", final - 1)
    start = xml.find(b"<w:sectPr", paragraph, head_end(xml, paragraph, "pPr"))
    if start < 0:
        return []
    own = xml[start : closing(xml, "sectPr", start)]
    if note >= 0 and closing(xml, "p", note) == paragraph and not _RUN.search(xml, paragraph, final):
        return [(paragraph, final, b""), (final, end, own)]
    return [(start, start + len(own), b""), (final, end, own)]


@cache
def _numbered(num: int, level: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    return NUMBERED, (("ilvl", str(level)), ("numId", str(num)))


def _indents(rule: RuleLine) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Indents by which the border of a paragraph is as long as the rule."""
    side = str(max(twips((rule.width - rule.length) / 2), 0))
    return "ind", (("left", side), ("right", side), ("firstLine", "0"))

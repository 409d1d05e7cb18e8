"""The last pass once more, over docxtpl's output and with trees: what `word.postprocess` is held against."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from kehoach.documents.chart import Chart
from kehoach.documents.paper import Contents, Entry, Paper, Paragraph, Picture, Role, Title
from kehoach.ooxml.elements import PPR, TBL, TC, TR, P, R, T, ancestor, paragraph_properties, set_paragraph
from kehoach.ooxml.names import LIST_NAME, W, twips, w
from kehoach.ooxml.package import unpack
from kehoach.word.charts import drawing, with_charts
from kehoach.word.contents import bookmark_end, bookmark_start, contents_field, with_contents_styles
from kehoach.word.context import Columns, RuleLine, context
from kehoach.word.list_definitions import find_base, next_free, with_definitions
from kehoach.word.marks import Marks
from kehoach.word.numbering import Numbering
from kehoach.word.pictures import with_pictures
from kehoach.word.prompts import with_prompts
from tests.support.treeruns import TreeRuns, needs_cutting

_VALUE = re.compile("\ufdd0(\\d+)\ufdd1")
_GUARD = "\ufdd4"
_BRACES = re.compile("(?<=[{}%])_(?=[{}%])")


def finished(paper: Paper, template: bytes) -> dict[str, bytes]:
    """The parts of a paper: docxtpl's, finished as trees."""
    marks = Marks()
    rendering = DocxTemplate(io.BytesIO(template))
    rendering.render(_guarded(context(paper, marks)), autoescape=True)
    buffer = io.BytesIO()
    rendering.save(buffer)
    parts = unpack(buffer.getvalue())
    body = etree.fromstring(parts["word/document.xml"])
    numbering = etree.fromstring(parts["word/numbering.xml"])
    base = find_base(numbering, LIST_NAME)
    assert base is not None
    counting = Numbering(base[0], next_free(numbering))
    tree = _Tree(marks, counting, etree.fromstring(parts["word/styles.xml"]), parts["word/styles.xml"])
    tree.finish(body)
    notes = etree.fromstring(parts["word/footnotes.xml"])
    runs = TreeRuns(marks, notes)
    for root in (body, notes):
        for run in dict.fromkeys(ancestor(text, R) for text in root.iter(T) if needs_cutting(text.text)):
            runs.cut(run)
    parts.update({"word/document.xml": etree.tostring(body), "word/footnotes.xml": etree.tostring(notes)})
    if tree.contents:
        parts["word/styles.xml"] = with_contents_styles(parts["word/styles.xml"])
    if counting.made:
        parts["word/numbering.xml"] = with_definitions(parts["word/numbering.xml"], LIST_NAME, counting.made)
    parts |= with_prompts(parts, "word/document.xml", runs.slots.values()) if runs.slots else {}
    parts |= with_pictures(parts, "word/document.xml", runs.pictures) if runs.pictures else {}
    return {**parts, **(with_charts(parts, "word/document.xml", tree.charts) if tree.charts else {})}


def _guarded(value: Any) -> Any:
    """A context in which docxtpl finds none of its own escapes."""
    if isinstance(value, str):
        return _BRACES.sub(f"{_GUARD}_", value)
    if isinstance(value, dict):
        return {key: _guarded(inner) for key, inner in value.items()}
    return [_guarded(inner) for inner in value] if isinstance(value, list) else value


@dataclass
class _Tree:
    marks: Marks
    numbering: Numbering
    styles: Any
    styles_part: bytes

    def __post_init__(self) -> None:
        self.charts: list[Chart] = []
        self.note: Any = None
        self.contents: list[tuple[Any, Contents]] = []
        self.entries: dict[int, Entry] = {}
        self.headings = {}
        for style in self.styles.iter(w("style")):
            outline = style.find(f"{w('pPr')}/{w('outlineLvl')}")
            if outline is not None:
                level = style.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}")
                numbered = style.find(f"{w('pPr')}/{w('numPr')}") is not None
                listed = int(level.get(w("val"))) if level is not None else 0 if numbered else -1
                self.headings[style.get(w("styleId"))] = int(outline.get(w("val"))), listed

    def finish(self, root: Any) -> None:
        for text in list(root.iter(T)):
            match = _VALUE.search(text.text or "")
            text.text = _VALUE.sub("", text.text or "").replace(_GUARD, "")
            if match:
                self._apply(text, self.marks.values[int(match[1])])
        for element, contents in self.contents:
            placed = {entry.number for entry in contents.entries} - self.entries.keys()
            self._replaced(element, contents_field(contents, self.styles_part, placed))
        for properties in root.iter(w("tcPr")):
            if (width := properties.find(w("tcW"))) is not None:
                properties.insert(0, width)
        body = root[0]
        final, last = body[-1], body[-2]
        section = last.find(f"{PPR}/{w('sectPr')}")
        if section is not None:
            section.getparent().remove(section)
            body.replace(final, section)
            if body[-3] is self.note and last.find(R) is None:
                body.remove(last)

    def _apply(self, text: Any, meant: Any) -> None:
        if isinstance(meant, Paragraph):
            self._paragraph(ancestor(text, P), meant)
        elif isinstance(meant, RuleLine):
            side = str(max(twips((meant.width - meant.length) / 2), 0))
            properties = paragraph_properties(ancestor(text, P))
            set_paragraph(properties, "ind", left=side, right=side, firstLine="0")
            ancestor(text, P).remove(ancestor(text, R))
        elif isinstance(meant, Contents):
            self.entries = {entry.number: entry for entry in meant.entries}
            self.contents.append((ancestor(text, P), meant))
        elif isinstance(meant, Title):
            self._lead_to(ancestor(text, P), meant.entry)
        elif isinstance(meant, Chart):
            self.charts.append(meant)
            run = ancestor(text, R)
            run.remove(text)
            run.append(etree.fromstring(drawing(meant, len(self.charts))))
        else:
            _set_columns(ancestor(text, TBL), meant)

    def _lead_to(self, element: Any, number: int) -> None:
        if entry := self.entries.pop(number, None):
            for place, xml in ((1, bookmark_start(number)), (len(element) + 1, bookmark_end(entry))):
                for offset, child in enumerate(etree.fromstring(b'<kh xmlns:w="%b">%b</kh>' % (W.encode(), xml))):
                    element.insert(place + offset, child)

    @staticmethod
    def _replaced(element: Any, xml: bytes) -> None:
        for child in etree.fromstring(b'<kh xmlns:w="%b">%b</kh>' % (W.encode(), xml)):
            element.addprevious(child)
        element.getparent().remove(element)

    def _paragraph(self, element: Any, paragraph: Paragraph) -> None:
        self.note = element if paragraph.role is Role.NOTE else self.note
        properties = paragraph_properties(element)
        above = element.getprevious()
        if paragraph.role is Role.END and above is not None and above.tag == TBL:
            for last in above.findall(TR)[-1].iter(P):
                set_paragraph(paragraph_properties(last), "keepNext")
            _put_into(above, element)
        if paragraph.new_page:
            set_paragraph(properties, "pageBreakBefore")
        self._lead_to(element, paragraph.entry)
        if paragraph.keep_next:
            set_paragraph(properties, "keepNext")
        if any(isinstance(piece, Picture) for piece in paragraph.text):
            set_paragraph(properties, "spacing", line="240", lineRule="auto")
        if paragraph.align:
            set_paragraph(properties, "ind", firstLine="0")
            set_paragraph(properties, "jc", val=paragraph.align.value)
        if paragraph.gap_below:
            set_paragraph(properties, "spacing", after="80")
        style = properties.find(w("pStyle"))
        outline, listed = self.headings.get(style.get(w("val")) if style is not None else "", (-1, -1))
        if outline >= 0 and paragraph.level and outline != paragraph.level - 1:
            set_paragraph(properties, "outlineLvl", val=str(min(paragraph.level - 1, 8)))
        place = (0, 0) if listed >= 0 and paragraph.role in (Role.SECTION, Role.CLAUSE, Role.POINT) else None
        if paragraph.mark:
            num, level = self.numbering.place(paragraph.mark)
            place = (num, level) if (num, level) != (self.numbering.base_num, listed) else None
        if place:
            numbered = set_paragraph(properties, "numPr")
            for name, value in (("ilvl", place[1]), ("numId", place[0])):
                etree.SubElement(numbered, w(name), {w("val"): str(value)})


def _put_into(table: Any, paragraph: Any) -> None:
    """A paragraph below a table becomes its last row, with no lines of its own."""
    widths = [int(column.get(w("w"))) for column in table.find(w("tblGrid"))]
    below = paragraph.getnext()
    if below.tag != P:
        below.addprevious(etree.Element(P))
    row = etree.SubElement(table, TR)
    etree.SubElement(etree.SubElement(row, w("trPr")), w("cantSplit"))
    cell = etree.SubElement(row, TC)
    properties = etree.SubElement(cell, w("tcPr"))
    etree.SubElement(properties, w("tcW"), {w("w"): str(sum(widths)), w("type"): "dxa"})
    etree.SubElement(properties, w("gridSpan"), {w("val"): str(len(widths))})
    borders = etree.SubElement(properties, w("tcBorders"))
    for side in ("left", "bottom", "right"):
        etree.SubElement(borders, w(side), {w("val"): "nil"})
    cell.append(paragraph)


def _set_columns(table: Any, columns: Columns) -> None:
    grid = table.find(w("tblGrid"))
    widths = [twips(width) for width in columns.widths]
    there = [int(column.get(w("w"))) for column in grid]
    if columns.table is None and len(there) != len(widths):
        if len(there) != len(widths) + 1:
            return
        widths = [widths[0], widths[1] - there[2], there[2]]
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})
    table.find(f"{w('tblPr')}/{w('tblW')}").set(w("w"), str(sum(widths)))
    for row in table.findall(TR):
        left = list(widths)
        for element in row.findall(TC):
            span = element.find(f"{w('tcPr')}/{w('gridSpan')}")
            own = [left.pop(0) for _column in range(int(span.get(w("val"))) if span is not None else 1)]
            element.find(f"{w('tcPr')}/{w('tcW')}").attrib.update({w("w"): str(sum(own)), w("type"): "dxa"})
    if columns.table is None:
        return
    elements = [row.findall(TC) for row in table.findall(TR)]
    for row, cells in zip(elements, columns.table.header, strict=False):
        for element, cell in zip(row, cells, strict=True):
            if cell.tall or cell.continues:
                _join(element, begins=cell.tall)
    body = elements[len(columns.table.header) :]
    for index, one in enumerate(columns.table.rows):
        for at in one.joined:
            _join(body[index][at], begins=False)
            if at not in columns.table.rows[index - 1].joined:
                _join(body[index - 1][at], begins=True)


def _join(cell: Any, *, begins: bool) -> None:
    properties = cell.find(w("tcPr"))
    span = properties.find(w("gridSpan"))
    place = properties.index(span if span is not None else properties.find(w("tcW")))
    properties.insert(place + 1, etree.Element(w("vMerge"), {w("val"): "restart"} if begins else {}))

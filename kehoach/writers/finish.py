"""The last pass over a rendered document: marks become numbers in lists, rules, column widths, footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from kehoach.documents.paper import Chart, Mark, Paragraph, Role
from kehoach.writers.context import Columns, Rule
from kehoach.writers.elements import (
    PPR,
    TBL,
    TC,
    TR,
    P,
    R,
    T,
    ancestor,
    paragraph_properties,
    set_paragraph,
)
from kehoach.writers.marks import VALUE, Marks, unmarked
from kehoach.writers.numbering import Numbering
from kehoach.writers.ooxml import twips, w
from kehoach.writers.runs import Runs, needs_cutting


@dataclass
class Finish:
    """Finishes one document in place.

    `headings` tells of each heading style of the template its outline level and its level in the list, -1 for none.
    """

    marks: Marks
    runs: Runs
    numbering: Numbering | None = None
    headings: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    charts: list[tuple[Any, Chart]] = field(default_factory=list)
    """The runs to be replaced by charts, which are parts of the package."""

    def body(self, body: Any) -> None:
        """Finish the body and close its last section."""
        for text in list(body.iter(T)):
            if "\ufdd0" in (text.text or ""):
                self._apply(text)
        self.part(body)
        order_cell_properties(body)
        close_last_section(body)

    def part(self, element: Any) -> None:
        """Finish the runs of any part: body, header, footer, notes."""
        for text in list(element.iter(T)):
            if text.text:
                text.text = unmarked(text.text)
        wanted = dict.fromkeys(ancestor(text, R) for text in element.iter(T) if needs_cutting(text.text))
        for run in wanted:
            self.runs.cut(run)

    def _apply(self, text: Any) -> None:
        match = VALUE.search(text.text)
        assert match is not None
        text.text = unmarked(text.text)
        meant = self.marks.values[int(match[1])]
        if isinstance(meant, Paragraph):
            self._paragraph(ancestor(text, P), meant)
        elif isinstance(meant, Rule):
            _draw(ancestor(text, P), meant)
            run = ancestor(text, R)
            run.getparent().remove(run)
        elif isinstance(meant, Chart):
            self.charts.append((ancestor(text, R), meant))
        elif isinstance(meant, Columns):
            _set_columns(ancestor(text, TBL), meant)

    def _paragraph(self, element: Any, paragraph: Paragraph) -> None:
        properties = paragraph_properties(element)
        if paragraph.role is Role.END:
            _keep_with_table(element)
        if paragraph.keep_next:
            set_paragraph(properties, "keepNext")
        style = properties.find(w("pStyle"))
        outline, listed = self.headings.get(style.get(w("val")) if style is not None else "", (-1, -1))
        if outline >= 0 and paragraph.level and outline != paragraph.level - 1:
            set_paragraph(properties, "outlineLvl", val=str(min(paragraph.level - 1, 8)))
        if self.numbering is None:
            return
        if paragraph.mark:
            self._number(properties, paragraph.mark, listed)
        elif listed >= 0 and paragraph.role in (Role.SECTION, Role.CLAUSE, Role.POINT):
            _number_as(properties, 0, 0)

    def _number(self, properties: Any, mark: Mark, listed: int) -> None:
        assert self.numbering is not None
        num, level = self.numbering.place(mark)
        if num != self.numbering.base_num or level != listed:
            _number_as(properties, num, level)


def _keep_with_table(end: Any) -> None:
    """Let the last row of the table above go along, so that `./.` never stands on a page alone."""
    table = end.getprevious()
    if table is not None and table.tag == TBL:
        for paragraph in table.findall(TR)[-1].iter(P):
            set_paragraph(paragraph_properties(paragraph), "keepNext")


def hollow(body: Any) -> bool:
    """Whether a cell has no paragraph or ends with a table, a row has no cell, or a table no row: Word refuses that."""
    return (
        any(cell.find(f".//{P}") is None or cell[-1].tag == TBL for cell in body.iter(TC))
        or any(row.find(f".//{TC}") is None for row in body.iter(TR))
        or any(table.find(f".//{TR}") is None for table in body.iter(TBL))
    )


def order_cell_properties(body: Any) -> None:
    """Put `w:gridSpan` behind `w:tcW`, where the schema wants it: docxtpl's colspan tag writes it first."""
    for properties in body.iter(w("tcPr")):
        width = properties.find(w("tcW"))
        if width is not None and properties[0] is not width:
            properties.insert(0, width)


def close_last_section(body: Any) -> None:
    """Make the last part's own section properties the body's: each part ends with its section, so they stand twice."""
    final = body.find(w("sectPr"))
    last = final.getprevious() if final is not None else None
    properties = last.find(PPR) if last is not None and last.tag == P else None
    section = properties.find(w("sectPr")) if properties is not None else None
    if properties is not None and section is not None:
        properties.remove(section)
        body.replace(final, section)


def _number_as(properties: Any, num: int, level: int) -> None:
    numbered = set_paragraph(properties, "numPr")
    for child in list(numbered):
        numbered.remove(child)
    etree.SubElement(numbered, w("ilvl"), {w("val"): str(level)})
    etree.SubElement(numbered, w("numId"), {w("val"): str(num)})


def _draw(paragraph: Any, rule: Rule) -> None:
    """Set the indents of a paragraph so that its border is as long as the rule."""
    side = str(max(twips((rule.width - rule.length) / 2), 0))
    set_paragraph(paragraph_properties(paragraph), "ind", left=side, right=side, firstLine="0")


def _set_columns(table: Any, columns: Columns) -> None:
    grid = table.find(w("tblGrid"))
    for column in list(grid):
        grid.remove(column)
    widths = [twips(width) for width in columns.widths]
    for width in widths:
        etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})
    table.find(w("tblPr")).find(w("tblW")).set(w("w"), str(sum(widths)))
    if columns.table is None:
        return
    for row, cells in zip(table.findall(TR), columns.table.header, strict=False):
        for element, cell in zip(row.findall(TC), cells, strict=True):
            if cell.tall or cell.continues:
                _merge(element.find(w("tcPr")), cell.tall)


def _merge(properties: Any, begins: bool) -> None:
    before = (w("cnfStyle"), w("tcW"), w("gridSpan"), w("hMerge"))
    place = max((index for index, child in enumerate(properties) if child.tag in before), default=-1)
    properties.insert(place + 1, etree.Element(w("vMerge"), {w("val"): "restart"} if begins else {}))

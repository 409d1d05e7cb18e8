"""What the fixed text of a template guarantees about every paper that it prints, worked out once.

Word refuses a cell without a paragraph, a row without a cell, a table without a row. Whether a template can print one
shows in its text alone: which tags may come directly before `</w:tc>`, whatever its loops and conditions do. So either
no paper can have that fault, or only one in which a certain stretch of text is, such as `</w:trPr></w:tr>`. What
does not show is left to `has_empty_table`, which looks at the printed tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from lxml import etree

from kehoach.ooxml.elements import TBL, TC, TR, P, ancestor
from kehoach.ooxml.names import w
from kehoach.patterns import regex
from kehoach.word.cell_widths import CELL
from kehoach.word.postprocess import ELASTIC
from kehoach.word.prepared import TemplateProof

_VALUE = "\ufdd6"
"""Represents whatever a tag prints."""
_TAG = regex("<[^>]*>")
_UNSEEN = ("<w:bookmarkStart ", "<w:bookmarkEnd ", "<w:proofErr ")
_GOOD = {"</w:tc>": ("</w:p>", "<w:p/>", "<w:p "), "</w:tr>": ("</w:tc>",), "</w:tbl>": ("</w:tr>",)}
_BAD = {
    "</w:tc>": ("</w:tcPr>", "<w:tcPr/>", "<w:tc>", "<w:tc ", "</w:tbl>"),
    "</w:tr>": ("</w:trPr>", "<w:trPr/>", "<w:tr>", "<w:tr ", "</w:tblPrEx>"),
    "</w:tbl>": ("</w:tblGrid>", "<w:tblGrid/>"),
}
"""What may be before an end tag, and what then has nothing in it."""
_MOST = 64
_End = tuple[str, bool, str]
"""How a printed text ends: its last tag, whether anything is after that, and the tag that has only begun."""


class Unproven(Exception):
    """The text of a template does not show what its papers will be like."""


def prove(tree: nodes.Template) -> TemplateProof:
    """What the text of a compiled body guarantees."""
    forbidden: set[str] = set()
    try:
        _after(tree.body, frozenset({("", False, "")}), forbidden)
    except Unproven:
        return TemplateProof((), False)
    return TemplateProof(tuple(sorted(forbidden)), True)


def _after(statements: Iterable[nodes.Node], before: frozenset[_End], forbidden: set[str]) -> frozenset[_End]:
    """How the printed text may end, given how it may have ended before."""
    for statement in statements:
        match statement:
            case nodes.Output():
                for child in statement.nodes:
                    text = child.data if isinstance(child, nodes.TemplateData) else _VALUE
                    before = frozenset(_read(end, text, forbidden) for end in before)
            case nodes.If():
                ends = _after(statement.body, before, forbidden)
                for other in statement.elif_:
                    ends |= _after(other.body, before, forbidden)
                before = ends | _after(statement.else_, before, forbidden)
            case nodes.For():
                none = _after(statement.else_, before, forbidden)
                while not (more := _after(statement.body, before, forbidden)) <= before:
                    before |= more
                    if len(before) > _MOST:
                        raise Unproven
                before |= none
            case nodes.Assign() | nodes.ExprStmt():
                pass
            case _:  # a macro or a block of text to be printed elsewhere
                raise Unproven
        if len(before) > _MOST:
            raise Unproven
    return before


def _read(end: _End, text: str, forbidden: set[str]) -> _End:
    """Read on; gives the new end. A tag that shows nothing of the structure is as good as text."""
    last, between, begun = end
    text, at = begun + text, 0
    for tag in _TAG.finditer(text):
        between = between or tag.start() > at
        at = tag.end()
        if tag[0].startswith(_UNSEEN):
            between = True
            continue
        if tag[0] in _GOOD and not last.startswith(_GOOD[tag[0]]):
            if between or _VALUE in last or not last.startswith(_BAD[tag[0]]):
                raise Unproven
            forbidden.add(last + tag[0])
        last, between = tag[0], False
    written, sign, begun = text[at:].partition("<")
    return last, between or bool(written), sign + begun


_STATEMENT = regex(r"\{%[-+]?\s*(\w+).*?%\}", re.DOTALL)
_PRINTED = regex(r"\{\{.*?\}\}", re.DOTALL)
_COMMENT = regex(r"\{#.*?#\}", re.DOTALL)
_GRID = regex("<w:tblGrid(?=[ />])")
_WIDTH = regex("<w:tcW(?: [^<>]*)?/>|<w:tcW(?: [^<>]*)?></w:tcW>")


def with_elastic_tables(source: str) -> str:
    """A part's text for Jinja with a sign before the grid of each table whose rows may differ from it.

    Widths of the cells of such a table are signs too; a cell without one gets none.

    Raises Unproven when loops and conditions do not keep to the elements that they are in.
    """
    text = _COMMENT.sub("", source)
    text = _STATEMENT.sub(r"<?j \1?>", _PRINTED.sub(_VALUE, text))
    try:
        root = etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        raise Unproven from None
    _check_nesting(root)
    tables = list(root.iter(TBL))
    if any(table.find(w("tblGrid")) is None for table in tables) or len(_GRID.findall(source)) != len(tables):
        raise Unproven
    elastic = {table for table in tables if _is_elastic(table)}
    signs = iter(ELASTIC if table in elastic else "" for table in tables)
    widths = iter(width for width in root.iter(w("tcW")))
    source = _WIDTH.sub(lambda width: CELL if _table_of(next(widths)) in elastic else width[0], source)
    return _GRID.sub(lambda grid: next(signs) + grid[0], source)


def _table_of(width: Any) -> Any:
    """The table of whose cell an element is the width, None for one that is elsewhere."""
    cell = width.getparent().getparent()
    return ancestor(cell, TBL) if cell is not None and cell.tag == TC else None


def _check_nesting(root: Any) -> None:
    """Each loop and condition begins and ends inside the same element."""
    open_in: list[Any] = []
    for statement in root.iter(etree.ProcessingInstruction):
        word, parent = statement.text, statement.getparent()
        if word.startswith("end"):
            if not open_in or open_in.pop() is not parent:
                raise Unproven
        elif word in ("elif", "else"):
            if not open_in or open_in[-1] is not parent:
                raise Unproven
        elif word in ("if", "for", "with"):
            open_in.append(parent)
        elif word != "set":
            raise Unproven


def _is_elastic(table: Any) -> bool:
    grid = table.find(w("tblGrid"))
    rows = list(table.iter(TR))
    return (
        not rows
        or any(child.tag is etree.ProcessingInstruction for child in grid)
        or any(child.tag is etree.ProcessingInstruction for row in rows for child in row)
        or any(_width(row) != len(grid.findall(w("gridCol"))) for row in rows)
    )


def _width(row: Any) -> int:
    """How many columns a row takes, -1 when only printing says."""
    spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in row.findall(TC)]
    values = [span.get(w("val"), "") if span is not None else "1" for span in spans]
    return sum(map(int, values)) if all(value.isascii() and value.isdigit() for value in values) else -1


def has_empty_table(xml: bytes) -> bool:
    """Whether a cell has no paragraph or ends with a table, a row has no cell, or a table no row: Word refuses that."""
    body = etree.fromstring(xml)
    return (
        any(cell.find(f".//{P}") is None or cell[-1].tag == TBL for cell in body.iter(TC))
        or any(row.find(f".//{TC}") is None for row in body.iter(TR))
        or any(table.find(f".//{TR}") is None for table in body.iter(TBL))
    )

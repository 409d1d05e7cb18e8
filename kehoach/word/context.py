"""A document as the plain values that a template may use: strings, numbers, lists and dictionaries, nothing else."""

from __future__ import annotations

from typing import Any

from kehoach.documents.chart import Chart
from kehoach.documents.paper import (
    Align,
    Block,
    Contents,
    CopyFrame,
    Inline,
    Letterhead,
    Paper,
    Paragraph,
    Part,
    Role,
    Row,
    SignatureBlock,
    Table,
    Title,
)
from kehoach.frozen import frozen
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.word.marks import Marks


@frozen
class RuleLine:
    """A drawn line of `length` millimetres, centred in `width`."""

    length: float
    width: float


@frozen
class Columns:
    """Widths of the columns of a table, in millimetres, and its header where cells are merged."""

    widths: tuple[float, ...]
    table: Table | None = None


def context(document: Paper, marks: Marks) -> dict[str, Any]:
    """The context of a template. Names are those of `documents.paper`."""
    return {"parts": [_part(part, marks) for part in document.parts], "draft": document.draft}


def _part(part: Part, marks: Marks) -> dict[str, Any]:
    return {
        "kind": str(part.kind),
        "title": _title(part.title, part, marks),
        "blocks": [_block(block, marks) for block in part.blocks],
        "letterhead": _letterhead(part.letterhead, marks) if part.letterhead else None,
        "addressee": marks.inline(part.addressees[0]) if len(part.addressees) == 1 else "",
        "addressees": [marks.inline(line) for line in part.addressees] if len(part.addressees) > 1 else [],
        "competence": part.competence,
        "bases": [marks.inline(line) for line in part.bases],
        "resolves": part.resolves,
        "opening": [marks.inline(line) for line in part.opening],
        "signature": _signature(part.signature, marks) if part.signature else None,
        "landscape": part.landscape,
        "frame": _copy(part.frame, marks) if part.frame else None,
        "copy_mark": marks.inline(part.copy_mark),
    }


def _title(title: Title, part: Part, marks: Marks) -> dict[str, Any]:
    width = MARGINS.landscape_text_width if part.landscape else MARGINS.text_width
    return {
        "type_name": marks.value(title, title.type_name) if title.entry else title.type_name,
        "subject": _lines(title.subject, marks),
        "rule": marks.value(RuleLine(title.rule, width)),
        "link": marks.inline(title.link),
    }


def _lines(lines: tuple[Inline, ...], marks: Marks) -> str:
    """Several lines as one string; the dialect prints a line end as a line break."""
    return "\n".join(marks.inline(line) for line in lines)


def _letterhead(letterhead: Letterhead, marks: Marks) -> dict[str, Any]:
    left, right = letterhead.columns
    return {
        "parent": list(letterhead.parent),
        "issuer": list(letterhead.issuer),
        "rule": marks.value(RuleLine(letterhead.rule, left)),
        "nation": marks.value(Columns(letterhead.columns), letterhead.nation),
        "motto": letterhead.motto,
        "motto_rule": marks.value(RuleLine(letterhead.motto_rule, right)),
        "number": marks.inline(letterhead.number),
        "place_date": marks.inline(letterhead.place_date),
    }


def _signature(signature: SignatureBlock, marks: Marks) -> dict[str, Any]:
    return {
        "recipients": [marks.inline(line.text) for line in signature.recipients],
        "lines": [marks.inline(line) for line in signature.lines],
        "office": marks.inline(signature.office),
        "name": marks.inline(signature.name),
    }


def _copy(copy: CopyFrame, marks: Marks) -> dict[str, Any]:
    left, _right = copy.columns
    return {
        "line": marks.value(RuleLine(MARGINS.text_width, MARGINS.text_width)),
        "form": marks.value(Columns(copy.columns), copy.form),
        "issuer": list(copy.issuer),
        "rule": marks.value(RuleLine(copy.rule, left)),
        "number": copy.number,
        "place_date": copy.place_date,
        "signature": _signature(copy.signature, marks),
    }


def _block(block: Block, marks: Marks) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        text = marks.value(block, marks.inline(block.text))
        return {"role": str(block.role), "text": text, "label": block.label}
    if isinstance(block, Chart):
        return {"role": "chart", "text": marks.value(block, block.title)}
    if isinstance(block, Contents):  # as a text, so that every template prints it
        return {"role": str(Role.TEXT), "text": marks.value(block, block.heading), "label": ""}
    centers = [column.align is Align.CENTER for column in block.columns]
    return {
        "role": "table",
        "width": len(block.columns),
        "header": [
            [
                {"text": _header_text(cell.text, block, marks, row == 0 and index == 0), "span": cell.span}
                for index, cell in enumerate(cells)
            ]
            for row, cells in enumerate(block.header)
        ],
        "rows": [_row(row, centers, marks) for row in block.rows],
    }


def _header_text(text: str, table: Table, marks: Marks, first: bool) -> str:
    return marks.value(Columns(tuple(c.width for c in table.columns), table), text) if first else text


def _row(row: Row, centers: list[bool], marks: Marks) -> dict[str, Any]:
    if row.across:
        return {"across": True, "strong": True, "text": marks.inline(row.cells[0])}
    cells = [
        {"text": cell[0] if len(cell) == 1 and cell[0].__class__ is str else marks.inline(cell), "center": center}
        for cell, center in zip(row.cells, centers, strict=True)  # a call for each is a tenth of a long table's time
    ]
    return {"across": False, "strong": row.strong, "cells": cells}

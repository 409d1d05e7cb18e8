"""What stands side by side in the packaged templates: letterhead, recipients and signature, frame of a copy, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kehoach.ooxml.names import eighths, twips
from kehoach.paragraph_forms import (
    ABOVE_COPY,
    ABOVE_NUMBER,
    ABOVE_SIGNATURE,
    BORDER,
    CELL_PADDING,
    COPY_COLUMNS,
    FORMS,
    SIGNATURE_COLUMNS,
)
from tools.templates.parts import loop, paragraph, run, tag, when
from tools.templates.styles import spacing


def _frame(widths: Iterable[float], rows: str, *, borders: bool = False) -> str:
    """A table of fixed layout; widths in millimetres. One without borders has no padding."""
    columns = list(widths)
    padding = twips(CELL_PADDING) if borders else 0
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in columns)
    lines = (
        "<w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="{eighths(BORDER)}" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders>"
        if borders
        else ""
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(columns))}" w:type="dxa"/>'
        + f'<w:jc w:val="center"/>{lines}<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        + f'<w:left w:w="{padding}" w:type="dxa"/><w:right w:w="{padding}" w:type="dxa"/></w:tblCellMar>'
        + f'<w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(*cells: str, header: bool = False) -> str:
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(*content: str, over: tuple[float, ...], middle: bool = False) -> str:
    """A cell over columns of these widths in millimetres: Google Docs and WPS take a width from cells, not the grid."""
    width = f'<w:tcW w:w="{sum(map(twips, over))}" w:type="dxa"/>'
    span = f'<w:gridSpan w:val="{len(over)}"/>' if len(over) > 1 else ""
    align = '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{width}{span}{align}</w:tcPr>{''.join(content)}</w:tc>"


def letterhead() -> str:
    """Boxes 1 to 4 of the decree's diagram."""
    left = (
        loop("line in part.letterhead.parent", paragraph("CoQuanChuQuan", "{{ line }}"))
        + loop("line in part.letterhead.issuer", paragraph("CoQuanBanHanh", "{{ line }}"))
        + paragraph("DuongKe", "{{ part.letterhead.rule }}")
    )
    right = (
        paragraph("QuocHieu", "{{ part.letterhead.nation }}")
        + paragraph("TieuNgu", "{{ part.letterhead.motto }}")
        + paragraph("DuongKe", "{{ part.letterhead.motto_rule }}")
    )
    number = paragraph("SoKyHieu", "{{ part.letterhead.number }}", properties=_SECOND_ROW) + when(
        "draft", paragraph("DuThao", "{{ draft }}")
    )
    date = paragraph("DiaDanh", "{{ part.letterhead.place_date }}", properties=_SECOND_ROW)
    one, two = columns = _LETTERHEAD_COLUMNS
    first = _row(_cell(left, over=(one,)), _cell(right, over=(two,)))
    second = _row(_cell(number, over=(one,)), _cell(date, over=(two,)))
    # rows vanish with a tag of their own row, as docxtpl has it
    rows = first + _row_tag("if part.letterhead.place_date", columns) + second + _row_tag("endif", columns)
    return _frame(columns, rows)


_LETTERHEAD_COLUMNS = (COPY_COLUMNS[0], sum(COPY_COLUMNS[1:]))
"""Those of the template; a document brings its own, as wide as its names and its date need them."""
_SECOND_ROW = spacing(ABOVE_NUMBER, 0)


def _row_tag(code: str, columns: tuple[float, ...]) -> str:
    first, *others = columns
    cells = [_cell(paragraph("CuoiPhan", "{%tr " + code + " %}"), over=(first,))]
    cells += [_cell(paragraph("CuoiPhan"), over=(width,)) for width in others]
    return f"<w:tr>{''.join(cells)}</w:tr>"


def copied() -> str:
    """The signature of the plan, and the frame of its copy: a line over the full width, then boxes 2, 3, 4, 7 and 9b of
    whoever made the copy.

    Rows of one table, each kept with the next: a copy is certified on the sheet on which its text ends (Part II,
    II.2.a), and LibreOffice keeps a table with what is below it only inside of one.
    """
    left = loop("line in part.frame.issuer", paragraph("CoQuanBanHanh", "{{ line }}")) + paragraph(
        "DuongKe", "{{ part.frame.rule }}"
    )
    line = FORMS["DuongKe"]
    space = spacing(ABOVE_COPY, line.after, line.line)
    columns = COPY_COLUMNS
    one, two = columns[:1], columns[1:]
    rows = [
        _row(*_signing("part.signature", columns[:2], columns[2:])),
        _row_tag("if part.frame", columns),
        _row(_cell(paragraph("DuongKe", "{{ part.frame.line }}", properties=space), over=columns)),
        _row(
            _cell(left, over=one),
            _cell(paragraph("TenLoai", "{{ part.frame.form }}", properties=_SECOND_ROW), over=two),
        ),
        _row(
            _cell(paragraph("SoKyHieu", "{{ part.frame.number }}", properties=_SECOND_ROW), over=one),
            _cell(paragraph("DiaDanh", "{{ part.frame.place_date }}", properties=_SECOND_ROW), over=two),
        ),
        _row(*_signing("part.frame.signature", columns[:2], columns[2:])),
        _row_tag("endif", columns),
    ]
    kept = re.sub(r'(<w:pStyle w:val="[^"]*"/>)(?!<w:keepNext/>)', r"\1<w:keepNext/>", "".join(rows[:-2]))
    return _ABOVE_SIGNATURE + _frame(columns, kept + "".join(rows[-2:]))


_ABOVE_SIGNATURE = paragraph(
    "CuoiPhan", properties="<w:keepNext/>" + spacing(ABOVE_SIGNATURE, 0, FORMS["CuoiPhan"].line)
)


def signature(of: str) -> str:
    """Recipients and signature of the value of that name, side by side, never apart."""
    return _ABOVE_SIGNATURE + _frame(
        SIGNATURE_COLUMNS, _row(*_signing(of, SIGNATURE_COLUMNS[:1], SIGNATURE_COLUMNS[1:]))
    )


def _signing(of: str, left: tuple[float, ...], right: tuple[float, ...]) -> tuple[str, str]:
    """The cells with recipients and with the signature, over columns of these widths."""
    recipients = loop(f"line in {of}.recipients", paragraph("NoiNhan", "{{ line }}"))
    signature = (
        loop(f"line in {of}.lines", paragraph("ChuKy", "{{ line }}"))
        + paragraph("CachChuKy")
        + when(f"{of}.office", paragraph("ChuKy", "{{ " + of + ".office }}"))
        + paragraph("HoTen", "{{ " + of + ".name }}")
    )
    return _cell(paragraph("NoiNhanNhan", "Nơi nhận:") + recipients, over=left), _cell(signature, over=right)


def table() -> str:
    """A table whose columns, header rows and rows all come from the document."""
    columns = (20, 100, 40)

    def looped(tag: str, inner: str) -> str:
        opening = _cell(paragraph("OBang", "{%tc for cell in " + tag + " %}"), over=columns[:1])
        closing = _cell(paragraph("OBang", "{%tc endfor %}"), over=columns[2:])
        return opening + _cell(inner, over=columns[1:2], middle=True) + closing

    def cell(bold: bool) -> str:
        weight = "<w:b/>" if bold else ""
        return (
            tag("if cell.center")
            + paragraph("OBangGiua", run("{{ cell.text }}", weight))
            + tag("else")
            + paragraph("OBang", run("{{ cell.text }}", weight))
            + tag("endif")
        )

    heading = paragraph("ODauBang", "{% colspan cell.span %}{{ cell.text }}")
    across = paragraph("OBang", run("{% colspan block.width %}{{ row.text }}", "<w:b/>"), properties="<w:keepNext/>")
    rows = (
        _row_tag("for row in block.header", columns)
        + _row(looped("row", heading), header=True)
        + _row_tag("endfor", columns)
        + _row_tag("for row in block.rows", columns)
        + _row_tag("if row.across", columns)
        + _row(_cell(across, over=(sum(columns),), middle=True))
        + _row_tag("elif row.strong", columns)
        + _row(looped("row.cells", cell(True)))
        + _row_tag("else", columns)
        + _row(looped("row.cells", cell(False)))
        + _row_tag("endif", columns)
        + _row_tag("endfor", columns)
    )
    return _frame(columns, rows, borders=True)

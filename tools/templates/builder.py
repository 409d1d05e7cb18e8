"""Builds the packaged Word templates from the forms of paragraphs.

A template is an ordinary Word file in docxtpl's dialect. Its owner edits it in Word; this builder only makes the first
one: margins come from `nghi_dinh_30`, sizes, weights, gaps and widths from `paragraph_forms`. It writes the XML itself:
python-docx's default file would bring 800 kB of styles that nobody asked for (12 kB instead of 40 in the package).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kehoach.nghi_dinh_30 import MARGINS, PAGE
from kehoach.ooxml.names import XML_DECLARATION, R, W, eighths, twips
from kehoach.ooxml.package import pack
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
from tools.templates.parts import (
    app_properties,
    content_types,
    core_properties,
    document_relations,
    font_table,
    footnotes,
    header,
    package_relations,
    paragraph,
    run,
    settings,
)
from tools.templates.styles import numbering, spacing, styles


def plan_template() -> bytes:
    """`templates/plan.docx`."""
    return _template(_PROMULGATION + _ADDRESSEES)


def report_template() -> bytes:
    """`templates/report.docx`: with addressees above the text."""
    return _template(_ADDRESSEES)


def extract_template() -> bytes:
    """`templates/extract.docx`: with the draft mark under the title."""
    return _template(_when("draft", paragraph("DuThao", "{{ draft }}")))


def certified_template() -> bytes:
    """`templates/certified.docx`: the frame of a certified extract (samples 3.1 and 3.2)."""
    return _template("", before=_COPY_MARK, signature=_copied())


def _template(above: str, before: str = "", signature: str = "") -> bytes:
    """A template of the common parts.

    `before` stands at the top of a part, `above` between its title and the legal bases, `signature` at its
    end, in place of the common one.
    """
    return pack(
        {
            "[Content_Types].xml": content_types(),
            "_rels/.rels": package_relations(),
            "docProps/app.xml": app_properties(),
            "docProps/core.xml": core_properties(),
            "word/document.xml": _document(above, before, signature),
            "word/_rels/document.xml.rels": document_relations(),
            "word/styles.xml": styles(),
            "word/numbering.xml": numbering(),
            "word/settings.xml": settings(),
            "word/fontTable.xml": font_table(),
            "word/header1.xml": header(),
            "word/footnotes.xml": footnotes(),
        }
    )


# Document


def _tag(code: str) -> str:
    """A paragraph that holds one tag of the dialect and vanishes with it."""
    return f'<w:p><w:pPr><w:pStyle w:val="CuoiPhan"/></w:pPr>{run("{%p " + code + " %}")}</w:p>'


def _loop(header: str, *content: str) -> str:
    return _tag(f"for {header}") + "".join(content) + _tag("endfor")


def _when(condition: str, *content: str) -> str:
    return _tag(f"if {condition}") + "".join(content) + _tag("endif")


def _choose(variable: str, branches: Iterable[tuple[str, str]]) -> str:
    xml = ""
    for index, (value, content) in enumerate(branches):
        xml += _tag(f'{"elif" if index else "if"} {variable} == "{value}"') + content
    return xml + _tag("endif")


def _document(above: str, before: str, signature: str) -> str:
    part = (
        before
        + _when("part.letterhead", _letterhead())
        + _choose(
            "part.kind",
            [
                ("appendix", paragraph("PhuLuc", "{{ part.title.type_name }}")
                 + paragraph("TenPhuLuc", "{{ part.title.subject }}")),
                ("main", _TITLE),
                ("attached", _TITLE),
            ],
        )
        + _when("part.title.link", paragraph("KemTheo", "{{ part.title.link }}"))
        + paragraph("DuongKe", "{{ part.title.rule }}")
        + above
        + _loop("line in part.bases", paragraph("CanCu", "{{ line }}"))
        + _when("part.resolves", paragraph("ThamQuyen", "{{ part.resolves }}"))
        + _loop("line in part.opening", paragraph("NoiDung", "{{ line }}"))
        + _loop(
            "block in part.blocks",
            _choose(
                "block.role",
                [
                    ("section", paragraph("Heading1", "{{ block.text }}")),
                    ("clause", paragraph("Heading2", "{{ block.text }}")),
                    ("point", paragraph("Heading3", "{{ block.text }}")),
                    ("item", paragraph("MucLietKe", "{{ block.text }}")),
                    ("text", paragraph("NoiDung", "{{ block.text }}")),
                    ("article", paragraph("Dieu", run("{{ block.label }}", "<w:b/>"), " {{ block.text }}")),
                    ("part_label", paragraph("Phan", "{{ block.text }}")),
                    ("part_title", paragraph("TenPhan", "{{ block.text }}")),
                    ("note", paragraph("GhiChu", "{{ block.text }}")),
                    ("end", paragraph("KetThuc", "{{ block.text }}")),
                    ("table", _table()),
                    ("chart", paragraph("BieuDo", "{{ block.text }}")),
                ],
            ),
        )
        + _when("part.signature", signature or _signature("part.signature"))
        + _tag("if part.landscape")
        + paragraph("CuoiPhan", properties=_section(landscape=True))
        + _tag("else")
        + paragraph("CuoiPhan", properties=_section())
        + _tag("endif")
    )  # fmt: skip
    return (
        XML_DECLARATION
        + f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        + _loop("part in parts", part)
        + _section()
        + "</w:body></w:document>"
    )


_PROMULGATION = _when("part.competence", paragraph("ThamQuyen", "{{ part.competence }}"))
_ADDRESSEES = _when(
    "part.addressee",
    paragraph("KinhGui", "Kính gửi: {{ part.addressee }}", properties='<w:ind w:left="0"/><w:jc w:val="center"/>'),
) + _when(
    "part.addressees",
    paragraph("KinhGui", "Kính gửi:"),
    _loop("line in part.addressees", paragraph("NoiGui", "{{ line }}")),
)
_COPY_MARK = _when("part.copy_mark", paragraph("KySo", "{{ part.copy_mark }}"))
_TITLE = paragraph("TenLoai", "{{ part.title.type_name }}") + paragraph("TrichYeu", "{{ part.title.subject }}")


def _section(*, landscape: bool = False) -> str:
    width, height = twips(PAGE.width), twips(PAGE.height)
    size = (
        f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        if landscape
        else f'<w:pgSz w:w="{width}" w:h="{height}"/>'
    )
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>{size}'
        + f'<w:pgMar w:top="{twips(MARGINS.top)}" w:right="{twips(MARGINS.right)}" w:bottom="{twips(MARGINS.bottom)}"'
        + f' w:left="{twips(MARGINS.left)}" w:header="{twips(MARGINS.header)}" w:footer="{twips(MARGINS.header)}"'
        + ' w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


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


def _letterhead() -> str:
    left = (
        _loop("line in part.letterhead.parent", paragraph("CoQuanChuQuan", "{{ line }}"))
        + _loop("line in part.letterhead.issuer", paragraph("CoQuanBanHanh", "{{ line }}"))
        + paragraph("DuongKe", "{{ part.letterhead.rule }}")
    )
    right = (
        paragraph("QuocHieu", "{{ part.letterhead.nation }}")
        + paragraph("TieuNgu", "{{ part.letterhead.motto }}")
        + paragraph("DuongKe", "{{ part.letterhead.motto_rule }}")
    )
    number = paragraph("SoKyHieu", "{{ part.letterhead.number }}", properties=_SECOND_ROW) + _when(
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


def _copied() -> str:
    """The signature of the plan, and the frame of its copy: a line over the full width, then boxes 2, 3, 4, 7 and 9b of
    whoever made the copy.

    Rows of one table, each kept with the next: a copy is certified on the sheet on which its text ends (Part II,
    II.2.a), and LibreOffice keeps a table with what is below it only inside of one.
    """
    left = _loop("line in part.frame.issuer", paragraph("CoQuanBanHanh", "{{ line }}")) + paragraph(
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


def _signature(of: str) -> str:
    return _ABOVE_SIGNATURE + _frame(
        SIGNATURE_COLUMNS, _row(*_signing(of, SIGNATURE_COLUMNS[:1], SIGNATURE_COLUMNS[1:]))
    )


def _signing(of: str, left: tuple[float, ...], right: tuple[float, ...]) -> tuple[str, str]:
    """The cells with recipients and with the signature, over columns of these widths."""
    recipients = _loop(f"line in {of}.recipients", paragraph("NoiNhan", "{{ line }}"))
    signature = (
        _loop(f"line in {of}.lines", paragraph("ChuKy", "{{ line }}"))
        + paragraph("CachChuKy")
        + _when(f"{of}.office", paragraph("ChuKy", "{{ " + of + ".office }}"))
        + paragraph("HoTen", "{{ " + of + ".name }}")
    )
    return _cell(paragraph("NoiNhanNhan", "Nơi nhận:") + recipients, over=left), _cell(signature, over=right)


def _table() -> str:
    """A table whose columns, header rows and rows all come from the document."""
    columns = (20, 100, 40)

    def looped(tag: str, inner: str) -> str:
        opening = _cell(paragraph("OBang", "{%tc for cell in " + tag + " %}"), over=columns[:1])
        closing = _cell(paragraph("OBang", "{%tc endfor %}"), over=columns[2:])
        return opening + _cell(inner, over=columns[1:2], middle=True) + closing

    def cell(bold: bool) -> str:
        weight = "<w:b/>" if bold else ""
        return (
            _tag("if cell.center")
            + paragraph("OBangGiua", run("{{ cell.text }}", weight))
            + _tag("else")
            + paragraph("OBang", run("{{ cell.text }}", weight))
            + _tag("endif")
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


TEMPLATES = {
    "plan.docx": plan_template,
    "report.docx": report_template,
    "extract.docx": extract_template,
    "certified.docx": certified_template,
}
"""Every packaged template and what builds it."""

"""Builds the packaged Word templates from the decree's numbers.

A template is an ordinary Word file in docxtpl's dialect. Its owner edits it in Word; this builder only makes the first
one, so that fonts, sizes, weights and margins come from `nghi_dinh_30` and from nowhere else. It writes the XML itself:
python-docx's default file would bring 800 kB of styles that nobody asked for (12 kB instead of 40 in the package).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from kehoach import nghi_dinh_30
from kehoach.nghi_dinh_30 import COMPONENTS, FONT, MARGINS, PAGE, Component
from kehoach.writers.ooxml import R, W, half_points, twentieths, twips
from kehoach.writers.package import pack

LIST_NAME = "KeHoach"
"""The name of the multi-level list in `numbering.xml`, by which the writer finds it after edits in Word."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def plan_template() -> bytes:
    """`templates/plan.docx`."""
    return pack(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _package_relations(),
            "docProps/app.xml": _XML
            + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            + "<Application>kehoach</Application></Properties>",
            "docProps/core.xml": _core_properties(),
            "word/document.xml": _document(),
            "word/_rels/document.xml.rels": _document_relations(),
            "word/styles.xml": _styles(),
            "word/numbering.xml": _numbering(),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(),
            "word/header1.xml": _header(),
            "word/footnotes.xml": _footnotes(),
        }
    )


# Styles


def _style(
    identity: str,
    name: str,
    component: Component | None = None,
    *,
    based_on: str = "Normal",
    paragraph: str = "",
    size: float = 0,
    run: str = "",
    next_: str = "",
    outline: int | None = None,
    quick: bool = True,
) -> str:
    """A paragraph style. `component` gives size, weight, slant, alignment and the gap above."""
    align, spacing, keep = "", "", ""
    if component:
        size = size or component.size
        bold, italic = "<w:b/>" if component.bold else "", "<w:i/>" if component.italic else ""
        run = bold + italic + run
        align = f'<w:jc w:val="{component.align}"/>' if component.align else ""
        if component.space_before and "<w:spacing" not in paragraph:
            spacing = _gap(component)
    if outline is not None:
        keep = "<w:keepNext/><w:keepLines/>"
    paragraph_properties = _ordered(
        keep + paragraph + spacing + align + (f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else "")
    )
    custom = "" if name.startswith(("head", "footnote")) else ' w:customStyle="1"'
    size_xml = f'<w:sz w:val="{half_points(size)}"/><w:szCs w:val="{half_points(size)}"/>' if size else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}">'
        + f'<w:name w:val="{escape(name)}"/><w:basedOn w:val="{based_on}"/>'
        + (f'<w:next w:val="{next_}"/>' if next_ else "")
        + ("<w:qFormat/>" if quick else "")
        + (f"<w:pPr>{paragraph_properties}</w:pPr>" if paragraph_properties else "")
        + (f"<w:rPr>{run}{size_xml}</w:rPr>" if run or size_xml else "")
        + "</w:style>"
    )


_ORDER = ("keepNext", "keepLines", "numPr", "pBdr", "spacing", "ind", "jc", "outlineLvl")


def _ordered(properties: str) -> str:
    """Paragraph properties in the order that the schema demands."""
    elements = re.finditer(r"<w:(\w+)(?: [^>]*?)?(?:/>|>.*?</w:\1>)", properties)
    return "".join(m.group() for m in sorted(elements, key=lambda m: _ORDER.index(m[1])))


_INDENT = f'<w:ind w:firstLine="{twips(nghi_dinh_30.INDENT)}"/>'
_NO_GAP = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'


def _styles() -> str:
    c = COMPONENTS
    body = "NoiDung"
    rows = [
        _style(body, "Nội dung", c["body_text"], paragraph=_INDENT),
        _style("Heading1", "heading 1", c["roman_section"], based_on=body, next_=body, outline=0,
               paragraph=_numbered(0) + '<w:jc w:val="both"/>'),
        _style("Heading2", "heading 2", c["clause_titled"], based_on=body, next_=body, outline=1,
               paragraph=_numbered(1)),
        _style("Heading3", "heading 3", c["point"], based_on=body, next_=body, outline=2, paragraph=_numbered(4)),
        _style("MucLietKe", "Mục liệt kê", c["point"], based_on=body),
        _style("Phan", "Phần", c["part_label"], outline=0, paragraph=_gap(c["part_label"])),
        _style("TenPhan", "Tên phần", c["part_title"], paragraph="<w:keepNext/>" + _NO_GAP),
        _style("Dieu", "Điều", c["article"], based_on=body, outline=None),
        _style("QuocHieu", "Quốc hiệu", c["national_name"], paragraph=_NO_GAP),
        _style("TieuNgu", "Tiêu ngữ", c["national_motto"], paragraph=_NO_GAP),
        _style("CoQuanChuQuan", "Cơ quan chủ quản", c["parent_agency"], paragraph=_NO_GAP),
        _style("CoQuanBanHanh", "Cơ quan ban hành", c["issuing_agency"], paragraph=_NO_GAP),
        _style("SoKyHieu", "Số ký hiệu", c["number_symbol"], paragraph=_NO_GAP),
        _style("DiaDanh", "Địa danh thời gian", c["place_date"], paragraph=_NO_GAP),
        _style("DuThao", "Dự thảo", c["number_symbol"], run="<w:b/>",
               paragraph='<w:spacing w:before="60" w:after="0" w:line="240" w:lineRule="auto"/>'),
        _style("TenLoai", "Tên loại", c["type_name"], paragraph='<w:keepNext/><w:spacing w:before="240" w:after="0"/>'),
        _style("TrichYeu", "Trích yếu", c["abstract"], paragraph="<w:keepNext/>" + _NO_GAP),
        _style("DuongKe", "Đường kẻ", None, size=1,
               paragraph='<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
               '<w:spacing w:before="40" w:after="80" w:line="20" w:lineRule="exact"/><w:jc w:val="center"/>'),
        _style("CanCu", "Căn cứ", c["legal_basis"], paragraph=_INDENT),
        _style("ThamQuyen", "Thẩm quyền ban hành", c["type_name"], paragraph=_gap(c["part_label"])),
        _style("PhuLuc", "Phụ lục", c["appendix_label"], outline=0, paragraph=_NO_GAP),
        _style("TenPhuLuc", "Tên phụ lục", c["appendix_title"], paragraph="<w:keepNext/>" + _NO_GAP),
        _style("KemTheo", "Kèm theo", c["appendix_link"], paragraph="<w:keepNext/>" + _NO_GAP),
        _style("NoiNhanNhan", "Nơi nhận (nhãn)", c["recipients_label"], paragraph=_NO_GAP),
        _style("NoiNhan", "Nơi nhận", c["recipients_list"], paragraph=_NO_GAP),
        _style("ChuKy", "Quyền hạn chức vụ", c["signer_authority"], paragraph=_NO_GAP),
        _style("CachChuKy", "Khoảng ký", None, size=14,
               paragraph=f'<w:spacing w:before="0" w:after="0" w:line="{twentieths(64)}" w:lineRule="exact"/>'),
        _style("HoTen", "Họ và tên", c["signer_name"], paragraph=_NO_GAP),
        _style("SoTrang", "header", c["page_number"], paragraph=_NO_GAP, quick=False),
        _style("ODauBang", "Đầu bảng", None, size=12, run="<w:b/>",
               paragraph='<w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/>'),
        _style("OBang", "Ô bảng", None, size=12, paragraph='<w:spacing w:before="40" w:after="40"/>'),
        _style("OBangGiua", "Ô bảng (giữa)", None, based_on="OBang", paragraph='<w:jc w:val="center"/>'),
        _style("GhiChu", "Ghi chú", c["body_text"], paragraph=_INDENT),
        _style("KetThuc", "Kết thúc", None, paragraph='<w:spacing w:before="120" w:after="0"/><w:jc w:val="right"/>'),
        _style("CuoiPhan", "Cuối phần", None, size=1, quick=False,
               paragraph='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'),
        _style("FootnoteText", "footnote text", None, size=10, quick=False,
               paragraph=_NO_GAP + '<w:jc w:val="both"/>'),
    ]  # fmt: skip
    return (
        _XML
        + f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        + f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        + f'<w:sz w:val="{half_points(COMPONENTS["body_text"].size)}"/>'
        + f'<w:szCs w:val="{half_points(COMPONENTS["body_text"].size)}"/>'
        + '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        + "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        + '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        + '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        + '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        + '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        + '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        + '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        + "<w:semiHidden/></w:style>"
        + "".join(rows)
        + "</w:styles>"
    )


def _numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _gap(component: Component) -> str:
    gap = twentieths(max(component.space_before, 6))
    return f'<w:spacing w:before="{gap}" w:after="0" w:line="240" w:lineRule="auto"/>'


# Numbering

LEVELS = (
    ("upperRoman", "%1.", "Heading1"),
    ("decimal", "%2.", "Heading2"),
    ("decimal", "%2.%3.", ""),
    ("decimal", "%2.%3.%4.", ""),
    ("lowerLetter", "%5)", "Heading3"),
    ("decimal", "(%6)", ""),
    ("bullet", "-", ""),
    ("bullet", "+", ""),
)
"""The multi-level list: I. / 1. / 1.1. / 1.1.1. / a) / (1) / - / +. Each level restarts below a higher one."""


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        + f"<w:pPr>{_LEVEL_INDENT}</w:pPr></w:lvl>"
        for index, (form, text, style) in enumerate(LEVELS)
    )
    return (
        _XML
        + f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:nsid w:val="4B484B48"/>'
        + f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="4B484B49"/><w:name w:val="{LIST_NAME}"/>'
        + levels
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


_LEVEL_INDENT = f'<w:ind w:left="0" w:firstLine="{twips(nghi_dinh_30.INDENT)}"/>'


# Document


def _paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph. Each run is its text; a run that begins with `<` is XML."""
    content = "".join(run if run.startswith("<") else _run(run) for run in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def _run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _tag(code: str) -> str:
    """A paragraph that holds one tag of the dialect and vanishes with it."""
    return f'<w:p><w:pPr><w:pStyle w:val="CuoiPhan"/></w:pPr>{_run("{%p " + code + " %}")}</w:p>'


def _loop(header: str, *content: str) -> str:
    return _tag(f"for {header}") + "".join(content) + _tag("endfor")


def _when(condition: str, *content: str) -> str:
    return _tag(f"if {condition}") + "".join(content) + _tag("endif")


def _choose(variable: str, branches: Iterable[tuple[str, str]]) -> str:
    xml = ""
    for index, (value, content) in enumerate(branches):
        xml += _tag(f'{"elif" if index else "if"} {variable} == "{value}"') + content
    return xml + _tag("endif")


def _document() -> str:
    part = (
        _when("part.letterhead", _letterhead())
        + _choose(
            "part.kind",
            [
                ("appendix", _paragraph("PhuLuc", "{{ part.title.type_name }}")
                 + _paragraph("TenPhuLuc", "{{ part.title.subject }}")),
                ("main", _TITLE),
                ("attached", _TITLE),
            ],
        )
        + _when("part.title.link", _paragraph("KemTheo", "{{ part.title.link }}"))
        + _paragraph("DuongKe", "{{ part.title.rule }}")
        + _when("part.competence", _paragraph("ThamQuyen", "{{ part.competence }}"))
        + _loop("line in part.bases", _paragraph("CanCu", "{{ line }}"))
        + _when("part.resolves", _paragraph("ThamQuyen", "{{ part.resolves }}"))
        + _loop("line in part.opening", _paragraph("NoiDung", "{{ line }}"))
        + _loop(
            "block in part.blocks",
            _choose(
                "block.role",
                [
                    ("section", _paragraph("Heading1", "{{ block.text }}")),
                    ("clause", _paragraph("Heading2", "{{ block.text }}")),
                    ("point", _paragraph("Heading3", "{{ block.text }}")),
                    ("item", _paragraph("MucLietKe", "{{ block.text }}")),
                    ("text", _paragraph("NoiDung", "{{ block.text }}")),
                    ("article", _paragraph("Dieu", _run("{{ block.label }}", "<w:b/>"), " {{ block.text }}")),
                    ("part_label", _paragraph("Phan", "{{ block.text }}")),
                    ("part_title", _paragraph("TenPhan", "{{ block.text }}")),
                    ("note", _paragraph("GhiChu", "{{ block.text }}")),
                    ("end", _paragraph("KetThuc", "{{ block.text }}")),
                    ("table", _table()),
                ],
            ),
        )
        + _when("part.signature", _signature())
        + _tag("if part.landscape")
        + _paragraph("CuoiPhan", properties=_section(landscape=True))
        + _tag("else")
        + _paragraph("CuoiPhan", properties=_section())
        + _tag("endif")
    )  # fmt: skip
    return (
        _XML
        + f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        + _loop("part in parts", part)
        + _section()
        + "</w:body></w:document>"
    )


_TITLE = _paragraph("TenLoai", "{{ part.title.type_name }}") + _paragraph("TrichYeu", "{{ part.title.subject }}")


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


def _frame(widths: Iterable[float], rows: str, *, borders: bool = False, padding: int = 0) -> str:
    """A table of fixed layout; widths in millimetres."""
    columns = list(widths)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in columns)
    lines = (
        "<w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
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


def _cell(*content: str, middle: bool = False) -> str:
    align = '<w:vAlign w:val="center"/>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{align}</w:tcPr>{"".join(content)}</w:tc>'


def _letterhead() -> str:
    left = (
        _loop("line in part.letterhead.parent", _paragraph("CoQuanChuQuan", "{{ line }}"))
        + _loop("line in part.letterhead.issuer", _paragraph("CoQuanBanHanh", "{{ line }}"))
        + _paragraph("DuongKe", "{{ part.letterhead.rule }}")
    )
    right = (
        _paragraph("QuocHieu", "{{ part.letterhead.nation }}")
        + _paragraph("TieuNgu", "{{ part.letterhead.motto }}")
        + _paragraph("DuongKe", "{{ part.letterhead.motto_rule }}")
    )
    number = _paragraph("SoKyHieu", "{{ part.letterhead.number }}", properties=_SECOND_ROW) + _when(
        "draft", _paragraph("DuThao", "{{ draft }}")
    )
    date = _paragraph("DiaDanh", "{{ part.letterhead.place_date }}", properties=_SECOND_ROW)
    first = _row(_cell(left), _cell(right))
    second = _row(_cell(number), _cell(date))
    # rows vanish with a tag of their own row, as docxtpl has it
    rows = first + _row_tag("if part.letterhead.place_date") + second + _row_tag("endif")
    return _frame((62, 98), rows)


_SECOND_ROW = '<w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>'


def _row_tag(code: str, columns: int = 2) -> str:
    tag = "{%tr " + code + " %}"
    cells = [_cell(_paragraph("CuoiPhan", tag))] + [_cell(_paragraph("CuoiPhan"))] * (columns - 1)
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _signature() -> str:
    left = _paragraph("NoiNhanNhan", "Nơi nhận:") + _loop(
        "line in part.signature.recipients", _paragraph("NoiNhan", "{{ line }}")
    )
    right = (
        _loop("line in part.signature.lines", _paragraph("ChuKy", "{{ line }}"))
        + _paragraph("CachChuKy")
        + _when("part.signature.office", _paragraph("ChuKy", "{{ part.signature.office }}"))
        + _paragraph("HoTen", "{{ part.signature.name }}")
    )
    space = '<w:spacing w:before="120" w:after="0" w:line="20" w:lineRule="exact"/>'
    return _paragraph("CuoiPhan", properties="<w:keepNext/>" + space) + _frame(
        (78, 82), _row(_cell(left), _cell(right))
    )


def _table() -> str:
    """A table whose columns, header rows and rows all come from the document."""

    def looped(style: str, tag: str, inner: str, properties: str = "") -> str:
        opening = _cell(_paragraph("OBang", "{%tc for cell in " + tag + " %}"))
        closing = _cell(_paragraph("OBang", "{%tc endfor %}"))
        return opening + _cell(inner, middle=True) + closing

    def cell(bold: bool) -> str:
        weight = "<w:b/>" if bold else ""
        return (
            _tag("if cell.center")
            + _paragraph("OBangGiua", _run("{{ cell.text }}", weight))
            + _tag("else")
            + _paragraph("OBang", _run("{{ cell.text }}", weight))
            + _tag("endif")
        )

    heading = _paragraph("ODauBang", "{% colspan cell.span %}{{ cell.text }}")
    across = _paragraph("OBang", _run("{% colspan block.width %}{{ row.text }}", "<w:b/>"), properties="<w:keepNext/>")
    rows = (
        _row_tag("for row in block.header", 3)
        + _row(looped("ODauBang", "row", heading), header=True)
        + _row_tag("endfor", 3)
        + _row_tag("for row in block.rows", 3)
        + _row_tag("if row.across", 3)
        + _row(_cell(across, middle=True))
        + _row_tag("elif row.strong", 3)
        + _row(looped("OBang", "row.cells", cell(True)))
        + _row_tag("else", 3)
        + _row(looped("OBang", "row.cells", cell(False)))
        + _row_tag("endif", 3)
        + _row_tag("endfor", 3)
    )
    return _frame((20, 100, 40), rows, borders=True, padding=twips(1.4))


# Other parts


def _header() -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return _XML + f'<w:hdr xmlns:w="{W}" xmlns:r="{R}">{_paragraph("SoTrang", field)}</w:hdr>'


def _footnotes() -> str:
    def separator(identity: int, kind: str, element: str) -> str:
        return (
            f'<w:footnote w:type="{kind}" w:id="{identity}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:{element}/></w:r></w:p></w:footnote>'
        )

    return (
        _XML
        + f'<w:footnotes xmlns:w="{W}" xmlns:r="{R}">'
        + separator(-1, "separator", "separator")
        + separator(0, "continuationSeparator", "continuationSeparator")
        + "</w:footnotes>"
    )


def _settings() -> str:
    return (
        _XML
        + f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        + '<w:characterSpacingControl w:val="doNotCompress"/>'
        + '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        + '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        + 'w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/>'
        + '<w:listSeparator w:val=";"/></w:settings>'
    )


def _font_table() -> str:
    return (
        _XML
        + f'<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/>'
        + '<w:charset w:val="A3"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _core_properties() -> str:
    return (
        _XML
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        + 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        + 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Mẫu kế hoạch</dc:title>'
        + "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


_OVERRIDES = {
    "/word/document.xml": f"{_TYPES}.document.main+xml",
    "/word/styles.xml": f"{_TYPES}.styles+xml",
    "/word/numbering.xml": f"{_TYPES}.numbering+xml",
    "/word/settings.xml": f"{_TYPES}.settings+xml",
    "/word/fontTable.xml": f"{_TYPES}.fontTable+xml",
    "/word/header1.xml": f"{_TYPES}.header+xml",
    "/word/footnotes.xml": f"{_TYPES}.footnotes+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="{k}" ContentType="{v}"/>' for k, v in _OVERRIDES.items())
    return (
        _XML
        + f'<Types xmlns="{_PACKAGE}/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(rows: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in rows)
    return _XML + f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _package_relations() -> str:
    return _relations(
        [
            ("rId1", f"{_RELATIONS}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
        ]
    )


def _document_relations() -> str:
    return _relations(
        [
            ("rIdStyles", f"{_RELATIONS}/styles", "styles.xml"),
            ("rIdNumbering", f"{_RELATIONS}/numbering", "numbering.xml"),
            ("rIdSettings", f"{_RELATIONS}/settings", "settings.xml"),
            ("rIdFonts", f"{_RELATIONS}/fontTable", "fontTable.xml"),
            ("rIdHeader", f"{_RELATIONS}/header", "header1.xml"),
            ("rIdFootnotes", f"{_RELATIONS}/footnotes", "footnotes.xml"),
        ]
    )


TEMPLATES = {"plan.docx": plan_template}
"""Every packaged template and what builds it."""

"""Styles and the multi-level list of the packaged templates, from the decree's numbers."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from kehoach import nghi_dinh_30
from kehoach.nghi_dinh_30 import COMPONENTS, FONT, Component
from kehoach.ooxml.names import LIST_NAME, XML_DECLARATION, W, half_points, twentieths, twips
from kehoach.typeface import width_mm

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
_ADDRESS = 40.0
"""Where "Kính gửi:" to several begins, in millimetres; habit. The dashes below it stand under its colon (II.9.d)."""
_BELOW_COLON = _ADDRESS + width_mm("Kính gửi", COMPONENTS["addressee"].size)
_NO_GAP = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'


_OTHERS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="Slot"><w:name w:val="Ô điền"/>'
    '<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/></w:rPr></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="SlotOptional"><w:name w:val="Ô điền thêm"/>'
    '<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    "<w:semiHidden/></w:style>"
)
"""What is the same in every Word file, and the styles of characters."""


def styles() -> str:
    """`word/styles.xml`."""
    return (
        f'{XML_DECLARATION}<w:styles xmlns:w="{W}">' + _defaults() + _OTHERS + "".join(_of_paragraphs()) + "</w:styles>"
    )


def _of_paragraphs() -> list[str]:
    """The styles of paragraphs, each with the sizes and weights of its component."""
    c = COMPONENTS
    body = "NoiDung"
    return [
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
        _style("KinhGui", "Kính gửi", c["addressee"], paragraph=_left(_ADDRESS) + _gap(c["addressee"])),
        _style("NoiGui", "Nơi gửi", c["addressee"], paragraph=_left(_BELOW_COLON) + _NO_GAP),
        _style("KySo", "Thông tin chữ ký số", c["signature_mark"], paragraph=_NO_GAP),
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
        _style("BieuDo", "Biểu đồ", None, paragraph='<w:spacing w:before="120" w:after="0"/><w:jc w:val="center"/>'),
        _style("GhiChu", "Ghi chú", c["body_text"], paragraph=_INDENT),
        _style("KetThuc", "Kết thúc", None, paragraph='<w:spacing w:before="120" w:after="0"/><w:jc w:val="right"/>'),
        _style("CuoiPhan", "Cuối phần", None, size=1, quick=False,
               paragraph='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'),
        _style("FootnoteText", "footnote text", None, size=10, quick=False,
               paragraph=_NO_GAP + '<w:jc w:val="both"/>'),
    ]  # fmt: skip


def _defaults() -> str:
    """What holds where no style says anything else."""
    size = half_points(COMPONENTS["body_text"].size)
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        + f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        + '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        + "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _left(millimetres: float) -> str:
    return f'<w:ind w:left="{twips(millimetres)}"/>'


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
    ("bullet", "•", ""),
)
"""The multi-level list: I. / 1. / 1.1. / 1.1.1. / a) / (1) / - / +. Each level restarts below a higher one.

No paper uses the ninth; Word, which writes all nine, and programs that read after it expect one.
"""


def numbering() -> str:
    """The numbering part: one multi-level list."""
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        + f"<w:pPr>{_LEVEL_INDENT}</w:pPr></w:lvl>"
        for index, (form, text, style) in enumerate(LEVELS)
    )
    return (
        XML_DECLARATION
        + f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:nsid w:val="4B484B48"/>'
        + f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="4B484B49"/><w:name w:val="{LIST_NAME}"/>'
        + levels
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


_LEVEL_INDENT = f'<w:ind w:left="0" w:firstLine="{twips(nghi_dinh_30.INDENT)}"/>'

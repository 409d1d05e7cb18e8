"""Styles and the multi-level list of the packaged templates, from the forms of paragraphs."""

from __future__ import annotations

from xml.sax.saxutils import escape

from kehoach.nghi_dinh_30 import FONT
from kehoach.ooxml.names import LIST_NAME, XML_DECLARATION, W, eighths, half_points, twentieths, twips
from kehoach.paragraph_forms import FORMS, RULE_SPACE, RULE_WEIGHT, ParagraphForm

# Styles

_BODY = "NoiDung"
_DEFAULT = ParagraphForm(FORMS[_BODY].size)
"""What holds where no style says anything else, as `_defaults` writes it."""


def _style(
    identity: str,
    name: str,
    *,
    based_on: str = "Normal",
    next_: str = "",
    outline: int | None = None,
    level: int | None = None,
    border: str = "",
    quick: bool = True,
    unwritten: tuple[str, ...] = (),
) -> str:
    """A paragraph style with the form of that name. `level` is that in the multi-level list.

    `unwritten` are the elements and attributes left to what the style is based on. Others are written although they are
    inherited: users have copies of the templates, and only one with equal bytes is known as packaged.
    """
    form = FORMS[identity]
    paragraph = {
        "keepNext": "<w:keepNext/>" if form.keep_next else "",
        "keepLines": "<w:keepLines/>" if outline is not None else "",
        "numPr": f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' if level is not None else "",
        "pBdr": border,
        "spacing": spacing(form.before, form.after, form.line, written="line" not in unwritten),
        "ind": _indents(form, FORMS.get(based_on, _DEFAULT)),
        "jc": f'<w:jc w:val="{form.align}"/>',
        "outlineLvl": f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else "",
    }  # in the order that the schema demands
    run = {
        "b": "<w:b/>" if form.bold else "",
        "i": "<w:i/>" if form.italic else "",
        "sz": _size(form.size),
    }
    written = ["".join(xml for key, xml in made.items() if key not in unwritten) for made in (paragraph, run)]
    custom = "" if name.startswith(("head", "footnote")) else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}">'
        + f'<w:name w:val="{escape(name)}"/><w:basedOn w:val="{based_on}"/>'
        + (f'<w:next w:val="{next_}"/>' if next_ else "")
        + ("<w:qFormat/>" if quick else "")
        + "".join(f"<w:{tag}>{xml}</w:{tag}>" for tag, xml in zip(("pPr", "rPr"), written, strict=True) if xml)
        + "</w:style>"
    )


def spacing(before: float, after: float, line: float = 0, *, written: bool = True) -> str:
    """The gaps of a paragraph, and the height of its lines, 0 for that of the typeface; all in points."""
    exact = f' w:line="{twentieths(line)}" w:lineRule="exact"'
    lines = exact if line else ' w:line="240" w:lineRule="auto"' if written else ""
    return f'<w:spacing w:before="{twentieths(before)}" w:after="{twentieths(after)}"{lines}/>'


def _indents(form: ParagraphForm, inherited: ParagraphForm) -> str:
    left = f' w:left="{twips(form.left)}"' if form.left != inherited.left else ""
    first = f' w:firstLine="{twips(form.first_line)}"' if form.first_line != inherited.first_line else ""
    return f"<w:ind{left}{first}/>" if left or first else ""


def _size(points: float) -> str:
    return f'<w:sz w:val="{half_points(points)}"/><w:szCs w:val="{half_points(points)}"/>'


_RULE = (
    f'<w:pBdr><w:top w:val="single" w:sz="{eighths(RULE_WEIGHT)}" w:space="{round(RULE_SPACE)}" w:color="auto"/>'
    "</w:pBdr>"
)


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
    return [
        _style(_BODY, "Nội dung"),
        _style("Heading1", "heading 1", based_on=_BODY, next_=_BODY, outline=0, level=0),
        _style("Heading2", "heading 2", based_on=_BODY, next_=_BODY, outline=1, level=1, unwritten=("jc",)),
        _style("Heading3", "heading 3", based_on=_BODY, next_=_BODY, outline=2, level=4),
        _style("MucLietKe", "Mục liệt kê", based_on=_BODY),
        _style("Phan", "Phần", outline=0),
        _style("TenPhan", "Tên phần"),
        _style("Dieu", "Điều", based_on=_BODY),
        _style("QuocHieu", "Quốc hiệu"),
        _style("TieuNgu", "Tiêu ngữ"),
        _style("CoQuanChuQuan", "Cơ quan chủ quản"),
        _style("CoQuanBanHanh", "Cơ quan ban hành"),
        _style("SoKyHieu", "Số ký hiệu"),
        _style("DiaDanh", "Địa danh thời gian"),
        _style("DuThao", "Dự thảo"),
        _style("TenLoai", "Tên loại", unwritten=("line",)),
        _style("TrichYeu", "Trích yếu"),
        _style("DuongKe", "Đường kẻ", border=_RULE),
        _style("CanCu", "Căn cứ"),
        _style("KinhGui", "Kính gửi", unwritten=("jc",)),
        _style("NoiGui", "Nơi gửi", unwritten=("jc",)),
        _style("KySo", "Thông tin chữ ký số"),
        _style("ThamQuyen", "Thẩm quyền ban hành"),
        _style("PhuLuc", "Phụ lục", outline=0),
        _style("TenPhuLuc", "Tên phụ lục"),
        _style("KemTheo", "Kèm theo"),
        _style("NoiNhanNhan", "Nơi nhận (nhãn)"),
        _style("NoiNhan", "Nơi nhận"),
        _style("ChuKy", "Quyền hạn chức vụ"),
        _style("CachChuKy", "Khoảng ký", unwritten=("jc",)),
        _style("HoTen", "Họ và tên"),
        _style("SoTrang", "header", quick=False),
        _style("ODauBang", "Đầu bảng", unwritten=("line",)),
        _style("OBang", "Ô bảng", unwritten=("line", "jc")),
        _style("OBangGiua", "Ô bảng (giữa)", based_on="OBang", unwritten=("spacing", "sz")),
        _style("BieuDo", "Biểu đồ", unwritten=("line", "sz")),
        _style("GhiChu", "Ghi chú"),
        _style("KetThuc", "Kết thúc", unwritten=("line", "sz")),
        _style("CuoiPhan", "Cuối phần", quick=False, unwritten=("jc",)),
        _style("FootnoteText", "footnote text", quick=False),
    ]


def _defaults() -> str:
    """What holds where no style says anything else."""
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        + f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        + _size(_DEFAULT.size)
        + '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        + "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


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


_LEVEL_INDENT = f'<w:ind w:left="0" w:firstLine="{twips(FORMS["MucLietKe"].first_line)}"/>'

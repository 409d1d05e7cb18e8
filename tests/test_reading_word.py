"""Word files as lines and tables: a construct each, with what was to be read written by hand beside it."""

from __future__ import annotations

import pytest

from kehoach.ooxml.names import R, W
from kehoach.ooxml.package import pack, unpack
from kehoach.readers.document import ReadTable, TextLine
from kehoach.reading.word import read_word
from tests.support.wordfiles import docx, p, r, shown

BOLD = "<w:b/>"


def level(number: int, form: str, text: str, more: str = "", kind: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{kind}<w:lvlText w:val="{text}"/>'
        f"{more}</w:lvl>"
    )


def num(key: int, on: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{on}"/>{overrides}</w:num>'


def start(at: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def listed(key: int, at: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>'


def style(key: str, content: str, kind: str = "paragraph", more: str = "", name: str = "") -> str:
    named = f'<w:name w:val="{name or key}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{key}" {more}>{named}{content}</w:style>'


def field(code: str, *result: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    told = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return marks["begin"] + told + marks["separate"] + "".join(result) + marks["end"]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def box(content: str) -> str:
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def with_macros() -> bytes:
    parts = unpack(docx(p("a")))
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    types = parts["[Content_Types].xml"].replace(b"application/xml", kind)
    return pack({**parts, "[Content_Types].xml": types, "word/vbaProject.bin": b"x" * 100})


def strict() -> bytes:
    base = "http://purl.oclc.org/ooxml"
    names = {W: f"{base}/wordprocessingml/main", R: f"{base}/officeDocument/relationships"}
    parts = {name: data.decode() for name, data in unpack(docx(p(r("a", BOLD)) + table(cell("b")))).items()}
    for usual, other in names.items():
        parts = {name: text.replace(usual, other) for name, text in parts.items()}
    return pack(parts)


VNTIME = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
MARKED = '<w:ins w:id="1" w:author="An" w:date="2026-03-05T08:00:00Z">{}</w:ins>'
GONE = '<w:del w:id="2" w:author="An" w:date="2026-03-05T08:00:00Z"><w:r><w:delText>{}</w:delText></w:r></w:del>'
SECTION = '<w:sectPr><w:pgSz w:w="{}" w:h="{}"/></w:sectPr>'
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))
LIST = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(level(at, *form) for at, form in enumerate(LEVELS))
    + "</w:abstractNum>"
    + num(1, 0)
    + num(2, 0, start(1, 1))
    + num(3, 0, start(0, 5))
)

CASES: dict[str, tuple[bytes, list[str]]] = {
    "typed labels stay in the text": (docx(p("1. Mục tiêu") + p("a) Một")), ["1. Mục tiêu", "a) Một"]),
    "numbering counts by level": (
        docx(
            p("Một", listed(1)) + p("Hai", listed(1, 1)) + p("Ba", listed(1, 2)) + p("Bốn", listed(1, 2))
            + p("Năm", listed(1, 1)) + p("Sáu", listed(1)) + p("Bảy", listed(1, 1)),
            numbering=LIST,
        ),
        ["<I.> Một", "<1.> Hai", "<1.1.> Ba", "<1.2.> Bốn", "<2.> Năm", "<II.> Sáu", "<1.> Bảy"],
    ),
    "another list of the same definition counts on, but for its own start": (
        docx(
            p("Một", listed(1)) + p("Hai", listed(1, 1)) + p("Ba", listed(1, 1)) + p("Bốn", listed(2, 1))
            + p("Năm", listed(2, 1)) + p("Sáu", listed(3)) + p("Bảy", listed(3)),
            numbering=LIST,
        ),
        ["<I.> Một", "<1.> Hai", "<2.> Ba", "<1.> Bốn", "<2.> Năm", "<V.> Sáu", "<VI.> Bảy"],
    ),
    "a level that never restarts, and one that restarts after the first only": (
        docx(
            p("Một", listed(1)) + p("Hai", listed(1, 1)) + p("Ba", listed(1, 2)) + p("Bốn", listed(1, 1))
            + p("Năm", listed(1, 2)) + p("Sáu", listed(1)) + p("Bảy", listed(1, 1)) + p("Tám", listed(1, 2)),
            numbering='<w:abstractNum w:abstractNumId="0">' + level(0, "decimal", "%1.")
            + level(1, "decimal", "%2.", kind='<w:lvlRestart w:val="0"/>')
            + level(2, "lowerLetter", "%3)", kind='<w:lvlRestart w:val="1"/>') + "</w:abstractNum>" + num(1, 0),
        ),
        ["<1.> Một", "<1.> Hai", "<a)> Ba", "<2.> Bốn", "<b)> Năm", "<2.> Sáu", "<3.> Bảy", "<a)> Tám"],
    ),
    "a level skipped counts from its start; legal digits; zeros; words in the label": (
        docx(
            p("Một", listed(1, 1)) + p("Hai", listed(1, 2)) + p("Ba", listed(1, 3)),
            numbering='<w:abstractNum w:abstractNumId="0">' + level(0, "upperRoman", "%1.")
            + level(1, "decimal", "%1.%2", kind="<w:isLgl/>") + level(2, "decimalZero", "Điều %3.")
            + level(3, "lowerLetter", "%4)", more="<w:rPr><w:caps/></w:rPr>") + "</w:abstractNum>" + num(1, 0),
        ),
        ["<1.1> Một", "<Điều 01.> Hai", "<A)> Ba"],
    ),
    "bullets, also of sign fonts": (
        docx(
            p("Một", listed(1)) + p("Hai", listed(1, 1)) + p("Ba", listed(1, 2)),
            numbering='<w:abstractNum w:abstractNumId="0">' + level(0, "bullet", "-")
            + level(1, "bullet", "\uf0b7", more='<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>')
            + level(2, "bullet", "\uf0d8", more='<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>')
            + "</w:abstractNum>" + num(1, 0),
        ),
        ["<-> Một", "<•> Hai", "<➢> Ba"],
    ),
    "Vietnamese letters, cut into lists": (
        docx(
            p("bốn", listed(1)) + p("năm", listed(2)) + p("sáu", listed(3)),
            numbering="".join(
                f'<w:abstractNum w:abstractNumId="{n}">{content}</w:abstractNum>'
                for n, content in enumerate((
                    level(0, "lowerLetter", "%1)").replace('start w:val="1"', 'start w:val="4"'),
                    level(0, "none", "đ)"),
                    level(0, "lowerLetter", "%1)").replace('start w:val="1"', 'start w:val="5"'),
                ))
            ) + num(1, 0) + num(2, 1) + num(3, 2),
        ),
        ["<d)> bốn", "<đ)> năm", "<e)> sáu"],
    ),
    "numbering through styles, the level by the style that is on it": (
        docx(
            p("Một", '<w:pStyle w:val="A"/>') + p("Hai", '<w:pStyle w:val="B"/>') + p("Ba", '<w:pStyle w:val="C"/>')
            + p("Bốn", '<w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
            styles=style("A", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>")
            + style("B", "<w:basedOn w:val='A'/>") + style("C", "<w:basedOn w:val='B'/>"),
            numbering='<w:abstractNum w:abstractNumId="0">'
            + level(0, "upperRoman", "%1.", kind='<w:pStyle w:val="A"/>')
            + level(1, "decimal", "%2.", kind='<w:pStyle w:val="B"/>') + "</w:abstractNum>" + num(1, 0),
        ),
        ["<I.> Một", "<1.> Hai", "<2.> Ba", "Bốn"],
    ),
    "a style is on the level that names it, whatever its chain says": (
        docx(
            p("Một", '<w:pStyle w:val="A"/>') + p("Hai", '<w:pStyle w:val="B"/>'),
            styles=style("A", f"<w:pPr>{listed(1)}</w:pPr>") + style("B", "<w:basedOn w:val='A'/>"),
            numbering='<w:abstractNum w:abstractNumId="0">' + level(0, "upperRoman", "%1.")
            + level(1, "decimal", "%2.", kind='<w:pStyle w:val="B"/>') + "</w:abstractNum>" + num(1, 0),
        ),
        ["<I.> Một", "<1.> Hai"],
    ),
    "a label is before the first line only": (
        docx(p(r("một") + "<w:r><w:br/></w:r>" + r("hai"), listed(1)), numbering=LIST), ["<I.> một>", "hai"]
    ),
    "one new page for a page and a section that end together": (
        docx(
            p("một") + p('<w:r><w:br w:type="page"/></w:r>', SECTION.format(11906, 16838)) + p("hai")
            + SECTION.format(16838, 11906)
        ),
        ["một", "=== landscape", "hai"],
    ),
    "a definition by a style of lists": (
        docx(
            p("Một", listed(2)) + p("Hai", listed(2)),
            styles=style("L", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", "numbering"),
            numbering='<w:abstractNum w:abstractNumId="0">' + level(0, "decimal", "%1/") + "</w:abstractNum>"
            '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>' + num(1, 0) + num(2, 1),
        ),
        ["<1/> Một", "<2/> Hai"],
    ),
    "an empty cell that is numbered keeps its number": (
        docx(
            table(cell(p("", listed(1, 1))) + cell("Rà soát"), cell(p("", listed(1, 1))) + cell("Báo cáo")),
            numbering=LIST,
        ),
        ["| <1.> | Rà soát |", "| <2.> | Báo cáo |"],
    ),
    "on and off of paragraph and letter style turn each other round, direct form decides": (
        docx(
            p(r("một") + r(" hai", '<w:rStyle w:val="S"/>') + r(" ba", '<w:rStyle w:val="S"/><w:b/>')
              + r(" bốn", '<w:b w:val="0"/>'), '<w:pStyle w:val="P"/>'),
            styles=style("P", "<w:basedOn w:val='Q'/><w:rPr><w:i/></w:rPr>") + style("Q", "<w:rPr><w:b/></w:rPr>")
            + style("S", "<w:rPr><w:b/></w:rPr>", "character"),
        ),
        ["*/một/*/ hai/*/ ba/*/ bốn/"],
    ),
    "document defaults, and a default paragraph style": (
        docx(
            p("một"),
            styles="<w:docDefaults><w:rPrDefault><w:rPr><w:i/></w:rPr></w:rPrDefault></w:docDefaults>"
            + style("N", "<w:rPr><w:b/></w:rPr>", more='w:default="1"'),
        ),
        ["*/một/*"],
    ),
    "capitals as they print": (docx(p(r("Kế hoạch", "<w:caps/>") + r(" năm"))), ["KẾ HOẠCH năm"]),
    "breaks by hand, and none at the end": (
        docx(p(r("một") + "<w:r><w:br/></w:r>" + r("hai") + "<w:r><w:cr/></w:r><w:r><w:br/></w:r>")),
        ["một>", "hai"],
    ),
    "pages end inside of a paragraph, before one, and with a section": (
        docx(
            p(r("một") + '<w:r><w:br w:type="page"/></w:r>' + r("hai")) + p("ba", "<w:pageBreakBefore/>")
            + p("bốn", SECTION.format(11906, 16838)) + p("năm", SECTION.format(16838, 11906)) + p("sáu")
            + SECTION.format(11906, 16838),
        ),
        ["một>", "===", "hai", "===", "ba", "bốn", "=== landscape", "năm", "===", "sáu"],
    ),
    "a continuous section is no new page": (
        docx(
            p("một", SECTION.format(11906, 16838)) + p("hai")
            + '<w:sectPr><w:type w:val="continuous"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        ),
        ["một", "hai"],
    ),
    "merged cells": (
        docx(
            table(
                cell("STT", '<w:vMerge w:val="restart"/>') + cell("Kinh phí", '<w:gridSpan w:val="2"/>'),
                cell("", "<w:vMerge/>") + cell("2025") + cell("2026"),
                cell("1") + cell("10") + cell("20"),
            )
        ),
        ["| STT | Kinh phí | < |", "| < | 2025 | 2026 |", "| 1 | 10 | 20 |"],
    ),
    "columns in which no cell begins are none": (
        docx(table(cell("a", '<w:gridSpan w:val="3"/>') + cell("b"), cell("c", '<w:gridSpan w:val="3"/>') + cell("d"))),
        ["| a | b |", "| c | d |"],
    ),
    "rows that begin later and end earlier": (
        docx(
            "<w:tbl><w:tblPr/><w:tr>" + cell("a") + cell("b") + cell("c") + "</w:tr><w:tr><w:trPr>"
            '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>' + cell("d") + "</w:tr></w:tbl>"
        ),
        ["| a | b | c |", "|  | d |  |"],
    ),
    "a text box, written twice, is read once": (
        docx(p(r("Thân") + box(p("MẬT") + p("Hỏa tốc")))), ["Thân", "MẬT", "Hỏa tốc"]
    ),
    "text boxes in a group, and words that only the older form has": (
        docx(
            p("<w:r><w:drawing><wps:wgp>" + box(p("MẬT")).removeprefix("<w:r>").removesuffix("</w:r>")
              + "</wps:wgp></w:drawing></w:r>" + "<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
              "<mc:Fallback><w:pict><w:txbxContent>" + p("KHẨN") + "</w:txbxContent></w:pict></mc:Fallback>"
              "</mc:AlternateContent></w:r>")
        ),
        ["MẬT", "KHẨN"],
    ),
    "a table in a text box": (docx(p(box(table(cell("a") + cell("b"))))), ["| a | b |"]),
    "letters as a drawing": (
        docx(p("<w:r><w:pict><v:shape><v:textpath string='DỰ THẢO'/></v:shape></w:pict></w:r>")), ["DỰ THẢO"]
    ),
    "notes where they are called": (
        docx(
            p(r("Hộ nghèo") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + r(" giảm")
              + '<w:r><w:endnoteReference w:id="3"/></w:r>'),
            footnotes=f'<w:footnote w:id="7">{p("<w:r><w:footnoteRef/></w:r>" + r(" Theo Nghị định 07"))}</w:footnote>',
            endnotes=f'<w:endnote w:id="3">{p("Số liệu 2024")}</w:endnote>',
        ),
        ["Hộ nghèo[^1] giảm[^i]"],
    ),
    "fields give their results": (
        docx(
            p(r("Xem ") + field(" REF muc ", r("mục 2")) + field(" IF " + "</w:instrText></w:r>"
              + field(" PAGE ", r("9")) + "<w:r><w:instrText>", r(" và")) + "<w:fldSimple w:instr=' SEQ Bang '>"
              + r(" Bảng 1") + "</w:fldSimple><w:hyperlink>" + r(" tại đây") + "</w:hyperlink>")
        ),
        ["Xem mục 2 và Bảng 1 tại đây"],
    ),
    "a field that never ends hides nothing": (
        docx(p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + r("một")) + p("hai")), ["một", "hai"]
    ),
    "a table of contents is left out": (
        docx(
            p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>"
              "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + r("I. MỤC ĐÍCH 1"))
            + p(r("II. YÊU CẦU 2")) + p("<w:r><w:fldChar w:fldCharType='end'/></w:r>") + p("I. MỤC ĐÍCH")
        ),
        ["I. MỤC ĐÍCH"],
    ),
    "boxes to tick and lists to choose from in old forms": (
        docx(
            p("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/>"
              "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>" + r(" Có"))
        ),
        ["☒ Có"],
    ),
    "tracked changes as accepted": (
        docx(
            p(r("Giảm ") + GONE.format("một phần trăm") + MARKED.format(r("2%")))
            + p(r("đầu "), '<w:rPr><w:del w:id="5" w:author="B"/></w:rPr>') + p("cuối")
            + table(cell("a"), "<w:trPr><w:del w:id='6' w:author='B'/></w:trPr>" + cell("b"))
        ),
        ["Giảm 2%", "đầu cuối", "| a |"],
    ),
    "content controls around letters, paragraphs, rows and cells": (
        docx(
            p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("một") + "</w:sdtContent></w:sdt>" + r(" hai"))
            + "<w:sdt><w:sdtContent>" + p("ba") + "</w:sdtContent></w:sdt>"
            + table("<w:sdt><w:sdtContent>" + cell("a") + "</w:sdtContent></w:sdt>" + cell("b")).replace(
                "<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
        ),
        ["một hai", "ba", "| a | b |"],
    ),
    "hyphens, tabs, signs": (
        docx(
            p(r("07") + "<w:r><w:noBreakHyphen/></w:r>" + r("NQ") + "<w:r><w:tab/></w:r>" + r("thực")
              + "<w:r><w:softHyphen/></w:r>" + r("hiện\u00ad ")
              + "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r><w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>")
        ),
        ["07-NQ\tthựchiện ✓≥"],
    ),
    "blanks that are not kept, and letters in pieces": (
        docx(p("<w:r><w:t> Kế hoa</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>\u0323ch </w:t></w:r>")), ["Kế hoạ*ch*"]
    ),
    "TCVN3, small and capital": (
        docx(
            p(r("Uû ban nh©n d©n", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>')
              + r(" céng hßa", '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'))
        ),
        ["Uỷ ban nhân dân CỘNG HÒA"],
    ),
    "VNI": (
        docx(p(r("UÛY BAN NHAÂN DAÂN, ñieàu 5", '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'))),
        ["ỦY BAN NHÂN DÂN, điều 5"],
    ),
    "Unicode typed in an old font stays": (
        docx(p(r("sách của tỉnh", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'))), ["sách của tỉnh"]
    ),
    "letters of either encoding are as those before them": (
        docx(
            p(r("của tỉnh", VNTIME)) + p(r("sách", VNTIME)) + p(r("nh©n d©n", VNTIME)) + p(r("xãm", VNTIME))
        ),
        ["của tỉnh", "sách", "nhân dân", "xóm"],
    ),
    "a heading of contents goes with them": (
        docx(
            p("MỤC LỤC", '<w:pStyle w:val="T"/>') + p(field("TOC", r("I. MỤC ĐÍCH 1"))) + p("I. MỤC ĐÍCH"),
            styles=style("T", "", name="TOC Heading"),
        ),
        ["I. MỤC ĐÍCH"],
    ),
    "a document with macros": (with_macros(), ["a"]),
    "a Strict Open XML Document": (strict(), ["*a*", "| b |"]),
    "formulas": (docx(p("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>")), ["x=2"]),
    "words without their ruby": (
        docx(p("<w:r><w:ruby><w:rt>" + r("a") + "</w:rt><w:rubyBase>" + r("b") + "</w:rubyBase></w:ruby></w:r>")),
        ["b"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_construct_is_read_as_it_prints(name: str) -> None:
    data, expected = CASES[name]
    assert shown(read_word(data, "a.docx")) == expected


def test_a_letterhead_in_a_nested_table_is_lines_of_its_cell_that_know_their_column() -> None:
    inner = table(cell(p("UBND XÃ") + p("Số: 1/KH-UBND")) + cell("CỘNG HÒA"))
    (read,) = read_word(docx(table(cell(inner + p("")))), "a.docx").blocks
    assert isinstance(read, ReadTable)
    ((whole,),) = read.rows
    assert whole is not None
    assert [(line.text, line.column) for line in whole.lines] == [("UBND XÃ", 1), ("Số: 1/KH-UBND", 1), ("CỘNG HÒA", 2)]


LINED = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip
NO_LINES = LINED.replace("single", "nil").replace("tblBorders", "tcBorders")
GRID = style("G", f"<w:tblPr>{LINED}</w:tblPr>", "table") + style("H", "<w:basedOn w:val='G'/>", "table")


@pytest.mark.parametrize(
    ("properties", "of_cell", "lined"),
    [
        ("", "", False),
        (LINED, "", True),
        ('<w:tblStyle w:val="H"/>', "", True),
        ('<w:tblStyle w:val="H"/>' + LINED.replace("single", "none"), "", False),
        ('<w:tblStyle w:val="H"/>', NO_LINES, False),
        ("", '<w:tcBorders><w:top w:val="single"/><w:bottom w:val="single"/></w:tcBorders>', True),
        ("", NO_LINES, False),
        ("", '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>', False),
    ],
)
def test_lines_of_a_table_are_those_that_are_drawn(properties: str, of_cell: str, lined: bool) -> None:
    body = table(
        cell("a", of_cell) + cell("b", of_cell), cell("c", of_cell) + cell("d", of_cell), properties=properties
    )
    (read,) = read_word(docx(body, styles=GRID), "a.docx").blocks
    assert isinstance(read, ReadTable)
    assert read.has_lines is lined


def test_a_table_says_which_rows_repeat_and_its_style_sets_the_first_of_them() -> None:
    bold_first = "".join(
        f'<w:tblStylePr w:type="{part}"><w:rPr><w:b/></w:rPr></w:tblStylePr>' for part in ("firstRow", "firstCol")
    )
    styles = style("T", "<w:pPr><w:jc w:val='center'/></w:pPr>" + bold_first, "table")
    header = "<w:trPr><w:tblHeader/></w:trPr>"
    body = table(
        header + cell("STT") + cell("Tên"), header + cell("(1)") + cell("(2)"), cell("1") + cell("a"),
        properties='<w:tblStyle w:val="T"/><w:tblLook w:val="0020"/>',
    )  # fmt: skip
    (read,) = read_word(docx(body, styles=styles), "a.docx").blocks
    assert isinstance(read, ReadTable)
    assert read.header == 2
    lines = [line for row in read.rows for one in row if one for line in one.lines]
    assert [line.is_bold for line in lines] == [True, True, False, False, False, False]
    assert {line.align for line in lines} == {"center"}


def test_a_line_knows_its_place_its_form_and_its_style() -> None:
    styles = style("Dau1", "<w:basedOn w:val='Goc'/><w:pPr><w:jc w:val='center'/></w:pPr>", name="Heading 1") + style(
        "Goc", "<w:pPr><w:ind w:left='567' w:firstLine='720'/></w:pPr>"
    )
    body = (
        p("Đầu", '<w:pStyle w:val="Dau1"/>') + p("") + p("<w:r><w:tab/></w:r>" + r("Hai")) + p(
            "Ba", '<w:ind w:left="720" w:hanging="360"/><w:jc w:val="end"/>'
        ) + table(cell("a") + cell("b"))
    )  # fmt: skip
    *lines, read = read_word(docx(body, styles=styles), "a.docx").blocks
    assert [
        (one.place, one.align, one.indent, one.style) for one in lines if isinstance(one, TextLine)
    ] == [
        ("đoạn 1", "center", 22.7, "heading 1"), ("đoạn 2", "left", 12.7, ""), ("đoạn 3", "right", 6.3, ""),
    ]  # fmt: skip
    assert isinstance(read, ReadTable)
    assert [one.lines[0].place for row in read.rows for one in row if one] == [
        "bảng 1, hàng 1, ô 1", "bảng 1, hàng 1, ô 2",
    ]  # fmt: skip


REMARKS = {
    "tracked changes with who and when": (
        docx(p(r("a") + MARKED.format(r("b")) + GONE.format("c"))),
        "tracked changes by An of 05/03/2026 are taken as accepted: 1 insertions, 1 deletions",
    ),
    "comments": (
        docx(p("a"), comments=f'<w:comment w:id="0" w:author="Bình">{p("Sửa lại")}</w:comment>'),
        "a comment by Bình is left out: Sửa lại",
    ),
    "hidden text": (docx(p(r("a") + r("bí mật", "<w:vanish/>"))), "hidden text is left out: bí mật"),
    "text hidden by a style that another is based on": (
        docx(
            p("a") + p("bí mật", "<w:pStyle w:val='B'/>"),
            styles=style("A", "<w:rPr><w:vanish/></w:rPr>") + style("B", "<w:basedOn w:val='A'/>"),
        ),
        "hidden text is left out: bí mật",
    ),
    "a header with words": (docx(p("a"), header=p("UBND XÃ")), "a page header is left out: UBND XÃ"),
    "a footer with words": (docx(p("a"), footer=p("Người soạn: An")), "a page footer is left out: Người soạn: An"),
    "contents": (
        docx(p(field("TOC", r("I. MỤC ĐÍCH 1"))) + p("I. MỤC ĐÍCH")),
        "a table of contents of 1 lines is left out: it is made of the headings",
    ),
    "a picture": (
        docx(p("a") + p(r("b") + "<w:r><w:drawing><pic:pic/></w:drawing></w:r>")), "pictures are left out: đoạn 2"
    ),
    "a blank": (
        docx(p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("[số]") + "</w:sdtContent></w:sdt>")),
        "blanks that nobody has filled in are read as they print: [số]",
    ),
    "text in a cell that is merged": (
        docx(table(cell("a", "<w:vMerge w:val='restart'/>"), cell("b", "<w:vMerge/>"))),
        "text of merged cells, which Word does not show, is left out: b",
    ),
    "macros": (with_macros(), "it has macros (programs); they were not run and are left out"),
    "an old encoding": (
        docx(p(r("nh©n d©n", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'))),
        "1 paragraphs were typed in TCVN3 and are converted to Unicode: proofread them",
    ),
    "another format inside": (
        docx(p("a") + "<w:altChunk r:id='x'/>"),
        "parts in another format are left out: 1; open the file in Word and save it again",
    ),
    "a number that only Word computes": (
        docx(p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>AUTONUM</w:instrText></w:r>"
               "<w:r><w:fldChar w:fldCharType='end'/></w:r>" + r("a"))),
        "fields whose numbers only Word computes are left out: 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REMARKS)
def test_what_is_left_out_is_said(name: str) -> None:
    data, expected = REMARKS[name]
    assert [str(remark) for remark in read_word(data, "a.docx").remarks] == [expected]


@pytest.mark.parametrize("words", ["3", "- 2 -", "Trang 1/5", ""])
def test_page_numbers_are_no_words(words: str) -> None:
    number = p(r("Trang ") + field(" PAGE ", r("xii")))
    assert read_word(docx(p("a"), header=p(words), footer=number), "a.docx").remarks == ()


def test_notes_are_read_by_their_keys() -> None:
    data, _expected = CASES["notes where they are called"]
    notes = read_word(data, "a.docx").notes
    assert {key: [line.text for line in lines] for key, lines in notes.items()} == {
        "1": ["Theo Nghị định 07"],
        "i": ["Số liệu 2024"],
    }

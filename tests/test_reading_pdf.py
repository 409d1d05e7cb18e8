"""PDF files, read into lines: small ones by hand, the example plans' own, and hostile ones."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import dropwhile
from time import process_time

import docx as docx_package
import pikepdf
import pytest
import typst

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile
from kehoach.pdf.converter import Converter
from kehoach.readers.document import LineEnd, PageBreak, ReadDocument, ReadTable, TextLine
from kehoach.readers.pages.pdf import read_pdf
from kehoach.storage.workspace import fonts
from kehoach.vietnamese import nfc
from tests.support.judges import need_office
from tests.support.plans import ROOT, SEED, make
from tests.support.renditions import typeset
from tests.test_reading_text import cell_texts, shape

PAGE = """
#set page(width: 160mm, height: 120mm, margin: (x: 20mm, y: 18mm))
#set text(font: "Liberation Serif", size: 12pt, lang: "vi")
#set par(justify: true, spacing: 1.2em, first-line-indent: (amount: 10mm, all: true))
"""
LONG = "Tuyên truyền, vận động nhân dân trồng cây, chăm sóc và bảo vệ rừng ở đầu nguồn các con suối trong xã. "


def compiled(body: str, page: str = PAGE) -> bytes:
    return typst.compile((page + body).encode(), font_paths=[str(ROOT / "kehoach" / "fonts")])


def lines(document: ReadDocument) -> list[TextLine]:
    return [block for block in document.blocks if isinstance(block, TextLine)]


def paragraphs(document: ReadDocument) -> list[str]:
    found = [""]
    for line in lines(document):
        found[-1] = f"{found[-1]} {line.text}".strip()
        if line.end is LineEnd.PARAGRAPH:
            found.append("")
    return [text for text in found if text]


def test_paragraphs_of_wrapped_lines_over_two_pages() -> None:
    texts = [f"{number}. {LONG * (1 + number % 3)}".strip() for number in range(1, 13)]
    found = read_pdf(compiled("\n\n".join(text.replace(". ", ".~", 1) for text in texts)), "a.pdf")
    assert [text.replace("\u00a0", " ") for text in paragraphs(found)] == texts
    assert lines(found)[0].place == "trang 1, dòng 1"
    assert lines(found)[0].indent == pytest.approx(10, abs=0.3)
    assert lines(found)[1].indent == pytest.approx(0, abs=0.3)


def test_bold_italic_and_what_is_in_the_middle() -> None:
    found = read_pdf(
        compiled(f"#align(center)[*KẾ HOẠCH*]\n\nĐây là _chữ nghiêng_ và *chữ đậm*.\n\n{LONG * 3}"), "a.pdf"
    )
    title, text = lines(found)[:2]
    assert (title.align, title.is_bold, title.text) == ("center", True, "KẾ HOẠCH")
    assert [(run.text.strip(), run.bold, run.italic) for run in text.runs] == [
        ("Đây là", False, False), ("chữ nghiêng", False, True), ("và", False, False), ("chữ đậm", True, False),
        (".", False, False),
    ]  # fmt: skip


def test_letterhead_and_signature_are_two_columns() -> None:
    body = f"""
#set par(first-line-indent: 0mm, justify: false)
#grid(columns: (1fr, 1fr), row-gutter: 2mm, align: center,
  [ỦY BAN NHÂN DÂN \\ XÃ HOA SEN], text(8pt)[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM],
  [Số: #h(10mm)/KH-UBND], text(9pt)[Hoa Sen, ngày #h(5mm) tháng 01 năm 2026])
#align(center)[KẾ HOẠCH]
{LONG * 3}
#grid(columns: (1fr, 1fr), [Nơi nhận: \\ - Như trên; \\ - Lưu: VT.],
  align(center)[TM. ỦY BAN \\ CHỦ TỊCH \\ \\ Lê Văn A])
"""
    found = shape(read_pdf(compiled(body), "a.pdf"))
    columns = [(line[0], " ".join(line[2].split())) for line in found if isinstance(line, tuple) and line[0]]
    assert columns == [
        (1, "ỦY BAN NHÂN DÂN"), (1, "XÃ HOA SEN"), (1, "Số: /KH-UBND"),
        (2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (2, "Hoa Sen, ngày tháng 01 năm 2026"),
        (1, "Nơi nhận:"), (1, "- Như trên;"), (1, "- Lưu: VT."),
        (2, "TM. ỦY BAN"), (2, "CHỦ TỊCH"), (2, "Lê Văn A"),
    ]  # fmt: skip


TABLE = """
#set par(first-line-indent: 0mm, justify: false)
#table(columns: (15mm, 1fr, 30mm), table.header([TT], [Nội dung], [Ai]), table.cell(colspan: 3)[I. PHẦN MỘT], ROWS
  table.cell(rowspan: 2)[A], [b], [c], [d], [e])
"""


def test_a_table_over_pages_is_one() -> None:
    rows = " ".join(f"[{number}], [Việc thứ {number}], [Ban]," for number in range(1, 25))
    found = read_pdf(compiled(TABLE.replace("ROWS", rows)), "a.pdf")
    (table,) = found.blocks
    assert isinstance(table, ReadTable)
    assert table.header == 1
    assert cell_texts(table) == [
        ["TT", "Nội dung", "Ai"],
        ["I. PHẦN MỘT", None, None],
        *[[str(number), f"Việc thứ {number}", "Ban"] for number in range(1, 25)],
        ["A", "b", "c"],
        [None, "d", "e"],
    ]
    first = table.rows[-2][0]
    assert first is not None
    assert (first.rows, first.columns) == (2, 1)


def test_lines_of_a_cell_are_wrapped_or_not() -> None:
    body = f"""
#set par(first-line-indent: 0mm, justify: false)
#table(columns: (40mm, 40mm), [{LONG}], [Ban một \\ Ban hai], [a], [b])
"""
    table = read_pdf(compiled(body), "a.pdf").blocks[0]
    assert isinstance(table, ReadTable)
    wrapped, apart = table.rows[0]
    assert wrapped is not None
    assert apart is not None
    assert [line.end for line in wrapped.lines] == [LineEnd.WRAP] * (len(wrapped.lines) - 1) + [LineEnd.PARAGRAPH]
    assert [line.end for line in apart.lines] == [LineEnd.PARAGRAPH] * 2


def test_words_that_a_narrow_column_breaks_are_whole_again() -> None:
    def cell(*texts: str) -> list[str]:
        body = "#set par(first-line-indent: 0mm, justify: false)\n#table(columns: (13mm, 40mm), "
        table = read_pdf(compiled(body + f"[{' #linebreak() '.join(texts)}], [{LONG}], [b], [c])"), "a.pdf").blocks[0]
        assert isinstance(table, ReadTable)
        assert table.rows[0][0] is not None
        return [line.text for line in table.rows[0][0].lines]

    assert cell("đồnn", "g") == ["đồnng"]
    assert cell("12.34", "567") == ["12.34567"]
    assert cell("12/TT-", "BTC") == ["12/TT-BTC"]
    assert cell("Ban", "xã") == ["Ban", "xã"]
    assert cell("CÔNG", "NGHỆ") == ["CÔNG", "NGHỆ"]


def test_a_number_that_is_parted_at_its_hyphen_is_whole_again() -> None:
    texts = [f"{'Căn cứ ' * count}Quyết định số 1234/2024/QĐ-UBND ngày 05/01/2024 của xã." for count in range(1, 12)]
    found = read_pdf(compiled("\n\n".join(f"{text} {LONG}" for text in texts)), "a.pdf")
    assert all("1234/2024/QĐ-UBND" in text for text in paragraphs(found))


def test_footnotes_go_to_where_they_are_called() -> None:
    found = read_pdf(
        compiled(f"Trồng cây#footnote[Cây bàng và cây phượng.] ở xã, rộng 20 m#super[2].\n\n{LONG * 2}"), "a.pdf"
    )
    assert [run.note for run in lines(found)[0].runs if run.note] == ["1"]
    assert "m2" in lines(found)[0].text
    assert {key: [line.text for line in note] for key, note in found.notes.items()} == {
        "1": ["Cây bàng và cây phượng."]
    }
    assert not any("bàng" in line.text for line in lines(found))


def test_page_numbers_are_left_out_and_other_numbers_stay() -> None:
    page = PAGE.replace("y: 18mm)", "y: 18mm), numbering: none, header: context align(center, counter(page).display())")
    found = read_pdf(compiled(f"{LONG * 30}\n\n15\n\n{LONG * 3}", page), "a.pdf")
    assert [line.text for line in lines(found) if line.text.isdigit()] == ["15"]
    assert [str(remark) for remark in found.remarks] == ["page numbers were left out on pages: 1, 2, 3, 4"]


def test_landscape_pages_and_turned_text() -> None:
    body = f"{LONG * 3}\n#page(width: 160mm, height: 120mm)[#rotate(90deg)[ngang] {LONG}]"
    found = read_pdf(compiled(body, PAGE.replace("160mm, height: 120mm", "120mm, height: 160mm")), "a.pdf")
    assert [block for block in found.blocks if isinstance(block, PageBreak)] == [PageBreak(landscape=True)]
    assert [str(remark) for remark in found.remarks] == ["text that is not upright was left out: ngang"]


def test_a_page_that_the_file_turns_is_read_upright() -> None:
    with pikepdf.open(io.BytesIO(compiled(LONG * 4))) as pdf:
        page = pdf.pages[0]
        width, height = (float(side) for side in page.mediabox[2:])
        page.contents_add(f"q 0 1 -1 0 {height} 0 cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = [0, 0, height, width]
        page.rotate(90, relative=False)
        saved = io.BytesIO()
        pdf.save(saved)
    assert paragraphs(read_pdf(saved.getvalue(), "a.pdf")) == [(LONG * 4).strip()]


LABEL = re.compile(r"^(?:[IVX]+\.|\d+(?:\.\d+)*\.|[a-zđ]\)|[-+])\s+")


def agreement(pdf: bytes, docx: bytes) -> float:
    """How many of the Word file's paragraphs across the page are paragraphs of the PDF, in the same order; 0 to 1."""
    texts = (" ".join(nfc(paragraph.text).split()) for paragraph in docx_package.Document(io.BytesIO(docx)).paragraphs)
    there = [text for text in dropwhile(lambda text: not text.startswith("Căn cứ"), texts) if text]
    read = [LABEL.sub("", " ".join(text.split()), count=1) for text in paragraphs(read_pdf(pdf, "a.pdf"))]
    same = sum(block.size for block in SequenceMatcher(None, there, read, autojunk=False).get_matching_blocks())
    return same / len(there)


def test_the_example_plan_of_both_engines_is_read_back(seed_docx: bytes) -> None:
    pages = typeset(make(SEED.read_text(encoding="utf-8")).document())
    assert agreement(pages, seed_docx) >= 0.99
    need_office()
    with Converter(fonts()) as converter:
        assert agreement(converter.convert(seed_docx), seed_docx) >= 0.99


def changed(change: Callable[[pikepdf.Pdf], object], **save: object) -> bytes:
    with pikepdf.open(io.BytesIO(compiled(LONG * 2))) as pdf:
        change(pdf)
        saved = io.BytesIO()
        pdf.save(saved, **save)
    return saved.getvalue()


def many_pages(pdf: pikepdf.Pdf) -> None:
    for _turn in range(301):
        pdf.pages.append(pdf.pages[0])


def looped_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = pikepdf.Array([pdf.Root.Pages, pdf.Root.Pages])
    pdf.Root.Pages.Count = 2_000_000


def looped_form(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/Fm Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
    pdf.pages[0].Contents = pdf.make_stream(b"/Fm Do")


def only_drawings(count: int) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 100 0 l S\n" * count)

    return change


def glyph_numbers(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F 12 Tf 50 50 Td (Gqx wzk Hjf Rpw bcd kqz xxv) Tj ET")


def many_letters(pdf: pikepdf.Pdf) -> None:
    glyph_numbers(pdf)
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F 1 Tf 50 50 Td " + b"(a) Tj " * 150_000 + b"ET")


def nothing(_pdf: pikepdf.Pdf) -> None:
    pass


REFUSED = {
    "nothing": lambda: b"",
    "no PDF": lambda: b"Hello" * 100,
    "only its beginning": lambda: b"%PDF-1.7\n%%EOF",
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "cut off": lambda: compiled(LONG)[:900],
    "a password": lambda: changed(nothing, encryption=pikepdf.Encryption(user="a", owner="b")),
    "too many pages": lambda: changed(many_pages),
    "a page tree that is its own child": lambda: changed(looped_tree),
    "a form that draws itself": lambda: changed(looped_form),
    "no text": lambda: changed(only_drawings(3)),
    "too many drawings": lambda: changed(only_drawings(60_000)),
    "numbers of glyphs": lambda: changed(glyph_numbers),
    "too many letters": lambda: changed(many_letters),
    "too large": lambda: b"%PDF-1.7\n" + b"\0" * 50_000_001,
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_a_way_out(make: Callable[[], bytes]) -> None:
    data = make()
    begun = process_time()
    with pytest.raises(UnreadableFile) as refused:
        read_pdf(data, "a.pdf")
    assert process_time() - begun < 10
    assert "a.pdf" in str(refused.value)
    assert refused.value.hint is not None


def test_scripts_and_attachments_are_not_looked_at() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("while (true) {}"))
        pdf.attachments["virus.exe"] = b"MZ" * 100

    assert paragraphs(read_pdf(changed(change), "a.pdf")) == [(LONG * 2).strip()]


def test_cut_and_changed_files_are_read_or_refused() -> None:
    import random

    whole = compiled(LONG * 5)
    chance = random.Random(5)
    refused = []
    for _turn in range(60):
        data = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole))])
        for _change in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert read_pdf(bytes(data), "a.pdf").blocks
        except UnreadableFile as failure:
            refused.append(failure.hint)
    assert refused  # else nothing was broken
    assert None not in refused


def test_without_its_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(EnvironmentFailure) as failed:
        read_pdf(b"%PDF", "a.pdf")
    assert 'pip install "kehoach[import]"' in str(failed.value.hint)


def test_a_signature_goes_on_over_the_end_of_a_page() -> None:
    rows = ["[*Nơi nhận:*], [*TM. ỦY BAN NHÂN DÂN*]", "[\\- UBND huyện;], [*CHỦ TỊCH*]", "[\\- Các bản;], []"]
    more = ["[\\- Trường học;], []", "[\\- Lưu: VT.], [*Trần Văn Nam*]"]
    body = f"""
#set par(first-line-indent: 0mm, justify: false)
{LONG}#v(50mm)
#grid(columns: (1fr, 1fr), row-gutter: 2mm, {", ".join(rows)})
#pagebreak()
#grid(columns: (1fr, 1fr), row-gutter: 2mm, {", ".join(more)})
#pagebreak()
{LONG}
"""
    found = lines(read_pdf(compiled(body), "a.pdf"))
    assert [(line.column, line.text) for line in found if line.column] == [
        (1, "Nơi nhận:"), (1, "- UBND huyện;"), (1, "- Các bản;"), (1, "- Trường học;"), (1, "- Lưu: VT."),
        (2, "TM. ỦY BAN NHÂN DÂN"), (2, "CHỦ TỊCH"), (2, "Trần Văn Nam"),
    ]  # fmt: skip
    assert found[-1].column == 0


def test_lines_that_hang_below_a_label_are_one_paragraph() -> None:
    item = f"#h(6mm)1.#h(3mm){LONG * 3}"
    body = "\n\n".join(f"#par(hanging-indent: 12mm, first-line-indent: 0mm)[{item}]" for _turn in range(4))
    text = "\n\n".join(f"#par(first-line-indent: (amount: 12mm, all: true))[{LONG * 2}]" for _turn in range(8))
    found = paragraphs(read_pdf(compiled(f"{text}\n\n{body}"), "a.pdf"))
    assert len(found) == 12
    assert all(one.startswith("1.") for one in found[8:])


def test_a_table_that_sticks_out_of_the_margin_moves_no_margin() -> None:
    table = "#pad(x: -2mm, table(columns: (1fr, 1fr), [Một], [Hai], [Ba], [Bốn]))"
    text = "\n\n".join(f"#par(first-line-indent: 0mm)[{LONG * 3}]" for _turn in range(5))
    assert len(paragraphs(read_pdf(compiled(f"{text}\n\n{table}\n\n{table}"), "a.pdf"))) == 5

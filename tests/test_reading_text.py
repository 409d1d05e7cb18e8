"""Text files and Markdown, read into lines: by hand what every small file gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kehoach.diagnostics import UnreadableFile
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadDocument, ReadTable, TextLine
from kehoach.readers.pages.plain_text import read_text

LETTERHEAD = """\
   ỦY BAN NHÂN DÂN               CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     XÃ HOA SEN                       Độc lập - Tự do - Hạnh phúc

   Số:      /KH-UBND             Hoa Sen, ngày    tháng 01 năm 2026

                                KẾ HOẠCH
                           Trồng cây năm 2026
"""
SIGNATURE = """\
Thực hiện nghiêm túc./.

  Nơi nhận:                            TM. ỦY BAN NHÂN DÂN
  - Như trên;                               CHỦ TỊCH
  - Lưu: VT.


                                          Nguyễn Văn A

Phụ lục I
"""
BOX = """\
+------+-----------+--------+
| TT   | Việc      | Ai     |
+======+=====+=====+========+
| 1    | một | b   | c      |
|      | hai | e   +--------+
|      |     |     | f      |
+------+-----+-----+--------+
"""


def cell_texts(table: ReadTable) -> list[list[str | None]]:
    return [
        [None if cell is None else " / ".join(line.text for line in cell.lines) for cell in row] for row in table.rows
    ]


def words(document: ReadDocument) -> Iterator[str]:
    def lines(blocks: tuple[ReadBlock, ...]) -> Iterator[TextLine]:
        for block in blocks:
            if isinstance(block, TextLine):
                yield block
            elif isinstance(block, ReadTable):
                for cell in (cell for row in block.rows for cell in row if cell):
                    yield from cell.lines

    for line in (*lines(document.blocks), *(line for note in document.notes.values() for line in note)):
        yield from line.text.split()


def shape(document: ReadDocument) -> list[object]:
    """Each line as its column, end and text; other blocks as their cells, or "page"."""
    return [
        (block.column, block.end.value[0], block.text)
        if isinstance(block, TextLine)
        else cell_texts(block)
        if isinstance(block, ReadTable)
        else "page"
        for block in document.blocks
    ]


def test_a_line_before_a_blank_one_ends_a_paragraph_and_others_may_be_wrapped() -> None:
    found = read_text("Một\nhai\n\n  ba  \n", "a.txt")
    assert shape(found) == [(0, "w", "Một"), (0, "p", "hai"), (0, "p", "ba")]
    assert [block.place for block in found.blocks if isinstance(block, TextLine)] == ["dòng 1", "dòng 2", "dòng 4"]
    assert [block.indent for block in found.blocks if isinstance(block, TextLine)] == [0, 0, 4]


def test_letterhead_side_by_side_is_two_columns() -> None:
    found = read_text(LETTERHEAD, "a.txt")
    assert shape(found) == [
        (1, "w", "ỦY BAN NHÂN DÂN"),
        (1, "p", "XÃ HOA SEN"),
        (1, "p", "Số:      /KH-UBND"),
        (2, "w", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (2, "p", "Độc lập - Tự do - Hạnh phúc"),
        (2, "p", "Hoa Sen, ngày    tháng 01 năm 2026"),
        (0, "w", "KẾ HOẠCH"),
        (0, "p", "Trồng cây năm 2026"),
    ]
    assert [block.align for block in found.blocks if isinstance(block, TextLine)][-2:] == ["center", "center"]


def test_recipients_beside_the_signature_are_two_columns() -> None:
    assert shape(read_text(SIGNATURE, "a.txt")) == [
        (0, "p", "Thực hiện nghiêm túc./."),
        (1, "w", "Nơi nhận:"),
        (1, "w", "- Như trên;"),
        (1, "p", "- Lưu: VT."),
        (2, "w", "TM. ỦY BAN NHÂN DÂN"),
        (2, "p", "CHỦ TỊCH"),
        (2, "p", "Nguyễn Văn A"),
        (0, "p", "Phụ lục I"),
    ]


def test_blanks_to_be_filled_in_are_no_columns() -> None:
    text = "Số:        /KH-UBND\n\nHoa Sen, ngày     tháng     năm 2026\n"
    assert shape(read_text(text, "a.txt")) == [
        (0, "p", "Số:        /KH-UBND"),
        (0, "p", "Hoa Sen, ngày     tháng     năm 2026"),
    ]


def test_pages_are_parted_and_page_numbers_stay() -> None:
    assert shape(read_text("một\n2\n\fhai\n\n\fba\n\f", "a.txt")) == [
        (0, "w", "một"), (0, "w", "2"), "page", (0, "p", "hai"), "page", (0, "p", "ba"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cells", "header"),
    [
        ("| TT | Việc |\n|---|:--|\n| 1 | a |\n", [["TT", "Việc"], ["1", "a"]], 1),
        ("TT | Việc\n---|---\n1 | a\n", [["TT", "Việc"], ["1", "a"]], 1),
        ("| TT | Việc |\n| I. PHẦN |\n| 1 | a |\n", [["TT", "Việc"], ["I. PHẦN", None], ["1", "a"]], 0),
        ("| TT | Việc\nlàm |\n| 1 | a\nb |\nrồi\n", [["TT", "Việc làm"], ["1", "a b"]], 0),
        ("TT\tViệc\tAi\n1\ta\t\n", [["TT", "Việc", "Ai"], ["1", "a", ""]], 0),
        (BOX, [["TT", "Việc", None, "Ai"], ["1", "một / hai", "b / e", "c"], [None, None, None, "f"]], 1),
        ("┌──┬──┐\n│a │b │\n├──┼──┤\n│c │d │\n└──┴──┘\n", [["a", "b"], ["c", "d"]], 0),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_tables(text: str, cells: list[list[str | None]], header: int, name: str) -> None:
    found = read_text("Trước\n\n" + text, name)
    table = found.blocks[1]
    assert isinstance(table, ReadTable)
    assert (cell_texts(table), table.header) == (cells, header)


def test_spans_of_a_drawn_table() -> None:
    table = read_text(BOX, "a.txt").blocks[0]
    assert isinstance(table, ReadTable)
    assert [[cell and (cell.columns, cell.rows) for cell in row] for row in table.rows] == [
        [(1, 1), (2, 1), None, (1, 1)],
        [(1, 2), (1, 2), (1, 2), (1, 1)],
        [None, None, None, (1, 1)],
    ]


def test_a_bar_in_a_sentence_is_no_table() -> None:
    assert shape(read_text("Chọn a | b.\n", "a.txt")) == [(0, "p", "Chọn a | b.")]


MARKDOWN = r"""# KẾ HOẠCH
## I. MỤC TIÊU
**1. Mục *tiêu* chung**
Trồng cây[^1] trên
[toàn xã](https://vi.du/xa) \*
- Ý một
* Ý hai<br>tiếp
1\. Ý ba

> Trích 2_3_4

Dòng đầu  
dòng sau

[^1]: Cây **bàng**
    và cây phượng
"""  # noqa: W291


def test_markdown() -> None:
    found = read_text(MARKDOWN, "a.md")
    lines = [block for block in found.blocks if isinstance(block, TextLine)]
    assert [(line.style, line.label, line.end.value[0], line.text) for line in lines] == [
        ("heading 1", "", "p", "KẾ HOẠCH"),
        ("heading 2", "", "p", "I. MỤC TIÊU"),
        ("", "", "w", "1. Mục tiêu chung"),
        ("", "", "w", "Trồng cây trên"),
        ("", "", "p", "toàn xã *"),
        ("", "", "p", "- Ý một"),
        ("", "-", "b", "Ý hai"),
        ("", "", "p", "tiếp"),
        ("", "", "p", "1. Ý ba"),
        ("quote", "", "p", "Trích 2_3_4"),
        ("", "", "b", "Dòng đầu"),
        ("", "", "p", "dòng sau"),
    ]
    assert [(run.text, run.bold, run.italic) for run in lines[2].runs] == [
        ("1. Mục ", True, False), ("tiêu", True, True), (" chung", True, False),
    ]  # fmt: skip
    assert [run.note for run in lines[3].runs] == ["", "1", ""]
    assert [(line.text, line.end) for line in found.notes["1"]] == [
        ("Cây bàng", LineEnd.WRAP), ("và cây phượng", LineEnd.PARAGRAPH),
    ]  # fmt: skip
    assert [remark.text for remark in found.remarks] == ["of {count} links only the text was taken"]


VIETNAMESE = "Uỷ ban nhân dân xã đặt chỉ tiêu trồng cây, giữ rừng ở các thôn bản.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_unicode(encoding: str) -> None:
    found = read_text(VIETNAMESE.encode(encoding), "a.txt")
    assert (list(words(found)), found.remarks) == (VIETNAMESE.split(), ())


def test_windows_1258_is_read_with_a_remark() -> None:
    import unicodedata

    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    coded = b"".join(
        (
            unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones)) + "".join(tones & set(parts))
        ).encode("cp1258")
        for parts in (unicodedata.normalize("NFD", sign) for sign in VIETNAMESE)
    )
    found = read_text(coded, "a.txt")
    assert list(words(found)) == VIETNAMESE.split()
    assert [remark.values["encoding"] for remark in found.remarks] == ["windows-1258"]


@pytest.mark.parametrize("as_bytes", [True, False])
def test_tcvn3_is_converted_with_a_remark(as_bytes: bool) -> None:
    coded = "§Æt chØ tiªu trång c©y, gi÷ rõng ë c¸c th«n b¶n.\n"
    found = read_text(coded.encode("latin-1") if as_bytes else coded, "a.txt")
    assert list(words(found)) == "Đặt chỉ tiêu trồng cây, giữ rừng ở các thôn bản.".split()
    assert [remark.values["encoding"] for remark in found.remarks] == ["TCVN3"]


def test_signs_that_are_not_seen_are_left_out_with_a_remark() -> None:
    found = read_text("Kế\u200b hoạch\u202e năm\x00 2026 " + "và " * 100, "a.txt")
    assert list(words(found))[:4] == ["Kế", "hoạch", "năm", "2026"]
    assert "U+202E" in str(found.remarks[0])


HOSTILE = {
    "a Word file": b"PK\x03\x04" + b"\0" * 100,
    "a PDF file": b"%PDF-1.7\n",
    "an old Word file": b"\xd0\xcf\x11\xe0" + b"\1" * 100,
    "an RTF file": b"{\\rtf1 a}",
    "noise": bytes(range(256)) * 40,
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "zeros": b"\0" * 1000,
    "a giant line": b"a " * 1_000_000,
    "many lines": b"\n" * 300_000,
    "too large": b"a\n" * 6_000_000,
    "odd UTF-16": b"\xff\xfea\0b",
    "UTF-16 with half a pair": b"\xff\xfe\x00\xd8a\0",
    "bells": b"\a" * 5000,
    "broken UTF-8": "Kế".encode() * 50 + b"\xff\xfe\xff",
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_text(data, "a.txt")
    assert "a.txt" in str(refused.value)
    assert refused.value.hint is not None


HARMLESS = {
    "nothing": "",
    "blank lines": "\n" * 10_000,
    "bars": "|" * 50_000,
    "rows of bars": ("|" * 300 + "\n") * 300,
    "drawn corners": ("+-" * 300 + "+\n") * 300,
    "wrapped rows": "| a\n" * 20_000,
    "stars": "*" * 50_000,
    "stars and blanks": "* " * 40_000,
    "many emphases": "*a **b " * 9_000,
    "open brackets": "[" * 50_000,
    "open comments": "<!--" * 20_000,
    "blanks": ("x" + " " * 90_000 + "y\n") * 10,
    "deep quotes": ">" * 90_000,
    "pages": "\f" * 50_000,
    "nations": (" " * 40 + "CỘNG HÒA XÃ HỘI\n") * 5_000,
    "recipients": "Nơi nhận:\n" * 20_000,
    "marks": "a" + "\u0301\u0323" * 40_000,
    "tabs": ("\t" * 100 + "\n") * 1000,
    "open notes": "[^1]:\n" * 20_000,
    "escapes": "\\" * 90_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_strange_text_is_read_in_little_time(text: str, name: str) -> None:
    from time import process_time

    begun = process_time()
    found = read_text(text, name)
    assert process_time() - begun < 3
    if name == "a.txt" and "|" not in text and "+" not in text and "\u0301" not in text:
        assert list(words(found)) == text.split()


def test_page_breaks_at_the_end_say_nothing() -> None:
    assert not any(isinstance(block, PageBreak) for block in read_text("a\n\f\f", "a.txt").blocks)


def test_signs_of_levels_are_read_as_those_of_papers() -> None:
    levels = [(1, "1. Việc"), (4, "• Một"), (5, "◦ hai"), (4, "• Ba"), (1, "2. Việc"), (5, "◦ Bốn"), (6, "▪ năm")]
    found = read_text("".join(f"{level * '    '}{text}\n" for level, text in levels), "a.txt")
    texts = [block.text for block in found.blocks if isinstance(block, TextLine)]
    assert texts == ["1. Việc", "- Một", "+ hai", "- Ba", "2. Việc", "- Bốn", "+ năm"]
    assert len(found.remarks) == 1


@pytest.mark.parametrize("typed", ["• Một\n• hai", "    • Một\n  • hai", "    ◦ Một", "    • Một\n        • hai"])
def test_other_signs_of_lists_stay_as_typed(typed: str) -> None:
    found = read_text(typed, "a.txt")
    assert list(words(found)) == typed.split()
    assert not found.remarks


def test_a_row_between_tabs_may_have_a_cell_over_several_columns() -> None:
    text = "STT\tViệc\tAi\tBao giờ\nI\tTRỒNG\n1\tĐào hố\tHội\tTháng 3\n2\tBón phân\t\tTháng 4\nII.\tTỔ CHỨC\nXong."
    found = read_text(text, "a.txt")
    table = found.blocks[0]
    assert isinstance(table, ReadTable)
    assert cell_texts(table) == [
        ["STT", "Việc", "Ai", "Bao giờ"],
        ["I", "TRỒNG", None, None],
        ["1", "Đào hố", "Hội", "Tháng 3"],
        ["2", "Bón phân", "", "Tháng 4"],
    ]
    assert [line.text for line in found.blocks[1:]] == ["II.\tTỔ CHỨC", "Xong."]  # type: ignore[union-attr]

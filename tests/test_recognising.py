"""A plan out of the lines of a document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.frozen import replace
from kehoach.model.items import ListStyle
from kehoach.readers.document import (
    LineEnd,
    PageBreak,
    ReadBlock,
    ReadDocument,
    ReadTable,
    TableCell,
    TextLine,
    TextRun,
)
from kehoach.recognising.found import Certainty, FoundNode, FoundPlan, FoundTable, TableKind
from kehoach.recognising.plan import recognise
from kehoach.recognising.words import words_of
from kehoach.vietnamese import point_letter, roman
from tests.support.amounts import LONG
from tests.support.plans import ROOT
from tests.support.typed import lost_words, paragraphs, typed_document, words_of_document

BESIDE = ROOT.parent / "shared"
"""What lies beside the project where it is written; the tests that look there are left out elsewhere."""
SEED = BESIDE / "seed" / "ke-hoach-giam-ngheo-lai-chau-2024.txt"
SHARED = BESIDE / "plans"

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")

PLAN = """
ỦY BAN NHÂN
DÂN
XÃ ĐÔNG SƠN
-------
CỘNG HOÀ XÃ
HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số:      /KH-UBND
Đông Sơn, ngày
05 tháng 3 năm 2026

KẾ HOẠCH

TRỒNG CÂY PHÂN TÁN TRÊN ĐỊA BÀN
XÃ ĐÔNG SƠN NĂM 2026

Căn cứ Kế hoạch số 12/KH-UBND ngày 10/01/2026 của Ủy ban nhân dân tỉnh về
trồng cây phân tán;

Ủy ban nhân dân xã ban hành Kế hoạch trồng cây phân tán trên địa bàn xã Đông
Sơn năm 2026 như sau:

I. MỤC
TIÊU

1. Trồng 20.000 cây trong năm, trong đó có
2.000 cây gỗ lớn.

2. Tỷ lệ cây sống đạt 85%.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế xã

- Chủ trì hướng dẫn kỹ thuật; phối hợp với Hội Nông dân
- Thường trực Đảng ủy giao nhiệm vụ cụ thể.

- Báo cáo kết quả:

+ Đợt một trước ngày 15/6;

+ Đợt hai trước ngày 15/12.

2.Các thôn, bản

Vận động nhân dân trồng và chăm sóc cây.

Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan phản ánh về Ủy ban
nhân dân xã./.

Nơi nhận:
- Thường trực Đảng ủy xã;
- Các thôn, bản trên địa bàn
xã;
- VP: LĐVP;
+ Bộ phận một cửa;
- Lưu: VT, KT.
T/M. ỦY BAN NHÂN
DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Văn An
"""


def nodes(blocks: Iterable[FoundNode | FoundTable], depth: int = 0) -> Iterable[tuple[int, FoundNode]]:
    for block in blocks:
        if isinstance(block, FoundNode):
            yield depth, block
            yield from nodes(block.children, depth + 1)


def outline(plan: FoundPlan) -> list[str]:
    """The tree in short: depth, label, two words; H marks headings."""
    return [
        f"{depth}{'H' if node.is_heading else ' '}{node.label} {' '.join(node.text.text.split()[:2])}"
        for depth, node in nodes(plan.sections)
    ]


def in_plan(*lines: str) -> FoundPlan:
    """The plan with these paragraphs as its text."""
    return recognise(paragraphs("KẾ HOẠCH", "Thử một danh sách", "Xã ban hành Kế hoạch như sau:", *lines))


def labels(plan: FoundPlan) -> list[str]:
    return [f"{depth}{node.label}" for depth, node in nodes(plan.sections)]


def test_a_plan_is_found_in_wrapped_lines() -> None:
    plan = recognise(typed_document(PLAN))
    assert plan.issuer == ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG SƠN")
    assert (plan.number, plan.symbol, plan.place, plan.date) == ("", "KH-UBND", "Đông Sơn", (5, 3, 2026))
    assert plan.subject
    assert plan.subject.text == "Trồng cây phân tán trên địa bàn xã Đông Sơn năm 2026"
    assert [base.text[:30] for base in plan.bases] == ["Căn cứ Kế hoạch số 12/KH-UBND "]
    assert len(plan.opening) == len(plan.closing) == 1
    assert outline(plan) == [
        "0HI. MỤC TIÊU",
        "1 1. Trồng 20.000",
        "1 2. Tỷ lệ",
        "0HII. TỔ CHỨC",
        "1H1. Phòng Kinh",
        "2 - Chủ trì",
        "2 - Báo cáo",
        "3 + Đợt một",
        "3 + Đợt hai",
        "1H2. Các thôn,",
        "2  Vận động",
    ]
    assert [(text.text, [item.text for item in items]) for text, items in plan.recipients] == [
        ("Thường trực Đảng ủy xã;", []),
        ("Các thôn, bản trên địa bàn xã;", []),
        ("VP: LĐVP;", ["Bộ phận một cửa;"]),
    ]
    assert plan.archive == "VT, KT."
    assert plan.signature.lines == ("T/M. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert plan.signature.name == "Nguyễn Văn An"
    assert plan.not_understood == ()


def test_wrapped_and_whole_paragraphs_give_one_tree() -> None:
    parts = PLAN.split("\n\n")
    whole = "\n\n".join(
        part if at in (0, len(parts) - 1) else " ".join(part.split("\n")) for at, part in enumerate(parts)
    )
    assert outline(recognise(typed_document(whole))) == outline(recognise(typed_document(PLAN)))


def test_blank_lines_between_all_lines_say_nothing() -> None:
    texts = [
        f"- Phòng Kinh tế hướng dẫn các thôn, bản của Hội Nông dân trồng {n} ha rừng phòng hộ ven suối."
        for n in range(9)
    ]
    lines = [line for text in ("1. Nội dung", *texts) for line in wrap(text, 40)]
    document = typed_document("\n\n".join(["KẾ HOẠCH", "Trồng rừng", "Xã ban hành Kế hoạch như sau:", *lines]))
    assert [node.text.text for _depth, node in nodes(recognise(document).sections)] == [
        "Nội dung", *(text[2:] for text in texts),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("1. A", "a) B;", "b) C.", "2. D", "a) E."), ["01.", "1a)", "1b)", "02.", "1a)"]),
        (("1. A", "1.1. B", "1.2 C", "2. D", "2.1. E"), ["01.", "11.1.", "11.2", "02.", "12.1."]),
        (("1. A", *(f"1.{n}. B" for n in range(1, 12))), ["01.", *(f"11.{n}." for n in range(1, 12))]),
        (("I. A", "II. B", "IV. C", "IV. D", "V. E"), ["0I.", "0II.", "0IV.", "0IV.", "0V."]),
        (("1. A", "c) B;", "d) C;", "e) D."), ["01.", "1c)", "1d)", "1e)"]),
        (("1. A", *(f"{sign}) B;" for sign in "abcdđeghik"), "I) Bộ C."), ["01.", *(f"1{s})" for s in "abcdđeghikI")]),
        (("1. A", *(f"{sign}) B;" for sign in "abcdeg")), ["01.", *(f"1{s})" for s in "abcdeg")]),
        (("II. A", "1. B.", "III. C"), ["0II.", "11.", "0III."]),
        (("A. A", "I. B", "1. C.", "II. D", "B. E", "I. F"), ["0A.", "1I.", "21.", "1II.", "0B.", "1I."]),
        (("1. A", "- B.", "26.120 ha rừng.", "- C."), ["01.", "1-", "1", "1-"]),
        (("1. A", "- B:", "+ C;", "+ D.", "- E."), ["01.", "1-", "2+", "2+", "1-"]),
        (("1. A", "- B.", "* C:", "- D.", "* E:", "- F."), ["01.", "1-", "1*", "2-", "1*", "2-"]),
        (("1. A", "* C:", "- D.", "* E:", "- F."), ["01.", "1*", "2-", "1*", "2-"]),
        (
            ("I.MỤC TIÊU", "1.Sở A", "-Chủ trì B.", "2/ Sở C", "(1) D.", "(2) E."),
            ["0I.", "11.", "2-", "12/", "2(1)", "2(2)"],
        ),
        (("Phần I", "TÌNH HÌNH", "1. A.", "Phần II", "NHIỆM VỤ", "1. B."), ["0Phần I", "11.", "0Phần II", "11."]),
        (("I - MỤC TIÊU", "1- A.", "2- B.", "II - NỘI DUNG"), ["0I -", "11-", "12-", "0II -"]),
        (
            ("1. A", "a) Học", "- B.", "- C như sau:", "a) D;", "b) E.", "b) Họp", "- G."),
            ["01.", "1a)", "2-", "2-", "3a)", "3b)", "1b)", "2-"],
        ),
        (
            ("1. MỤC TIÊU", "2. PHÂN CÔNG", "1. Sở A làm.", "2. Sở B làm.", "3. BÁO CÁO"),
            ["01.", "02.", "11.", "12.", "03."],
        ),
    ],
)
def test_labels_find_their_places(lines: tuple[str, ...], expected: list[str]) -> None:
    assert labels(in_plan(*lines)) == expected


def test_slips_are_said() -> None:
    found = [node for _depth, node in nodes(in_plan("I. A", "II. B", "II. C", "III. D").sections)]
    assert [node.certainty for node in found] == [*[Certainty.CERTAIN] * 2, Certainty.LIKELY, Certainty.CERTAIN]
    assert found[2].why


def test_a_label_that_fits_nowhere_is_text() -> None:
    plan = in_plan("1. A", "17. B.")
    assert [node.text.text for _depth, node in nodes(plan.sections)] == ["A", "17. B."]
    assert list(nodes(plan.sections))[1][1].certainty is Certainty.DOUBTFUL


def test_text_after_an_announcing_line_is_below_it() -> None:
    plan = in_plan("1. Mục tiêu", "Phấn đấu đạt:", "- Một;", "- Hai.", "Các chỉ tiêu khác giữ nguyên.", "2. Nội dung.")
    assert labels(plan) == ["01.", "1", "1-", "1-", "1", "02."]


def test_headings_in_capitals_without_a_label_are_sections() -> None:
    plan = in_plan("MỤC ĐÍCH, YÊU CẦU", "Nâng cao nhận thức.", "NỘI DUNG", "1. Họp.", "TỔ CHỨC THỰC HIỆN", "1. Xã.")
    assert outline(plan) == [
        "0H MỤC ĐÍCH,", "1  Nâng cao", "0H NỘI DUNG", "1 1. Họp.", "0H TỔ CHỨC", "1 1. Xã.",
    ]  # fmt: skip


def test_a_decision_stands_before_its_plan() -> None:
    plan = recognise(
        paragraphs(
            "ỦY BAN NHÂN DÂN", "TỈNH AN HẢI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "Số: 15/QĐ-UBND", "An Hải, ngày 02 tháng 02 năm 2026", "QUYẾT ĐỊNH", "BAN HÀNH KẾ HOẠCH LÀM ĐƯỜNG",
            "ỦY BAN NHÂN DÂN TỈNH AN HẢI", "Căn cứ Luật Đường bộ;", "Xét đề nghị của Sở Xây dựng.", "QUYẾT ĐỊNH:",
            "Điều 1. Ban hành Kế hoạch làm đường.", "Điều 2. Quyết định có hiệu lực từ ngày ký.",
            "Sở Xây dựng thi hành./.",
            "Nơi nhận:", "- Như Điều 2;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Bình",
            "UBND TỈNH AN HẢI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "KẾ HOẠCH", "Làm đường năm 2026", "(Kèm theo Quyết định số 15/QĐ-UBND ngày 02/02/2026)",
            "I. MỤC TIÊU", "Làm 20 km đường.", "PHỤ LỤC I", "DANH MỤC TUYẾN ĐƯỜNG", "(Kèm theo Kế hoạch)",
            "1. Tuyến A.",
        )
    )  # fmt: skip
    assert plan.decision
    assert plan.decision.subject.text == "Ban hành kế hoạch làm đường"
    assert [[text.text[:10] for text in article] for article in plan.decision.articles] == [
        ["Ban hành K"], ["Quyết định", "Sở Xây dựn"],
    ]  # fmt: skip
    assert [base.text[:7] for base in plan.bases] == ["Căn cứ ", "Xét đề "]
    assert plan.below_title
    assert (plan.symbol, plan.signature.name) == ("QĐ-UBND", "Lê Văn Bình")
    assert outline(plan) == ["0HI. MỤC TIÊU", "1  Làm 20"]
    assert [(appendix.label, appendix.title.text) for appendix in plan.appendices] == [
        ("PHỤ LỤC I", "DANH MỤC TUYẾN ĐƯỜNG")
    ]
    assert plan.not_understood == ()


def test_bodies_above_and_addressees() -> None:
    plan = recognise(
        paragraphs(
            "UBND TỈNH AN HẢI", "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "Số: 7/KH-SYT", "An Hải, ngày … tháng … năm 2026", "KẾ HOẠCH", "Phòng, chống dịch", "Kính gửi:",
            "- Bệnh viện tỉnh;", "- Các trạm y tế.", "Sở Y tế ban hành Kế hoạch như sau:", "1. Mục đích.", "Nơi nhận:",
            "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "(Đã ký)", "Trần Thị Cúc", "Bản quyền thuộc trang tin.",
        )
    )  # fmt: skip
    assert (plan.parent, plan.issuer) == (("UBND TỈNH AN HẢI",), ("SỞ Y TẾ",))
    assert (plan.date, plan.place) == ((0, 0, 2026), "An Hải")
    assert [text.text for text in plan.addressees] == ["Bệnh viện tỉnh;", "Các trạm y tế."]
    assert plan.signature.lines == ("GIÁM ĐỐC",)
    assert [text.text for text in plan.not_understood] == ["Bản quyền thuộc trang tin."]


def test_a_letterhead_in_a_frame_and_one_paragraph_with_breaks() -> None:
    def cell(*texts: str) -> TableCell:
        lines = [TextLine((TextRun(text),), "bảng 1", end=LineEnd.BREAK) for text in texts]
        return TableCell(tuple(lines))

    frame = ReadTable(
        (
            (
                cell("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG SƠN"),
                cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
            ),
            (cell("Số: 3/KH-UBND"), cell("Đông Sơn, ngày 1 tháng 2 năm 2026")),
        ),
        "bảng 1",
        has_lines=False,
    )
    end = ReadTable(
        ((cell("Nơi nhận:", "- Các thôn;", "- Lưu: VT."), cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Lê Văn An")),),
        "bảng 2",
        has_lines=False,
    )
    body = paragraphs("KẾ HOẠCH", "Trồng cây", "1. Mục tiêu.").blocks
    document = ReadDocument((frame, *body, end))
    plan = recognise(document)
    assert (plan.number, plan.place, plan.issuer) == ("3", "Đông Sơn", ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG SƠN"))
    assert (plan.archive, plan.signature.name) == ("VT.", "Lê Văn An")
    assert [text.text for text, _items in plan.recipients] == ["Các thôn;"]
    assert lost_words(document, plan) == ({}, {})


def test_tables_say_what_they_list() -> None:
    plan = recognise(
        typed_document(
            "KẾ HOẠCH\n\nLàm việc\n\nI. NỘI DUNG\n\nBảng 1. Phân công\n\nĐơn vị tính: triệu đồng\n\n"
            "| TT | Nhiệm vụ | Thực hiện |\n| Cơ quan chủ trì | Thời gian |\n| (1) | (2) | (3) | (4) |\n"
            "| A. Việc chung |\n| 1 | Họp | Văn phòng | Quý I |\n\nGhi chú: Họp tại xã."
        )
    )
    table = next(
        child for _depth, node in nodes(plan.sections) for child in node.children if isinstance(child, FoundTable)
    )
    assert table.kind is TableKind.TASKS
    assert table.headings == (("TT",), ("Nhiệm vụ",), ("Thực hiện", "Cơ quan chủ trì"), ("Thực hiện", "Thời gian"))
    assert table.column_numbers == ("(1)", "(2)", "(3)", "(4)")
    assert table.across == {0}
    assert [cell[0].text for cell in table.rows[1]] == ["1", "Họp", "Văn phòng", "Quý I"]
    assert table.title
    assert table.remark
    assert (table.title.text, table.remark.text) == ("Bảng 1. Phân công", "Đơn vị tính: triệu đồng")
    assert [note.text for note in table.note] == ["Ghi chú: Họp tại xã."]


def test_a_table_before_the_first_heading_without_a_number_is_kept() -> None:
    table = "| TT | Thôn | Số hộ |\n| 1 | A | 12 |\n\n"
    document = typed_document(f"KẾ HOẠCH\n\nLàm việc\n\n{table}MỤC ĐÍCH CHUNG\n\nMột.\n\nTỔ CHỨC THỰC HIỆN\n\nHai.\n")
    plan = recognise(document)
    assert isinstance(plan.sections[0], FoundTable)
    assert lost_words(document, plan) == ({}, {})


def test_a_label_beside_a_rule_is_kept() -> None:
    rule = TextLine((TextRun("---"),), "đoạn", label="1.")
    document = ReadDocument((*paragraphs("KẾ HOẠCH", "Làm việc").blocks, rule))
    assert lost_words(document, recognise(document)) == ({}, {})


@pytest.mark.parametrize(
    "rows",
    [
        [[None, ("a", 3, 1), ("b", 1, 1)], [None, None, None, ("c", 1, 1)]],
        [[None, ("a", 1, 3)], [("b", 2, 1)], [None, ("c", 1, 1)]],
    ],
    ids=["one beside", "one from above"],
)
def test_a_cell_ends_where_another_one_is(rows: list[list[tuple[str, int, int] | None]]) -> None:
    cells = [tuple(one and TableCell((TextLine((TextRun(one[0]),), "ô"),), *one[1:]) for one in row) for row in rows]
    document = ReadDocument((*paragraphs("KẾ HOẠCH", "Làm việc").blocks, ReadTable(tuple(cells), "bảng")))
    assert lost_words(document, recognise(document)) == ({}, {})


def test_bullets_after_the_note_of_a_table_go_on_with_their_list() -> None:
    table = "| TT | Thôn | Số hộ |\n| 1 | A | 12 |\n\nGhi chú: ước.\n\n"
    plan = recognise(typed_document(f"KẾ HOẠCH\n\nLàm việc\n\nI. NỘI DUNG\n\n- Một.\n\n{table}- Hai.\n"))
    assert labels(plan) == ["0I.", "1-", "1-"]
    plan = recognise(typed_document(f"KẾ HOẠCH\n\nLàm việc\n\nI. NỘI DUNG\n\n{table}- Hai.\n"))
    assert labels(plan) == ["0I."]


def test_a_citation_in_italics_is_a_basis() -> None:
    cited = "Thực hiện Quyết định số 12/QĐ-UBND ngày 10/01/2026 của UBND tỉnh về trồng cây phân tán."
    for italic, counts in ((True, (1, 1)), (False, (0, 2))):
        lines = [
            TextLine((TextRun(text),), "", align="both") for text in ("KẾ HOẠCH", "Trồng cây", "UBND xã ban hành:")
        ]
        lines.insert(2, TextLine((TextRun(cited, italic=italic),), "", align="both"))
        plan = recognise(ReadDocument((*lines, TextLine((TextRun("I. VIỆC"),), ""))))
        assert (len(plan.bases), len(plan.opening)) == counts


def test_an_appendix_begins_at_its_label_alone_and_says_whether_it_is_closed() -> None:
    def line(text: str, align: str = "") -> TextLine:
        return TextLine((TextRun(text),), "", align=align)

    before = [line(text) for text in ("KẾ HOẠCH", "Làm việc", "I. VIỆC", "Họp theo Phụ lục.", "Nơi nhận:", "- Xã.")]
    end = [PageBreak(), line("Phụ lục", "center"), line("BIỂU TỔNG HỢP VỀ IoT", "center"), line("- Một./.")]
    (found,) = recognise(ReadDocument((*before, *end))).appendices
    assert (found.label, found.title.text, found.is_closed) == ("Phụ lục", "BIỂU TỔNG HỢP VỀ IoT", True)


def test_where_a_word_processor_counts_a_typed_dash_is_text() -> None:
    def line(text: str, label: str = "") -> TextLine:
        return TextLine((TextRun(text),), "đoạn", label=label)

    body = (line("A", "I."), line("giá trị", "1."), line("- chữ thường đầu câu"), line("B", "2."), line("C", "II."))
    plan = recognise(ReadDocument((*paragraphs("KẾ HOẠCH", "Thử", "Như sau:").blocks, *body)))
    assert labels(plan) == ["0I.", "11.", "2", "12.", "0II."]
    assert [node.text.text for _depth, node in nodes(plan.sections)][2] == "- chữ thường đầu câu"


def test_lines_farther_in_begin_paragraphs() -> None:
    def line(text: str, indent: float) -> TextLine:
        return TextLine((TextRun(text),), "dòng", indent=indent, end=LineEnd.WRAP)

    texts = [
        ("1. Mục tiêu", 10.0),
        *([("- Trồng rừng phòng hộ ven suối và quanh các bản của", 10.0), ("xã theo đúng quy hoạch đã có.", 0.0)] * 4),
    ]
    more = [
        ("Diện tích còn lại giao cho Ban Quản lý rừng.", 10.0),
        ("- Thường trực Đảng ủy xã theo dõi.", 0.0),
        ("2. Kết.", 10.0),
    ]
    plan = recognise(
        ReadDocument((*paragraphs("KẾ HOẠCH", "Thử", "Như sau:").blocks, *(line(*pair) for pair in texts + more)))
    )
    assert labels(plan) == ["01.", *["1-"] * 4, "1", "02."]


def test_a_table_written_cell_by_cell_is_one_again() -> None:
    text = "PHỤ LỤC\nDANH MỤC\nSTT\nViệc\nCơ quan\nHạn\nA. Chung\n1\nHọp\nXã\nQuý I\n2\nDự\n\nQuý II\n\n"
    text += "Tổng cộng\n2 việc\n./."
    document = typed_document(f"KẾ HOẠCH\n\nHọp\n\nI. NỘI DUNG\n\nHọp.\n\n{text}")
    plan = recognise(document)
    (table,) = plan.appendices[0].blocks
    assert isinstance(table, FoundTable)
    assert table.headings == (("STT",), ("Việc",), ("Cơ quan",), ("Hạn",))
    assert [[" ".join(text.text for text in cell) for cell in row] for row in table.rows] == [
        ["A. Chung"], ["1", "Họp", "Xã", "Quý I"], ["2", "Dự", "", "Quý II"], ["", "Tổng cộng", "", "2 việc"],
    ]  # fmt: skip
    assert lost_words(document, plan) == ({}, {})


def test_notes_typed_at_the_end_are_called_in_their_sentences() -> None:
    plan = recognise(paragraphs("KẾ HOẠCH", "Làm việc", "1. Theo chương trình[1] đã có.", "[1] Chương trình của tỉnh."))
    node = next(node for _depth, node in nodes(plan.sections))
    assert [run.note for run in node.text.runs] == ["", "1", ""]
    assert [text.text for text in plan.notes["1"]] == ["Chương trình của tỉnh."]


def test_pages_on_their_side_and_numbers_of_pages() -> None:
    body = [f"- Việc thứ {n} trong danh sách." for n in range(40)]
    lines = ["KẾ HOẠCH", "Làm việc", "1. Nội dung", *body[:18], "2", *body[18:36], "3", *body[36:]]
    blocks = (*paragraphs(*lines).blocks, PageBreak(landscape=True), *paragraphs("PHỤ LỤC", "BIỂU MẪU").blocks)
    plan = recognise(ReadDocument(blocks))
    assert len(list(nodes(plan.sections))) == 41
    assert [text.text for text in plan.as_typed[:2]] == ["2", "3"]
    assert plan.appendices[0].landscape


WORDS = st.lists(st.sampled_from("rừng cây đường trường xã thôn bản họp dân làm".split()), min_size=1, max_size=6)
LINES = st.one_of(
    WORDS.map(" ".join),
    st.tuples(
        st.sampled_from(
            "I. II. V. 1. 2. 3. 1.1. 2.3 a) b) đ) - + * (1) [1] Điều Nơi Căn PHỤ TM. KẾ QUYẾT Số: Lưu: Ghi 17 •".split()
        ),
        WORDS,
    ).map(lambda pair: f"{pair[0]} {' '.join(pair[1])}"),
    st.sampled_from(
        [
            "KẾ HOẠCH", "QUYẾT ĐỊNH", "QUYẾT ĐỊNH:", "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH",
            "Lê Văn An", "PHỤ LỤC", "PHỤ LỤC I", "Điều 1. Ban hành.", "Căn cứ Luật Đường bộ;", "Kính gửi: Sở Y tế",
            "12",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH-UBND", "A, ngày 1 tháng 2 năm 2026",
            "[1] Chú thích",
            "---",
            "| TT | Việc | Cơ quan |", "| 1 | Họp | Xã |", "| II |", "(Kèm theo Quyết định", "Đơn vị tính: đồng",
            "Ghi chú: như trên", "Bảng 1. Việc",
        ]
    ),
)  # fmt: skip


@given(st.lists(LINES, max_size=40), st.lists(st.booleans(), min_size=40, max_size=40))
@settings(max_examples=2000 if LONG else 150, deadline=None)
def test_no_word_is_lost_or_made(lines: list[str], gaps: list[bool]) -> None:
    text = "".join(f"{line}\n{chr(10) if gap else ''}" for line, gap in zip(lines, gaps, strict=False))
    document = typed_document(text)
    assert lost_words(document, recognise(document)) == ({}, {})


@st.composite
def set_lines(draw: st.DrawFn) -> TextLine:
    """A line as a word processor or a page sets it."""
    text = draw(LINES)
    return TextLine(
        (TextRun(text, bold=draw(st.booleans()), italic=draw(st.booleans())),),
        "đoạn",
        label=draw(st.sampled_from(["", "", "", "1.", "2.", "I.", "a)", "-", "•", "1.1."])),
        align=draw(st.sampled_from(["", "center", "left"])),
        indent=draw(st.sampled_from([0.0, 10.0])),
        column=draw(st.sampled_from([0, 0, 0, 1, 2])),
        end=draw(st.sampled_from(LineEnd)),
    )


@st.composite
def set_tables(draw: st.DrawFn) -> ReadTable:
    """A table whose cells go over columns and rows, some of them past its edge."""
    width = draw(st.integers(1, 5))
    cells = st.one_of(
        st.none(),
        st.builds(
            TableCell,
            st.lists(set_lines(), max_size=2).map(tuple),
            columns=st.integers(1, 3),
            rows=st.integers(1, 3),
        ),
    )
    rows = draw(st.lists(st.lists(cells, min_size=1, max_size=width).map(tuple), min_size=1, max_size=4))
    # Two cells of one text beside each other are one heading: each has a text of its own.
    told = tuple(
        tuple(
            cell and replace(cell, lines=(*cell.lines, TextLine((TextRun(f"ô{r}x{c}"),), "ô")))
            for c, cell in enumerate(row)
        )
        for r, row in enumerate(rows)
    )
    return ReadTable(told, "bảng", header=draw(st.integers(0, 2)), has_lines=draw(st.booleans()))


@given(st.lists(st.one_of(set_lines(), set_lines(), set_lines(), set_tables(), st.just(PageBreak())), max_size=25))
@settings(max_examples=2000 if LONG else 150, deadline=None)
def test_no_word_is_lost_however_a_document_is_set(blocks: list[ReadBlock]) -> None:
    document = ReadDocument(tuple(blocks))
    assert lost_words(document, recognise(document)) == ({}, {})


TREE = st.recursive(
    st.just([]),
    lambda below: st.lists(below, min_size=1, max_size=4),
    max_leaves=25,
)
STYLES = (ListStyle.ROMAN, ListStyle.NUMBER, ListStyle.LETTER, ListStyle.DASH, ListStyle.PLUS)


def written(tree: list[list], depth: int = 0) -> Iterable[tuple[int, str, str]]:  # type: ignore[type-arg]
    """Lines of a tree of five levels: depth, label, text. What has something below is a heading or has a colon."""
    for number, below in enumerate(tree, 1):
        signs = (f"{roman(number)}.", f"{number}.", f"{point_letter(number)})", "-", "+")
        deeper = below if depth + 1 < len(STYLES) else []
        text = ("Nội dung" if depth < 3 else "Gồm các việc:") if deeper else "Làm việc này cho xong."
        yield depth, signs[depth], text
        yield from written(deeper, depth + 1)


@given(TREE.filter(bool))
@settings(max_examples=200 if LONG else 80, deadline=None)
def test_a_tree_that_is_written_is_found(tree: list[list]) -> None:  # type: ignore[type-arg]
    lines = list(written(tree))
    plan = in_plan(*(f"{label} {text}" for _depth, label, text in lines))
    assert [(depth, node.label, node.text.text) for depth, node in nodes(plan.sections)] == lines


def shared_plans() -> list[Path]:
    return sorted(SHARED.glob("*.txt")) if SHARED.is_dir() else []


@pytest.mark.parametrize("path", shared_plans(), ids=lambda path: path.stem)
def test_real_plans_lose_no_word_and_have_one_tree_in_both_forms(path: Path) -> None:
    document = typed_document(path.read_text(encoding="utf-8"))
    plan = recognise(document)
    assert lost_words(document, plan) == ({}, {})
    assert plan.not_understood == ()
    running = FoundPlan(bases=plan.bases, opening=plan.opening, sections=plan.sections, closing=plan.closing)
    if not (plan.notes or plan.decision):
        assert " ".join(words_of(running)) in " ".join(words_of_document(document))
    whole = recognise(typed_document((SHARED / "unwrapped" / path.name).read_text(encoding="utf-8")))
    assert words_of(whole) == words_of(plan)
    assert [(depth, node.label, node.is_heading) for depth, node in nodes(whole.sections)] == [
        (depth, node.label, node.is_heading) for depth, node in nodes(plan.sections)
    ]


@pytest.mark.skipif(not SEED.is_file(), reason="the seed's text is not here")
def test_the_seed_is_found_whole() -> None:
    document = typed_document(SEED.read_text(encoding="utf-8"))
    plan = recognise(document)
    assert lost_words(document, plan) == ({}, {})
    assert plan.issuer == ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ LAI CHÂU")
    assert (plan.number, plan.symbol, plan.place) == ("", "KH-UBND", "Thành phố Lai Châu")
    assert plan.date == (0, 1, 2024)
    assert plan.subject
    assert plan.subject.text == "Thực hiện công tác giảm nghèo bền vững trên địa bàn thành phố Lai Châu năm 2024"
    assert len(plan.bases) == len(plan.opening) == len(plan.closing) == 1
    sections = [node for node in plan.sections if isinstance(node, FoundNode)]
    assert [(node.label, node.text.text, len(node.children)) for node in sections] == [
        ("I.", "MỤC ĐÍCH, YÊU CẦU", 2),
        ("II.", "MỤC TIÊU, CHỈ TIÊU CỤ THỂ", 2),
        ("III.", "CÁC GIẢI PHÁP THỰC HIỆN", 4),
        ("IV.", "KINH PHÍ THỰC HIỆN", 2),
        ("V.", "TỔ CHỨC THỰC HIỆN", 13),
    ]
    duties = [node for node in sections[4].children if isinstance(node, FoundNode)]
    assert [len(node.children) for node in duties] == [6, 2, 3, 2, 3, 4, 2, 3, 2, 1, 2, 2, 6]
    assert all(node.is_heading for node in (*sections, *duties))
    assert all(node.certainty is Certainty.CERTAIN for _depth, node in nodes(plan.sections))
    assert len(plan.recipients) == 4
    assert plan.archive == "VT, PLĐ."
    assert plan.signature.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert plan.signature.name == "Trần Đình Tiến"
    assert plan.not_understood == ()

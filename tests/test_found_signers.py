"""Signers, kinds of sections and the plan's own years, read out of plain words."""

import pytest

from kehoach.documents.letterhead import signing_lines
from kehoach.documents.paper import plain
from kehoach.model.agency import Agency
from kehoach.model.plan import SectionKind, Signature
from kehoach.recognising.own_years import own_years
from kehoach.recognising.section_kinds import kind_of
from kehoach.recognising.signers import signer_in
from kehoach.recognising.tail import read_tail
from tests.support.typed import paragraphs

SIGNED = [
    (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ("TM", "KT"), "Phó Chủ tịch", ""),
    (["TM. ỦY BAN", "NHÂN DÂN", "CHỦ TỊCH"], ("TM",), "Chủ tịch", ""),
    (["T/M. UỶ BAN NHÂN DÂN", "K/T CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ("TM", "KT"), "Phó Chủ tịch", ""),
    (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], ("KT",), "Phó Giám đốc", ""),
    (["GIÁM ĐỐC"], (), "Giám đốc", ""),
    (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], ("TL",), "Chánh Văn phòng", ""),
    (["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"], ("TL", "KT"), "Phó Chánh Văn phòng", ""),
    (["Q. GIÁM ĐỐC"], ("Q",), "Giám đốc", ""),
    (["QUYỀN CHỦ TỊCH"], (), "Quyền Chủ tịch", ""),
    (["KT. CHỦ", "TỊCH", "PHÓ CHỦ", "TỊCH"], ("KT",), "Phó Chủ tịch", ""),
    (["TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"], ("TUQ",), "Giám đốc Sở Nội vụ", ""),
    (["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"], ("KT",), "Phó Trưởng ban Thường trực", ""),
    (["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND TỈNH"], ("TM",), "Trưởng ban", "PHÓ CHỦ TỊCH UBND TỈNH"),
]


@pytest.mark.parametrize(("lines", "authority", "title", "office"), SIGNED)
def test_a_signer_prints_the_same_lines(lines: list[str], authority: tuple[str, ...], title: str, office: str) -> None:
    found = signer_in(lines)
    assert found is not None
    assert (found.authority, found.title, found.office) == (authority, title, office)
    issuer = Agency(name="", collective=found.collective or None, head=found.head or None)
    signature = Signature(name="", authority=found.authority, title=found.title, office=found.office or None)
    printed = " ".join(plain(line).replace("\u00a0", " ") for line in signing_lines(signature, issuer))
    typed = " ".join(lines[:-1] if office else lines)
    assert printed == typed.replace("T/M.", "TM.").replace("K/T ", "KT. ")


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["(Đã ký)"],
        ["TM. ỦY BAN NHÂN DÂN"],
        ["KT. CHỦ TỊCH", "PHÓ GIÁM ĐỐC", "X", "Y"],
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "TL. GIÁM ĐỐC", "PHÓ CHỦ TỊCH"],
        ["TL. CHỦ TỊCH", "KT. GIÁM ĐỐC", "PHÓ CHÁNH VĂN PHÒNG"],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Đã ký)"],
    ],
)
def test_other_lines_are_no_signer(lines: list[str]) -> None:
    assert signer_in(lines) is None


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", SectionKind.PURPOSE),
        ("Mục tiêu của Kế hoạch", SectionKind.TARGETS),
        ("QUAN ĐIỂM, MỤC TIÊU", SectionKind.TARGETS),
        ("Mục đích, mục tiêu", SectionKind.TARGETS),
        ("Các chỉ tiêu chủ yếu", SectionKind.TARGETS),
        ("NHIỆM VỤ, GIẢI PHÁP", SectionKind.SOLUTIONS),
        ("Nội dung thực hiện", SectionKind.SOLUTIONS),
        ("KINH PHÍ THỰC HIỆN", SectionKind.FUNDING),
        ("Kinh phí tổ chức thực hiện", SectionKind.FUNDING),
        ("TỔ CHỨC THỰC HIỆN", SectionKind.DUTIES),
        ("Trách nhiệm của các đơn vị", SectionKind.DUTIES),
        ("Phân công nhiệm vụ", SectionKind.DUTIES),
        ("CHẾ ĐỘ BÁO CÁO", SectionKind.REPORTING),
        ("Chế độ thông tin, báo cáo", SectionKind.REPORTING),
        ("Kết quả thực hiện mục tiêu năm 2024", SectionKind.TEXT),
        ("ĐÁNH GIÁ TÌNH HÌNH NĂM 2024", SectionKind.TEXT),
        ("Đối tượng, phạm vi", SectionKind.TEXT),
        ("Khen thưởng", SectionKind.TEXT),
    ],
)
def test_a_heading_says_the_kind_of_its_section(heading: str, kind: SectionKind) -> None:
    assert kind_of(heading) is kind


OWN = {
    "Phấn đấu năm 2025 trồng mới 20 ha rừng": 1,
    "Trong năm 2025, các trường rà soát cơ sở vật chất năm 2025.": 2,
    "Đến hết năm 2025 hoàn thành.": 0,
    "Dự toán ngân sách năm 2025 được giao": 1,
    # others'
    "Luật Thủy lợi năm 2025": 0,
    "Kết quả năm 2025 đạt khá": 0,
    "ngày 15 tháng 3 năm 2025": 0,
    "Từ năm 2025 trở đi": 0,
    "Thời gian: Năm 2025 và các năm tiếp theo": 0,
    "Đến năm 2025 đạt 80%": 0,
    "so với năm 2025": 0,
    "Quyết định số 5/QĐ-UBND về giao chỉ tiêu năm 2025": 0,
    "Chương trình nước sạch giai đoạn đến năm 2025": 0,
    "năm 2025 - 2030": 0,
    "phong trào “Năm 2025 xanh”": 0,
    "Năm 2024": 0,
}


@pytest.mark.parametrize("text", OWN)
def test_only_a_year_that_is_surely_the_plans_own_is_found(text: str) -> None:
    found = own_years(text, "2025")
    assert len(found) == OWN[text]
    assert all(text[start:end] == "2025" for start, end in found)


def test_the_year_at_the_end_of_the_subject_is_the_plans() -> None:
    subject = "Thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững năm 2025"
    assert own_years(subject, "2025") == ()
    assert own_years(subject, "2025", is_subject=True) == ((len(subject) - 4, len(subject)),)
    assert own_years("Triển khai thi hành Luật Đường bộ năm 2025", "2025", is_subject=True) == ()
    assert own_years("Thực hiện Quyết định số 5/QĐ-UBND về nước sạch năm 2025", "2025", is_subject=True) == ()


def test_the_years_of_a_stage_are_the_plans_where_they_are_typed_so() -> None:
    text = "Phát triển chè giai đoạn 2026 - 2030 trên địa bàn"
    assert [text[start:end] for start, end in own_years(text, "2026 - 2030")] == ["2026 - 2030"]
    assert own_years(text, "2026-2030") == ()
    assert own_years("Chương trình nước sạch giai đoạn 2026 - 2030", "2026 - 2030") == ()
    assert own_years("Kết quả giai đoạn 2026 - 2030", "2026 - 2030") == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("TM. BAN CHỈ HUY", "TRƯỞNG BAN", "CHỦ TỊCH UBND XÃ"),
        ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC", "GIÁM ĐỐC SỞ Y TẾ"),
        ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
    ],
)
def test_a_title_below_a_line_that_ends_with_ban_is_a_line_of_its_own(lines: tuple[str, ...]) -> None:
    tail = read_tail(paragraphs("Nơi nhận:", "- Lưu: VT.", *lines, "Hoàng Văn Thái").blocks)  # type: ignore[arg-type]
    assert (tail.signature.lines, tail.name) == (lines, "Hoàng Văn Thái")

"""What is above the text of a plan: letterheads, days and titles as drafters type them."""

from __future__ import annotations

import pytest

from kehoach.importing.plan_years import stated_years
from kehoach.readers.document import ReadDocument, ReadTable, TableCell, TextLine, TextRun
from kehoach.recognising.plan import recognise
from tests.support.typed import paragraphs

HEAD = (
    "PHÒNG GIÁO DỤC QUẬN 8",
    "TRƯỜNG TIỂU HỌC A",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
)
TEXT = ("Thực hiện nhiệm vụ, trường xây dựng kế hoạch như sau:", "I. VIỆC", "Học luật.")


@pytest.mark.parametrize(
    "title",
    [
        "KẾ HOẠCH TUYÊN TRUYỀN PHÁP LUẬT NĂM 2025",
        "KẾ HOẠCH Tuyên truyền pháp luật năm 2025",
        "KẾ HOẠCH: TUYÊN TRUYỀN PHÁP LUẬT NĂM 2025",
    ],
)
def test_a_subject_may_be_on_the_line_of_the_type(title: str) -> None:
    plan = recognise(paragraphs(*HEAD, "Số: 1/KH-A", "Quận 8, ngày 3 tháng 10 năm 2024", title, *TEXT))
    assert plan.type_name == "kế hoạch"
    assert plan.subject
    assert plan.subject.text.casefold() == "tuyên truyền pháp luật năm 2025"
    assert plan.issuer == ("TRƯỜNG TIỂU HỌC A",)


@pytest.mark.parametrize(
    ("typed", "place", "date"),
    [
        ("Quận 8, ngày 3 tháng 10 năm 2024", "Quận 8", (3, 10, 2024)),
        ("Hà Nội, ngày 12/3/2025", "Hà Nội", (12, 3, 2025)),
        ("Hà Nội, 12/3/2025", "Hà Nội", (12, 3, 2025)),
        ("Phường 12, ngày    tháng 01 năm 2025", "Phường 12", (0, 1, 2025)),
    ],
)
def test_the_day_and_the_place_of_issue(typed: str, place: str, date: tuple[int, int, int]) -> None:
    plan = recognise(paragraphs(*HEAD, "Số: 1/KH-A", typed, "KẾ HOẠCH", "Học luật", *TEXT))
    assert (plan.place, plan.date) == (place, date)
    assert not plan.not_understood


def test_the_letterhead_of_the_party_is_a_frame() -> None:
    def cell(*texts: str) -> TableCell:
        return TableCell(tuple(TextLine((TextRun(text),), "") for text in texts))

    left = cell("ĐẢNG BỘ HUYỆN A", "ĐẢNG ỦY XÃ B", "*", "Số 45-KH/ĐU")
    right = cell("ĐẢNG CỘNG SẢN VIỆT NAM", "B, ngày 12 tháng 02 năm 2025")
    table = ReadTable(((left, right),), "bảng 1", has_lines=False)
    plan = recognise(ReadDocument((table, *paragraphs("KẾ HOẠCH", "Đại hội", *TEXT).blocks)))
    assert (plan.parent, plan.issuer, plan.number) == (("ĐẢNG BỘ HUYỆN A",), ("ĐẢNG ỦY XÃ B",), "45")


def test_a_title_in_capitals_regains_those_of_its_province_and_place() -> None:
    title = ("PHÒNG, CHỐNG DỊCH TRÊN ĐỊA BÀN TỈNH LONG AN", "VÀ XÃ TÂN LẬP, BẢO ĐẢM AN TOÀN")
    plan = recognise(paragraphs(*HEAD, "Số: 1/KH-A", "Tân Lập, ngày 3 tháng 10 năm 2024", "KẾ HOẠCH", *title, *TEXT))
    assert plan.subject
    assert plan.subject.text == "Phòng, chống dịch trên địa bàn tỉnh Long An và xã Tân Lập, bảo đảm an toàn"


def test_a_subject_in_the_middle_of_a_text_ends_where_sentences_begin() -> None:
    """A line nearly as wide as the page is not seen to be in the middle."""

    def line(text: str, align: str = "") -> TextLine:
        return TextLine((TextRun(text),), "", align=align)

    for first in ("", "center"):
        subject = (line("Phòng, chống dịch bệnh ở người", first), line("năm 2025 trên địa bàn xã", "center"))
        after = (line("Để phòng dịch, xã xây dựng kế hoạch như sau:"), line("I. VIỆC"), line("Phun thuốc."))
        plan = recognise(ReadDocument((line("KẾ HOẠCH", "center"), *subject, *after)))
        assert plan.subject
        assert plan.subject.text == "Phòng, chống dịch bệnh ở người năm 2025 trên địa bàn xã"


@pytest.mark.parametrize(
    ("subject", "years"),
    [
        ("Thi hành Luật Lưu trữ năm 2023", "2024"),
        ("Thực hiện Chỉ thị số 27/CT-TTg ngày 15 tháng 8 năm 2023 của Thủ tướng", "2024"),
        ("Học luật năm 2025", "2025"),
        ("Học luật giai đoạn 2021 - 2025", "2021-2025"),
    ],
)
def test_a_plan_is_for_no_year_before_its_day_of_issue(subject: str, years: str) -> None:
    plan = recognise(paragraphs(*HEAD, "Số: 1/KH-A", "Quận 8, ngày 3 tháng 10 năm 2024", "KẾ HOẠCH", subject, *TEXT))
    assert stated_years(plan) == years

"""Deadlines and sums of money read out of cells and sentences, or nothing."""

import pytest

from kehoach.recognising.facts_times import amount_in, amounts_in, deadline_in, deadline_in_sentence, unit_of

CELLS = (
    "Trước ngày 30/6/2025", "Quý II", "Quý II/2025", "Quý IV-2025", "Thường xuyên", "Hằng năm", "Hàng quý",
    "Tháng 5-6/2025", "Từ tháng 3 đến tháng 10", "Năm 2026 và các năm tiếp theo", "15/6, 15/12", "Đến hết năm 2025",
    "Quý III/2025 - Quý I/2026", "Trước ngày 25 hằng tháng", "2026 - 2030", "Cả năm", "Tháng 12", "02 lần/năm",
    "31/12/2025", "Hoàn thành trước 31/12/2025", "Thường xuyên, hằng năm", "08 tháng (từ tháng 3 đến tháng 10)",
)  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_names_a_time_is_a_deadline(cell: str) -> None:
    found = deadline_in(f" {cell}. ")
    assert found is not None
    assert found.text == cell
    assert f" {cell}. "[found.start : found.end] == cell


@pytest.mark.parametrize(
    "cell",
    [
        "", "-", "x", "Theo hướng dẫn của Sở Y tế", "Sau khi có kế hoạch", "Khi có yêu cầu", "06 tháng", "3 năm", "12",
        "100%", "31/6/2025", "31.12.2025", "Sở Nội vụ", "Đầu năm", "Quý II, theo hướng dẫn",
    ],
)  # fmt: skip
def test_a_cell_without_a_time_is_none(cell: str) -> None:
    assert deadline_in(cell) is None


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("Rà soát hộ nghèo, hoàn thành trước ngày 30/10.", "trước ngày 30/10"),
        ("Hoàn thành việc cấp thẻ trong quý II/2026;", "trong quý II/2026"),
        ("Ban hành kế hoạch chậm nhất ngày 15/02/2026.", "ngày 15/02/2026"),
        ("Tham mưu trình UBND tỉnh trước tháng 6 năm 2026", "trước tháng 6 năm 2026"),
        ("Rà soát, lập danh sách, trước ngày 10/4/2026.", "trước ngày 10/4/2026"),
        ("Cập nhật quy trình xử lý phản ánh, trong tháng 9/2026;", "trong tháng 9/2026"),
        ("Xây dựng dự toán, hoàn thành đến hết năm 2026", "đến hết năm 2026"),
    ],
)
def test_a_sentence_says_by_when(sentence: str, when: str) -> None:
    found = deadline_in_sentence(sentence)
    assert found is not None
    assert found.text == when == sentence[found.start : found.end]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 15/02/2026 của UBND tỉnh.",
        "Báo cáo kết quả trước ngày 15/6 và 15/12.",
        "Gửi báo cáo về Sở Nội vụ trước ngày 15/6.",
        "Hoàn thành trước ngày 15/6 đối với đợt 1, trước ngày 15/12 đối với đợt 2.",
        "Người có tên trong danh sách trước ngày 01/7/2025 được hỗ trợ.",
        "Hoàn thành trước ngày 25 hằng tháng",
        "Nâng cao chất lượng giáo dục.",
        "Giải quyết dứt điểm hồ sơ phát sinh trước ngày 01/7/2024.",
        "Tiếp nhận phản ánh, trong tháng 9/2026.",
        "Xây dựng lộ trình bảo đảm từ ngày 01 tháng 01 năm 2026 áp dụng thống nhất.",
    ],
)
def test_a_sentence_that_says_something_else_has_no_deadline(sentence: str) -> None:
    assert deadline_in_sentence(sentence) is None


def test_sums_of_money_are_read_where_they_are() -> None:
    sentence = "Tổng kinh phí 1 tỷ 250 triệu đồng, trong đó ngân sách tỉnh 850 triệu đồng, hỗ trợ 5 triệu đồng/hộ."
    assert [one.text for one in amounts_in(sentence)] == ["1 tỷ 250 triệu đồng", "850 triệu đồng"]
    assert all(sentence[one.start : one.end] == one.text for one in amounts_in(sentence))


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        ("850", "triệu đồng", "850 triệu đồng"),
        ("1.250,5", "triệu đồng", "1.250,5 triệu đồng"),
        (" 350.000.000 đồng", "", "350.000.000 đồng"),
        ("1,2 tỷ đồng", "", "1,2 tỷ đồng"),
        ("350,000,000", "đồng", None),
        ("1,250", "triệu đồng", None),
        ("850", "", None),
        ("Theo dự toán", "triệu đồng", None),
        ("15 hộ", "triệu đồng", None),
    ],
)
def test_a_cell_is_a_sum_of_money(cell: str, unit: str, text: str | None) -> None:
    found = amount_in(cell, unit)
    assert (found and found.text) == text


def test_a_heading_names_the_unit() -> None:
    assert unit_of("Đơn vị tính: Triệu đồng") == "triệu đồng"
    assert unit_of("Kinh phí (nghìn đồng)") == "nghìn đồng"
    assert unit_of("Kinh phí") == ""
    assert unit_of("Định mức (đồng/người)") == ""

"""The figure of a target read out of its sentence, or nothing."""

import pytest

from kehoach.model.quantity import Quantity
from kehoach.parse.quantities import quantity_of
from kehoach.recognising.facts_targets import targets_in
from kehoach.recognising.ids import short_id

READ = {
    # sentence: value, baseline, better, name
    "Tỷ lệ trẻ em đi nhà trẻ đạt 35%.": ("35%", "", "", "Tỷ lệ trẻ em đi nhà trẻ"),
    "Chỉ tiêu 2: Đến năm 2025 có 70% thôn đạt chuẩn văn hóa.": ("70%", "", "", "Thôn đạt chuẩn văn hóa"),
    "Từ năm 2026 trở đi, 100% hồ sơ được số hóa.": ("100%", "", "", "Hồ sơ được số hóa"),
    "Tỷ lệ hộ nghèo giảm xuống còn 1,5%": ("1,5%", "", "lower", "Tỷ lệ hộ nghèo"),
    "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi giảm còn dưới 17%;": (
        "dưới 17%", "", "lower", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi",
    ),
    "Tỷ lệ hộ nghèo giảm từ 4,25% (cuối năm 2023) xuống còn 3,5% (cuối năm 2024).": (
        "3,5%", "4,25%", "lower", "Tỷ lệ hộ nghèo",
    ),
    "Tỷ lệ che phủ rừng tăng từ 51% năm 2024 lên 52,5%": ("52,5%", "51%", "", "Tỷ lệ che phủ rừng"),
    "Nâng tỷ lệ lao động qua đào tạo lên 68%": ("68%", "", "", "Tỷ lệ lao động qua đào tạo"),
    "Mức giảm tỷ lệ hộ nghèo bình quân 1 - 1,5%/năm.": ("1 - 1,5%/năm", "", "", "Mức giảm tỷ lệ hộ nghèo"),
    "Tổ chức 02 lớp tập huấn cho cán bộ thôn.": ("02 lớp", "", "", "Tổ chức lớp tập huấn cho cán bộ thôn"),
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 98% trở lên": ("từ 98%", "", "", "Tỷ lệ hồ sơ giải quyết đúng hạn"),
    "Thu nhập bình quân đầu người đạt 62 triệu đồng/người/năm.": (
        "62 triệu đồng/người/năm", "", "", "Thu nhập bình quân đầu người",
    ),
    "Diện tích trồng rừng mới đạt 1.250 ha, trong đó rừng phòng hộ là chủ yếu.": (
        "1.250 ha", "", "", "Diện tích trồng rừng mới",
    ),
    "Tỷ suất tử vong mẹ dưới 40/100.000 trẻ đẻ sống": (
        "dưới 40/100.000 trẻ đẻ sống", "", "lower", "Tỷ suất tử vong mẹ",
    ),
    "Tỷ lệ dân số từ 15 tuổi trở lên biết chữ đạt trên 97%": (
        "trên 97%", "", "", "Tỷ lệ dân số từ 15 tuổi trở lên biết chữ",
    ),
    "Kinh tế số chiếm tối thiểu 12% GRDP": ("tối thiểu 12%", "", "", "Kinh tế số"),
    "Tỷ lệ hồ sơ trực tuyến đạt 70% (năm 2023 là 52%).": ("70%", "52%", "", "Tỷ lệ hồ sơ trực tuyến"),
    "Phấn đấu năm 2025 đạt 60% dân số được khám sức khỏe.": ("60%", "", "", "Dân số được khám sức khỏe"),
    "Thu gom, xử lý trên 85% chất thải rắn sinh hoạt.": (
        "trên 85%", "", "", "Thu gom, xử lý chất thải rắn sinh hoạt",
    ),
    "Tỷ số giới tính khi sinh ở mức 107 trẻ sơ sinh trai/100 trẻ sơ sinh gái": (
        "107 trẻ sơ sinh trai/100 trẻ sơ sinh gái", "", "", "Tỷ số giới tính khi sinh",
    ),
    "Đạt 95%.": ("95%", "", "", ""),
    "Thời gian giải quyết một hồ sơ giảm từ 05 ngày xuống còn 03 ngày.": (
        "03 ngày", "05 ngày", "lower", "Thời gian giải quyết một hồ sơ",
    ),
    "Doanh thu bán hàng trực tuyến tăng 15% so với năm trước.": ("15%", "", "", "Doanh thu bán hàng trực tuyến tăng"),
    "Số ổ dịch giảm từ 10-20% so với giai đoạn 2016-2020.": ("10-20%", "", "", "Số ổ dịch giảm"),
    "Xóa nhà tạm cho 08 hộ nghèo trên địa bàn": ("08 hộ", "", "", "Xóa nhà tạm cho hộ nghèo trên địa bàn"),
    "Số vụ cháy không quá 3 vụ.": ("không quá 3 vụ", "", "lower", "Số vụ cháy"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", READ)
def test_one_certain_quantity_is_read(sentence: str) -> None:
    found = targets_in(sentence)
    assert found is not None
    assert (found.value, found.baseline, found.better, found.name) == READ[sentence]
    assert sentence[found.start : found.end] == found.value
    assert sentence[found.baseline_start : found.baseline_end] == found.baseline
    assert isinstance(quantity_of(found.value), Quantity)
    assert bool(found.id) == bool(found.name)


NONE = (
    "Hoàn thành trước ngày 30/6/2025.",
    "Thực hiện Nghị quyết số 15/NQ-HĐND ngày 5 tháng 7 năm 2024.",
    "Chương trình hành động giai đoạn 2021 - 2025.",
    "Chăm sóc trẻ em dưới 5 tuổi và người từ 60 tuổi trở lên.",
    "Thực hiện Điều 5, khoản 2 và Phụ lục 3.",
    "Triển khai Đề án 06 và dịch vụ công mức độ 4.",
    "Phủ sóng 5G toàn tỉnh.",
    "Phấn đấu không có hộ nghèo là người có công.",
    # several figures, or one that cannot be told
    "Đạt 60% vào năm 2025, 70% vào năm 2030.",
    "Tỷ lệ nam đạt 50%; tỷ lệ nữ đạt 45%.",
    "100% thôn có ít nhất 02 tủ sách.",
    "Đạt 19/19 tiêu chí nông thôn mới.",
    "Tăng từ 5 đến 7% so với năm trước.",
    "Hỗ trợ 12,500 hộ.",
    "Tỷ lệ giảm từ 23 xuống 18%.",
    "Tỷ lệ hộ nghèo giảm từ 3% xuống 4%.",
    "Vốn cho vay tăng từ 0,9 tỷ đồng lên 950 triệu đồng.",
    "Tỷ lệ hồ sơ trực tuyến đạt 50% (năm 2023 là 52%).",
    # of the past, or elsewhere
    "Hiện nay, tỷ lệ hộ nghèo là 5%.",
    "Đến nay đã có 12 xã đạt chuẩn.",
    "Không để xảy ra trên 02 vụ cháy.",
    "So với năm trước tăng 5%.",
    "Triển khai trong 05 ngày.",
    "Mở lớp 03 ngày cho cán bộ thôn.",
    "Triển khai tại 04 mô hình.",
    "Mở rộng trên 3 xã.",
    "Xây dựng {{ value }} và 5%.",
)


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_not_certain_is_left_out(sentence: str) -> None:
    assert targets_in(sentence) is None


def test_ids_are_short_and_say_what_is_measured() -> None:
    assert short_id("Tỷ lệ hộ nghèo") == "ho-ngheo"
    assert short_id("Tỷ lệ lao động qua đào tạo") == "lao-dong-qua-dao-tao"
    assert len(short_id("Người dân được tuyên truyền nghiêm túc, thường xuyên phương pháp")) <= 32


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("60% viên chức có trình độ thạc sĩ trở lên.", "Viên chức có trình độ thạc sĩ trở lên"),
        ("Cắt giảm tối thiểu 30% thời gian giải quyết hồ sơ.", "Cắt giảm thời gian giải quyết hồ sơ"),
        ("Hoàn thành 100% kế hoạch.", ""),
    ],
)
def test_the_name_of_a_target_says_what_is_measured(sentence: str, name: str) -> None:
    found = targets_in(sentence)
    assert (found.name if found else "") == name

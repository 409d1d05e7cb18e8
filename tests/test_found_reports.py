"""Who reports to whom and when, read out of sentences."""

import pytest

from kehoach.recognising.facts_reports import flow_in

READ = {
    "Báo cáo kết quả về UBND tỉnh (qua Sở Nội vụ) trước ngày 15/6 (báo cáo 6 tháng), 15/12 (báo cáo năm).": (
        "UBND tỉnh", "Sở Nội vụ", [("6-thang", "6 tháng", "ngày 15/6"), ("nam", "Năm", "15/12")],
    ),
    "Các phòng, đơn vị định kỳ 6 tháng, 01 năm báo cáo kết quả về UBND xã (qua phòng Kinh tế) trước ngày 15/6 và "
    "15/12.": ("UBND xã", "Phòng Kinh tế", [("6-thang", "6 tháng", "ngày 15/6"), ("nam", "01 năm", "15/12")]),
    "Định kỳ hằng quý (trước ngày 20 tháng cuối quý), năm (trước ngày 10/12) gửi báo cáo về Sở Y tế để tổng hợp.": (
        "Sở Y tế", "",
        [("quy", "Hằng quý", "ngày 20 tháng cuối quý"), ("nam", "Năm", "ngày 10/12")],
    ),
    "Đề nghị các sở, ngành, UBND các xã nghiêm túc triển khai; định kỳ trước ngày 30 tháng 11 hằng năm báo cáo kết "
    "quả thực hiện về UBND thành phố (thông qua Sở Tài chính).": (
        "UBND thành phố", "Sở Tài chính", [("nam", "Năm", "ngày 30 tháng 11 hằng năm")],
    ),
    "Các phòng báo cáo kết quả về UBND huyện qua phòng Nội vụ trước ngày 15/11/2024.": (
        "UBND huyện", "Phòng Nội vụ", [("nam", "Năm", "ngày 15/11/2024")],
    ),
    "Báo cáo định kỳ hằng quý trước ngày 20 của tháng cuối quý về Sở Nội vụ.": (
        "Sở Nội vụ", "", [("quy", "Hằng quý", "ngày 20 của tháng cuối quý")],
    ),
    "Tổ chức đánh giá kết quả; báo cáo UBND tỉnh trước ngày 15/12/2026.": (
        "UBND tỉnh", "", [("nam", "Năm", "ngày 15/12/2026")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_reports_are_read_with_their_days(text: str) -> None:
    found = flow_in(text)
    assert found is not None
    to, through, periods = READ[text]
    assert (found.to, found.through) == (to, through)
    assert [(one.id, one.name, one.due) for one in found.periods] == periods
    assert all(text[one.start : one.end] == one.due for one in found.periods)


@pytest.mark.parametrize(
    "text",
    [
        "Tổng hợp, báo cáo kết quả theo quy định.",
        "Định kỳ báo cáo UBND tỉnh.",
        "Báo cáo kết quả về UBND tỉnh trước ngày 15/6 và 15/12 hằng năm.",
        "Báo cáo UBND tỉnh, Tỉnh ủy, HĐND tỉnh trước ngày 15/12.",
        "Kịp thời phản ánh về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh.",
        "Sở Công Thương tổng hợp, báo cáo UBND tỉnh trước ngày 15/12.",
        "Báo cáo 6 tháng, năm về Sở Y tế trước ngày 10/6.",
        "Thực hiện Báo cáo số 12/BC-UBND ngày 15/12/2024 của UBND tỉnh.",
        "Báo cáo về các sở, ngành trước ngày 15/12.",
    ],
)
def test_what_is_not_certain_is_left_out(text: str) -> None:
    assert flow_in(text) is None


def test_the_bodies_with_which_a_sentence_begins_report() -> None:
    text = "Các phòng, đơn vị báo cáo kết quả về UBND xã trước ngày 15/12."
    found = flow_in(text)
    assert found is not None
    assert [text[one.start : one.end] for one in found.senders] == ["Các phòng, đơn vị"]

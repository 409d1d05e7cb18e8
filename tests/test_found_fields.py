"""Lines and columns that state one fact of a task."""

import pytest

from kehoach.recognising.fields import field_in, key_of


@pytest.mark.parametrize(
    ("text", "key", "label", "value"),
    [
        ("Cơ quan chủ trì: Sở Nội vụ.", "lead", "Cơ quan chủ trì", "Sở Nội vụ."),
        ("Đơn vị chủ trì: Phòng Kinh tế", "lead", "Đơn vị chủ trì", "Phòng Kinh tế"),
        ("Cơ quan thực hiện: Các sở, ngành", "lead", "Cơ quan thực hiện", "Các sở, ngành"),
        ("Cơ quan, đơn vị phối hợp: Công an xã", "coordinating", "Cơ quan, đơn vị phối hợp", "Công an xã"),
        ("Thời gian thực hiện: Quý II", "deadline", "Thời gian thực hiện", "Quý II"),
        ("Thời gian hoàn thành: Trước 30/6", "deadline", "Thời gian hoàn thành", "Trước 30/6"),
        ("Sản phẩm: Kế hoạch", "deliverable", "Sản phẩm", "Kế hoạch"),
        ("Kinh phí thực hiện: 50 triệu đồng", "fund", "Kinh phí thực hiện", "50 triệu đồng"),
        ("Người phụ trách: Ông Lò Văn A", "person", "Người phụ trách", "Ông Lò Văn A"),
    ],
)
def test_a_line_states_a_fact_of_a_task(text: str, key: str, label: str, value: str) -> None:
    found = field_in(text)
    assert found is not None
    assert (found.key, found.label, text[found.start : found.end]) == (key, label, value)


@pytest.mark.parametrize(
    "text", ["", "Nội dung: trồng cây", "Cơ quan chủ trì:", "Sở Nội vụ chủ trì: thực hiện", "Thời gian qua: nhiều việc"]
)
def test_other_lines_state_none(text: str) -> None:
    assert field_in(text) is None


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Cơ quan chủ trì", "lead"), ("Chủ trì", "lead"), ("Đơn vị\nphối hợp", "coordinating"), ("Tiến độ", "deadline"),
        ("Thời gian hoàn thành", "deadline"), ("Kết quả, sản phẩm", ""), ("Sản phẩm dự kiến", "deliverable"),
        ("STT", ""),
    ],
)  # fmt: skip
def test_a_column_holds_a_fact_of_tasks(heading: str, key: str) -> None:
    assert key_of(heading) == key

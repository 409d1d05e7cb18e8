"""Tables of appendices as facts: where each column is understood and the same cells print, else as they are."""

from __future__ import annotations

import pytest

from kehoach.model.appendix import Appendix, FundingAppendix, TableAppendix, TargetsAppendix, TasksAppendix
from kehoach.pipeline.importer import imported
from kehoach.reading.word import read_word
from tests.support.cases import CASES
from tests.support.plans import SMALL, make, registry
from tests.support.samepaper import differences

PLAN = SMALL.replace("ubnd-tp-lai-chau", "ubnd-tinh") + "appendices:\n  - kind: table\n    title: Danh mục\n"
TASKS = "TT, Nhiệm vụ, Cơ quan chủ trì, Thời hạn hoàn thành"
TARGETS = "TT, Chỉ tiêu, ĐVT, Năm 2023, Kế hoạch năm 2024"
FUNDS = "TT, Nguồn vốn, Số tiền"


def found(columns: str, *rows: str) -> Appendix:
    """The appendix that a pasted table becomes on its way through a Word file."""
    lines = "".join(f"      {row}\n" for row in rows)
    made = make(f"{PLAN}    columns: [{columns}]\n    rows: |\n{lines}", registry(CASES / "agencies.yaml"))
    result = imported(read_word(made.docx(), "a.docx"), made.agencies, "a.yaml")
    assert result.with_facts
    assert result.paper
    assert differences(made.document(), result.paper) == []
    assert result.examined.plan
    return result.examined.plan.appendices[0]


def test_a_table_of_tasks_knows_who_and_when() -> None:
    made = found(
        TASKS, "1 | Tập huấn. | Sở Tài chính; các sở, ban, ngành tỉnh | Quý II/2024", "2 | Họp. | Sở Tài chính | "
    )
    assert isinstance(made, TasksAppendix)
    first, second = made.items
    assert [str(ref) for ref in first.lead] == ["so-tai-chinh", "so-nganh"]
    assert str(first.deadline) == "Quý II/2024"
    assert second.deadline is None


def test_groups_and_short_names_are_those_of_the_plan() -> None:
    rows = ["I. Thể chế", "1 | Rà soát. | Sở TC | 2024", "II. Hạ tầng", "1 | Nâng cấp. | Sở CT; Sở TC | Thường xuyên"]
    made = found(TASKS, *rows)
    assert isinstance(made, TasksAppendix)
    assert made.names == "short"
    assert made.restart
    assert [str(group.heading) for group in made.items] == ["Thể chế", "Hạ tầng"]


def test_targets_have_the_unit_of_their_row() -> None:
    made = found(TARGETS, "1 | Tỷ lệ hộ nghèo | % | 4,5 | 3,2", "2 | Diện tích | Ha | 1.200 | 1.250")
    assert isinstance(made, TargetsAppendix)
    assert [(str(one.baseline), str(one.value)) for one in made.items] == [("4,5%", "3,2%"), ("1.200 ha", "1.250 ha")]


def test_funds_are_added_up_by_the_plan() -> None:
    rows = ["1 | Ngân sách tỉnh | 20 triệu đồng", "2 | Xã hội hóa | 5 triệu đồng"]
    assert isinstance(found(FUNDS, *rows, " | Tổng cộng | 25 triệu đồng"), FundingAppendix)
    assert isinstance(found(FUNDS, *rows, " | Tổng cộng | 26 triệu đồng"), TableAppendix)
    assert isinstance(found(FUNDS, *rows), TableAppendix)  # the plan would print a total


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (TASKS, "3 | Họp. | Sở Tài chính | Quý II/2024"),  # counted otherwise
        (TASKS, "1 | Họp. | Sở Tài chính, nhóm 2 giúp việc | Quý II/2024"),
        (TASKS, "1 | Họp. | Sở Tài chính | 15 ngày"),
        ("TT, Nhiệm vụ, Cơ quan chủ trì, Thời hạn hoàn thành, Mức độ", "1 | Họp. | Sở Tài chính | Quý II/2024 | Cao"),
        ("TT, Nhiệm vụ, Cơ quan chủ trì, Thời hạn hoàn thành, Ghi chú", "1 | Họp. | Sở Tài chính | Quý II/2024 | Mới"),
        (TARGETS, "1 | Tỷ lệ hộ nghèo | % | 4,5 | giảm"),
        (TARGETS, "1 | Tỷ lệ hộ nghèo | % | 4,5 | "),
        (FUNDS, "1 | Ngân sách tỉnh | theo phân cấp"),
    ],
)
def test_a_table_that_says_more_stays_as_it_is(columns: str, row: str) -> None:
    assert isinstance(found(columns, row), TableAppendix)

"""What a report and a table say is clear without the plan beside it: whose figure, late or not, asked or ordered."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest

from kehoach.comparing import compare
from kehoach.documents.assignment_table import compose_assignment_table
from kehoach.documents.change_summary import compose_change_summary
from kehoach.documents.extract import compose_extract
from kehoach.documents.paper import Paragraph, Table, plain
from kehoach.documents.report import compose_report
from kehoach.documents.results_form import results_form
from kehoach.exports.assignment_json import write_json
from kehoach.exports.xlsx import write_xlsx
from kehoach.model.base import Ref
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.rolling.labels import labels
from tests.support.cases import CASES
from tests.support.plans import make, registry
from tests.test_reports import results

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Phát triển vùng cây ăn quả
opening: Kế hoạch như sau.
sections:
  - kind: targets
    items:
      - heading: Xoài
        items:
          - target: xoai
            name: Diện tích
            value: 100 ha
      - heading: Nhãn
        items:
          - target: nhan
            name: Diện tích
            value: 200 ha
      - target: quy-hoach
        text: Hoàn thành quy hoạch vùng trồng.
  - kind: duties
    items:
      - agencies: [so-khcn]
        items:
          - task: hoi-cho
            name: Tổ chức hội chợ
            deadline: 30/9 hằng năm
            targets: [xoai]
      - agencies: [mat-tran]
        request: true
        items:
          - paragraph: Vận động hội viên tham gia.
reporting:
  - from: [so-khcn]
    to: ubnd-tinh
    periods:
      - id: nam
        name: năm
recipients: [Các cơ quan liên quan]
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Trần Văn C
"""
RESULTS = """\
targets:
  xoai:
    value: 90 ha
    cause: Mưa lũ.
  quy-hoach:
    met: không
    cause: Thiếu bản đồ.
tasks:
  hoi-cho:
    status: hoàn thành
    on: DAY
"""
MADE = make(PLAN, registry(CASES / "agencies.yaml"))


def report(day: str = "12/10/2026") -> list[str]:
    assert MADE.plan is not None
    reported = Reported({(2026, "nam"): results(RESULTS.replace("DAY", day))})
    paper = compose_report(MADE.plan, MADE.agencies, reports(MADE.plan, 2026)["nam"], reported)
    return [plain(block.text) for part in paper.parts for block in part.blocks if isinstance(block, Paragraph)]


def test_a_missed_target_says_whose_figure_it_is() -> None:
    lines = [line.replace("\u00a0", " ") for line in report()]
    assert "Xoài: Diện tích: 90 ha/kế hoạch 100 ha. Nguyên nhân: Mưa lũ." in lines


def test_a_missed_target_without_a_figure_is_said_to_be_missed() -> None:
    assert "Hoàn thành quy hoạch vùng trồng: chưa đạt. Nguyên nhân: Thiếu bản đồ." in report()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("12/10/2026", "hoàn thành ngày 12/10/2026, chậm so với thời hạn."),
        ("30/9/2026", "hoàn thành ngày 30/9/2026."),
        ("05/01/2027", "hoàn thành ngày 05/01/2027."),
    ],
)
def test_late_is_said_of_what_returns_every_year(day: str, said: str) -> None:
    line = next(line for line in report(day) if line.startswith("Tổ chức hội chợ"))
    assert line.replace("\u00a0", " ").endswith(f": {said}")


def test_a_body_that_is_only_asked_reports_no_duties() -> None:
    lines = report()
    assert "[kết quả thực hiện nội dung được đề nghị]" in lines
    assert "[kết quả thực hiện nhiệm vụ được giao]" not in lines


def test_targets_with_one_name_are_told_apart() -> None:
    assert MADE.plan is not None
    table = compose_assignment_table(MADE.plan, MADE.agencies, "2026/cay")
    assert [row.name for row in table.targets] == [
        "Xoài: Diện tích",
        "Nhãn: Diện tích",
        "Hoàn thành quy hoạch vùng trồng",
    ]
    assert "# Nhãn: Diện tích; kế hoạch 200 ha" in results_form(
        MADE.plan, MADE.agencies, reports(MADE.plan, 2026)["nam"]
    )


def test_a_line_without_a_label_is_where_its_duty_is() -> None:
    assert MADE.plan is not None
    (part,) = compose_extract(MADE.plan, MADE.agencies, Ref("mat-tran")).parts
    lines = [plain(block.text) for block in part.blocks if isinstance(block, Paragraph)]
    assert [line for line in lines if line.endswith(("mục\u00a0II.2", "mục II.2"))], lines


DUTIES = PLAN.replace(
    "      - agencies: [mat-tran]\n",
    """\
      - agencies: [so-tai-chinh, so-van-hoa]
        items:
          - heading: Phối hợp với các sở
            items:
              - Quảng bá sản phẩm.
              - Hỗ trợ cửa hàng.
      - agencies: [mat-tran]
""",
)


def test_what_a_duty_says_is_given_and_not_called_led() -> None:
    made = make(DUTIES, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    (part,) = compose_extract(made.plan, made.agencies, Ref("so-tai-chinh")).parts
    lines = [plain(block.text).replace("\u00a0", " ") for block in part.blocks if isinstance(block, Paragraph)]
    assert lines[1:-1] == [
        "NHIỆM VỤ ĐƯỢC GIAO",
        "Quảng bá sản phẩm.",
        "Hỗ trợ cửa hàng.",
        "Cùng được giao: Sở Văn hóa, Thể thao và Du lịch; "
        "Vị trí của nhiệm vụ 1 - 2 trong Kế hoạch: mục II.2.a (Phối hợp với các sở)",
    ]


YEARS = (
    PLAN.replace("year: 2026", "year: 2026-2027")
    .replace(
        "            value: 100 ha\n", "            values:\n              2026: 90 ha\n              2027: 100 ha\n"
    )
    .replace("            value: 200 ha\n", "            by: 2026\n            value: 200 ha\n")
)


def test_each_year_and_each_aim_is_in_the_table() -> None:
    made = make(YEARS, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    assert not made.errors
    table = compose_assignment_table(made.plan, made.agencies, "2026/cay")
    first, second = json.loads(write_json(table))["targets"][:2]
    assert {year: amount["text"] for year, amount in first["values"].items()} == {"2026": "90 ha", "2027": "100 ha"}
    assert (second["values"], second["by"]) == ({}, "2026")
    head, *rows = openpyxl.load_workbook(BytesIO(write_xlsx(table)))["Chỉ tiêu"].iter_rows(values_only=True)
    column = {name: index for index, name in enumerate(head)}
    assert [rows[0][column[name]] for name in ("Năm 2026", "Năm 2027", "Kế hoạch", "Đến")] == [90, 100, None, None]
    assert [rows[1][column[name]] for name in ("Năm 2026", "Kế hoạch", "Đến")] == [None, 200, "2026"]


def test_reports_of_one_name_say_to_whom_they_go() -> None:
    flow = "  - from: [so-khcn]\n    to: ubnd-tinh\n    periods:\n      - id: nam\n        name: năm\n"
    first = flow.replace("[so-khcn]", "[so-van-hoa]").replace("to: ubnd-tinh", "to: so-khcn").replace("nam\n", "so\n")
    due = "        due: 15/12\n"
    made = make(PLAN.replace(flow, first + due + flow + due), registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    assert not made.errors
    table = compose_assignment_table(made.plan, made.agencies, "2026/cay")
    assert {row.what for row in table.deadlines if row.kind == "report"} == {
        "Báo cáo năm gửi Sở Khoa học và Công nghệ",
        "Báo cáo năm gửi UBND tỉnh Sơn Hà",
    }


def test_the_summary_of_changes_says_whose_figure_changed_and_the_period_once() -> None:
    old = make(YEARS.replace("cây ăn quả", "cây ăn quả giai đoạn 2026 - 2027"), registry(CASES / "agencies.yaml"))
    text = YEARS.replace("cây ăn quả", "cây ăn quả giai đoạn 2026 - 2027").replace("2027: 100 ha", "2027: 110 ha")
    new = make(text, registry(CASES / "agencies.yaml"))
    assert old.plan is not None
    assert new.plan is not None
    found = compare(old.plan, old.agencies, new.plan, new.agencies)
    (part,) = compose_change_summary(old.plan, new.plan, new.agencies, found).parts
    title = " ".join(plain(line) for line in part.title.subject).replace("\u00a0", " ")
    assert title == "Kế hoạch Phát triển vùng cây ăn quả giai đoạn 2026 - 2027 so với bản trước"
    rows = [plain(row.cells[0]) for block in part.blocks if isinstance(block, Table) for row in block.rows]
    assert rows == ["Xoài: Diện tích, năm 2027"]


def test_the_ledger_says_which_of_two_targets_of_one_name_is_meant() -> None:
    made = make(PLAN, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    names = [name for _start, _end, name in labels(made.plan, made.agencies) if name.startswith("Chỉ tiêu: ")]
    assert names == [
        "Chỉ tiêu: Xoài: Diện tích",
        "Chỉ tiêu: Nhãn: Diện tích",
        "Chỉ tiêu: Hoàn thành quy hoạch vùng trồng",
    ]

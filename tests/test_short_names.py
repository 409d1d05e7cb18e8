"""One short name of a task in every paper: its name, else its heading, else the first words of what it says."""

from __future__ import annotations

import pytest

from kehoach.documents.assignment_table import compose_assignment_table
from kehoach.documents.paper import Paragraph, plain
from kehoach.documents.report import compose_report
from kehoach.documents.results_form import results_form
from kehoach.model.items import name_or_id
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from tests.support.cases import CASES
from tests.support.plans import Made, make, registry

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Phát triển kinh tế số
opening: Kế hoạch như sau.
sections:
  - kind: duties
    items:
      - agencies: [so-khcn]
        items:
          - task: co-ten
            name: Tập huấn kỹ năng số
            deadline: 30/9
            text: Tổ chức tập huấn kỹ năng số cho cán bộ, công chức các xã, phường, xong trước ngày {{ deadline }}.
          - task: co-tieu-de
            heading: Rà soát văn bản
            deadline: 20/9
            text: Rà soát, kiến nghị sửa đổi, bổ sung văn bản.
          - task: co-cau
            deadline: 10/9
            text: >
              Khảo sát nhu cầu ứng dụng công nghệ số của hợp tác xã, hộ kinh doanh trên địa bàn tỉnh (kể cả các cơ sở
              chưa đăng ký kinh doanh); đề xuất hỗ trợ.
          - task: co-gach
            deadline: 31/8
            items:
              - Lập danh sách cửa hàng tham gia.
              - Hướng dẫn cửa hàng.
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
NAMES = {
    "co-ten": "Tập huấn kỹ năng số",
    "co-tieu-de": "Rà soát văn bản",
    "co-cau": "Khảo sát nhu cầu ứng dụng công nghệ số của hợp tác xã, hộ kinh doanh trên địa bàn tỉnh…",
    "co-gach": "Lập danh sách cửa hàng tham gia",
}


@pytest.fixture(scope="module")
def made() -> Made:
    found = make(PLAN, registry(CASES / "agencies.yaml"))
    assert found.plan is not None
    assert not found.errors
    return found


def test_the_calendar_and_the_table_name_a_task_shortly(made: Made) -> None:
    assert made.plan is not None
    table = compose_assignment_table(made.plan, made.agencies, "2026/so")
    assert {row.id.removeprefix("task/"): row.what for row in table.deadlines if row.kind == "task"} == NAMES


@pytest.mark.parametrize("agency", ["", "so-khcn"])
def test_a_report_names_a_task_as_the_calendar_does(made: Made, agency: str) -> None:
    assert made.plan is not None
    period = reports(made.plan, 2026)["nam"]
    paper = compose_report(made.plan, made.agencies, period, Reported(), agency)
    lines = [plain(block.text) for part in paper.parts for block in part.blocks if isinstance(block, Paragraph)]
    for name in NAMES.values():
        assert [line for line in lines if line.startswith(f"{name} (")], lines


def test_the_results_file_names_a_task_as_the_calendar_does(made: Made) -> None:
    assert made.plan is not None
    form = results_form(made.plan, made.agencies, reports(made.plan, 2026)["nam"])
    lines = form.splitlines()
    for key, name in NAMES.items():
        assert lines[lines.index(f"  {key}:") - 1].startswith(f"  # {name};")


def test_the_ledger_has_the_first_words_of_a_task_without_a_name(made: Made) -> None:
    assert made.plan is not None
    found = {key: name_or_id(task) for key, task in made.plan.tasks.items()}
    assert found == {**NAMES, "co-gach": "co-gach"}


def test_what_only_the_plan_can_fill_in_is_no_part_of_a_name_in_the_ledger() -> None:
    text = PLAN.replace("            name: Tập huấn kỹ năng số\n", "").replace("các xã, phường, xong", "xong")
    plan = make(text, registry(CASES / "agencies.yaml")).plan
    assert plan is not None
    words = "Tổ chức tập huấn kỹ năng số cho cán bộ, công chức xong trước ngày"
    assert name_or_id(plan.tasks["co-ten"]) == words

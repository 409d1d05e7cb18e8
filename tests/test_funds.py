"""The money of a plan where one source is part of another: printed as typed, and counted once."""

from __future__ import annotations

import pytest

from kehoach.comparing import compare
from kehoach.documents.change_summary import compose_change_summary
from kehoach.documents.paper import Paper, Paragraph, Table, plain
from kehoach.documents.report import compose_report
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.parse.results import parse_results
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.plans import Made, make, registry

AGENCIES = registry(CASES / "agencies.yaml")
PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thực hiện nhiệm vụ năm {{ year }}
opening: Như sau
recipients: [Các cơ quan liên quan]
archive: VT, TH
signature: {authority: [TM, KT], title: Phó Chủ tịch, name: Nguyễn Văn Bình}
sections:
  - kind: funding
    items:
      - fund: Ngân sách nhà nước
        amount: 1,1 tỷ đồng
        text: "Ngân sách nhà nước {{ amount }}, gồm:"
        items:
          - fund: Ngân sách trung ương
            amount: 800 triệu đồng
          - fund: Ngân sách tỉnh
            amount: 300 triệu
      - fund: Huy động {{ amount }}
        amount: 500.000 nghìn đồng
  - kind: reporting
reporting:
  - from: [so-tai-chinh]
    to: ubnd-tinh
    periods:
      - id: nam
        name: năm
        due: 15/12
appendices:
  - kind: funding
    title: Nhu cầu kinh phí
"""
RESULTS = """\
funds:
  Ngân sách nhà nước:
    allocated: 1,1 tỷ đồng
    disbursed: 1 tỷ đồng
  Ngân sách trung ương:
    allocated: 800 triệu đồng
    disbursed: 700 triệu đồng
  Ngân sách tỉnh:
    allocated: 300 triệu đồng
    disbursed: 300 triệu đồng
  "Huy động {{ amount }}":
    allocated: 500 triệu đồng
    disbursed: 400 triệu đồng
"""


def planned(text: str = PLAN) -> Made:
    """The plan as it is read."""
    made = make(text, AGENCIES)
    assert made.plan is not None
    assert made.errors == []
    return made


def rows(paper: Paper, heading: str) -> list[list[str]]:
    """The rows of the table that has a column of this heading."""
    blocks = [block for part in paper.parts for block in part.blocks if isinstance(block, Table)]
    found = next(one for one in blocks if any(heading in cell.text for line in one.header for cell in line))
    return [[plain(cell).replace("\u00a0", " ") for cell in row.cells] for row in found.rows]


def lines(paper: Paper) -> list[str]:
    """The paragraphs of a paper."""
    found = (block for part in paper.parts for block in part.blocks if isinstance(block, Paragraph))
    return [plain(block.text).replace("\u00a0", " ") for block in found]


def test_parts_of_a_source_are_no_part_of_the_total() -> None:
    paper = planned().document()
    assert rows(paper, "Nguồn kinh phí") == [
        ["1", "Ngân sách nhà nước", "1,1 tỷ đồng"],
        ["2", "Ngân sách trung ương", "800 triệu đồng"],
        ["3", "Ngân sách tỉnh", "300 triệu"],
        ["4", "Huy động 500.000 nghìn đồng", "500.000 nghìn đồng"],
        ["", "Tổng cộng", "1,6 tỷ đồng"],
    ]
    assert "Ngân sách nhà nước 1,1 tỷ đồng, gồm:" in lines(paper)


def test_sources_below_one_without_an_amount_are_added() -> None:
    paper = planned(PLAN.replace("        amount: 1,1 tỷ đồng\n", "").replace(" {{ amount }}, gồm", " gồm")).document()
    assert rows(paper, "Nguồn kinh phí")[-1][-1] == "1.600 triệu đồng"


def test_a_report_counts_each_source_once() -> None:
    made, source = planned(), Source("nam.yaml", RESULTS)
    node, _findings = read(source)
    assert node is not None
    assert made.plan is not None
    reported = Reported({(2026, "nam"): parse_results(node, source)[0]})
    paper = compose_report(made.plan, made.agencies, reports(made.plan, 2026)["nam"], reported, "")
    assert rows(paper, "Nguồn kinh phí")[3][1] == "Huy động 500.000 nghìn đồng"
    assert rows(paper, "Nguồn kinh phí")[-1][2:5] == ["1,6 tỷ đồng", "1,6 tỷ đồng", "1,4 tỷ đồng"]


@pytest.mark.parametrize(
    ("given", "spent", "printed"),
    [
        ("800 triệu", "72,5 triệu đồng", ["800 triệu đồng", "800 triệu đồng", "72,5 triệu đồng"]),
        ("800 tr.đ", "0,7 tỷ", ["800 triệu đồng", "800 triệu đồng", "0,7 tỷ đồng"]),
    ],
)
def test_one_table_writes_one_unit_in_one_way(given: str, spent: str, printed: list[str]) -> None:
    made = planned()
    assert made.plan is not None
    text = RESULTS.replace("allocated: 800 triệu đồng", f"allocated: {given}")
    source = Source("nam.yaml", text.replace("disbursed: 700 triệu đồng", f"disbursed: {spent}"))
    node, _findings = read(source)
    assert node is not None
    reported = Reported({(2026, "nam"): parse_results(node, source)[0]})
    paper = compose_report(made.plan, made.agencies, reports(made.plan, 2026)["nam"], reported, "")
    assert rows(paper, "Nguồn kinh phí")[1][2:5] == printed


def test_a_change_of_money_counts_each_source_once() -> None:
    old, new = planned(), planned(PLAN.replace("amount: 1,1 tỷ đồng", "amount: 1,2 tỷ đồng"))
    assert old.plan is not None
    assert new.plan is not None
    found = compare(old.plan, old.agencies, new.plan, new.agencies)
    printed = lines(compose_change_summary(old.plan, new.plan, new.agencies, found))
    assert any("Tổng số: từ 1,6 tỷ đồng thành 1,7 tỷ đồng (+0,1 tỷ đồng)" in line for line in printed), printed

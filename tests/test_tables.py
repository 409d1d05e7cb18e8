"""Tables among items: rows and their sums, merged cells in Word, and where else than in the plan they print."""

from __future__ import annotations

import re

import pytest

from kehoach.documents.extract import compose_extract
from kehoach.documents.paper import Paper, Paragraph, Table, plain
from kehoach.model.base import Ref
from kehoach.model.rows import places_of
from tests.support.cases import CASES
from tests.support.plans import Made, make, registry
from tests.support.word import WordFile

AGENCIES = registry(CASES / "agencies.yaml")
HEAD = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thực hiện nhiệm vụ năm {{ year }}
opening: Như sau
recipients: [Các cơ quan liên quan]
archive: VT, TH
signature: {authority: [TM, KT], title: Phó Chủ tịch, name: Nguyễn Văn Bình}
sections:
"""
DUTIES = """\
  - kind: solutions
    items:
      - task: lam-duong
        lead: so-khcn
        text: "Làm đường:"
        items:
          - table: Danh mục
            columns: [TT, Tuyến]
            rows: 1 | Đường A
  - kind: duties
    items:
      - agencies: so-khcn
        items:
          - Thực hiện các chỉ tiêu sau
          - table:
            columns: [TT, Tên]
            rows: 1 | Lúa
          - Báo cáo kết quả.
      - agencies: so-tai-chinh
        items:
          - table: Mức hỗ trợ
            columns: [TT, Tên]
            rows: 1 | Ngô
"""


def told(paper: Paper) -> list[str]:
    """The paragraphs of a paper, and its tables as their cells."""
    lines = []
    for part in paper.parts:
        for block in part.blocks:
            if isinstance(block, Table):
                lines.append(" / ".join("|".join(map(plain, row.cells)) for row in block.rows))
            elif isinstance(block, Paragraph):
                lines.append(plain(block.text).replace("\u00a0", " "))
    return lines


@pytest.fixture(scope="module")
def duties() -> Made:
    return make(HEAD + DUTIES, AGENCIES, "a.yaml")


def test_a_table_of_a_duty_is_in_its_extract(duties: Made) -> None:
    lines = told(compose_extract(duties.plan, AGENCIES, Ref("so-khcn")))
    at = lines.index("Thực hiện các chỉ tiêu sau")
    assert lines[at + 1 : at + 3] == ["1|Lúa", "Báo cáo kết quả."]


def test_a_table_of_a_task_is_in_the_extract_of_its_lead(duties: Made) -> None:
    lines = told(compose_extract(duties.plan, AGENCIES, Ref("so-khcn")))
    at = lines.index("Làm đường:")
    assert lines[at + 1 : at + 3] == ["Danh mục", "1|Đường A"]


def test_a_body_whose_duty_is_a_table_alone_gets_it(duties: Made) -> None:
    lines = told(compose_extract(duties.plan, AGENCIES, Ref("so-tai-chinh")))
    at = lines.index("Mức hỗ trợ")
    assert lines[at + 1] == "1|Ngô"


def test_the_plan_prints_its_tables_once(duties: Made) -> None:
    lines = told(duties.document())
    assert [lines.count(one) for one in ("1|Lúa", "1|Ngô", "1|Đường A")] == [1, 1, 1]


MERGED = """\
  - kind: text
    heading: Bảng
    items:
      - table:
        columns: [TT, Vùng, Cây]
        merge: 2
        rows: |
          1 | Cao | Lúa
          2 | | Ngô
          3 | | Sắn
          4 | Thấp | Quế
          Khác
          5 | | Hồi
            | | Tổng cộng
"""


def test_empty_cells_are_joined_with_the_one_above() -> None:
    xml = WordFile(make(HEAD + MERGED, AGENCIES, "a.yaml").docx()).parts["word/document.xml"].decode()
    table = next(one for one in re.findall(r"<w:tbl>.*?</w:tbl>", xml, re.S) if "Sắn" in one)
    rows = re.findall(r"<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>", table, re.S)
    cells = [re.findall(r"<w:tc>.*?</w:tc>", row, re.S) for row in rows]
    merges = [[m[0] if (m := re.findall(r"<w:vMerge[^>]*>", cell)) else "" for cell in row] for row in cells]
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    assert [row[1] if len(row) > 1 else None for row in merges[1:8]] == [begins, goes_on, goes_on, "", None, "", ""]
    assert not any(row[0] for row in merges)


def test_a_table_needs_its_key_and_that_may_be_empty() -> None:
    lacking = make(HEAD + DUTIES.replace("- table: Mức hỗ trợ\n            columns", "- columns"), AGENCIES, "a.yaml")
    assert len(lacking.errors) == 1
    assert "KH102" in lacking.errors[0]


@pytest.mark.parametrize(
    ("name", "is_total"),
    [
        ("Tổng cộng", True),
        ("TỔNG CỘNG", True),
        ("Cộng", True),
        ("Tổng sản lượng", True),
        ("Tổng công ty Điện lực", False),
        ("Tổng hợp báo cáo", False),
        ("Tổng kết phong trào", False),
        ("Cộng đồng dân cư", False),
        ("Cộng tác viên", False),
    ],
)
def test_a_total_is_no_body_and_no_piece_of_work(name: str, is_total: bool) -> None:
    made = make(
        f"{HEAD}  - items:\n      - table:\n        columns: [TT, Tên, Số]\n        rows: 1 | {name} | 5\n", AGENCIES
    )
    assert made.plan is not None
    assert [place.is_total for place in places_of(made.plan.tables[0])] == [is_total]

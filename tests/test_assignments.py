"""Who has what to do: one table of bodies and papers, written from reading the plan below, not from the code."""

from __future__ import annotations

from functools import cache

import pytest

from kehoach.documents.assignment_table import compose_assignment_table
from kehoach.documents.extract import compose_extract
from kehoach.documents.paper import Paper, Paragraph, plain
from kehoach.documents.report import compose_report
from kehoach.model.assignments import concerned, work_of
from kehoach.model.base import Ref
from kehoach.model.flows import reporters
from kehoach.model.once import once_a_plan
from kehoach.model.plan import Plan
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from tests.support.plans import ROOT, SEED, Made, make, registry

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thực hiện nhiệm vụ năm {{ year }}
opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: targets
    items:
      - target: do-thi
        lead: [so-van-hoa]
        coordinating: [so-cong-thuong]
        value: 5 khu
        text: Xây dựng {{ value }} đô thị thông minh.
  - kind: duties
    items:
      - agencies: [so-khcn]
        items:
          - task: ra-soat
            lead: [so-tai-chinh]
            coordinating: [so-khcn]
            deadline: 1/5
            text: Rà soát, thống kê toàn bộ trạm.
          - task: tham-dinh
            lead: [so-tai-chinh]
            deadline: 1/6
            text: Thẩm định dự toán.
          - task: hop
            deadline: 2/9
            text: Tổng hợp kết quả rà soát.
      - agencies: [xa-phuong]
        items:
          - task: tuyen-truyen
            deadline: 10/9
            text: Tuyên truyền tại cơ sở.
      - agencies: [mat-tran]
        request: true
        items:
          - task: giam-sat
            deadline: 1/10
            text: Giám sát việc thực hiện.
reporting:
  - from: [so-khcn, so-tai-chinh]
    to: [ubnd-tinh]
    periods:
      - id: nam
        name: năm
        due: 15/12
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Trần Văn C
"""

NAMES = {
    "ra-soat": "Rà soát, thống kê", "tham-dinh": "Thẩm định dự toán", "hop": "Tổng hợp kết quả",
    "tuyen-truyen": "Tuyên truyền tại cơ sở", "giam-sat": "Giám sát việc thực hiện", "do-thi": "đô thị thông minh",
}  # fmt: skip

LEADS = {
    "so-khcn": ["hop"], "so-tai-chinh": ["ra-soat", "tham-dinh"], "mat-tran": ["giam-sat"],
    "ban-mai": ["tuyen-truyen"], "thuong-son": ["tuyen-truyen"], "so-van-hoa": [], "so-cong-thuong": [],
}  # fmt: skip
"""What each body leads. A task in a duty with a lead of its own is that lead's."""
TAKES_PART = {"so-khcn": ["ra-soat", "tham-dinh"]}
"""The body of the duty takes part in what others lead there, once also where the task names it again."""
TARGETS = {"so-van-hoa": ["do-thi"], "so-cong-thuong": ["do-thi"]}
REPORTS = ("", "so-khcn", "so-tai-chinh")
"""Who reports: those that the flow names, and the issuer, which sums up what they send it."""


@cache
def made() -> Made:
    found = make(PLAN, registry(ROOT / "tests" / "cases" / "agencies.yaml"))
    assert not found.errors, found.errors
    return found


def plan() -> Plan:
    found = made().plan
    assert found is not None
    return found


def lines(paper: Paper) -> list[str]:
    blocks = [block for part in paper.parts for block in part.blocks]
    return [" ".join(plain(block.text).split()).casefold() for block in blocks if isinstance(block, Paragraph)]


def below(found: list[str], heading: str, others: tuple[str, ...]) -> list[str]:
    """The ids of the tasks and targets that are named after a heading, up to the next one."""
    if heading.casefold() not in found:
        return []
    ids: list[str] = []
    for line in found[found.index(heading.casefold()) + 1 :]:
        if line in [other.casefold() for other in others]:
            break
        ids += [key for key, words in NAMES.items() if words.casefold() in line and key not in ids]
    return ids


EXTRACT = (
    "Nhiệm vụ chủ trì",
    "Nhiệm vụ được giao",
    "Nội dung đề nghị chủ trì",
    "Nhiệm vụ phối hợp",
    "Chỉ tiêu",
    "Chế độ báo cáo",
)
REPORT = ("Nhiệm vụ chủ trì", "Nhiệm vụ phối hợp", "Nhiệm vụ khác được giao")


@pytest.mark.parametrize("body", LEADS)
def test_every_paper_gives_a_body_the_same_work(body: str) -> None:
    agencies = made().agencies
    extract = lines(compose_extract(plan(), agencies, Ref(body)))
    led = [below(extract, heading, EXTRACT) for heading in EXTRACT[:3]]
    assert LEADS[body] in led
    assert below(extract, "Nhiệm vụ phối hợp", EXTRACT) == TAKES_PART.get(body, [])
    assert below(extract, "Chỉ tiêu", EXTRACT) == TARGETS.get(body, [])

    reporting = reports(plan(), 2026)["nam"]
    report = lines(compose_report(plan(), agencies, reporting, Reported({}), body))
    assert below(report, "Nhiệm vụ chủ trì", REPORT) == LEADS[body]
    assert below(report, "Nhiệm vụ phối hợp", REPORT) == TAKES_PART.get(body, [])

    table = compose_assignment_table(plan(), agencies, "2026/p").tasks
    members = {"ban-mai": {"xa-phuong"}, "thuong-son": {"xa-phuong"}}.get(body, {body})
    assert [row.id for row in table if members & {one.id for one in row.lead}] == LEADS[body]
    assert [row.id for row in table if members & {one.id for one in row.coordinating}] == TAKES_PART.get(body, [])

    work = work_of(plan(), agencies)[body]
    assert [placed.item.task for placed in work.leads] == LEADS[body]  # type: ignore[union-attr]
    assert [placed.item.task for placed in work.coordinates] == TAKES_PART.get(body, [])  # type: ignore[union-attr]


def test_a_body_that_only_leads_or_serves_a_target_gets_an_extract() -> None:
    assert {ref.text for ref in concerned(plan(), made().agencies)} == set(LEADS)


def test_a_place_that_only_a_share_is_counted_for_gets_no_extract() -> None:
    text = SEED.read_text(encoding="utf-8")
    text = text.replace("doan-ket: 01 hộ", "Bản Mới: 01 hộ").replace("share('doan-ket')", "share('Bản Mới')")
    seed = make(text)
    assert not seed.errors
    assert seed.plan is not None
    found = [ref.text for ref in concerned(seed.plan, seed.agencies)]
    assert "san-thang" in found, "a body of the registry"
    assert "Bản Mới" not in found


def test_who_reports() -> None:
    assert reporters(plan(), made().agencies, plan().reporting[0]) == REPORTS


def test_an_answer_is_remembered_for_the_very_same_objects() -> None:
    asked: list[tuple[list[int], str]] = []

    @once_a_plan
    def answer(one: list[int], other: str = "") -> int:
        asked.append((one, other))
        return len(asked)

    one, equal = [1], [1]
    assert (answer(one), answer(one)) == (1, 1)
    assert answer(equal) == 2
    assert (answer(equal, "x"), answer(equal, "x")) == (3, 3)
    assert answer(equal) == 4
    assert answer(equal, other="x") == 5
    assert answer(equal) == 6
    assert asked[2:] == [(equal, "x"), (equal, ""), (equal, "x"), (equal, "")]

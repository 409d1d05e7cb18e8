"""A year of quarterly reports: what was reported carries on, only what is comparable is compared, late is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.checks.results import missing
from kehoach.checks.results_case import ResultsCase
from kehoach.documents.report import compose_report
from kehoach.documents.results_form import results_form
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.source import Source
from kehoach.word.docx import write_docx
from tests.support.cases import CASES
from tests.support.plans import make, registry
from tests.support.word import WordFile
from tests.test_reports import TEMPLATE, loose, results, row_of, slots, table

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 1/2026
subject: Giải ngân vốn đầu tư công
opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: targets
    items:
      - target: giai-ngan
        name: Tỷ lệ giải ngân
        baseline: 58,7%
        value: 95%
        text: Đạt {{ value }}.
      - target: ho-ngheo
        name: Tỷ lệ hộ nghèo
        baseline: 1,56%
        value: 1,50%
        better: lower
        text: Giảm còn {{ value }}.
      - target: quy-che
        name: Ban hành quy chế
        text: Ban hành quy chế.
  - kind: duties
    items:
      - agencies: [so-tai-chinh]
        items:
          - task: ra-soat
            name: Rà soát
            deadline: tháng 10
            text: Rà soát dự án.
          - task: giao-ban
            name: Giao ban
            deadline: hằng quý
            text: Giao ban tiến độ.
reporting:
  - from: [so-tai-chinh]
    to: ubnd-tinh
    periods:
      - id: quy
        name: quý
      - id: 6-thang
        name: 6 tháng
      - id: 9-thang
        name: 9 tháng
      - id: nam
        name: năm
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Trần Văn C
"""
FIRST = """\
targets:
  giai-ngan: 17,5%
  ho-ngheo: 1,54%
  quy-che:
    met: có
tasks:
  ra-soat:
    status: hoàn thành
    on: 05/3/2026
    text: Đã rà soát 12 dự án.
  giao-ban:
    status: hoàn thành
    on: 10/3/2026
"""
MADE = make(PLAN, registry(CASES / "agencies.yaml"))


def printed(period: str, **told: str) -> WordFile:
    """A report of the plan; results are given by the report's id, with `_` for `-`."""
    assert MADE.plan is not None
    reported = Reported({(2026, key.replace("_", "-").lstrip("-")): results(text) for key, text in told.items()})
    paper = compose_report(MADE.plan, MADE.agencies, reports(MADE.plan, 2026)[period], reported)
    return WordFile(write_docx(paper, TEMPLATE, Path("report.docx")))


def test_what_is_done_stays_done() -> None:
    file = printed("quy-2", quy_1=FIRST)
    text, blanks = loose(file.text()), slots(file)
    assert "Rà soát (thời hạn: tháng 10): hoàn thành ngày 05/3/2026. Đã rà soát 12 dự án." in text
    assert row_of(table(file, "Chỉ tiêu"), "Ban hành quy chế")[6:9] == ["Có", "", "Đã đạt"]
    assert "tasks/ra-soat/status" not in blanks
    assert "tasks/giao-ban/status" in blanks, "what returns every quarter is done anew"
    assert "(quý I năm 2026: hoàn thành)" in text


def test_the_last_figure_is_known_and_a_new_one_is_still_asked_for() -> None:
    file = printed("quy-3", quy_1=FIRST, quy_2="targets:\n  giai-ngan: 30%\n")
    rows = table(file, "Chỉ tiêu")
    assert row_of(rows, "Tỷ lệ giải ngân")[9] == "Quý II năm 2026: 30%"
    assert row_of(rows, "Tỷ lệ hộ nghèo")[9] == "Quý I năm 2026: 1,54%"
    assert {"targets/giai-ngan/value", "targets/ho-ngheo/value"} <= set(slots(file))


def test_two_reports_about_the_same_months_have_the_same_results() -> None:
    assert MADE.plan is not None
    text = PLAN.replace(
        "recipients:",
        "  - from: ubnd-tinh\n    to: Bộ Tài chính\n    periods:\n      - id: len-bo\n        name: Quý I\nrecipients:",
    )
    made = make(text, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    paper = compose_report(
        made.plan, made.agencies, reports(made.plan, 2026)["len-bo"], Reported({(2026, "quy-1"): results(FIRST)})
    )
    rows = table(WordFile(write_docx(paper, TEMPLATE, Path("report.docx"))), "Chỉ tiêu")
    assert row_of(rows, "Tỷ lệ giải ngân")[6] == "17,5"


@pytest.mark.parametrize(
    ("period", "figures", "notes"),
    [
        ("quy-1", ("17,5%", "1,54%"), ("", "")),
        ("quy-2", ("30%", "1,53%"), ("", "")),
        ("6-thang", ("30%", "1,53%"), ("", "Giảm 0,03 điểm % so với đầu năm")),
        ("9-thang", ("60%", "1,58%"), ("Tăng 1,3 điểm % so với đầu năm", "Tăng 0,02 điểm % so với đầu năm")),
        ("nam", ("96%", "1,50%"), ("Tăng 37,3 điểm % so với năm trước", "Giảm 0,06 điểm % so với năm trước")),
    ],
)
def test_only_what_is_comparable_is_compared(period: str, figures: tuple[str, str], notes: tuple[str, str]) -> None:
    """A rate of what was spent begins at nothing each year: in March it has not fallen by 41,2 points."""
    told = f"targets:\n  giai-ngan: {figures[0]}\n  ho-ngheo: {figures[1]}\n"
    rows = table(printed(period, **{("_" + period).replace("-", "_"): told}), "Chỉ tiêu")
    assert tuple(row_of(rows, name)[-1] for name in ("Tỷ lệ giải ngân", "Tỷ lệ hộ nghèo")) == notes


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("31/10/2026", "hoàn thành ngày 31/10/2026."),
        ("05/11/2026", "hoàn thành ngày 05/11/2026, chậm so với thời hạn."),
    ],
)
def test_done_late_is_said(day: str, said: str) -> None:
    text = loose(printed("nam", nam=f"tasks:\n  ra-soat:\n    status: hoàn thành\n    on: {day}\n").text())
    assert f"Rà soát (thời hạn: tháng 10): {said}" in text


def test_what_was_reported_for_good_is_not_asked_for_again() -> None:
    assert MADE.plan is not None
    reported = Reported({(2026, "quy-1"): results(FIRST), (2026, "quy-2"): results("targets:\n")})
    start = Source("", "targets:").span(0, 1)
    case = ResultsCase(reported.of(2026, "quy-2"), "quy-2", 2026, MADE.plan, MADE.agencies, start, None, reported)
    assert missing(case) == {
        "ubnd-tinh": (["giai-ngan", "ho-ngheo"], []),
        "so-tai-chinh": ([], ["giao-ban"]),
    }


def test_a_new_results_file_says_what_is_known() -> None:
    assert MADE.plan is not None
    reported = Reported({(2026, "quy-1"): results(FIRST)})
    text = results_form(MADE.plan, MADE.agencies, reports(MADE.plan, 2026)["quy-2"], reported)
    lines = " ".join(text.split())
    assert "# Quý I năm 2026: 17,5% value:" in lines
    assert "# đã báo cáo: có met:" in lines
    assert "# đã báo cáo: hoàn thành ngày 05/3/2026 status:" in lines
    assert "# quý I năm 2026: hoàn thành status:" in lines

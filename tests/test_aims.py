"""A plan of several years: a target is judged in its own year; before that its aim and the progress are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.documents.report import compose_report
from kehoach.model.history import Edition, history
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.word.docx import write_docx
from tests.support.cases import CASES
from tests.support.plans import Made, make, registry
from tests.support.word import WordFile
from tests.test_reports import TEMPLATE, loose, results, row_of, slots, table

PLAN = """\
year: 2026-2030
issuer: ubnd-tinh
date: 1/2026
subject: Phát triển kinh tế số
opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: targets
    items:
      - target: kinh-te-so
        name: Tỷ trọng kinh tế số
        by: 2030
        value: 33,59%
        text: Đạt {{ value }}.
TARGETSrecipients:
  - Các cơ quan liên quan
reporting:
  - from: [so-khcn]
    to: ubnd-tinh
    periods:
      - id: 6-thang
        name: 6 tháng
      - id: nam
        name: năm
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Trần Văn C
"""
OTHERS = {
    "by-year": "        values:\n          2026: 10 xã\n          2028: 20 xã\n          2030: 30 xã\n",
    "halfway": "        by: 2028\n        value: 40 xã\n",
    "end": "        value: 50 xã\n",
    "yearly": "        every: năm\n        value: 5 xã\n",
    "onward": "        by: 2027 và các năm tiếp theo\n        value: 7 xã\n",
    "rule": "        by: 2028\n",
    "shared": "        by: 2030\n        value: 8 xã\n        shares:\n          ban-mai: 3 xã\n"
    "          thuong-son: 5 xã\n",
}


def made_of(*others: str) -> Made:
    items = (
        f"      - target: {key}\n        name: Chỉ tiêu {key}\n{OTHERS[key]}        text: Câu.\n" for key in others
    )
    found = make(PLAN.replace("TARGETS", "".join(items)), registry(CASES / "agencies.yaml"))
    assert found.plan is not None
    return found


def printed(made: Made, year: int, said: str, period: str = "nam") -> WordFile:
    assert made.plan is not None
    told = Reported({(year, period): results("targets:\n" + said)})
    paper = compose_report(made.plan, made.agencies, reports(made.plan, year)[period], told)
    return WordFile(write_docx(paper, TEMPLATE, Path("report.docx")))


def test_before_its_year_a_target_is_shown_with_its_aim_and_not_judged() -> None:
    file = printed(made_of(), 2026, "  kinh-te-so: 20,2%\n")
    rows = table(file, "Chỉ tiêu")
    assert rows[0][4:8] == ["Mục tiêu đến năm 2030", "Thực hiện năm 2026", "So với mục tiêu (%)", "Đánh giá"]
    assert row_of(rows, "Tỷ trọng kinh tế số")[4:8] == ["33,59", "20,2", "60,1", "Chưa đến hạn"]
    text = loose(file.text())
    assert "Kế hoạch năm 2026" not in text
    assert "chưa đạt" not in text.lower()
    assert "Kết quả năm 2026: 01 chỉ tiêu không đánh giá trong năm." in text
    assert [slot for slot in slots(file) if slot.startswith("targets/")] == ["targets/kinh-te-so/before"], "no cause"
    assert "word/charts/chart1.xml" not in file.parts, "nothing is planned for the year"


def test_in_its_year_it_is_judged() -> None:
    file = printed(made_of(), 2030, "  kinh-te-so: 20,2%\n")
    rows = table(file, "Chỉ tiêu")
    assert rows[0][4:7] == ["Kế hoạch năm 2030", "Thực hiện năm 2030", "So với kế hoạch (%)"]
    assert row_of(rows, "Tỷ trọng kinh tế số")[4:8] == ["33,59", "20,2", "60,1", "Chưa đạt"]
    assert "targets/kinh-te-so/cause" in slots(file)


@pytest.mark.parametrize(
    ("key", "year", "cells"),
    [
        ("by-year", 2026, ["10", "6", "60", "Chưa đạt"]),
        ("by-year", 2027, ["20 (đến năm 2028)", "6", "30", "Chưa đến hạn"]),
        ("by-year", 2030, ["30", "6", "20", "Chưa đạt"]),
        ("halfway", 2026, ["40 (đến năm 2028)", "6", "15", "Chưa đến hạn"]),
        ("halfway", 2028, ["40", "6", "15", "Chưa đạt"]),
        ("halfway", 2029, ["40 (đến năm 2028)", "6", "15", "Hạn năm 2028"]),
        ("end", 2029, ["50 (đến năm 2030)", "6", "12", "Chưa đến hạn"]),
        ("end", 2030, ["50", "6", "12", "Chưa đạt"]),
        ("yearly", 2027, ["5", "6", "120", "Vượt"]),
        ("onward", 2029, ["7", "6", "85,7", "Chưa đạt"]),
    ],
)
def test_the_year_of_an_aim(key: str, year: int, cells: list[str]) -> None:
    """Beside a target of another year and one of every year, so that the heading cannot say it."""
    others = (key,) if key == "yearly" else (key, "yearly")
    said = "".join(f"  {one}: 6 xã\n" for one in others)
    rows = table(printed(made_of(*others), year, said + "  kinh-te-so: 1%\n"), "Chỉ tiêu")
    assert row_of(rows, f"Chỉ tiêu {key}")[4:8] == cells


def test_one_without_a_figure_is_missed_from_its_year_on() -> None:
    for year, judged in ((2027, "Chưa đến hạn"), (2028, "Chưa đạt"), (2029, "Chưa đạt")):
        rows = table(printed(made_of("rule"), year, "  rule:\n    met: không\n"), "Chỉ tiêu")
        assert row_of(rows, "Chỉ tiêu rule")[5:8] == ["Không", "", judged]


def test_shares_have_the_year_of_their_target() -> None:
    said = "  shared:\n    value: 4 xã\n    shares:\n      ban-mai: 3 xã\n      thuong-son: 1 xã\n"
    rows = table(printed(made_of("shared"), 2026, said), "Chỉ tiêu")
    assert [row_of(rows, name)[4:8] for name in ("- Phường Ban Mai", "- Xã Thượng Sơn")] == [
        ["3", "3", "100", "Chưa đến hạn"],
        ["5", "1", "20", "Chưa đến hạn"],
    ]


def test_half_a_year_says_what_is_under_way() -> None:
    rows = table(printed(made_of(), 2026, "  kinh-te-so: 20,2%\n", "6-thang"), "Chỉ tiêu")
    assert row_of(rows, "Tỷ trọng kinh tế số")[5:9] == ["33,59", "20,2", "60,1", "Đang thực hiện"]


def test_the_history_has_the_aim_in_its_year() -> None:
    made = made_of()
    assert made.plan is not None
    told = Reported({(2026, "nam"): results("targets:\n  kinh-te-so: 20,2%\n")})
    years = history("kinh-te-so", [Edition(made.plan, made.agencies, told)]).years
    shown = [(one.year, str(one.planned or ""), str(one.outcome.actual or ""), one.met) for one in years]
    assert shown == [(2026, "", "20,2%", None), (2030, "33,59%", "", None)]


def test_a_sum_for_all_years_is_no_plan_of_one() -> None:
    section = "  - kind: funding\n    items:\n      - fund: Ngân sách tỉnh\n"
    section += "        {amounts}\n        text: Ngân sách.\nrecipients"
    planned = {}
    for amounts in ("amount: 900 triệu đồng", "amounts: {2026: 100 triệu đồng, 2027: 200 triệu đồng}"):
        if "{" in amounts:
            amounts = "amounts:\n          2026: 100 triệu đồng\n          2027: 200 triệu đồng"
        text = PLAN.replace("TARGETS", "").replace("recipients", section.format(amounts=amounts), 1)
        made = make(text, registry(CASES / "agencies.yaml"))
        assert made.plan is not None
        rows = table(printed(made, 2026, "  kinh-te-so: 1%\n"), "Nguồn kinh phí")
        planned[amounts.split(":")[0]] = loose(rows[1][2])
    assert planned == {"amount": "[kế hoạch]", "amounts": "100"}

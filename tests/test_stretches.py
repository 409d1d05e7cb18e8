"""Which months a reporting period is about: names as real plans have them, read by a person; the days they are due."""

from __future__ import annotations

from datetime import date

import pytest

from kehoach.documents.paper import plain
from kehoach.documents.report import compose_report
from kehoach.model.reporting import Reporting, reports
from kehoach.model.results import Reported
from tests.support.cases import CASES
from tests.support.plans import make, registry

MONTHS = [(month, month) for month in range(1, 13)]
QUARTERS = [(1, 3), (4, 6), (7, 9), (10, 12)]
NAMES = {
    "năm": [(1, 12)],
    "01 năm": [(1, 12)],
    "hằng năm": [(1, 12)],
    "Năm 2026": [(1, 12)],
    "năm (trước ngày 15 tháng 12)": [(1, 12)],
    "tổng kết năm": [(1, 12)],
    "6 tháng": [(1, 6)],
    "Sơ kết 6 tháng đầu năm": [(1, 6)],
    "sáu tháng": [(1, 6)],
    "9 tháng": [(1, 9)],
    "6 tháng cuối năm": [(7, 12)],
    "quý": QUARTERS,
    "hằng quý": QUARTERS,
    "ngày 20 tháng cuối quý": QUARTERS,
    "Quý IV": [(10, 12)],
    "Quý I, II, III": [(1, 3), (4, 6), (7, 9)],
    "Quý IV và cả năm": [(10, 12), (1, 12)],
    "tháng": MONTHS,
    "định kỳ hằng tháng (trước ngày 20)": MONTHS,
    "01 lần/tháng": MONTHS,
    "tháng 3": [(3, 3)],
    "3, 6, 9 tháng và năm": [(1, 3), (1, 6), (1, 9), (1, 12)],
    "6 tháng, năm và đột xuất": [(1, 6), (1, 12)],
    "Báo cáo tháng, quý, 6 tháng, năm": [*MONTHS, *QUARTERS, (1, 6), (1, 12)],
    "6 tháng/lần": [(1, 6), (7, 12)],
    "02 lần/năm": [(1, 6), (7, 12)],
    "từ tháng 3 đến tháng 8": [(3, 8)],
    "hằng ngày": [],
    "02 lần/ngày": [],
    "hằng tuần": [],
    "đột xuất": [],
    "giữa nhiệm kỳ": [],
    "tiếp nhận, cấp phát": [],
    "năm học 2025-2026": [],
    "05 năm": [],
    "đầu năm": [],
    "miền Nam": [],
}


def called_for(name: str, due: str = "", more: str = "", issued: str = "", year: str = "2026") -> dict[str, Reporting]:
    """The reports of 2026 by a plan with one period."""
    text = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")
    start, end = text.index("      - id: 6-thang"), text.index("recipients:")
    period = f"      - id: ky\n        name: {name}\n" + (f"        due: {due}\n" if due else "") + more
    text = (text[:start] + period + text[end:]).replace("year: 2026\n", f"year: {year}\n")
    text = text.replace("date: 1/2026", f"date: {issued}" if issued else "date:")
    made = make(text.replace("{{ year }}", "{{ first_year }}"), registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    return reports(made.plan, 2026)


@pytest.mark.parametrize("name", NAMES)
def test_the_months_that_a_name_says(name: str) -> None:
    found = called_for(f'"{name}"')
    assert [(one.first, one.last) for one in found.values()] == NAMES[name]


def test_every_report_has_an_id_of_its_own() -> None:
    assert list(called_for("6 tháng, 01 năm")) == ["ky-6-thang", "ky-nam"]
    assert list(called_for("quý, năm")) == ["ky-quy-1", "ky-quy-2", "ky-quy-3", "ky-quy-4", "ky-nam"]
    assert list(called_for("9 tháng")) == ["ky"]


@pytest.mark.parametrize(
    ("name", "due", "ids"),
    [
        ("quý", "20/3, 20/6, 20/9", ["ky-1", "ky-2", "ky-3"]),
        ("quý", "10/4, 10/7, 10/10, 10/1", ["ky-1", "ky-2", "ky-3", "ky-4"]),
        ("quý", "Quý II, Quý IV", ["ky-2", "ky-4"]),
        ("tháng", "05/5, 20/6, 20/9", ["ky-4", "ky-6", "ky-9"]),
        ("quý", "20/6", ["ky-1", "ky-2", "ky-3", "ky-4"]),
        ("định kỳ", "ngày 20 hằng quý", ["ky-1", "ky-2", "ky-3", "ky-4"]),
    ],
)
def test_what_returns_is_reported_on_the_days_given(name: str, due: str, ids: list[str]) -> None:
    assert list(called_for(name, due)) == ids


def test_a_day_with_a_year_is_due_in_that_year_only() -> None:
    assert list(called_for("năm", "15/12/2026", year="2026-2028")) == ["ky"]
    assert list(called_for("năm", "15/01/2027", year="2026-2028")) == ["ky"]
    assert list(called_for("năm", "15/12/2027", year="2026-2028")) == []
    assert list(called_for("năm", "15/12 hằng năm", year="2026-2028")) == ["ky"]


@pytest.mark.parametrize(
    ("issued", "first"), [("", 1), ("4/2026", 4), ("30/4/2026", 4), ("01/5/2026", 5), ("12/2025", 1)]
)
def test_nothing_is_reported_that_ended_before_the_plan_was_issued(issued: str, first: int) -> None:
    assert list(called_for("tháng", issued=issued)) == [f"ky-{month}" for month in range(first, 13)]


def test_a_key_says_what_a_name_does_not() -> None:
    halfway = called_for("giữa kỳ", more="        covers: 6 tháng\n")
    assert [(one.first, one.last) for one in halfway.values()] == [(1, 6)]
    assert called_for("6 tháng", more="        covers: none\n") == {}
    several = called_for("giữa nhiệm kỳ", more="        covers: 2024-2026\n", year="2024-2030")
    assert [one.name for one in several.values()] == ["giai đoạn 2024 - 2026"]
    assert several["ky"].first_day == date(2024, 1, 1)
    assert called_for("giữa nhiệm kỳ", more="        covers: 2024-2027\n", year="2024-2030") == {}


@pytest.mark.parametrize(
    ("name", "until", "days"),
    [
        ("6 tháng", "14", ["14/6/2026"]),
        ("năm", "30/11", ["30/11/2026"]),
        ("quý", "14", ["14/3/2026", "14/6/2026", "14/9/2026", "14/12/2026"]),
        ("tháng 2", "31", ["28/02/2026"]),
        ("năm", "", [""]),
    ],
)
def test_the_closing_day_of_the_data_is_printed_where_it_is_set(name: str, until: str, days: list[str]) -> None:
    """Days as Article 12 of Decree 09/2019/NĐ-CP has them for a half-year and the quarters."""
    made = make((CASES / "results" / "plan.yaml").read_text(encoding="utf-8"), registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    for one, day in zip(
        called_for(name, more=f"        data_until: {until}\n" if until else "").values(), days, strict=True
    ):
        opening = plain(compose_report(made.plan, made.agencies, one, Reported()).parts[0].opening[0])
        assert opening.replace("\u00a0", " ").endswith(
            f"Kế hoạch (số liệu tính đến hết ngày {day}) như sau:" if day else "Kế hoạch như sau:"
        )

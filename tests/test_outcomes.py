"""The arithmetic of reports: percentages by direction, judgements, sums, periods, and how numbers print."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kehoach.documents.report_view import compared
from kehoach.model.outcome import TargetMeasure, cumulated, outcome
from kehoach.model.quantity import Quantity, total_of
from kehoach.model.reporting import Reporting, before, reports, stretch_name
from kehoach.model.results import Reported
from kehoach.parse.quantities import quantity
from kehoach.parse.results import parse_results
from kehoach.readers.yaml import read
from kehoach.source import Source, Text, TextNode
from kehoach.vietnamese import number_text
from tests.support.cases import CASES
from tests.support.plans import make, registry

NOWHERE = Source("", "").span(0, 0)


def q(text: str) -> Quantity:
    found = quantity(TextNode(Text(text, NOWHERE)))
    assert isinstance(found, Quantity)
    return found


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        ("0", None, "0"),
        ("7", None, "7"),
        ("1234.5", None, "1.234,5"),
        ("1234567", None, "1.234.567"),
        ("1.50", None, "1,5"),
        ("133.333", 1, "133,3"),
        ("98.65", 1, "98,7"),  # half up, as the schools teach it, not to the even digit
        ("98.55", 1, "98,6"),
        ("99.96", 1, "100"),
        ("-0.04", 1, "0"),
        ("-50", 1, "-50"),
    ],
)
def test_numbers_print_in_vietnamese_notation(number: str, places: int | None, shown: str) -> None:
    assert number_text(Decimal(number), places) == shown


@pytest.mark.parametrize(
    ("plan", "actual", "lower", "start", "percent", "measure", "met"),
    [
        # more is better: the result with the plan
        ("100%", "100%", False, None, "100", "ratio", "đạt"),
        ("100%", "98,6%", False, None, "98,6", "ratio", "chưa đạt"),
        ("08 hộ", "07 hộ", False, None, "87,5", "ratio", "chưa đạt"),
        ("08 hộ", "09 hộ", False, None, "112,5", "ratio", "vượt"),
        ("1.200 ha", "1.000,5 ha", False, None, "83,4", "ratio", "chưa đạt"),
        ("0 hộ", "3 hộ", False, None, None, "ratio", "vượt"),
        # less is better, and the year's beginning is known: the fall with the fall planned
        ("1,50%", "1,48%", True, "1,56%", "133,3", "change", "vượt"),
        ("1,50%", "1,53%", True, "1,56%", "50", "change", "chưa đạt"),
        ("1,50%", "1,59%", True, "1,56%", "-50", "change", "chưa đạt"),
        ("1,50%", "1,50%", True, "1,56%", "100", "change", "đạt"),
        # less is better, without a beginning: the plan with the result
        ("9,2%", "9,1%", True, None, "101,1", "inverse", "vượt"),
        ("9,2%", "9,4%", True, None, "97,9", "inverse", "chưa đạt"),
        ("0 hộ", "0 hộ", True, None, "100", "inverse", "đạt"),
        ("0 hộ", "2 hộ", True, None, "0", "inverse", "chưa đạt"),
        ("2 hộ", "0 hộ", True, None, None, "inverse", "vượt"),
        ("1,50%", "1,48%", True, "1,50%", "101,4", "inverse", "vượt"),
        # ranges and bounds
        ("10 - 13%", "9%", False, None, "90", "ratio", "chưa đạt"),
        ("10 - 13%", "12%", False, None, "120", "ratio", "đạt"),
        ("10 - 13%", "14%", False, None, "140", "ratio", "vượt"),
        ("trên 90%", "90%", False, None, "100", "ratio", "chưa đạt"),
        ("trên 90%", "91%", False, None, "101,1", "ratio", "đạt"),
        ("≥ 30%", "30%", False, None, "100", "ratio", "đạt"),
        ("≥ 30%", "45%", False, None, "150", "ratio", "vượt"),
        ("dưới 4%", "4%", False, None, "100", "inverse", "chưa đạt"),
        ("dưới 4%", "3,9%", False, None, "102,6", "inverse", "đạt"),
        ("không quá 5 vụ", "5 vụ", False, None, "100", "inverse", "đạt"),
        # what cannot be compared is not judged
        ("1,50%", "25 hộ", True, None, None, "ratio", None),
    ],
)
def test_a_result_against_the_plan(
    plan: str, actual: str, lower: bool, start: str | None, percent: str | None, measure: str, met: str | None
) -> None:
    found = outcome(q(plan), q(actual), lower=lower, start=q(start) if start else None)
    shown = number_text(found.percent, 1) if found.percent is not None else None
    assert (shown, found.measure, found.met) == (percent, TargetMeasure(measure), met)


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (["01 hộ", "05 hộ"], "06 hộ"),
        (["06 hộ", "05 hộ"], "11 hộ"),
        (["0 hộ", "3 hộ"], "3 hộ"),
        (["1,5%", "2%"], "3,5%"),
        (["999,5 triệu đồng", "0,5 triệu đồng"], "1.000 triệu đồng"),
        (["1 hộ", "1 người"], None),
        (["1 - 2 hộ", "1 hộ"], None),
        ([], None),
    ],
)
def test_sums(parts: list[str], total: str | None) -> None:
    found = total_of(map(q, parts))
    assert (found.text if found else None) == total
    assert found is None or found == q(found.text)


@pytest.mark.parametrize(
    ("actual", "earlier", "said"),
    [
        ("1,48%", "1,56%", "giảm 0,08 điểm % so với X"),
        ("84,8%", "83,2%", "tăng 1,6 điểm % so với X"),
        ("100%", "100%", "bằng X"),
        ("07 hộ", "06 hộ", "tăng 16,7% so với X"),
        ("3 hộ", "0 hộ", "tăng 3 hộ so với X"),
        ("3 hộ", "2%", ""),
    ],
)
def test_a_result_against_before(actual: str, earlier: str, said: str) -> None:
    assert compared(q(actual), q(earlier), "X") == said
    assert compared(q(actual), None, "X") == ""


QUARTERS = [("I", "II", 2026), ("II", "III", 2026), ("III", "IV", 2026), ("IV", "I", 2027)]


def reporting_of(name: str, due: str = "15/6") -> dict[str, Reporting]:
    text = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")
    text = text.replace("        name: 6 tháng\n        due: 15/6", f"        name: {name}\n        due: {due}")
    made = make(text, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    return {key: value for key, value in reports(made.plan, 2026).items() if key != "nam"}


@pytest.mark.parametrize(
    ("name", "due", "shown"),
    [
        ("6 tháng", "15/6", ["6 tháng đầu năm 2026 → 6 tháng cuối năm 2026"]),
        ("06 tháng đầu năm", "15/6", ["6 tháng đầu năm 2026 → 6 tháng cuối năm 2026"]),
        ("9 tháng", "15/9", ["9 tháng đầu năm 2026 → 3 tháng cuối năm 2026"]),
        ("01 năm", "15/12", ["năm 2026 → năm 2027"]),
        ("tổng kết", "15/12", ["năm 2026 → năm 2027"]),
        ("Quý I", "15/3", ["quý I năm 2026 → quý II năm 2026"]),
        ("Quý III", "15/9", ["quý III năm 2026 → quý IV năm 2026"]),
        ("quý IV", "15/12", ["quý IV năm 2026 → quý I năm 2027"]),
        ("tháng 3", "15/3", ["tháng 3 năm 2026 → tháng 4 năm 2026"]),
        ("sơ kết", "15/6", ["6 tháng đầu năm 2026 → 6 tháng cuối năm 2026"]),
        ("giữa năm", "15/6", ["6 tháng đầu năm 2026 → 6 tháng cuối năm 2026"]),
        ("quý", "15/6", [f"quý {a} năm 2026 → quý {b} năm {c}" for a, b, c in QUARTERS]),
        ("tháng", "15/6", [f"tháng {n} năm 2026 → tháng {n % 12 + 1} năm {2026 + n // 12}" for n in range(1, 13)]),
        ("hằng tháng", "15/6", [f"tháng {n} năm 2026 → tháng {n % 12 + 1} năm {2026 + n // 12}" for n in range(1, 13)]),
    ],
)
def test_the_stretch_of_a_report(name: str, due: str, shown: list[str]) -> None:
    assert [f"{one.name} → {one.next_name}" for one in reporting_of(name, due).values()] == shown


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        (4, 6, "quý II năm"),
        (2, 4, "từ tháng 2 đến tháng 4 năm"),
        (1, 4, "4 tháng đầu năm"),
        (9, 12, "4 tháng cuối năm"),
    ],
)
def test_only_three_months_from_the_first_of_a_quarter_are_one(first: int, last: int, named: str) -> None:
    assert stretch_name(first, last) == named


def test_reports_that_return() -> None:
    assert list(reporting_of("quý", "ngày 20 hằng quý")) == [f"6-thang-{quarter}" for quarter in range(1, 5)]
    monthly = reporting_of("tháng", "ngày 16 hằng tháng")
    assert list(monthly) == [f"6-thang-{month}" for month in range(1, 13)]
    assert [one.name for one in monthly.values()][10:] == ["tháng 11 năm 2026", "tháng 12 năm 2026"]


@pytest.mark.parametrize(
    ("files", "total"),
    [
        ({"nam": "value: 07 hộ"}, "07 hộ"),
        ({"6-thang": "added: 03 hộ", "nam": "added: 04 hộ"}, "07 hộ"),
        ({"6-thang": "value: 03 hộ", "nam": "added: 04 hộ"}, "07 hộ"),
        ({"6-thang": "added: 3 người", "nam": "added: 04 hộ"}, None),
        ({"6-thang": "added: 03 hộ"}, None),
        ({"nam": "added: 04 hộ"}, "04 hộ"),
    ],
)
def test_what_came_in_is_counted_up(files: dict[str, str], total: str | None) -> None:
    assert counted_up(PLAN, files) == total


def test_of_two_reports_that_end_on_one_day_one_counts() -> None:
    text = PLAN.replace("      - id: nam", QUARTER)
    assert counted_up(text, {"6-thang": "added: 03 hộ", "quy-2": "added: 03 hộ", "nam": "added: 04 hộ"}) == "07 hộ"
    closing = PLAN.replace("      - id: nam", QUARTER.replace("quy-2", "quy-4").replace("Quý II", "Quý IV"))
    assert counted_up(closing, {"6-thang": "added: 03 hộ", "quy-4": "added: 04 hộ", "nam": "added: 04 hộ"}) == "07 hộ"


def test_no_report_comes_before_one_that_ends_on_the_same_day() -> None:
    made = make(PLAN.replace("      - id: nam", QUARTER), registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    found = reports(made.plan, 2026)
    earlier = {key: [other.id for other in before(one, found)] for key, one in found.items()}
    assert earlier == {"6-thang": [], "quy-2": [], "nam": ["6-thang", "quy-2"]}


QUARTER = "      - id: quy-2\n        name: Quý II\n        due: 15/6\n      - id: nam"
PLAN = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")


def counted_up(text: str, files: dict[str, str]) -> str | None:
    """What the year's report has for the homes of a plan, from what each report says of them."""
    made = make(text, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    read_in = {}
    for report, said in files.items():
        source = Source("", f"targets:\n  nha-o:\n    {said}\n")
        node, _findings = read(source)
        assert node is not None
        read_in[2026, report] = parse_results(node, source)[0]
    found = cumulated("nha-o", reports(made.plan, 2026)["nam"], made.plan, Reported(read_in))
    return found.text if found else None

"""What a unit measures: money in any of its units, scales, spellings; comparing, adding, changing the unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kehoach.documents.report_view import compared
from kehoach.model.outcome import Attainment, outcome
from kehoach.model.quantity import Measure, Quantity, change, first_unit, measure, rate, total_of
from kehoach.parse.quantities import quantity
from kehoach.source import Source, Text, TextNode
from kehoach.vietnamese import NBSP, bind

NOWHERE = Source("", "").span(0, 0)


def q(text: str) -> Quantity:
    found = quantity(TextNode(Text(text, NOWHERE)))
    assert isinstance(found, Quantity)
    return found


@pytest.mark.parametrize(
    ("unit", "of", "size"),
    [
        ("đồng", "đồng", 1),
        ("VNĐ", "đồng", 1),
        ("vnđ", "đồng", 1),
        ("VND", "đồng", 1),
        ("đ", "đồng", 1),
        ("nghìn đồng", "đồng", 1_000),
        ("ngàn đồng", "đồng", 1_000),
        ("triệu", "đồng", 1_000_000),
        ("triệu đồng", "đồng", 1_000_000),
        ("Triệu đồng", "đồng", 1_000_000),
        ("triệu VNĐ", "đồng", 1_000_000),
        ("tỷ", "đồng", 1_000_000_000),
        ("tỉ đồng", "đồng", 1_000_000_000),
        ("nghìn tỷ đồng", "đồng", 1_000_000_000_000),
        ("triệu USD", "USD", 1_000_000),
        ("triệu đồng/người/năm", "đồng/người/năm", 1_000_000),
        ("nghìn lượt", "lượt", 1_000),
        ("m2", "m²", 1),
        ("m²", "m²", 1),
        ("hộ", "hộ", 1),
        ("%", "%", 1),
        ("%/năm", "%/năm", 1),
        ("", "", 1),
    ],
)
def test_a_unit_measures(unit: str, of: str, size: int) -> None:
    assert measure(unit) == Measure(of, Decimal(size))


@pytest.mark.parametrize(
    ("one", "other", "comparable"),
    [
        ("850 triệu", "425 triệu đồng", True),
        ("1,2 tỷ", "850 triệu đồng", True),
        ("1 tỉ đồng", "1 tỷ VNĐ", True),
        ("500 ngàn đồng", "500 nghìn đồng", True),
        ("850.000.000 đồng", "0,85 tỷ", True),
        ("850.000.000₫", "0,85 tỷ đồng Việt Nam", True),
        ("850 triệu đồng (ngân sách tỉnh)", "425 triệu đồng.", True),
        ("8 hộ (nghèo)", "8 hộ", False),
        ("60 triệu đồng/người/năm", "5 triệu đồng/người/tháng", False),
        ("60 triệu đồng/người", "60 triệu đồng", False),
        ("2 triệu USD", "2 triệu đồng", False),
        ("8 hộ", "8%", False),
        ("8", "8 đồng", False),
        ("8 triệu", "8", False),
    ],
)
def test_what_can_be_compared(one: str, other: str, comparable: bool) -> None:
    assert q(one).is_comparable(q(other)) == q(other).is_comparable(q(one)) == comparable


@pytest.mark.parametrize(
    ("typed", "unit", "text"),
    [
        ("0,85 tỷ", "triệu đồng", "850 triệu đồng"),
        ("1.250 triệu đồng", "tỷ đồng", "1,25 tỷ đồng"),
        ("1 - 2 tỷ đồng", "triệu đồng", "1.000 - 2.000 triệu đồng"),
        ("trên 1,5 tỷ", "triệu đồng", "trên 1.500 triệu đồng"),
        ("850 triệu", "triệu đồng", "850 triệu"),  # the same measure: as typed
        ("8 hộ", "người", None),
    ],
)
def test_in_another_unit(typed: str, unit: str, text: str | None) -> None:
    found = q(typed).measured_in(unit)
    assert (found and found.text) == text
    assert found is None or found == q(found.text)


@pytest.mark.parametrize(
    ("typed", "million"),
    [
        ("1 tỷ 250 triệu đồng", "1250"),
        ("1 tỷ và 250 triệu đồng", "1250"),
        ("1 tỷ 250 triệu 500 nghìn đồng", "1250.5"),
        ("1 tỉ 250 triệu", "1250"),
        ("2 triệu 500.000 đồng", "2.5"),
        ("trên 1 tỷ 250 triệu VNĐ", "1250"),
        ("500 triệu - 1 tỷ đồng", "500 1000"),
        ("500 triệu đồng – 1 tỷ đồng", "500 1000"),
        ("250 triệu 1 tỷ đồng", None),  # no order that an amount is spoken in
        ("1 tỷ 2 tỷ đồng", None),
        ("1 tỷ -250 triệu đồng", None),
        ("1 tỷ - 250 triệu đồng", None),
        ("1 tỷ 250 hộ", None),
        ("1 tỷ 250 triệu - 2 tỷ đồng", None),
    ],
)
def test_money_in_several_units_is_one_amount(typed: str, million: str | None) -> None:
    found = q(typed).measured_in("triệu")
    assert q(typed).text == typed
    ends = found and [
        str(end.normalize() if end % 1 else int(end)) for end in (found.low, found.high) if end is not None
    ]
    assert (" ".join(ends) if ends else None) == million


@pytest.mark.parametrize(
    ("typed", "heading", "cell"),
    [
        ("850 triệu đồng", "triệu đồng", "850"),
        ("850 triệu đồng", "tỷ đồng", "850 triệu đồng"),
        ("1 tỷ 250 triệu đồng", "triệu đồng", "1.250"),
        ("500 triệu - 1 tỷ đồng", "tỷ", "0,5 - 1"),
        ("850 triệu đồng (tạm tính)", "triệu đồng", "850 triệu đồng (tạm tính)"),
        ("8", "", "8"),
    ],
)
def test_a_cell_below_its_unit_leaves_nothing_out(typed: str, heading: str, cell: str) -> None:
    assert q(typed).below(heading) == cell


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (["1 tỷ đồng", "500 triệu đồng"], "1,5 tỷ đồng"),
        (["500 triệu đồng", "1 tỷ đồng"], "1.500 triệu đồng"),
        (["850 triệu", "425 triệu đồng"], "1.275 triệu"),
        (["1 tỉ đồng", "1 tỷ đồng"], "2 tỉ đồng"),
        (["1 triệu USD", "1 triệu đồng"], None),
        (["850 triệu đồng (tạm tính)", "425 triệu đồng"], "1.275 triệu đồng"),
        (["1 tỷ 250 triệu đồng", "0,5 tỷ"], "1.750 triệu đồng"),
    ],
)
def test_money_adds_as_money(parts: list[str], total: str | None) -> None:
    found = total_of(map(q, parts))
    assert (found and found.text) == total


@pytest.mark.parametrize(
    ("earlier", "later", "by"),
    [
        ("425 triệu đồng", "850 triệu", "+425 triệu"),
        ("1,2 tỷ đồng", "850 triệu đồng", "-350 triệu đồng"),
        ("850 triệu", "850 triệu đồng", "0 triệu đồng"),
        ("8 hộ", "8%", ""),
        ("1 - 2 tỷ", "3 tỷ", ""),
    ],
)
def test_a_change_has_the_later_unit(earlier: str, later: str, by: str) -> None:
    assert change(q(earlier), q(later)) == by


@pytest.mark.parametrize(
    ("plan", "actual", "percent", "met"),
    [
        ("425 triệu đồng", "850 triệu", 200, Attainment.EXCEEDED),
        ("1 tỷ đồng", "999 triệu đồng", Decimal("99.9"), Attainment.MISSED),
        ("1 tỷ đồng", "1.000 triệu đồng", 100, Attainment.REACHED),
        ("1 tỷ đồng", "8 hộ", None, None),
    ],
)
def test_a_result_is_judged_as_money(plan: str, actual: str, percent: Decimal | None, met: Attainment | None) -> None:
    found = outcome(q(plan), q(actual))
    assert (found.percent, found.met) == (percent, met)
    assert found.actual == q(actual)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("850 triệu", "1,7 tỷ đồng", 50), ("1 hộ", "1 tỷ", None), ("1 tỷ", "0 tỷ", None)],
)
def test_a_rate(part: str, whole: str, percent: int | None) -> None:
    assert rate(q(part), q(whole)) == percent


@pytest.mark.parametrize(
    ("typed", "heading", "shown"),
    [
        ("850 triệu đồng", "triệu đồng", "850"),
        ("850 triệu", "triệu đồng", "850"),
        ("0,85 tỷ", "triệu đồng", "0,85 tỷ"),
        ("72%", "hộ", "72%"),
        ("85", "%", "85"),
    ],
)
def test_below_a_heading_only_its_own_unit_is_left_out(typed: str, heading: str, shown: str) -> None:
    assert q(typed).below(heading) == shown


def test_growth_of_money_and_the_first_unit() -> None:
    assert compared(q("1,2 tỷ"), q("600 triệu đồng"), "X") == "tăng 100% so với X"
    assert first_unit([None, q("5"), q("8 hộ"), q("9%")]) == "hộ"
    assert first_unit([q("5")]) == ""


def test_a_part_of_nothing_has_no_rate() -> None:
    part = q("5 hộ")
    assert rate(part, None) is None
    assert rate(None, part) is None
    assert rate(part, part) == 100


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("bố trí 1,5 tỉ đồng", "bố trí 1,5~tỉ~đồng"),
        ("500 ngàn đồng mỗi hộ", "500~ngàn~đồng mỗi hộ"),
        ("10 nghìn tỷ đồng", "10~nghìn~tỷ~đồng"),
        ("1.200 triệu VNĐ", "1.200~triệu~VNĐ"),
        ("20.000 VND", "20.000~VND"),
    ],
)
def test_no_line_breaks_inside_an_amount_of_money(typed: str, bound: str) -> None:
    assert bind(typed) == bound.replace("~", NBSP)

"""The workbook of the assignment table as its users open it: heights, forms of numbers, names, totals, bytes."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from kehoach.documents.assignment_table import Amount, AssignmentTable, NamedBody, TargetRow
from kehoach.exports.xlsx import write_xlsx
from kehoach.frozen import replace
from tests.support.plans import ROOT
from tests.test_assignment_table import table


def opened(made: AssignmentTable) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(write_xlsx(made)))


def amount(text: str) -> Amount:
    return Amount(text, Decimal(text.replace(".", "").replace(",", ".")))


def with_target(value: str, *shares: str) -> AssignmentTable:
    bodies = tuple((NamedBody(f"xa-{n}", f"Xã {n}"), amount(share)) for n, share in enumerate(shares))
    row = TargetRow("a", "Chỉ tiêu", "hộ", Amount("", None), amount(value), "higher", bodies)
    return replace(table("giam-ngheo"), targets=(row,))


@pytest.mark.parametrize("name", ["giam-ngheo", "chuyen-doi-so"])
def test_every_row_has_room_for_its_texts(name: str) -> None:
    """A letter of 12 points is about a width of the sheet's own characters: no more of them fit in a line."""
    for sheet in opened(table(name)):
        widths = {n: one.width for one in sheet.column_dimensions.values() for n in range(one.min, one.max + 1)}
        for row in sheet.iter_rows():
            height = sheet.row_dimensions[row[0].row].height
            for cell in row:
                lines = cell.value.split("\n") if isinstance(cell.value, str) else [""]
                needed = sum(-(-len(line) // int(widths[cell.column] * 1.25)) or 1 for line in lines)
                assert height >= min(needed * 14, 409), (cell.coordinate, cell.value)


def test_a_text_that_no_row_can_hold_gets_a_wider_column() -> None:
    """Excel's rows are 409 points high at most; what is below is neither seen nor printed."""
    made = table("giam-ngheo")
    long = replace(made.tasks[0], text="Phối hợp với các cơ quan, đơn vị liên quan thực hiện. " * 60)
    sheet = opened(replace(made, tasks=(long, *made.tasks[1:])))["Nhiệm vụ"]
    width = sheet.column_dimensions["C"].width
    assert 60 < width < 250
    assert sheet.row_dimensions[2].height >= len(long.text) / (width * 1.25) * 14
    assert sheet.row_dimensions[2].height <= 409


@pytest.mark.parametrize(
    ("value", "form"),
    [("90", "#,##0"), ("0,125", "#,##0.000"), ("1,50", "#,##0.00"), ("26.120", "#,##0"), ("08", "#,##0")],
)
def test_a_number_shows_the_decimals_it_was_typed_with(value: str, form: str) -> None:
    cell = opened(with_target(value))["Chỉ tiêu"]["F2"]
    assert (cell.value, cell.number_format) == (float(amount(value).number or 0), form)


def test_a_total_is_a_formula_where_its_shares_add_up() -> None:
    sheet = opened(with_target("9,5", "4", "3,5", "2"))["Chỉ tiêu"]
    assert [sheet[f"F{row}"].value for row in range(2, 6)] == ["=SUM(F3:F5)", 4, 3.5, 2]
    values = openpyxl.load_workbook(BytesIO(write_xlsx(with_target("9,5", "4", "3,5", "2"))), data_only=True)
    assert values["Chỉ tiêu"]["F2"].value == 9.5
    assert opened(with_target("10", "4", "3,5", "2"))["Chỉ tiêu"]["F2"].value == 10


def test_names_are_beside_ids() -> None:
    sheet = opened(table("giam-ngheo"))["Nhiệm vụ"]
    served = [row[9] for row in sheet.iter_rows(min_row=2, values_only=True) if row[9]]
    assert (
        "Tỷ lệ hộ nghèo (ho-ngheo)\nCán bộ làm công tác giảm nghèo được bồi dưỡng, tập huấn (can-bo-tap-huan)" in served
    )


def test_a_deadline_without_a_day_says_so() -> None:
    text = (ROOT / "plans" / "2024" / "chuyen-doi-so.yaml").read_text(encoding="utf-8")
    assert "deadline: hằng tháng" in text
    rows = opened(table("chuyen-doi-so"))["Thời hạn"].iter_rows(min_row=2, values_only=True)
    assert ("mỗi tháng", "hằng tháng") in [row[2:4] for row in rows]


def test_the_package_is_the_same_on_every_system() -> None:
    with zipfile.ZipFile(BytesIO(write_xlsx(table("giam-ngheo")))) as package:
        assert {(one.create_system, one.date_time, one.compress_type) for one in package.infolist()} == {
            (0, (1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED)
        }

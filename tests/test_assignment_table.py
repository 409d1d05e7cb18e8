"""The assignment table: spreadsheet, JSON and calendar, each read back by another library."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import jsonschema
import openpyxl
import pytest
import vobject

from kehoach.documents.assignment_table import AssignmentTable, compose_assignment_table
from kehoach.documents.calendar import compose_calendar
from kehoach.exports.assignment_json import write_json
from kehoach.exports.calendar import write_calendar
from kehoach.exports.xlsx import write_xlsx
from kehoach.frozen import replace
from tests.support.cases import CASES
from tests.support.judges import need_office
from tests.support.plans import ROOT, make, registry


def ics(made: AssignmentTable) -> bytes:
    found = compose_calendar(made, {})
    assert found is not None
    return write_calendar(found)


SCHEMA = json.loads((ROOT / "kehoach" / "schemas" / "phan-cong-1.schema.json").read_text(encoding="utf-8"))


@cache
def table(name: str) -> AssignmentTable:
    made = make((ROOT / "plans" / "2024" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert made.plan is not None
    return compose_assignment_table(made.plan, made.agencies, f"2024/{name}")


@pytest.mark.parametrize("name", ["giam-ngheo", "chuyen-doi-so"])
def test_json_validates_against_the_published_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(write_json(table(name))), SCHEMA)


def test_the_schema_refuses_what_it_should() -> None:
    found = json.loads(write_json(table("giam-ngheo")))
    found["tasks"][0]["lead"] = "phong-ldtbxh"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, SCHEMA)


def test_json_says_what_the_plan_says() -> None:
    found = json.loads(write_json(table("chuyen-doi-so")))
    devices = next(task for task in found["tasks"] if task["id"] == "thay-thiet-bi")
    assert devices == {
        "id": "thay-thiet-bi",
        "text": "Thay thiết bị ở bộ phận một cửa cấp xã",
        "lead": [{"agency": "xa-phuong", "agency_name": "UBND các xã, phường"}],
        "coordinating": [{"agency": "phong-tai-chinh-ke-hoach", "agency_name": "Phòng Tài chính - Kế hoạch thành phố"}],
        "deadline": {
            "text": "Quý II",
            "date": "2024-06-30",
            "every": None,
            "dated": True,
            "continues": False,
            "days": [{"from": None, "date": "2024-06-30", "time": None, "every": None, "until": None}],
        },
        "person": None,
        "deliverable": "Biên bản bàn giao",
        "fund": None,
        "targets": ["ho-so-truc-tuyen"],
        "section": "Phụ lục I",
    }
    monthly = next(task for task in found["tasks"] if task["id"] == "sao-luu")
    assert monthly["deadline"] == {
        "text": "hằng tháng", "date": None, "every": "tháng", "dated": False, "continues": False,
        "days": [{"from": None, "date": None, "time": None, "every": "tháng", "until": None}],
    }  # fmt: skip
    wifi = next(target for target in found["targets"] if target["id"] == "diem-wifi")
    assert wifi["value"] == {"text": "15 điểm", "number": 15.0}
    assert wifi["shares"][0] == {
        "agency": "doan-ket", "agency_name": "UBND phường Đoàn Kết", "text": "04 điểm", "number": 4.0
    }  # fmt: skip


def test_the_workbook_keeps_types() -> None:
    book = openpyxl.load_workbook(BytesIO(write_xlsx(table("chuyen-doi-so"))))
    assert book.sheetnames == ["Nhiệm vụ", "Chỉ tiêu", "Thời hạn"]
    tasks = book["Nhiệm vụ"]
    head = [cell.value for cell in tasks[1]]
    row = next(row for row in tasks.iter_rows(min_row=2, values_only=True) if row[1] == "cap-do-an-toan")
    assert row[head.index("Ngày đến hạn")] == datetime(2024, 9, 30)
    assert row[head.index("STT")] == row[0]
    assert isinstance(row[0], int)
    targets = {row[1]: row for row in book["Chỉ tiêu"].iter_rows(min_row=2, values_only=True)}
    assert targets["ho-so-truc-tuyen"][4:6] == (52, 70)
    assert targets["ho-so-truc-tuyen"][3] == "%"
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\")", "{=1+1}"
]  # fmt: skip


def test_no_text_becomes_a_formula_or_a_link() -> None:
    first = table("giam-ngheo").tasks[0]
    harmful = replace(table("giam-ngheo"), tasks=tuple(replace(first, text=text) for text in PAYLOADS))
    sheet = openpyxl.load_workbook(BytesIO(write_xlsx(harmful)))["Nhiệm vụ"]
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(PAYLOADS)
    assert not any(cell.hyperlink for cell in cells)


def test_the_workbook_opens_in_libreoffice(tmp_path: Path) -> None:
    need_office()
    (tmp_path / "phan-cong.xlsx").write_bytes(write_xlsx(table("chuyen-doi-so")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "phan-cong.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert "Thay thiết bị ở bộ phận một cửa cấp xã" in (tmp_path / "phan-cong.csv").read_text(encoding="utf-8")


def test_the_calendar_is_valid_and_has_every_dated_deadline() -> None:
    calendar = vobject.readOne(ics(table("chuyen-doi-so")).decode())
    calendar.validate(raiseException=True)
    events = {event.uid.value: event for event in calendar.vevent_list}
    assert len(events) == len([row for row in table("chuyen-doi-so").deadlines if row.due.day])
    (report,) = (event for uid, event in events.items() if uid.startswith("2024/chuyen-doi-so/report/6-thang@"))
    assert report.dtstart.value == date(2024, 6, 20)
    assert report.summary.value == "Báo cáo 6 tháng"
    assert not any("sao-luu" in uid for uid in events)  # every month: no single day


def test_the_same_plan_gives_the_same_bytes() -> None:
    for write in (write_xlsx, write_json, ics):
        assert write(table("giam-ngheo")) == write(table("giam-ngheo"))


MONEY = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thu ngân sách
opening: Như sau
recipients: [Các cơ quan liên quan]
archive: VT, TH
signature: {authority: [TM, KT], title: Phó Chủ tịch, name: Nguyễn Văn Bình}
sections:
  - kind: targets
    items:
      - target: thu
        name: Thu ngân sách
        value: 1,2 tỷ đồng
        baseline: 850 triệu
        shares:
          ban-mai: 700 triệu đồng
          thuong-son: 0,5 tỷ
        text: Thu {{ value }}
"""


def test_figures_of_a_target_count_in_its_unit() -> None:
    made = make(MONEY, registry(CASES / "agencies.yaml"))
    assert made.plan is not None
    found = compose_assignment_table(made.plan, made.agencies, "2026/thu")
    target = json.loads(write_json(found))["targets"][0]
    assert target["unit"] == "tỷ đồng"
    assert target["value"] == {"text": "1,2 tỷ đồng", "number": 1.2}
    assert target["baseline"] == {"text": "850 triệu", "number": 0.85}
    assert [share["number"] for share in target["shares"]] == [0.7, 0.5]
    sheet = openpyxl.load_workbook(BytesIO(write_xlsx(found)))["Chỉ tiêu"]
    figures = [[cell.value for cell in row][4:6] for row in sheet.iter_rows(min_row=2)]
    assert figures == [[0.85, "=SUM(F3:F4)"], [None, 0.7], [None, 0.5]]

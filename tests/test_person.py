"""Who is in charge of a task: in the plan's table, its spreadsheet and JSON, the extract, and next year's questions."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl

from kehoach.documents.assignment_table import compose_assignment_table
from kehoach.documents.extract import compose_extract
from kehoach.documents.paper import plain
from kehoach.exports.assignment_json import write_json
from kehoach.exports.xlsx import write_xlsx
from kehoach.model.base import Ref
from tests.support.cases import CASES
from tests.support.forked import run
from tests.support.plans import make, registry, small_workspace

AGENCIES = registry(CASES / "agencies.yaml")
MADE = make((CASES / "features" / "72-person-in-charge.yaml").read_text(encoding="utf-8"), AGENCIES, "a.yaml")
PERSON = "ông Trần Văn A, Phó Giám đốc"


def test_the_extract_names_the_person() -> None:
    paper = compose_extract(MADE.plan, AGENCIES, Ref("so-khcn"))
    assert any(f"Người phụ trách: {PERSON}" in plain(block.text) for block in paper.parts[0].blocks)


def test_spreadsheet_and_json_name_the_person() -> None:
    table = compose_assignment_table(MADE.plan, AGENCIES, "2026/a")
    assert json.loads(write_json(table))["tasks"][0]["person"] == PERSON
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(table)))["Nhiệm vụ"]
    column = [cell.value for cell in sheet[1]].index("Người phụ trách")
    assert sheet[2][column].value == PERSON


def test_a_plan_that_names_nobody_has_no_such_column() -> None:
    other = make(
        (CASES / "features" / "26-task-facts-in-the-body.yaml").read_text(encoding="utf-8"), AGENCIES, "a.yaml"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(compose_assignment_table(other.plan, AGENCIES, "2026/a"))))
    assert "Người phụ trách" not in [cell.value for cell in sheet["Nhiệm vụ"][1]]


def test_next_year_asks_whether_it_is_the_same_person(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    plan = tmp_path / "plans" / "2024" / "nho.yaml"
    task = "- task: lam-duong\n        person: ông Trần Văn A\n        text: Làm đường.\n"
    plan.write_text(plan.read_text(encoding="utf-8").replace("- Nội dung.\n", task), encoding="utf-8")
    done = run("next", "plans/2024/nho.yaml", "--year", "2025", "--format", "json", cwd=tmp_path)
    entry = next(one for one in json.loads(done.stdout)["entries"] if one["old"] == "ông Trần Văn A")
    assert (entry["topic"], entry["fate"], entry["verify"]) == ("task", "carried", True)

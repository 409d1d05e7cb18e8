"""Deadlines as real plans word them: none is refused, and their days arrive in spreadsheet, JSON and calendar."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import vobject

from kehoach.diagnostics import Severity
from kehoach.documents.assignment_table import compose_assignment_table
from kehoach.documents.calendar import compose_calendar
from kehoach.documents.paper import Paper, Paragraph, plain
from kehoach.exports.assignment_json import write_json
from kehoach.exports.calendar import write_calendar
from kehoach.exports.xlsx import write_xlsx
from tests.support.plans import ROOT, SMALL, make

LINES = (ROOT / "tests" / "data" / "deadlines.tsv").read_text(encoding="utf-8").splitlines()
_DAY = re.compile(
    r"(?:every (?P<every>6 tháng|\w+) ?)?(?P<first>[\d-]{10})?(?P<range>\.\.)?(?P<last>[\d-]{10})?"
    r"(?: (?P<time>\d\d:\d\d))?"
)


@dataclass(frozen=True)
class Wording:
    """One line of the file."""

    years: str
    plan: str
    text: str
    expected: str

    @property
    def continues(self) -> bool:
        return self.expected.endswith("+")

    @property
    def days(self) -> list[dict[str, str | None]]:
        """What the tables should say of each day."""
        parts = self.expected.removesuffix(" +").split("; ")
        if parts[0] in ("ongoing", "no day"):
            return []
        found = []
        for part in parts:
            match = _DAY.fullmatch(part)
            assert match, part
            day = match["last"] if match["range"] else match["first"]
            begins = match["first"] if match["range"] else None
            found.append({"from": begins, "date": day, "time": match["time"], "every": match["every"]})
        return found


WORDINGS = [Wording(*line.split("\t")) for line in LINES if not line.startswith("#")]


@dataclass(frozen=True)
class Tables:
    """What the three files of a plan with these deadlines say, by the number of the wording."""

    errors: tuple[str, ...]
    tasks: dict[int, dict[str, Any]]
    rows: dict[int, list[tuple[Any, ...]]]
    events: dict[int, list[Any]]


@cache
def tables(years: str) -> Tables:
    items = "".join(
        f"          - task: a{number}\n            name: Việc {number}\n"
        f"            text: Làm.\n            deadline: {one.text}\n"
        for number, one in enumerate(WORDINGS)
        if one.years == years
    )
    head = SMALL.replace("year: 2024\n", f"year: {years}\n").replace("date: 1/2024\n", "")
    duty = f"  - kind: duties\n    items:\n      - agencies: [phong-ldtbxh]\n        items:\n{items}"
    made = make(head.replace("recipients:", f"{duty}recipients:", 1))
    assert made.plan is not None
    table = compose_assignment_table(made.plan, made.agencies, f"{years[:4]}/mau")
    calendar = compose_calendar(table, {})
    assert calendar is not None
    rows, events = defaultdict(list), defaultdict(list)
    sheet = openpyxl.load_workbook(BytesIO(write_xlsx(table)))["Thời hạn"]
    head_row = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        of_row = dict(zip(head_row, row, strict=True))
        number = int(of_row["Nội dung"].split()[-1])
        rows[number].append((of_row["Từ ngày"], of_row["Ngày đến hạn"], of_row["Thời hạn"]))
    for event in vobject.readOne(write_calendar(calendar).decode()).vevent_list:
        events[int(re.search(r"/a(\d+)", event.uid.value)[1])].append(event)  # type: ignore[index]
    tasks = {int(task["id"][1:]): task["deadline"] for task in json.loads(write_json(table))["tasks"]}
    wrong = tuple(
        f"{f.code} {f.span.text} {f.message}"
        for f in made.findings
        if f.severity in (Severity.ERROR, Severity.WARNING) and f.code.startswith("KH3")
    )
    return Tables(wrong, tasks, rows, events)


def test_there_are_sixty_and_fifty_have_days() -> None:
    texts = {one.text for one in WORDINGS}
    assert len(texts) >= 60
    assert len({one.text for one in WORDINGS if any(day["date"] or day["from"] for day in one.days)}) >= 50


@pytest.mark.parametrize("years", sorted({one.years for one in WORDINGS}))
def test_none_is_refused(years: str) -> None:
    assert tables(years).errors == ()


@pytest.mark.parametrize("number", range(len(WORDINGS)), ids=lambda n: WORDINGS[n].text.replace(" ", "-"))
def test_its_days_are_in_all_three_files(number: int) -> None:
    one = WORDINGS[number]
    found = tables(one.years)
    task = found.tasks[number]
    assert [{key: day[key] for key in ("from", "date", "time", "every")} for day in task["days"]] == one.days
    assert (task["continues"], task["dated"]) == (one.continues, any(day["date"] or day["from"] for day in one.days))
    dated = [day for day in one.days if day["date"] or day["from"]]
    assert sorted(map(_of_row, found.rows[number])) == sorted(map(_expected_row, dated or [{}]))
    assert sorted(map(_of_event, found.events[number])) == sorted(map(_expected_event, dated))


def _of_row(row: tuple[Any, ...]) -> tuple[str, str]:
    """The first and the last day of a row; of what returns the words hold its first day."""
    begins, due, text = row
    assert text
    day = due if isinstance(due, datetime) else re.search(r"(\d\d)/(\d\d)/(\d{4})", due or "")
    if day is not None and not isinstance(day, datetime):
        day = datetime(int(day[3]), int(day[2]), int(day[1]))
    return tuple(f"{one:%Y-%m-%d}" if one else "" for one in (begins, day))  # type: ignore[return-value]


def _expected_row(day: dict[str, str | None]) -> tuple[str, str]:
    return day.get("from") or "", day.get("date") or ""


RULES = {"tháng": "MONTHLY", "quý": "MONTHLY;INTERVAL=3", "năm": "YEARLY", "tuần": "WEEKLY"}


def _of_event(event: Any) -> tuple[str, str]:
    start = event.dtstart.value
    shown = f"{start:%Y-%m-%d %H:%M}" if isinstance(start, datetime) else date.isoformat(start)
    rule = getattr(event, "rrule", None)
    return shown, re.sub(r";UNTIL=\d+", "", rule.value) if rule else ""


def _expected_event(day: dict[str, str | None]) -> tuple[str, str]:
    shown = f"{day['date'] or day['from']}{' ' + day['time'] if day['time'] else ''}"
    return shown, f"FREQ={RULES[day['every']]}" if day["every"] else ""


BELOW = """
      - agencies: [phong-ldtbxh]
        items:
          - task: ra-soat
            name: Rà soát trước {{ deadline }}
            text: Rà soát hộ nghèo.
            deadline: 15/6
            coordinating: [phong-tu-phap, phong-kinh-te]
            items:
              - "{{ lead.capital }} chủ trì, phối hợp với {{ coordinating }}, xong trước {{ deadline }}."
              - paragraph: Gửi {{ agencies }} trước {{ deadline }}.
              - label: Sau {{ deadline }}
                text: Báo cáo UBND ({{ lead }}).
                items:
                  - Hết hạn {{ deadline }}.
                  - target: ho-ngheo
                    text: Đạt {{ value }} trước {{ deadline }}.
                    value: 5%
"""


def test_what_a_task_says_is_known_in_all_items_below_it() -> None:
    text = SMALL.replace("recipients:", f"  - kind: duties\n    items:{BELOW}recipients:", 1)
    made = make(text)
    assert made.plan is not None
    printed = "\n".join(_lines(made.document()))
    for expected in (
        "Phòng Lao động - Thương binh và Xã hội thành phố chủ trì, phối hợp với Phòng Tư pháp, "
        "Phòng Kinh tế thành phố, xong trước 15/6.",
        "Gửi Phòng Lao động - Thương binh và Xã hội thành phố trước 15/6.",
        "Sau 15/6: Báo cáo UBND (Phòng Lao động - Thương binh và Xã hội thành phố).",
        "Hết hạn 15/6.",
        "Đạt 5% trước 15/6.",
    ):
        assert expected in printed, printed
    table = compose_assignment_table(made.plan, made.agencies, "2024/mau")
    assert [row.what for row in table.deadlines] == ["Rà soát trước 15/6"]
    assert "{{" not in str(table)


def test_a_name_of_a_task_is_not_known_beside_it() -> None:
    text = SMALL.replace("      - Nội dung.\n", "      - Nội dung {{ lead }}.\n      - Việc {{ deadline }}.\n")
    assert [error.split()[1] for error in make(text).errors] == ["KH107", "KH107"]
    undecided = SMALL.replace("      - Nội dung.\n", BELOW.replace("15/6", "TODO(khi nào?)").lstrip("\n"))
    assert make(undecided).errors == []


def _lines(paper: Paper) -> list[str]:
    paragraphs = (block for part in paper.parts for block in part.blocks if isinstance(block, Paragraph))
    return [plain(paragraph.text).replace("\N{NO-BREAK SPACE}", " ") for paragraph in paragraphs]

"""The calendar of a plan before and after changes, read by two other libraries, and what hostile records do to it."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from dateutil.rrule import rrulestr

from kehoach.commands.build import build
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from tests.support.plans import ROOT, SMALL

PLAN = "plans/2024/nho.yaml"
CALENDAR = "outputs/2024/nho/thoi-han.ics"
MANIFEST = "outputs/2024/nho/manifest.json"
TASKS = {
    "nop": ("Nộp báo cáo", "20/6"),
    "hop": ("Giao ban", "ngày 16 hằng tháng"),
    "nhieu": ("Kiểm tra", "15/4, 15/8"),
}


def write(place: Path, tasks: dict[str, tuple[str, str]], **head: str) -> None:
    items = "".join(
        f"          - task: {key}\n            name: {name}\n            deadline: {due}\n            text: Làm.\n"
        for key, (name, due) in tasks.items()
    )
    text = SMALL + "".join(f"{key}: {value}\n" for key, value in head.items())
    if tasks:
        duty = f"  - kind: duties\n    items:\n      - agencies: [phong-ldtbxh]\n        items:\n{items}"
        text = text.replace("recipients:", f"{duty}recipients:", 1)
    (place / PLAN).write_text(text, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / PLAN).parent.mkdir(parents=True)
    shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / "plans")
    return tmp_path


def built(place: Path) -> bytes:
    report = together(build([place / PLAN], place, RunOptions(fresh=True)))
    assert not report.stops, report
    return (place / CALENDAR).read_bytes() if (place / CALENDAR).exists() else b""


def events(data: bytes) -> dict[str, dict[str, Any]]:
    """What both libraries read of each event, by the part of its id between plan and domain."""
    first, second = {}, {}
    for one in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        first[str(one["uid"])] = {
            "sequence": int(one["sequence"]), "status": str(one["status"]), "start": one.decoded("dtstart"),
            "stamp": one.decoded("dtstamp"), "modified": one.decoded("last-modified"), "summary": str(one["summary"]),
        }  # fmt: skip
    read = vobject.readOne(data.decode())
    read.validate(raiseException=True)
    for one in read.vevent_list:
        second[one.uid.value] = {
            "sequence": int(one.sequence.value), "status": one.status.value, "start": one.dtstart.value,
            "stamp": one.dtstamp.value, "modified": one.last_modified.value, "summary": one.summary.value,
        }  # fmt: skip
    assert first == second
    return {uid.removeprefix("2024/nho/").split("@")[0]: one for uid, one in first.items()}


def test_a_plan_without_days_has_no_calendar(place: Path) -> None:
    write(place, {})
    assert built(place) == b""
    write(place, {"a": ("Việc", "Theo tiến độ của tỉnh")})
    assert built(place) == b""


def test_an_empty_calendar_of_an_older_version_goes(place: Path) -> None:
    write(place, TASKS)
    built(place)
    manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    del manifest["outputs"]["thoi-han.ics"]["sent"]
    (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    write(place, {})
    assert built(place) == b""


def test_each_day_is_an_event_and_what_returns_a_rule(place: Path) -> None:
    write(place, TASKS)
    found = built(place)
    assert {key: one["start"] for key, one in events(found).items()} == {
        "task/nop": date(2024, 6, 20),
        "task/hop": date(2024, 1, 16),
        "task/nhieu": date(2024, 4, 15),
        "task/nhieu/2": date(2024, 8, 15),
    }
    assert {one["sequence"] for one in events(found).values()} == {0}
    (rule,) = (line for line in found.decode().splitlines() if line.startswith("RRULE"))
    days = list(rrulestr(rule, dtstart=datetime(2024, 1, 16)))
    assert [(day.month, day.day) for day in days] == [(month, 16) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("ngày 31 hằng tháng", ["01-31", "02-29", "03-31", "04-30"]),
        ("ngày 30 hằng tháng", ["01-30", "02-29", "03-30", "04-30"]),
        ("ngày 20 tháng cuối quý", ["03-20", "06-20", "09-20", "12-20"]),
        ("ngày 05 tháng đầu quý sau", ["01-05", "04-05", "07-05", "10-05"]),
        ("ngày cuối quý", ["03-31", "06-30", "09-30", "12-31"]),
        ("16h30 thứ Sáu hằng tuần", ["01-05", "01-12", "01-19", "01-26"]),
        ("28/2 hằng năm", ["02-28"]),
        ("tháng 2 hằng năm", ["02-29"]),
        ("Quý III hằng năm", ["09-30"]),
    ],
)
def test_what_returns_is_on_its_days(place: Path, typed: str, days: list[str]) -> None:
    write(place, {"a": ("Việc", typed)})
    (event,) = vobject.readOne(built(place).decode()).vevent_list
    start = event.dtstart.value
    rule = rrulestr(
        event.rrule.value, dtstart=start if isinstance(start, datetime) else datetime(*start.timetuple()[:3])
    )
    assert [f"{day:%m-%d}" for day in rule][:4] == days
    assert {day.year for day in rule} == {2024}


def test_what_returns_begins_with_the_plan(place: Path) -> None:
    write(place, {"a": ("Giao ban", "ngày 16 hằng tháng")})
    text = (place / PLAN).read_text(encoding="utf-8")
    (place / PLAN).write_text(text.replace("date: 1/2024", "date: 20/4/2024"), encoding="utf-8")
    assert events(built(place))["task/a"]["start"] == date(2024, 5, 16)


def test_any_title_is_remembered(place: Path) -> None:
    long = "Việc rất dài " * 900
    tasks = {"a": (f'"{long}\\tcuối"', "15/6")}
    write(place, tasks)
    assert built(place)
    write(place, {})
    assert events(built(place))["task/a"]["status"] == "CANCELLED"


def test_reminders_are_on_request(place: Path) -> None:
    write(place, {**TASKS, "gio": ("Họp", "8h30 ngày 5/3")})
    assert b"VALARM" not in built(place)
    write(place, {**TASKS, "gio": ("Họp", "8h30 ngày 5/3")}, reminder="3 ngày")
    data = built(place)
    assert {one["sequence"] for one in events(data).values()} == {1}
    reminded = {}
    for event in vobject.readOne(data.decode()).vevent_list:
        assert event.valarm.action.value == "DISPLAY"
        start = event.dtstart.value
        moment = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
        reminded[event.uid.value.split("@")[0].removeprefix("2024/nho/task/")] = moment + event.valarm.trigger.value
    assert reminded["nop"] == datetime(2024, 6, 17, 8, 0)
    assert reminded["gio"] == datetime(2024, 3, 2, 8, 30)


def test_a_moved_deadline_raises_the_sequence_and_a_removed_task_is_cancelled(place: Path) -> None:
    write(place, TASKS)
    before = events(built(place))
    write(place, {**{key: TASKS[key] for key in ("hop", "nhieu")}, "nop": ("Nộp báo cáo", "25/6")})
    moved = events(built(place))
    assert moved["task/nop"]["start"] == date(2024, 6, 25)
    assert moved["task/nop"]["sequence"] == 1
    assert moved["task/nop"]["stamp"] > before["task/nop"]["stamp"]
    assert moved["task/nop"]["modified"] == moved["task/nop"]["stamp"]
    assert {key: moved[key] for key in ("task/hop", "task/nhieu")} == {
        key: before[key] for key in ("task/hop", "task/nhieu")
    }
    write(place, {"nhieu": ("Kiểm tra", "15/4")})
    removed = events(built(place))
    assert {key: (one["status"], one["sequence"]) for key, one in removed.items()} == {
        "task/nop": ("CANCELLED", 2),
        "task/hop": ("CANCELLED", 1),
        "task/nhieu": ("CONFIRMED", 1),  # its description says 15/4 alone
        "task/nhieu/2": ("CANCELLED", 1),
    }
    assert removed["task/nop"]["summary"] == "Nộp báo cáo"
    write(place, {})
    assert {one["status"] for one in events(built(place)).values()} == {"CANCELLED"}
    write(place, {"nop": TASKS["nop"]})
    back = events(built(place))["task/nop"]
    assert (back["status"], back["sequence"], back["start"]) == ("CONFIRMED", 3, date(2024, 6, 20))


def test_an_event_that_comes_back_as_it_was_is_no_longer_cancelled(place: Path) -> None:
    write(place, {"nop": TASKS["nop"]})
    before = events(built(place))["task/nop"]
    write(place, {})
    cancelled = events(built(place))["task/nop"]
    write(place, {"nop": TASKS["nop"]})
    back = events(built(place))["task/nop"]
    assert [(one["status"], one["sequence"]) for one in (before, cancelled, back)] == [
        ("CONFIRMED", 0),
        ("CANCELLED", 1),
        ("CONFIRMED", 2),
    ]
    assert before["stamp"] < cancelled["stamp"] < back["stamp"]


def test_equal_histories_give_equal_bytes(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(place, other, dirs_exist_ok=True)
    for tasks in (TASKS, {"nop": ("Nộp", "1/7")}, {"nop": ("Nộp", "1/7")}, {}, TASKS):
        made = []
        for one in (place, other):
            write(one, tasks)
            made.append(built(one))
        assert made[0] == made[1]
        (other / CALENDAR).unlink()  # what was sent is remembered, whatever became of the file
        assert built(other) == made[0]


BAD = [
    {"sequence": -1}, {"sequence": True}, {"sequence": 10**9}, {"sequence": "1"}, {"stamp": "20240230T000000Z"},
    {"stamp": "2024"}, {"stamp": 5}, {"stamp": "99990101T000000Z"}, {"digest": "abc"}, {"start": "20240101T"},
    {"start": "x\r\nATTACH:http://x"}, {"summary": None}, {"summary": "a\rb"}, {"summary": "x" * 20_000},
    {"cancelled": 1}, {"more": 1},
]  # fmt: skip


@pytest.mark.parametrize("change", BAD, ids=str)
def test_a_record_that_kehoach_cannot_have_written_makes_no_calendar(place: Path, change: dict[str, Any]) -> None:
    write(place, TASKS)
    before = built(place)
    manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    sent = manifest["outputs"]["thoi-han.ics"]["sent"]
    next(iter(sent.values())).update(change)
    (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    write(place, {})
    together(build([place / PLAN], place, RunOptions(fresh=True)))
    assert (place / CALENDAR).read_bytes() == before


def test_events_of_others_are_not_cancelled(place: Path) -> None:
    write(place, TASKS)
    built(place)
    manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    sent = manifest["outputs"]["thoi-han.ics"]["sent"]
    one = next(iter(sent.values()))
    for uid in ("giam-doc-hop@google.com", "2024/nho2/task/a@000000000000.kehoach", "2024/nhokhac"):
        sent[uid] = one
    (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    write(place, {"nop": TASKS["nop"]})
    assert set(events(built(place))) == {"task/nop", "task/hop", "task/nhieu", "task/nhieu/2"}

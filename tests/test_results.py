"""Results files: every rule where it fires, exactly, and where it keeps quiet; the empty file that --start writes.

A new case is a file in tests/cases/results/<CODE>; its first lines say for which report, and on which day.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kehoach.checks.results import check_results, missing
from kehoach.checks.results_case import ResultsCase
from kehoach.diagnostics import Finding, in_order
from kehoach.documents.results_form import results_form
from kehoach.edits import apply
from kehoach.model.base import Todo
from kehoach.model.reporting import reports
from kehoach.parse.results import parse_results
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.plans import SEED, Made, make, registry
from tests.test_rules import found_places, unmarked

RESULTS = sorted((CASES / "results").glob("*/*.yaml"))


def plan_of_cases() -> Made:
    text = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")
    made = make(text, registry(CASES / "agencies.yaml"))
    assert made.errors == []
    return made


def case(text: str, made: Made, report: str, today: date | None = None) -> tuple[ResultsCase, tuple[Finding, ...]]:
    """A results text held against a plan, with everything found on it."""
    source = Source("results.yaml", text)
    node, findings = read(source)
    assert node is not None
    assert made.plan is not None
    results, more = parse_results(node, source, made.plan.year.first)
    held = ResultsCase(results, report, made.plan.year.first, made.plan, made.agencies, source.span(0, 1), today)
    return held, in_order((*findings, *more, *check_results(held)))


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_results_case(path: Path) -> None:
    text, expected = unmarked(path.read_text(encoding="utf-8"))
    head = dict(re.findall(r"^# (report|today): (\S+)$", text, re.M))
    today = date.fromisoformat(head["today"]) if "today" in head else None
    _case, findings = case(text, plan_of_cases(), head["report"], today)
    code = path.parent.name
    seen = tuple(f for f in findings if f.code != "KH123" or code == "KH123")
    listed = "\n".join(f"{f.span.line}:{f.span.column} {f.code} {f.message}" for f in seen)
    assert found_places(seen) == expected, listed
    assert (code in {place[0] for place in expected}) == path.stem.startswith("fires")


def test_a_status_may_be_undecided() -> None:
    made = plan_of_cases()
    assert made.plan is not None
    task = next(iter(made.plan.tasks))
    held, findings = case(f"tasks:\n  {task}:\n    status: TODO(hỏi lại)\n", made, "nam")
    assert [str(finding.severity) for finding in findings if finding.code != "KH123"] == ["undecided"]
    assert isinstance(held.results.tasks[task].status, Todo)


def test_the_empty_file_is_quiet_and_names_everything() -> None:
    made = make(SEED.read_text(encoding="utf-8"))
    assert made.plan is not None
    reporting = reports(made.plan, 2024)["6-thang"]
    text = results_form(made.plan, made.agencies, reporting)
    held, findings = case(text, made, "6-thang", date(2023, 1, 1))
    assert {f.code for f in findings} == {"KH123"}
    for key in (*made.plan.targets, *made.plan.tasks, *(str(fund.fund) for fund in made.plan.funds)):
        assert re.search(rf"^  {key}:", text, re.M), key
    assert [line for line in text.splitlines() if "#" in line and not line.lstrip().startswith("#")] == []
    typed = text.replace("\nleadership:", "\nleadership: Đã ban hành 03 văn bản.").replace(
        "    value:", "    value: 1,5%", 1
    )
    held_again, _findings = case(typed, made, "6-thang")  # as by going to the end of a line and typing
    assert held_again.results.leadership is not None
    told = missing(held)
    assert {key for targets, _tasks in told.values() for key in targets} == set(made.plan.targets)
    assert {key for _targets, tasks in told.values() for key in tasks} == set(made.plan.tasks)


def test_what_is_missing_is_told_by_agency() -> None:
    held, findings = case("targets:\n  nha-o: 08 hộ\n", plan_of_cases(), "6-thang")
    assert missing(held) == {
        "so-tai-chinh": (["ho-ngheo", "quy-che"], ["ra-soat"]),
        "ban-mai": (["ho-ngheo", "nha-o"], []),
        "thuong-son": (["ho-ngheo", "nha-o"], []),
        "xa-phuong": ([], ["van-dong"]),
    }
    said = "Sở Tài chính has yet to report the targets ho-ngheo, quy-che and the tasks ra-soat"
    assert said in [str(finding.message) for finding in findings]


def test_keys_that_are_no_bodies_of_the_plan_are_written_as_meant() -> None:
    made = plan_of_cases()
    text, _places = unmarked((CASES / "results" / "KH221" / "fires-by-name.yaml").read_text(encoding="utf-8"))
    text += "tasks:\n  ra-soatt: hoàn thành\n"
    _held, findings = case(text, made, "6-thang")
    fixed = apply(text, [edit for f in findings if f.code in ("KH121", "KH221") for edit in f.fix or ()])
    for name, identity in {"Sở tài chính": "so-tai-chinh", "Phường Ban Mai": "ban-mai", "ra-soatt": "ra-soat"}.items():
        assert f"  {identity}:" in fixed
        assert name not in fixed
    left = [f for f in case(fixed, made, "6-thang")[1] if f.code in ("KH121", "KH221")]
    assert ["Phòng Tư pháp" in str(f.message) for f in left] == [True]


@pytest.mark.parametrize("status", ["chưa hoàn thành", "chua hoan thanh", "không hoàn thành", "Chưa  hoàn thành."])
def test_no_guess_turns_a_status_into_its_opposite(status: str) -> None:
    _held, findings = case(f"tasks: {{ra-soat: {status}}}\n", plan_of_cases(), "6-thang")
    [hint] = [str(one.hint) for one in findings if one.code == "KH104"]
    assert hint == "write one of: chưa thực hiện, đang thực hiện, hoàn thành, quá hạn"


def test_a_slip_in_a_status_is_guessed() -> None:
    for status in ("hoàn thàn", "đang thưc hiện", "chưa thực hiên"):
        _held, findings = case(f"tasks: {{ra-soat: {status}}}\n", plan_of_cases(), "6-thang")
        assert next(str(one.hint) for one in findings if one.code == "KH104").startswith("perhaps ")


@pytest.mark.parametrize("typed", ["20/5", "20/05", "ngày 20 tháng 5", "20/5/2026"])
def test_a_day_without_a_year_is_in_that_of_the_report(typed: str) -> None:
    text = f"reported: {{so-tai-chinh: {typed}}}\ntasks: {{ra-soat: {{status: hoàn thành, on: {typed}}}}}\n"
    held, findings = case(text, plan_of_cases(), "6-thang")
    assert {one.code for one in findings} == {"KH123"}
    assert held.results.tasks["ra-soat"].on == held.results.reported["so-tai-chinh"] == date(2026, 5, 20)


def test_a_day_that_the_year_of_the_report_does_not_have() -> None:
    _held, findings = case("tasks: {ra-soat: {status: hoàn thành, on: 29/2}}\n", plan_of_cases(), "6-thang")
    assert "KH302" in {one.code for one in findings}


@pytest.mark.parametrize(
    ("deadline", "asked"), [("thường xuyên", False), ("hằng tháng", False), ("15/4 hằng năm", True), ("30/4", True)]
)
def test_what_is_done_all_the_time_is_done_on_no_day(deadline: str, asked: bool) -> None:
    text = (CASES / "results" / "plan.yaml").read_text(encoding="utf-8")
    made = make(text.replace("deadline: 30/4", f"deadline: {deadline}"), registry(CASES / "agencies.yaml"))
    _held, findings = case("tasks: {ra-soat: hoàn thành}\n", made, "6-thang")
    assert ("KH323" in {one.code for one in findings}) is asked

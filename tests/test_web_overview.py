"""The overview of the workbench: what each plan waits for, said as a person would count it, and not counted twice."""

from __future__ import annotations

import calendar
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.commands.issue import issue
from kehoach.model.period import Frequency
from kehoach.model.terms import Term
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.issuance import IssueRequest
from kehoach.pipeline.plan_summary import (
    PlanSummary,
    Standing,
    plan_summary,
    summary_from_plain,
    summary_to_plain,
)
from kehoach.pipeline.production import RunOptions
from kehoach.storage.workspace import Workspace
from kehoach.web import overview
from kehoach.web.overview import KEPT, SummaryStore
from tests.support.patience import comes_true
from tests.support.plans import ONE_TASK, ROOT, SMALL, small_workspace
from tests.support.web_server import NOW, WebServer

DUTIES = f"""\
{ONE_TASK}          - task: hai
            name: Việc giữa năm
            deadline: 30/6
            text: Làm việc giữa năm.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


def put(plan: Path, text: str) -> None:
    plan.write_text(text, encoding="utf-8")


def summary(plan: Path) -> PlanSummary:
    return plan_summary(plan, Examiner(Workspace.around(plan.parent)))


def test_a_draft_is_called_by_its_type_and_subject(plan: Path) -> None:
    found = summary(plan)
    assert found.title == "Kế hoạch thử việc lưu tệp năm 2024"
    assert (found.standing, found.number) == (Standing.DRAFT, "")
    assert (found.undecided, found.errors, found.warnings) == (0, 0, 0)


def test_what_is_found_is_counted_by_weight(plan: Path) -> None:
    put(plan, SMALL.replace("- Nội dung.", "- TODO(việc gì)\n      - Nội dung với với nhau."))
    found = summary(plan)
    assert (found.undecided, found.errors, found.warnings) == (1, 0, 1)
    put(plan, SMALL.replace("authority: TM", "authority: XX"))
    assert summary(plan).errors == 1


def test_what_is_no_plan_has_its_name_and_an_error(plan: Path) -> None:
    for data in (b"\xff\xfe\x00", b"- mot\n- hai\n", b"", b"a: &a [*a]\n"):
        plan.write_bytes(data)
        found = summary(plan)
        assert found.title == "nho"
        assert found.errors > 0


def test_number_and_day_are_no_issue(plan: Path) -> None:
    put(plan, SMALL.replace("date: 1/2024", "date: 12/1/2024\nnumber: 5"))
    found = summary(plan)
    assert (found.standing, found.number) == (Standing.NUMBERED, "05/KH-UBND")


def test_an_issued_plan_has_the_number_of_the_register(plan: Path) -> None:
    issue(plan, IssueRequest(15, date(2024, 1, 20)), RunOptions())
    assert summary(plan).standing is Standing.ISSUED
    server = WebServer(plan.parent.parent.parent)
    assert "Đã ban hành, số 15/KH-UBND" in server.overview().words


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 1, 1), (date(2024, 2, 15), "Việc đầu năm")),
        (date(2024, 2, 15), (date(2024, 2, 15), "Việc đầu năm")),
        (date(2024, 2, 16), (date(2024, 6, 30), "Việc giữa năm")),
        (date(2024, 7, 1), None),
    ],
)
def test_the_next_deadline_is_the_first_that_has_not_passed(
    plan: Path, today: date, said: tuple[date, str] | None
) -> None:
    put(plan, SMALL.replace("recipients:", f"{DUTIES}recipients:"))
    assert summary(plan).next_deadline(today) == said


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(day=days, since=days, every=st.sampled_from(list(Frequency)), until=st.none() | days, asked=st.integers(1, 31))
def test_a_returning_day_is_found_as_by_counting(
    day: date, since: date, every: Frequency, until: date | None, asked: int
) -> None:
    months = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}
    if every in months:
        day = day.replace(day=min(asked, calendar.monthrange(day.year, day.month)[1]))
    found = Term(day, every=every, until=until, asked_day=asked).next_day(since)
    at = max(day, since)
    while at < date(2033, 1, 1):
        apart = (at.year - day.year) * 12 + at.month - day.month
        falls = every is not Frequency.WEEK or (at - day).days % 7 == 0
        if every in months:
            falls = apart % months[every] == 0 and at.day == min(asked, calendar.monthrange(at.year, at.month)[1])
        if at == day or (falls and every in (*months, Frequency.WEEK)):
            break
        at += timedelta(days=1)
    if every in (*months, Frequency.WEEK) or since <= day:
        assert found == (at if at <= (until or at) else None)


def test_a_day_that_does_not_return_is_over_once() -> None:
    assert Term(date(2024, 2, 15)).next_day(date(2024, 2, 15)) == date(2024, 2, 15)
    assert Term(date(2024, 2, 15)).next_day(date(2024, 2, 16)) is None
    assert Term().next_day(date(2024, 1, 1)) is None


def test_a_summary_is_kept_whole(plan: Path) -> None:
    put(plan, SMALL.replace("recipients:", f"{DUTIES}recipients:"))
    root = plan.parent.parent.parent
    found = summary(plan)
    assert summary_from_plain(summary_to_plain(found, root), root) == found
    seed = summary(ROOT / "plans" / "2024" / "giam-ngheo.yaml")
    assert summary_from_plain(summary_to_plain(seed, ROOT), ROOT) == seed


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    page = WebServer(tmp_path).overview()
    assert 'Chưa có kế hoạch nào. Bấm "Kế hoạch mới", hoặc mở tệp Word của kế hoạch năm trước.' in page.words
    assert list(tmp_path.iterdir()) == []


def test_years_come_in_their_order_the_latest_first(plan: Path) -> None:
    for year in ("2023", "2025"):
        (plan.parent.parent / year).mkdir()
        text = SMALL.replace("2024", year)
        (plan.parent.parent / year / "nho.yaml").write_text(text, encoding="utf-8")
    words = WebServer(plan.parent.parent.parent).overview().words
    assert words.index("Năm 2025") < words.index("Năm 2024") < words.index("Năm 2023")
    for year in (2023, 2024, 2025):
        assert f"Kế hoạch thử việc lưu tệp năm {year}" in words


def store(plan: Path) -> SummaryStore:
    return SummaryStore.load(Workspace.around(plan.parent))


def looked_at(monkeypatch: pytest.MonkeyPatch, plan: Path) -> list[Path]:
    """Which plans are read when the overview is shown."""
    read: list[Path] = []

    def counted(path: Path, examiner: Examiner) -> PlanSummary:
        read.append(path)
        return plan_summary(path, examiner)

    monkeypatch.setattr(overview, "plan_summary", counted)
    paths = list(Workspace.around(plan.parent).plans())
    found = store(plan).look(paths, 60)
    assert {path: one for path, one in found.items() if one} == {path: summary(path) for path in paths}
    return read


def test_what_did_not_change_is_not_read_again(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    for number in range(1, 5):
        put(plan.with_stem(f"nho-{number}"), SMALL)
    assert len(looked_at(monkeypatch, plan)) == 5
    assert looked_at(monkeypatch, plan) == []
    put(plan, SMALL.replace("Thử việc", "Thử lại việc"))
    assert looked_at(monkeypatch, plan) == [plan]
    registry = plan.parent.parent / "agencies.yaml"
    registry.write_text(registry.read_text(encoding="utf-8").replace("symbol: UBND", "symbol: UB"), encoding="utf-8")
    assert len(looked_at(monkeypatch, plan)) == 5
    plan.unlink()
    assert looked_at(monkeypatch, plan) == []
    assert "2024/nho.yaml" not in store(plan).path.read_text(encoding="utf-8")


def test_issuing_a_plan_changes_its_summary(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    looked_at(monkeypatch, plan)
    issue(plan, IssueRequest(15, date(2024, 1, 20)), RunOptions())
    assert looked_at(monkeypatch, plan) == [plan]
    assert looked_at(monkeypatch, plan) == []
    issued = plan.parent.parent.parent / "ban-hanh" / "2024" / "nho" / "15-kh-ubnd"
    paper = next(path for path in issued.parent.rglob("ke-hoach.docx"))
    paper.chmod(0o644)
    paper.write_bytes(paper.read_bytes() + b"x")
    assert looked_at(monkeypatch, plan) == [plan]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"form": 1, "plans": 3}', b'{"form": 99}', b"\xff", b"null"])
def test_what_others_wrote_there_is_not_believed(monkeypatch: pytest.MonkeyPatch, plan: Path, data: bytes) -> None:
    kept = plan.parent.parent.parent / ".kehoach" / KEPT
    kept.parent.mkdir()
    kept.write_bytes(data)
    assert looked_at(monkeypatch, plan) == [plan]
    assert (kept.read_bytes() == data) == (data == b'{"form": 99}'), "of a newer version it is left alone"


def test_any_change_of_what_is_kept_is_survived(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    looked_at(monkeypatch, plan)
    kept = store(plan).path
    data = kept.read_bytes()
    (told,) = store(plan).look([plan], 60).values()
    for at in range(0, len(data), 7):
        kept.write_bytes(data[:at] + b"0" + data[at + 1 :])
        assert isinstance(store(plan).look([plan], 60)[plan], PlanSummary)
        kept.write_bytes(data[:at])
        assert store(plan).look([plan], 60) == {plan: told}, "what was cut off is read anew"


def test_a_page_is_shown_before_all_plans_are_read(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    for number in range(1, 12):
        put(plan.with_stem(f"nho-{number}"), SMALL)
    monkeypatch.setattr(overview, "FIRST", 0.0)
    monkeypatch.setattr(overview, "LATER", 0.0)
    server = WebServer(plan.parent.parent.parent)
    assert server.get("/").words.count("Đang đọc") == 11
    assert comes_true(lambda: "Đang đọc" not in server.get("/?danh-sach").text)
    assert server.get("/").words.count("Kế hoạch thử việc lưu tệp") == 12


def test_the_example_is_told_as_a_second_reading_tells_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    server = WebServer(tmp_path)
    words = server.overview().words
    for path in Workspace(tmp_path).plans():
        subject = " ".join(yaml.safe_load(path.read_text(encoding="utf-8"))["subject"].split())
        shown = subject.replace("{{ year }}", path.parent.name)
        assert shown[1:] in words
    assert NOW.year == 2027  # after the last deadline of the example of 2024
    assert "Hạn gần nhất" not in words.split("Năm 2024")[1]

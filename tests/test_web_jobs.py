"""Jobs of the workbench, and the screen that issues: what it makes is what the commands make."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kehoach.commands.build import build
from kehoach.commands.issue import issue
from kehoach.diagnostics import EnvironmentFailure, Locked, _
from kehoach.pipeline.issuance import IssueRequest
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.session import Session
from kehoach.web.jobs import Jobs, JobState, WorkbenchJob
from tests.support.patience import comes_true
from tests.support.plans import ONE_TASK, SMALL, small_workspace
from tests.support.web_server import NOW, WebServer, ended

AT = "/phat-hanh/2024/nho"


def job(total: int = 3) -> WorkbenchJob:
    return WorkbenchJob("2024/nho", "build", total, lambda _job: None)


def test_one_job_at_a_time_and_the_next_when_it_is_done() -> None:
    jobs, goes_on = Jobs(), threading.Event()
    first = job()
    jobs.start(first, lambda _job: goes_on.wait(60))
    assert jobs.is_working
    with pytest.raises(Locked):
        jobs.start(job(), lambda _job: None)
    assert jobs.of_plan("2024/nho") is first
    goes_on.set()
    assert comes_true(lambda: not jobs.is_working)
    jobs.start(job(), lambda _job: None)


def test_progress_counts_each_file_once() -> None:
    told: list[int] = []
    one = WorkbenchJob("2024/nho", "build", 3, lambda job: told.append(job.done))
    for name in ("a", "b", "a", "c"):
        one.progress(0, 0, name)
    assert one.done == 3
    one.run(lambda job: "made")
    assert (one.state, one.result, one.done, told[-1]) == (JobState.DONE, "made", 3, 3)


def test_a_stopped_job_ends_before_its_next_file() -> None:
    made: list[str] = []

    def work(job: WorkbenchJob) -> None:
        for name in "abc":
            job.progress(0, 3, name)
            made.append(name)
            job.stop()

    one = job()
    one.run(work)
    assert (one.state, made) == (JobState.STOPPED, ["a"])


def test_a_fault_of_the_surroundings_is_kept_and_one_of_ours_is_not_hidden() -> None:
    def refused(_job: WorkbenchJob) -> None:
        raise EnvironmentFailure(_("the disk is full"))

    one = job()
    one.run(refused)
    assert one.state is JobState.FAILED
    assert one.failure
    other = job()
    with pytest.raises(ZeroDivisionError):
        other.run(lambda _job: 1 // 0)
    assert other.state is JobState.FAILED


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    plan = small_workspace(tmp_path)
    plan.write_text(SMALL.replace("recipients:", f"{ONE_TASK}recipients:"), encoding="utf-8")
    return plan


@pytest.fixture
def server(plan: Path) -> WebServer:
    return WebServer(plan.parent.parent.parent)


def outputs(folder: Path) -> dict[str, bytes]:
    found = folder / "outputs" / "2024" / "nho"
    names = (path for path in found.rglob("*") if path.is_file() and not path.name.startswith(".kehoach"))
    return {path.relative_to(found).as_posix(): path.read_bytes() for path in names}


def make_all(server: WebServer, **form: str) -> list[dict[str, object]]:
    return server.heard(ended, lambda: server.post(f"{AT}/tao", **form))


def test_the_screen_makes_what_build_makes(server: WebServer, plan: Path, tmp_path: Path) -> None:
    page = server.get(AT)
    count = int(re.search(r"Tạo tất cả: (\d+) tệp", page.text)[1])  # type: ignore[index]
    events = make_all(server, number="15", date="20/1/2024", signer="Nguyễn Văn Bình", title="Chủ tịch")
    assert [one["total"] for one in events] == [count] * len(events)
    done = [int(str(one["done"])) for one in events]
    assert done == sorted(done)
    assert events[-1] == {"plan": "2024/nho", "state": "done", "done": count, "total": count}
    made = outputs(server.folder)
    (tmp_path / "khac").mkdir()
    there = small_workspace(tmp_path / "khac")
    there.write_bytes(plan.read_bytes())
    report = together(build([there], tmp_path, RunOptions(pdf=True, fresh=True, now=NOW, today=NOW.date())))
    assert not report.failures
    assert set(made) == set(outputs(tmp_path / "khac"))
    assert len(made) == count + 1, "and the manifest"
    known = outputs(tmp_path / "khac")
    assert {name for name in made if made[name] != known[name]} <= {"manifest.json", "thoi-han.ics", "phan-cong.json"}
    assert "Đã xong" in server.get(f"{AT}?phan").words


def test_what_is_typed_goes_into_the_plan_and_nothing_else_changes(server: WebServer, plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    server.post(f"{AT}/chi-tiet", number="5", date="20.1.2024", signer="Lò Văn Thắng", title="Chủ tịch")
    after = plan.read_text(encoding="utf-8")
    changed = {"date: 1/2024": "date: 20/01/2024", "name: Nguyễn Văn Bình": "name: Lò Văn Thắng"}
    for old, new in changed.items():
        before = before.replace(old, new)
    assert [line for line in after.splitlines() if not line.startswith("number:")] == before.splitlines()
    read = Session.open(plan).plan
    assert read
    assert read.number == "05"
    assert server.post(f"{AT}/chi-tiet", number="05", date="20/01/2024").status == 200
    assert plan.read_text(encoding="utf-8") == after
    server.post(f"{AT}/chi-tiet", number="")
    read = Session.open(plan).plan
    assert read
    assert read.number is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("number", "mười", "Số văn bản phải là một con số"),
        ("number", "0", "Số văn bản phải là một con số"),
        ("number", "123456", "Số văn bản phải là một con số"),
        ("date", "31/2/2024", "Ngày ban hành phải có đủ"),
        ("date", "hôm nay", "Ngày ban hành phải có đủ"),
        ("date", "1/2024/", "Ngày ban hành phải có đủ"),
    ],
)
def test_what_is_no_number_and_no_day_is_not_taken(
    server: WebServer, plan: Path, field: str, typed: str, said: str
) -> None:
    before = plan.read_bytes()
    answer = server.post(f"{AT}/tao", **{field: typed})
    assert said in answer.words
    assert f'data-field="{field}"' in answer.text
    assert plan.read_bytes() == before
    assert not server.workbench.is_working
    assert outputs(server.folder) == {}


@pytest.mark.parametrize("name", ["ke-hoach.docx", "ke-hoach.pdf", "phan-cong.xlsx"])
def test_a_file_that_was_edited_is_kept_or_replaced_with_a_copy(server: WebServer, name: str) -> None:
    make_all(server)
    made = outputs(server.folder)
    path = server.folder / "outputs" / "2024" / "nho" / name
    path.write_bytes(made[name] + b"mine")
    assert "đã sửa bằng tay" in server.get(AT).words
    make_all(server)
    assert path.read_bytes() == made[name] + b"mine", "a build leaves it alone"
    assert "đã sửa bằng tay" in server.get(f"{AT}?phan").words
    server.heard(ended, lambda: server.post(f"{AT}/thay", name=name))
    stamp = f"{NOW:%Y%m%d-%H%M%S}"
    now = outputs(server.folder)
    assert now.pop(f"{path.stem}~{stamp}{path.suffix}") == made[name] + b"mine"
    assert {one: data for one, data in now.items() if one != "manifest.json"} == {
        one: data for one, data in made.items() if one != "manifest.json"
    }
    assert "đã sửa bằng tay" not in server.get(f"{AT}?phan").words


def test_a_file_that_is_taken_over_is_left_alone_from_then_on(server: WebServer) -> None:
    make_all(server)
    path = server.folder / "outputs" / "2024" / "nho" / "ke-hoach.docx"
    path.write_bytes(b"mine")
    assert "kehoach không thay" in server.post(f"{AT}/giu", name="ke-hoach.docx").words
    make_all(server)
    assert path.read_bytes() == b"mine"
    before = outputs(server.folder)
    for name in ("../../../plans/2024/nho.yaml", "khong-co.docx", ""):
        server.post(f"{AT}/giu", name=name)
        server.post(f"{AT}/thay", name=name)
        assert comes_true(lambda: not server.workbench.is_working)
    assert outputs(server.folder) == before


def test_downloads_are_the_files(server: WebServer) -> None:
    make_all(server)
    made = outputs(server.folder)
    page = server.get(AT)
    links = re.findall(rf'href="({AT}/tep/[^"]+)"', page.text)
    assert {link.removeprefix(f"{AT}/tep/") for link in links} == set(made) - {"manifest.json"}
    for link in links:
        answer = server.get(link)
        assert answer.body == made[link.removeprefix(f"{AT}/tep/")]
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''nho-")
    answer = server.get(f"{AT}/tat-ca.zip")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.testzip() is None
        found = {name.removeprefix("nho/"): archive.read(name) for name in archive.namelist()}
    assert found == {name: data for name, data in made.items() if name != "manifest.json"}


def test_a_file_that_became_a_link_is_not_handed_out(server: WebServer, tmp_path: Path) -> None:
    make_all(server)
    secret = tmp_path.parent / f"{tmp_path.name}-bi-mat"
    secret.write_text("bí mật", encoding="utf-8")
    path = server.folder / "outputs" / "2024" / "nho" / "ke-hoach.docx"
    path.unlink()
    path.symlink_to(secret)
    assert server.get(f"{AT}/tep/ke-hoach.docx").status == 404
    with zipfile.ZipFile(io.BytesIO(server.get(f"{AT}/tat-ca.zip").body)) as archive:
        assert "nho/ke-hoach.docx" not in archive.namelist()
    assert "tep/ke-hoach.docx" not in server.get(AT).text


def test_a_plan_with_an_error_makes_nothing(server: WebServer, plan: Path) -> None:
    plan.write_text(SMALL.replace("authority: TM", "authority: XX"), encoding="utf-8")
    assert "Kế hoạch còn lỗi" in server.get(AT).words
    assert server.post(f"{AT}/ban-hanh", date="20/1/2024").status == 200
    assert comes_true(lambda: not server.workbench.is_working)
    assert "chưa được ban hành" in server.get(f"{AT}?phan").words
    plan.write_text("a: [", encoding="utf-8")
    assert server.get(AT).status == 200
    assert server.post(f"{AT}/chi-tiet", number="5").status == 200
    assert plan.read_text(encoding="utf-8") == "a: ["


def test_a_job_is_stopped_and_begun_again(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    progress, begun = WorkbenchJob.progress, threading.Event()

    def slowly(job: WorkbenchJob, done: int, of: int, following: str) -> None:
        begun.set()
        assert comes_true(lambda: job._stop.is_set())
        progress(job, done, of, following)

    monkeypatch.setattr(WorkbenchJob, "progress", slowly)
    events = server.heard(
        ended,
        lambda: (server.post(f"{AT}/tao"), begun.wait(60), server.post(f"{AT}/tao"), server.post(f"{AT}/dung")),
    )
    assert events[-1]["state"] == "stopped"
    assert outputs(server.folder) == {}
    assert "Đã dừng" in server.get(f"{AT}?phan").words
    monkeypatch.setattr(WorkbenchJob, "progress", progress)
    assert make_all(server)[-1]["state"] == "done"


def test_another_job_waits_its_turn(server: WebServer) -> None:
    goes_on = threading.Event()
    server.workbench.jobs.start(WorkbenchJob("2024/khac", "build", 1, lambda _job: None), lambda _job: goes_on.wait(60))
    answer = server.post(f"{AT}/tao")
    goes_on.set()
    assert "Đang tạo các tệp khác" in answer.words
    assert outputs(server.folder) == {}


def test_issuing_gives_what_the_command_gives(server: WebServer, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "khac").mkdir()
    there = small_workspace(tmp_path / "khac")
    there.write_bytes(plan.read_bytes())
    issue(there, IssueRequest(1, date(2024, 1, 20)), RunOptions())
    events = server.heard(ended, lambda: server.post(f"{AT}/ban-hanh", number="", date="20/1/2024"))
    assert events[-1]["state"] == "done"
    assert plan.read_text(encoding="utf-8") == there.read_text(encoding="utf-8")
    revisions = [folder / "ban-hanh" / "2024" / "nho" for folder in (server.folder, tmp_path / "khac")]
    mine, theirs = ({p.relative_to(f).as_posix() for f in [one] for p in one.rglob("*")} for one in revisions)
    assert mine == theirs
    page = server.get(AT)
    assert "Đã ban hành, số 01/KH-UBND, ngày 20/01/2024." in page.words
    assert "Ban hành kế hoạch</h2>" not in page.text
    before = plan.read_bytes()
    server.post(f"{AT}/chi-tiet", number="7")
    assert plan.read_bytes() == before, "an issued plan is locked"


def test_issuing_needs_a_day_and_nothing_undecided(server: WebServer, plan: Path) -> None:
    before = plan.read_bytes()
    assert "Hãy gõ ngày ban hành" in server.post(f"{AT}/ban-hanh", number="3", date="").words
    assert not (server.folder / "ban-hanh").exists()
    plan.write_bytes(before.replace("- Nội dung.".encode(), b"- TODO(viec gi)"))
    page = server.get(AT)
    assert "Còn 1 điều cản trở" in page.words
    server.post(f"{AT}/ban-hanh", number="3", date="20/1/2024")
    assert comes_true(lambda: not server.workbench.is_working)
    assert not (server.folder / "ban-hanh" / "2024").exists()


def test_findings_lead_to_their_items(server: WebServer, plan: Path) -> None:
    plan.write_text(SMALL.replace("- Nội dung.", "- Nội dung với với nhau."), encoding="utf-8")
    page = server.get(AT)
    assert "/soan/2024/nho?o=/sections/0/items/0" in page.text
    assert "Điều cần xem (1)" in page.words

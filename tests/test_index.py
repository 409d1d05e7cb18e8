"""The index of file states: what is unchanged is known without being read, and what is not is never taken for it."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehoach.commands import build as building
from kehoach.commands.build import build
from kehoach.commands.release import release
from kehoach.diagnostics import ENGLISH, Report
from kehoach.language import translator
from kehoach.pipeline.plan_maker import PlanMaker, PlanOutcome, together
from kehoach.pipeline.production import RunOptions
from kehoach.show import as_json, as_text, written
from kehoach.storage.index import INDEX
from tests.support.amounts import LONG
from tests.support.judges import need_office
from tests.support.plans import ROOT, SMALL

REGISTRY = (ROOT / "plans" / "agencies.yaml").read_text(encoding="utf-8")
PLAN = "plans/2024/nho.yaml"
OTHER = "plans/2024/khac.yaml"
DAY = date(2024, 12, 31)


def built(place: Path, *, pdf: bool = False, today: date = DAY) -> list[PlanOutcome]:
    time.sleep(0.02)  # a file of this very tick of the clock is not trusted
    return sorted(build([], place, RunOptions(fresh=True, pdf=pdf, today=today)), key=lambda made: made.plan)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two small plans, one with an undecided point, that has been built."""
    for name, text in (
        (PLAN, SMALL),
        (OTHER, SMALL.replace("Nội dung", "TODO(nội dung nào)")),
        ("plans/agencies.yaml", REGISTRY),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert together(built(tmp_path)).written
    return tmp_path


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plans that a build looks at."""
    seen: list[str] = []
    make = PlanMaker.make

    def noted(maker: PlanMaker, path: Path) -> PlanOutcome:
        seen.append(path.stem)
        return make(maker, path)

    monkeypatch.setattr(PlanMaker, "make", noted)
    return seen


def test_nothing_is_read_when_nothing_has_changed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    real = Path.open

    def noted(path: Path, *args: object, **named: object) -> object:
        opened.append(path.name)
        return real(path, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", noted)
    again = together(built(place))
    assert again.written == ()
    assert len(again.unchanged) == 6
    assert set(opened) <= {INDEX}


def test_it_says_the_same_as_a_build_that_reads(place: Path) -> None:
    known = together(built(place))
    (place / "outputs" / INDEX).unlink()
    read = together(built(place))
    assert read.findings
    for to in (ENGLISH, translator("vi")):
        assert list(as_text(known, to)) == list(as_text(read, to))
        assert as_json(known, to) == as_json(read, to)
    assert sorted(known.unchanged) == sorted(read.unchanged)
    assert known.exit_code == read.exit_code == 1


def write(path: Path, text: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def resave(path: Path, old: str, new: str) -> None:
    """Save in place with the same size and the old time, as a program that restores times does."""
    times = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


BOTH, ONE, NONE = ["khac", "nho"], ["nho"], list[str]()
CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "nothing": (lambda place: None, NONE),
    "the plan": (lambda place: write(place / PLAN, SMALL + "\n"), ONE),
    "the plan, with its size and time kept": (lambda place: resave(place / PLAN, "Nội dung", "Nội dunG"), ONE),
    "the plan, touched": (lambda place: os.utime(place / PLAN), ONE),
    "a body that no plan names": (lambda place: write(place / "plans/agencies.yaml", REGISTRY + "moi: Hội mới\n"), []),
    "a body whose name is in the plans": (
        lambda place: write(place / "plans/agencies.yaml", REGISTRY + "moi: Nội  DUNG\n"),
        BOTH,
    ),
    "the issuer": (
        lambda place: write(place / "plans/agencies.yaml", REGISTRY.replace("place: Thành phố Lai", "place: Lai", 1)),
        BOTH,
    ),
    "a comment in the registry": (lambda place: write(place / "plans/agencies.yaml", "# mới\n" + REGISTRY), []),
    "the layout of the registry": (lambda place: write(place / "plans/agencies.yaml", REGISTRY + "\n\n"), []),
    "a template": (
        lambda place: (
            (place / "templates").mkdir(),
            shutil.copy(ROOT / "templates/plan.docx", place / "templates/plan.docx"),
        ),
        BOTH,
    ),
    "results": (lambda place: write(place / "results/2024/nho/nam.yaml", "targets: {}\n"), ONE),
    "the plan of an earlier year": (lambda place: write(place / "plans/2023/nho.yaml", SMALL), ["nho", "nho"]),
    "a document deleted": (lambda place: (place / "outputs/2024/nho/ke-hoach.docx").unlink(), ONE),
    "a document edited": (lambda place: write(place / "outputs/2024/nho/ke-hoach.docx"), ONE),
    "the manifest gone": (lambda place: (place / "outputs/2024/nho/manifest.json").unlink(), ONE),
    "a file beside the documents": (lambda place: write(place / "outputs/2024/nho/ghi-chu.txt"), NONE),
    "a file beside the plans": (lambda place: write(place / "plans/2024/ghi-chu.txt"), NONE),
}


@pytest.mark.parametrize("name", CHANGES)
def test_exactly_what_changed_is_looked_at(name: str, place: Path, looked_at: list[str]) -> None:
    change, expected = CHANGES[name]
    change(place)
    built(place)
    assert sorted(looked_at) == expected


def test_a_build_with_pdf_is_another_build(place: Path, looked_at: list[str]) -> None:
    built(place, pdf=True)
    assert sorted(looked_at) == BOTH


def test_another_pdf_program_is_looked_at(place: Path, looked_at: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    need_office()
    built(place, pdf=True)
    looked_at.clear()
    built(place, pdf=True)
    assert looked_at == []
    monkeypatch.setattr(building, "program", lambda engine: f"{engine} 99")
    built(place, pdf=True)
    assert sorted(looked_at) == BOTH


def test_the_day_counts_where_there_are_results(place: Path, looked_at: list[str]) -> None:
    write(place / "results/2024/nho/nam.yaml", "targets: {}\n")
    built(place)
    built(place, today=DAY)
    looked_at.clear()
    built(place, today=date(2025, 1, 1))
    assert looked_at == ["nho"]


def test_what_failed_is_tried_again(place: Path, looked_at: list[str]) -> None:
    edited = place / "outputs/2024/nho/ke-hoach.docx"
    edited.write_bytes(b"mine")
    assert together(built(place)).exit_code == 3
    looked_at.clear()
    assert together(built(place)).exit_code == 3
    assert looked_at == ["nho"]


def test_a_plan_saved_while_the_build_was_at_work_is_not_trusted(place: Path, looked_at: list[str]) -> None:
    """It may have been read before it was saved, in the very tick of the clock that its time is counted in."""
    path = place / PLAN
    make = PlanMaker.make

    def saving(maker: PlanMaker, plan: Path) -> PlanOutcome:
        made = make(maker, plan)
        if plan.stem == "nho":
            path.write_text(SMALL.replace("Nội dung", "Nội dunG"), encoding="utf-8")
        return made

    write(path, SMALL + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlanMaker, "make", saving)
        built(place)
    looked_at.clear()
    assert together(built(place)).written
    assert looked_at == ["nho"]


def test_a_file_from_the_future_is_looked_at_every_time(place: Path, looked_at: list[str]) -> None:
    later = (place / PLAN).stat().st_mtime + 10_000
    os.utime(place / PLAN, (later, later))
    built(place)
    built(place)
    assert looked_at == ["nho", "nho"]


def test_a_released_document_is_told_as_such_when_nothing_changed(place: Path, looked_at: list[str]) -> None:
    mine = place / "outputs/2024/nho/ke-hoach.docx"
    release(mine)
    time.sleep(0.02)
    assert mine in together(built(place)).released
    time.sleep(0.02)
    built(place)
    looked_at.clear()
    again = together(built(place))
    assert (again.released, looked_at) == ((mine,), [])
    assert mine not in again.unchanged


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{}", b'{"format":1}', b'{"format":1,"plans":[]}', b'{"format":"1"}', b"[" * 9999],
)
def test_an_index_that_cannot_be_understood_costs_time_only(content: bytes, place: Path, looked_at: list[str]) -> None:
    (place / "outputs" / INDEX).write_bytes(content)
    assert together(built(place)).written == ()
    assert sorted(looked_at) == BOTH
    looked_at.clear()
    built(place)
    assert looked_at == []


def test_an_index_of_a_newer_version_is_left_alone(place: Path, looked_at: list[str]) -> None:
    index = place / "outputs" / INDEX
    index.write_bytes(b'{"format":3,"plans":{}}')
    for _turn in range(2):
        assert together(built(place)).written == ()
        assert sorted(looked_at) == BOTH
        looked_at.clear()
    assert index.read_bytes() == b'{"format":3,"plans":{}}'


_json = st.recursive(
    st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60 if LONG else 20)
@given(st.sampled_from(["id", "names", "outputs", "released", "report", "inputs"]), _json)
def test_no_record_of_it_breaks_a_build(place: Path, key: str, value: object) -> None:
    path = place / "outputs" / INDEX
    content = json.loads(path.read_bytes())
    for record in content["plans"].values():
        record[key] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    assert together(built(place)).written == ()


def test_plans_that_are_gone_are_forgotten(place: Path) -> None:
    (place / OTHER).unlink()
    write(place / PLAN, SMALL + "\n")
    built(place)
    content = json.loads((place / "outputs" / INDEX).read_bytes())
    assert list(content["plans"]) == ["plans/agencies.yaml", PLAN]


@pytest.mark.parametrize(
    "finding",
    [
        ["KH1", "x", "error", ["{gone}", {}], 0, 0, 1, None, None, None],
        ["KH1", "x", "error", ["y", {}], 7, 0, 1, None, None, None],
        ["KH1", "x", "error", ["y", {}], 0, "0", 1, None, None, None],
        ["KH1", "x", "mild", ["y", {}], 0, 0, 1, None, None, None],
        ["KH1"],
    ],
)
def test_a_finding_that_cannot_be_shown_is_read_again(place: Path, finding: list[object], looked_at: list[str]) -> None:
    path = place / "outputs" / INDEX
    content = json.loads(path.read_bytes())
    content["plans"][OTHER]["report"]["findings"] = [finding]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert [one.code for one in together(built(place)).findings]
    assert looked_at == ["khac"]


def test_a_plan_put_in_place_while_the_build_was_at_work_is_not_trusted(place: Path, looked_at: list[str]) -> None:
    """A rename keeps the time of the content; the file's own time tells."""
    other = place / "other"
    old = SMALL.replace("Nội dung", "Nội dunG")
    other.mkdir()
    write(other / "moi.yaml", old)
    outside = place / "plans" / "moi.yaml"
    make = PlanMaker.make

    def moving(maker: PlanMaker, plan: Path) -> PlanOutcome:
        made = make(maker, plan)
        os.replace(other / "moi.yaml", outside)
        return made

    write(outside, SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlanMaker, "make", moving)
        time.sleep(0.02)
        list(build([outside], place, RunOptions(fresh=True, today=DAY)))
    looked_at.clear()
    assert together(build([outside], place, RunOptions(fresh=True, today=DAY))).written
    assert looked_at == ["moi"]


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach.storage import index

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(30, "read only")

    (place / "outputs" / INDEX).unlink()
    monkeypatch.setattr(index, "replace_file", refuse)
    assert together(built(place)).exit_code == 1
    assert not (place / "outputs" / INDEX).exists()


def test_names_are_shown_from_where_the_user_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place / "plans")
    report = together(built(place))
    assert {finding.file for finding in report.findings} == {"2024/khac.yaml"}
    made = Report(written=report.unchanged)
    assert {line.partition("/outputs/")[0] for line in written(made)} == {str(place)}, "outside of this folder"
    monkeypatch.chdir(place)
    assert {line.partition("/")[0] for line in written(made)} == {"outputs"}
    monkeypatch.chdir(place / "plans")
    assert isinstance(report, Report)


def test_a_document_of_a_plan_whose_folder_has_a_shorter_name_is_missed(place: Path) -> None:
    plan = place / "plans/2024/khac.yaml"
    plan.rename(plan.with_stem("k" * 110))
    made = together(built(place))
    lost = next(path for path in made.written if path.parent.name.startswith("kkk"))
    assert together(built(place)).written == ()
    lost.unlink()
    assert together(built(place)).written == (lost,)

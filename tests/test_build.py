"""`kehoach build`: everything a plan calls for, again only what changed, and the same tree however it came about."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kehoach.commands.build import build
from kehoach.commands.release import release
from kehoach.commands.render import extract, render
from kehoach.diagnostics import Report
from kehoach.pipeline.plan_maker import together
from kehoach.pipeline.production import RunOptions
from tests.support.judges import need_office
from tests.support.plans import ROOT
from tests.support.word import WordFile

PLAN = "plans/2024/giam-ngheo.yaml"
LATER = shutil.ignore_patterns("2025", "2026")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A workspace with the two example plans, and nothing built."""
    shutil.copytree(ROOT / "plans", tmp_path / "plans", ignore=LATER)
    return tmp_path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A workspace that was built, and what the build said."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "plans", folder / "plans", ignore=LATER)
    return folder, built(folder)


@pytest.fixture
def place(once: tuple[Path, Report], tmp_path: Path) -> Path:
    """A copy of the workspace that was built."""
    shutil.copytree(once[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def built(place: Path, *, overwrite: bool = False) -> Report:
    return together(build([], place, RunOptions(fresh=True, overwrite=overwrite)))


def tree(place: Path) -> dict[str, bytes]:
    """Every file of the outputs but locks, manifests and the index."""
    found = {}
    for path in (place / "outputs").rglob("*"):
        if path.is_file() and path.name not in ("manifest.json", ".kehoach.lock", ".kehoach.index"):
            found[path.relative_to(place).as_posix()] = path.read_bytes()
    return found


def change(place: Path, name: str, old: str, new: str) -> None:
    path = place / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def names(report: Report, place: Path) -> set[str]:
    return {path.relative_to(place / "outputs").as_posix() for path in report.written}


def test_the_whole_family(once: tuple[Path, Report]) -> None:
    place, report = once
    assert report.exit_code == 0
    found = names(report, place)
    assert {
        "2024/giam-ngheo/ke-hoach.docx",
        "2024/giam-ngheo/phan-cong.xlsx",
        "2024/giam-ngheo/phan-cong.json",
    } <= found
    assert len([name for name in found if name.startswith("2024/giam-ngheo/trich/")]) >= 15
    assert found == {name.removeprefix("outputs/") for name in tree(place)}


def test_with_nothing_changed_nothing_is_written(place: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in (place / "outputs").rglob("*.*") if path.name[0] != "."}
    again = built(place)
    assert again.written == ()
    assert len(again.unchanged) == len(tree(place))
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_a_changed_comment_writes_nothing_either(place: Path) -> None:
    change(place, PLAN, "year: 2024\n", "year: 2024   # năm kế hoạch\n")
    assert built(place).written == ()


def test_a_changed_name_rebuilds_exactly_what_prints_it(place: Path) -> None:
    before = tree(place)
    change(place, "plans/agencies.yaml", "name: UBND xã Sùng Phài", "name: UBND xã Sùng Phài (mới)")
    written = names(built(place), place)
    after = tree(place)
    assert written == {name.removeprefix("outputs/") for name in after if after[name] != before[name]}
    printing = {
        name for name, data in after.items() if name.endswith(".docx") and "Sùng Phài (mới)" in WordFile(data).text()
    }
    assert printing == {f"outputs/{name}" for name in written if name.endswith(".docx")}
    assert "outputs/2024/giam-ngheo/trich/sung-phai.docx" in printing
    assert "outputs/2024/giam-ngheo/trich/doan-ket.docx" not in printing


def test_a_file_that_was_deleted_comes_back(place: Path) -> None:
    before = tree(place)
    (place / "outputs/2024/giam-ngheo/trich/phong-tu-phap.docx").unlink()
    assert names(built(place), place) == {"2024/giam-ngheo/trich/phong-tu-phap.docx"}
    assert tree(place) == before


@pytest.mark.parametrize("edited", ["trich/phong-tu-phap", "bao-cao/nam", "bao-cao/nam/doan-ket"])
def test_a_document_edited_by_hand_survives_and_the_rest_is_built(edited: str, place: Path) -> None:
    mine = place / f"outputs/2024/giam-ngheo/{edited}.docx"
    mine.write_bytes(b"mine")
    change(place, PLAN, "name: Trần Đình Tiến", "name: Nguyễn Văn A")
    report = built(place)
    assert report.exit_code == 3
    assert [str(failure).count(f"{edited}.docx") for failure in report.failures] == [1]
    assert mine.read_bytes() == b"mine"
    signed = {"ke-hoach", "bao-cao/6-thang", "bao-cao/nam"} - {edited}
    assert names(report, place) == {f"2024/giam-ngheo/{name}.docx" for name in signed}


def test_a_released_document_is_left_alone(place: Path) -> None:
    mine = place / "outputs/2024/giam-ngheo/trich/phong-tu-phap.docx"
    mine.write_bytes(b"mine")
    assert release(mine).exit_code == 0
    report = built(place)
    assert report.exit_code == 0
    assert [path.name for path in report.released] == ["phong-tu-phap.docx"]
    assert mine.read_bytes() == b"mine"
    explicit = extract([place / PLAN], ["phong-tu-phap"], "", RunOptions())
    assert explicit.exit_code == 3
    assert mine.read_bytes() == b"mine"


def test_a_document_released_as_it_was_made_is_not_rendered_anew(place: Path) -> None:
    mine = place / "outputs/2024/giam-ngheo/ke-hoach.docx"
    before = mine.read_bytes()
    assert release(mine).exit_code == 0
    path = place / PLAN
    path.write_text(path.read_text(encoding="utf-8").replace("UBND thành phố", "UBND  thành phố", 1), encoding="utf-8")
    assert render([path], RunOptions()).exit_code == 3
    assert mine.read_bytes() == before


def test_what_the_plan_no_longer_calls_for_is_removed_but_not_what_a_person_changed(place: Path) -> None:
    folder = place / "outputs/2024/chuyen-doi-so"
    ours, edited = folder / "trich/phong-tu-phap.docx", folder / "trich/trung-tam-van-hoa.docx"
    assert edited.exists()
    edited.write_bytes(b"mine")
    path = place / "plans/2024/chuyen-doi-so.yaml"
    text = path.read_text(encoding="utf-8").replace("[phong-tu-phap, xa-phuong]", "[xa-phuong]")
    text = text.replace("lead: [trung-tam-van-hoa]", "lead: [van-phong]")
    path.write_text(text.replace("van-phong, phong-tu-phap, ", "van-phong, "), encoding="utf-8")
    report = built(place)
    assert not ours.exists()
    assert ours in report.removed
    assert edited.read_bytes() == b"mine"
    assert built(place).removed == ()


def test_a_document_asked_for_by_name_is_not_removed(place: Path) -> None:
    asked = extract([place / PLAN], ["ubnd-tp-lai-chau"], "", RunOptions())  # the plan gives it nothing
    assert asked.exit_code == 0
    report = built(place)
    assert report.removed == ()
    assert asked.written[0].exists()


def test_a_pdf_of_another_state_of_the_plan_is_told_of_and_stays(fresh: Path) -> None:
    need_office()
    plan = fresh / PLAN
    assert render([plan], RunOptions(pdf=True)).exit_code == 0
    pdf = fresh / "outputs/2024/giam-ngheo/ke-hoach.pdf"
    assert render([plan], RunOptions()).outdated == ()
    before = pdf.read_bytes()
    change(fresh, PLAN, "name: Trần Đình Tiến", "name: Nguyễn Văn A")
    assert render([plan], RunOptions()).outdated == (pdf,)
    assert pdf.read_bytes() == before
    assert render([plan], RunOptions(pdf=True)).outdated == ()
    assert pdf.read_bytes() != before
    pdf.write_bytes(b"a person's own")
    change(fresh, PLAN, "name: Nguyễn Văn A", "name: Nguyễn Văn B")
    assert render([plan], RunOptions()).outdated == ()


def test_a_broken_plan_stops_only_its_own_documents(fresh: Path) -> None:
    change(fresh, PLAN, "to: ubnd-tp-lai-chau", "to: ubnd-tp-lai-chao")
    report = built(fresh)
    assert report.exit_code == 1
    assert {name.split("/")[1] for name in names(report, fresh)} == {"chuyen-doi-so"}


def test_a_broken_template_stops_only_its_own_documents(fresh: Path) -> None:
    (fresh / "templates").mkdir()
    (fresh / "templates/extract.docx").write_bytes(b"no Word file")
    report = built(fresh)
    assert report.exit_code == 4
    assert {name for name in names(report, fresh) if "/bao-cao/" not in name} == {
        f"2024/{plan}/{file}"
        for plan in ("giam-ngheo", "chuyen-doi-so")
        for file in ("ke-hoach.docx", "phan-cong.xlsx", "phan-cong.json", "thoi-han.ics")
    }


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_at_any_moment_and_run_again_it_completes_to_the_same_tree(kills: int, place: Path) -> None:
    undisturbed = tree(place)
    shutil.rmtree(place / "outputs")
    moments = random.Random(4)
    program = [sys.executable, "-m", "kehoach", "build", "--quiet"]
    for _turn in range(kills):
        run = subprocess.Popen(
            program, cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.3, 1.5))
        run.send_signal(signal.SIGKILL)
        run.wait()
    report = built(place)
    assert report.exit_code == 0
    assert {name: data for name, data in tree(place).items() if ".tmp" not in name} == undisturbed

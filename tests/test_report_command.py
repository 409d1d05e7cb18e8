"""`kehoach report` and results files as a person meets them: what is written where, what is told, the exit code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support.forked import run
from tests.support.plans import ROOT
from tests.support.word import WordFile
from tests.test_cli import PLAN

RESULTS = "results/2024/giam-ngheo/6-thang.yaml"
REPORTS = "outputs/2024/giam-ngheo/bao-cao"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with the example plan."""
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    return tmp_path


def start(place: Path) -> str:
    done = run("report", PLAN, "--period", "6-thang", "--start", cwd=place)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[0]


def test_start_writes_the_results_file_once(place: Path) -> None:
    assert start(place) == RESULTS
    (place / RESULTS).write_text("targets:\n  nha-o: 03 hộ\n", encoding="utf-8")
    again = run("report", PLAN, "--period", "6-thang", "--start", cwd=place)
    assert again.returncode == 3
    assert RESULTS in again.stderr
    assert (place / RESULTS).read_text(encoding="utf-8") == "targets:\n  nha-o: 03 hộ\n"


def test_check_lists_what_is_missing_by_agency(place: Path) -> None:
    start(place)
    (place / RESULTS).write_text("targets:\n  nha-o: 03 hộ\n", encoding="utf-8")
    done = run("check", RESULTS, cwd=place)
    assert done.returncode == 0, done.stdout
    assert "KH123: Phòng Kinh tế thành phố chưa báo cáo chỉ tiêu nuoc-sinh-hoat; nhiệm vụ nuoc-sach" in done.stdout
    assert "Trung tâm Y tế thành phố chưa báo cáo nhiệm vụ bao-hiem-y-te, dinh-duong" in done.stdout
    everything = run("check", cwd=place)
    assert RESULTS in everything.stdout
    assert RESULTS not in run("check", PLAN, cwd=place).stdout


def test_reports_stand_beside_the_plan(place: Path) -> None:
    done = run("report", PLAN, "--period", "nam", cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == f"{REPORTS}/nam.docx"
    two = run("report", PLAN, "--period", "nam", "--agency", "doan-ket", "--agency", "phong-tu-phap", cwd=place)
    assert two.stderr.splitlines()[:2] == [f"{REPORTS}/nam/doan-ket.docx", f"{REPORTS}/nam/phong-tu-phap.docx"]
    assert "PHƯỜNG ĐOÀN KẾT" in WordFile((place / REPORTS / "nam/doan-ket.docx").read_bytes()).text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--period", "6thang"], 'không có kỳ báo cáo "6thang". có phải 6-thang?'),
        (["--period", "nam", "--agency", "doan-kt"], "có phải doan-ket?"),
        (["--period", "nam", "--year", "2025"], "báo cáo của năm nào?"),
    ],
)
def test_what_cannot_be_reported_is_told_with_a_way_out(arguments: list[str], told: str, place: Path) -> None:
    done = run("report", PLAN, *arguments, cwd=place)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (place / "outputs/2024/giam-ngheo/bao-cao").exists()


@pytest.mark.parametrize(
    ("asked", "known", "said"),
    [
        ("nam", [("tinh", "năm")], "báo cáo năm 2026 là: --period tinh"),
        ("nam", [("tinh", "năm"), ("quy-1", "quý I")], "báo cáo năm 2026 là: --period tinh"),
        ("nam", [("tinh", "năm"), ("so", "năm")], "báo cáo năm 2026 là: --period tinh, --period so"),
        ("6-thang", [("giua-nam", "6 tháng"), ("tinh", "năm")], "là: --period giua-nam"),
        ("quy-3", [("giua-nam", "6 tháng"), ("tinh", "năm")], "ở đây có: giua-nam, tinh"),
    ],
)
def test_a_report_asked_for_by_its_months_is_named(
    asked: str, known: list[tuple[str, str]], said: str, place: Path
) -> None:
    text = (ROOT / "tests/cases/results/plan.yaml").read_text(encoding="utf-8")
    periods = "".join(f"      - {{id: {key}, name: {name}}}\n" for key, name in known)
    text = re.sub(r"(?s)(    periods:\n).*(recipients:)", rf"\g<1>{periods}\g<2>", text)
    shutil.copy(ROOT / "tests/cases/agencies.yaml", place / "plans/agencies.yaml")
    (place / "plans/2026").mkdir(exist_ok=True)
    (place / "plans/2026/mau.yaml").write_text(text, encoding="utf-8")
    done = run("report", "plans/2026/mau.yaml", "--period", asked, cwd=place)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_error_in_the_results_stops_the_report_and_not_the_plan(place: Path) -> None:
    start(place)
    (place / RESULTS).write_text("targets:\n  ho-ngeo: 1,52%\n", encoding="utf-8")
    stopped = run("report", PLAN, "--period", "6-thang", cwd=place)
    assert stopped.returncode == 1
    assert "lỗi KH121" in stopped.stdout
    assert not (place / REPORTS).exists()
    built = run("build", PLAN, cwd=place)
    assert built.returncode == 1
    assert (place / "outputs/2024/giam-ngheo/ke-hoach.docx").exists()
    assert not (place / REPORTS).exists()
    assert run("render", PLAN, cwd=place).returncode == 0


def test_today_decides_what_has_begun(place: Path) -> None:
    start(place)
    (place / RESULTS).write_text("targets:\n  nha-o: 03 hộ\n", encoding="utf-8")
    early = run("check", RESULTS, "--today", "31/12/2023", cwd=place).stdout
    assert "6-thang.yaml:2:10: lỗi KH321" in early
    assert "--today 01/01/2024" in early
    assert "KH321" not in run("check", RESULTS, "--today", "2024-01-01", cwd=place).stdout


def test_results_of_no_plan_are_told(place: Path) -> None:
    stray = place / "results/2024/giam-nghe/nam.yaml"
    stray.parent.mkdir(parents=True)
    stray.write_text("targets:\n", encoding="utf-8")
    done = run("check", cwd=place)
    assert done.returncode == 2
    assert "results/2024/giam-nghe/nam.yaml không thuộc kế hoạch nào" in done.stderr


def test_a_plan_of_several_years_reports_on_each(place: Path) -> None:
    text = (ROOT / "tests/cases/results/plan.yaml").read_text(encoding="utf-8")
    text = text.replace("year: 2026\n", "year: 2026-2027\n").replace("{{ year }}", "{{ first_year }}")
    for day in ("30/4", "15/6", "15/12"):
        text = text.replace(f" {day}\n", f" {day} hằng năm\n")
    shutil.copy(ROOT / "tests/cases/agencies.yaml", place / "plans/agencies.yaml")
    (place / "plans/2026").mkdir(exist_ok=True)
    (place / "plans/2026/mau.yaml").write_text(text, encoding="utf-8")
    assert run("report", "plans/2026/mau.yaml", "--period", "nam", cwd=place).returncode == 2
    for year in ("2026", "2027"):
        begun = run("report", "plans/2026/mau.yaml", "--period", "nam", "--year", year, "--start", cwd=place)
        assert begun.stderr.splitlines()[0] == f"results/{year}/mau/nam.yaml", begun.stdout
    (place / "results/2026/mau/nam.yaml").write_text("targets:\n  nha-o: 05 hộ\n", encoding="utf-8")
    done = run("report", "plans/2026/mau.yaml", "--period", "nam", "--year", "2027", cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    file = WordFile((place / "outputs/2026/mau/bao-cao/2027/nam.docx").read_bytes())
    assert "Kết quả năm 2027 thực hiện" in " ".join(file.text().split())
    row = next(row for row in file.body.iter() if row.tag.endswith("}tr") and "Nhà ở" in "".join(row.itertext()))
    assert "05" in ["".join(cell.itertext()) for cell in row if cell.tag.endswith("}tc")], "the year before"

"""`kehoach doctor`, and any command on a terminal that does not speak UTF-8 or takes nothing more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kehoach.commands import doctor as doctors
from kehoach.commands.doctor import DoctorItem, Readiness
from kehoach.pdf import font_coverage as faces
from kehoach.storage.workspace import fonts
from kehoach.vietnamese import letters
from tests.support.judges import need_office
from tests.support.plans import ROOT, small_workspace
from tests.support.templates import edited

PLAN = "plans/2024/nho.yaml"


def run(place: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kehoach", *args],
        cwd=place,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment},
        capture_output=True,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    small_workspace(tmp_path)
    return tmp_path


def items(place: Path, encoding: str = "UTF-8") -> dict[str, DoctorItem]:
    return {item.name: item for item in doctors.doctor(place, encoding, iter(range(9)).__next__)}


def test_a_ready_machine_in_one_screen(place: Path) -> None:
    need_office()
    done = run(place, "doctor")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.decode().splitlines()
    assert len(lines) < 24
    assert not any(line.startswith("còn thiếu") for line in lines)
    assert any("LibreOffice" in line and "giây" in line for line in lines)
    assert any("178/178" in line for line in lines)
    assert not (place / "outputs").exists()


def test_without_an_office_pdfs_are_made_and_own_templates_need_one(place: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    done = run(place, "doctor", "--format", "json", "--lang", "en", PATH=str(tmp_path / "bin"))
    assert done.returncode == 0
    found = {item["name"]: item for item in json.loads(done.stdout)}
    assert [list(item) for item in found.values()] == [["name", "state", "message", "hint"]] * len(found)
    assert found["pdf"]["state"] == found["office"]["state"] == found["template"]["state"] == "ready"
    assert found["pdf"]["message"].startswith("Typst")
    (place / "templates").mkdir()
    (place / "templates/plan.docx").write_bytes(edited("Kính gửi:", "Kính gởi:"))
    done = run(place, "doctor", "--format", "json", "--lang", "en", PATH=str(tmp_path / "bin"))
    (item,) = (item for item in json.loads(done.stdout) if item["name"] == "office")
    assert item["state"] == "warning"
    assert "libreoffice-writer-nogui" in item["hint"]


def test_a_broken_template_of_one_s_own_is_missing_and_exit_4(place: Path) -> None:
    (place / "templates").mkdir()
    (place / "templates/plan.docx").write_bytes(b"no Word file")
    done = run(place, "doctor", "--quiet", PATH="/nowhere")
    assert done.returncode == 4
    assert "templates/plan.docx" in done.stdout.decode()


def test_a_folder_that_cannot_be_written_is_missing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    item = doctors._writing(place / "outputs" / "2024")
    assert item.state is Readiness.MISSING
    assert "no permission" in str(item.message)


def test_outside_of_a_workspace_it_looks_at_the_machine(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--lang", "en", PATH="/nowhere")
    assert done.returncode == 0
    assert "kehoach init" in done.stdout.decode()


def test_fonts_are_judged_by_their_letters() -> None:
    face = (fonts() / "LiberationSerif-Regular.ttf").read_bytes()
    assert faces.missing(face, letters()) == ""
    assert faces.missing(face, "aế漢") == "漢"
    assert faces.missing(face[:200], "a") == "a"
    assert faces.missing(b"", "a") == "a"


def test_the_table_of_letters_is_read_as_fonttools_reads_it() -> None:
    from fontTools.ttLib import TTFont

    for path in fonts().glob("*.ttf"):
        with TTFont(path) as font:
            known = set(font.getBestCmap())
        data = path.read_bytes()
        asked = "".join(chr(code) for code in range(0x20, 0x2200))
        assert {ord(c) for c in asked} - {ord(c) for c in faces.missing(data, asked)} == known & set(map(ord, asked))


def test_outputs_that_git_would_keep_are_told(place: Path) -> None:
    assert doctors._git(place) is None
    subprocess.run(["git", "init", "-q", str(place)], check=True)
    told = doctors._git(place)
    assert told is not None
    assert told.state is Readiness.WARNING
    (place / ".gitignore").write_text("/outputs/*\n", encoding="utf-8")
    told = doctors._git(place)
    assert told is not None
    assert told.state is Readiness.READY


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        pytest.param({"PYTHONIOENCODING": "cp1252:strict"}, marks=pytest.mark.long),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, marks=pytest.mark.long),
    ],
    ids=str,
)
def test_no_command_fails_on_a_terminal_without_vietnamese(place: Path, environment: dict[str, str]) -> None:
    (place / "plans/2024/sai.yaml").write_text("year: năm nay\n", encoding="utf-8")
    for command, code in (
        (["check"], 1),
        (["check", "--format", "json"], 1),
        (["render", PLAN], 0),
        (["rule", "KH601"], 0),
        (["rule"], 0),
        (["doctor"], 0),
        (["--help"], 0),
        (["render", "--help"], 0),
        (["check", "không-có.yaml"], 2),
        (["check", "--lỗi"], 2),
    ):
        done = run(place, *command, PATH="/nowhere", **environment)
        assert done.returncode == code, (command, done.stderr)
        assert b"Traceback" not in done.stderr
        assert b"UnicodeEncodeError" not in done.stderr


def test_a_full_standard_output_is_one_line_and_exit_4(place: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kehoach", "rule"],
            cwd=place,
            env={"PYTHONPATH": str(ROOT), "KEHOACH_LANG": "en"},
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 4
    assert done.stderr.decode() == "kehoach: the output cannot be written: the disk is full\n"

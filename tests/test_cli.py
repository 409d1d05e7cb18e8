"""The commands as a person runs them: what they print, where, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.forked import run
from tests.support.judges import need_office
from tests.support.plans import ROOT, SMALL

KEYS = [
    "file", "line", "column", "end_line", "end_column", "code", "name", "severity", "message", "hint", "rule", "fix",
]  # fmt: skip


def started(*args: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As `run`, in a process that starts from nothing: for what the start itself decides."""
    base = {k: v for k, v in os.environ.items() if k not in ("KEHOACH_LANG", "LANG", "LC_ALL", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "kehoach", *args],
        cwd=cwd,
        env={**base, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace as `kehoach init` makes it."""
    done = run("init", "nơi làm việc", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "nơi làm việc"


PLAN = "plans/2024/giam-ngheo.yaml"


def test_init_makes_a_workspace_that_renders(place: Path) -> None:
    assert sorted(p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()) == [
        ".kehoach/agencies.schema.json",
        ".kehoach/ids.json",
        ".kehoach/plan.schema.json",
        ".kehoach/results.schema.json",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "plans/2024/giam-ngheo.yaml",
        "plans/agencies.yaml",
        "templates/certified.docx",
        "templates/extract.docx",
        "templates/plan.docx",
        "templates/report.docx",
    ]
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 0
    assert done.stderr.splitlines()[0] == "outputs/2024/giam-ngheo/ke-hoach.docx"
    assert (place / "outputs/2024/giam-ngheo/ke-hoach.docx").stat().st_size > 5000


def test_init_leaves_alone_what_is_there(place: Path) -> None:
    (place / PLAN).write_text("year: 2025\n", encoding="utf-8")
    assert run("init", ".", cwd=place).returncode == 0
    assert (place / PLAN).read_text(encoding="utf-8") == "year: 2025\n"


def test_render_with_pdf(place: Path) -> None:
    need_office()
    done = run("render", "--pdf", PLAN, cwd=place)
    assert done.returncode == 0, done.stderr
    assert (place / "outputs/2024/giam-ngheo/ke-hoach.pdf").read_bytes().startswith(b"%PDF-")


def test_check_tells_place_fault_line_and_way_out(place: Path) -> None:
    plan = place / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("[phong-tu-phap]", "[phong-tu-phaap]"), encoding="utf-8")
    done = run("check", PLAN, cwd=place)
    assert done.returncode == 1
    line = next(n for n, t in enumerate(plan.read_text(encoding="utf-8").splitlines(), 1) if "phaap" in t)
    assert f'{PLAN}:{line}:20: lỗi KH201: không có cơ quan "phong-tu-phaap" trong plans/agencies.yaml' in done.stdout
    assert f"{line:5} │       - agencies: [phong-tu-phaap]" in done.stdout
    assert "      │                    ^^^^^^^^^^^^^^" in done.stdout
    assert '   gợi ý: có phải "phong-tu-phap"? (Phòng Tư pháp thành phố)' in done.stdout
    assert done.stderr.startswith("1 lỗi, 1 cảnh báo, ")
    assert "sửa được bằng --fix" in done.stderr


def test_check_in_english_and_as_json(place: Path) -> None:
    plan = place / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("[phong-tu-phap]", "[phong-tu-phaap]"), encoding="utf-8")
    english = run("check", "--lang", "en", PLAN, cwd=place)
    assert 'error KH201: there is no agency "phong-tu-phaap" in plans/agencies.yaml' in english.stdout
    done = run("check", "--format", "json", cwd=place, KEHOACH_LANG="en")
    assert done.returncode == 1
    findings = json.loads(done.stdout)
    assert [list(finding) for finding in findings] == [KEYS, KEYS]
    first = findings[0]
    assert (first["code"], first["severity"], first["name"]) == ("KH201", "error", "unknown-agency")
    assert first["end_column"] - first["column"] == len("phong-tu-phaap")
    assert findings[1]["fix"] is not None


def test_language_is_asked_for_or_the_system_s(place: Path) -> None:
    (place / PLAN).write_text(SMALL.replace("Nội dung.", "Phối hợp với với các xã."), encoding="utf-8")
    for environment, word in (
        ({"LANG": "en_US.UTF-8"}, "warning"),
        ({"LANG": "vi_VN.UTF-8"}, "cảnh báo"),
        ({"LANG": "C.UTF-8"}, "cảnh báo"),
        ({"LANG": "en_US.UTF-8", "KEHOACH_LANG": "vi"}, "cảnh báo"),
    ):
        assert word in started("check", cwd=place, **environment).stdout, environment
    assert "warning" in started("check", "--lang", "en", cwd=place, KEHOACH_LANG="vi").stdout


def test_an_error_stops_rendering(place: Path) -> None:
    plan = place / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("[phong-tu-phap]", "[phong-tu-phaap]"), encoding="utf-8")
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 1
    assert "KH201" in done.stdout
    assert not (place / "outputs/2024").exists()


def test_an_undecided_point_prints_and_exits_1(place: Path) -> None:
    plan = place / PLAN
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("value: 9,2%", "value: TODO(bao nhiêu?)"), encoding="utf-8"
    )
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 1
    assert "KH110" in done.stdout
    assert (place / "outputs/2024/giam-ngheo/ke-hoach.docx").exists()


def test_a_hand_edited_document_is_not_overwritten(place: Path) -> None:
    run("render", PLAN, cwd=place)
    docx = place / "outputs/2024/giam-ngheo/ke-hoach.docx"
    docx.write_bytes(docx.read_bytes() + b"edited")
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 3
    assert "ke-hoach.docx đã được sửa bằng tay" in done.stderr
    assert docx.read_bytes().endswith(b"edited")
    again = run("render", "--overwrite", PLAN, cwd=place)
    assert again.returncode == 0
    copies = list(docx.parent.glob("ke-hoach~*.docx"))
    assert len(copies) == 1
    assert copies[0].read_bytes().endswith(b"edited")


def test_exit_codes_of_usage_and_files(place: Path, tmp_path: Path) -> None:
    assert run("check", "--no-such-option", cwd=place).returncode == 2
    missing = run("check", "plans/2024/khong-co.yaml", cwd=place)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("kehoach: không mở được plans/2024/khong-co.yaml")
    (place / "plans/2024/cu.yaml").write_bytes("năm".encode("utf-16"))
    assert run("check", "plans/2024/cu.yaml", cwd=place).returncode == 2
    outside = tmp_path / "ngoài"
    outside.mkdir()
    nowhere = run("check", cwd=outside)
    assert nowhere.returncode == 2
    assert "kehoach init" in nowhere.stderr


def test_without_an_office_the_word_file_is_made_and_one_line_says_so(place: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    done = run("render", "--pdf", "--engine", "libreoffice", PLAN, cwd=place, PATH=str(tools))
    assert done.returncode == 4
    assert (place / "outputs/2024/giam-ngheo/ke-hoach.docx").exists()
    told = [line for line in done.stderr.splitlines() if line.startswith("kehoach:")]
    assert len(told) == 1
    assert "libreoffice-writer-nogui" in told[0]


def test_a_read_only_folder_is_one_line_and_exit_4(place: Path) -> None:
    if os.geteuid() == 0:
        (place / "outputs/2024").write_text("a file where a folder belongs", encoding="utf-8")
    else:
        (place / "outputs").chmod(0o500)
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_output_goes_where_it_is_asked(place: Path, tmp_path: Path) -> None:
    done = run("render", "-o", str(tmp_path / "khác"), PLAN, cwd=place)
    assert done.returncode == 0
    assert (tmp_path / "khác/2024/giam-ngheo/ke-hoach.docx").exists()


def test_the_manual_of_a_rule(place: Path) -> None:
    done = run("rule", "kh701", "--lang", "en", cwd=place)
    assert done.returncode == 0
    assert "The archive line does not begin with VT." in done.stdout
    assert "Nghị định 30/2020/NĐ-CP" in done.stdout
    habit = run("rule", "KH601", cwd=place).stdout
    assert "thông lệ" in habit
    unknown = run("rule", "KH999", cwd=place)
    assert unknown.returncode == 2
    assert len(run("rule", cwd=place).stdout.splitlines()) > 40


def test_quiet_and_colour(place: Path) -> None:
    assert run("check", "-q", cwd=place).stderr == ""
    assert "\x1b[" in run("check", "--color", "always", cwd=place).stdout
    assert "\x1b[" not in run("check", cwd=place, NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", cwd=place).stdout


def test_a_broken_registry_is_told_once_and_does_not_blame_the_plans(place: Path) -> None:
    (place / "plans/agencies.yaml").write_text("a: [1\n", encoding="utf-8")
    done = run("check", cwd=place)
    assert done.returncode == 1
    assert done.stdout.count("KH001") == 1
    assert "KH201" not in done.stdout


def test_own_template_shadows_the_packaged_one(place: Path) -> None:
    (place / "templates/plan.docx").write_bytes(b"no Word file")
    done = run("render", PLAN, cwd=place)
    assert done.returncode == 4
    assert "templates/plan.docx" in done.stderr
    assert "Traceback" not in done.stderr
    (place / "templates/plan.docx").unlink()
    assert run("render", PLAN, cwd=place).returncode == 0


def test_help_lists_every_command(place: Path) -> None:
    done = started("--help", cwd=place)
    assert done.returncode == 0
    for command in ("check", "doctor", "init", "new", "render", "rule", "schema"):
        assert f"\n  {command} " in done.stdout


def test_equal_bytes_from_another_folder_zone_locale_and_hash_seed(place: Path, tmp_path: Path) -> None:
    """Two builds that share nothing but the plan give the same Word and PDF files, byte for byte."""
    need_office()
    import time

    other = tmp_path / "một nơi khác" / "sâu hơn"
    shutil.copytree(place, other)
    first = started("render", "--pdf", PLAN, cwd=place, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    time.sleep(2)
    second = started(
        "render", "--pdf", PLAN, cwd=other, TZ="Asia/Ho_Chi_Minh", LC_ALL="vi_VN.UTF-8", PYTHONHASHSEED="2"
    )
    assert (first.returncode, second.returncode) == (0, 0), (first.stderr, second.stderr)
    for name in ("ke-hoach.docx", "ke-hoach.pdf", "manifest.json"):
        here, there = (root / "outputs/2024/giam-ngheo" / name for root in (place, other))
        assert here.read_bytes() == there.read_bytes(), name

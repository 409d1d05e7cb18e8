"""The command line speaks one language: help, usage and faults, Vietnamese unless somebody asked for English."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kehoach import language
from kehoach.cli import cli
from kehoach.options import agencies_beginning
from tests.support.forked import run
from tests.support.plans import ROOT, small_workspace


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    below = group.commands.items() if isinstance(group, click.Group) else ()
    return [path, *(one for name, command in below for one in commands(command, (*path, name)))]


ENGLISH = re.compile(
    r"\b(the|of|and|only|with|this|usage|options|show|default|error|missing|write|which|where)\b", re.I
)
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầậẩẫắằặẳẵẹẻẽếềệểễịỉĩọỏốồộổỗớờợởỡụủũứừựửữỳỵỷỹ]")
NO_WORDS = re.compile(r"KH6|Word|PDF|UBND|JSON|YAML|KH\d+|[\w-]*[À-ỹ][\w-]*")
NAMES = re.compile(r"PLAN|ngôn ngữ thông báo|Ngôn ngữ thông báo|language of messages|xã Bình Lư, tỉnh Lai Châu", re.I)


@pytest.mark.parametrize("path", commands(cli), ids=lambda path: "-".join(path) or "kehoach")
def test_help_is_in_one_language(path: tuple[str, ...], tmp_path: Path) -> None:
    spoken = run(*path, "--help", cwd=tmp_path, KEHOACH_LANG="vi").stdout
    assert spoken.startswith("Cách dùng:")
    assert VIETNAMESE.search(spoken.split("Tùy chọn:")[0])
    assert not re.search(r"[A-Z]{3,}", NO_WORDS.sub("", spoken)), "what options and arguments take is named in it too"
    assert not ENGLISH.search(NAMES.sub("", re.sub(r"--[\w-]+( [A-Z]+)?|\[[^]]*\]", "", spoken)))
    said = " ".join(run(*path, "--help", cwd=tmp_path, KEHOACH_LANG="en").stdout.split())
    assert said.startswith("Usage:")
    assert not VIETNAMESE.search(NAMES.sub("", said))


@pytest.mark.parametrize(
    ("arguments", "vi", "en"),
    [
        (("rendr",), "không có lệnh rendr; có phải render?", "there is no command rendr; perhaps render?"),
        (("chek",), "không có lệnh chek; có phải check, schema?", "there is no command chek; perhaps check, schema?"),
        (("next", "a.yaml", "--nam", "2028"), "không có tùy chọn --nam; có phải --year?", "--nam; perhaps --year?"),
        (("check", "--today", "31/6/2027"), "--today: không có ngày 31/6/2027;", "there is no day 31/6/2027;"),
        (("check", "--fx"), "không có tùy chọn --fx; có phải --fix?", "there is no option --fx; perhaps --fix?"),
        (("check", "--xyzzy"), "không có tùy chọn --xyzzy", "there is no option --xyzzy"),
        (("render",), "Thiếu tham số 'TỆP...'.", "Missing argument 'FILES...'."),
        (("next", "a.yaml"), "Thiếu tùy chọn '--year'.", "Missing option '--year'."),
        (("check", "--format", "xx"), "'--format' không hợp lệ: xx không có trong: 'text'", "xx is none of 'text'"),
        (("next", "a.yaml", "--year", "abc"), "'abc' không phải là số.", "'abc' is not a valid integer"),
        (
            ("new", "2027/Đuối", "nước", "trẻ", "em"),
            "viết: kehoach new 2027/duoi-nuoc-tre-em",
            "write: kehoach new 2027/duoi-nuoc-tre-em",
        ),
        (("new", "2027/a", "b"), "thừa: b", "too much is given: b"),
        (("check", "--select"), "--select cần một giá trị", "--select needs a value"),
        (("check", "--diff", "--format", "json"), "--diff cho xem chỗ sửa", "--diff shows a diff"),
    ],
)
def test_faults_of_the_command_line(arguments: tuple[str, ...], vi: str, en: str, tmp_path: Path) -> None:
    for spoken, expected in (("vi", vi), ("en", en)):
        done = run(*arguments, cwd=tmp_path, KEHOACH_LANG=spoken)
        assert done.returncode == 2
        assert expected in done.stderr, done.stderr
    asked = run(*arguments, "--lang", "en", cwd=tmp_path, KEHOACH_LANG="vi")
    assert en in asked.stderr or arguments[-1] == "--select"  # which takes what follows for its value


@pytest.mark.parametrize(
    ("asked", "environment", "windows", "expected"),
    [
        (None, {}, False, "vi"), (None, {"LANG": "C.UTF-8"}, False, "vi"), (None, {"LANG": "fr_FR"}, False, "vi"),
        (None, {"LANG": "en_US.UTF-8"}, False, "en"), (None, {"LANG": "en_US.UTF-8"}, True, "vi"),
        (None, {"KEHOACH_LANG": "en"}, True, "en"), ("en", {"KEHOACH_LANG": "vi"}, True, "en"),
    ],
)  # fmt: skip
def test_vietnamese_is_the_default(
    asked: str | None, environment: dict[str, str], windows: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "is_windows", lambda: windows)
    assert language.choose(asked, environment) == expected


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kehoach re", ["register", "release", "render", "report", "revoke"]), ("kehoach render 20", ["2024/nho"]),
        ("kehoach check --fo", ["--format"]),
        ("kehoach extract --agency phong-t", ["phong-tai-chinh-ke-hoach", "phong-tu-phap"]),
    ],
)  # fmt: skip
def test_tab_completes_commands_options_plans_and_agencies(typed: str, offered: list[str], tmp_path: Path) -> None:
    small_workspace(tmp_path)
    words = typed.split(" ")
    code = "import sys; sys.argv[0] = 'kehoach'; from kehoach.cli import main; main()"
    asked = {"COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1), "_KEHOACH_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, **asked, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == offered


@pytest.mark.parametrize(
    ("registry", "offered"),
    [
        ("Phòng-A:\n  name: Phòng A\n  place: A\nphong-a: # ghi chú\n  name: Phòng B\n  place: B\n", ["phong-a"]),
        ("phong-a\n", []),
        ("phong-a:\n  name: [\n", []),
        (None, []),
    ],
)
def test_tab_completes_what_the_registry_says(
    registry: str | None, offered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert agencies_beginning(*NOBODY, "") == []
    (tmp_path / "plans").mkdir()
    if registry is not None:
        (tmp_path / "plans/agencies.yaml").write_text(registry, encoding="utf-8")
    assert agencies_beginning(*NOBODY, "phong-a") == offered


NOBODY = (click.Context(click.Command("extract")), click.Option(["--agency"]))

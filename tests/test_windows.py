"""What Windows does otherwise, simulated: locales, open documents, read-only ones, programs that do not end, cores."""

from __future__ import annotations

import errno
import locale
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kehoach import language as language_module
from kehoach.diagnostics import EnvironmentFailure
from kehoach.language import choose
from kehoach.pdf import process_group
from kehoach.pipeline import batch
from kehoach.storage import saving
from kehoach.storage.reasons import reason
from kehoach.storage.saving import replace_file, rewrite
from tests.support.patience import at_best
from tests.support.plans import ROOT


@pytest.mark.parametrize(
    ("said", "language"),
    [
        (("English_United States", "1252"), "vi"), (("Vietnamese_Vietnam", "1258"), "vi"), ((None, None), "vi"),
        (ValueError("unknown locale: vi-VN"), "vi"),
    ],
)  # fmt: skip
def test_no_locale_of_windows_stops_a_command(
    monkeypatch: pytest.MonkeyPatch, said: tuple[str | None, str | None] | ValueError, language: str
) -> None:
    def getlocale() -> tuple[str | None, str | None]:
        if isinstance(said, ValueError):
            raise said
        return said

    monkeypatch.setattr(language_module, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(locale, "getlocale", getlocale)
    assert choose(None, {}) == language


class WindowsSystem:
    """Python's `os` as Windows has it: a file that is open elsewhere, or read-only, is not replaced."""

    name = "nt"

    def __init__(self, busy: int = 0) -> None:
        self.busy = busy
        self.tries = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def access(self, path: Path, _mode: int) -> bool:
        return bool(path.stat().st_mode & stat.S_IWRITE)

    def replace(self, name: str, path: Path) -> None:
        self.tries += 1
        if self.tries <= self.busy or (path.exists() and not self.access(path, os.W_OK)):
            raise denied(5, str(path))
        os.replace(name, path)


def denied(winerror: int, name: str = "x") -> PermissionError:
    error = PermissionError(errno.EACCES, "Zugriff verweigert", name)
    error.__dict__["winerror"] = winerror
    return error


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], WindowsSystem]:
    """Makes saving believe that it runs on a Windows where a document is busy for some tries."""
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.exists() and not self.stat().st_mode & stat.S_IWRITE:
            raise denied(5, str(self))
        unlink(self, missing_ok)

    def begin(busy: int) -> WindowsSystem:
        system = WindowsSystem(busy)
        monkeypatch.setattr(saving, "os", system)
        monkeypatch.setattr(saving, "_STEPS", (0.001,) * 5)
        monkeypatch.setattr(Path, "unlink", refuse)
        return system

    return begin


def test_a_document_that_is_busy_for_a_moment_is_tried_again(
    tmp_path: Path, windows: Callable[[int], WindowsSystem]
) -> None:
    system = windows(3)
    (tmp_path / "a.docx").write_bytes(b"old")
    replace_file(tmp_path / "a.docx", b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert system.tries == 4


def test_a_document_open_in_word_stays_and_says_so(tmp_path: Path, windows: Callable[[int], WindowsSystem]) -> None:
    windows(99)
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    with pytest.raises(EnvironmentFailure) as failed:
        rewrite(path, b"old", "new")
    assert "it is open in Word or in another program" in str(failed.value)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.docx", b"old")]


def test_a_read_only_document_is_told_at_once_and_leaves_nothing_behind(
    tmp_path: Path, windows: Callable[[int], WindowsSystem]
) -> None:
    system = windows(0)
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    for _run in range(3):
        with pytest.raises(OSError, match="Zugriff") as refused:
            replace_file(path, b"new")
        assert str(reason(refused.value)) == "it is marked as read-only"
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]
    assert system.tries == 3


def test_elsewhere_nothing_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()

    def replace() -> None:
        with pytest.raises(OSError, match="directory"):
            replace_file(tmp_path / "a", b"x")

    assert at_best(replace, 0.5) < 0.5
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("code", "winerror", "name", "said"),
    [
        (errno.ENOENT, 2, "x", "there is no such file or folder"),
        (errno.ENOENT, 3, "C:/" + "x" * 260, "the name is too long"),
        (errno.EACCES, 5, "x", "no permission"),
        (errno.EACCES, 32, "x", "it is open in Word or in another program; close it there and run again"),
        (errno.EACCES, 33, "x", "it is open in Word or in another program; close it there and run again"),
        (errno.ENOSPC, 112, "x", "the disk is full"),
        (errno.EINVAL, 123, "x", "Windows does not take this name"),
        (errno.ENOENT, 206, "x", "the name is too long"),
        (errno.EINVAL, 1224, "x", "it is open in Word or in another program; close it there and run again"),
    ],
)
def test_the_reasons_of_windows(code: int, winerror: int, name: str, said: str) -> None:
    error = OSError(code, "?", name)
    error.__dict__["winerror"] = winerror
    assert str(reason(error)) == said


def test_a_program_that_taskkill_cannot_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with tempfile.TemporaryFile() as said:
        group = process_group.ProcessGroup(
            [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, tmp_path / "s", tmp_path, {}, said
        )
        asked = []

        def run(command: list[str], **_how: object) -> None:
            asked.append(command[0])
            raise subprocess.TimeoutExpired(command, 1)

        system = WindowsSystem()
        monkeypatch.setattr(process_group, "os", system)
        monkeypatch.setattr(process_group.subprocess, "run", run)
        began = time.monotonic()
        group.end()
        assert time.monotonic() - began < 30, "it would go on for a minute"
        assert asked == ["taskkill"]
        assert group.ended() is not None


def test_windows_has_at_most_sixty_one_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert batch.processes(100).size == 100
    monkeypatch.setattr(batch, "sys", SimpleNamespace(platform="win32"))
    assert (batch.processes(100).size, batch.processes(7).size) == (61, 7)


@pytest.mark.parametrize("kind", ["docx", "mo", "pdf", "png", "ttf"])
def test_git_leaves_binary_files_alone_and_gives_every_text_the_same_line_ends(kind: str) -> None:
    asked = ["git", "check-attr", "text", "eol", "--", f"x.{kind}", "tools/x.sh", "plans/x.yaml"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("not in a repository")
    lines = said.stdout.splitlines()
    assert lines[0] == f"x.{kind}: text: unset"
    assert lines[3:] == ["tools/x.sh: eol: lf", "plans/x.yaml: text: auto", "plans/x.yaml: eol: lf"]


def test_a_clone_of_windows_has_unix_line_ends(tmp_path: Path) -> None:
    asked = ["git", "-c", "core.autocrlf=true", "clone", "-q", "--no-local", "--depth", "1", f"file://{ROOT}", "clone"]
    if subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("not in a repository")
    for name in ("kehoach/blank/plan.yaml", "Makefile", "plans/agencies.yaml"):
        assert b"\r" not in (tmp_path / "clone" / name).read_bytes()

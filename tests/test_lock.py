"""Two runs at once on the same outputs: the second waits, then gives up with exit 5; a killed run locks nobody out."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kehoach.storage.outputs import OutputFolder
from tests.support.plans import ROOT, small_workspace

PLAN = "plans/2024/nho.yaml"
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "KEHOACH_LANG": "vi"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    small_workspace(tmp_path)
    return tmp_path


@contextmanager
def another_run(folder: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock of a folder."""
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom kehoach.storage.outputs import OutputFolder\n"
        "with OutputFolder(Path(sys.argv[1])).hold():\n    print('held', flush=True)\n"
        "    time.sleep(float(sys.argv[2]))\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(seconds)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield holder
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


def render(place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kehoach", "render", *options, PLAN],
        cwd=place,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_second_gives_up_with_exit_5_and_one_line(place: Path) -> None:
    with another_run(place / "outputs/2024/nho", 60):
        began = time.monotonic()
        done = render(place, "--wait", "1.5")
        assert time.monotonic() - began > 1.5
    assert done.returncode == 5
    assert done.stderr == (
        "kehoach: một lần chạy kehoach khác đang ghi vào outputs/2024/nho và chưa xong sau 1.5 giây. "
        "hãy chạy lại sau, hoặc chờ lâu hơn: --wait SỐ_GIÂY\n"
    )
    assert not (place / "outputs/2024/nho/ke-hoach.docx").exists()


def test_the_second_waits_for_the_first(place: Path) -> None:
    with another_run(place / "outputs/2024/nho", 2):
        assert render(place).returncode == 0


def test_a_killed_run_locks_nobody_out(place: Path) -> None:
    with another_run(place / "outputs/2024/nho", 60) as holder:
        holder.kill()
        holder.wait()
        assert render(place, "--wait", "0").returncode == 0


def test_another_plan_is_not_kept_waiting(place: Path) -> None:
    with another_run(place / "outputs/2024/khac", 60):
        assert render(place, "--wait", "0").returncode == 0


def test_on_a_terminal_the_wait_is_told(place: Path) -> None:
    main, terminal = pty.openpty()
    with another_run(place / "outputs/2024/nho", 60):
        done = subprocess.run(
            [sys.executable, "-m", "kehoach", "render", "--wait", "1.2", PLAN],
            cwd=place,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=terminal,
        )
    os.close(terminal)
    told = os.read(main, 10_000).decode()
    os.close(main)
    assert done.returncode == 5
    assert told.startswith("kehoach: một lần chạy kehoach khác đang ghi vào outputs/2024/nho: đang chờ")


@pytest.mark.parametrize("each", [25, pytest.param(300, marks=pytest.mark.long)])
def test_of_four_runs_at_once_no_update_is_lost(tmp_path: Path, each: int) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom kehoach.storage.outputs import OutputFolder\n"
        "output = OutputFolder(Path(sys.argv[1]))\n"
        "for number in range(int(sys.argv[3])):\n"
        "    with output.hold(120):\n        output.save(f'{sys.argv[2]}-{number}.docx', b'x', {})\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(run), str(each)], cwd=ROOT)
        for run in range(4)
    ]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert len(OutputFolder(tmp_path).manifest().outputs) == 4 * each

"""A disk that refuses: the old bytes stay, exit 4, one line that names the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.plans import ROOT, small_workspace

PLAN = "plans/2024/nho.yaml"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    small_workspace(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("nth",),
        ("size",),
        pytest.param(("nth", "--overwrite"), marks=pytest.mark.long),
        pytest.param(("size", "--overwrite"), marks=pytest.mark.long),
    ],
    ids=" ".join,
)
def test_whatever_fails_the_old_bytes_stay(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.refusing", arguments[0], str(tmp_path), *arguments[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [run for run in runs if run["code"]]
    assert len(failed) > 5
    for run in failed:
        told = [line for line in run["said"].splitlines() if line.startswith("kehoach:")]
        assert run["code"] == 4, run
        assert len(told) == 1, run
        assert "outputs/2024/nho" in told[0]
        assert (run["document"], run["kept"], run["temporary"], run["again"]) == ("old", True, False, 0), run
    for run in runs:
        if not run["code"]:  # what failed was not needed: the document stands
            assert (run["document"], run["again"]) == ("new", 0), run
            assert run["kept"] is ("--overwrite" in arguments), run
    assert arguments[0] == "size" or not runs[-1]["fault"]


def on_a_disk_of_its_own(place: Path, size: str, before: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run kehoach with `outputs/` on a small disk in memory, which nobody else sees and which goes with the run."""
    (place / "outputs").mkdir(exist_ok=True)
    script = f'mount -t tmpfs -o size={size} none outputs && {before} && exec "$@"'
    wrapped = ["unshare", "-rm", "sh", "-c", script, "sh"]
    if subprocess.run([*wrapped, "true"], cwd=place, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk in memory; RLIMIT_FSIZE stands in above")
    return subprocess.run(
        [*wrapped, sys.executable, "-m", "kehoach", *command],
        cwd=place,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "KEHOACH_LANG": "vi"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_a_full_disk_is_named(place: Path) -> None:
    """Two pages are left: enough for the lock and the folders, not for the document."""
    filled = "{ head -c 200000 /dev/zero > outputs/filler || true; }"
    done = on_a_disk_of_its_own(place, "200k", filled, "render", PLAN)
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith("kehoach: không ghi được outputs/2024/nho")
    assert "đĩa đã đầy" in done.stderr.splitlines()[0]


def test_a_disk_that_can_only_be_read_is_named(place: Path) -> None:
    done = on_a_disk_of_its_own(place, "200k", "mount -o remount,ro outputs", "render", PLAN)
    assert done.returncode == 4, done.stderr
    assert "chỉ cho phép đọc" in done.stderr.splitlines()[0]

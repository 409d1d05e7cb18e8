"""Next year's draft of every structure: it is sound, keeps every word, and can be compared."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support.cases import CASES, FEATURES
from tests.support.forked import run

NEW = [path for path in FEATURES if path.stem >= "53"]


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_the_draft_is_sound_and_loses_no_word(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plans" / "2026"
    shutil.copytree(CASES / "features" / "tep", folder / "tep")
    shutil.copy(CASES / "agencies.yaml", tmp_path / "plans")
    plan = Path(shutil.copy(path, folder / "a.yaml"))
    assert "Traceback" not in run("next", "plans/2026/a.yaml", "--year", "2027", cwd=tmp_path).stderr
    draft = tmp_path / "plans" / "2027" / "a.yaml"
    assert wordy(plan) == wordy(draft)
    checked = run("check", "plans/2027/a.yaml", "--lang", "en", cwd=tmp_path)
    assert " error " not in checked.stdout + checked.stderr, checked.stdout + checked.stderr
    told = run("diff", "plans/2026/a.yaml", "plans/2027/a.yaml", "--lang", "en", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "~ year: 2026 -> 2027" in told.stdout


def wordy(path: Path) -> list[str]:
    """The lines of a plan as letters and asterisks, without figures, marks and what the draft adds behind them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = (line.partition("  # ")[0].rstrip() for line in lines if not line.startswith("#"))
    return ["".join(re.findall(r"[^\W\d_]|\*", line.replace("TODO", ""))) for line in kept]

"""Four clerks at once, killed at random steps: no number twice, none lost, register, plans and files agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.programs import seen


@pytest.mark.parametrize("turns", [12, pytest.param(200, marks=pytest.mark.long)])
def test_interleaved_and_killed_runs_agree(turns: int, tmp_path: Path) -> None:
    counts = seen("issuing", "locked", turns, tmp_path)
    assert counts.pop("killed") > 0
    assert counts.pop("cut") > 0  # between the number and the paper
    assert counts.pop("numbers") >= 4
    assert counts == {"failed": 0, "disagree": 0, "twice": 0, "skipped": 0, "left": 0}


def test_the_control_without_transactions_gives_a_number_twice(tmp_path: Path) -> None:
    assert seen("issuing", "unlocked", 12, tmp_path)["twice"] > 0

"""Killed at any moment: files are whole, the next run neither refuses nor overwrites, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.programs import seen


def some(short: int, long: int) -> pytest.MarkDecorator:
    """So many turns in the normal run, so many in the long one."""
    return pytest.mark.parametrize("turns", [short, pytest.param(long, marks=pytest.mark.long)])


@some(60, 500)
def test_a_save_killed_at_any_moment_breaks_nothing(turns: int, tmp_path: Path) -> None:
    counts = seen("killing", "save", turns, tmp_path)
    assert counts.pop("temporary") > 0  # some were killed in the middle of it
    assert counts == {"broken": 0, "refused": 0, "left": 0}


@some(20, 60)
def test_the_control_that_saves_plainly_breaks(turns: int, tmp_path: Path) -> None:
    assert seen("killing", "plain", turns, tmp_path)["broken"] > turns / 2


@some(8, 100)
def test_a_render_killed_at_any_moment_leaves_a_state_that_the_next_understands(turns: int, tmp_path: Path) -> None:
    counts = seen("killing", "render", turns, tmp_path)
    assert 0 < counts.pop("changed") < turns  # some were killed before the document was there, some after
    assert counts == {"broken": 0, "refused": 0, "lost": 0, "left": 0}

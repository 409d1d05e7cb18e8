"""Any sequence of editing, rendering, deleting, restoring: nothing a person wrote is ever lost or overwritten silently.

The machine keeps what a person would miss: every text ever put into the document by hand must stand somewhere in the
folder until the person deletes it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kehoach.commands.render import render
from kehoach.diagnostics import WouldOverwrite
from kehoach.pipeline.production import RunOptions
from tests.support.plans import SMALL, small_workspace


class Killed(BaseException):
    """Stands for kill -9: nothing of ours catches it."""


class Desk(RuleBasedStateMachine):
    """One plan, its output folder, and a person."""

    looked_for = 0
    """How often a document that was edited by hand had to be there."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="kehoach-test-"))
        self.plan = small_workspace(self.root)
        self.document = self.root / "outputs/2024/nho/ke-hoach.docx"
        self.by_hand: set[bytes] = set()
        self.made: dict[str, bytes] = {}  # by plan text, what kehoach makes of it
        self.edits = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def bytes(self) -> bytes | None:
        return self.document.read_bytes() if self.document.exists() else None

    def render(self, overwrite: bool = False) -> int:
        before = self.bytes()
        report = render([self.plan], RunOptions(overwrite=overwrite, now=datetime(2026, 1, 5)))
        after = self.bytes()
        if report.exit_code == 0:
            assert after is not None
            assert self.made.setdefault(self.plan.read_text(encoding="utf-8"), after) == after
        else:
            assert report.exit_code == 3
            assert isinstance(report.failures[0], WouldOverwrite)
            assert after == before
        return report.exit_code

    @rule(number=st.integers(0, 3))
    def change_the_plan(self, number: int) -> None:
        self.plan.write_text(SMALL.replace("Nội dung", f"Nội dung {number}"), encoding="utf-8")

    @rule()
    def render_again(self) -> None:
        edited = self.bytes() in self.by_hand
        assert self.render() == (3 if edited else 0)

    @rule()
    def overwrite(self) -> None:
        assert self.render(overwrite=True) == 0

    @rule(calls=st.integers(0, 4), overwrite=st.booleans())
    def be_killed(self, calls: int, overwrite: bool) -> None:
        """Killed before one of the renames of a run."""
        real, left = os.replace, calls

        def replace(*args: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            real(*args)

        os.replace = replace  # type: ignore[assignment]
        try:
            self.render(overwrite)
        except Killed:
            pass
        finally:
            os.replace = real

    @rule()
    def edit(self) -> None:
        self.edits += 1
        replaced = self.bytes()
        self.document.parent.mkdir(parents=True, exist_ok=True)
        self.document.write_bytes(f"edited {self.edits}".encode())
        self.by_hand.add(f"edited {self.edits}".encode())
        self.no_longer_missed(replaced)

    @precondition(lambda self: self.document.exists())
    @rule()
    def delete(self) -> None:
        gone = self.bytes()
        self.document.unlink()
        self.no_longer_missed(gone)

    def no_longer_missed(self, text: bytes | None) -> None:
        """The person took it away; a copy may stand."""
        self.by_hand -= {text} - self.kept()

    def kept(self) -> set[bytes]:
        return {path.read_bytes() for path in self.document.parent.glob("*.docx")}

    @rule()
    def lose_the_manifest(self) -> None:
        """Then a document that stands is a person's, until one would be made that equals it."""
        (self.document.parent / "manifest.json").unlink(missing_ok=True)
        now = self.bytes()
        if now is not None and now == self.made.get(self.plan.read_text(encoding="utf-8")):
            assert self.render() == 0
        elif now is not None:
            self.edit()

    @invariant()
    def nothing_is_lost(self) -> None:
        Desk.looked_for += len(self.by_hand)
        assert self.by_hand <= self.kept()


@pytest.mark.parametrize("runs", [8, pytest.param(200, marks=pytest.mark.long)])
def test_no_edit_is_overwritten_silently_and_nothing_is_lost(runs: int) -> None:
    Desk.looked_for = 0
    run_state_machine_as_test(Desk, settings=settings(max_examples=runs, stateful_step_count=10, deadline=None))
    assert Desk.looked_for > runs, "edits were made, and looked for after each step"

"""A plan that is open: whoever changes it, nothing is lost, and what is on the disk is what was typed."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.edits import Edit
from kehoach.storage.workspace import Workspace
from kehoach.web.afterwork import Afterwork
from kehoach.web.autosave import AFTER, Autosave
from kehoach.web.journal import TYPING
from kehoach.web.merging import MergeSide
from kehoach.web.open_files import OpenFile, write
from kehoach.web.open_plan import Asked, CannotUndo, OpenPlan, OpenPlans, StaleView
from kehoach.web.pages import ShownPage
from tests.support.amounts import LONG
from tests.support.plans import small_workspace

SUBJECT = "Thử việc lưu tệp năm {{ year }}"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A workbench without its server: `restart` is what a kill and a new start are."""

    def __init__(self, path: Path) -> None:
        self.path, self.clock, self.events = path, Clock(), list[tuple[str, Any]]()
        self.restart()

    def restart(self) -> None:
        self.plans = OpenPlans(
            Workspace.around(self.path.parent),
            lambda *one: self.events.append(one),
            lambda: date(2024, 1, 2),
            self.clock,
        )
        self.autosave = Autosave(self.plans)
        self.plan: OpenPlan = self.plans.plan(self.path)
        self.file: OpenFile = self.plan.file

    def replace(self, old: str, new: str, *, seen: str = "", field: str = "", **more: Any) -> Asked | bool:
        def edits(text: str) -> Sequence[Edit]:
            at = text.index(old)
            return (Edit(at, at + len(old), new),)

        return self.plans.edit(self.plan, self.path, seen or self.file.seen, edits, field=field, **more)

    def answer(self, *choices: MergeSide) -> bool:
        """Answer what is asked, as a person who sees it."""
        assert self.file.question
        asked = [(one.mine, one.theirs) for one in self.file.question.questions]
        return self.plans.answer(self.plan, asked, choices)

    @property
    def shown(self) -> tuple[ShownPage, ...]:
        return self.plans.paint(self.plan).shown

    @property
    def is_old(self) -> bool:
        return self.plans.paint(self.plan).is_old

    @property
    def disk(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def elsewhere(self, old: str, new: str) -> None:
        text = self.disk
        assert old in text
        self.path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(small_workspace(tmp_path))


def test_a_change_paints_its_page_and_only_what_changed_is_another_page(desk: Desk) -> None:
    before = desk.shown
    desk.replace("lưu tệp", "lưu hai tệp")
    after = desk.shown
    assert len(before) == len(after) == 1
    assert before != after
    assert b"<svg" in (desk.plans.pages.get(after[0].key) or b"")
    assert (after[0].width, after[0].height) == (pytest.approx(595.3, abs=0.1), pytest.approx(841.9, abs=0.1))
    desk.replace("lưu hai tệp", "lưu tệp")
    assert desk.shown == before


def test_findings_wait_until_nobody_types_but_not_for_ever(desk: Desk) -> None:
    afterwork = Afterwork(desk.plans)

    def found() -> int:
        afterwork.look()
        return sum(name == "da-xem" for name, _value in desk.events)

    for key in range(6):  # one every half second
        desk.replace("lưu", "lưu a", field="/subject")
        desk.clock.now += 0.5
        assert found() == 0, key
    desk.clock.now += 0.5
    assert found() == 1
    assert found() == 1, "once for each text"
    for _key in range(9):
        desk.replace("lưu", "lưu a", field="/subject")
        desk.clock.now += 0.5
        found()
    assert found() == 2


def test_with_an_error_the_last_good_page_stays_and_is_marked(desk: Desk) -> None:
    good = desk.shown
    assert not desk.is_old
    desk.replace("year: 2024", "year: [2024")
    assert (desk.shown, desk.is_old) == (good, True)
    assert "year: [2024" in desk.file.text
    desk.autosave.save_all()
    assert "year: [2024" in desk.disk, "broken text is kept as it is typed"
    desk.replace("year: [2024", "year: 2024")
    assert not desk.is_old


def test_what_is_typed_is_saved_and_nothing_else_changes(desk: Desk) -> None:
    before = desk.disk
    desk.replace("Nội dung.", "Nội dung mới.")
    assert desk.disk == before
    assert desk.file.is_dirty
    desk.autosave.save_all()
    assert desk.disk == before.replace("Nội dung.", "Nội dung mới.")
    assert desk.events[-1] == ("luu", {"file": "plans/2024/nho.yaml", "seen": desk.file.seen, "state": "saved"})


def test_however_long_one_types_it_is_saved_a_moment_after_the_first_key(desk: Desk) -> None:
    desk.replace("Nội dung.", "Nội dung. A")
    first = desk.file.unsaved_since
    desk.clock.now += AFTER
    desk.replace("Nội dung. A", "Nội dung. Ab")
    assert desk.file.unsaved_since == first
    assert AFTER <= 0.8, "a kill loses a second at most"


def test_the_mark_and_the_line_ends_of_a_file_stay(tmp_path: Path) -> None:
    path = small_workspace(tmp_path)
    data = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(data)
    desk = Desk(path)
    desk.replace("Nội dung.", "Nội dung mới.")
    desk.autosave.save_all()
    assert path.read_bytes() == data.replace("Nội dung.".encode(), "Nội dung mới.".encode())


def test_two_pages_that_change_different_fields_are_merged(desk: Desk) -> None:
    seen = desk.file.seen
    desk.replace("Nội dung.", "Nội dung một.", by="a")
    assert desk.replace("lưu tệp", "lưu hai tệp", seen=seen, by="b") is True
    plan = yaml.safe_load(desk.file.text)
    assert plan["sections"][0]["items"] == ["Nội dung một."]
    assert plan["subject"] == SUBJECT.replace("lưu tệp", "lưu hai tệp")


def test_two_pages_that_change_one_field_are_asked(desk: Desk) -> None:
    seen = desk.file.seen
    desk.replace("Nội dung.", "Nội dung một.")
    asked = desk.replace("Nội dung.", "Nội dung hai.", seen=seen)
    assert isinstance(asked, Asked)
    (question,) = asked.merge.questions
    assert (question.mine, question.theirs) == ("Nội dung hai.", "Nội dung một.")
    assert "Nội dung một." in desk.file.text, "nothing is changed before somebody chose"
    desk.replace("Nội dung.", "Nội dung hai.", seen=seen, choice=MergeSide.MINE)
    assert "Nội dung hai." in desk.file.text


def test_a_page_older_than_all_that_is_remembered_loads_anew(desk: Desk) -> None:
    with pytest.raises(StaleView):
        desk.replace("Nội dung.", "x", seen="0" * 64)


def test_a_page_from_before_a_restart_is_understood(desk: Desk) -> None:
    seen = desk.file.seen
    desk.replace("Nội dung.", "Nội dung một.")
    desk.autosave.save_all()
    desk.restart()
    assert desk.replace("lưu tệp", "lưu hai tệp", seen=seen) is True
    assert "lưu hai tệp" in desk.file.text
    assert "Nội dung một." in desk.file.text


def test_an_outside_edit_is_taken_in_and_can_be_undone(desk: Desk) -> None:
    desk.elsewhere("Nội dung.", "Từ ngoài.")
    desk.plans.look(desk.path)
    assert "Từ ngoài." in desk.file.text
    assert not desk.file.is_dirty
    desk.plans.undo(desk.plan)
    assert "Nội dung." in desk.file.text
    desk.autosave.save_all()
    assert "Nội dung." in desk.disk


def test_an_outside_edit_of_another_field_is_merged_also_when_nobody_was_told(desk: Desk) -> None:
    desk.replace("Nội dung.", "Của tôi.")
    desk.elsewhere("lưu tệp", "lưu hai tệp")
    desk.autosave.save_all()
    desk.autosave.save_all()
    assert "Của tôi." in desk.disk
    assert "lưu hai tệp" in desk.disk
    assert desk.file.text == desk.disk


@pytest.mark.parametrize(
    ("choice", "stays", "goes"), [("mine", "Của tôi.", "Ngoài."), ("theirs", "Ngoài.", "Của tôi.")]
)
def test_an_outside_edit_of_the_same_field_is_asked(desk: Desk, choice: str, stays: str, goes: str) -> None:
    desk.replace("Nội dung.", "Của tôi.")
    desk.elsewhere("Nội dung.", "Ngoài.")
    desk.autosave.save_all()
    assert desk.file.question
    assert ("hoi", {"file": "plans/2024/nho.yaml"}) in desk.events
    assert "Ngoài." in desk.disk, "what is there is not overwritten before somebody chose"
    desk.replace("lưu tệp", "lưu hai tệp")  # work goes on
    assert desk.answer(MergeSide(choice))
    desk.autosave.save_all()
    assert stays in desk.disk
    assert goes not in desk.disk
    assert "lưu hai tệp" in desk.disk


def test_a_program_that_read_before_a_save_and_writes_after_it_is_asked(desk: Desk) -> None:
    before = desk.disk
    desk.replace("Nội dung.", "Của tôi.")
    desk.autosave.save_all()
    desk.path.write_text(before.replace("Nội dung.", "Ngoài."), encoding="utf-8")
    desk.plans.look(desk.path)
    assert desk.answer(MergeSide.MINE)
    desk.autosave.save_all()
    assert "Của tôi." in desk.disk


def test_what_it_changed_elsewhere_is_merged(desk: Desk) -> None:
    before = desk.disk
    desk.replace("Nội dung.", "Của tôi.")
    desk.autosave.save_all()
    desk.path.write_text(before.replace("lưu tệp", "lưu hai tệp"), encoding="utf-8")
    desk.plans.look(desk.path)
    desk.autosave.save_all()
    assert "Của tôi." in desk.disk
    assert "lưu hai tệp" in desk.disk


@pytest.mark.parametrize("is_watched", [True, False], ids=["watched", "not watched"])
def test_a_program_that_writes_while_a_save_ends_changes_only_what_it_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, is_watched: bool
) -> None:
    """It read before the save, and writes when the save is on the disk and not yet noted here."""
    before = desk.disk

    def save_then_write_elsewhere(*args: Any) -> None:
        write(*args)
        desk.path.write_text(before.replace("lưu tệp", "lưu hai tệp"), encoding="utf-8")
        if is_watched:
            desk.plans.look(desk.path)

    monkeypatch.setattr("kehoach.web.autosave.write", save_then_write_elsewhere)
    desk.replace("Nội dung.", "Của tôi.")
    desk.autosave.save_all()
    monkeypatch.undo()
    for _again in range(2):
        desk.autosave.save_all()
    assert "Của tôi." in desk.disk
    assert "lưu hai tệp" in desk.disk


def test_a_program_that_writes_again_and_again_is_not_asked(desk: Desk) -> None:
    for number in range(5):
        desk.elsewhere("Nội dung" if number == 0 else f"Nội dung {number - 1}", f"Nội dung {number}")
        desk.plans.look(desk.path)
        assert not desk.file.question
    assert desk.file.text == desk.disk


def test_an_earlier_state_that_is_put_back_is_meant(desk: Desk) -> None:
    before = desk.disk
    desk.replace("Nội dung.", "Của tôi.")
    desk.autosave.save_all()
    desk.path.write_text(before, encoding="utf-8")
    desk.plans.look(desk.path)
    assert desk.file.text == before
    desk.plans.undo(desk.plan)
    assert "Của tôi." in desk.file.text


def test_a_question_survives_a_kill(desk: Desk) -> None:
    desk.replace("Nội dung.", "Của tôi.")
    desk.elsewhere("Nội dung.", "Ngoài.")
    desk.autosave.save_all()
    desk.restart()
    assert desk.file.question
    assert "Của tôi." in desk.file.text
    assert desk.answer(MergeSide.MINE)
    desk.autosave.save_all()
    assert "Của tôi." in desk.disk


def test_an_answer_to_another_question_is_not_taken(desk: Desk) -> None:
    desk.replace("Nội dung.", "Của tôi.")
    desk.elsewhere("Nội dung.", "Ngoài.")
    desk.autosave.save_all()
    desk.replace("Của tôi.", "Của tôi đây.")
    assert not desk.plans.answer(desk.plan, [("Của tôi.", "Ngoài.")], [MergeSide.THEIRS])
    assert "Của tôi đây." in desk.file.text
    assert desk.plans.answer(desk.plan, [("Của tôi đây.", "Ngoài.")], [MergeSide.MINE])
    desk.autosave.save_all()
    assert "Của tôi đây." in desk.disk


def test_a_question_that_typing_answers_is_asked_no_more(desk: Desk) -> None:
    desk.replace("Nội dung.", "Của tôi.")
    desk.elsewhere("Nội dung.", "Ngoài.")
    desk.autosave.save_all()
    desk.replace("Của tôi.", "Ngoài.")
    assert desk.file.question is None
    assert not desk.file.is_dirty


def test_ten_steps_are_undone_after_a_restart(desk: Desk) -> None:
    texts = [desk.file.text]
    for number in range(10):
        old = "Nội dung." if number == 0 else f"Nội dung {number - 1}."
        desk.clock.now += TYPING + 1
        desk.replace(old, f"Nội dung {number}.", field="/sections/0/items/0")
        texts.append(desk.file.text)
    desk.autosave.save_all()
    desk.restart()
    for text in texts[-2::-1]:
        desk.plans.undo(desk.plan)
        assert desk.file.text == text
    with pytest.raises(LookupError):
        desk.plans.undo(desk.plan)
    desk.autosave.save_all()
    desk.restart()
    for text in texts[1:]:
        desk.plans.undo(desk.plan, redo=True)
        assert desk.file.text == text


def test_a_file_that_was_changed_while_nothing_ran_is_a_step_too(desk: Desk) -> None:
    desk.replace("Nội dung.", "Một.")
    desk.autosave.save_all()
    desk.elsewhere("Một.", "Hai.")
    desk.restart()
    desk.plans.undo(desk.plan)
    assert "Một." in desk.file.text
    desk.plans.undo(desk.plan)
    assert "Nội dung." in desk.file.text


def test_a_step_in_the_registry_that_was_changed_since_is_left_out(desk: Desk) -> None:
    registry = desk.plans.workspace.registry
    desk.replace("Nội dung.", "Một.")
    text = desk.plans.file(registry).text
    desk.plans.change(desk.plan, {registry: text.replace("Phòng Kinh tế", "Phòng Kinh tế mới", 1)})
    desk.plans.change(desk.plan, {registry: desk.plans.file(registry).text + "# xong\n"})
    desk.plan.journal.undo.pop()
    with pytest.raises(CannotUndo):
        desk.plans.undo(desk.plan)
    desk.plans.undo(desk.plan)
    assert "Nội dung." in desk.file.text


def test_what_cannot_be_saved_is_tried_again_and_said(desk: Desk) -> None:
    os.remove(desk.path)
    desk.path.mkdir()
    desk.replace("Nội dung.", "Một.")
    desk.autosave.save_all()
    assert desk.events[-1][1]["state"] == "failed"
    assert desk.file.failure
    desk.path.rmdir()
    desk.autosave.save_all()
    assert desk.events[-1][1]["state"] == "saved"
    assert "Một." in desk.disk, "a file that is gone is written again"


@pytest.mark.parametrize("seed", range(200 if LONG else 12))
def test_a_browser_and_an_editor_write_by_turns_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Each writes marks into values at random; each mark is there at the end, unless a person chose the other side.

    The editor also writes what it read some turns ago, and in the midst of a save.
    """
    chance = random.Random(seed)
    desk = Desk(small_workspace(tmp_path))
    values = ["lưu tệp", "Nội dung.", "Các cơ quan", "VT, TH", "Chủ tịch", "Nguyễn Văn"]
    marks = set[str]()

    def choose() -> None:
        question = desk.file.question
        assert question
        both = "".join(one.mine + one.theirs for one in question.questions)
        offered = {mark for mark in marks if mark in both}
        assert all(mark in desk.disk or mark in desk.file.text or mark in both for mark in marks)
        if desk.answer(*[chance.choice(list(MergeSide)) for _one in question.questions]):
            marks.difference_update(mark for mark in offered if mark not in desk.file.text)

    numbers = itertools.count()
    theirs = desk.disk

    def elsewhere() -> None:
        nonlocal theirs
        value, mark = chance.choice(values), f"Z{next(numbers)}Z"
        theirs = theirs.replace(value, f"{value} {mark}")
        desk.path.write_text(theirs, encoding="utf-8")
        marks.add(mark)

    def write_meanwhile(*args: Any) -> None:
        moment = chance.randrange(6)
        if moment == 0:
            elsewhere()
        write(*args)
        if moment == 1:
            elsewhere()
        if chance.random() < 0.5:
            desk.plans.look(desk.path)

    monkeypatch.setattr("kehoach.web.autosave.write", write_meanwhile)
    for _turn in range(16):
        value, mark = chance.choice(values), f"Z{next(numbers)}Z"
        match chance.randrange(5):
            case 0 | 1:
                desk.replace(value, f"{value} {mark}")
                marks.add(mark)
            case 2:
                elsewhere()
            case 3:
                theirs = desk.disk
            case 4:
                (desk.autosave.save_all if chance.random() < 0.5 else lambda: desk.plans.look(desk.path))()
        if desk.file.question and chance.random() < 0.5:
            choose()
    monkeypatch.undo()
    for _turn in range(20):
        desk.plans.look(desk.path)
        while desk.file.question:
            choose()
        desk.autosave.save_all()
    assert desk.file.text == desk.disk
    assert all(mark in desk.disk for mark in marks)
    yaml.safe_load(desk.disk)

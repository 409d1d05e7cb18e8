"""Undo and redo: back to what was, over a restart, and never on top of what somebody else wrote."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest

from kehoach.edits import apply
from kehoach.web.journal import (
    MOST_STEPS,
    SENTENCE,
    TYPING,
    Elsewhere,
    Journal,
    hash_of,
    one_edit,
    read_journal,
    write_journal,
)

PLAN = "plans/2026/nho.yaml"
DIGEST = "0" * 64


def typed(journal: Journal, texts: list[str], field: str = "", *, at: float = 0, apart: float = 1) -> None:
    for before, after in pairwise(texts):
        journal.record({PLAN: (before, after)}, field, at)
        at += apart


def undo(journal: Journal, text: str) -> str:
    return journal.undone({PLAN: text})[PLAN]


def redo(journal: Journal, text: str) -> str:
    return journal.redone({PLAN: text})[PLAN]


def test_each_step_leads_back_and_forward_again() -> None:
    texts = ["a", "ab", "xab", "xb", "xbé\r\n", ""]
    journal = Journal()
    typed(journal, texts)
    back = [texts[-1]]
    for _step in texts[1:]:
        back.append(undo(journal, back[-1]))
    assert back == texts[::-1]
    forward = [back[-1]]
    for _step in texts[1:]:
        forward.append(redo(journal, forward[-1]))
    assert forward == texts
    with pytest.raises(LookupError):
        redo(journal, texts[-1])


def test_typing_in_one_field_is_one_step() -> None:
    journal = Journal()
    typed(journal, ["", "N", "Nó", "Nói"], "/name")
    typed(journal, ["Nói", "Nói!"], "/other", at=3)
    assert undo(journal, "Nói!") == "Nói"
    assert undo(journal, "Nói") == ""


@pytest.mark.parametrize(("apart", "steps"), [(TYPING - 0.1, 2), (TYPING + 0.1, 24), (1, 1)])
def test_a_pause_and_a_minute_end_a_step(apart: float, steps: int) -> None:
    assert 16 * (TYPING - 0.1) > SENTENCE > 24
    journal = Journal()
    typed(journal, ["x" * count for count in range(25)], "/name", apart=apart)
    assert len(journal.undo) == steps


def test_a_new_change_ends_what_could_be_done_again() -> None:
    journal = Journal()
    typed(journal, ["a", "b", "c"])
    assert undo(journal, "c") == "b"
    typed(journal, ["b", "d"])
    with pytest.raises(LookupError):
        redo(journal, "d")
    assert undo(journal, "d") == "b"


def test_what_somebody_else_wrote_is_not_touched() -> None:
    journal = Journal()
    typed(journal, ["a", "b"])
    with pytest.raises(Elsewhere):
        undo(journal, "c")
    assert undo(journal, "b") == "a", "the step is still there"


def test_a_step_of_several_files_is_made_in_all_or_in_none() -> None:
    journal = Journal()
    journal.record({PLAN: ("a", "b"), "plans/agencies.yaml": ("x", "y"), "results/r.yaml": ("1", "1")}, "", 0)
    assert journal.files_of_next(undo=True) == (PLAN, "plans/agencies.yaml")
    with pytest.raises(Elsewhere):
        journal.undone({PLAN: "b", "plans/agencies.yaml": "z"})
    assert journal.undone({PLAN: "b", "plans/agencies.yaml": "y"}) == {PLAN: "a", "plans/agencies.yaml": "x"}
    assert journal.redone({PLAN: "a", "plans/agencies.yaml": "x"}) == {PLAN: "b", "plans/agencies.yaml": "y"}


def test_it_survives_a_restart(tmp_path: Path) -> None:
    journal, path = Journal(), tmp_path / ".kehoach" / "j.json"
    typed(journal, ["a", "ă", "â\ud800"], apart=10)
    journal.undone({PLAN: "â\ud800"})
    write_journal(path, "2026/nho", "ă", journal, "mine")
    kept = read_journal(path, "2026/nho")
    assert kept is None, "half a character is in no file that kehoach reads"
    journal = Journal()
    typed(journal, ["a", "ă", "â"])
    journal.undone({PLAN: "â"})
    write_journal(path, "2026/nho", "ă", journal, "mine")
    kept = read_journal(path, "2026/nho")
    assert kept
    assert (kept.text, kept.mine) == ("ă", "mine")
    assert redo(kept.journal, "ă") == "â"
    assert undo(kept.journal, "â") == "ă"
    assert undo(kept.journal, "ă") == "a"
    assert read_journal(path, "2026/khac") is None


STEP = [{"name": PLAN, "before": DIGEST, "after": DIGEST, "back": [[0, 1, "a"]]}]
SOUND = {"kehoach_journal": 1, "plan": "2026/nho", "text": "ă", "mine": None, "undo": [STEP], "redo": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kehoach_journal": 2},
        {"kehoach_journal": "1"},
        {"plan": 3},
        {"text": None},
        {"mine": 1},
        {"undo": {}},
        {"undo": [[{**STEP[0], "name": "../../etc/passwd"}]]},
        {"undo": [[{**STEP[0], "name": "/etc/passwd"}]]},
        {"undo": [[{**STEP[0], "after": "x"}]]},
        {"undo": [[{**STEP[0], "back": [[3, 1, "a"]]}]]},
        {"undo": [[{**STEP[0], "back": [[0, 5, "a"], [3, 6, "b"]]}]]},
        {"redo": [[{**STEP[0], "back": [[0, True, "a"]]}]]},
        {"redo": [["x"]]},
    ],
)
def test_a_damaged_or_foreign_file_is_not_believed(tmp_path: Path, wrong: dict[str, object]) -> None:
    path = tmp_path / "j.json"
    path.write_text(json.dumps(SOUND), encoding="utf-8")
    assert read_journal(path, "2026/nho")
    path.write_text(json.dumps(SOUND | wrong), encoding="utf-8")
    assert read_journal(path, "2026/nho") is None
    path.write_bytes(path.read_bytes()[:-5])
    assert read_journal(path, "2026/nho") is None


def test_a_step_that_lies_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "j.json"
    step = [{**STEP[0], "after": hash_of("ă"), "before": hash_of("b")}]
    path.write_text(json.dumps(SOUND | {"undo": [step]}), encoding="utf-8")
    kept = read_journal(path, "2026/nho")
    assert kept
    with pytest.raises(Elsewhere):
        undo(kept.journal, "ă")


def test_it_is_bounded() -> None:
    journal = Journal()
    typed(journal, [str(number) for number in range(MOST_STEPS + 50)])
    assert len(journal.undo) == MOST_STEPS
    journal = Journal()
    text = "x" * 900_000
    typed(journal, [text, "y", text, "y", text, "y"])
    assert len(journal.undo) < 5
    assert undo(journal, "y") == text


def test_an_earlier_text_is_found_by_its_hash() -> None:
    journal = Journal()
    typed(journal, ["a", "b", "c"])
    assert journal.text_of(hash_of("a"), PLAN, "c") == "a"
    assert journal.text_of(hash_of("c"), PLAN, "c") == "c"
    assert journal.text_of(hash_of("z"), PLAN, "c") is None


@pytest.mark.parametrize("seed", range(50))
def test_one_edit_makes_the_text(seed: int) -> None:
    chance = random.Random(seed)
    before, after = ("".join(chance.choice("ab\n") for _ in range(chance.randrange(12))) for _text in range(2))
    edits = one_edit(before, after)
    assert apply(before, edits) == after
    assert len(edits) == (before != after)

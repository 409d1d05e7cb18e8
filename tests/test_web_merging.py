"""Two changes of one text: nothing of either is lost without a question."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml

from kehoach.edits import apply
from kehoach.web.merging import MergeSide, difference, merge
from tests.support.amounts import LONG
from tests.support.plans import SEED

BASE = """\
# đầu tệp
year: 2026
subject: Giảm nghèo   # tên
sections:
  - heading: Một
    items:
      - task: a
        name: Việc một
        deadline: 15/6
      - task: b
        name: Việc hai
"""


def changed(**values: str) -> str:
    text = BASE
    for old, new in values.values():
        assert old in text
        text = text.replace(old, new)
    return text


def both(mine: tuple[str, str], theirs: tuple[str, str]) -> Any:
    return merge(BASE, BASE.replace(*mine), BASE.replace(*theirs))


def test_changes_of_different_fields_are_merged() -> None:
    found = both(("Việc một", "Việc 1"), ("15/6", "20/6"))
    assert not found.questions
    task = yaml.safe_load(found.text())["sections"][0]["items"][0]
    assert (task["name"], task["deadline"]) == ("Việc 1", "20/6")
    assert "# tên" in found.text()


def test_changes_of_one_field_are_asked_also_where_their_words_are_different_ones() -> None:
    found = both(("Việc một", "Việc thứ một"), ("Việc một", "Việc một rất gấp"))
    (question,) = found.questions
    assert question.path == ("sections", 0, "items", 0, "name")
    assert (question.mine, question.theirs) == ("Việc thứ một", "Việc một rất gấp")
    assert "name: Việc thứ một\n" in found.text(MergeSide.MINE)
    assert "name: Việc một rất gấp\n" in found.text(MergeSide.THEIRS)


def test_the_same_change_of_both_is_made_once() -> None:
    found = both(("Việc một", "Việc 1"), ("Việc một", "Việc 1"))
    assert not found.questions
    assert found.text() == BASE.replace("Việc một", "Việc 1")


def test_what_one_removes_and_the_other_changes_is_asked() -> None:
    removed = "      - task: b\n        name: Việc hai\n"
    found = both((removed, ""), ("Việc hai", "Việc 2"))
    (question,) = found.questions
    assert question.path[:4] == ("sections", 0, "items", 1)
    assert "Việc 2" in question.theirs
    assert "Việc" not in found.text(MergeSide.MINE).partition("task: b")[2]
    assert "name: Việc 2\n" in found.text(MergeSide.THEIRS)


def test_what_both_add_at_one_place_stays() -> None:
    mine, theirs = (BASE + f"      - task: {key}\n        name: Mới {key}\n" for key in "cd")
    found = merge(BASE, mine, theirs)
    assert not found.questions
    items = yaml.safe_load(found.text())["sections"][0]["items"]
    assert sorted(item["task"] for item in items) == ["a", "b", "c", "d"]


def test_a_key_that_both_add_is_asked() -> None:
    mine, theirs = (BASE + f"        deadline: {day}/6\n" for day in (1, 2))
    (question,) = merge(BASE, mine, theirs).questions
    assert question.path == ("sections", 0, "items", 1)
    assert (question.mine, question.theirs) == ("1/6", "2/6")


def test_broken_text_is_merged_by_its_stretches() -> None:
    found = both(("15/6", "[15/6"), ("Giảm nghèo", "Giảm nghèo bền vững"))
    assert not found.questions
    assert "deadline: [15/6" in found.text()
    assert "subject: Giảm nghèo bền vững" in found.text()


def test_files_of_windows_keep_their_line_ends() -> None:
    base = BASE.replace("\n", "\r\n")
    found = merge(base, base.replace("Việc một", "Việc 1"), base.replace("15/6", "20/6"))
    assert not found.questions
    assert found.text() == base.replace("Việc một", "Việc 1").replace("15/6", "20/6")


@pytest.mark.parametrize("seed", range(200 if LONG else 20))
def test_edits_that_are_found_make_the_text(seed: int) -> None:
    chance = random.Random(seed)
    lines = SEED.read_text(encoding="utf-8").splitlines(keepends=True)
    other = list(lines)
    for _turn in range(chance.randrange(1, 30)):
        at = chance.randrange(len(other))
        match chance.randrange(4):
            case 0:
                other[at] = other[at].replace(" ", "  ", 1)
            case 1:
                del other[at]
            case 2:
                other.insert(at, chance.choice(lines))
            case 3:
                other[at : at + 1] = [other[at][: len(other[at]) // 2], "thêm\r\n"]
    before, after = "".join(lines), "".join(other)
    assert apply(before, difference(before, after)) == after


def leaves(value: object, path: tuple[object, ...] = ()) -> dict[tuple[object, ...], object]:
    """A second, naive reading: every value by its path."""
    if isinstance(value, dict):
        return {k: v for key, one in value.items() for k, v in leaves(one, (*path, key)).items()}
    if isinstance(value, list):
        return {k: v for key, one in enumerate(value) for k, v in leaves(one, (*path, key)).items()}
    return {path: value}


@pytest.mark.parametrize("seed", range(1000 if LONG else 60))
def test_nothing_is_lost_without_a_question(seed: int) -> None:
    """Both sides change values at random: each change is in the result, or in a question with both values."""
    chance = random.Random(seed)
    base = SEED.read_text(encoding="utf-8")
    words = [at for at in range(len(base)) if base.startswith((" nghèo", " thành phố", "100%"), at)]

    def changed() -> tuple[str, list[str]]:
        text, marks = base, []
        for at in sorted(chance.sample(words, chance.randrange(1, 8)), reverse=True):
            marks.append(f"Z{chance.randrange(10**9)}Z")
            text = text[:at] + (" " if base[at] == " " else "") + marks[-1] + text[at:]
        return text, marks

    (mine, my_marks), (theirs, their_marks) = changed(), changed()
    found = merge(base, mine, theirs)
    for side, marks, others in ((MergeSide.MINE, my_marks, their_marks), (MergeSide.THEIRS, their_marks, my_marks)):
        text = found.text(*[side] * len(found.questions))
        asked = "\n".join(one.mine + one.theirs for one in found.questions)
        assert all(mark in text for mark in marks)
        assert all(mark in text or mark in asked for mark in others)
        yaml.safe_load(text)
    was, mine_values, their_values = (leaves(yaml.safe_load(text)) for text in (base, mine, theirs))
    common = [path for path in was if was[path] != mine_values[path] and was[path] != their_values[path]]
    assert bool(common) == bool(found.questions)

"""Two sequences laid side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.tracking.alignment import align, dice


def shown(old: str, new: str) -> str:
    """The pairs of two texts as words: kept ones as they are, a changed one with both sides, the rest with a sign."""
    before, after = old.split(), new.split()
    pairs = align(before, after, lambda i, j: float(before[i][0] == after[j][0]))
    sides = ((None if i is None else before[i], None if j is None else after[j]) for i, j in pairs)
    return " ".join(f"-{a}" if b is None else f"+{b}" if a is None else a if a == b else f"{a}>{b}" for a, b in sides)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("a b c", "a b c", "a b c"),
        ("a b c", "a c", "a -b c"),
        ("a c", "a b c", "a +b c"),
        ("a b1 c", "a b2 c", "a b1>b2 c"),
        ("a b1 c", "a x b2 c", "a +x b1>b2 c"),
        ("a b c d", "a c b d", "a -b c +b d"),
        ("a x a", "a a x a", "a +a x a"),
        ("a b", "c d", "-a -b +c +d"),
    ],
)
def test_what_stayed_is_paired(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("tập huấn cho xã", True),
        ("tập huấn ở thôn", True),  # half of the words
        ("tập sự ở thôn", False),
        ("tập huấn thêm ở các thôn", False),  # two words of five
    ],
)
def test_texts_are_one_that_changed_from_half_of_their_words_on(new: str, expected: bool) -> None:
    likeness = dice(frozenset("tập huấn cho xã".split()), frozenset(new.split()))
    assert align(["old"], ["new"], lambda _i, _j: likeness) == ([(0, 0)] if expected else [(0, None), (None, 0)])


@given(st.lists(st.integers(0, 9), max_size=30), st.lists(st.integers(0, 9), max_size=30))
def test_every_item_has_its_place_in_order(old: list[int], new: list[int]) -> None:
    pairs = align(old, new, lambda i, j: float(old[i] == new[j]))
    assert [i for i, _j in pairs if i is not None] == list(range(len(old)))
    assert [j for _i, j in pairs if j is not None] == list(range(len(new)))
    assert all(old[i] == new[j] for i, j in pairs if i is not None and j is not None)


@pytest.mark.parametrize("shared", [True, False])
def test_long_sequences_are_not_compared_each_with_each(shared: bool) -> None:
    size, asked = 4000, 0

    def likeness(_i: int, _j: int) -> float:
        nonlocal asked
        asked += 1
        return 0.0

    old = [f"{n}" for n in range(size)]
    new = [f"{n}" if shared and n % 9 else f"new {n}" for n in range(size)]
    align(old, new, likeness)
    assert asked < 200 * size

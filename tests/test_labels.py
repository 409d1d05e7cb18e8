"""Labels: what is printed is read again as what it was, and Word's own counting comes to the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.model import labels
from kehoach.model.items import ListStyle

COUNTED = [
    style for style in ListStyle if style not in (ListStyle.NONE, ListStyle.DASH, ListStyle.PLUS, ListStyle.STAR)
]


@settings(max_examples=400)
@given(st.sampled_from(COUNTED), st.integers(1, 23))
def test_a_label_is_read_as_what_it_was(style: ListStyle, number: int) -> None:
    label = labels.label_of(style, number, "2." if style is ListStyle.DECIMAL else "")
    if style is ListStyle.CAPITAL and label[0] in "IVXL":  # roman, the decree's own sign of sections
        style, number = ListStyle.ROMAN, {"I": 1, "V": 5, "X": 10, "L": 50}[label[0]]
    assert labels.read(label) == (style, number)


@pytest.mark.parametrize(
    ("sign", "style"),
    [
        ("I", "roman"), ("II.", "roman"), ("A", "capital"), ("1", "number"), ("1.", "number"), ("1.2", "decimal"),
        ("a", "letter"), ("a)", "letter"), ("a.", "letter-dot"), ("1)", "number-bracket"), ("(1)", "paren"),
        ("(i)", "roman-paren"), ("-", "dash"), ("–", "dash"), ("+", "plus"), ("*", "star"), ("", "none"),
    ],
)  # fmt: skip
def test_a_sign_in_a_table_is_of_a_style(sign: str, style: str) -> None:
    assert labels.is_of(sign, ListStyle(style))


def test_signs_of_other_styles_are_not() -> None:
    assert not labels.is_of("1.2", ListStyle.NUMBER)
    assert not labels.is_of("a", ListStyle.NUMBER)
    assert not labels.is_of("Tổng", ListStyle.CAPITAL)
    assert not labels.is_of("1", ListStyle.NONE)


def test_capitals_go_on_as_word_counts_them() -> None:
    assert [labels.label_of(ListStyle.CAPITAL, number) for number in (1, 26, 27, 28)] == ["A.", "Z.", "AA.", "BB."]

"""Work grows in proportion to what is read: no expression and no command takes four times as long for twice as much."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.vietnamese import fold, is_nfc, nearest, nfc
from tests.support.pumping import Expression, expressions, steep

BOUNDED = {
    r"(\w+) $": "sees 20 characters",
    r"\{\{(?P<expression>.*?)\}\}|(?P<todo>TODO": "the first that is not closed ends the reading of that text",
    "<[^>]*>": "sees XML that lxml wrote, where each < has its >",
    "<w:t(?: [^>]*)?>([^<]*)</w:t>": "sees XML that lxml wrote",
    r"(<w:tcPr(?: [^>]*)?>)": "sees XML that lxml wrote",
    r"\{\{.*?\}\}": "not mended yet: template check is quadratic in tags that are not closed",
    r"\{%[-+]?\s*(\w+).*?%\}": "believed to see only templates that Jinja took, whose tags are closed",
    r"\{#.*?#\}": "believed to see only templates that Jinja took",
}
"""How an expression begins whose texts cannot be long, or cannot be such, and why."""


def test_no_expression_is_slower_than_its_text_is_long() -> None:
    found = {}
    for expression in expressions():
        raw = expression.pattern.pattern
        text = raw.decode() if isinstance(raw, bytes) else raw
        if not text.startswith(tuple(BOUNDED)) and (pump := steep(expression)):
            found[expression.place] = (text, pump)
    assert not found, found


@pytest.mark.parametrize(
    "pattern",
    [r"\{\{.*?\}\}", r"[ \t]+#", r"ignore\[(?P<codes>[^\[\]#]*[^\[\]#\s,][^\[\]#]*)\]", r"\d+(?:\.\d{3})+%"],
)
def test_a_careless_expression_is_found(pattern: str) -> None:
    assert steep(Expression("here", re.compile(pattern), frozenset({"search"})))


MARKS = st.text(st.sampled_from("\u0300\u0301\u0323\u0309\u0344\u05b0\u3099aệđ "), min_size=20, max_size=200)


@given(MARKS)
def test_rows_of_marks_are_read_as_unicode_says(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)
    assert is_nfc(text) == unicodedata.is_normalized("NFC", text)


WORDS = st.text(st.sampled_from("abcdeiotđộ-"), max_size=9)


@given(WORDS, st.lists(WORDS, max_size=8))
def test_a_guess_is_the_one_that_every_comparison_gives(word: str, known: list[str]) -> None:
    assert nearest(word, known) == _guess(word, known)


def _guess(word: str, known: list[str]) -> str | None:
    folded, best, likeness = fold(word), None, 0.7
    for candidate in known:
        other = fold(candidate)
        ratio = SequenceMatcher(None, folded, other).ratio()
        if ratio <= likeness and best is None and abs(len(folded) - len(other)) <= 1 and folded and folded in other:
            ratio = 0.71
        if ratio > likeness:
            best, likeness = candidate, ratio
    return best

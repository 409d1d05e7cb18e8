"""Work grows in proportion to what is read: no expression and no command takes four times as long for twice as much."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kehoach.diagnostics import Message
from kehoach.model.agency import Agency
from kehoach.rolling.ledger import Fate, Ledger, LedgerEntry, LedgerTopic
from kehoach.rolling.names import _places, _spans
from kehoach.source import Source, Span
from kehoach.templates.reader import _tags_in
from kehoach.vietnamese import Guesses, fold, is_nfc, nearest, nfc
from tests.support.pumping import Expression, expressions, steep

BOUNDED = {
    r"(\w+) $": "sees 20 characters",
    r"\{\{(?P<expression>.*?)\}\}|(?P<todo>TODO": "the first that is not closed ends the reading of that text",
    r"(?i)(?:[\s,:(]+(?:đạt|giảm|tăng": "sees a sentence of a target, which is short",
    r".*'(?P<name>[^']*)'\. \(?Did you mean": "sees what was typed at a command line",
    "'(?P<value>[^']*)' is not one of ": "sees what was typed at a command line",
    "<[^>]*>": "sees XML that lxml wrote, where each < has its >",
    "<w:t(?: [^>]*)?>([^<]*)</w:t>": "sees XML that lxml wrote",
    r"(<w:tcPr(?: [^>]*)?>)": "sees XML that lxml wrote",
    r"\{\{.*?\}\}": "believed to see only templates that Jinja took, whose tags are closed",
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
    expression = Expression("here", re.compile(pattern), frozenset({"search"}))
    assert any(steep(expression) for _try in range(3)), "a busy machine blurs one measurement"


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


@given(st.text(st.sampled_from("{}%#a\n"), max_size=30))
@example("{{%a%}")
def test_tags_are_those_that_an_expression_finds(text: str) -> None:
    tag = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
    assert list(_tags_in(text)) == [match.span() for match in tag.finditer(text)]


NAMED = st.text(st.sampled_from("ab -,"), min_size=1, max_size=6)


@example("a a a", ["a a"], None)
@given(st.text(st.sampled_from("ab -,"), max_size=40), st.lists(NAMED, max_size=5), st.sampled_from([None, "a", "a b"]))
def test_names_are_found_where_an_expression_finds_each(text: str, names: list[str], level: str | None) -> None:
    places = _places(set(names), text)
    agency = Agency(name="a", of=level)
    ending = f"(?: {re.escape(level)})?" if level else ""
    for name in names:
        expression = re.compile(rf"(?<!\w){re.escape(name)}{ending}(?!\w)")
        assert list(_spans(name, agency, text, places)) == [match.span() for match in expression.finditer(text)]


PLACE = st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from("abc"))


@given(st.lists(PLACE, max_size=6), st.integers(0, 14))
def test_an_entry_belongs_to_the_innermost_part_around_it(labels: list[tuple[int, int, str]], at: int) -> None:
    source = Source("a", " " * 20)
    entry = LedgerEntry(LedgerTopic.YEAR, Fate.CARRIED, Span(source, at, at), "", "", Message("", {}))
    around = [(end - start, name) for start, end, name in labels if start <= at <= end]
    assert Ledger(source, (entry,), "", tuple(labels)).about(entry) == min(around, default=(0, ""))[1]


def test_guesses_end_and_are_those_of_every_comparison_until_then() -> None:
    known = [f"so-b{number}" for number in range(50)]
    guesses = Guesses(steps=1000)
    found = [guesses.of(f"so-b{number}x", known) for number in range(50)]
    given = found.index(None)
    assert 2 < given < 20
    assert not any(found[given:])
    assert found[:given] == [f"so-b{number}" for number in range(given)]

"""Whatever a value is replaced by, a plan is read, checked and printed, or told what is wrong with it: no traceback."""

from __future__ import annotations

import random
from functools import cache

import pytest

from kehoach.diagnostics import KehoachError
from kehoach.model.agency import Agencies
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source, Span
from tests.support.cases import CASES, FEATURES
from tests.support.plans import SEED, make, registry

WORDS = (
    "TODO(x?)", "", "[a, b]", "abc", "5", "-", "{{ year }}", "> 5", "Ủy ban", "1/2024", "99/99/9999", "true", "null",
    "{a: b}", "'x'", "x: y", "#", "0", "TODO()", "2026-2020", "≥", "1.2.3", "ma-1", "KT", "- x", "\n  - a\n",
    "  \n  k: v\n", "{{ value }}", "{{ due('x') }}", "|\n", "{{ agency('so-khcn').short }}", "TODO(a) b TODO(c)",
)  # fmt: skip
"""What drafters, and mistakes, put in place of a value or a key."""


@cache
def texts() -> list[tuple[str, Agencies]]:
    cases = registry(CASES / "agencies.yaml")
    others = [CASES.parent / "data" / "every-field.yaml", *FEATURES]
    return [(SEED.read_text(encoding="utf-8"), registry()), *((p.read_text(encoding="utf-8"), cases) for p in others)]


def spans(node: Node) -> list[Span]:
    """The places of all keys and values."""
    if isinstance(node, MappingNode):
        return [span for entry in node.entries for span in (entry.key.span, *spans(entry.value))]
    if isinstance(node, ListNode):
        return [span for item in node.items for span in spans(item)]
    return [node.span]


def mutated(text: str, dice: random.Random) -> str:
    """The text with one to three of its keys and values replaced."""
    for _turn in range(dice.choice([1, 1, 2, 3])):
        node, _findings = read(Source("x", text))
        if node is None or not (places := spans(node)):
            return text
        place = dice.choice(places)
        text = text[: place.start] + dice.choice(WORDS) + text[place.end :]
    return text


@pytest.mark.parametrize("turns", [150, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_mutation_ends_in_a_traceback(turns: int) -> None:
    dice = random.Random(30)
    printed = told = 0
    for _turn in range(turns):
        text, agencies = dice.choice(texts())
        text = mutated(text, dice)
        made = make(text, agencies)
        assert made.plan is not None or made.findings, text
        for finding in made.findings:
            assert str(finding.message)
            assert finding.span.line > 0
        told += bool(made.errors)
        if made.plan is not None and not made.errors:
            try:
                made.docx()
                printed += 1
            except KehoachError:
                continue
    assert printed > turns // 20
    assert told > turns // 4

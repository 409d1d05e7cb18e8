"""Faults of syntax that can be told apart are told in one run, each at its own place."""

from __future__ import annotations

import random

import pytest

from kehoach.pipeline.examine import look_at_plan, look_at_registry
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.plans import registry
from tests.test_obeyed import PLAN

AGENCIES = registry(CASES / "agencies.yaml")
SLIPS = [
    ("issuer: ubnd-tinh", "issuer ubnd-tinh", 1), ("      - Nội dung hai.", "      -Nội dung hai.", 7),
    ("        baseline: 1,56%", "        baseline 1,56%", 9), ("archive: VT", "archive VT", 1),
    ("        deadline: 15/6", "        deadline 15/6", 9),
]  # fmt: skip


def harmed(chosen: list[tuple[str, str, int]]) -> tuple[str, list[tuple[int, int]]]:
    text = PLAN
    for old, new, _column in chosen:
        assert text.count(f"{old}") >= 1
        text = text.replace(old, new, 1)
    lines = text.split("\n")
    places = [
        (next(n for n, line in enumerate(lines, 1) if line.startswith(new)), column) for _old, new, column in chosen
    ]
    return text, sorted(places)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_each_is_told_at_its_place(count: int) -> None:
    for seed in range(4):
        text, places = harmed(random.Random(seed).sample(SLIPS, count))
        found = look_at_plan(Source("a.yaml", text), AGENCIES).findings
        assert [f.span.line for f in found] == [line for line, _column in places]
        assert {f.code for f in found} == {"KH001"}
        assert all(f.span.text and f.span.source.text == text for f in found)


def test_what_the_first_makes_of_others_is_not_told() -> None:
    """A parent whose colon is missing has children that would fit nowhere: one fault."""
    text = PLAN.replace("signature:\n", "signature\n")
    assert len(look_at_plan(Source("a.yaml", text), AGENCIES).findings) == 1


def test_of_the_registry_too() -> None:
    text = "a:\n  name: Phòng A\n  of xã\n  place: A\nb:\n  name: Phòng B\n  short xã\n  place: B\n"
    found = look_at_registry(Source("agencies.yaml", text)).findings
    assert [f.span.line for f in found] == [3, 7]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("issuer: ubnd-tinh", "issuer ubnd-tinh"),
        ("lead: [so-khcn]", "lead: [so-khcn"),
        ("text: Rà soát.", 'text: "Rà soát.'),
        ("        value: 1,50%", "         value: 1,50%"),
        ("      - Nội dung hai.", "      -- Nội dung hai."),
        ("      - Nội dung hai.", "      Nội dung hai."),
    ],
)
def test_the_repair_is_followed_whatever_its_hint_says(old: str, new: str) -> None:
    text = PLAN.replace(old, new, 1).replace("archive: VT", "archive VT")
    expected = [text[: text.index(slip)].count("\n") + 1 for slip in (new, "archive VT")]
    found = look_at_plan(Source("a.yaml", text), AGENCIES).findings
    assert [f.span.line for f in found] == expected, [str(f.hint) for f in found]


def test_a_doubtful_repair_is_not_followed() -> None:
    """Several columns would fit: what comes next depends on which of them was meant."""
    text = PLAN.replace("      - Nội dung hai.", "    - Nội dung hai.").replace("archive: VT", "archive VT")
    (finding,) = look_at_plan(Source("a.yaml", text), AGENCIES).findings
    assert str(finding.hint) == "as many as 2, 6 spaces would fit: which lines does it belong to?"

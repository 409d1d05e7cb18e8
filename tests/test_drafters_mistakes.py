"""What drafters get wrong in what they say: each mistake is found on its own line, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kehoach.diagnostics import Finding
from kehoach.parse.plan import parse_agencies
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.plans import make

FOLDER = CASES / "mistakes"
PLAN = (FOLDER / "plan.yaml").read_text(encoding="utf-8")
MISTAKES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "mistakes.yaml").read_text(encoding="utf-8"))


def findings(text: str) -> tuple[Finding, ...]:
    source = Source("agencies.yaml", (FOLDER / "agencies.yaml").read_text(encoding="utf-8"))
    node, _faults = read(source)
    assert node is not None
    return make(text, parse_agencies(node, source)[0]).findings


def test_without_a_mistake_nothing_is_found() -> None:
    assert findings(PLAN) == ()


def test_there_are_more_than_sixty() -> None:
    assert len({one["mistake"] for one in MISTAKES}) == len(MISTAKES) >= 63


ELSEWHERE = {
    ("basis without date", "KH512"): "    number: 07/2021/NĐ-CP",  # the line itself is gone
    ("basis without abstract", "KH512"): "    number: 07/2021/NĐ-CP",
    ("signed by TUQ and KT", "KH703"): "  title: Chủ tịch",  # a head needs no KT
    ("duties of a body that is no recipient", "KH715"): "      - agencies: [phong-van-hoa]",
    ("a missing cell", "KH412"): "              Cộng | | 25 | 1.250",  # and KH414 in its row
    ("an appendix that no text mentions", "KH115"): "appendices:",
}
"""Findings that are on another line than their mistake: on the line with this text."""


def changed_lines(text: str) -> range:
    """The lines of `text` that are not those of the plan."""
    before, after = PLAN.split("\n"), text.split("\n")
    top, bottom = common(before, after), common(before[::-1], after[::-1])
    return range(top + 1, len(after) - bottom + 1)


def common(one: list[str], other: list[str]) -> int:
    """How many lines two texts begin with alike."""
    return next(n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)


@pytest.mark.parametrize("one", MISTAKES, ids=lambda one: one["mistake"].replace(" ", "-"))
def test_a_mistake_is_found(one: dict[str, Any]) -> None:
    assert PLAN.count(one["old"]) == 1
    text = PLAN.replace(one["old"], one["new"])
    found = findings(text)
    assert {finding.code for finding in found} == set(one["code"].split()), [str(f.message) for f in found]
    lines, own = text.split("\n"), changed_lines(text)
    for finding in found:
        elsewhere = ELSEWHERE.get((one["mistake"], finding.code))
        if elsewhere is None:
            assert finding.span.line in own, (finding.code, str(finding.message))
        else:
            assert finding.span.line not in own
            assert lines[finding.span.line - 1] == elsewhere


def test_what_is_found_elsewhere_belongs_to_a_mistake() -> None:
    assert {(one["mistake"], code) for one in MISTAKES for code in one["code"].split()} >= set(ELSEWHERE)

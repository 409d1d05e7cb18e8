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


@pytest.mark.parametrize("one", MISTAKES, ids=lambda one: one["mistake"].replace(" ", "-"))
def test_a_mistake_is_found(one: dict[str, Any]) -> None:
    assert PLAN.count(one["old"]) == 1
    text = PLAN.replace(one["old"], one["new"])
    found = findings(text)
    assert {finding.code for finding in found} == set(one["code"].split()), [str(f.message) for f in found]

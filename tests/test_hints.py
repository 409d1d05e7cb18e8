"""Every hint that names a text, in every case of every rule: put there to the letter, it does away with its finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.source import Source
from tests.support.cases import CASES, RULES
from tests.support.obeying import Unsaid, obeyed
from tests.support.plans import registry
from tests.test_rules import unmarked

AGENCIES = registry(CASES / "agencies.yaml")


def look(text: str) -> Examined:
    return look_at_plan(Source("a.yaml", text), AGENCIES)


def hints() -> list[tuple[str, str, int]]:
    """Of each firing case the findings of its rule whose hint names a text: file, text, which finding."""
    found = []
    for path in RULES:
        text = unmarked(path.read_bytes().decode("utf-8"))[0]
        own = [f for f in look(text).findings if f.code == path.parent.name]
        for index, finding in enumerate(own):
            try:
                obeyed(finding, text)
            except Unsaid:
                continue
            found.append((f"{path.parent.name}/{path.stem}", text, index))
    return found


HINTS = hints()
GUESSES = ("KH093",)
"""Codes whose hint is a guess of which rule was meant: that there is nothing for it to silence is another finding."""


def test_many_hints_name_a_text() -> None:
    assert len({Path(name).parent.name for name, _text, _index in HINTS}) >= 20


@pytest.mark.parametrize(("name", "text", "index"), HINTS, ids=[f"{name}-{index}" for name, _text, index in HINTS])
def test_a_hint_obeyed_ends_its_finding_and_brings_no_other(name: str, text: str, index: int) -> None:
    code = name.split("/")[0]
    before = look(text)
    obeyed_one = [f for f in before.findings if f.code == code][index]
    after = look(obeyed(obeyed_one, text))
    said, left = [f.code for f in before.findings], [f.code for f in after.findings]
    same = [f for f in after.findings if f.code == code and f.span.start == obeyed_one.span.start]
    assert left.count(code) < said.count(code) or not same  # one that speaks for several lines goes on to the next
    if code not in GUESSES and before.readable and not any(f.vital for f in before.findings):
        assert set(left) <= set(said)

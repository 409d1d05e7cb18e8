"""Every hint that names a text, in every case of every rule: put there to the letter, it does away with its finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cases import RULES
from tests.support.obeying import Unsaid, obeyed
from tests.test_rules import look_again, looked_at


def hints() -> list[tuple[Path, int]]:
    """Of each firing case the findings of its rule whose hint names a text: the case, and which finding."""
    found = []
    for path in RULES:
        made = looked_at(path)
        own = [f for f in made.findings if f.code == path.parent.name]
        for index, finding in enumerate(own):
            try:
                obeyed(finding, made.source.text)
            except Unsaid:
                continue
            found.append((path, index))
    return found


HINTS = hints()
GUESSES = ("KH093",)
"""Codes whose hint is a guess of which rule was meant: that there is nothing for it to silence is another finding."""


def test_many_hints_name_a_text() -> None:
    assert len({path.parent.name for path, _index in HINTS}) >= 20


@pytest.mark.parametrize(
    ("path", "index"), HINTS, ids=[f"{path.parent.name}/{path.stem}-{index}" for path, index in HINTS]
)
def test_a_hint_obeyed_ends_its_finding_and_brings_no_other(path: Path, index: int) -> None:
    code = path.parent.name
    before = looked_at(path)
    obeyed_one = [f for f in before.findings if f.code == code][index]
    after = look_again(path, obeyed(obeyed_one, before.source.text))
    said, left = [f.code for f in before.findings], [f.code for f in after.findings]
    same = [f for f in after.findings if f.code == code and f.span.start == obeyed_one.span.start]
    assert left.count(code) < said.count(code) or not same  # one that speaks for several lines goes on to the next
    if code not in GUESSES and before.readable and not any(f.vital for f in before.findings):
        assert set(left) <= set(said)

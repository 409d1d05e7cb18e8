"""Regular expressions that are compiled late do what those do that are compiled at once, and each of ours can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kehoach.patterns import matches_at, regex
from tests.support.plans import ROOT


def test_a_late_pattern_has_what_a_pattern_has() -> None:
    late, early = regex(r"(?P<day>\d+)/", re.IGNORECASE), re.compile(r"(?P<day>\d+)/", re.IGNORECASE)
    assert late.sub("x", "1/2/3") == early.sub("x", "1/2/3")
    assert [match["day"] for match in late.finditer("1/2/3")] == ["1", "2"]
    assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)
    assert regex(rb"\d").search(b"a1")
    with pytest.raises(AttributeError):
        _ = late.nothing  # type: ignore[attr-defined]


def test_it_is_compiled_at_the_first_use() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")


def late_patterns(value: Any) -> Iterator[Any]:
    """Those in a value of a module, and in its tables."""
    if type(value).__name__ == "_LatePattern":
        yield value
    elif isinstance(value, dict):
        yield from late_patterns(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from late_patterns(one)


def test_every_pattern_of_ours_can_be_compiled() -> None:
    found = 0
    for path in Path(ROOT, "kehoach").rglob("*.py"):
        if "kehoach.patterns import regex" in path.read_text(encoding="utf-8"):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for one in late_patterns(list(vars(module).values())):
                one.search(b"" if isinstance(one.pattern, bytes) else "")
                found += 1
    assert found > 200


def test_places_that_are_looked_for_first_hide_no_match() -> None:
    day = regex(r"(?:ngày )?\d/\d")
    text = "ngày 1/2 và 3/4, ngày 5"
    found = [match.span() for match in matches_at(regex(r"ngày|\d/"), day, text)]
    assert found == [match.span() for match in day.finditer(text)] == [(0, 8), (12, 15)]

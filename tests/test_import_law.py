"""A plan made into a Word file and imported from it alone prints the same paper, and knows most of the same facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.importedfacts import Recognised
from tests.support.imports import saved_by_office, way, written
from tests.support.judges import need_office

FEW, ALL, SAVED = range(25), range(1000), range(50)
LEAST = {"target": 0.90, "table target": 0.80, "table deadline": 0.80, "deadline": 0.80, "basis": 0.85, "bodies": 0.85}
"""How many of the facts of a kind are found at least, of those that the sentence or the cell states alone."""
MOST_WRONG = 0.01


@pytest.mark.parametrize("seed", FEW)
def test_an_imported_plan_prints_the_same_paper(seed: int) -> None:
    assert way(seed).differences() == []


def test_most_facts_are_recognised() -> None:
    recognised = _recognised(FEW)
    assert _not_reached(recognised) == [], recognised.table()


@pytest.mark.long
def test_a_thousand_plans_print_the_same_papers() -> None:
    recognised = Recognised()
    failed = {}
    for seed in ALL:
        there_and_back = way(seed)
        there_and_back.count(recognised)
        if found := there_and_back.differences():
            failed[seed] = found
    assert failed == {}
    assert _not_reached(recognised) == [], recognised.table()


@pytest.mark.long
def test_papers_that_libreoffice_saved_are_imported_alike(tmp_path: Path) -> None:
    need_office()
    saved = saved_by_office({seed: written(seed)[2] for seed in SAVED}, tmp_path)
    failed = {seed: found for seed in SAVED if (found := way(seed, saved[seed]).differences())}
    assert failed == {}


def _recognised(seeds: Iterable[int]) -> Recognised:
    recognised = Recognised()
    for seed in seeds:
        way(seed).count(recognised)
    return recognised


def _not_reached(recognised: Recognised) -> list[str]:
    """What falls short: kinds of facts too few of which were there or were found; "wrong" for too many wrong ones."""
    short = [kind for kind, least in LEAST.items() if not recognised.there[kind] or recognised.share(kind) < least]
    return [*short, *(["wrong"] if recognised.wrong_share() > MOST_WRONG else [])]

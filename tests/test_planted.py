"""The judges of our Word files are judged themselves: 29 planted faults, each of which one of them must find.

`pytest -s tests/test_planted.py` prints who caught what.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kehoach.model.agency import Agencies
from tests.support import anyplan
from tests.support.cases import CASES
from tests.support.judges import VERSIONS, lint, sdk_errors
from tests.support.plans import make, registry
from tests.support.planted import FAULTS, SOUND, insert

AGENCIES: Agencies = registry(CASES / "agencies.yaml")


@pytest.fixture(scope="module")
def verdicts(seed_docx: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[bool, list[str]]]]:
    """Of each fault: whether Microsoft's SDK finds it, and what L1 to L9 say."""

    def judged(row: tuple[int, str]) -> tuple[str, tuple[bool, list[str]]]:
        number, name = row
        docx = FAULTS[name](seed_docx)
        folder = tmp_path_factory.getbasetemp() / f"planted-{number}"
        folder.mkdir()
        return name, (bool(sdk_errors(docx, folder, versions=("Microsoft365",))), lint(docx))

    with ThreadPoolExecutor(2) as pool:
        yield dict(pool.map(judged, enumerate(FAULTS)))


def test_all_29_planted_faults_are_caught(verdicts: dict[str, tuple[bool, list[str]]]) -> None:
    assert len(verdicts) == 29
    print(f"\n{'fault':40} {'SDK':4} {'L':3}")
    for name, (sdk, ours) in verdicts.items():
        print(f"{name:40} {'yes' if sdk else '-':4} {', '.join(sorted({fault_code(f) for f in ours})) or '-'}")
    assert [name for name, (sdk, ours) in verdicts.items() if not sdk and not ours] == []


def fault_code(fault: str) -> str:
    return next(word.removesuffix(":") for word in fault.split() if word[0] == "L" and word[1].isdigit())


def test_each_judge_catches_what_the_other_misses(verdicts: dict[str, tuple[bool, list[str]]]) -> None:
    """Neither is there for show: without one of them, faults would pass."""
    assert any(sdk and not ours for sdk, ours in verdicts.values())
    assert any(ours and not sdk for sdk, ours in verdicts.values())


def test_a_sound_file_passes_both(seed_docx: bytes, tmp_path: Path) -> None:
    for docx in (seed_docx, insert(seed_docx, SOUND)):
        assert sdk_errors(docx, tmp_path) == []
        assert lint(docx) == []


def generated(count: int) -> list[bytes]:
    """Word files of so many plans of every shape."""
    found: list[bytes] = []

    @settings(max_examples=count, phases=[Phase.generate], database=None)
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        text, _leaves = anyplan.plan(data.draw, lambda: data.draw(anyplan.texts))
        found.append(make(text, AGENCIES).docx())

    collect()
    return found


def faults_of(documents: list[bytes], folder: Path) -> list[tuple[int, list[str]]]:
    """What both judges say against each document; two validators at a time, as each call takes one file."""

    def judged(row: tuple[int, bytes]) -> tuple[int, list[str]]:
        number, docx = row
        place = folder / str(number)
        place.mkdir()
        versions = VERSIONS if number % 10 == 0 else VERSIONS[-1:]
        return number, sdk_errors(docx, place, versions) + lint(docx)

    with ThreadPoolExecutor(2) as pool:
        return [row for row in pool.map(judged, enumerate(documents)) if row[1]]


def test_generated_documents_have_no_fault(tmp_path: Path) -> None:
    documents = generated(10)
    assert len(documents) >= 10
    assert faults_of(documents, tmp_path) == []


@pytest.mark.long
def test_a_thousand_generated_documents_have_no_fault(tmp_path: Path) -> None:
    """About six minutes on two free cores: the validator takes 0.6 s a file and starts anew for each."""
    documents = generated(1000)
    assert len(documents) >= 1000
    assert faults_of(documents, tmp_path) == []

"""Every structural feature of real plans: the YAML that says it, and what it prints.

A new case is a file in tests/cases/features; docs/features.md is made from them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kehoach.model.agency import Agencies
from tests.support.cases import CASES, FEATURES, FeatureCase, holds
from tests.support.judges import lint, sdk_errors
from tests.support.plans import make, registry
from tests.support.printing import Printer
from tests.support.word import WordFile


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return registry(CASES / "agencies.yaml")


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_feature_prints_as_expected(path: Path, agencies: Agencies, printer: Printer, tmp_path: Path) -> None:
    case = FeatureCase(path)
    made = make(case.text, agencies, path.name)
    assert made.errors == []
    docx = made.docx()
    word = WordFile(docx)
    lines = [line for line in word.text().replace("\u00a0", " ").split("\n") if line]
    for block in case.expected:
        assert holds(lines, block), "\n".join(["not found:", *block, "", "printed:", *lines])
    assert lint(docx) == []
    assert sdk_errors(docx, tmp_path) == []
    pdf = printer.pdf(docx)
    assert unlike(pdf.words(), "\n".join([*lines, *notes(word)]).split()) == ([], [])


def unlike(printed: list[str], written: list[str]) -> tuple[list[str], list[str]]:
    """Words of either side that the other lacks, by number; order is left to other tests.

    Narrow columns print without a gap and raised signs with one, so some words are several of the other side in a row.
    """
    sides = Counter(printed) - Counter(written), Counter(written) - Counter(printed)
    for side, other in (sides, sides[::-1]):
        for word in list(side.elements()):
            if parts := spelt(word, other):
                side.subtract([word])
                other.subtract(parts)
    return sorted(sides[0].elements()), sorted(sides[1].elements())


def spelt(word: str, words: Counter[str]) -> list[str]:
    """Some of the words that give `word` one after the other; none when they cannot."""
    for part in [part for part, count in words.items() if count > 0 and word.startswith(part)]:
        if part == word:
            return [part]
        if rest := spelt(word[len(part) :], words - Counter([part])):
            return [part, *rest]
    return []


@pytest.mark.parametrize(
    ("printed", "written", "left"),
    [
        ("giảm nghèo bền vững", "bền vững giảm nghèo", ("", "")),
        ("STT 1Xây NH4 + -N", "STT 1 Xây NH4+-N", ("", "")),
        ("giảm nghèo", "giảm nghèo nghèo", ("", "nghèo")),
        ("giảm ghènoi", "giảm nghèoi", ("ghènoi", "nghèoi")),
        ("cơ quan chủ trì", "cơ quan trì chủ quan", ("", "quan")),
        ("XâyMột", "Xây", ("XâyMột", "Xây")),
        ("1Một 2Hai", "1 Hai 2 Một", ("", "")),
    ],
)
def test_words_are_compared_as_words(printed: str, written: str, left: tuple[str, str]) -> None:
    found = unlike(printed.split(), written.split())
    assert (" ".join(found[0]), " ".join(found[1])) == left


def notes(word: WordFile) -> list[str]:
    """Footnotes with their numbers as they print: one at the call and one at the note."""
    from lxml import etree

    from kehoach.ooxml.names import w

    root = etree.fromstring(word.parts["word/footnotes.xml"])
    found = []
    for note in root.findall(w("footnote")):
        if note.get(w("type")) is None:
            text = "".join(t.text or "" for t in note.iter(w("t")))
            found.append(f"{note.get(w('id'))}{note.get(w('id'))}{text}")
    return found


def test_every_case_says_what_it_shows() -> None:
    assert len(FEATURES) >= 50
    for path in FEATURES:
        case = FeatureCase(path)
        assert case.feature
        assert case.seen
        assert case.fragment
        assert case.expected
        assert all(case.expected)

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
    assert words_of(pdf.words()) == words_of("\n".join([*lines, *notes(word)]).split())


def words_of(words: list[str]) -> Counter[str]:
    """Words by number; LibreOffice sets notes and repeated headers where it likes, so order is left to other tests."""
    return Counter("".join(words))


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

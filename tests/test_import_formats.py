"""The example plans by way of every format: one plan file, whatever program saved the Word file, and as what."""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kehoach.pdf.libreoffice import LibreOffice
from kehoach.pipeline.importer import ImportedPlan, imported, read_document
from kehoach.storage.workspace import fonts
from tests.support.amounts import LONG
from tests.support.judges import need_office
from tests.support.plans import ROOT, make, registry
from tests.support.renditions import typeset

PLANS = ("2024-chuyen-doi-so", "2024-giam-ngheo", "2025-giam-ngheo", "2026-giam-ngheo")
TRIED = PLANS if LONG else PLANS[:1]
FILTERS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "txt": "Text (encoded):UTF8",
    "doc": "MS Word 97",
    "pdf": "writer_pdf_Export",
}
"""By which filter LibreOffice saves the Word file."""
BUILT_IN = "built-in.pdf"
EXPLAINED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("2024-chuyen-doi-so", "txt"): {"-    landscape: true": "a text has no pages, so none of them lies across"},
}
"""Of a plan and a format: each line that the plan file has less (-) or more (+) than by way of the Word file, and why
the format cannot say it.
"""
MOST = 10
"""Differences of a plan by way of a .doc or a PDF; the other formats lose nothing but what is explained."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plans as written, and beside them as each program saves them: `NAME.KIND` in a folder of the kind."""
    need_office()
    root = tmp_path_factory.mktemp("formats")
    (root / "own").mkdir()
    (root / BUILT_IN).mkdir()
    for name in TRIED:
        made = make((ROOT / "plans" / f"{name.replace('-', '/', 1)}.yaml").read_text(encoding="utf-8"))
        (root / "own" / f"{name}.docx").write_bytes(made.docx())
        (root / BUILT_IN / f"{name}.pdf").write_bytes(typeset(made.document()))
    papers = [str(path) for path in sorted((root / "own").iterdir())]
    with LibreOffice(fonts()) as office:  # with our fonts: an older Liberation lacks letters
        for kind, by in FILTERS.items():
            ask = office.command(["--headless", "--convert-to", f"{kind}:{by}", "--outdir", kind, *papers])
            subprocess.run(ask, cwd=root, env=office.environment(), check=True, capture_output=True, timeout=600)
    return root


@pytest.mark.parametrize("name", TRIED)
def test_the_file_as_written_gives_every_word(name: str, folder: Path) -> None:
    made = read(folder / "own" / f"{name}.docx")
    assert made.proof is not None
    assert (made.proof.lost, made.proof.added, made.proof.moved) == ((), (), 0)
    assert not made.draft.doubts
    assert not made.found.not_understood
    assert made.with_facts


@pytest.mark.parametrize("kind", [*FILTERS, BUILT_IN])
@pytest.mark.parametrize("name", TRIED)
def test_every_format_gives_the_same_plan_file(name: str, kind: str, folder: Path) -> None:
    own = read(folder / "own" / f"{name}.docx").draft.text
    again = read(folder / kind / f"{name}.{kind.rsplit('.')[-1]}").draft.text
    explained = EXPLAINED.get((name, kind), {})
    assert list(differences(own, again)) == list(explained)
    assert len(explained) <= MOST


def differences(own: str, again: str) -> Iterator[str]:
    """The lines that one of two files has and the other has not, with + or - before them."""
    lines = difflib.unified_diff(own.splitlines(), again.splitlines(), "own", "again", lineterm="", n=0)
    return (line for line in list(lines)[2:] if not line.startswith("@@"))


def read(path: Path) -> ImportedPlan:
    return imported(read_document(path), registry(), "nhap.yaml")

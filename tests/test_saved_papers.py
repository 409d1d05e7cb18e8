"""Papers that LibreOffice opened and saved as Word files: text, labels, tables, pictures and links are still there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kehoach.ooxml.guard import opened
from tests.support.cases import CASES, FEATURES
from tests.support.judges import need_office
from tests.support.plans import make, registry
from tests.support.word import WordFile

NEW = [path for path in FEATURES if path.stem >= "53"]


@pytest.mark.long
@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_a_saved_paper_says_the_same(path: Path, tmp_path: Path) -> None:
    need_office()
    docx = make(path.read_text(encoding="utf-8"), registry(CASES / "agencies.yaml"), path.name).docx()
    (tmp_path / "a.docx").write_bytes(docx)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    ask = ["soffice", home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "saved", "a.docx"]
    subprocess.run(ask, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "saved" / "a.docx").read_bytes()
    assert words(saved) == words(docx)
    assert counted(saved) == counted(docx)


def words(docx: bytes) -> list[str]:
    """The words of the paper with the labels that Word counts; LibreOffice saves a plus as that of the Symbol font."""
    return WordFile(docx).text().replace("\u00a0", " ").replace("\uf02b", "+").split()


def counted(docx: bytes) -> dict[str, int]:
    """How many tables, pictures and links to the web a paper has."""
    parts = opened(docx, Path("a.docx"))
    body = parts["word/document.xml"].decode()
    related = parts["word/_rels/document.xml.rels"].decode()
    links = len(
        set(re.findall(r'HYPERLINK "([^"]+)"', body) + re.findall(r'Target="((?:https?|mailto):[^"]+)"', related))
    )
    return {"tables": body.count("<w:tbl>"), "pictures": body.count("<pic:pic"), "links": links}

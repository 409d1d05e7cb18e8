"""The project's own papers as other programs save them: LibreOffice's text is ours, whatever the file went through."""

from __future__ import annotations

import io
import os
import re
import subprocess
import unicodedata
import zipfile
from functools import cache
from pathlib import Path

import pytest

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile
from kehoach.pdf import office_files
from kehoach.pdf.office_files import FILTERS, as_docx
from kehoach.readers.document import ReadDocument, ReadTable, TextLine
from kehoach.reading.kinds import office_kind
from kehoach.reading.word import read_word
from tests.support.cases import CASES, FEATURES
from tests.support.judges import need_office
from tests.support.plans import ROOT, make, registry
from tests.support.wordfiles import docx, p
from tests.test_hostile_links import server as server

PLANS = ("plans/2024/giam-ngheo.yaml", "plans/2024/chuyen-doi-so.yaml", "plans/2026/giam-ngheo.yaml")
EXPORTS = {"docx": "MS Word 2007 XML", "doc": "MS Word 97", "odt": "writer8", "rtf": "Rich Text Format"}
_SIGNS = frozenset("-+*•◦▪‣–")
"""Signs of lists: LibreOffice has signs of its own for them when it writes text."""


@cache
def plans() -> dict[str, bytes]:
    """Word files of the project's own plans."""
    return {Path(path).stem + path[6:10]: make((ROOT / path).read_text(encoding="utf-8")).docx() for path in PLANS}


@cache
def features() -> dict[str, bytes]:
    """A Word file for each feature. Of contents and footnotes LibreOffice's text has more: entries, and numbers."""
    agencies = registry(CASES / "agencies.yaml")
    kept = [path for path in FEATURES if not re.search("contents|footnotes", path.stem)]
    return {path.stem: make(path.read_text(encoding="utf-8"), agencies, path.name).docx() for path in kept}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each kind of file with the plans, as LibreOffice saves them; `txt` is what it reads itself."""
    return saved(tmp_path_factory.mktemp("saved"), plans())


def saved(root: Path, papers: dict[str, bytes]) -> Path:
    need_office()
    (root / "own").mkdir()
    for name, data in papers.items():
        (root / "own" / f"{name}.docx").write_bytes(data)
    exports = {kind: f"{kind}:{name}" for kind, name in EXPORTS.items()}
    for kind, to in {**exports, "txt": "txt:Text (encoded):UTF8"}.items():
        convert(root, to, kind, sorted((root / "own").glob("*.docx")))
    return root


def convert(root: Path, to: str, kind: str, files: list[Path]) -> None:
    home = f"-env:UserInstallation={(root / 'home').as_uri()}"
    ask = ["soffice", home, "--headless", "--convert-to", to, "--outdir", kind, *map(str, files)]
    subprocess.run(ask, cwd=root, check=True, capture_output=True, timeout=600)


def lines(document: ReadDocument) -> list[str]:
    """The document's text in order, native labels in place."""
    made: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextLine):
            made.append(f"{block.label} {block.text}")
        elif isinstance(block, ReadTable):
            made += [f"{one.label} {one.text}" for row in block.rows for cell in row if cell for one in cell.lines]
    return made


def words(texts: list[str]) -> list[str]:
    """The words of lines without the signs of lists that begin them."""
    found: list[str] = []
    for text in texts:
        parts = unicodedata.normalize("NFC", text).translate({0x2011: "-", 0xAD: None, 0xFEFF: None}).split()
        while parts and parts[0] in _SIGNS:
            parts.pop(0)
        found += parts
    return found


@pytest.mark.parametrize("name", plans())
def test_what_is_read_is_what_libreoffice_reads(name: str, folder: Path) -> None:
    expected = in_text(folder, name)
    assert words(lines(read_word(plans()[name], name))) == expected
    assert words(lines(read_word((folder / "docx" / f"{name}.docx").read_bytes(), name))) == expected


def in_text(folder: Path, name: str) -> list[str]:
    return words((folder / "txt" / f"{name}.txt").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("kind", FILTERS)
def test_other_formats_are_read_by_way_of_libreoffice(kind: str, folder: Path) -> None:
    name = "giam-ngheo2024"
    data = (folder / kind / f"{name}.{kind}").read_bytes()
    assert office_kind(data, name) == kind
    again = read_word(as_docx(data, kind, name), name)
    assert words(lines(again)) == in_text(folder, name)
    own = [block for block in read_word(plans()[name], name).blocks if isinstance(block, TextLine)]
    assert [(one.label, one.text, one.align, one.is_bold) for one in again.blocks if isinstance(one, TextLine)] == [
        (one.label, one.text, one.align, one.is_bold) for one in own
    ]


@pytest.mark.long
def test_every_feature_is_the_same_by_way_of_every_format(tmp_path: Path) -> None:
    folder = saved(tmp_path, features())
    for kind in ("doc", "odt"):
        convert(folder, "docx:MS Word 2007 XML", f"of-{kind}", sorted((folder / kind).glob(f"*.{kind}")))
    for name in features():
        for kind in ("own", "docx", "of-doc", "of-odt"):
            read = read_word((folder / kind / f"{name}.docx").read_bytes(), name)
            assert words(lines(read)) == in_text(folder, name), f"{kind}/{name}"


@pytest.mark.parametrize(
    "data", [b"{\\rtf1 half", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0" * 2000]
)
def test_a_broken_file_is_refused(data: bytes) -> None:
    need_office()
    kind = office_kind(data, "a.doc")
    assert kind is not None
    with pytest.raises(UnreadableFile, match=r"cannot open a\.doc") as refused:
        as_docx(data, kind, "a.doc")
    assert refused.value.hint is not None


def test_links_of_other_formats_are_not_followed(server: tuple[str, list[str]]) -> None:
    """A picture of an .odt and fields of an .rtf in the web: nothing is asked for."""
    need_office()
    address, asked = server
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:draw="{names}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        '<office:body><office:text><text:p>a<draw:frame text:anchor-type="as-char">'
        f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="b"><text:section-source xlink:href="{address}/b.odt"/></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<m:manifest xmlns:m="{names}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    code = f'INCLUDEPICTURE "{address}/c.png" \\\\d'
    rtf = f"{{\\rtf1 a {{\\field{{\\*\\fldinst {code}}}{{\\fldrslt b}}}}}}".encode()
    for data in (made.getvalue(), rtf):
        read = office_kind(data, "a")
        assert read is not None
        assert lines(read_word(as_docx(data, read, "a"), "a"))[0].strip().startswith("a")
    assert asked == []


def test_without_libreoffice_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "find", lambda: None)
    with pytest.raises(EnvironmentFailure, match=r"a\.doc is read by way of LibreOffice") as missing:
        as_docx(b"", "doc", "a.doc")
    assert "Save As" in str(missing.value.hint)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no shell script to be in place of LibreOffice")
def test_a_libreoffice_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(office_files, "_LIMIT", 0.5)
    with pytest.raises(EnvironmentFailure, match=r"did not finish reading a\.doc"):
        as_docx(docx(p("a")), "doc", "a.doc")

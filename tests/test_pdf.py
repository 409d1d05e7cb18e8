"""The PDF as a file: one family of fonts, tagged, with outline, title and language, and always the same bytes."""

from __future__ import annotations

import io
import os
import stat
import struct
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

from kehoach.diagnostics import EnvironmentFailure
from kehoach.ooxml.package import pack, unpack
from kehoach.pdf import libreoffice
from kehoach.pdf.converter import Converter, font_families, normalised
from kehoach.pdf.libreoffice import LibreOffice
from kehoach.storage.workspace import fonts
from tests.support.judges import need_office
from tests.support.patience import comes_true
from tests.support.pdf import Pdf


def test_one_font_family_is_embedded(seed_pdf: Pdf) -> None:
    with pikepdf.open(io.BytesIO(seed_pdf.data)) as opened:
        assert len(font_families(opened)) == 1
        for page in opened.pages:
            for font in page.Resources.Font.values():
                assert any(key.startswith("/FontFile") for key in font.FontDescriptor)


def test_it_is_tagged_and_has_outline_title_and_language(seed_pdf: Pdf) -> None:
    with pikepdf.open(io.BytesIO(seed_pdf.data)) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "vi-VN"
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(opened.docinfo["/Title"]).startswith("Kế hoạch thực hiện công tác giảm nghèo")
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
            second = [child.title for child in outline.root[1].children]
        assert titles[0] == "I. MỤC ĐÍCH, YÊU CẦU"
        assert len(titles) == 5
        assert len(second) == 2


def test_two_conversions_give_the_same_bytes(seed_docx: bytes, seed_pdf: Pdf) -> None:
    need_office()
    with Converter(fonts()) as converter:
        assert converter.convert(seed_docx) == seed_pdf.data


def test_normalising_twice_changes_nothing(seed_pdf: Pdf) -> None:
    assert normalised(seed_pdf.data) == seed_pdf.data


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.6\n", b"<html>", b"%PDF-1.6\ngarbage\n%%EOF\n"])
def test_what_is_no_pdf_is_refused(broken: bytes) -> None:
    with pytest.raises(EnvironmentFailure):
        normalised(broken)


def test_a_cut_pdf_is_refused(seed_pdf: Pdf) -> None:
    with pytest.raises(EnvironmentFailure):
        normalised(seed_pdf.data[: len(seed_pdf.data) // 2])


def test_a_second_font_family_is_refused(seed_pdf: Pdf) -> None:
    with pikepdf.open(io.BytesIO(seed_pdf.data)) as opened:
        font = next(iter(opened.pages[0].Resources.Font.values()))
        font.BaseFont = pikepdf.Name("/ABCDEF+DejaVuSerif")
        buffer = io.BytesIO()
        opened.save(buffer)
    with pytest.raises(EnvironmentFailure, match="DejaVuSerif"):
        normalised(buffer.getvalue())


@pytest.mark.parametrize(
    ("pages", "fine"),
    [
        (["LiberationSerif LiberationSerif-Bold", "LiberationSerif-BoldItalic"], True),
        (["TimesNewRomanPSMT TimesNewRomanPS-BoldMT"], True),
        (["LiberationSerif TimesNewRomanPSMT"], False),
        (["LiberationSerif", "TimesNewRomanPSMT"], False),
        (["DejaVuSerif"], False),
        (["LiberationSerif", "LiberationSans"], False),
    ],
)
def test_all_pages_use_one_family_that_the_decree_allows(pages: list[str], fine: bool) -> None:
    pdf = with_fonts([names.split() for names in pages])
    if fine:
        assert normalised(pdf)
    else:
        with pytest.raises(EnvironmentFailure, match="mixes fonts"):
            normalised(pdf)


def with_fonts(pages: list[list[str]]) -> bytes:
    """A PDF without text whose pages name these fonts."""
    made = pikepdf.new()
    for names in pages:
        fonts_of_page = {
            f"/F{number}": pikepdf.Dictionary(Type=pikepdf.Name.Font, BaseFont=pikepdf.Name(f"/ABCDEF+{name}"))
            for number, name in enumerate(names)
        }
        made.add_blank_page().Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts_of_page))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def office_that(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LibreOffice:
    """A LibreOffice that behaves as a shell script says."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(libreoffice, "find", lambda: str(program))
    return LibreOffice(fonts())


def test_success_without_a_pdf_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        office_that("echo fine; exit 0", tmp_path, monkeypatch) as office,
        pytest.raises(EnvironmentFailure, match="fine"),
    ):
        office.convert(b"")


def test_a_hanging_program_is_ended_with_all_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "START_LIMIT", 0.5)
    script = f"sleep 97.123 & echo $! > {tmp_path}/child; wait"
    began = time.monotonic()
    with (
        office_that(script, tmp_path, monkeypatch) as office,
        pytest.raises(EnvironmentFailure, match="did not finish"),
    ):
        office.convert(b"")
    assert time.monotonic() - began < 60, "it would go on for longer"
    child = int((tmp_path / "child").read_text())
    assert comes_true(lambda: not alive(child))


def alive(pid: int) -> bool:
    """Whether a process runs still; a dead one that nobody has collected does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_without_an_engine_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    with Converter(fonts()) as converter, pytest.raises(EnvironmentFailure) as failed:
        converter.convert(b"")
    assert failed.value.exit_code == 4
    assert "libreoffice-writer-nogui" in str(failed.value.hint)


def test_a_table_that_would_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: "/bin/false")
    with Converter(fonts()) as converter:
        with pytest.raises(EnvironmentFailure, match="5001 rows"):
            converter.convert(b"", rows=5001)
        with pytest.raises(EnvironmentFailure, match="made no PDF"):
            converter.convert(b"", rows=5000)


def test_the_private_profile_blocks_links_and_is_gone_afterwards(seed_docx: bytes) -> None:
    need_office()
    with LibreOffice(fonts()) as office:
        home = office.home
        settings = (home / "profile" / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
        assert "BlockUntrustedRefererLinks" in settings
        office.convert(seed_docx)
    assert not home.exists()


@pytest.mark.parametrize("blocked", [True, False])
def test_a_linked_picture_of_this_machine_does_not_get_into_the_pdf(
    seed_docx: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: bool
) -> None:
    """A Word file that links to a picture must not draw it: the file could be somebody else's template.

    Without the setting LibreOffice draws it, which shows that the test can fail.
    """
    need_office()
    if not blocked:
        allowed = tuple(row for row in libreoffice._SETTINGS if "Links" not in row[1])
        monkeypatch.setattr(libreoffice, "_SETTINGS", allowed)
    with Converter(fonts()) as converter:
        made = converter.convert(with_linked_picture(seed_docx, tmp_path))
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert any(page.get_images() for page in opened.pages) is not blocked


def with_linked_picture(docx: bytes, folder: Path) -> bytes:
    """The Word file with a picture that is linked to, not embedded."""
    picture = folder / "secret.png"
    picture.write_bytes(_red_png())
    parts = unpack(docx)
    relation = (
        f'<Relationship Id="rIdLink" TargetMode="External" Target="{picture.as_uri()}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    rels = parts["word/_rels/document.xml.rels"].decode().replace("</Relationships>", relation)
    document = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + _DRAWING.encode(), 1)
    return pack({**parts, "word/_rels/document.xml.rels": rels, "word/document.xml": document})


_DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:link="rIdLink" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def _red_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xff\0\0" * 8 for _row in range(8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_the_environment_of_the_office_is_an_allowlist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "KEHOACH_SECRET", "1")
    monkeypatch.setattr(libreoffice, "find", lambda: "/bin/true")
    with LibreOffice(fonts()) as office:
        assert "KEHOACH_SECRET" not in office.environment()

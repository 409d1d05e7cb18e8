"""LibreOffice and Word files that link to the outside: nothing is asked for, no foreign picture gets into the PDF.

`ooxml.guard` refuses such templates; here they go straight to LibreOffice, which must not follow either.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest

from kehoach.ooxml.names import W
from kehoach.ooxml.package import pack, unpack
from kehoach.pdf.libreoffice import LibreOffice
from kehoach.storage.workspace import fonts
from tests.support.hostile import add_part, relate
from tests.support.judges import need_office
from tests.test_pdf import _DRAWING, _red_png

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server that offers a red picture to everyone, with the list of what was asked of it."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(_red_png())

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815

        def log_message(self, *_args: object) -> None:
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}", asked
    httpd.shutdown()


def field(code: str) -> str:
    runs = ["begin", None, "separate", "end"]
    return "<w:p>" + "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' if kind
        else f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>' for kind in runs
    ) + "</w:p>"  # fmt: skip


def link(kind: str, target: str) -> str:
    return f'<Relationship Id="rIdLink" TargetMode="External" Target="{target}" Type="{_OFFICE}/{kind}"/>'


def made(docx: bytes, kind: str, url: str, local: str) -> bytes:
    """The Word file with one kind of link."""
    parts = {name: data.decode() for name, data in unpack(docx).items()}
    body = ""
    if kind in ("picture by http", "picture by file"):
        relate(parts, link("image", f"{url}/a.png" if kind.endswith("http") else local))
        body = _DRAWING
    elif kind == "altChunk":
        relate(parts, link("aFChunk", f"{url}/a.docx"))
        body = '<w:altChunk r:id="rIdLink"/>'
    elif kind == "INCLUDEPICTURE":
        body = field(f'INCLUDEPICTURE "{url}/a.png" \\d') + field(f'INCLUDEPICTURE "{local}" \\d')
    elif kind == "INCLUDETEXT":
        body = field(f'INCLUDETEXT "{url}/a.docx"')
    elif kind == "object":
        relate(parts, link("oleObject", f"{url}/a.xlsx"))
        body = (
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" '
            'ProgID="Excel.Sheet.12" ShapeID="_x" '
            'DrawAspect="Content" ObjectID="_1" r:id="rIdLink"/></w:object></w:r></w:p>'
        )
    elif kind == "frames":
        parts["word/_rels/webSettings9.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + link("frame", f"{url}/frame.htm") + "</Relationships>"
        )  # fmt: skip
        add_part(parts, "webSettings", f'<w:webSettings xmlns:w="{W}" '
                 f'xmlns:r="{_OFFICE}"><w:frameset><w:frame><w:sourceFileName r:id="rIdLink"/></w:frame></w:frameset>'
                 "</w:webSettings>")  # fmt: skip
    else:
        parts["word/_rels/settings.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + link("attachedTemplate", f"{url}/a.dotm") + "</Relationships>"
        )  # fmt: skip
        settings = parts["word/settings.xml"]
        parts["word/settings.xml"] = settings.replace(
            "<w:defaultTabStop", f'<w:attachedTemplate xmlns:r="{_OFFICE}" r:id="rIdLink"/><w:defaultTabStop', 1
        )
    document = parts["word/document.xml"]
    parts["word/document.xml"] = document.replace("<w:body>", "<w:body>" + body, 1)
    return pack(parts)


KINDS = (
    "picture by http", "picture by file", "altChunk", "INCLUDEPICTURE", "INCLUDETEXT", "object", "frames",
    "attachedTemplate",
)  # fmt: skip


def pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len({image.objgen for page in opened.pages for image in page.get_images().values()})


def test_no_link_is_followed(seed_docx: bytes, server: tuple[str, list[str]], tmp_path: Path) -> None:
    """Eight kinds of links: no request, no picture."""
    need_office()
    url, asked = server
    secret = tmp_path / "secret.png"
    secret.write_bytes(_red_png())
    with LibreOffice(fonts()) as office:
        for kind in KINDS:
            pdf = office.convert(made(seed_docx, kind, url, secret.as_uri()))
            assert pictures(pdf) == 0, kind
            assert asked == [], kind


def test_an_embedded_picture_survives(seed_docx: bytes) -> None:
    need_office()
    parts = unpack(seed_docx)
    rels = parts["word/_rels/document.xml.rels"].decode()
    relation = f'<Relationship Id="rIdLink" Type="{_OFFICE}/image" Target="media/a.png"/></Relationships>'
    types = parts["[Content_Types].xml"].decode()
    png = '<Default Extension="png" ContentType="image/png"/>'
    drawing = _DRAWING.replace("r:link=", "r:embed=")
    parts |= {
        "word/media/a.png": _red_png(),
        "word/_rels/document.xml.rels": rels.replace("</Relationships>", relation).encode(),
        "[Content_Types].xml": types.replace("<Override", png + "<Override", 1).encode(),
        "word/document.xml": parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + drawing.encode(), 1),
    }  # fmt: skip
    with LibreOffice(fonts()) as office:
        assert pictures(office.convert(pack(parts))) == 1

"""Word files made to harm: refused by name, at once, without unpacking or parsing what would fill the memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kehoach.commands.render import render
from kehoach.diagnostics import EnvironmentFailure
from kehoach.ooxml.guard import MAX_ENTRIES, opened
from kehoach.ooxml.package import pack, unpack
from kehoach.pipeline.production import RunOptions
from tests.support.hostile import workspace
from tests.support.plans import ROOT, TEMPLATE

DOCUMENT = "word/document.xml"
LAUGHS = '<!DOCTYPE a [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "]>"
FILE_ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def rebuilt(**more: bytes) -> bytes:
    """The packaged template with further or other parts, `__` for a slash and `_D_` for a dot."""
    parts = unpack(TEMPLATE.read_bytes())
    return pack({**parts, **{name.replace("__", "/").replace("_D_", "."): data for name, data in more.items()}})


def with_entry(name: str, data: bytes = b"x", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The packaged template with one more entry, added as it is."""
    buffer = io.BytesIO(TEMPLATE.read_bytes())
    with zipfile.ZipFile(buffer, "a", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, data)
    return buffer.getvalue()


def typed(part: str, doctype: str, body: str = "") -> bytes:
    """The packaged template with a document type before the root of a part."""
    text = unpack(TEMPLATE.read_bytes())[part].decode()
    head, close, rest = text.partition("?>\n")
    if body:
        rest = rest.replace("<w:t ", "<w:t>" + body + "</w:t><w:t ", 1)
    return rebuilt(**{part: (head + close + doctype + rest).encode()})


def linked(kind: str, target: str, part: str = "document") -> bytes:
    relation = (
        '<Relationship Id="rIdFar" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    )
    name = f"word/_rels/{part}.xml.rels"
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    found = unpack(TEMPLATE.read_bytes()).get(name, head.encode()).decode()
    return rebuilt(**{name: found.replace("</Relationships>", relation + "</Relationships>").encode()})


def flagged_as_encrypted() -> bytes:
    data = bytearray(TEMPLATE.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    return bytes(data)


def lying_about_its_size() -> bytes:
    """A part of 40 MB that says it has 1000 bytes, in both of its heads."""
    data = bytearray(with_entry("word/media/a.png", b"\0" * 40_000_000))
    for head, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rindex(head)
        data[at + offset : at + offset + 4] = struct.pack("<I", 1000)
    return bytes(data)


def million_paragraphs() -> bytes:
    text = unpack(TEMPLATE.read_bytes())[DOCUMENT].decode()
    return rebuilt(**{DOCUMENT: text.replace("<w:body>", "<w:body>" + "<w:p/>" * 6_000_000).encode()})


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb of paragraphs": (million_paragraphs, "times its size"),
    "a picture of zeros": (lambda: rebuilt(word__media__a_D_png=b"\0" * 30_000_000), "times its size"),
    "a size that lies": (lying_about_its_size, "is no Word document"),
    "many parts": (lambda: rebuilt(**{f"word/a{n}.xml": b"<a/>" for n in range(MAX_ENTRIES)}), "more than 2000 parts"),
    "a part twice": (lambda: with_entry(DOCUMENT), "is there twice"),
    "a part twice, in capitals": (lambda: with_entry("WORD/Document.xml"), "is there twice"),
    "a path upward": (lambda: with_entry("../../canary"), "leads out"),
    "a path from the root": (lambda: with_entry("/tmp/canary"), "leads out"),
    "a path of Windows": (lambda: with_entry("C:\\canary"), "leads out"),
    "an encrypted part": (flagged_as_encrypted, "is encrypted"),
    "another compression": (lambda: with_entry("word/a.bin", b"x" * 1000, zipfile.ZIP_LZMA), "unusual way"),
    "a locked Word file": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 5000, "is no Word document"),
    "no zip at all": (lambda: b"<html>", "is no Word document"),
    "half a zip": (lambda: TEMPLATE.read_bytes()[:6000], "is no Word document"),
    "billion laughs": (lambda: typed(DOCUMENT, LAUGHS, "&a9;"), "DOCTYPE"),
    "laughs in the content types": (lambda: typed("[Content_Types].xml", LAUGHS), "DOCTYPE"),
    "a file as an entity": (lambda: typed(DOCUMENT, FILE_ENTITY, "&x;"), "DOCTYPE"),
    "a file as an entity of the header": (lambda: typed("word/header1.xml", FILE_ENTITY), "DOCTYPE"),
    "a file as an entity of the relations": (lambda: typed("_rels/.rels", FILE_ENTITY), "DOCTYPE"),
    "a file as an entity of the properties": (lambda: typed("docProps/core.xml", FILE_ENTITY), "DOCTYPE"),
    "an entity in UTF-16": (
        lambda: rebuilt(word__a_D_xml=(FILE_ENTITY + "<a/>").encode("utf-16")),
        "DOCTYPE",
    ),
    "XML in a part of another name": (lambda: rebuilt(word__a_D_bin=(LAUGHS + "<a/>").encode()), "DOCTYPE"),
    "another encoding": (lambda: rebuilt(word__a_D_xml=b'<?xml version="1.0" encoding="utf-7"?><a/>'), "UTF-8"),
    "broken XML": (lambda: rebuilt(word__a_D_xml=b"<a><b></a>"), "broken XML"),
    "a linked picture": (lambda: linked("image", "http://127.0.0.1:1/a.png"), "links to http"),
    "a template of the template": (lambda: linked("attachedTemplate", "http://a/b.dotm", "settings"), "links to http"),
    "a linked object": (lambda: linked("oleObject", "file:///etc/passwd"), "links to file"),
    "a linked part": (lambda: linked("aFChunk", "\\\\host\\share\\a.docx"), "links to"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_file_is_refused_at_once(name: str) -> None:
    build, problem = ATTACKS[name]
    package = build()
    began = time.process_time()
    with pytest.raises(EnvironmentFailure, match=r"templates/plan\.docx") as refused:
        opened(package, Path("templates/plan.docx"))
    took = time.process_time() - began
    print(f"{name}: {took * 1000:.1f} ms")
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "root:" not in str(refused.value)
    assert took < 1


def test_refusing_takes_no_memory(tmp_path: Path) -> None:
    """All in one process stay under 100 MB."""
    paths = []
    for number, (build, _problem) in enumerate(ATTACKS.values()):
        paths.append(tmp_path / f"{number}.docx")
        paths[-1].write_bytes(build())
    script = (
        "import sys\nfrom kehoach.diagnostics import EnvironmentFailure\nfrom kehoach.ooxml.guard import opened\n"
        "for path in sys.argv[1:]:\n    try: opened(open(path, 'rb').read(), path)\n"
        "    except EnvironmentFailure: continue\n"
        "    raise SystemExit(path)\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    command = [sys.executable, "-c", script, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100_000


@pytest.mark.parametrize("name", ["a bomb of paragraphs", "a file as an entity", "a linked picture", "half a zip"])
def test_rendering_says_so_and_writes_nothing(name: str, tmp_path: Path) -> None:
    plan = workspace(tmp_path, ATTACKS[name][0]())
    report = render([plan], RunOptions())
    assert report.exit_code == 4
    assert len(report.failures) == 1
    assert not list(tmp_path.rglob("ke-hoach*"))


def test_an_ordinary_file_passes_unchanged() -> None:
    package = TEMPLATE.read_bytes()
    assert opened(package, Path("plan.docx")) == unpack(package)
    assert opened(linked("hyperlink", "https://laichau.gov.vn"), Path("plan.docx"))
    assert opened(with_entry("word/media/", b""), Path("plan.docx"))

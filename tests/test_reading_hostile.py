"""Word files made to harm, to be read: refused with a way out, or read within limits of time and memory."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diagnostics import UnreadableFile
from kehoach.ooxml.package import pack, unpack
from kehoach.readers.document import ReadDocument
from kehoach.reading.kinds import office_kind
from kehoach.reading.word import MOST_PARAGRAPHS, read_word
from tests.support.plans import ROOT
from tests.support.wordfiles import docx, p, r
from tests.test_hostile_packages import ATTACKS
from tests.test_reading_word import CASES, cell, field, level, listed, num, style, table

MOST_SECONDS = 5.0

READ_ALL_THE_SAME = {
    "a picture of zeros", "a linked picture", "a template of the template", "a linked object", "a linked part",
    "another compression", "XML in a part of another name", "a size that lies", "a file as an entity of the properties",
}  # fmt: skip
"""What harms only who shows or unpacks it: pictures and other files inside are not touched, links not followed."""


def nested(head: str, core: str, tail: str, times: int) -> str:
    return head * times + core + tail * times


def numbered(content: str, more: str = "") -> bytes:
    lists = f'<w:abstractNum w:abstractNumId="0">{content}</w:abstractNum>{num(1, 0)}{more}'
    return docx("".join(p("a", listed(1, at)) for at in (0, 3, 8, 0)), numbering=lists)


def without(part: str) -> bytes:
    parts = unpack(docx(p("a")))
    del parts[part]
    return pack(parts)


def replaced(part: str, content: bytes) -> bytes:
    return pack({**unpack(docx(p("a"), styles="")), part: content})


def noise(count: int) -> str:
    """Text that does not pack: what returns in it is further away than deflate looks."""
    block = "".join(random.Random(1).choices("abcdeghiklmnopqrstuvxy ", k=100_000))
    return (block * (count // len(block) + 1))[:count]


BEGIN = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
END = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
LEFT = "<w:ins w:id='{}' w:author='a{}'/>"
OWN: dict[str, Callable[[], bytes]] = {
    "styles in a loop": lambda: docx(
        p("a", '<w:pStyle w:val="A"/>'),
        styles=style("A", "<w:basedOn w:val='B'/>") + style("B", "<w:basedOn w:val='A'/>"),
    ),
    "a style based on itself": lambda: docx(
        p("a", '<w:pStyle w:val="A"/>'), styles=style("A", "<w:basedOn w:val='A'/>")
    ),
    "a chain of ten thousand styles": lambda: docx(
        "".join(p("a", f'<w:pStyle w:val="S{n}"/>') for n in range(0, 10_000, 10)),
        styles="".join(style(f"S{n}", f"<w:basedOn w:val='S{n - 1}'/>") for n in range(10_000)),
    ),
    "table styles in a loop": lambda: docx(
        table(cell("a"), properties='<w:tblStyle w:val="A"/>'),
        styles=style("A", "<w:basedOn w:val='B'/>", "table") + style("B", "<w:basedOn w:val='A'/>", "table"),
    ),
    "lists that lead to each other": lambda: docx(
        p("a", listed(1)),
        styles=style("L", f"<w:pPr>{listed(2)}</w:pPr>") + style("K", f"<w:pPr>{listed(1)}</w:pPr>"),
        numbering='<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="K"/></w:abstractNum>' + num(1, 0) + num(2, 1),
    ),
    "a list without a definition": lambda: docx(p("a", listed(1)), numbering=num(1, 9)),
    "levels that are none": lambda: numbered(level(77, "decimal", "%1.") + level(-4, "decimal", "%1.")),
    "a level that is a word": lambda: numbered(level(0, "decimal", "%1.").replace('ilvl="0"', 'ilvl="x"')),
    "a label of a million signs": lambda: numbered(level(0, "decimal", "%1" * 500_000)),
    "a start beyond all numbers": lambda: numbered(
        level(0, "upperRoman", "%1.").replace('start w:val="1"', 'start w:val="99999999999999999999"')
    ),
    "a start before all numbers": lambda: numbered(
        level(0, "lowerLetter", "%1)").replace('start w:val="1"', 'start w:val="-7"')
    ),
    "letters up to nine thousand": lambda: numbered(
        level(0, "lowerLetter", "%1)").replace('start w:val="1"', 'start w:val="9000"')
    ),
    "an unknown way to count": lambda: numbered(level(0, "tuanHoan", "%1.")),
    "a list at a level that is none": lambda: docx(p("a", listed(1, 99)), numbering=num(1, 0)),
    "a cell over a billion columns": lambda: docx(table(cell("a", '<w:gridSpan w:val="1000000000"/>') + cell("b"))),
    "a cell over minus one column": lambda: docx(table(cell("a", '<w:gridSpan w:val="-1"/>') + cell("b"))),
    "columns in other digits": lambda: docx(table(cell("a", '<w:gridSpan w:val="²"/>') + cell("b"))),
    "a table of a thousand columns": lambda: docx(table(cell("a") * 1000)),
    "a billion columns before a row": lambda: docx(
        table("<w:trPr><w:gridBefore w:val='999999999'/></w:trPr>" + cell("a"))
    ),
    "cells that go on from nothing": lambda: docx(table(cell("a", "<w:vMerge/>") * 3, cell("b", "<w:vMerge/>"))),
    "a table without a row": lambda: docx(table()),
    "a row without a cell": lambda: docx(table("", cell("a"))),
    "tables in tables": lambda: docx(nested("<w:tbl><w:tr><w:tc>", p("a"), "</w:tc></w:tr></w:tbl>", 60)),
    "tables in tables in tables, beyond lxml": lambda: docx(
        nested("<w:tbl><w:tr><w:tc>", p("a"), "</w:tc></w:tr></w:tbl>", 400)
    ),
    "text boxes in text boxes": lambda: docx(
        nested("<w:p><w:r><w:pict><w:txbxContent>", p("a"), "</w:txbxContent></w:pict></w:r></w:p>", 60)
    ),
    "controls in controls": lambda: docx(nested("<w:sdt><w:sdtContent>", p("a"), "</w:sdtContent></w:sdt>", 120)),
    "controls in controls in a paragraph": lambda: docx(
        p(nested("<w:sdt><w:sdtContent>", r("a"), "</w:sdtContent></w:sdt>", 120))
    ),
    "two forms of two forms": lambda: docx(
        p(nested("<mc:AlternateContent><mc:Choice>", r("a"), "</mc:Choice></mc:AlternateContent>", 100))
    ),
    "elements a hundred thousand deep": lambda: docx(nested("<w:p>", "", "</w:p>", 100_000)),
    "a field in a field in a field": lambda: docx(p(field("IF", r("a")) + BEGIN * 20_000 + r("b") * 2_000)),
    "twenty thousand open fields that close": lambda: docx(p(BEGIN * 20_000 + r("b") * 2_000 + END * 20_000)),
    "ends of fields that never began": lambda: docx(p(END * 1000 + r("a"))),
    "a footnote that calls itself": lambda: docx(
        p("<w:r><w:footnoteReference w:id='1'/></w:r>"),
        footnotes="<w:footnote w:id='1'>" + p(r("a") + "<w:r><w:footnoteReference w:id='1'/></w:r>") + "</w:footnote>",
    ),
    "a footnote that is not there": lambda: docx(p(r("a") + "<w:r><w:footnoteReference w:id='1'/></w:r>")),
    "a hundred thousand calls of footnotes": lambda: docx(
        p("".join(f"<w:r><w:footnoteReference w:id='{n}'/></w:r>" for n in range(50_000)))
    ),
    "insertions without end": lambda: docx(p("".join(LEFT.format(n, n * 7919) for n in range(100_000)) + r("a"))),
    "deleted ends of paragraphs": lambda: docx(
        "".join(p(r(f"a{n * 7919}"), '<w:rPr><w:del w:id="5"/></w:rPr>') for n in range(20_000)) + p("b")
    ),
    "more paragraphs than any plan": lambda: docx(
        "".join(f"<w:p w:rsidR='{n * 7919:08X}'/>" for n in range(MOST_PARAGRAPHS + 1))
    ),
    "eleven megabytes of text": lambda: docx(p(noise(11_000_000))),
    "nine megabytes in one run": lambda: docx(p(noise(9_000_000))),
    "marks upon marks": lambda: docx(p("a" + "\u0301\u0323" * 500_000 + noise(100_000))),
    "a sign that is none": lambda: docx(p("<w:r><w:sym w:font='Wingdings' w:char='ZZ'/></w:r>")),
    "a sign beyond Unicode": lambda: docx(p("<w:r><w:sym w:font='Arial' w:char='FFFFFFFF'/></w:r>")),
    "half a sign": lambda: docx(p("<w:r><w:sym w:font='Arial' w:char='D800'/></w:r>")),
    "measures that are none": lambda: docx(
        p("a", '<w:ind w:left="nan" w:firstLine="inf"/>') + p("b", '<w:ind w:left="1e400" w:hanging="x"/>')
    ),
    "pages that are none": lambda: docx(p("a", "<w:sectPr><w:pgSz w:w='x' w:h='nan'/></w:sectPr>") + "<w:sectPr/>"),
    "borders that are none": lambda: docx(table(cell("a", "<w:tcBorders><w:top/></w:tcBorders>"))),
    "a look that is none": lambda: docx(
        table(cell("a"), properties="<w:tblStyle w:val='T'/><w:tblLook w:val='x'/>"),
        styles=style("T", "<w:tblStylePr w:type='firstRow'/>", "table"),
    ),
    "a list in a form that is none": lambda: docx(
        p("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='99'/></w:ddList></w:ffData>"
          "</w:fldChar></w:r>" + END + r("a"))
    ),
    "no document": lambda: without("word/document.xml"),
    "no relations": lambda: without("_rels/.rels"),
    "no content types": lambda: without("[Content_Types].xml"),
    "an empty document": lambda: replaced("word/document.xml", b""),
    "a document of another kind": lambda: replaced("word/document.xml", b"<html><body>a</body></html>"),
    "no body": lambda: replaced("word/document.xml", b"<a/>"),
    "styles of another kind": lambda: replaced("word/styles.xml", b"<a><b/></a>"),
    "styles that are broken": lambda: replaced("word/styles.xml", b"<a><b></a>"),
    "a document that is elsewhere": lambda: replaced(
        "_rels/.rels",
        b'<Relationships><Relationship Type="x/officeDocument" Target="../../../../etc/passwd"/></Relationships>',
    ),
    "a document in the web": lambda: replaced(
        "_rels/.rels",
        b'<Relationships><Relationship Type="x/officeDocument" TargetMode="External" Target="http://127.0.0.1:1/"/>'
        b"</Relationships>",
    ),
    "a document in UTF-16": lambda: replaced(
        "word/document.xml", unpack(docx(p("a")))["word/document.xml"].decode().encode("utf-16")
    ),
}  # fmt: skip


def stored(package: bytes) -> bytes:
    """A package whose parts are not packed: what unpacks to a hundred times its size is refused before it is read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in unpack(package).items():
            archive.writestr(name, data)
    return made.getvalue()


def read(package: bytes) -> ReadDocument | UnreadableFile:
    """What was read, or why not; anything else that is raised is a fault of ours."""
    try:
        return read_word(package, "a.docx")
    except UnreadableFile as refused:
        return refused


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_or_read_within_limits(name: str) -> None:
    outcome, took = timed(ATTACKS[name][0]())
    assert took < MOST_SECONDS
    assert isinstance(outcome, ReadDocument) or outcome.hint is not None
    assert isinstance(outcome, UnreadableFile) is (name not in READ_ALL_THE_SAME)
    assert "root:" not in str(outcome)


def timed(package: bytes) -> tuple[ReadDocument | UnreadableFile, float]:
    """What came of a file, and the seconds that it took."""
    began = time.process_time()
    return read(package), time.process_time() - began


def read_all() -> None:
    """The program of the next fixture: reads every file of OWN, prints what it saw as JSON."""
    seen = {}
    for name, build in OWN.items():
        outcome, took = timed(stored(build()))
        seen[name] = isinstance(outcome, ReadDocument) or outcome.hint is not None, took
    memory = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    # not ru_maxrss: that begins with what the process had that started this one
    print(json.dumps({"seen": seen, "memory": int(memory[1]) if memory else None}))


@pytest.fixture(scope="module")
def apart() -> dict[str, Any]:
    """Whether each file was read, or refused with a way out, and its seconds; kB of memory of the process in all."""
    script = "from tests.test_reading_hostile import read_all; read_all()"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", OWN)
def test_a_hostile_file_is_refused_or_read_within_limits(name: str, apart: dict[str, Any]) -> None:
    has_outcome, took = apart["seen"][name]
    assert has_outcome
    assert took < MOST_SECONDS


def test_reading_hostile_files_takes_little_memory(apart: dict[str, Any]) -> None:
    """All of them in one process, which may take half a gigabyte of address space more."""
    assert 10_000 < apart["memory"] < 1_000_000


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.randoms(use_true_random=False), st.sampled_from(("bytes", "tags")))
def test_a_file_that_was_damaged_is_read_or_refused(name: str, chance: random.Random, how: str) -> None:
    parts = unpack(CASES[name][0])
    if how == "bytes":
        package = bytearray(pack(parts))
        for _time in range(3):
            package[chance.randrange(len(package))] = chance.randrange(256)
        assert _is_read_or_refused(bytes(package))
        return
    part = chance.choice([one for one in parts if one.startswith("word/") and one.endswith(".xml")])
    pieces = parts[part].decode().split("<w:")
    for _time in range(3):
        at = chance.randrange(1, len(pieces))
        pieces[at] = chance.choice((pieces[at].replace('"1"', '"x"'), chance.choice(pieces[1:]), ""))
    assert _is_read_or_refused(pack({**parts, part: "<w:".join(pieces).encode()}))


def _is_read_or_refused(package: bytes) -> bool:
    """Whether a file was read, or refused with a way out; anything else that is raised is a fault of ours."""
    outcome = read(package)
    return isinstance(outcome, ReadDocument) or outcome.hint is not None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a table of a thousand columns", "more than 200 columns"),
        ("tables in tables", "20 deep"),
        ("more paragraphs than any plan", "more than 100000 paragraphs"),
        ("eleven megabytes of text", "more than 10 MB of text"),
        ("a document of another kind", "is no Word document"),
        ("no document", "is no Word document"),
        ("elements a hundred thousand deep", "no text that can be read"),
    ],
)
def test_what_is_too_much_is_said(name: str, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=problem):
        read_word(stored(OWN[name]()), "a.docx")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "no Word document"),
        (b"{\\rtf1 " + b"a" * 20_000_001, "larger than 20 MB"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "broken file"),
    ],
)
def test_an_office_file_that_is_not_read_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=problem) as refused:
        office_kind(data, "a.doc")
    assert refused.value.hint is not None


def test_a_kind_is_known_by_what_is_in_a_file() -> None:
    assert office_kind(docx(p("a")), "a.doc") == "docx"
    assert office_kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.docx") == "doc"
    assert office_kind(b"{\\rtf1 a}", "a.doc") == "rtf"
    assert office_kind(b"%PDF-1.7", "a.docx") is None
    assert office_kind(b"<html>a</html>", "a.rtf") is None
    assert office_kind("KẾ HOẠCH".encode(), "a.docx") is None

"""Who says what a tracked file becomes: LibreOffice itself, many files with one start, and a reading of the XML.

The reading is fast and stands for many pairs; LibreOffice, driven by a macro in a profile of its own, is asked for some
of them. Both give paragraphs as lines, each with its label in front.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from lxml import etree

from kehoach.ooxml.names import w
from kehoach.ooxml.package import pack, unpack
from tests.support.judges import need_office
from tests.support.word import WordFile

Verb = Literal["accept", "reject", "leave"]

_COMMAND = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges", "leave": ""}

_COME, _GONE = {w("ins"), w("moveTo")}, {w("del"), w("moveFrom")}

_BASIC = """
Function Property(name As String, value)
  Dim made As New com.sun.star.beans.PropertyValue
  made.Name = name
  made.Value = value
  Property = made
End Function

Sub Main
  Dim entry As String
  Dim fields, document, notes, at, left
  On Error GoTo Failed
  Open "@FOLDER@/jobs" For Input As #1
  Do While Not EOF(1)
    Line Input #1, entry
    fields = Split(entry, "|")
    document = StarDesktop.loadComponentFromURL(ConvertToURL("@FOLDER@/" & fields(0) & ".docx"), "_blank", 0, _
      Array(Property("Hidden", True), Property("FilterName", "MS Word 2007 XML")))
    If fields(1) <> "" Then
      createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch( _
        document.CurrentController.Frame, fields(1), "", 0, Array())
    End If
    document.storeToURL(ConvertToURL("@FOLDER@/" & fields(0) & ".txt"), _
      Array(Property("FilterName", "Text (encoded)"), Property("FilterOptions", "UTF8,LF,,,")))
    left = 0
    at = document.Redlines.createEnumeration()
    Do While at.hasMoreElements()
      at.nextElement()
      left = left + 1
    Loop
    Open "@FOLDER@/" & fields(0) & ".notes" For Output As #2
    Print #2, left
    notes = document.Footnotes
    For at = 0 To notes.Count - 1
      Print #2, notes.getByIndex(at).String
    Next
    Close #2
    document.close(True)
  Loop
  Close #1
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open "@FOLDER@/failed" For Output As #3
  Print #3, entry & ": " & Error$ & " in line " & Erl
  Close #3
  StarDesktop.terminate()
End Sub
"""


@dataclass(frozen=True)
class Seen:
    """What LibreOffice shows of a file: its lines with their labels, its footnotes, and the changes that are left."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]
    left: int


def by_libreoffice(jobs: Mapping[str, tuple[Verb, bytes]]) -> dict[str, Seen]:
    """Open each file, accept or reject all its changes or leave them, and tell what it shows then."""
    need_office()
    home = Path(tempfile.mkdtemp(prefix="kehoach-revisions-"))
    try:
        _profile(home)
        (home / "jobs").write_text("".join(f"{n}|{_COMMAND[verb]}\n" for n, (verb, _docx) in enumerate(jobs.values())))
        for number, (_verb, docx) in enumerate(jobs.values()):
            (home / f"{number}.docx").write_bytes(docx)
        _run(home, 30 + 3 * len(jobs))
        failed = home / "failed"
        assert not failed.exists(), failed.read_text()
        return {name: _seen(home, number) for number, name in enumerate(jobs)}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _seen(home: Path, number: int) -> Seen:
    text = (home / f"{number}.txt").read_text(encoding="utf-8-sig")
    left, *notes = (home / f"{number}.notes").read_text(encoding="utf-8").splitlines()
    return Seen(tuple(text.splitlines()), tuple(notes), int(left))


def _run(home: Path, limit: float) -> None:
    command = [
        "soffice", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "macro:///Standard.Judge.Main",
    ]  # fmt: skip
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", "TZ": "UTC"}
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(limit)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _profile(home: Path) -> None:
    """A profile that holds the macro. `ooSetupInstCompleted` is what lets a macro run at the first start."""
    library = home / "profile" / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    space = 'xmlns:library="http://openoffice.org/2000/library"'
    for kind in ("script", "dialog"):
        (library.parent / f"{kind}.xlc").write_text(
            f"{_doctype('library:libraries', 'libraries')}<library:libraries {space}>"
            '<library:library library:name="Standard" library:link="false"/></library:libraries>'
        )
        module = '<library:element library:name="Judge"/>' if kind == "script" else ""
        (library / f"{kind}.xlb").write_text(
            f'{_doctype("library:library", "library")}<library:library {space} library:name="Standard" '
            f'library:readonly="false" library:passwordprotected="false">{module}</library:library>'
        )
    (library / "Judge.xba").write_text(
        f'{_doctype("script:module", "module")}<script:module xmlns:script="http://openoffice.org/2000/script" '
        f'script:name="Judge" script:language="StarBasic">{escape(_BASIC.replace("@FOLDER@", str(home)))}'
        "</script:module>"
    )
    settings = (("Product", "ooSetupLastVersion", "99.9"), ("Office", "ooSetupInstCompleted", "true"))
    items = "".join(
        f'<item oor:path="/org.openoffice.Setup/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in settings
    )
    (home / "profile" / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n"
    )


def _doctype(root: str, name: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root} PUBLIC '
        f'"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{name}.dtd">\n'
    )


@dataclass(frozen=True)
class Read:
    """A file as its XML reads: (label, text) of each paragraph, the shape of the tables, the footnotes as called."""

    lines: tuple[tuple[str, str], ...]
    tables: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...]


def read_plainly(docx: bytes) -> Read:
    """What a file without tracked changes says."""
    word = WordFile(docx)
    footnotes = etree.fromstring(word.parts["word/footnotes.xml"])
    notes = {note.get(w("id")): "".join(note.itertext()) for note in footnotes}
    return Read(
        tuple((p.label, p.text) for p in word.paragraphs()),
        tuple(tuple(len(row.findall(w("tc"))) for row in t.findall(w("tr"))) for t in word.body.iter(w("tbl"))),
        tuple(notes[call.get(w("id"))] for call in word.body.iter(w("footnoteReference"))),
    )


def resolved(docx: bytes, verb: Verb) -> bytes:
    """All changes accepted or rejected, as Word does it; it is strict about what our writer never does."""
    parts = unpack(docx)
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = etree.fromstring(parts[name])
        _resolve(root, *((_COME, _GONE) if verb == "accept" else (_GONE, _COME)), verb == "reject")
        parts[name] = etree.tostring(root)
    return pack(parts)


def _resolve(root: Any, kept: set[str], gone: set[str], before: bool) -> None:
    for change in list(root.iter(w("pPrChange"), w("sectPrChange"))):
        owner = change.getparent()
        owner.remove(change)
        if before:
            _restore(owner, change[0])
    for row in list(root.iter(w("tr"))):
        if any(mark.tag in gone for mark in row.findall(f"{w('trPr')}/*")):
            table = row.getparent()
            table.remove(row)
            if table.find(w("tr")) is None:
                table.getparent().remove(table)
    ended = [p for p in root.iter(w("p")) if any(m.tag in gone for m in p.findall(f"{w('pPr')}/{w('rPr')}/*"))]
    for mark in list(root.iter(*kept, *gone)):
        if mark.tag in kept:
            for child in list(mark):
                mark.addprevious(child)
        mark.getparent().remove(mark)
    for text in root.iter(w("delText"), w("delInstrText")):
        text.tag = w("t") if text.tag == w("delText") else w("instrText")
    for paragraph in ended:
        left = [child for child in paragraph if child.tag in (w("r"), w("sdt"))]
        follower = paragraph.getnext()
        assert follower is not None, "the last paragraph mark of a body or a cell is deleted"
        assert follower.tag == w("p") or (follower.tag == w("tbl") and not left), follower.tag
        place = 1 if follower.find(w("pPr")) is not None else 0
        follower[place:place] = left
        paragraph.getparent().remove(paragraph)


def _restore(owner: Any, before: Any) -> None:
    apart = {w("rPr"), w("sectPr"), w("headerReference"), w("footerReference")}
    stay = [deepcopy(child) for child in owner if child.tag in apart]
    owner[:] = [*stay, *before] if owner.tag == w("sectPr") else [*before, *stay]

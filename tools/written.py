"""What each writer makes of fixed samples, as one hash, held against its revision.

`build` makes an old file again when the revision of its writer was raised. Nothing else brings a change of a writer to
files that already exist, so a hash may change with its revision only. Hashed is what a reader of the file gets: XML in
canonical form, parts unpacked, the streams of a PDF decoded. Versions of zlib and qpdf do not count.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pikepdf

from kehoach.documents.assignment_table import Amount, AssignmentTable, Due, DueRow, NamedBody, TargetRow, TaskRow
from kehoach.documents.calendar import compose_calendar
from kehoach.documents.kinds import KINDS
from kehoach.exports.assignment_json import write_json
from kehoach.exports.calendar import write_calendar
from kehoach.exports.xlsx import write_xlsx
from kehoach.model.terms import Term
from kehoach.pdf.converter import normalised
from kehoach.pdf.libreoffice import request
from kehoach.pipeline.output_revisions import REVISIONS
from kehoach.storage.workspace import TEMPLATES, fonts, packaged
from kehoach.tracking.tracked import tracked
from kehoach.word.docx import write_docx

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "tests" / "data" / "revisions.json"

_BODY = NamedBody("so-tai-chinh", "Sở Tài chính")
_DUE = Due("30/4", (Term(date(2026, 4, 30)),))
_TABLE = AssignmentTable(
    "2026/nho", "1/KH-UBND", date(2026, 1, 2), 2026, "Kế hoạch", "Mẫu", "UBND tỉnh",
    (TaskRow("ra-soat", "Rà soát", (_BODY,), (NamedBody("", "các sở"),), _DUE, "Báo cáo", "Ngân sách", ("nha-o",),
             "I"),),
    (TargetRow("nha-o", "Nhà ở", "hộ", Amount("07", Decimal(7)), Amount("08", Decimal(8)), "higher",
               ((_BODY, Amount("08", Decimal(8))),)),),
    (DueRow("ra-soat", _DUE, "Rà soát", (_BODY,), "task"),),
)  # fmt: skip


class Unraised(SystemExit):
    """A writer makes something else under the same revision."""


def record() -> bytes:
    """The revision and the hash of every writer. Raises Unraised."""
    before = json.loads(RECORD.read_bytes()) if RECORD.exists() else {}
    now = {name: {"revision": REVISIONS[name.split()[0]], "sha256": found} for name, found in hashes().items()}
    unraised = {
        name.split()[0]
        for name, was in before.items()
        if name in now and was["revision"] == now[name]["revision"] and was != now[name]
    }
    if unraised:
        raise Unraised(
            f"the writers {', '.join(sorted(unraised))} make something else than before: "
            "raise their numbers in kehoach/pipeline/output_revisions.py"
        )
    return (json.dumps(now, indent=1) + "\n").encode()


def hashes() -> dict[str, str]:
    """What every writer makes of its samples; of Word files by kind of paper, so that a new kind raises no number."""
    return {
        **{f"docx {kind}": _hash(part for one in _papers(kind) for part in _parts(one)) for kind in KINDS},
        "tracked": _hash(_parts(tracked(*_two_papers(), "kehoach", date(2026, 1, 2)))),
        "xlsx": _hash(_parts(write_xlsx(_TABLE))),
        "json": _hash([write_json(_TABLE)]),
        "ics": _hash([write_calendar(compose_calendar(_TABLE, {}))]),
        "pdf": _hash(_pdf()),
    }


def _hash(pieces: Iterator[bytes] | list[bytes]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(b"%d:" % len(piece) + piece)
    return found.hexdigest()


def _papers(name: str) -> Iterator[bytes]:
    kind = KINDS[name]
    template = (packaged() / TEMPLATES / kind.template).read_bytes()
    for sample in kind.samples:
        yield write_docx(sample(), template, Path(kind.template))


def _two_papers() -> tuple[bytes, bytes]:
    full, bare, *_others = _papers("plan")
    return bare, full


def _parts(package: bytes) -> Iterator[bytes]:
    """The parts of an Office file by name, in their order; a workbook within it likewise."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        for name in opened.namelist():
            data = opened.read(name)
            yield name.encode()
            if data.startswith(b"PK"):
                yield from _parts(data)
            elif name.endswith((".xml", ".rels")):
                yield canonicalize(data.decode()).encode()
            else:
                yield data


def _pdf() -> Iterator[bytes]:
    """How LibreOffice is asked, the faces it may use, and what is left of a PDF that bears a time."""
    yield repr(request(Path("work"))).encode()
    for face in sorted(fonts().glob("*.ttf")):
        yield face.read_bytes()
    with pikepdf.open(io.BytesIO(normalised(_dated_pdf(), "Mẫu"))) as opened:
        yield repr(sorted(opened.trailer.keys())).encode()
        yield repr(sorted((key, str(text)) for key, text in opened.docinfo.items())).encode()
        yield repr(sorted(opened.Root.keys())).encode()
        for page in opened.pages:
            yield repr(sorted(page.keys())).encode()
            yield page.Contents.read_bytes()


def _dated_pdf() -> bytes:
    made, saved = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.pages[0].Contents = made.make_stream(b"q Q")
    made.docinfo["/Title"], made.docinfo["/CreationDate"] = "Mẫu", "D:20260102030405Z"
    made.trailer["/DocChecksum"] = pikepdf.Name("/0")
    made.save(saved)
    return saved.getvalue()

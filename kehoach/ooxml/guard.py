"""Word files that are not ours, and other zips, looked at before anything of them is unpacked or parsed.

A .docx is a zip of XML, and both can be made to harm: 200 kB that unpack to gigabytes, names that lead out of the
folder, entities that read files, links that fetch. What Word itself writes has none of it.
"""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from kehoach.diagnostics import EnvironmentFailure, Message, UnreadableFile, _
from kehoach.ooxml.names import R, W
from kehoach.patterns import regex

MAX_ENTRIES = 2000
MAX_UNPACKED = 50_000_000
MAX_XML = 10_000_000
"""Bytes of all parts, and of those that are XML: parsed, XML takes thirty times its size."""
MAX_RATIO = 100
_FREE = 100_000
"""Parts up to this size may be packed as tightly as they like."""

_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
    zlib.error,
    struct.error,
)
"""What opening a broken zip raises."""

_ENTRY = b"PK\x01\x02"
_END = struct.Struct("<4s4H2LH")
"""The last record of a zip: its sign, four numbers, size and place of the list of entries, length of a comment."""
_ENCRYPTED = 0x1
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_RELATION = regex(rb"<(?:\w+:)?Relationship [^<>]*(?:(?<=/)>|></(?:\w+:)?Relationship>)")
_ATTRIBUTE = regex(rb"""(?<!\w)(\w+)\s*=\s*["']([^"']*)["']""")
_ENCODING = regex(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")


def opened(package: bytes, name: Path, *, links: bool = False) -> dict[str, bytes]:
    """The parts of the Word file `name`. Raises EnvironmentFailure that says what is wrong with it.

    With `links`, links to the outside are let through, for who only looks at the file.
    """
    try:
        parts = _unpacked(package)
        for part, data in parts.items():
            if _is_xml(part, data):
                _check_xml(part, data, links)
        _refuse_other_kinds(parts)
        parts = _without_dangling(parts)
    except _Refused as refused:
        problem = _("the Word file {name} is refused: {problem}", name=name, problem=refused.problem)
        raise EnvironmentFailure(problem, refused.hint) from None
    except _BROKEN:
        old = package.startswith(_OLD_WORD)
        hint = (
            _("it is an old .doc, or locked with a password; in Word: Save As, Word Document (.docx)") if old else None
        )
        raise EnvironmentFailure(_("{path} is no Word document (.docx)", path=name), hint) from None
    return parts


def text_parts(package: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of a Word file, for who reads its text alone. Raises UnreadableFile.

    Nothing of it is run, followed or shown, so links and macros are let through, and pictures stay packed, whatever
    their size. Parts of a Strict Open XML Document are given in the names that Word writes else.
    """
    try:
        parts = _unpacked(package, _holds_text)
        for part, data in parts.items():
            _check_xml(part, data, links=True)
    except _Refused as refused:
        raise UnreadableFile(_("{path} is refused: {problem}", path=name, problem=refused.problem), _ASK) from None
    except _BROKEN:
        raise UnreadableFile(_("{path} is no Word document (.docx), or it is broken", path=name), _ASK) from None
    if _STRICT in parts.get("_rels/.rels", b""):
        for strict, usual in _STRICT_NAMES:
            parts = {part: data.replace(strict, usual) for part, data in parts.items()}
    return parts


def refuse_bombs(package: bytes, name: str) -> None:
    """Look at a zip that another program will open, as an .odt. Raises UnreadableFile."""
    try:
        for part, data in _unpacked(package).items():
            if _is_xml(part, data):
                _check_xml(part, data, links=True)
    except _Refused as refused:
        raise UnreadableFile(_("{path} is refused: {problem}", path=name, problem=refused.problem), _ASK) from None
    except _BROKEN:
        raise UnreadableFile(_("{path} is a broken file", path=name), _ASK) from None


def _holds_text(part: str) -> bool:
    return part.endswith((".xml", ".rels")) and not part.startswith(_ASIDE)


class NoWorkbook(Exception):
    """A file that is no workbook, or none that is opened: what is wrong with it, and the way out."""

    def __init__(self, problem: Message, hint: Message | None = None) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.hint = hint


def workbook_parts(package: bytes) -> dict[str, bytes]:
    """The parts of a workbook (.xlsx), within the limits of any package. Raises NoWorkbook."""
    try:
        parts = _unpacked(package)
        for part, data in parts.items():
            if _is_xml(part, data):
                _check_xml(part, data, links=True)  # nothing in it is followed
    except _Refused as refused:
        raise NoWorkbook(refused.problem, refused.hint if refused.hint != _ASK else None) from None
    except _BROKEN:
        hint = _("it is an old .xls, or locked with a password") if package.startswith(_OLD_WORD) else None
        raise NoWorkbook(_("it is no workbook (.xlsx)"), hint) from None
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(part.endswith("vbaProject.bin") for part in parts):
        raise NoWorkbook(_("it has macros"), _("in Excel: Save As, Excel Workbook (.xlsx)"))
    return parts


class NoPackage(Exception):
    """A zip that is not opened: what is wrong with it."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


def package_files(package: bytes, most: int, unpacked: int) -> dict[str, bytes]:
    """The files in a zip of anything: at most so many, of so many bytes together. Raises NoPackage.

    Nothing in them is looked at: they may be zips, whose entries are none of this one's.
    """
    try:
        sign, *_numbers, length, at, comment = _END.unpack(package[-_END.size :])
        if sign != b"PK\x05\x06" or comment or length + at + _END.size != len(package):
            raise zipfile.BadZipFile
        if package[-_END.size - 20 :].startswith(b"PK\x06\x07"):  # the 64-bit form has its list where it likes
            raise _Refused(_("it is a zip of the 64-bit form"))
        if package.count(_ENTRY, at) > most:
            raise _Refused(_("more than {count} parts", count=most))
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            _check_sizes(entries, unpacked)
            if sum(entry.compress_size for entry in entries) > len(package):
                raise _Refused(_("its parts overlap"))
            for entry in entries:
                if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16):
                    raise _Refused(_("the part {part} is no file", part=entry.filename))
            return {entry.filename: _read(archive, entry) for entry in entries}
    except _Refused as refused:
        raise NoPackage(refused.problem) from None
    except _BROKEN:
        raise NoPackage(_("it is no zip, or a broken one")) from None


_ASK = _("open it in Word and save it again; if that does not help, ask where the file comes from")

_KINDS = (
    ("ms-word.document.macroEnabled", _("it is a document with macros (.docm)")),
    ("ms-word.template.macroEnabled", _("it is a Word template with macros (.dotm)")),
    ("wordprocessingml.template.main", _("it is a Word template (.dotx), no document")),
)
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_ASIDE = ("customXml/", "docProps/", "word/glossary/", "word/charts/", "word/diagrams/", "word/embeddings/")
"""Folders of parts that print no text of the document itself."""
_SAVE_AS = _("in Word: Save As, Word Document (.docx)")


class _Refused(Exception):
    def __init__(self, problem: Message, hint: Message | None = None) -> None:
        self.problem = problem
        self.hint = hint or _ASK


def _every(_part: str) -> bool:
    return True


def _unpacked(package: bytes, wanted: Callable[[str], bool] = _every) -> dict[str, bytes]:
    """Every wanted part, read with a limit: the sizes that a zip declares can be."""
    if package.count(_ENTRY) > MAX_ENTRIES:
        raise _Refused(_("more than {count} parts", count=MAX_ENTRIES))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_names(entries)
        entries = [entry for entry in entries if wanted(entry.filename)]
        _check_sizes(entries)
        return {entry.filename: _read(archive, entry) for entry in entries}


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for entry in entries:
        path = PurePosixPath(entry.orig_filename)
        if path.is_absolute() or ".." in path.parts or any(sign in entry.orig_filename for sign in "\\:\0"):
            raise _Refused(_("the part {part} leads out of the file", part=repr(entry.orig_filename)))
        if entry.filename.casefold() in seen:
            raise _Refused(_("the part {part} is there twice", part=entry.filename))
        seen.add(entry.filename.casefold())


def _check_sizes(entries: list[zipfile.ZipInfo], most: int = MAX_UNPACKED) -> None:
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise _Refused(_("the part {part} is encrypted", part=entry.filename))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _Refused(_("the part {part} is packed in an unusual way", part=entry.filename))
        if entry.file_size > _FREE and entry.file_size > MAX_RATIO * entry.compress_size:
            raise _Refused(_("the part {part} unpacks to {count} times its size", part=entry.filename,
                             count=entry.file_size // max(entry.compress_size, 1)))  # fmt: skip
    if sum(entry.file_size for entry in entries) > most:
        raise _Refused(_("it unpacks to more than {limit} MB", limit=most // 1_000_000))
    if sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))) > MAX_XML:
        raise _Refused(_("it holds more than {limit} MB of text", limit=MAX_XML // 1_000_000))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, in pieces: read whole, a part that declares a small size would be inflated to its real one."""
    with archive.open(entry) as file:
        pieces = iter(lambda: file.read(1 << 16), b"")
        return b"".join(pieces)


def _is_xml(part: str, data: bytes) -> bool:
    return part.lower().endswith((".xml", ".rels")) or data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(
        b"<"
    )


def _check_xml(part: str, data: bytes, links: bool) -> None:
    """Refuse a document type, which is where entities are declared, and links that are followed by themselves."""

    def doctype(*_args: Any) -> None:
        raise _Refused(_("the part {part} declares a document type (DOCTYPE)", part=part))

    def element(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if name.endswith("Relationship") and attributes.get("TargetMode") == "External" and kind != "hyperlink":
            raise _Refused(
                _("the part {part} links to {target}", part=part, target=attributes.get("Target", "")[:200]),
                _("in Word: File, Info, Edit Links to Files, Break Link; a picture is inserted, not linked"),
            )

    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"utf-16"):
        raise _Refused(_("the part {part} is not in UTF-8", part=part))
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    if part.lower().endswith(".rels") and not links:
        parser.StartElementHandler = element
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise _Refused(
            _("the part {part} is broken XML: {problem} (line {line})", part=part, problem=problem, line=error.lineno)
        ) from None


def _refuse_other_kinds(parts: dict[str, bytes]) -> None:
    """Refuse Word files of other kinds than .docx, whatever their name ends with."""
    types = parts.get("[Content_Types].xml", b"")
    for kind, problem in _KINDS:
        if kind.encode() in types:
            raise _Refused(problem, _SAVE_AS)
    if _STRICT in parts.get("_rels/.rels", b"") or _STRICT in parts.get("word/document.xml", b"")[:4000]:
        raise _Refused(_("it is a Strict Open XML Document, which is written in other names"), _SAVE_AS)


def _without_dangling(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without relations to what is not in the file, as a thumbnail, where nothing refers to them."""
    done = dict(parts)
    for rels in [part for part in parts if part.endswith(".rels")]:
        folder, name = posixpath.split(rels)
        source = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
        for relation in _RELATION.findall(parts[rels]):
            known = {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(relation)}
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), known.get("Target", ""))).lstrip(
                "/"
            )
            if known.get("TargetMode") == "External" or target in parts or "Target" not in known:
                continue
            if f'"{known.get("Id")}"'.encode() in parts.get(source, b""):
                raise _Refused(
                    _("the part {part} needs {target}, which is not in the file", part=source, target=target)
                )
            done[rels] = done[rels].replace(relation, b"")
    return done

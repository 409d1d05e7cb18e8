"""Which kind of office file bytes are: by what they hold, whatever their name ends with."""

from __future__ import annotations

from enum import StrEnum

from kehoach.diagnostics import UnreadableFile, _
from kehoach.ooxml.guard import refuse_bombs

_OLE, _ZIP, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"{\\rtf"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_MOST = 20_000_000
"""Bytes of a file that another program will open."""


class OfficeKind(StrEnum):
    """A kind of office file that can be read; those other than `DOCX` by way of LibreOffice."""

    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"


def office_kind(data: bytes, name: str) -> OfficeKind | None:
    """The kind of a file, None for what is no office file, such as a text or a PDF.

    Raises UnreadableFile for office files that are not read: locked, a workbook, a bomb.
    """
    kind = _kind(data, name)
    if kind in (OfficeKind.DOC, OfficeKind.ODT, OfficeKind.RTF) and len(data) > _MOST:
        raise UnreadableFile(
            _("{path} is larger than {limit} MB", path=name, limit=_MOST // 1_000_000),
            _("in Word: Save As, Word Document (.docx)"),
        )
    if kind is OfficeKind.ODT:
        refuse_bombs(data, name)
    return kind


def _kind(data: bytes, name: str) -> OfficeKind | None:
    if data.startswith(_OLE):
        if _utf16("EncryptedPackage") in data:
            raise UnreadableFile(
                _("{path} is locked with a password", path=name),
                _("open it in Word with the password, and save a copy without one: File, Info, Protect Document"),
            )
        if _utf16("WordDocument") in data:
            return OfficeKind.DOC
        raise UnreadableFile(
            _("{path} is an office file, but no Word document", path=name), _("in Word: Save As, Word Document (.docx)")
        )
    if data.startswith(_ZIP):
        return OfficeKind.ODT if _ODT in data[:200] else OfficeKind.DOCX
    return OfficeKind.RTF if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_RTF) else None


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")

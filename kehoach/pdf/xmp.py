"""The decree's fields of an outgoing document in the XMP of a finished PDF (Annex VI, Part II, I).

PDF/A-2 takes properties of one's own only with an extension schema that describes them (ISO 19005-2, 6.6.2.3). The
compiler writes the packet and has no place for them, so they are added to its bytes. The rest of the file stays as it
is. A date is text there, DD/MM/YYYY as the decree has it: a date of XMP would be written otherwise.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.nghi_dinh_30 import OUTGOING_METADATA

NAMESPACE = "urn:kehoach:nghi-dinh-30-2020:phu-luc-6:van-ban-di#"
PREFIX = "nd30"
"""Ours: the decree names the fields and gives no namespace."""
_SCHEMA = "Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục I: dữ liệu quản lý văn bản đi"

_EXTENSION = (
    'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'
)
_SCHEMAS_END, _END = "</rdf:Bag></pdfaExtension:schemas>", "</rdf:RDF>"
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{_END}</x:xmpmeta><?xpacket end="r"?>'
)


def with_metadata(pdf: bytes, metadata: Mapping[str, str | Sequence[str]]) -> bytes:
    """The PDF with these fields, by the decree's names: texts, and lists of texts for what is there for each recipient.

    The same bytes for the same PDF and fields. Raises EnvironmentFailure for a PDF that cannot be read, is signed or
    has the fields already, and ValueError for a name that the decree has not.
    """
    import pikepdf

    if b"/ByteRange" in pdf:
        raise EnvironmentFailure(_("the PDF is signed, so nothing is written into it"))
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            packet = opened.Root.Metadata.read_bytes().decode() if "/Metadata" in opened.Root else _EMPTY
            data = _extended(packet, metadata).encode()
            if "/Metadata" in opened.Root:
                opened.Root.Metadata.write(data)
            else:
                opened.Root.Metadata = opened.make_indirect(
                    pikepdf.Stream(opened, data, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
                )
            buffer = io.BytesIO()
            opened.save(buffer, deterministic_id=True, fix_metadata_version=False)
            return buffer.getvalue()
    except (pikepdf.PdfError, AttributeError, TypeError, UnicodeError, expat.ExpatError) as error:
        raise EnvironmentFailure(_("the PDF cannot be read again: {problem}", problem=str(error))) from error


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises EnvironmentFailure."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return len(opened.pages)
    except pikepdf.PdfError as error:
        raise EnvironmentFailure(_("the PDF cannot be read again: {problem}", problem=str(error))) from error


def _extended(packet: str, metadata: Mapping[str, str | Sequence[str]]) -> str:
    """The packet with the fields, and with their description beside those that it has."""
    if strange := metadata.keys() - {field.name for field in OUTGOING_METADATA}:
        raise ValueError(f"no fields of the decree: {sorted(strange)}")
    if NAMESPACE in packet or _END not in packet:
        raise EnvironmentFailure(_("the PDF has such metadata already, or none that more can be added to"))
    described, values = _schema(metadata), _values(metadata)
    if _SCHEMAS_END in packet:
        packet = _before(_SCHEMAS_END, described, packet)
    else:
        bag = f"<pdfaExtension:schemas><rdf:Bag>{described}{_SCHEMAS_END}"
        values = f'<rdf:Description rdf:about="" {_EXTENSION}>{bag}</rdf:Description>{values}'
    packet = _before(_END, values, packet)
    expat.ParserCreate().Parse(packet.encode(), True)
    return packet


def _before(end: str, what: str, text: str) -> str:
    head, _end, tail = text.rpartition(end)
    return f"{head}{what}{end}{tail}"


def _schema(metadata: Mapping[str, str | Sequence[str]]) -> str:
    """The description of the fields that are there, in the words of the decree."""
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(field.title)}</pdfaProperty:description>"
        f"<pdfaProperty:name>{field.name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{_value_type(field.kind, metadata[field.name])}</pdfaProperty:valueType></rdf:li>"
        for field in OUTGOING_METADATA
        if field.name in metadata
    )
    return (
        f'<rdf:li rdf:parseType="Resource" {_EXTENSION}>'
        f"<pdfaSchema:schema>{escape(_SCHEMA)}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{PREFIX}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _value_type(kind: str, value: str | Sequence[str]) -> str:
    return "Integer" if kind == "Number" else "Text" if isinstance(value, str) else "seq Text"


def _values(metadata: Mapping[str, str | Sequence[str]]) -> str:
    found = "".join(
        f"<{PREFIX}:{field.name}>{_value(metadata[field.name])}</{PREFIX}:{field.name}>"
        for field in OUTGOING_METADATA
        if field.name in metadata
    )
    return f'<rdf:Description rdf:about="" xmlns:{PREFIX}="{NAMESPACE}">{found}</rdf:Description>'


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"<rdf:Seq>{''.join(f'<rdf:li>{escape(one)}</rdf:li>' for one in value)}</rdf:Seq>"

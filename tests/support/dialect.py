"""Templates in docxtpl's dialect for tests, and what plain docxtpl makes of them.

A case file says `about`, the template's `body` (and `header`, `footer`, `footnote`) as a list, the `values`, and what
is printed: `prints`, the text of each paragraph, or `refused`, a part of the message. Where docxtpl differs, `docxtpl`
says what it prints. In a list, a text is a paragraph, what begins with `<` is XML, and `rows` are a table of two
columns whose cells are texts or such lists again.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml
from docxtpl import DocxTemplate
from lxml import etree

from kehoach.documents.paper import Properties
from kehoach.ooxml.names import R, W, w
from kehoach.ooxml.package import pack, unpack
from kehoach.word.compiled import CompiledTemplate
from kehoach.word.dialect import prepared
from kehoach.word.marks import Marks
from tests.support.cases import CASES
from tests.support.plans import TEMPLATE

DIALECT = sorted((CASES / "dialect").glob("*.yaml"))
DOCUMENT, HEADER, NOTES = "word/document.xml", "word/header1.xml", "word/footnotes.xml"
PROPERTIES = Properties("Thử", "", "UBND", date(2024, 1, 1))
_SPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
_GRID = '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6000"/></w:tblGrid>'


@dataclass(frozen=True)
class DialectCase:
    path: Path

    @cached_property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        return found

    @cached_property
    def docx(self) -> bytes:
        parts = unpack(TEMPLATE.read_bytes())
        body = _block(self.data["body"])
        if "footer" in self.data:
            body += f'<w:sectPr {_SPACES}><w:footerReference w:type="default" r:id="rIdHeader"/></w:sectPr>'
        else:
            body += f'<w:sectPr {_SPACES}><w:headerReference w:type="default" r:id="rIdHeader"/></w:sectPr>'
        parts[DOCUMENT] = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()
        if "header" in self.data:
            parts[HEADER] = f"<w:hdr {_SPACES}>{_block(self.data['header'])}</w:hdr>".encode()
        if "footer" in self.data:
            parts[HEADER] = f"<w:ftr {_SPACES}>{_block(self.data['footer'])}</w:ftr>".encode()
            for part in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
                parts[part] = parts[part].replace(b".header+xml", b".footer+xml").replace(b'/header"', b'/footer"')
        if "footnote" in self.data:
            note = f'<w:footnote w:id="1">{_block(self.data["footnote"])}</w:footnote></w:footnotes>'
            parts[NOTES] = parts[NOTES].replace(b"</w:footnotes>", note.encode())
        return pack(parts)


def ours(docx: bytes, values: dict[str, Any]) -> dict[str, bytes]:
    """The parts that our compiled template prints."""
    return unpack(CompiledTemplate(prepared(unpack(docx))).printed(values, Marks(), PROPERTIES))


def theirs(docx: bytes, values: dict[str, Any]) -> dict[str, bytes]:
    """The parts that docxtpl prints, by itself but for the escapes that it leaves out unless asked."""
    rendering = DocxTemplate(io.BytesIO(docx))
    rendering.render(values, autoescape=True)
    buffer = io.BytesIO()
    rendering.save(buffer)
    return unpack(buffer.getvalue())


def texts(parts: Mapping[str, bytes]) -> list[str]:
    """The text of each paragraph: of the body, then of header or footer and notes where a case has some."""
    found = []
    for part in (DOCUMENT, HEADER, NOTES):
        for paragraph in etree.fromstring(parts[part]).iter(w("p")):
            signs = {w("br"): "\n", w("tab"): "\t"}
            text = "".join(signs.get(e.tag, e.text if e.tag == w("t") and e.text else "") for e in paragraph.iter())
            if part == DOCUMENT or text not in ("", "2"):  # the packaged header prints a page number
                found.append(text)
    return found


def canonical_parts(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Every part in a form by which two packages can be compared; relations and content types in any order."""
    found: dict[str, Any] = {}
    for name, data in parts.items():
        if not name.endswith((".xml", ".rels")) or name == "docProps/core.xml":  # theirs says nothing of the paper
            continue
        root = etree.fromstring(data)
        whole = etree.tostring(root, method="c14n", exclusive=True)
        loose = name.endswith(".rels") or name == "[Content_Types].xml"
        found[name] = sorted(etree.tostring(child) for child in root) if loose else whole
    return found


def _block(items: list[Any]) -> str:
    return "".join(map(_item, items))


def _item(item: Any) -> str:
    if isinstance(item, dict):
        rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in item["rows"])
        return f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr>{_GRID}{rows}</w:tbl>'
    if item.startswith("<"):
        return str(item)
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(item)}</w:t></w:r></w:p>'


def _cell(cell: Any) -> str:
    content = _block(cell if isinstance(cell, list) else [cell])
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{content}</w:tc>'

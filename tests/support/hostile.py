"""Word templates made to harm, and a workspace that uses one."""

from __future__ import annotations

import re
from pathlib import Path

from kehoach.ooxml.package import pack, unpack
from tests.support.plans import ROOT, TEMPLATE

PLAN = """\
year: 2024
issuer: ubnd-tp-lai-chau
date: 3/2024
subject: Thử một mẫu
opening: Ủy ban nhân dân thành phố ban hành Kế hoạch này
sections:
  - kind: purpose
    heading: Mục đích
    items:
      - Một việc
recipients:
  - Như trên
archive: VT, TH
signature:
  authority: [TM]
  title: Chủ tịch
  name: Nguyễn Văn A
"""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WRAP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} xmlns:w="' + W + '">{inner}</w:{tag}>'
PLACES = ("body", "header", "footer", "footnote", "property", "comment")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r></w:p>'


def template_with(text: str, place: str) -> bytes:
    """The packaged template with a text in one of PLACES."""
    parts = {name: data.decode() for name, data in unpack(TEMPLATE.read_bytes()).items()}
    inner = paragraph(text)
    if place == "body":
        _put(parts, "word/document.xml", "<w:body>", "<w:body>" + inner)
    elif place == "header":
        _put(parts, "word/header1.xml", "</w:hdr>", inner + "</w:hdr>")
    elif place == "footnote":
        _put(parts, "word/footnotes.xml", "</w:footnotes>", f'<w:footnote w:id="7">{inner}</w:footnote></w:footnotes>')
    elif place == "property":
        _put(parts, "docProps/core.xml", "<dc:language>", f"<dc:creator>{escaped(text)}</dc:creator><dc:language>")
    elif place == "footer":
        add_part(parts, "footer", _WRAP.format(tag="ftr", inner=inner))
    else:
        comment = f'<w:comment w:id="1" w:author="x">{inner}</w:comment>'
        add_part(parts, "comments", _WRAP.format(tag="comments", inner=comment))
    return pack(parts)


def _put(parts: dict[str, str], name: str, old: str, new: str) -> None:
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)


def add_part(parts: dict[str, str], kind: str, xml: str) -> None:
    """A further part of the document, with its relation and content type."""
    parts[f"word/{kind}9.xml"] = xml
    override = f'<Override PartName="/word/{kind}9.xml" ContentType="{_TYPES}.{kind}+xml"/></Types>'
    _put(parts, "[Content_Types].xml", "</Types>", override)
    relate(parts, f'<Relationship Id="rIdNew" Type="{_OFFICE}/{kind}" Target="{kind}9.xml"/>')


def relate(parts: dict[str, str], relation: str) -> None:
    _put(parts, "word/_rels/document.xml.rels", "</Relationships>", relation + "</Relationships>")


def workspace(folder: Path, template: bytes, plan: str = PLAN) -> Path:
    """A workspace with one plan and an owner's template; the plan's path."""
    path = folder / "plans" / "2024" / "thu.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(plan, encoding="utf-8")
    (folder / "plans" / "agencies.yaml").write_bytes((ROOT / "plans" / "agencies.yaml").read_bytes())
    (folder / "templates").mkdir()
    (folder / "templates" / "plan.docx").write_bytes(template)
    return path


def printed(docx: bytes) -> str:
    """Every text of every part."""
    return "\n".join(
        re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace")) for name, data in unpack(docx).items() if ".xml" in name
    )

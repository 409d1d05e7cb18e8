"""Prompts of content controls: what Word shows again in a blank that somebody filled in and emptied.

Without a prompt of its own it would be Word's, in the language of the program. Word keeps prompts as building blocks in
a document inside of the document, the glossary (ISO/IEC 29500-1, 17.12); a control names its block.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

from kehoach.documents.paper import Slot, shown
from kehoach.ooxml.names import XML_DECLARATION, R, W, escape, w
from kehoach.patterns import regex

REQUIRED, OPTIONAL = "Slot", "SlotOptional"
"""The styles of prompts."""
_TYPES = "[Content_Types].xml"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = regex(rb'<Relationship(?= )[^<>]*/glossaryDocument"[^<>]*>')
_TARGET = regex(rb'Target="([^"<>]*)"')
_STYLES = f'<Relationship Id="rIdStyles" Type="{R}/styles" Target="styles.xml"/>'
_END = "</w:docParts>"


def style_of(slot: Slot) -> str:
    """The style of a slot's prompt."""
    return REQUIRED if slot.required else OPTIONAL


def block_name(slot: Slot) -> str:
    """What the building block with a slot's prompt is called: the same for the same prompt, in whatever document."""
    return sha256(f"{style_of(slot)} {shown(slot)}".encode()).hexdigest()[:32].upper()


def with_prompts(parts: Mapping[str, bytes], document: str, slots: Iterable[Slot]) -> dict[str, bytes]:
    """The parts of a package that the prompts of these slots change or add.

    `document` is the name of the part in which the controls are.
    """
    folder, _slash, name = document.rpartition("/")
    relations, styles = f"{folder}/_rels/{name}.rels", parts.get(f"{folder}/styles.xml", b"")
    own = _glossary(parts, relations, folder)
    if own:
        return {own: _with_blocks(parts[own], "".join(_block(slot, styled=False) for slot in slots))}
    blocks = "".join(_block(slot, styled=True) for slot in slots)
    types = _override(f"{folder}/glossary/document.xml", "document.glossary") + _override(
        f"{folder}/glossary/styles.xml", "styles"
    )
    relation = f'<Relationship Id="rIdGlossary" Type="{R}/glossaryDocument" Target="glossary/document.xml"/>'
    return {
        _TYPES: parts[_TYPES].replace(b"</Types>", f"{types}</Types>".encode()),
        relations: parts[relations].replace(b"</Relationships>", f"{relation}</Relationships>".encode()),
        f"{folder}/glossary/document.xml": (
            f'{XML_DECLARATION}<w:glossaryDocument xmlns:w="{W}"><w:docParts>{blocks}{_END}</w:glossaryDocument>'
        ).encode(),
        f"{folder}/glossary/styles.xml": _styles(styles),
        f"{folder}/glossary/_rels/document.xml.rels": (
            f'{XML_DECLARATION}<Relationships xmlns="{_PACKAGE}">{_STYLES}</Relationships>'
        ).encode(),
    }


def _glossary(parts: Mapping[str, bytes], relations: str, folder: str) -> str:
    """The name of the glossary that the template's owner brought along, nothing when there is none."""
    relation = _RELATION.search(parts[relations])
    target = _TARGET.search(relation[0]) if relation else None
    name = posixpath.normpath(posixpath.join("/", folder, target[1].decode())).lstrip("/") if target else ""
    return name if name in parts else ""


def _with_blocks(glossary: bytes, blocks: str) -> bytes:
    from lxml import etree  # late: papers without slots do without it

    root = etree.fromstring(glossary)
    known = root.find(w("docParts"))
    if known is None:
        known = etree.SubElement(root, w("docParts"))
    known.extend(etree.fromstring(f'<kh xmlns:w="{W}">{blocks}</kh>'))
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(filter(None, root.nsmap)))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _block(slot: Slot, *, styled: bool) -> str:
    name = block_name(slot)
    identity = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
    style = f'<w:rPr><w:rStyle w:val="{style_of(slot)}"/></w:rPr>' if styled else ""
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types><w:behaviors>'
        f'<w:behavior w:val="content"/></w:behaviors><w:guid w:val="{{{identity}}}"/></w:docPartPr><w:docPartBody><w:p>'
        f'<w:r>{style}<w:t xml:space="preserve">{escape(shown(slot))}</w:t></w:r></w:p></w:docPartBody></w:docPart>'
    )


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{_KIND}.{kind}+xml"/>'


@lru_cache(8)
def _styles(part: bytes) -> bytes:
    """Of a template's styles the defaults and those of prompts: text that moves between the two stays as it is."""
    from lxml import etree  # late: papers without slots do without it

    root = etree.fromstring(part)
    for style in root.findall(w("style")):
        if style.get(w("default")) not in ("1", "true", "on") and style.get(w("styleId")) not in (REQUIRED, OPTIONAL):
            root.remove(style)
        elif (based := style.find(w("basedOn"))) is not None and style.get(w("type")) == "character":
            style.remove(based)
    for latent in root.findall(w("latentStyles")):
        root.remove(latent)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

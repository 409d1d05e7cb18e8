"""docxtpl's dialect: what a template says, as docxtpl prepares it for Jinja. Nothing else here knows docxtpl.

It is asked once for each template. Left out on purpose: its rendering, which prepares the template anew each time; its
parser, which drops what it does not understand; its evaluation of document properties, and of footnotes once for each
section.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from lxml import etree

from kehoach.ooxml.names import LIST_NAME, XML_DECLARATION, W, w
from kehoach.ooxml.package import pack, unpack
from kehoach.patterns import regex
from kehoach.word.list_definitions import find_base, next_free
from kehoach.word.prepared import PreparedPart, TemplateSource

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TAG = regex(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LATE_WIDTH = regex(r"(<w:tcPr(?: [^>]*)?>)((?:(?!</w:tcPr>|\{%|<w:tc(?:W |Pr[ >/])).)+)(<w:tcW [^>]*/>)", re.DOTALL)
_DECLARED = regex(' xmlns:[^=:]+="[^"]*"')
_NOTES_END = "</w:footnotes>"
_FOREIGN = 99
_BODY, _BODY_END = "<w:body", "</w:body>"


def prepared(parts: Mapping[str, bytes]) -> PreparedPart:
    """A template ready to be compiled.

    Raises KeyError, ValueError or lxml's XMLSyntaxError for what is no Word file.
    """
    rendering = DocxTemplate(io.BytesIO(pack(parts)))
    try:
        docx = rendering.get_docx()
    except PackageNotFoundError as error:
        raise KeyError(str(error)) from error
    document = docx.part
    numbering = _numbering(document)
    headings = _headings(docx.styles.element, _lists(numbering))
    sources = {_name(document): _body(rendering, docx.element)}
    for kind in (rendering.HEADER_URI, rendering.FOOTER_URI):
        for _relation, part in rendering.get_headers_footers(kind):
            sources[_name(part)] = _source(rendering, part.blob)
    notes = next((part for part in document.package.iter_parts() if part.content_type == _FOOTNOTES), None)
    if notes is not None:
        sources[_name(notes)] = _source(rendering, notes.blob)
    core = _core(document.package)
    buffer = io.BytesIO()
    docx.save(buffer)  # what can be reached, with content types and relations written anew
    return PreparedPart(
        unpack(buffer.getvalue()),
        _name(document),
        sources,
        _name(notes) if notes is not None and _NOTES_END in sources[_name(notes)].text else None,
        core,
        _name(numbering) if numbering is not None else None,
        _base(numbering.element) if numbering is not None else None,
        headings,
    )


def tidied(xml: bytes) -> bytes:
    """A printed document whose tables have as many columns as their rows have cells, as docxtpl has it.

    Raises lxml's XMLSyntaxError when it is not well formed, and AttributeError for a table without a grid.
    """
    etree.fromstring(xml, _parser())  # strictly first: docxtpl's own parser drops what it does not understand
    tree = DocxTemplate.fix_tables(None, xml)
    for properties in tree.iter(w("tcPr")):
        width = properties.find(w("tcW"))
        if width is not None and properties[0] is not width:
            properties.insert(0, width)
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True))


def _name(part: Any) -> str:
    return str(part.partname).removeprefix("/")


def _body(rendering: Any, root: Any) -> TemplateSource:
    if root.nsmap.get("w") != W:
        raise KeyError("w")
    whole = _plain(root)
    start, end = whole.index(_BODY), whole.rindex(_BODY_END)
    text = XML_DECLARATION + whole[:start] + _patched(rendering, whole[start:end]) + whole[end:]
    return TemplateSource(text, _namespaces(whole))


def _source(rendering: Any, blob: bytes) -> TemplateSource:
    whole = _plain(etree.fromstring(blob, _parser()))
    return TemplateSource(XML_DECLARATION + _patched(rendering, whole), _namespaces(whole))


def _plain(root: Any) -> str:
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    text: str = etree.tostring(root, encoding="unicode", with_tail=False)
    return text


def _namespaces(whole: str) -> str:
    return "".join(_DECLARED.findall(whole[: whole.index(">")]))


def _patched(rendering: Any, xml: str) -> str:
    """A part for Jinja. Where docxtpl leaves `&amp;` inside of a tag, the text meant is `&`."""
    text = _TAG.sub(lambda tag: tag[0].replace("&quot;", '"').replace("&amp;", "&"), rendering.patch_xml(xml))
    return _LATE_WIDTH.sub(r"\1\3\2", text)  # its colspan tag writes before `w:tcW` what belongs after


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_blank_text=True
    )


def _numbering(document: Any) -> Any:
    has = any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in document.rels.values())
    return document.numbering_part if has else None


def _base(root: Any) -> tuple[int, int] | None:
    found = find_base(root, LIST_NAME)
    return (found[0], next_free(root)) if found else None


def _lists(numbering: Any) -> frozenset[str]:
    """The numbers under which the template's own list is used."""
    if numbering is None or (found := find_base(root := numbering.element, LIST_NAME)) is None:
        return frozenset()
    own = found[1].get(w("abstractNumId"))
    return frozenset(
        n.get(w("numId")) for n in root.findall(w("num")) if n.find(w("abstractNumId")).get(w("val")) == own
    )


def _headings(styles: Any, own: Container[str]) -> dict[str, tuple[int, int]]:
    """Of each style with an outline level: that level, and its level in the list.

    -1 for none; in a list that is not the template's `own` one, a level that no mark has.
    """
    by_id = {style.get(w("styleId")): style for style in styles.findall(w("style"))}
    found = {}
    for identity, style in by_id.items():
        outline = _inherited(by_id, style, "outlineLvl")
        if outline is not None:
            numbered = _inherited(by_id, style, "numPr")
            found[identity] = (int(outline.get(w("val"))), _listed(numbered, own))
    return found


def _inherited(by_id: Mapping[str, Any], style: Any, name: str) -> Any:
    """A paragraph property of a style, or of those that it is based on."""
    seen = set[str]()
    while style is not None and style.get(w("styleId")) not in seen:
        if (value := style.find(f"{w('pPr')}/{w(name)}")) is not None:
            return value
        seen.add(style.get(w("styleId")))
        base = style.find(w("basedOn"))
        style = by_id.get(base.get(w("val"))) if base is not None else None
    return None


def _listed(numbered: Any, own: Container[str]) -> int:
    if numbered is None:
        return -1
    number, level = numbered.find(w("numId")), numbered.find(w("ilvl"))
    if number is not None and number.get(w("val")) not in own:
        return _FOREIGN
    return int(level.get(w("val"))) if level is not None else 0


def _core(package: Any) -> str:
    """The name of the part with the document's properties; made when there is none, without python-docx's clock."""
    own = any(relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in package.rels.values())
    core = package.core_properties
    if not own:
        for child in list(core._element):
            core._element.remove(child)
    for field, slot in CORE.items():
        setattr(core, field, slot)
    return next(
        _name(relation.target_part)
        for relation in package.rels.values()
        if relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES
    )


CORE = {field: f"\ufdd0{field}\ufdd1" for field in ("title", "subject", "author", "language")}
"""What is in the prepared properties for each that a paper sets."""

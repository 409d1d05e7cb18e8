"""What a PDF must be to be kept and to be read aloud: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

These are rules of our own, the ones that can be asked of any paper. The compiler's own checks and `pdfua` know others.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree

from tests.support.word import WordFile

_PARENTS = {"LI": "L", "Lbl": "LI Note P", "LBody": "LI", "TH": "TR", "TD": "TR", "TR": "THead TBody TFoot Table"}
"""What an element must be in."""
_DC = "{http://purl.org/dc/elements/1.1/}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREDEFINED = {
    "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/xap/1.0/mm/",
    "http://ns.adobe.com/xap/1.0/t/pg/", "http://ns.adobe.com/pdf/1.3/", "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",
}  # fmt: skip
"""Schemas of XMP 2005 and of PDF/A itself. What is of another must be described (ISO 19005-2, 6.6.2.3)."""
_FORBIDDEN = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/AA", "/OpenAction", "/XFA")


def faults(pdf: bytes, docx: bytes) -> list[str]:
    """What a PDF has against the two standards, and against the Word file of the same paper."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        tags = list(elements(opened))
        return [
            *_of_catalog(opened),
            *_of_metadata(opened, docx),
            *_of_extensions(opened),
            *_of_fonts(opened),
            *_of_outline(opened, docx),
            *_of_tags(tags),
            *_of_links(opened),
            *_of_fields(opened),
        ]


def elements(opened: pikepdf.Pdf) -> Iterator[tuple[str, str, Any]]:
    """Every element of the structure: its type, that of the one it is in, and itself."""

    def walk(node: Any, parent: str) -> Iterator[tuple[str, str, Any]]:
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from walk(one, parent)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            name = str(node.S)[1:]
            yield name, parent, node
            yield from walk(node.get("/K", pikepdf.Array()), name)

    yield from walk(opened.Root.StructTreeRoot.K, "")


def outline(opened: pikepdf.Pdf) -> list[tuple[int, str]]:
    """The bookmarks with their levels."""

    def walk(items: Iterable[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield level, item.title
            yield from walk(item.children, level + 1)

    with opened.open_outline() as found:
        return list(walk(found.root, 1))


def _of_catalog(opened: pikepdf.Pdf) -> Iterator[str]:
    root = opened.Root
    if str(root.get("/Lang", "")) != "vi-VN":
        yield "language"
    if not root.get("/MarkInfo", {}).get("/Marked", False) or root.MarkInfo.get("/Suspects", False):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "title not shown"
    if "/OutputIntents" not in root:
        yield "no output intent"
    if opened.is_encrypted:
        yield "encrypted"
    for each in opened.objects:
        if isinstance(each, pikepdf.Dictionary):
            yield from (f"forbidden {key}" for key in _FORBIDDEN if key in each or each.get("/S") == key)


def _of_metadata(opened: pikepdf.Pdf, docx: bytes) -> Iterator[str]:
    xmp = etree.fromstring(opened.Root.Metadata.read_bytes())
    if (_text(xmp, f"{_PDFA}part"), _text(xmp, f"{_PDFA}conformance")) != ("2", "A"):
        yield "not PDF/A-2a in XMP"
    if _text(xmp, f"{_PDFUA}part") != "1":
        yield "not PDF/UA-1 in XMP"
    with zipfile.ZipFile(BytesIO(docx)) as package:
        core = etree.fromstring(package.read("docProps/core.xml"))
    for key, ours, theirs in (
        ("Title", "title", "title"),
        ("Author", "creator", "creator"),
        ("Subject", "description", "subject"),
    ):
        said = _text(core, f"{_DC}{theirs}"), _text(xmp, f"{_DC}{ours}"), str(opened.docinfo.get(f"/{key}", ""))
        if len(set(said)) != 1 or not said[0]:
            yield f"{key}: Word, XMP, Info: {said}"
    if _text(xmp, f"{_DC}language") != "vi-VN":
        yield "language in XMP"


def _of_extensions(opened: pikepdf.Pdf) -> Iterator[str]:
    """Each property is of a predefined schema or described in one place, and has the form that is described."""
    xmp = etree.fromstring(opened.Root.Metadata.read_bytes())
    schema, prop = "{http://www.aiim.org/pdfa/ns/schema#}", "{http://www.aiim.org/pdfa/ns/property#}"
    described: dict[str, str] = {}
    for one in xmp.iterfind(f".//{{http://www.aiim.org/pdfa/ns/extension/}}schemas/{_RDF}Bag/{_RDF}li"):
        if not all(_text(one, f"{schema}{name}") for name in ("schema", "namespaceURI", "prefix")):
            yield "schema without a name"
        for each in one.iterfind(f".//{schema}property/{_RDF}Seq/{_RDF}li"):
            name = f"{{{_text(one, f'{schema}namespaceURI')}}}{_text(each, f'{prop}name')}"
            if name in described or _text(each, f"{prop}category") not in ("internal", "external"):
                yield f"description of {name}"
            if not _text(each, f"{prop}description"):
                yield f"nothing about {name}"
            described[name] = _text(each, f"{prop}valueType")
    for one in xmp.iterfind(f".//{_RDF}RDF/{_RDF}Description/*"):
        kind = described.get(one.tag, "")
        if etree.QName(one).namespace not in _PREDEFINED and not kind:
            yield f"{one.tag} is not described"
        inside = [child.tag for child in one]
        if (kind == "seq Text" and inside != [f"{_RDF}Seq"]) or (kind in ("Text", "Integer") and inside):
            yield f"{one.tag} is no {kind}"
        if kind == "Integer" and not (one.text or "").isdecimal():
            yield f"{one.tag} is no number"


def _text(root: Any, tag: str) -> str:
    """A property, which XMP writes as an element or, as pyHanko does, as an attribute."""
    found = root.find(f".//{tag}")
    if found is None:
        return next((one.get(tag) for one in root.iter() if one.get(tag)), "")
    return found.get(f"{_RDF}resource") or "".join(found.itertext()).strip(" \n")


def _of_fonts(opened: pikepdf.Pdf) -> Iterator[str]:
    fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    if not fonts:
        yield "no font"
    for font in fonts:
        name = str(font.get("/BaseFont", "?"))
        if "LiberationSerif" not in name:
            yield f"font {name}"
        if font.Subtype == "/Type0" and "/ToUnicode" not in font:
            yield f"font {name} without Unicode"
        descriptor = font.get("/FontDescriptor")
        if font.Subtype != "/Type0" and (
            descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        ):
            yield f"font {name} not embedded"


def _of_outline(opened: pikepdf.Pdf, docx: bytes) -> Iterator[str]:
    word = [
        f"{one.label} {one.text}".strip() for one in WordFile(docx).paragraphs() if one.outline is not None and one.text
    ]
    if [title for _level, title in outline(opened)] != word:
        yield f"outline: {[title for _level, title in outline(opened)]} instead of {word}"


def _of_tags(tags: list[tuple[str, str, Any]]) -> Iterator[str]:
    level = 0
    for name, parent, node in tags:
        kinds = [str(one.S)[1:] for one in _children(node)]
        if name in _PARENTS and parent not in _PARENTS[name].split():
            yield f"{name} in {parent}"
        if name == "L" and set(kinds) - {"LI", "L"}:
            yield f"L with {kinds}"
        if name == "LI" and kinds != ["Lbl", "LBody"]:
            yield f"LI with {kinds}"
        if name == "THead" and any(str(cell.S) != "/TH" for row in _children(node) for cell in _children(row)):
            yield "header cell without TH"
        if name == "TH" and _scope(node) not in ("/Column", "/Both", "/Row"):
            yield "TH without scope"
        if name == "Figure" and not str(node.get("/Alt", "")).strip():
            yield "Figure without Alt"
        if name[0] == "H" and name[1:].isdecimal():
            if int(name[1:]) > level + 1:
                yield f"{name} after H{level}"
            level = int(name[1:])


def _children(node: Any) -> list[Any]:
    inside = node.get("/K", pikepdf.Array())
    inside = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return [one for one in inside if isinstance(one, pikepdf.Dictionary) and "/S" in one]


def _scope(cell: Any) -> str:
    attributes = cell.get("/A", pikepdf.Array())
    attributes = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(one.Scope) for one in attributes if "/Scope" in one), "")


def _of_links(opened: pikepdf.Pdf) -> Iterator[str]:
    for page in opened.pages:
        if page.get("/Tabs") != "/S" and "/Annots" in page:
            yield "order of tabs"
        for annotation in page.get("/Annots", ()):
            if not str(annotation.get("/Contents", "")).strip():
                yield "link without a description"


def _of_fields(opened: pikepdf.Pdf) -> Iterator[str]:
    """Fields of a form: ISO 19005-2, 6.3 and 6.4; ISO 14289-1, 7.18."""
    form = opened.Root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances", False):
        yield "appearances of fields are not in the file"
    known = {one.objgen for one in form.get("/Fields", ())}
    parents = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
    for page in opened.pages:
        for widget in page.get("/Annots", ()):
            if widget.Subtype != "/Widget":
                continue
            name = str(widget.T)
            if widget.objgen not in known:
                yield f"field {name} not in the form"
            if not str(widget.get("/TU", "")).strip():
                yield f"field {name} without a tooltip"
            if int(widget.get("/F", 0)) & 0b100111 != 0b100:
                yield f"field {name} hidden or not printed"
            look = widget.get("/AP", {}).get("/N")
            if not isinstance(look, pikepdf.Stream) or look.get("/Subtype") != "/Form":
                yield f"field {name} without an appearance"
            element = parents[int(widget.StructParent)] if "/StructParent" in widget else None
            if element is None or element.S != "/Form" or element.K.get("/Obj", widget.P).objgen != widget.objgen:
                yield f"field {name} not tagged"
            elif not str(element.get("/Alt", "")).strip():
                yield f"field {name} without a text instead"

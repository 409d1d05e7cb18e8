"""What other programs take away when they save a template: names of lists and styles, empty footnotes, headers.

LibreOffice, WPS and Google Docs keep what a list does and drop what it is called, so it is known here by its levels.
Styles are known by the names that a person sees.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from kehoach.ooxml.elements import TBL, TR, P, T
from kehoach.ooxml.names import LIST_NAME, XML_DECLARATION, R, W, w
from kehoach.patterns import regex
from kehoach.word.list_definitions import find_base
from kehoach.word.runs import NOTE, NOTE_CALL

_LEVELS = (
    ("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("decimal", "%2.%3.%4."), ("lowerLetter", "%5)"),
    ("decimal", "(%6)"), ("bullet", "-"), ("bullet", "+"),
)  # fmt: skip
"""Format and text of the levels of the packaged list."""
_BULLET, _MOST_LEVELS = "bullet", 9
_NAMES = {"Slot": "ô điền", "SlotOptional": "ô điền thêm", NOTE: "footnote text", NOTE_CALL: "footnote reference"}
"""The styles that the writer uses by their ids, and what they are called."""
_LABEL = regex(rb"\.label\b")
_TAG_WITH_SECTION = regex(rb"</w:sectPr>(?:(?!</w:p>|</w:sectPr>).)*\{%p", re.DOTALL)
_ROW_TAG = "{%tr "
_NUMBERING, _STYLES, _DOCUMENT = "word/numbering.xml", "word/styles.xml", "word/document.xml"
_RELATIONS, _TYPES, _FOOTNOTES = "word/_rels/document.xml.rels", "[Content_Types].xml", "word/footnotes.xml"
_NOTES = (
    f'{XML_DECLARATION}<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/>'
    '</w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
).encode()


def restored(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a template with what the writer needs to find. Raises lxml's XMLSyntaxError."""
    done = _with_style_ids(dict(parts))
    if _NUMBERING in done:
        done[_NUMBERING] = _with_list(done[_NUMBERING])
    if _DOCUMENT in done:
        for restore in (_without_own_numbers, _with_section_ends, _with_repeated_headings):
            done[_DOCUMENT] = restore(done[_DOCUMENT])
        done = _with_footnotes(done)
    return done


def numbers_by_itself(parts: Mapping[str, bytes]) -> bool:
    """Whether paragraphs get their labels: from the template's list, or because it prints them as texts."""
    numbering = parts.get(_NUMBERING)
    if numbering and find_base(etree.fromstring(numbering), LIST_NAME) is not None:
        return True
    return len(_LABEL.findall(parts.get(_DOCUMENT, b""))) > 1  # one is that of articles


# Lists


def _with_list(data: bytes) -> bytes:
    root = etree.fromstring(data)
    if (found := find_base(root, LIST_NAME)) is not None:
        return _with_levels(root, found[1]) or data
    used = {num.find(w("abstractNumId")).get(w("val")) for num in root.findall(w("num"))}
    for abstract in root.findall(w("abstractNum")):
        if abstract.get(w("abstractNumId")) in used and _counts_alike(abstract):
            _name(abstract)
            return _with_levels(root, abstract) or _written(root)
    return data


def _with_levels(root: Any, abstract: Any) -> bytes:
    """The part with the levels that a list of an older template lacks, nothing when it has them all."""
    levels = abstract.findall(w("lvl"))
    lacking = {str(index) for index in range(_MOST_LEVELS)} - {level.get(w("ilvl")) for level in levels}
    for index in sorted(lacking) if levels else ():
        more = copy.deepcopy(levels[-1])
        more.set(w("ilvl"), index)
        for linked in more.findall(w("pStyle")):
            more.remove(linked)
        abstract.append(more)
    return _written(root) if levels and lacking else b""


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _counts_alike(abstract: Any) -> bool:
    """Whether a list prints the labels of the packaged one."""
    levels = {level.get(w("ilvl")): level for level in abstract.findall(w("lvl"))}
    for index, (form, text) in enumerate(_LEVELS):
        level = levels.get(str(index))
        if level is None or _value(level, "numFmt") != form or (form != _BULLET and _value(level, "lvlText") != text):
            return False
    return True


def _value(level: Any, name: str) -> str:
    found = level.find(w(name))
    return str(found.get(w("val"))) if found is not None else ""


def _name(abstract: Any) -> None:
    """Give a list its name, and its dashes and plus signs in the font of the text instead of one of symbols."""
    for known in abstract.findall(w("name")):
        abstract.remove(known)
    first = next(child for child in abstract if child.tag in (w("styleLink"), w("numStyleLink"), w("lvl")))
    name = etree.Element(w("name"))
    name.set(w("val"), LIST_NAME)
    first.addprevious(name)
    for level in abstract.findall(w("lvl")):
        form, text = dict(enumerate(_LEVELS)).get(int(level.get(w("ilvl"))), ("", ""))
        if form == _BULLET:
            level.find(w("lvlText")).set(w("val"), text)
            for fonts in level.findall(f"{w('rPr')}/{w('rFonts')}"):
                fonts.getparent().remove(fonts)


def _without_own_numbers(data: bytes) -> bytes:
    """A document whose paragraphs for blocks have no place in a list of their own: the writer gives them theirs."""
    if b"<w:numPr" not in data:
        return data
    root = etree.fromstring(data)
    for place in list(root.iter(w("numPr"))):
        paragraph = place.getparent().getparent()
        if paragraph.tag == P and "block.text" in "".join(text.text or "" for text in paragraph.iter(T)):
            place.getparent().remove(place)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _with_section_ends(data: bytes) -> bytes:
    """A document whose sections end in paragraphs of their own: in that of a tag the end would go with the tag."""
    if not _TAG_WITH_SECTION.search(data):
        return data
    root = etree.fromstring(data)
    for section in list(root.iter(w("sectPr"))):
        properties = section.getparent()
        paragraph = properties.getparent()
        if paragraph.tag == P and "{%p" in "".join(text.text or "" for text in paragraph.iter(T)):
            own = etree.Element(P)
            own.append(copy.deepcopy(properties))
            properties.remove(section)
            paragraph.addnext(own)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _with_repeated_headings(data: bytes) -> bytes:
    """A document whose headings of tables are on every page: LibreOffice keeps that of first rows only."""
    if b"<w:tblHeader" in data or b"block.header" not in data:
        return data
    root = etree.fromstring(data)
    for table in root.iter(TBL):
        heading = False
        for row in table.findall(TR):
            told = "".join(text.text or "" for text in row.iter(T))
            if _ROW_TAG in told:
                heading = "block.header" in told
            elif heading:
                properties = row.find(w("trPr"))
                if properties is None:
                    properties = etree.Element(w("trPr"))
                    row.insert(0, properties)
                etree.SubElement(properties, w("tblHeader"))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# Styles


def _with_style_ids(parts: dict[str, bytes]) -> dict[str, bytes]:
    data = parts.get(_STYLES, b"")
    if not data or all(f'w:styleId="{identity}"'.encode() in data for identity in _NAMES):
        return parts
    found: dict[str, str] = {}
    for style in etree.fromstring(data).iter(w("style")):
        found.setdefault(_value(style, "name").casefold(), str(style.get(w("styleId"))))
    for identity, name in _NAMES.items():
        if name in found and f'w:styleId="{identity}"'.encode() not in data:
            parts = _renamed(parts, found[name], identity)
    return parts


def _renamed(parts: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """A style has another id, wherever it is named."""
    named = re.compile(
        rb'(<w:(?:pStyle|rStyle|basedOn|next|link) w:val="|w:styleId=")' + re.escape(old).encode() + b'"'
    )
    return {
        name: named.sub(rb"\g<1>" + new.encode() + b'"', data) if name.endswith(".xml") else data
        for name, data in parts.items()
    }


# Footnotes


def _with_footnotes(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A part for footnotes, where their styles are there and the part, empty in a template, was not saved."""
    styles, relations, types = (parts.get(name, b"") for name in (_STYLES, _RELATIONS, _TYPES))
    has_styles = all(f'w:styleId="{identity}"'.encode() in styles for identity in (NOTE, NOTE_CALL))
    if not has_styles or b"footnotes+xml" in types or _FOOTNOTES in parts or not relations:
        return parts
    relation = f'<Relationship Id="rIdFootnotes" Type="{R}/footnotes" Target="footnotes.xml"/></Relationships>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/{_FOOTNOTES}" ContentType="{kind}"/></Types>'
    return parts | {
        _FOOTNOTES: _NOTES,
        _RELATIONS: relations.replace(b"</Relationships>", relation.encode()),
        _TYPES: types.replace(b"</Types>", override.encode()),
    }

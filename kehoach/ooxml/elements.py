"""Changing elements of WordprocessingML without breaking the order that its schema demands."""

from __future__ import annotations

from typing import Any

from lxml import etree

from kehoach.ooxml.names import XML, w
from kehoach.ooxml.properties import PPR_ORDER
from kehoach.patterns import regex

P, T, R, TBL, TR, TC = w("p"), w("t"), w("r"), w("tbl"), w("tr"), w("tc")
PPR, RPR = w("pPr"), w("rPr")

_ORDER = [w(name) for name in PPR_ORDER]


def ancestor(element: Any, tag: str) -> Any:
    """The nearest element of that tag around `element`, or itself; None when there is none."""
    while element is not None and element.tag != tag:
        element = element.getparent()
    return element


def paragraph_properties(paragraph: Any) -> Any:
    """The `w:pPr` of a paragraph, made when it has none."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = etree.Element(PPR)
        paragraph.insert(0, properties)
    return properties


def set_paragraph(properties: Any, name: str, **attributes: str) -> Any:
    """Set one property of a paragraph; returns its element."""
    tag = w(name)
    found = properties.find(tag)
    if found is None:
        found = etree.Element(tag)
        rank = _ORDER.index(tag)
        later = (i for i, child in enumerate(properties) if child.tag not in _ORDER or _ORDER.index(child.tag) > rank)
        properties.insert(next(later, len(properties)), found)
    for key, value in attributes.items():
        found.set(w(key), value)
    return found


def add_text(run: Any, value: str) -> None:
    """Append a text to a run, blanks kept."""
    element = etree.SubElement(run, T)
    element.text = value
    element.set(f"{{{XML}}}space", "preserve")


def canonical(element: Any) -> bytes:
    """The canonical form of an element, by which two can be compared: equal for equal ones in whatever document."""
    return bytes(etree.tostring(element, method="c14n", exclusive=True, with_tail=False))


_DECLARED = regex(' xmlns:[^=]+="[^"]*"')


def children(xml: bytes, namespaces: str) -> list[bytes]:
    """The elements inside of an element."""
    return [serialized(child, namespaces) for child in fragment(xml, namespaces)]


def fragment(xml: bytes, namespaces: str) -> Any:
    """The element that bytes are. `namespaces` declares the prefixes that it uses, a blank before each."""
    return etree.fromstring(b"<kh%b>%b</kh>" % (namespaces.encode(), xml))[0]


def serialized(element: Any, namespaces: str) -> bytes:
    """An element as it is in its part, where `namespaces` are declared already."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    end = text.index(">")
    return (
        _DECLARED.sub(lambda found: "" if found[0] in namespaces else found[0], text[:end]).encode()
        + text[end:].encode()
    )

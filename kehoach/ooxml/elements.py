"""Changing elements of WordprocessingML without breaking the order that its schema demands."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

from kehoach.ooxml.names import XML, w
from kehoach.ooxml.offsets import is_empty
from kehoach.patterns import regex

P, T, R, TBL, TR, TC = w("p"), w("t"), w("r"), w("tbl"), w("tr"), w("tc")
PPR, RPR = w("pPr"), w("rPr")

_PPR_ORDER = [
    w(name)
    for name in (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ).split()
]
_RPR_ORDER = [
    w(name)
    for name in (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
        "lang eastAsianLayout specVanish oMath"
    ).split()
]


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
    return _set(properties, name, attributes, _PPR_ORDER)


def set_run(run: Any, name: str, **attributes: str) -> None:
    """Set one property of a run."""
    properties = run.find(RPR)
    if properties is None:
        properties = etree.Element(RPR)
        run.insert(0, properties)
    _set(properties, name, attributes, _RPR_ORDER)


def _set(properties: Any, name: str, attributes: dict[str, str], order: list[str]) -> Any:
    tag = w(name)
    found = properties.find(tag)
    if found is None:
        found = etree.Element(tag)
        rank = order.index(tag)
        later = (i for i, child in enumerate(properties) if child.tag not in order or order.index(child.tag) > rank)
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


Wanted = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Properties to set: each by its name, with its attributes."""
NUMBERED = "numPr"
"""The one property that has children instead: `ilvl` and `numId` here are its attributes."""
_DECLARED = regex(' xmlns:[^=]+="[^"]*"')


@lru_cache(4096)
def paragraph_head(head: bytes, wanted: Wanted, namespaces: str) -> bytes:
    """The beginning of a paragraph, `<w:p><w:pPr>...</w:pPr>`, with properties set. Papers repeat a few of them."""
    empty = is_empty(head, 0)
    paragraph = fragment(head if empty else head + b"</w:p>", namespaces)
    properties = paragraph_properties(paragraph)
    for name, attributes in wanted:
        element = set_paragraph(properties, name, **(dict(attributes) if name != NUMBERED else {}))
        if name == NUMBERED:
            for child in list(element):
                element.remove(child)
            for child, value in attributes:
                etree.SubElement(element, w(child), {w("val"): value})
    text = serialized(paragraph, namespaces)
    return text if empty else text.removesuffix(b"</w:p>")


@lru_cache(1024)
def run_properties(properties: bytes, wanted: Wanted, namespaces: str) -> bytes:
    """The `w:rPr` of a run, which may be none, with properties set."""
    run = fragment(b"<w:r>%b</w:r>" % properties, namespaces)
    for name, attributes in wanted:
        set_run(run, name, **dict(attributes))
    return serialized(run[0], namespaces)


def children(xml: bytes, namespaces: str) -> list[bytes]:
    """The elements inside of an element."""
    return [serialized(child, namespaces) for child in fragment(xml, namespaces)]


@lru_cache(1024)
def merged_cell(properties: bytes, begins: bool, namespaces: str) -> bytes:
    """The properties of a cell that belongs to the one above, or with `begins` to the one below."""
    element = fragment(properties, namespaces)
    before = (w("cnfStyle"), w("tcW"), w("gridSpan"), w("hMerge"))
    place = max((index for index, child in enumerate(element) if child.tag in before), default=-1)
    element.insert(place + 1, etree.Element(w("vMerge"), {w("val"): "restart"} if begins else {}))
    return serialized(element, namespaces)


def row_without_lines(widths: list[int]) -> tuple[bytes, bytes]:
    """What is before and after the content of a row with one cell over all columns, which adds no line to its table."""
    sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    width = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
    properties = f"<w:tcPr>{width}<w:tcBorders>{sides}</w:tcBorders></w:tcPr>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{properties}".encode(), b"</w:tc></w:tr>"


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

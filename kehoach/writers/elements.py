"""Changing elements of WordprocessingML without breaking the order that its schema demands."""

from __future__ import annotations

from typing import Any

from lxml import etree

from kehoach.writers.ooxml import XML, w

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

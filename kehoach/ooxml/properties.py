"""Properties of paragraphs, runs and cells, set in the bytes of a part and in the order that its schema demands.

Papers have a few of them again and again, so each is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kehoach.ooxml.names import quoteattr
from kehoach.ooxml.offsets import everywhere, is_empty, tag_end

PPR_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()
RPR_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath"
).split()
_BEFORE_MERGE = ("cnfStyle", "tcW", "gridSpan", "hMerge")

Wanted = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Properties to set: each by its name, with its attributes."""
NUMBERED = "numPr"
"""The one property that has children instead: `ilvl` and `numId` here are its attributes."""


@lru_cache(4096)
def paragraph_head(head: bytes, wanted: Wanted) -> bytes:
    """The beginning of a paragraph, `<w:p><w:pPr>...</w:pPr>`, with properties set; a whole one where it was empty."""
    at = tag_end(head, 0)
    if is_empty(head, 0):
        return b"%b>%b</w:p>" % (head[:-2], _with(b"<w:pPr/>", wanted, PPR_ORDER))
    return head[:at] + _with(head[at:] or b"<w:pPr/>", wanted, PPR_ORDER)


@lru_cache(1024)
def run_properties(properties: bytes, wanted: Wanted) -> bytes:
    """The `w:rPr` of a run, which may be none, with properties set."""
    return _with(properties or b"<w:rPr/>", wanted, RPR_ORDER)


@lru_cache(1024)
def merged_cell(properties: bytes, begins: bool) -> bytes:
    """The properties of a cell that belongs to the one above, or with `begins` to the one below."""
    properties = _opened(properties)
    ends = [end for name, _start, end in _inside(properties) if name in _BEFORE_MERGE]
    place = max(ends, default=tag_end(properties, 0))
    merge = b'<w:vMerge w:val="restart"/>' if begins else b"<w:vMerge/>"
    return properties[:place] + merge + properties[place:]


def row_without_lines(widths: list[int]) -> tuple[bytes, bytes]:
    """What is before and after the content of a row with one cell over all columns, which adds no line to its table."""
    sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    width = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
    properties = f"<w:tcPr>{width}<w:tcBorders>{sides}</w:tcBorders></w:tcPr>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{properties}".encode(), b"</w:tc></w:tr>"


def _with(properties: bytes, wanted: Wanted, order: Sequence[str]) -> bytes:
    properties = _opened(properties)
    for name, attributes in wanted:
        there = _inside(properties)
        known = next(((start, end) for found, start, end in there if found == name), None)
        if known is None:
            later = order[order.index(name) + 1 :]
            place = next(
                (start for found, start, _end in there if found in later or found not in order),
                properties.rindex(b"</"),
            )
            known = place, place
        start, end = known
        properties = properties[:start] + _set(properties[start:end], name, attributes) + properties[end:]
    return properties


def _set(element: bytes, name: str, attributes: tuple[tuple[str, str], ...]) -> bytes:
    """A property, which may not be there yet, with these attributes."""
    if name == NUMBERED:
        return b"<w:numPr>%b</w:numPr>" % b"".join(_set(b"", child, (("val", value),)) for child, value in attributes)
    element = element or f"<w:{name}/>".encode()
    for key, value in attributes:
        last = tag_end(element, 0) - (2 if is_empty(element, 0) else 1)
        start = element.find(f' w:{key}="'.encode(), 0, last)
        end = element.index(b'"', element.index(b'"', start) + 1) + 1 if start >= 0 else last
        start = start if start >= 0 else last
        element = element[:start] + f" w:{key}={quoteattr(value)}".encode() + element[end:]
    return element


def _opened(element: bytes) -> bytes:
    """An element with an end tag of its own."""
    if not is_empty(element, 0):
        return element
    return b"%b></%b>" % (element[:-2], element[1:-2].split()[0])


def _inside(element: bytes) -> list[tuple[str, int, int]]:
    """The elements right inside of an element: the name without `w:`, begin and end."""
    found, depth, begin = [], 0, 0
    for start in everywhere(element, b"<"):
        closes, end = element.startswith(b"</", start), tag_end(element, start)
        is_whole = is_empty(element, start)
        if depth == 1 and not closes:
            begin = start
        depth += -1 if closes else 0 if is_whole else 1
        if depth == 1 and (closes or is_whole):
            name = element[begin + 1 : end].split(None, 1)[0].partition(b">")[0].rstrip(b"/")
            found.append((name.decode().removeprefix("w:"), begin, end))
    return found

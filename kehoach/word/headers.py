"""Headers and footers of a template's sections: what the owner put into one of them is on every page.

A packaged template has a section for each way that a part may lie, and only some are printed. An owner sees and edits
one header, Word keeps it with that section, and LibreOffice empties those of the others.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from kehoach.ooxml.names import R, w
from kehoach.patterns import regex

_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_HEADER, _FOOTER = "headerReference", "footerReference"
_ID = f"{{{R}}}id"
_SHOWN = regex(rb"<w:(?:drawing|pict|object|tbl)[ >]|<v:shape|<mc:AlternateContent")
_TEXT = regex(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def with_shared_headers(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a template whose sections all have the fullest header and footer that one of them has."""
    done = dict(parts)
    if done.get(_DOCUMENT, b"").count(b"<w:sectPr") < 2 or _RELATIONS not in done:
        return done
    root = etree.fromstring(done[_DOCUMENT])
    relations = etree.fromstring(done[_RELATIONS])
    targets = {one.get("Id"): posixpath.join("/word", one.get("Target", "")).lstrip("/") for one in relations}
    sections = list(root.iter(w("sectPr")))
    changed = [_share(sections, kind, targets, done) for kind in (_HEADER, _FOOTER)]
    if any(changed):
        done[_DOCUMENT] = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return done


def _share(sections: list[Any], kind: str, targets: Mapping[Any, str], parts: Mapping[str, bytes]) -> bool:
    """Give the headers, or the footers, of the section that has most to those that have less."""
    worth = [max((_worth(parts.get(targets.get(one.get(_ID), ""), b"")) for one in s.findall(w(kind))), default=0)
             for s in sections]  # fmt: skip
    best = worth.index(max(worth))
    poorer = [section for section, known in zip(sections, worth, strict=True) if known < worth[best]]
    for section in poorer:
        for reference in section.findall(w(kind)):
            section.remove(reference)
        for reference in reversed(sections[best].findall(w(kind))):
            section.insert(0, deepcopy(reference))
        _take_over(section, sections[best], kind)
    return bool(poorer)


def _worth(header: bytes) -> int:
    """0: nothing is on paper; 1: the number of the page; 2: more."""
    if _SHOWN.search(header) or any(text.strip() and not text.strip().isdigit() for text in _TEXT.findall(header)):
        return 2
    return int(b"PAGE" in header)


def _take_over(section: Any, best: Any, kind: str) -> None:
    """What goes with a header: how far it is from the edge, and whether the first page has one."""
    side = w("header" if kind == _HEADER else "footer")
    margins, model = section.find(w("pgMar")), best.find(w("pgMar"))
    if margins is not None and model is not None and model.get(side):
        margins.set(side, model.get(side))
    title = best.find(w("titlePg"))
    if section.find(w("titlePg")) is None and title is not None:
        after = ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange")
        following = next((one for one in section if one.tag in map(w, after)), None)
        if following is not None:
            following.addprevious(deepcopy(title))
        else:
            section.append(deepcopy(title))

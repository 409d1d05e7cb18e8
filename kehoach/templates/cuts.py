"""Tags that Word has cut into pieces which cannot be put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from kehoach.ooxml.elements import R, ancestor
from kehoach.ooxml.names import w

_PAIRS = {
    "bookmark": {"bookmarkStart": 1, "bookmarkEnd": -1},
    "comment": {"commentRangeStart": 1, "commentRangeEnd": -1},
    "fldChar": {"begin": 1, "end": -1},
}
"""What goes when a tag is put together must go with its other end."""
_LOST = {w(name) for name in ("drawing", "pict", "object", "footnoteReference", "commentReference")}


def cut_by(pieces: list[tuple[str, Any]], start: int, end: int) -> str:
    """What keeps the letters from `start` to `end` from being put together: the name of an element, or ""."""
    at, elements = 0, []
    for text, element in pieces:
        if at < end and at + len(text) > start:
            elements.append(element)
        at += len(text)
    first, last = ancestor(elements[0], R), ancestor(elements[-1], R)
    holders = [str(etree.QName(run.getparent()).localname) for run in (first, last)]
    if first.getparent() is not last.getparent():
        return next((name for name in holders if name != "p"), "p")
    inside = [inner for between in _between(first, last) for inner in between.iter()]
    for inner in inside:
        if inner.tag in _LOST:
            return str(etree.QName(inner).localname)
    for name, kinds in _PAIRS.items():
        if sum(kinds.get(_kind(inner), 0) for inner in inside):
            return name
    return ""


def _kind(element: Any) -> str:
    return str(element.get(w("fldCharType")) or etree.QName(element).localname)


def _between(first: Any, last: Any) -> Iterator[Any]:
    while first is not last:
        first = first.getnext()
        if first is None or first is last:
            return
        yield first

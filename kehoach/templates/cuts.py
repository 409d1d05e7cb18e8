"""Tags that Word has cut into pieces which cannot be put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
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


class Cuts:
    """A paragraph in pieces, each a text and its element."""

    def __init__(self, pieces: list[tuple[str, Any]]) -> None:
        self._elements = [element for _text, element in pieces]
        self._starts = list(accumulate((len(text) for text, _element in pieces), initial=0))[:-1]

    def by(self, start: int, end: int) -> str:
        """What keeps the letters from `start` to `end` from being put together: the name of an element, or ""."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        return _cut(ancestor(self._elements[first], R), ancestor(self._elements[last], R))


def _cut(first: Any, last: Any) -> str:
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

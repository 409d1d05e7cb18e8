"""Where the words of a traced paper are on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from kehoach.frozen import frozen
from kehoach.typeset.inline import WORDS

_WORD = re.compile(WORDS.format(r"(\d+)", r"(\d+)"))
_MOVED = re.compile(r"(?:translate\(|matrix\(1 0 0 -?1 )(?P<right>[-\d.e]+)(?: (?P<down>[-\d.e]+))?\)")
"""What is in boxes and cells is moved; nothing of a paper is turned."""


@frozen
class Box:
    """A word on a page, or the part of it that is on one line: in points from the top left corner.

    `line` is its line's index in the trace, `word` which of the words of the line it is, from 0.
    """

    line: int
    word: int
    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the page is in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def boxes(page: bytes) -> tuple[Box, ...]:
    """The words of a page, an SVG of the built-in engine."""
    return tuple(_boxes(ElementTree.fromstring(page), 0, 0))


def _boxes(element: ElementTree.Element, x: float, y: float) -> Iterator[Box]:
    if moved := _MOVED.fullmatch(element.get("transform", "")):
        x, y = x + float(moved["right"]), y + float(moved["down"] or 0)
    found = _WORD.fullmatch(element.get("href", ""))
    for inner in element:
        if found and inner.tag.endswith("rect"):
            line, word = map(int, found.groups())
            yield Box(line, word, x, y, float(inner.get("width", 0)), float(inner.get("height", 0)))
        elif len(inner):
            yield from _boxes(inner, x, y)

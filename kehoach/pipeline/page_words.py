"""The words of a paper on its pages, and where each was typed."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.documents.paper import Paper
from kehoach.frozen import attribute, frozen
from kehoach.locating.leaves import Leaves, Location
from kehoach.locating.matching import locate
from kehoach.pipeline.products import Product
from kehoach.pipeline.renditions import typeset_source
from kehoach.storage.workspace import fonts
from kehoach.typeset import engine as typesetter
from kehoach.typeset.boxes import Box, boxes
from kehoach.typeset.inline import TracedLine


@frozen
class PageBox:
    """A word, or the part of it that is on one line, on a page, the first being 1: in points (1/72 inch) from the top
    left corner. `text` is the whole word.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    text: str


@frozen
class PageWords:
    """The words of the pages of one paper, as the built-in engine sets it."""

    pages: tuple[tuple[Box, ...], ...]
    _lines: list[TracedLine]
    _leaves: Leaves
    _places: dict[int, tuple[Location | None, ...]] = attribute(factory=dict)

    @classmethod
    def of(cls, product: Product, paper: Paper, leaves: Leaves) -> PageWords:
        """The words of a paper. Raises EnvironmentFailure."""
        lines: list[TracedLine] = []
        pages = typesetter.svg(typeset_source(product, paper, trace=lines), fonts())
        return cls(tuple(map(boxes, pages)), lines, leaves)

    def place(self, box: Box) -> Location | None:
        """Where a word was typed."""
        return self._located(box.line)[box.word]

    def of_line(self, path: str, line: int) -> Iterator[PageBox]:
        """The words that a line of a file prints."""
        for number, page in enumerate(self.pages, 1):
            for box in page:
                place = self.place(box)
                if place and place.is_typed and place.is_on(path, line):
                    yield self._shown(number, box)

    def all(self) -> Iterator[PageBox]:
        """Every word, page by page."""
        for number, page in enumerate(self.pages, 1):
            for box in page:
                yield self._shown(number, box)

    def _shown(self, page: int, box: Box) -> PageBox:
        word = self._lines[box.line].words[box.word]
        return PageBox(page, box.x, box.y, box.width, box.height, word)

    def _located(self, line: int) -> tuple[Location | None, ...]:
        if line not in self._places:
            traced = self._lines[line]
            self._places[line] = locate(traced.typed, traced.origin, self._leaves)
        return self._places[line]

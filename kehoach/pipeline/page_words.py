"""The words of a paper on its pages, and where each was typed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import Paper
from kehoach.frozen import attribute, frozen
from kehoach.locating.leaves import Leaves, Location
from kehoach.locating.matching import locate
from kehoach.model.plan import Plan
from kehoach.pipeline.products import Product
from kehoach.pipeline.renditions import typeset_source
from kehoach.source import Span
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

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the page is in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


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

    def made_from(self, path: str, start: int, end: int, keys: Collection[str]) -> Iterator[PageBox]:
        """The words of the lines that were made from what is in a stretch of a file, or from these keys of the plan."""
        wanted = [_is_of(line.origin, path, start, end, keys) for line in self._lines]
        for number, page in enumerate(self.pages, 1):
            for box in page:
                if wanted[box.line]:
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


def _is_of(origin: Origin, path: str, start: int, end: int, keys: Collection[str]) -> bool:
    """Whether the last of what a line was made from is in a stretch of a file, or is one of these keys of the plan."""
    own = origin[-1] if origin else None
    first = own[0] if isinstance(own, tuple) and own else own
    if isinstance(first, Keys):
        if isinstance(first.of, Plan):
            return any(name in keys for name in first.names)
        first = first.of
    span = getattr(first, "span", None)
    return isinstance(span, Span) and span.source.path == path and start <= span.start and span.end <= end

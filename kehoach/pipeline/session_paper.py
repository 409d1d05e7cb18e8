"""One paper of a plan that is written: its content, its Word file, its pages, where each word on them comes from."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from kehoach.documents.paper import Paper
from kehoach.frozen import attribute, frozen
from kehoach.locating.leaves import Leaves, Location
from kehoach.pdf.converter import Converter
from kehoach.pdf.engine import Engine
from kehoach.pipeline.page_words import PageBox, PageWords
from kehoach.pipeline.production import longest_table
from kehoach.pipeline.products import Product
from kehoach.pipeline.renditions import engine_for, typeset, typeset_source
from kehoach.storage.files import read_bytes
from kehoach.storage.workspace import Workspace, fonts
from kehoach.typeset import engine as typesetter


@frozen
class SessionPaper:
    """One paper of a plan. `name` is the name of its file below the plan's folder, without an ending."""

    _product: Product
    _workspace: Workspace
    _plan_file: Path
    leaves: Leaves = attribute(repr=False)
    """The typed texts that its words come from."""

    @property
    def name(self) -> str:
        """`ke-hoach`, `bao-cao/nam`, `trich/phong-kinh-te`."""
        return self._product.name.removesuffix(".docx")

    @cached_property
    def content(self) -> Paper:
        """What it shows, as values."""
        return self._product.paper(self._product.content())

    def docx(self) -> bytes:
        """The Word file. Raises EnvironmentFailure for a template that cannot be printed with."""
        return self._product.write(self.content, read_bytes(self._template), self._template)

    def pdf(self, engine: Engine = Engine.AUTO) -> bytes:
        """The PDF, by the engine that `kehoach render --pdf` would take. Raises EnvironmentFailure."""
        chosen = engine_for(engine, self._product, self._template)
        if chosen is Engine.BUILTIN:
            return typeset(self._product, self.content)
        with Converter(fonts(), engine=chosen) as converter:
            return converter.convert(self.docx(), longest_table(self.content), self.content.properties.title[:255])

    def svg(self) -> list[bytes]:
        """Its pages as the built-in engine sets them. Raises EnvironmentFailure."""
        return typesetter.svg(typeset_source(self._product, self.content), fonts())

    def png(self, dots_per_inch: float = 96) -> list[bytes]:
        """The same as pictures. Raises EnvironmentFailure."""
        return typesetter.png(typeset_source(self._product, self.content), fonts(), dots_per_inch)

    def place_at(self, page: int, x: float, y: float) -> Location | None:
        """What was typed for the word at a point of a page, counted from 1; `x` and `y` in points (1/72 inch) from the
        top left corner. None where there is no word, or one of kehoach's own. Raises EnvironmentFailure.
        """
        if not 1 <= page <= len(self._words.pages):
            return None
        found = next((box for box in self._words.pages[page - 1] if box.holds(x, y)), None)
        return self._words.place(found) if found else None

    def pages_of(self, line: int, path: Path | None = None) -> tuple[PageBox, ...]:
        """Where the words that a line of the plan file prints are, in the order of the pages; `path`: of another file.

        Raises EnvironmentFailure.
        """
        return tuple(self._words.of_line(str(path or self._plan_file), line))

    def boxes_of(self, start: int, end: int, keys: Collection[str] = ()) -> tuple[PageBox, ...]:
        """Where the words are that a stretch of the plan file prints, from `start` up to `end`, or these of its keys.

        Raises EnvironmentFailure.
        """
        return tuple(self._words.made_from(str(self._plan_file), start, end, keys))

    @property
    def words_on_pages(self) -> tuple[PageBox, ...]:
        """Every word of the paper with its place on the pages of the built-in engine. Raises EnvironmentFailure."""
        return tuple(self._words.all())

    @cached_property
    def _words(self) -> PageWords:
        return PageWords.of(self._product, self.content, self.leaves)

    @property
    def _template(self) -> Path:
        return self._workspace.template(self._product.template)

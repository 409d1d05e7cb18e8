"""A Word template as its owner sees it: paragraphs with tags, tables, styles, pages, and what kehoach gives to it."""

from __future__ import annotations

from collections.abc import Mapping

from kehoach.frozen import frozen
from kehoach.source import Source, Span


@frozen
class Shape:
    """What is after a name: a mapping has `fields`, a list has `each`, a text neither.

    `filled` lists are never empty: a loop over one runs at least once. `methods` are what Jinja allows on the value.
    `own` texts come from the plan: a template that does not print one loses it.
    """

    fields: Mapping[str, Shape] | None = None
    each: Shape | None = None
    filled: bool = False
    own: bool = False
    methods: frozenset[str] = frozenset()


Path = tuple[str, ...]
"""A name and what follows its dots; `[]` stands for an element of a list."""


@frozen
class Code:
    """What a tag says, as the engine reads it.

    `word` is the statement ("for", "endif") or "" for a value. `uses` are the names it reads, `binds` the names it
    makes, each with the path of its value where that is plain. `filters` lists what is written after a bar. `loop` is
    the list that a loop runs over without leaving any of it out. `problem` is why the engine cannot read it.
    """

    word: str = ""
    uses: tuple[Path, ...] = ()
    binds: tuple[tuple[str, Path | None], ...] = ()
    filters: tuple[str, ...] = ()
    loop: Path | None = None
    problem: str = ""


@frozen
class Tag:
    """One tag of a paragraph.

    `level` is what vanishes with it: `p` its paragraph, `tr` its row, `tc` its cell, `r` its run, "" nothing else.
    `holder` identifies the cell, row, table or text box that it must be closed in, "" where there is none such.
    `cut_by` names an element that parts it so that it cannot be put together; `beside` is text that vanishes with it.
    """

    span: Span
    code: Code
    level: str = ""
    holder: str = ""
    cut_by: str = ""
    beside: str = ""

    @property
    def text(self) -> str:
        """The tag as it was typed."""
        return self.span.text


Item = str | Tag
"""What is in a frame: `p`, `tbl`, `tr`, `tc`, or a tag at whose place one may come, or none, or many."""


@frozen
class TableFrame:
    """A table, row or cell (`kind` is `tbl`, `tr`, `tc`), with what is in it in order."""

    kind: str
    items: tuple[Item, ...]
    span: Span


@frozen
class TemplatePage:
    """Paper and margins of a section, in millimetres; None where the template does not say."""

    width: float | None
    height: float | None
    margins: Mapping[str, float]
    span: Span
    landscape: bool = False


@frozen
class ExternalLink:
    """Something that is not in the file: where it points, and what it is (`image`, `attachedTemplate`, `field`)."""

    target: str
    kind: str
    span: Span


@frozen
class TemplatePart:
    """One part of the package. Each paragraph is a line of its source. `runs` says whether its tags are run."""

    source: Source
    tags: tuple[Tag, ...] = ()
    stray: tuple[Span, ...] = ()
    frames: tuple[TableFrame, ...] = ()
    styles: tuple[tuple[str, Span], ...] = ()
    runs: bool = True


@frozen
class Template:
    """A whole template. `names` is what it is given; `styles` those it defines, `needed` those that kehoach uses."""

    parts: tuple[TemplatePart, ...]
    names: Shape
    styles: frozenset[str] = frozenset()
    needed: tuple[str, ...] = ()
    has_list: bool = True
    pages: tuple[TemplatePage, ...] = ()
    outside: tuple[ExternalLink, ...] = ()
    filters: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    """What the engine itself knows: filters, statements, names."""
    leftovers: tuple[tuple[str, Span], ...] = ()
    """What editing left, `revisions`, `comments`, `hidden`, and the first place of each in a part."""
    trial: str = ""
    """Why a sample paper could not be printed with it; "" when it could, or was not tried."""

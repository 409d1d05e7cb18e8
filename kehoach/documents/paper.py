"""The parts that papers are made of. Whatever a template prints is one of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from kehoach.documents.chart import Chart
from kehoach.documents.origin import Origin
from kehoach.frozen import attribute, frozen
from kehoach.model.attached import Image
from kehoach.model.base import Todo
from kehoach.model.items import ListStyle


@frozen
class Footnote:
    """A footnote called at this point. `again` is set when the same note was called before."""

    key: str
    text: Inline
    again: bool = False


@frozen
class Slot:
    """A blank that a person fills in Word. `key` finds it again, `prompt` says what belongs there.

    A slot with `choices` offers them; one that is not `required` may stay as it is.
    """

    key: str
    prompt: str
    required: bool = True
    choices: tuple[str, ...] = ()


@frozen
class Styled:
    """Text that is bold or italic, or leads to a page or mail address on the web (`link`, "" where it does not)."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@frozen
class Picture:
    """A picture, alone in its paragraph. `description` is read to who cannot see it; sizes are in millimetres."""

    name: str
    description: str
    image: Image
    width: float
    height: float


Piece = str | Styled | Todo | Footnote | Slot | Picture
Inline = tuple[Piece, ...]
"""A line or paragraph: plain and styled text, undecided points, footnotes, slots, pictures. A line end inside breaks
the line."""


def plain(inline: Inline) -> str:
    """The text alone: an undecided point as its question in brackets, a slot as its prompt, no footnotes."""
    return "".join(shown(piece) for piece in inline)


def shown(piece: Piece) -> str:
    """What a piece of a line shows as text."""
    match piece:
        case Todo():
            return undecided(piece)
        case Slot():
            return f"[{piece.prompt}]"
        case Styled():
            return piece.text
        case Footnote() | Picture():
            return ""
    return piece


def undecided(todo: Todo) -> str:
    """How an undecided point prints, highlighted, in place of the value."""
    return str(todo)


class Role(StrEnum):
    """What a paragraph is; the template has a sample of each."""

    PART_LABEL = "part_label"
    PART_TITLE = "part_title"
    SECTION = "section"
    CLAUSE = "clause"  # a heading, bold
    POINT = "point"  # a heading, regular
    TEXT = "text"
    ITEM = "item"
    ARTICLE = "article"
    NOTE = "note"
    END = "end"


@frozen
class Mark:
    """How a paragraph is numbered.

    `label` is what is printed ("đ)"), `number` counts from 1 in its list, `list` identifies the list within the
    document, `parent` the list that the paragraph above it in the tree belongs to. `is_literal`: it is printed as it
    was typed, and nothing counts on from it.
    """

    style: ListStyle
    number: int
    label: str
    list: int
    parent: int | None = None
    is_literal: bool = False


class Align(StrEnum):
    """The alignment of the cells of a column, or of a paragraph that is not set as its style says."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@frozen
class Paragraph:
    """One paragraph of the body. `level` is its depth in the outline, 0 for text; `align` differs from its style's.

    `gap_below` keeps a table that follows away from it.
    `entry` is its number in the table of contents, 0 where it is not in it. `new_page` begins a page.
    """

    role: Role
    text: Inline
    mark: Mark | None = None
    label: str = ""
    level: int = 0
    keep_next: bool = False
    align: Align | None = None
    gap_below: bool = False
    entry: int = attribute(default=0, repr=False)
    new_page: bool = attribute(default=False, repr=False)
    origin: Origin = attribute(default=(), compare=False, repr=False)


@frozen
class Column:
    """A column of a table: its width in millimetres and the alignment of its cells."""

    width: float
    align: Align = Align.LEFT


@frozen
class HeaderCell:
    """A cell of the header: how many columns it spans, and whether it belongs to the cell above it."""

    text: str
    span: int = 1
    continues: bool = False
    tall: bool = False


@frozen
class Row:
    """A row of a table. `across` rows have one cell over the whole width; `strong` rows are bold.

    `joined` are the columns, from 0, whose cell is one with the cell above it.
    """

    cells: tuple[Inline, ...]
    strong: bool = False
    across: bool = False
    joined: frozenset[int] = frozenset()
    origin: Origin = attribute(default=(), compare=False, repr=False)
    origins: Mapping[int, Origin] = attribute(factory=dict, compare=False, repr=False)


@frozen
class Table:
    """A table with its header rows, which repeat on every page."""

    columns: tuple[Column, ...]
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[Row, ...]
    title: str = ""
    origin: Origin = attribute(default=(), compare=False, repr=False)


@frozen
class Entry:
    """A line of a table of contents: its level from 1, the heading with its label as it prints, and which one it is.

    `number` is that of the paragraph or title which it leads to (`entry` there). One that is not `paged` shows no page:
    an appendix has pages of its own, which begin with 1 again.
    """

    level: int
    text: str
    number: int
    paged: bool = True
    origin: Origin = attribute(default=(), compare=False, repr=False)


@frozen
class Contents:
    """A table of contents under its heading, on pages of its own. Which page an entry is on, no paper knows."""

    heading: str
    entries: tuple[Entry, ...]


Block = Paragraph | Table | Chart | Contents


@frozen
class Letterhead:
    """The top of the first page: boxes 1 to 4 of the decree's diagram (Annex I, IV).

    `rule` and `columns` are in millimetres: the length of the rule under the issuer's name, and the widths of the two
    cells. `number` and `place_date` are empty in a document attached to another.
    """

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    rule: float
    nation: str
    motto: str
    motto_rule: float
    number: Inline
    place_date: Inline
    columns: tuple[float, float]


@frozen
class Title:
    """Type and subject of the document, box 5a, with the rule below (its length in millimetres).

    An appendix has its label and title here; `link` is the line that names the document it belongs to.
    `entry` is its number in the table of contents, 0 where it is not in it.
    """

    type_name: str
    subject: tuple[Inline, ...]
    rule: float
    link: Inline = ()
    entry: int = attribute(default=0, repr=False)


@frozen
class RecipientLine:
    """A line of the recipients, dash and punctuation included. `level` 1 is below the line above it."""

    text: Inline
    level: int = 0


@frozen
class SignatureBlock:
    """Recipients and signature, boxes 9b and 7: side by side, never apart."""

    recipients: tuple[RecipientLine, ...]
    lines: tuple[Inline, ...]
    office: Inline
    name: Inline


@frozen
class CopyFrame:
    """What turns a paper into a certified copy of another (Annex I, Part II; sample 3.1), below a line of full width.

    `rule` and `columns` are in millimetres, as in a letterhead.
    """

    form: str
    issuer: tuple[str, ...]
    rule: float
    number: str
    place_date: str
    columns: tuple[float, float]
    signature: SignatureBlock


class PartKind(StrEnum):
    """What a part of a document is."""

    MAIN = "main"
    ATTACHED = "attached"
    APPENDIX = "appendix"


@frozen
class Part:
    """A stretch of the document with its own pages: the plan, the decision before it, an appendix.

    `origins` are those of its fields, by their names; of `bases` and `addressees` one for each line.
    `frame` is that of a copy on paper, `copy_mark` the line of the digital signature on an electronic one.
    `addressees` are the lines after "Kính gửi:" (box 9a): one name, or several lines with their dashes.
    """

    kind: PartKind
    title: Title
    blocks: tuple[Block, ...]
    letterhead: Letterhead | None = None
    addressees: tuple[Inline, ...] = ()
    competence: str = ""
    bases: tuple[Inline, ...] = ()
    resolves: str = ""
    opening: tuple[Inline, ...] = ()
    signature: SignatureBlock | None = None
    landscape: bool = False
    frame: CopyFrame | None = None
    copy_mark: Inline = ()
    origins: Mapping[str, Origin] = attribute(factory=dict, compare=False, repr=False)

    def origin(self, name: str, line: int | None = None) -> Origin:
        """That of a field, or of a line of one."""
        found = self.origins.get(name, ())
        return found if line is None else found[line : line + 1]


@frozen
class Properties:
    """What the file says about itself. `day` is that of the plan (`Plan.dated`); only a PDF says it."""

    title: str
    subject: str
    author: str
    day: date = attribute(repr=False)
    language: str = "vi-VN"


@frozen
class Paper:
    """A paper of any kind, ready to print."""

    parts: tuple[Part, ...]
    properties: Properties
    draft: str = ""
    number: str = attribute(default="")

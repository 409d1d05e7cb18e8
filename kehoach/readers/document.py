"""What every reader of a document gives: its lines and tables in reading order, with the evidence of how they are set.

A reader decides nothing about what a line means. Formatting is evidence and may be absent: a text file has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kehoach.diagnostics import Message
from kehoach.frozen import attribute, frozen


class LineEnd(StrEnum):
    """What ends a line."""

    PARAGRAPH = "paragraph"  # a paragraph ends
    BREAK = "break"  # a break by hand inside of a paragraph
    WRAP = "wrap"  # perhaps only the width of the page: the recogniser joins


@frozen
class TextRun:
    """A stretch of a line in one form. `note` is the key of a footnote called there; such a run has no text."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str = ""


@frozen
class TextLine:
    """One line: text in NFC, blanks as typed but for the line's ends, no tab at its beginning.

    `place` is where a person finds it: "đoạn 12", "trang 3, dòng 7", "dòng 30". `label` is what native numbering prints
    before it ("1.", "a)", "-"); what was typed is in the text. `align` is left, center, right or both, "" unknown.
    `indent` is that of its first line, in millimetres from the left margin of the text. `column` counts from 1 what
    stands side by side without being a table of cells (letterhead, signature), 0 is the whole width. `style` is the
    name of a paragraph style, in small letters ("heading 1").
    """

    runs: tuple[TextRun, ...]
    place: str
    label: str = ""
    align: str = ""
    indent: float = 0.0
    column: int = 0
    end: LineEnd = LineEnd.PARAGRAPH
    style: str = ""

    @property
    def text(self) -> str:
        """The text alone, without native label and notes."""
        return "".join(run.text for run in self.runs)

    @property
    def is_bold(self) -> bool:
        """Whether all that is no blank is bold."""
        return any(run.text.strip() for run in self.runs) and all(run.bold for run in self.runs if run.text.strip())

    @property
    def is_italic(self) -> bool:
        """Whether all that is no blank is italic."""
        return any(run.text.strip() for run in self.runs) and all(run.italic for run in self.runs if run.text.strip())


@frozen
class TableCell:
    """A cell: its lines, and over how many columns and rows it goes."""

    lines: tuple[TextLine, ...]
    columns: int = 1
    rows: int = 1


@frozen
class ReadTable:
    """A table as it is set. A row has one entry for each column: None where a cell from the left or above goes on.

    `header` is how many first rows repeat on each page, 0 where nothing says so. A table without lines is often a frame
    (`has_lines`): letterhead, recipients beside the signature. Tables inside of cells are lines of the cell.
    """

    rows: tuple[tuple[TableCell | None, ...], ...]
    place: str
    header: int = 0
    has_lines: bool = True


@frozen
class PageBreak:
    """A new page by hand or a new section of pages; `landscape` says how the pages after it lie."""

    landscape: bool = False


ReadBlock = TextLine | ReadTable | PageBreak


@frozen
class ReadDocument:
    """A whole document. `notes` are its footnotes by their keys. `remarks` are what a person should know of the reading
    (tracked changes taken as accepted, by whom and when; pictures that are left out).
    """

    blocks: tuple[ReadBlock, ...]
    notes: Mapping[str, tuple[TextLine, ...]] = attribute(factory=dict)
    remarks: tuple[Message, ...] = ()

"""Reads a text file, wrapped or not; Markdown is given to its own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.diagnostics import _
from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadDocument, TextLine, TextRun
from kehoach.readers.pages.bullets_of_levels import with_usual_signs
from kehoach.readers.pages.decoding import decoded
from kehoach.readers.pages.markdown import read_markdown
from kehoach.readers.pages.side_by_side import PlacedText, Row, SideBySide, SidePart, columns_at
from kehoach.readers.pages.typed_tables import table_at

MILLIMETRES = 2.0
"""About the width of a blank: an indent is only compared with other indents."""
_TAB = 8
_PIECE = re.compile(r"\S+(?: \S+)*")
_DEEP = 6
"""Blanks before a line that is in the middle of the page."""


def read_text(data: str | bytes, name: str) -> ReadDocument:
    """The lines and tables of a .txt or .md file. Raises UnreadableFile.

    Bytes are UTF-8, UTF-16, windows-1258, TCVN3 or VNI; what is not Unicode is converted, with a remark. Every line
    before a line that is not blank ends as WRAP, whether or not the file is wrapped.
    """
    text, remarks = decoded(data, name)
    if name.lower().endswith((".md", ".markdown")):
        return read_markdown(text, remarks)
    if lines := with_usual_signs(text.split("\n")):
        text = "\n".join(lines)
        remarks += (_("the file has • for every sign of a list; they are read as - and +"),)
    blocks: list[ReadBlock] = []
    beside: list[SideBySide] = []
    last, number = -1, 1
    for position, page in enumerate(text.split("\f")):
        raw = page.split("\n")
        if position and (blocks or page.strip()):
            blocks.append(PageBreak())
        for block, is_next in _page(raw, number, beside):
            if is_next and last >= 0 and isinstance(block, TextLine):
                before = blocks[last]
                assert isinstance(before, TextLine)
                blocks[last] = replace(before, end=LineEnd.WRAP)
            blocks.append(block)
            last = len(blocks) - 1 if isinstance(block, TextLine) else -1
        if page[len(page.rstrip()) :].count("\n") > 1:
            last = -1  # a blank line ends the page
        number += len(raw) - 1
    while blocks and isinstance(blocks[-1], PageBreak):
        blocks.pop()
    return ReadDocument(tuple(blocks), remarks=remarks)


def _page(raw: Sequence[str], number: int, beside: list[SideBySide]) -> Iterator[tuple[ReadBlock, bool]]:
    """The blocks of a page whose first line has this number, each with whether it follows without a blank line.

    `beside` is the signature that the page above ended in, if it did, and then the one that this page ends in.
    """
    above, is_begun = beside[0] if beside else None, False
    beside.clear()
    lines = [line.replace("\u00a0", " ").expandtabs(_TAB).rstrip() for line in raw]
    typed = [line for line in lines if line]
    margin = min((len(line) - len(line.lstrip()) for line in typed), default=0)
    width = max(map(len, typed), default=0)
    rows = [[PlacedText(*match.span(), match.group()) for match in _PIECE.finditer(line)] for line in lines]
    is_next = True
    index = 0
    while index < len(lines):
        if not lines[index]:
            is_next = False
            index += 1
        elif table := table_at(raw, index, lambda line: f"dòng {number + line}"):
            yield table[0], is_next
            is_next, index = False, table[1]
        elif sides := columns_at(rows, index, None if is_begun else above):
            yield from _columns(lines, rows, sides.parts, number)
            is_next, index, is_begun = False, sides.end, True
            if sides.is_signature and not any(lines[index:]):
                beside.append(sides)
        else:
            yield _line(raw[index].strip(), lines[index], margin, width, number + index), is_next
            is_next = is_begun = True
            index += 1


def _columns(
    lines: Sequence[str], rows: Sequence[Row], sides: Sequence[SidePart], number: int
) -> Iterator[tuple[ReadBlock, bool]]:
    before = (-2, 0)
    for part in sides:
        begin, end = rows[part.row][part.first].begin, rows[part.row][part.last - 1].end
        text = lines[part.row][int(begin) : int(end)]
        yield (
            TextLine((TextRun(text),), f"dòng {number + part.row}", column=part.column),
            before
            == (
                part.row - 1,
                part.column,
            ),
        )
        before = part.row, part.column


def _line(text: str, shown: str, margin: int, width: int, number: int) -> TextLine:
    """A line of the whole width. `shown` is the line with its blanks, `margin` and `width` those of its page."""
    first = len(shown) - len(shown.lstrip()) - margin
    free = width - len(shown)
    is_central = first >= _DEEP and abs(first - free) <= max(2, (first + free) // 8)
    return TextLine(
        (TextRun(text),),
        f"dòng {number}",
        align="center" if is_central else "",
        indent=0.0 if is_central else first * MILLIMETRES,
    )

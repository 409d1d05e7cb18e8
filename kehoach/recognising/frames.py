"""Tables that only hold things side by side (letterhead, recipients beside the signature) as the lines in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadTable, TextLine
from kehoach.recognising.lines import is_capitals, plain
from kehoach.recognising.marks import read_label
from kehoach.recognising.patterns import APPENDIX, NAME, RECIPIENTS, type_of

_SIDES = 4
"""A frame has at most so many columns."""
_INSIDE = re.compile(
    r"cộng h(oà|òa) xã hội|đảng cộng sản việt nam|"
    r"độc lập\s*[-–—]\s*tự do|^nơi nhận|^số\s*:?\s*[\d….]*\s*[-/]|^số:|^(t/?m|k/?t|t/?l|tuq)\s*[./]\s",
    re.MULTILINE,
)
_BODY = re.compile(r"(ubnd|ủy ban|uỷ ban|sở|tỉnh|huyện|thành phố|đảng ủy|đảng uỷ|bộ|cục|chi cục)\b")
_GAP = re.compile(r"\t+\s*| {4,}")
_RIGHT = re.compile(
    r"(cộng h(oà|òa)|độc lập\s*[-–—]|.{0,40}ngày\s.{0,12}tháng|(t/?m|k/?t|t/?l|tuq)\s*[./]\s|"
    r"(phó )?(chủ tịch|giám đốc|trưởng))"
)


def unfolded(blocks: Iterable[ReadBlock]) -> list[ReadBlock]:
    """The blocks with frames as lines, each column after the one on its left."""
    result: list[ReadBlock] = []
    beside: list[TextLine] = []
    is_tail = False
    page: list[ReadBlock] = []  # a break among the lines of a signature, or below the last of them
    for block in blocks:
        if isinstance(block, PageBreak) and beside and not page:
            page = [block]
            continue
        is_tail = _is_in_tail(block, is_tail)
        lines = list(_lines_of(block, is_tail))
        is_beside = lines and all(line.column for line in lines) and not isinstance(block, ReadTable)
        if not is_beside or _is_next_frame(beside, lines[0]):
            result += [*_by_columns(beside), *page]
            beside = []
        page = []
        if is_beside:
            beside += lines
        elif isinstance(block, ReadTable) and lines:
            result += _by_columns(lines)
        else:
            result += lines or [block]
    return [*result, *_by_columns(beside), *page]


def _is_in_tail(block: ReadBlock, is_tail: bool) -> bool:
    """Whether recipients have begun with a signature beside them, typed with a gap between the two."""
    if not isinstance(block, TextLine) or block.column or type_of(block.text) or APPENDIX.fullmatch(block.text.strip()):
        return False
    has_gap = bool(_GAP.search(block.text.strip()))
    return (is_tail and (has_gap or block.align != "center")) or (has_gap and bool(RECIPIENTS.match(block.text)))


def _is_next_frame(beside: Iterable[TextLine], line: TextLine) -> bool:
    """Whether a letterhead begins directly below recipients and signature."""
    begins = line.column == 1 and is_capitals(line.text) and bool(_BODY.match(plain(line.text)))
    return begins and any(RECIPIENTS.match(above.text) for above in beside)


def _by_columns(lines: Iterable[TextLine]) -> list[TextLine]:
    return sorted(lines, key=lambda line: line.column)


def _lines_of(block: ReadBlock, is_tail: bool = False) -> Iterator[TextLine]:
    if isinstance(block, ReadTable) and is_frame(block):
        for row in block.rows:
            for column, cell in enumerate(row, 1):
                lines = cell.lines if cell else ()
                for i, line in enumerate(lines, 1):
                    last = i == len(lines)
                    yield replace(line, column=column, end=LineEnd.PARAGRAPH if last else line.end)
    elif isinstance(block, TextLine):
        yield from _sides(block, is_tail)


def _sides(line: TextLine, is_tail: bool) -> Iterator[TextLine]:
    """A line of a letterhead or a signature that was typed with blanks between its two sides, as two lines.

    `is_tail`: it is among recipients beside a signature, where each gap is one between sides.
    """
    text = line.text
    for gap in _GAP.finditer(text):
        if not line.column and gap.start() and (is_tail or _RIGHT.match(plain(text[gap.end() :]))):
            left, right = text[: gap.start()].strip(), text[gap.end() :].strip()
            runs = line.runs[0] if line.runs else None
            if runs and left and right and not _is_label(left):
                yield replace(line, runs=(replace(runs, text=left),), column=1, end=LineEnd.PARAGRAPH)
                yield replace(line, runs=(replace(runs, text=right),), column=2, end=LineEnd.PARAGRAPH)
                return
    is_right = NAME.fullmatch(text.strip()) or is_capitals(text)
    yield replace(line, column=2 if is_right else 1) if is_tail and text.strip() else line


def _is_label(text: str) -> bool:
    """Whether all that is left of a gap is the label of an item."""
    label = read_label(f"{text} ")
    return label is not None and label.length >= len(text)


def is_frame(table: ReadTable) -> bool:
    """Whether a table is there for its sides only."""
    columns = max((len(row) for row in table.rows), default=0)
    if columns > _SIDES:
        return False
    text = plain_lines(table)
    return bool(_INSIDE.search(text)) and (not table.has_lines or len(table.rows) <= _SIDES + 1)


def plain_lines(table: ReadTable) -> str:
    """The lines of a table, one below the other, in small letters."""
    return "\n".join(plain(line.text) for row in table.rows for cell in row if cell for line in cell.lines)

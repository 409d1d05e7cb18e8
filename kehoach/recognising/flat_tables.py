"""Tables that a program wrote cell by cell, each in a line of its own: they begin with `STT` and count their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.readers.document import LineEnd, ReadBlock, ReadTable, TableCell, TextLine
from kehoach.recognising.lines import plain
from kehoach.recognising.patterns import RECIPIENTS

_FIRST = re.compile(r"(stt|tt|số tt)\.?")
_GROUP = re.compile(r"([IVX]+|[A-Z])\.\s+\S.*")
_TOTAL = re.compile(r"(tổng|cộng)\b", re.I)
_END = re.compile(r"(\./\.|phụ lục\b.*|ghi chú.*|bảng \d.*)", re.I)
_MOST_COLUMNS = 12
_LONGEST_HEADING = 60  # characters


def with_flat_tables(blocks: Sequence[ReadBlock]) -> list[ReadBlock]:
    """The blocks, such lines as tables. What does not come out even is left as lines."""
    result: list[ReadBlock] = []
    at = 0
    while at < len(blocks):
        found = _table_at(blocks, at)
        if found:
            table, at = found
            result.append(table)
        else:
            result.append(blocks[at])
            at += 1
    return result


def _table_at(blocks: Sequence[ReadBlock], at: int) -> tuple[ReadTable, int] | None:
    """The table that begins at a line, and where the blocks after it begin."""
    first = blocks[at]
    if not isinstance(first, TextLine) or first.label or not _FIRST.fullmatch(plain(first.text)):
        return None
    lines: list[TextLine] = []
    for block in blocks[at:]:
        if not isinstance(block, TextLine) or _is_end(block):
            break
        lines.append(block)
    width = next((i for i, line in enumerate(lines) if line.text.strip() == "1" or _GROUP.fullmatch(line.text)), 0)
    if not 1 < width <= _MOST_COLUMNS or any(len(line.text) > _LONGEST_HEADING for line in lines[:width]):
        return None
    rows = _rows(lines[width:], width)
    if not rows:
        return None
    header = tuple(TableCell((line,)) for line in lines[:width])
    return ReadTable((header, *rows), first.place, header=1), at + len(lines)


def _is_end(line: TextLine) -> bool:
    text = line.text.strip()
    return bool(_END.fullmatch(text) or RECIPIENTS.match(text))


def _rows(lines: Sequence[TextLine], width: int) -> list[tuple[TableCell | None, ...]]:
    """The rows of these lines, none where one of them has too few or too many cells."""
    rows: list[tuple[TableCell | None, ...]] = []
    at, number = 0, 1
    while at < len(lines):
        text = lines[at].text.strip()
        if _GROUP.fullmatch(text) and at + 1 < len(lines) and lines[at + 1].text.strip() == str(number):
            rows.append((TableCell((lines[at],), columns=width), *[None] * (width - 1)))
            at += 1
            continue
        is_total = bool(_TOTAL.match(text))
        if text != str(number) and not is_total:
            return []
        end = at + 1
        while end < len(lines) and end - at < width and not _begins_row(lines, end, number + 1):
            end += 1
        cells = _cells(lines[at:end], width, is_total=is_total)
        if not cells:
            return []
        rows.append(cells)
        number += not is_total
        at = end
    return rows


def _begins_row(lines: Sequence[TextLine], at: int, number: int) -> bool:
    text = lines[at].text.strip()
    after = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
    return text == str(number) or bool(_TOTAL.match(text)) or (bool(_GROUP.fullmatch(text)) and after == str(number))


def _cells(lines: Sequence[TextLine], width: int, *, is_total: bool) -> tuple[TableCell | None, ...]:
    """The cells of one row: an empty line stands for an empty cell. A total has no number before it."""
    cells = [TableCell(())] if is_total else []
    missing = width - len(lines) - len(cells)
    if missing < 0:
        return ()
    for place, line in enumerate(lines, 1):
        cells.append(TableCell((line,)))
        if missing and line.end is LineEnd.PARAGRAPH and place < len(lines):
            cells.append(TableCell(()))
            missing -= 1
    if is_total and missing:
        cells[2:2] = [TableCell(())] * missing
        missing = 0
    if missing == 1 and lines[-1].end is LineEnd.PARAGRAPH:
        cells.append(TableCell(()))
        missing = 0
    return tuple(cells) if not missing else ()

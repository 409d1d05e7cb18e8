"""Tables of a text file: cells between bars, boxes made of signs, cells between tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kehoach.readers.document import LineEnd, ReadTable, TableCell, TextLine, TextRun

Inline = Callable[[str, str, LineEnd], list[TextLine]]
"""Lines of a cell from its text, its place and how it ends."""

_BOX = str.maketrans(
    dict.fromkeys("│┃║", "|") | dict.fromkeys("─━", "-") | dict.fromkeys("═", "=")
    | dict.fromkeys("┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╟╫╢", "+")
)  # fmt: skip
_RULE = re.compile(r"\s{0,40}\+(?:[-=:]+\+)+\s{0,40}")
_INNER_RULE = re.compile(r"[|+].*\+[-=]+[+|].*")
_SEPARATOR = re.compile(
    r"\s{0,40}\|?(?:\s{0,40}:?-{2,}:?\s{0,40}\|)+(?:\s{0,40}:?-{2,}:?\s{0,40})?\|?\s{0,40}|\s{0,40}\|\s{0,40}:?-+:?\s{0,40}\|?\s{0,40}"
)
_BROKEN = re.compile(r"(?i)<br ?/?>")
_BAR = re.compile(r"(?<!\\)\|")
_MOST_LINES_OF_ROW = 30
_LEAST_TABS = 2
_MOST_HEADER = 3  # rows
_MOST_TITLES = 3
"""Rows of one cell at the beginning: more are no table, and would be looked through from each of them."""
_Grid = tuple[tuple[TableCell | None, ...], ...]


def plain_lines(text: str, place: str, end: LineEnd) -> list[TextLine]:
    """A cell's text as it is typed."""
    return [TextLine((TextRun(text),), place, end=end)] if text else []


def table_at(
    lines: Sequence[str], start: int, place: Callable[[int], str], inline: Inline = plain_lines
) -> tuple[ReadTable, int] | None:
    """The table that begins with line `start`, and the line after it; None where none begins there.

    `place` names the place of a line.
    """
    first = lines[start].translate(_BOX)
    if _RULE.fullmatch(first):
        return _boxed(lines, start, place, inline)
    if "|" in first:
        return _barred(lines, start, place, inline)
    return _tabbed(lines, start, place, inline) if "\t" in first.strip() else None


def _barred(
    lines: Sequence[str], start: int, place: Callable[[int], str], inline: Inline
) -> tuple[ReadTable, int] | None:
    """A row a line; a row of one cell goes over the whole table."""
    rows: list[tuple[int, list[str]]] = []
    header, index = 0, start
    while index < len(lines) and "|" in lines[index]:
        if len(rows) and _SEPARATOR.fullmatch(lines[index].translate(_BOX)):
            header = header or len(rows)
            index += 1
            continue
        line, after = _whole_row(lines, index)
        if not (line.startswith("|") or (rows and header) or _begins_without_bar(lines, start)):
            break
        rows.append((index, _cells(line)))
        index = after
        if len(rows) == _MOST_TITLES and all(len(cells) < 2 for _index, cells in rows):
            return None
    width = max((len(cells) for _index, cells in rows), default=0)
    is_one_bar = len(rows) < 2 and not header and not (rows and lines[start].strip().endswith("|"))
    if width < 2 or is_one_bar:
        return None
    grid: list[tuple[TableCell | None, ...]] = []
    for number, cells in rows:
        where = place(number)
        made = [TableCell(tuple(_lines(text, where, inline))) for text in cells]
        if len(made) == 1:
            grid.append((TableCell(made[0].lines, columns=width), *[None] * (width - 1)))
        else:
            grid.append((*made, *[TableCell(())] * (width - len(made))))
    return ReadTable(tuple(grid), place(start), header), index


def _lines(text: str, where: str, inline: Inline) -> Iterator[TextLine]:
    """The lines of a cell, which can be broken by a `<br>` only."""
    for part in _BROKEN.split(text):
        yield from inline(part.strip(), where, LineEnd.PARAGRAPH)


def _begins_without_bar(lines: Sequence[str], start: int) -> bool:
    """Whether a separator below its first line says that this is a table, though its rows have no bar at their ends."""
    return start + 1 < len(lines) and "|" in lines[start + 1] and bool(_SEPARATOR.fullmatch(lines[start + 1]))


def _whole_row(lines: Sequence[str], index: int) -> tuple[str, int]:
    """A row with the lines that it was wrapped into, and the line after it."""
    line = lines[index].strip().translate(_BOX)
    if not line.startswith("|") or line.endswith("|"):
        return line, index + 1
    for after in range(index + 1, min(index + _MOST_LINES_OF_ROW, len(lines))):
        further = lines[after].strip()
        if not further or further.startswith("|"):
            break
        if further.endswith("|"):
            return " ".join([line, *(one.strip() for one in lines[index + 1 : after + 1])]), after + 1
    return line, index + 1


def _cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(inner)]


def _tabbed(
    lines: Sequence[str], start: int, place: Callable[[int], str], inline: Inline
) -> tuple[ReadTable, int] | None:
    """Two rows at least of the same three or more cells, as a spreadsheet or Word copies them.

    A row with fewer cells has one over several columns; that is taken to be its last. None such is at the end: it would
    be a heading, whose number a tab follows too.
    """
    if lines[start].count("\t") < _LEAST_TABS or "\t\t\t" in lines[start]:
        return None
    end = start
    while end < len(lines) and "\t" in lines[end].rstrip(" ") and lines[end].strip():
        end += 1
    counts = [line.count("\t") + 1 for line in lines[start:end]]
    width = max(counts[:_MOST_HEADER])
    full = [at for at, count in enumerate(counts) if count == width]
    ends = next(
        (at for at, count in enumerate(counts) if count > width or _is_apart(lines[start + at], width)), len(counts)
    )
    full = [at for at in full if at < ends]
    if len(full) < 2:
        return None
    rows = tuple(_tabbed_row(lines[start + at], place(start + at), width, inline) for at in range(full[-1] + 1))
    return ReadTable(rows, place(start), has_lines=False), start + full[-1] + 1


def _is_apart(line: str, width: int) -> bool:
    """Whether tabs only move the texts of a line apart: several in a row, in a line that is no full row."""
    return "\t\t\t" in line and line.count("\t") + 1 < width


def _tabbed_row(line: str, where: str, width: int, inline: Inline) -> tuple[TableCell | None, ...]:
    cells = [TableCell(tuple(inline(cell.strip(), where, LineEnd.PARAGRAPH))) for cell in line.split("\t")]
    missing = width - len(cells)
    return (*cells[:-1], TableCell(cells[-1].lines, columns=missing + 1), *[None] * missing)


def _boxed(
    lines: Sequence[str], start: int, place: Callable[[int], str], inline: Inline
) -> tuple[ReadTable, int] | None:
    """A table drawn with + - |; a rule that leaves out a column lets its cell go on."""
    end = start
    drawn = []
    margin = len(lines[start]) - len(lines[start].lstrip())
    while end < len(lines) and lines[end].strip().translate(_BOX).startswith(("|", "+")):
        drawn.append(lines[end].rstrip().translate(_BOX)[margin:])
        end += 1
    rules = [index for index, line in enumerate(drawn) if _is_rule(line)]
    if len(rules) < 2:
        return None
    end = start + rules[-1] + 1
    bounds = sorted({column for index in rules for column, sign in enumerate(drawn[index]) if sign == "+"})
    if len(bounds) < 2:
        return None
    table = _Drawing(drawn, rules, bounds, lambda index: place(start + index), inline)
    header = next((number for number, index in enumerate(rules) if number and "=" in drawn[index]), 0)
    return ReadTable(table.grid(), place(start), header if header < len(rules) - 1 else 0), end


def _is_rule(line: str) -> bool:
    return bool(_RULE.fullmatch(line) or _INNER_RULE.fullmatch(line))


class _Drawing:
    """A drawn table: its rules part rows, the places of + part columns."""

    def __init__(
        self,
        drawn: Sequence[str],
        rules: Sequence[int],
        bounds: Sequence[int],
        place: Callable[[int], str],
        inline: Inline,
    ) -> None:
        self._drawn = drawn
        self._rules = rules
        self._bounds = bounds
        self._place = place
        self._inline = inline

    def grid(self) -> _Grid:
        """Its cells, None where one from the left or above goes on."""
        height, width = len(self._rules) - 1, len(self._bounds) - 1
        taken: set[tuple[int, int]] = set()
        rows: list[list[TableCell | None]] = [[None] * width for _row in range(height)]
        for row in range(height):
            for column in range(width):
                if (row, column) in taken:
                    continue
                columns = 1
                while column + columns < width and not self._has_bar(row, column + columns):
                    columns += 1
                deep = 1
                while row + deep < height and not self._has_rule(row + deep, column, columns):
                    deep += 1
                taken |= {(row + down, column + right) for down in range(deep) for right in range(columns)}
                rows[row][column] = TableCell(self._text(row, column, deep, columns), columns, deep)
        return tuple(map(tuple, rows))

    def _has_bar(self, row: int, bound: int) -> bool:
        """Whether something parts the columns in this row."""
        at = self._bounds[bound]
        return any(self._drawn[index][at : at + 1] == "|" for index in self._lines_of(row)) or not self._lines_of(row)

    def _has_rule(self, row: int, column: int, columns: int) -> bool:
        line = self._drawn[self._rules[row]]
        return any(sign in "-=" for sign in line[self._bounds[column] + 1 : self._bounds[column + columns]])

    def _lines_of(self, row: int) -> range:
        return range(self._rules[row] + 1, self._rules[row + 1])

    def _text(self, row: int, column: int, deep: int, columns: int) -> tuple[TextLine, ...]:
        left, right = self._bounds[column] + 1, self._bounds[column + columns]
        texts: list[tuple[int, str]] = []
        for index in range(self._rules[row] + 1, self._rules[row + deep]):
            text = self._drawn[index][left:right].strip()
            texts.append((index, "" if index in self._rules and not text.strip("-=+") else text))
        found: list[TextLine] = []
        for position, (index, text) in enumerate(texts):
            follows = position + 1 < len(texts) and texts[position + 1][1]
            found += self._inline(text, self._place(index), LineEnd.WRAP if follows else LineEnd.PARAGRAPH)
        return tuple(found)

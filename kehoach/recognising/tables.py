"""Tables as they list things: header, groups, merged cells, what a table is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kehoach.frozen import frozen, replace
from kehoach.readers.document import LineEnd, ReadTable, TableCell
from kehoach.recognising.found import FoundTable, FoundText, TableKind
from kehoach.recognising.lines import is_rule, plain, whole
from kehoach.recognising.wrapping import WrapWay, joined

_ORDER = re.compile(r"(tt|stt|số tt|số thứ tự|thứ tự|#)\.?$")
_TASKS = re.compile(r"nhiệm vụ|công việc|hoạt động|nội dung|sản phẩm|đề án|dự án")
_WHO_WHEN = re.compile(
    r"chủ trì|phối hợp|(cơ quan|đơn vị|tổ chức|phòng ban)\b|thời gian|thời hạn|tiến độ|hoàn thành|phụ trách"
)
_TARGETS = re.compile(r"\bchỉ tiêu\b|\bmục tiêu\b")
_FUNDS = re.compile(r"kinh phí|nguồn vốn|\bvốn\b|số tiền|thành tiền|dự toán|ngân sách")
_NUMBERS = re.compile(r"\(?\s{0,40}(\d{1,2}|[A-Za-z])\s{0,40}\)?(\s{0,40}=.*)?")
_FIGURE = re.compile(r"[<>≥≤~]?\s{0,40}\d[\d.,]*\s{0,40}%?")
_MOST_HEADER = 4  # rows
_TOTAL = re.compile(r"(tổng|cộng)\b", re.I)


@frozen
class GridCell:
    """A place of the grid: the cell that covers it, and whether it begins there."""

    cell: TableCell | None
    row: int
    column: int


def table_of(table: ReadTable, way: WrapWay) -> FoundTable:
    """What a table says: header, rows, kind."""
    rows = [list(row) for row in table.rows]
    if rows and "".join(_cell_text(cell) for cell in rows[-1]).strip() == "./.":
        rows.pop()  # the closing sign, kept on the page of the last row
    width = max((_width(row) for row in rows), default=0)
    _square_header(rows, width)
    _square_rows(rows, width)
    grid = _grid(rows, width)
    header = _header_rows(table, rows, grid, width)
    numbers: tuple[str, ...] = ()
    body = header
    if body < len(grid) and _are_numbers(grid[body]):
        numbers = tuple(_text(place) for place in grid[body])
        body += 1
    headings = tuple(_path(grid[:header], column) for column in range(width))
    found_rows: list[tuple[tuple[FoundText, ...], ...]] = []
    across: set[int] = set()
    merged: set[int] = set()
    for index in range(body, len(grid)):
        row = grid[index]
        first = row[0] if row else None
        begins_here = first is not None and first.row == index and width > 1
        if first and first.cell and begins_here and _spans_all(rows[index], first.cell, width):
            across.add(index - body)
            found_rows.append((_paragraphs(first.cell, way),))
            continue
        cells: list[tuple[FoundText, ...]] = []
        for column, place in enumerate(row):
            begins = place.cell and place.row == index and place.column == column
            cells.append(_paragraphs(place.cell, way) if begins and place.cell else ())
            if place.cell and place.row < index:
                merged.add(column)
        found_rows.append(tuple(cells))
    empty = {column for row in found_rows if len(row) == width for column, cell in enumerate(row) if not cell}
    typed = {
        column
        for index in range(body, len(grid))
        if index > body and index - 1 - body not in across and index - body not in across and not _is_total(grid[index])
        for column, place in enumerate(grid[index])
        if place.row == index and (not _text(place) or place.column != column)
    }
    merged = (merged & empty) - typed  # empty by itself, or below a heading of a group: nothing from above goes on
    return FoundTable(
        headings,
        tuple(found_rows),
        table.place,
        kind_of(headings),
        column_numbers=numbers,
        merged=frozenset(merged),
        across=frozenset(across),
    )


def _is_total(row: Sequence[GridCell]) -> bool:
    """Whether a row is one of totals: below it nothing goes on from above."""
    return any(_TOTAL.match(_text(place)) for place in row[:2])


def kind_of(headings: Sequence[tuple[str, ...]]) -> TableKind:
    """What a table lists, where its headings say it."""
    paths = [plain(" ".join(path)) for path in headings]
    named = [path for path in paths if not _ORDER.fullmatch(path)]
    first = named[0] if named else ""
    if not first:
        return TableKind.OTHER
    rest = " ".join(named[1:])
    if _TARGETS.search(first):
        return TableKind.TARGETS
    if _FUNDS.search(first) or (_FUNDS.search(rest) and not _WHO_WHEN.search(rest)):
        return TableKind.FUNDS
    if _TASKS.search(first) and _WHO_WHEN.search(rest):
        return TableKind.TASKS
    return TableKind.OTHER


def _width(row: Sequence[TableCell | None]) -> int:
    """How many columns a row takes; where each cell stands alone, entries are counted, else what they go over."""
    spans = sum(cell.columns for cell in row if cell)
    return max(len(row), spans if None not in row else 0)


def _square_header(rows: list[list[TableCell | None]], width: int) -> None:
    """Typed rows of a header in two lines have fewer cells than columns: the last ones go over the second line."""
    if len(rows) < 2:
        return
    first, second = rows[0], rows[1]
    plainly = all(cell and cell.columns == cell.rows == 1 for cell in (*first, *second))
    if not plainly or not 1 < len(first) < width or not 0 < len(second) < width:
        return
    below = len(first) - (width - len(second))
    if below < 1 or len(second) % below:
        return
    span = len(second) // below
    upper: list[TableCell | None] = []
    lower: list[TableCell | None] = []
    for index, cell in enumerate(first):
        assert cell
        if index < len(first) - below:
            upper.append(replace(cell, rows=2))
            lower.append(None)
        else:
            upper += [replace(cell, columns=span), *[None] * (span - 1)]
    rows[0], rows[1] = upper, lower + list(second)


def _square_rows(rows: list[list[TableCell | None]], width: int) -> None:
    """Typed rows with fewer cells than columns stand on the right: the cells on their left are those above, but below
    a total there is nothing."""
    for index, row in enumerate(rows):
        missing = width - len(row)
        if not index or missing < 1 or len(row) == 1 or any(cell is None or cell.columns > 1 for cell in row):
            continue
        empty = TableCell(())
        if _TOTAL.match(_cell_text(row[0]).strip()):
            rows[index] = [row[0], *[empty] * missing, *row[1:]]
            continue
        for column in range(missing):
            _lengthen(rows, index, column)
        rows[index] = [*[None] * missing, *row]


def _lengthen(rows: list[list[TableCell | None]], index: int, column: int) -> None:
    """Lets the cell above a place go on over it."""
    for above in range(index - 1, -1, -1):
        cell = rows[above][column] if column < len(rows[above]) else None
        if cell:
            rows[above][column] = replace(cell, rows=index - above + 1)
            return


def _grid(rows: Sequence[Sequence[TableCell | None]], width: int) -> list[list[GridCell]]:
    """For each place the cell that covers it. A cell ends where another one is, however far it says that it goes."""
    grid = [[GridCell(None, row, column) for column in range(width)] for row in range(len(rows))]
    for index, row in enumerate(rows):
        for column, cell in enumerate(row[:width]):
            if cell is None:
                continue
            after = range(column + 1, min(column + cell.columns, width))
            end = next((at for at in after if grid[index][at].cell or (at < len(row) and row[at])), after.stop)
            for down in range(index, min(index + cell.rows, len(rows))):
                for right in range(column, end):
                    grid[down][right] = GridCell(cell, index, column)
    return grid


def _text(place: GridCell) -> str:
    return _cell_text(place.cell)


def _cell_text(cell: TableCell | None) -> str:
    return " ".join(whole(line).text for line in cell.lines).strip() if cell else ""


def _spans_all(row: Sequence[TableCell | None], cell: TableCell, width: int) -> bool:
    """Whether a cell goes over the whole width: it says so, or it is alone in its row."""
    return (cell.columns >= width or len(row) == 1) and sum(there is not None for there in row) == 1


def _header_rows(
    table: ReadTable, rows: Sequence[Sequence[TableCell | None]], grid: Sequence[Sequence[GridCell]], width: int
) -> int:
    """How many first rows are the header: what repeats on each page, else the rows of the cells of the first."""
    if table.header:
        count = min(table.header, len(grid))
        return count - 1 if count > 1 and _are_numbers(grid[count - 1]) else count
    if not grid or width < 2 or not _is_header(grid[0]):
        return 0
    count = max((cell.rows for cell in rows[0] if cell), default=1)
    if any(cell and cell.columns > 1 for cell in rows[0]) and count == 1:
        count = 2
    return min(count, _MOST_HEADER, len(grid))


def _is_header(row: Sequence[GridCell]) -> bool:
    """Whether a first row names columns: each has words and is no figure; an order column may be empty."""
    texts = [_text(place) for place in row]
    if any(_ORDER.fullmatch(plain(text)) for text in texts):
        return True
    named = [text for text in texts[1:] if not is_rule(text)]
    return len(named) == len(texts) - 1 and not any(_FIGURE.fullmatch(text) for text in texts if not is_rule(text))


def _are_numbers(row: Sequence[GridCell]) -> bool:
    """Whether a row only counts the columns: (1) (2) (3), perhaps letters for the first ones."""
    texts = [_text(place).strip() for place in row]
    known = [match for text in texts if text and (match := _NUMBERS.fullmatch(text))]
    if len(known) != sum(bool(text) for text in texts) or len(known) < max(2, len(texts) - 1):
        return False
    digits = [int(match[1]) for match in known if match[1].isdigit()]
    return len(digits) > 1 and digits[0] <= 3 and all(right - left == 1 for left, right in pairwise(digits))


def _path(header: Sequence[Sequence[GridCell]], column: int) -> tuple[str, ...]:
    """The headings above a column, each cell once; one that only goes on from the left gives "" as the last."""
    places: list[GridCell] = []
    for row in header:
        if row[column].cell and row[column] not in places:
            places.append(row[column])
    path = [" ".join(_text(place).split()) for place in places]
    if places and places[-1].column != column:
        path[-1] = ""
    return tuple(path)


def _paragraphs(cell: TableCell, way: WrapWay) -> tuple[FoundText, ...]:
    """The paragraphs of a cell; breaks by hand inside of it stand for themselves."""
    lines = [replace(line, end=LineEnd.PARAGRAPH) if line.end is LineEnd.BREAK else line for line in cell.lines]
    return tuple(whole(line) for line in joined(lines, way) if line.text.strip() or line.label)

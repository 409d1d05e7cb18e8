"""Ruled tables of a PDF page: thin rectangles and lines make a grid, whose missing pieces are spans."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kehoach.frozen import frozen
from kehoach.readers.pages.pdf_words import PageOfWords

MOST_PATHS = 20_000
_THIN = 2.5
"""Points: a rectangle so thin is a line."""
_NEAR = 2.0
"""Points by which lines that meet may miss each other."""
_SHORTEST = 5.0


@frozen
class Stroke:
    """A line along an axis, in points: where it is on the other axis, from where to where it goes."""

    at: float
    begin: float
    end: float


@frozen
class RuledCell:
    """A cell of a grid: its row and column from 0, how many it goes over, and its place in points."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    right: float
    bottom: float
    top: float


@frozen
class RuledGrid:
    """A ruled table: where its columns are parted, from left to right; its rows from the top down; its cells."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        return self.across[0] - 1 <= x <= self.across[-1] + 1 and self.down[-1] - 1 <= y <= self.down[0] + 1


def strokes_of(page: Any, held: PageOfWords) -> tuple[list[Stroke], list[Stroke]]:
    """The horizontal and the vertical lines of a page. Raises ValueError where there are too many drawings."""
    import pypdfium2.raw as pdfium  # late: an extra

    flat: list[Stroke] = []
    upright: list[Stroke] = []
    for count, piece in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if count > MOST_PATHS:
            raise ValueError(count)
        left, bottom, right, top = piece.get_bounds()
        corners = held.place(left, bottom), held.place(right, top)
        boxes = [corners]
        if abs(right - left) > _THIN and abs(top - bottom) > _THIN:
            boxes = list(_sides(pdfium, piece, held))
        for (x, y), (x2, y2) in boxes:
            if abs(y2 - y) <= _THIN and abs(x2 - x) >= _SHORTEST:
                flat.append(Stroke((y + y2) / 2, min(x, x2), max(x, x2)))
            elif abs(x2 - x) <= _THIN and abs(y2 - y) >= _SHORTEST:
                upright.append(Stroke((x + x2) / 2, min(y, y2), max(y, y2)))
    return _merged(flat), _merged(upright)


def _sides(pdfium: Any, piece: Any, held: PageOfWords) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path that is drawn; nothing where it is only filled."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(piece.raw, fill, stroke)
    if not stroke.value:
        return
    matrix = piece.get_matrix()
    first = before = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(piece.raw), 1000)):
        segment = pdfium.FPDFPath_GetPathSegment(piece.raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = held.place(*matrix.on_point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield before, point
        before = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, first
            before = first


def _merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes of one line that touch each other, as one."""
    whole: list[Stroke] = []
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda one: one.at):
        if lines and stroke.at - lines[-1][0].at <= 1.0:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    for line in lines:
        at = sum(one.at for one in line) / len(line)
        begin = end = None
        for one in sorted(line, key=lambda one: one.begin):
            if begin is None or end is None or one.begin > end + _NEAR:
                if begin is not None and end is not None:
                    whole.append(Stroke(at, begin, end))
                begin, end = one.begin, one.end
            end = max(end, one.end)
        if begin is not None and end is not None:
            whole.append(Stroke(at, begin, end))
    return whole


def grids_of(flat: Sequence[Stroke], upright: Sequence[Stroke]) -> list[RuledGrid]:
    """The tables of two cells at least, from the top of the page down."""
    found = []
    for some, others in _together(flat, upright):
        across, down = _places(one.at for one in others), _places(one.at for one in some)[::-1]
        if len(across) < 2 or len(down) < 2 or len(across) + len(down) < 5:
            continue
        cells = _cells(across, down, some, others)
        if len(cells) > 1:
            found.append(RuledGrid(tuple(across), tuple(down), tuple(cells)))
    return sorted(found, key=lambda grid: -grid.down[0])


def _together(flat: Sequence[Stroke], upright: Sequence[Stroke]) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Lines that meet, in groups."""
    left_flat, left_upright = set(range(len(flat))), set(range(len(upright)))
    while left_flat:
        rows: set[int] = set()
        columns: set[int] = set()
        queue = [(True, left_flat.pop())]
        while queue:
            is_flat, index = queue.pop()
            (rows if is_flat else columns).add(index)
            mine, others, left = (flat, upright, left_upright) if is_flat else (upright, flat, left_flat)
            met = {other for other in left if _meet(mine[index], others[other])}
            left -= met
            queue += [(not is_flat, other) for other in met]
        if columns:
            yield [flat[index] for index in rows], [upright[index] for index in columns]


def _meet(one: Stroke, other: Stroke) -> bool:
    return one.begin - _NEAR <= other.at <= one.end + _NEAR and other.begin - _NEAR <= one.at <= other.end + _NEAR


def _places(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _cells(
    across: Sequence[float], down: Sequence[float], flat: Sequence[Stroke], upright: Sequence[Stroke]
) -> list[RuledCell]:
    """The cells of a grid: from each corner to the next lines that bound it, to the right and below."""

    def is_parted(strokes: Sequence[Stroke], at: float, middle: float) -> bool:
        return any(abs(one.at - at) <= _NEAR and one.begin - _NEAR < middle < one.end + _NEAR for one in strokes)

    height, width = len(down) - 1, len(across) - 1
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            y, x = (down[row] + down[row + 1]) / 2, (across[column] + across[column + 1]) / 2
            columns, rows = 1, 1
            while (
                column + columns < width
                and (row, column + columns) not in taken
                and not is_parted(upright, across[column + columns], y)
            ):
                columns += 1
            while row + rows < height and not is_parted(flat, down[row + rows], x):
                rows += 1
            taken |= {(row + more, column + further) for more in range(rows) for further in range(columns)}
            cells.append(
                RuledCell(
                    row, column, rows, columns,
                    across[column], across[column + columns], down[row + rows], down[row],
                )
            )  # fmt: skip
    return cells

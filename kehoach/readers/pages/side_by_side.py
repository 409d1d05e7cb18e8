"""Letterhead and signature of a page: two columns beside each other, with nothing but blanks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.frozen import frozen
from kehoach.readers.document import ReadBlock, TextLine

_NATION = re.compile(r"(?:CỘNG\s+(?:HÒA|HOÀ|HÓA|HOÁ|HỌA)\s+XÃ|ĐẢNG\s+CỘNG\s+SẢN)", re.IGNORECASE)
_RECIPIENTS = re.compile(r"(?:Nơi nhận|NƠI NHẬN)\b")
_SIGNER = re.compile(
    r"(?:T/?M|K/?T|T/?L|TUQ|Q)\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG|CHỦ NHIỆM|BỘ TRƯỞNG|BÍ THƯ)"
)
_DATE = re.compile(r"\bngày\b.*\btháng\b", re.IGNORECASE)
_NEXT_PAPER = re.compile(r"(?i:phụ lục)|(?:KẾ HOẠCH|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN)$")
_FIRST_OF_LIST = re.compile(r"[-–+*•(\d]")
_ENDLESS = float("inf")
_LOOK_AHEAD = 4
_MOST = {"letterhead": 20, "signature": 80}


@frozen
class PlacedText:
    """A stretch of a line without wide gaps: where it begins and ends, in signs or in points."""

    begin: float
    end: float
    text: str


Row = Sequence[PlacedText]
"""A line, from left to right; none for a blank line."""


@frozen
class SidePart:
    """What a row gives to a column (1 or 2): its pieces from `first` up to `last`, which is not one of them."""

    row: int
    column: int
    first: int
    last: int


@frozen
class SideBySide:
    """Two columns: what each row gives to them, column after column, and the row after them.

    `is_signature`: not a letterhead. `river` is the gap between the columns, `middle` that of the second.
    """

    parts: Sequence[SidePart]
    end: int
    is_signature: bool
    river: tuple[float, float]
    middle: float


def columns_at(rows: Sequence[Row], start: int, going_on: SideBySide | None = None) -> SideBySide | None:
    """A letterhead or a signature that begins with row `start`.

    None where none begins there. Pieces of a row are parted by at least the gap that columns have. `going_on` is the
    signature that the page above ended in: it may go on here.
    """
    anchor = _anchor(rows, start)
    if going_on and not anchor and _goes_on(rows[start], going_on):
        anchor = "signature", going_on.river
    else:
        going_on = None
    if anchor is None:
        return None
    kind, river = anchor
    near = [row for row in rows[start : start + _MOST[kind]] if row]
    center = (min(row[0].begin for row in near) + max(row[-1].end for row in near)) / 2
    found: list[SidePart] = []
    edges: dict[int, list[float]] = {1: [], 2: []}
    blank = dated = False
    index = start
    for index in range(start, min(len(rows), start + _MOST[kind])):
        row = rows[index]
        if not row:
            blank = True
            continue
        at, gap = _best_gap(row, river)
        if min(gap[1], river[1]) - max(gap[0], river[0]) <= 0:
            break
        left, right = (" ".join(piece.text for piece in part) for part in (row[:at], row[at:]))
        if not (left and right):
            middle = (row[0].begin + row[-1].end) / 2
            is_central = bool(edges[1 if left else 2]) and all(
                abs(middle - center) < abs(middle - (min(known) + max(known)) / 2) for known in edges.values() if known
            )
            if kind == "letterhead" and found and (is_central or (blank and dated)):
                break
            if kind == "signature" and blank and left and not _FIRST_OF_LIST.match(left):
                break
        if kind == "signature" and _NEXT_PAPER.match(left or right):
            break
        river = max(river[0], gap[0]), min(river[1], gap[1])
        for column, part, first, last in ((1, row[:at], 0, at), (2, row[at:], at, len(row))):
            if part:
                found.append(SidePart(index, column, first, last))
                edges[column] += [part[0].begin, part[-1].end]
        dated = dated or _DATE.search(right or left) is not None
        blank = False
    if not found or (not going_on and {part.column for part in found} != {1, 2}):
        return None
    parts = sorted(found, key=lambda part: part.column)
    middle = (min(edges[2]) + max(edges[2])) / 2 if edges[2] else _ENDLESS
    return SideBySide(parts, found[-1].row + 1, kind == "signature", river, middle)


def _goes_on(row: Row, above: SideBySide) -> bool:
    """Whether a row goes on with the recipients, or with who signs beside them."""
    first = row[0]
    is_recipient = first.end < above.river[1] and bool(_FIRST_OF_LIST.match(first.text))
    beside = abs((first.begin + first.end) / 2 - above.middle) < (first.end - first.begin) / 4
    return is_recipient or (beside and first.begin >= above.river[0] and not _NEXT_PAPER.match(first.text))


def sort_columns(blocks: list[ReadBlock]) -> None:
    """Put what goes on from the page above with its column, where the last of these blocks are in columns."""
    beside: list[TextLine] = []
    for block in reversed(blocks):
        if not isinstance(block, TextLine) or not block.column:
            break
        beside.insert(0, block)
    beside.sort(key=lambda line: line.column)
    blocks[len(blocks) - len(beside) :] = beside


def _anchor(rows: Sequence[Row], start: int) -> tuple[str, tuple[float, float]] | None:
    """Which kind begins at `start`, and the gap between its columns."""
    near = [row for row in rows[start : start + 3 * _LOOK_AHEAD] if row][:_LOOK_AHEAD]
    for row in near:
        for at, piece in enumerate(row):
            if _NATION.match(piece.text):
                beside = [row[at - 1].end] if at else [one[0].end for one in near if one[0].end < piece.begin]
                if beside:
                    return "letterhead", (max(beside), piece.begin)
    named = next((at for at, row in enumerate(near) if _RECIPIENTS.match(row[0].text)), None)
    if named is None or (named and not _SIGNER.match(near[0][-1].text)):
        return None
    edge = near[named][0].begin
    for row in near:
        for at, piece in enumerate(row):
            if _SIGNER.match(piece.text) and piece.begin > edge:
                return "signature", (row[at - 1].end if at else (edge + piece.begin) / 2, piece.begin)
    if len(near[named]) > 1:
        return "signature", (near[named][0].end, near[named][1].begin)
    return None


def _best_gap(row: Row, river: tuple[float, float]) -> tuple[int, tuple[float, float]]:
    """Where a row lets most of the river through: before which piece, and the gap there."""
    gaps = [
        (row[at - 1].end if at else -_ENDLESS, row[at].begin if at < len(row) else _ENDLESS)
        for at in range(len(row) + 1)
    ]
    return max(enumerate(gaps), key=lambda one: min(one[1][1], river[1]) - max(one[1][0], river[0]))

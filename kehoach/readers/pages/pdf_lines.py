"""Lines of a PDF page: words on one base line, in their order; and whether a line was only wrapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from kehoach.frozen import frozen, replace
from kehoach.readers.document import LineEnd, ReadBlock, TextLine, TextRun
from kehoach.readers.pages.pdf_words import PdfWord
from kehoach.readers.pages.side_by_side import PlacedText

MILLIMETRES = 25.4 / 72
_PARTED = re.compile(r"\w[-/]$")
_GAP, _WIDE = 0.15, 1.2
"""Of the size: wider is a blank, or more than one."""
_OF_TABLE = 3
"""Lines that a table counts for where the margins are looked for."""
_INDENTED = 4.0
"""Points."""
_BETWEEN = 6.0
"""Points between columns at least."""
_PADDING = 8.0
"""Points by which tables may stick out of the margin, so that the text in their cells does not."""
_LABEL = re.compile(r"\(?\w{1,5}[.)/]+|(\d{1,2}\.)+\d{1,2}\.?|[-–+*•●▪◦o]")


@frozen
class PdfLine:
    """Words on one line, from left to right, all of one page (from 1); lengths in points."""

    words: tuple[PdfWord, ...]
    page: int

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def size(self) -> float:
        """The height of most of its words."""
        return median(word.size for word in self.words)

    @property
    def base(self) -> float:
        """Its base line."""
        return median(word.base for word in self.words)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs())

    @property
    def hangs_at(self) -> float | None:
        """Where the text begins after a label, as the lines below do where these hang; None without a label."""
        is_labelled = len(self.words) > 1 and _LABEL.fullmatch(self.words[0].text)
        return self.words[1].left if is_labelled else None

    @property
    def is_raised(self) -> Mapping[int, bool]:
        """Which of its words are small and higher than the others."""
        base, size = self.base, self.size
        return {at: word.size < 0.85 * size and word.base > base + 0.1 * size for at, word in enumerate(self.words)}

    def runs(self, notes: Mapping[int, str] | None = None) -> tuple[TextRun, ...]:
        """Its text in runs of one form; `notes` are the words that call a footnote, with its key."""
        found: list[TextRun] = []
        for at, word in enumerate(self.words):
            if notes and at in notes:
                found.append(TextRun("", note=notes[at]))
                blank = " " * bool(word.blanks)
            else:
                blank = _blank(word, self.words[at + 1] if at + 1 < len(self.words) else None)
                found.append(TextRun(word.text, word.bold, word.italic))
            if at + 1 < len(self.words) and blank:
                found.append(TextRun(blank, found[-1].bold, found[-1].italic))
        return _joined(found)


def _blank(word: PdfWord, after: PdfWord | None) -> str:
    """The blanks between two words of a line; pdfium shows several as one."""
    if after is None:
        return ""
    size = max(word.size, after.size)
    gap = after.left - word.right
    if gap > _WIDE * size:
        return " " * round(gap / (size / 4))
    return " " if word.blanks or gap > _GAP * size else ""


def _joined(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    whole: list[TextRun] = []
    for run in runs:
        before = whole[-1] if whole else None
        if before and not before.note and not run.note and (before.bold, before.italic) == (run.bold, run.italic):
            whole[-1] = TextRun(before.text + run.text, run.bold, run.italic)
        else:
            whole.append(run)
    return tuple(whole)


def lines_of(words: Iterable[PdfWord], page: int) -> list[PdfLine]:
    """Words as lines, from the top of the page down. What is raised or lowered is in the line it belongs to."""
    rows: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda one: (-one.base, one.left)):
        if rows and rows[-1][0].base - word.base <= 0.2 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    large = list(rows)
    for index, row in enumerate(rows):
        near = [
            other
            for other in rows[max(index - 1, 0) : index + 2]
            if other is not row and other in large and _belongs(row, other)
        ]
        if near:
            max(near, key=len).extend(row)
            large.remove(row)
    return [PdfLine(tuple(sorted(row, key=lambda one: one.left)), page) for row in large]


def _belongs(row: Sequence[PdfWord], other: Sequence[PdfWord]) -> bool:
    """Whether a row of small words is raised above the words of another, or lowered below."""
    size, base = other[0].size, other[0].base
    raised = row[0].base - base
    return (
        all(word.size < 0.85 * size for word in row)
        and -0.35 * size < raised < 0.6 * size
        and all(
            any(-2 < word.left - one.right < size or one.left < word.left < one.right for one in other) for word in row
        )
    )


def pieces_of(line: PdfLine) -> tuple[list[PlacedText], list[int]]:
    """A line in stretches without wide gaps, and with which word each begins, one more for the end."""
    begins = [0]
    for at in range(1, len(line.words)):
        if line.words[at].left - line.words[at - 1].right >= _BETWEEN:
            begins.append(at)
    begins.append(len(line.words))
    parts = [line.words[one:other] for one, other in pairwise(begins)]
    return [PlacedText(part[0].left, part[-1].right, PdfLine(part, line.page).text) for part in parts], begins


@frozen
class TextFrame:
    """Where text is on pages of one width, in points: its margins, and how far lines of a paragraph are apart."""

    left: float
    right: float
    leading: float
    first: float
    """Where most first lines of paragraphs begin."""

    def is_central(self, line: PdfLine) -> bool:
        """Whether a line is in the middle, and does not just begin where paragraphs do."""
        before, after = line.left - self.left, self.right - line.right
        return before > 12 and abs(before - after) < 5 and abs(line.left - self.first) > 1.5

    def indent(self, line: PdfLine) -> float:
        """Millimetres from the left margin."""
        return round(max(line.left - self.left, 0) * MILLIMETRES, 1)

    def end(self, line: PdfLine, after: PdfLine, hangs_at: float | None = None) -> LineEnd:
        """How a line ends that another comes after; `hangs_at` is where lines of its paragraph begin below a label."""
        same_page = line.page == after.page
        if same_page and line.base - after.base > max(self.leading * 1.12 + 0.5, 0.8 * line.size):
            return LineEnd.PARAGRAPH
        if self.is_central(line):
            return LineEnd.WRAP if self.is_central(after) else LineEnd.PARAGRAPH
        before = line.left - self.left
        is_wide = before > 1.5 or all(word.bold for word in (*line.words, *after.words))
        if is_wide and abs(before - (self.right - line.right)) < 5 and self.is_central(after):
            return LineEnd.WRAP  # in the middle too, and nearly as wide as the page
        if has_room(line, after, self.right):
            return LineEnd.PARAGRAPH
        if hangs_at is not None and max(abs(line.left - hangs_at), abs(after.left - hangs_at)) < _INDENTED / 2:
            return LineEnd.WRAP
        label_end = line.hangs_at
        if label_end and line.left + 1 < after.left < label_end + _INDENTED / 2 and after.hangs_at is None:
            return LineEnd.WRAP
        hangs = len(line.words) > 1 and abs(after.left - line.words[1].left) < _INDENTED / 2
        is_indented = after.left > self.left + _INDENTED and abs(after.left - line.left) > 1 and not hangs
        if is_indented and after.left > line.left - 1:
            return LineEnd.PARAGRAPH
        if (
            abs(after.left - self.first) < 1.5
            and self.first > self.left + _INDENTED
            and abs(after.left - line.left) < 1.5
        ):
            return LineEnd.PARAGRAPH  # both begin as paragraphs do
        if is_indented and abs(after.left - self.first) < 1.5:
            return LineEnd.PARAGRAPH
        return LineEnd.WRAP


def mended(blocks: Iterable[ReadBlock]) -> list[ReadBlock]:
    """Blocks whose lines end with whole words: "27/CT-" takes "TTg" from the line that it was wrapped into."""
    whole: list[ReadBlock] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if isinstance(block, TextLine) and isinstance(above, TextLine) and above.end is LineEnd.WRAP:
            first, rest = block.runs[0], block.runs[0].text.partition(" ")
            if above.column == block.column and _PARTED.search(above.text) and first.text[:1].isalnum():
                last = replace(above.runs[-1], text=above.runs[-1].text + rest[0])
                runs = (*((replace(first, text=rest[2]),) if rest[2] else ()), *block.runs[1:])
                whole[-1] = replace(above, runs=(*above.runs[:-1], last), end=above.end if runs else block.end)
                if not runs:
                    continue
                block = replace(block, runs=runs)
        whole.append(block)
    return whole


def has_room(line: PdfLine, after: PdfLine, right: float) -> bool:
    """Whether the first word of the next line would have found room in this one."""
    return line.right + 0.25 * line.size + _first_width(after) < right - 1


def _first_width(line: PdfLine) -> float:
    """How wide is what had to come to the next line as a whole."""
    last = 0
    while last + 1 < len(line.words) and line.words[last].tied:
        last += 1
    width = line.words[last].right - line.left
    text = line.words[0].text
    part = re.match(r".+?[-–](?=.)", text)
    return width * len(part.group()) / len(text) if part and not last else width


def frame_of(lines: Sequence[PdfLine], tables: Sequence[tuple[float, float]] = ()) -> TextFrame:
    """The frame of lines of one page width, and of the left and right edges of tables."""
    lefts = Counter(round(line.left) for line in lines)
    rights = Counter(round(line.right) for line in lines)
    for begin, end in tables:
        lefts[round(begin)] += _OF_TABLE
        rights[round(end)] += _OF_TABLE
    enough = max(2, len(lines) * 0.03)
    left = min((place for place, count in lefts.items() if _around(lefts, place) >= enough), default=min(lefts))
    of_text = Counter(round(line.left) for line in lines)
    text_left = min((place for place in of_text if _around(of_text, place) >= enough), default=left)
    if left < text_left < left + _PADDING:
        left = text_left
    right = max((place for place, count in rights.items() if _around(rights, place) >= enough), default=max(rights))
    exact_left = min((line.left for line in lines if left - 1 < line.left < left + 1), default=left)
    exact_right = max((line.right for line in lines if right - 1.5 < line.right < right + 1.5), default=right)
    indents = Counter(round(line.left) for line in lines if line.left > exact_left + _INDENTED)
    first = indents.most_common(1)[0][0] if indents else left
    first_exact = median(line.left for line in lines if abs(line.left - first) <= 1) if indents else exact_left
    gaps = Counter(
        round((line.base - after.base) * 2) / 2
        for line, after in pairwise(lines)
        if line.page == after.page
        and line.right > exact_right - 8
        and abs(after.left - exact_left) < 2 < line.base - after.base
    )
    total = sum(gaps.values())
    leading = min((gap for gap, count in gaps.items() if count >= 0.15 * total), default=0.0)
    return TextFrame(exact_left, exact_right, leading or 1.3 * median(line.size for line in lines), first_exact)


def _around(places: Mapping[int, int], place: int) -> int:
    return sum(places.get(place + step, 0) for step in (-1, 0, 1))

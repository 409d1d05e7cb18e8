"""What is on a PDF page beside its text: the page number, and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kehoach.frozen import frozen
from kehoach.readers.pages.pdf_lines import PdfLine

_NUMBER = re.compile(r"[-–\s]*(\d{1,3})[-–\s]*")
_NOTE = re.compile(r"\(?\[?(\d{1,3})[)\].]*")
_CENTRAL = 20.0
"""Points by which a page number may miss the middle of the page."""
_MARGIN = 85.0
"""Points: three centimetres, as high as a margin is."""


@frozen
class PageSize:
    """Points."""

    width: float
    height: float


def page_numbers(pages: Sequence[Sequence[PdfLine]], sizes: Sequence[PageSize]) -> dict[int, PdfLine]:
    """The lines that are page numbers by their place and by counting up, by the index of their page.

    At the top or at the bottom, in the middle; one more than on the page before, or that of its page, or at the very
    height of others, or 2: each part of a plan may count anew.
    """
    best: dict[int, PdfLine] = {}
    for is_top in (True, False):
        found: dict[int, tuple[int, PdfLine]] = {}
        for index, (lines, size) in enumerate(zip(pages, sizes, strict=True)):
            if not lines:
                continue
            line = lines[0] if is_top else lines[-1]
            match = _NUMBER.fullmatch(line.text)
            in_margin = line.base > size.height - _MARGIN if is_top else line.base < _MARGIN
            if match and in_margin and abs((line.left + line.right) / 2 - size.width / 2) < _CENTRAL:
                found[index] = int(match[1]), line
        heights = Counter(round(line.base) for _number, line in found.values())
        certain = {
            index: line
            for index, (number, line) in found.items()
            if number == index + 1
            or any(found.get(index + step, (None,))[0] == number + step for step in (-1, 1))
            or (number > 1 and heights[round(line.base)] > 1)
            or (number == 2 and is_top)
        }
        best = max(best, certain, key=len)
    return best


@frozen
class FootnoteBlock:
    """The footnotes of a page: their lines by what calls them, and the lines that are theirs."""

    notes: Mapping[str, tuple[PdfLine, ...]]
    lines: frozenset[PdfLine]


def footnotes(lines: Sequence[PdfLine], body_size: float) -> FootnoteBlock:
    """The small lines at the bottom of a page, when its text calls each of them by a raised number."""
    block: list[PdfLine] = []
    for line in reversed(lines):
        if max(word.size for word in line.words) > 0.93 * body_size:
            break
        block.insert(0, line)
    called = {
        number for line in lines if line not in block for number in (call_of(line, at) for at in range(len(line.words)))
        if number
    }  # fmt: skip
    notes: dict[str, tuple[PdfLine, ...]] = {}
    key = ""
    for line in block:
        first = _NOTE.fullmatch(line.words[0].text)
        begins = first or _NOTE.match(line.words[0].text)
        number = begins[1] if begins and (first or line.words[0].text[begins.end() :][:1].isalpha()) else ""
        if number in called and number not in notes:
            key = number
            notes[key] = ()
        if key:
            notes[key] = (*notes[key], line)
    held = frozenset(line for found in notes.values() for line in found)
    return FootnoteBlock(notes, held)


def call_of(line: PdfLine, at: int) -> str:
    """The number of the footnote that a word of a line calls, "" where it calls none."""
    match = _NOTE.fullmatch(line.words[at].text)
    return match[1] if match and line.is_raised[at] else ""

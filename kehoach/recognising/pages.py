"""Numbers of pages that stand between the lines of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, ReadBlock, TextLine
from kehoach.recognising.found import FoundText
from kehoach.recognising.lines import begins_small, ends_sentence, whole

_NUMBER = re.compile(r"\s*(?:[-–]\s*)?(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?(?:\s*[-–])?\s*", re.I)
_MOST_STEP = 5  # pages without a number between two with one
_LEAST_PAGE = 8  # blocks between two numbers of pages
_USUAL_PAGE = 14  # blocks, the median at least
_LAST_FIRST = 3  # the first number of all is at most this


def without_page_numbers(blocks: Sequence[ReadBlock]) -> tuple[list[ReadBlock], list[FoundText]]:
    """The blocks without lines that only count pages, and these lines. What does not count on is left in the text."""
    places = []
    last = 0
    for at, block in enumerate(blocks):
        match = _NUMBER.fullmatch(block.text) if isinstance(block, TextLine) and not block.label else None
        if match and 0 < int(match[1]) - last <= (_MOST_STEP if last else _LAST_FIRST):
            last = int(match[1])
            places.append(at)
    pages = [below - above for above, below in pairwise([0, *places])][1:]
    if not places or places[0] < 2 or (pages and (min(pages) < _LEAST_PAGE or median(pages) < _USUAL_PAGE)):
        return list(blocks), []
    taken = set(places)
    kept: list[ReadBlock] = []
    for at, block in enumerate(blocks):
        if at in taken:
            continue
        above = kept[-1] if kept else None
        if at - 1 in taken and isinstance(above, TextLine) and isinstance(block, TextLine) and _goes_on(above, block):
            kept[-1] = replace(above, end=LineEnd.WRAP)
        kept.append(block)
    return kept, [whole(block) for at in places if isinstance(block := blocks[at], TextLine)]


def _goes_on(above: TextLine, below: TextLine) -> bool:
    """Whether a sentence goes on below the number of a page."""
    return above.end is LineEnd.PARAGRAPH and not ends_sentence(above.text) and begins_small(below.text)

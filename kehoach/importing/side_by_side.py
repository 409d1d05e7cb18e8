"""The lines of a document beside those that its draft prints, with the words that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from kehoach.documents.paper import Paper
from kehoach.frozen import frozen
from kehoach.importing.proof import (
    ComparedWords,
    compare_words,
    places_of_page_numbers,
    texts_of_document,
    texts_of_paper,
)
from kehoach.readers.document import ReadDocument
from kehoach.recognising.found import FoundPlan
from kehoach.recognising.lines import word_spans
from kehoach.vietnamese import NBSP, nfc


class WordFate(StrEnum):
    """What became of a word."""

    SAME = "same"
    MOVED = "moved"  # the other side has it elsewhere
    DIFFERENT = "different"  # the other side has it not


@frozen
class FacingPiece:
    """A stretch of a line whose words fared alike."""

    text: str
    fate: WordFate


FacingLine = tuple[FacingPiece, ...]


@frozen
class FacingLines:
    """Lines of the document, and the lines of the draft that say the same; one side may have none."""

    document: tuple[FacingLine, ...]
    paper: tuple[FacingLine, ...]

    @property
    def differs(self) -> bool:
        """Whether a word of it is not on the other side."""
        pieces = (piece for line in (*self.document, *self.paper) for piece in line)
        return any(piece.fate is WordFate.DIFFERENT for piece in pieces)


def side_by_side(document: ReadDocument, found: FoundPlan, paper: Paper) -> tuple[FacingLines, ...]:
    """All lines of both sides in their order: those that share words face each other."""
    words = compare_words(document, found, paper)
    pages = places_of_page_numbers(document, found)
    old = list(_lines(text for text, place in texts_of_document(document) if place not in pages))
    new = list(_lines(text for text, _is_form in texts_of_paper(paper)))
    old_fates, new_fates = _fates(words)
    old_line, new_line = _line_of_words(old), _line_of_words(new)
    meet = sorted({(old_line[here], new_line[there]) for here, there in words.same})
    return tuple(
        FacingLines(
            tuple(_marked(old[at], old_fates) for at in here), tuple(_marked(new[at], new_fates) for at in there)
        )
        for here, there in _groups(meet, len(old), len(new))
    )


@frozen
class _Line:
    """A line, and the number of its first word among those of its side."""

    text: str
    first: int


def _lines(texts: Iterable[str]) -> Iterator[_Line]:
    first = 0
    for text in texts:
        for line in nfc(text).replace(NBSP, " ").split("\n"):
            if line.strip():
                yield _Line(line, first)
                first += len(word_spans(line))


def _line_of_words(lines: list[_Line]) -> list[int]:
    return [number for number, line in enumerate(lines) for _span in word_spans(line.text)]


def _fates(words: ComparedWords) -> tuple[dict[int, WordFate], dict[int, WordFate]]:
    """What became of the words of either side that are not the same in the same order."""
    old = dict.fromkeys(words.moved, WordFate.MOVED) | dict.fromkeys(words.lost, WordFate.DIFFERENT)
    elsewhere = (at for at in words.moved.values() if not words.paper[at][1])
    new = dict.fromkeys(elsewhere, WordFate.MOVED) | dict.fromkeys(words.added, WordFate.DIFFERENT)
    return old, new


def _groups(meet: list[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """The lines of both sides in their order, cut wherever no pair that meets is cut apart."""
    here = there = 0
    at = 0
    while at < len(meet):
        first, begin = meet[at]
        last, end = first, begin
        while at < len(meet) and (meet[at][0] <= last or meet[at][1] <= end):
            last, end = max(last, meet[at][0]), max(end, meet[at][1])
            at += 1
        yield from ((range(one, one + 1), range(0)) for one in range(here, first))
        yield from ((range(0), range(one, one + 1)) for one in range(there, begin))
        yield range(first, last + 1), range(begin, end + 1)
        here, there = last + 1, end + 1
    yield from ((range(one, one + 1), range(0)) for one in range(here, old))
    yield from ((range(0), range(one, one + 1)) for one in range(there, new))


def _marked(line: _Line, fates: dict[int, WordFate]) -> FacingLine:
    """A line as stretches of one fate; what is between two words goes with the second, and after the last as it is."""
    pieces: list[FacingPiece] = []
    at = 0
    for number, (_start, end) in enumerate(word_spans(line.text), line.first):
        fate = fates.get(number, WordFate.SAME)
        text, at = line.text[at:end], end
        if pieces and pieces[-1].fate is fate:
            pieces[-1] = FacingPiece(pieces[-1].text + text, fate)
        else:
            pieces.append(FacingPiece(text, fate))
    if line.text[at:]:
        pieces.append(FacingPiece(line.text[at:], WordFate.SAME))
    return tuple(pieces)

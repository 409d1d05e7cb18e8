"""The proof of an import: the draft is composed, and its words are compared with those of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kehoach.documents.paper import (
    Footnote,
    Inline,
    Paper,
    Paragraph,
    Part,
    SignatureBlock,
    Table,
    plain,
)
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.readers.document import ReadDocument, ReadTable, TextLine
from kehoach.recognising.found import FoundPlan
from kehoach.recognising.lines import typed_words, words
from kehoach.tracking.alignment import align
from kehoach.vietnamese import NBSP
from kehoach.wording.syllables import taken_apart

_AUTHORITY = regex(r"^\s*([TK])\s?/\s?(M|T|L|UQ)(?=[.\s]\s*[A-ZĐƯỦỤỬÔ])")
"""T/M., K/T. and T/L. at the beginning of a line, which print as TM., KT. and TL."""
_AROUND_NUMBERS = " -–—.[]()"
"""What is around the number of a page."""
_Placed = tuple[str, str]
"""A word, and where it is in the document."""


@frozen
class LostWords:
    """Neighbouring words of the document that the draft does not print."""

    text: str
    place: str


@frozen
class ImportProof:
    """How the words of a document and of its draft compare.

    `lost` are words that the draft does not print, `added` words that only it prints, `moved` words that are elsewhere.
    """

    words: int
    lost: tuple[LostWords, ...]
    added: tuple[str, ...]
    moved: int
    left_out: tuple[LostWords, ...] = ()
    """What was typed for the form alone, which has no place for it here: numbers of pages, the second letterhead of a
    plan behind its decision, the body above a People's Committee (`documents.letterhead`)."""

    @property
    def share(self) -> float:
        """How many of the words are printed, from 0 to 1."""
        gone = sum(len(words(one.text)) for one in self.lost)
        return 1 - gone / self.words if self.words else 1.0

    @property
    def percent(self) -> str:
        """The share as a person reads it, "99,98"; it is 100 only where nothing is lost."""
        return f"{int(self.share * 10_000) / 100:g}".replace(".", ",")


@frozen
class ComparedWords:
    """The words of a document and those of its draft, laid side by side, all by their numbers.

    `document` are its words with their places, but for numbers of pages; `paper` its words, each whether the form
    prints it. `same` are the pairs that meet in order, `moved` those that are elsewhere. Of the other words of the
    document `formal` were typed for the form alone, and `lost` are not printed; `added` are only printed.
    """

    document: tuple[_Placed, ...]
    paper: tuple[tuple[str, bool], ...]
    same: tuple[tuple[int, int], ...]
    moved: Mapping[int, int]
    formal: frozenset[int]
    lost: tuple[int, ...]
    added: tuple[int, ...]
    page_numbers: tuple[_Placed, ...]


def proof(document: ReadDocument, found: FoundPlan, paper: Paper) -> ImportProof:
    """What became of the words of a document in the paper that its draft prints; punctuation and capitals aside.

    What the form prints by itself (letterhead, "Nơi nhận:") counts only where the document has it; what was typed for
    the form alone (numbers of pages, signs of notes) is `left_out` where this has no place for it.
    """
    compared = compare_words(document, found, paper)
    added = tuple(compared.paper[at][0] for at in compared.added)
    elsewhere = sum(not compared.paper[at][1] for at in set(compared.moved.values()))
    numbers = tuple(LostWords(word, place) for word, place in compared.page_numbers)
    left_out = (*_neighbours(sorted(compared.formal), compared.document), *numbers)
    count = len(compared.document) + len(compared.page_numbers)
    return ImportProof(count, tuple(_neighbours(compared.lost, compared.document)), added, elsewhere, left_out)


def compare_words(document: ReadDocument, found: FoundPlan, paper: Paper) -> ComparedWords:
    """Lay the words of a document beside those that its draft prints."""
    words_and_numbers = list(_document_words(document))
    pages = places_of_page_numbers(document, found)
    had = [one for one in words_and_numbers if one[1] not in pages]
    printed = list(_paper_words(paper))
    key_of = {word: _key(word) for word in {word for word, _place in (*had, *printed)}}
    has = [key_of[word] for word, _is_form in printed]
    keys = [key_of[word] for word, _place in had]
    pairs = align(keys, has, lambda _old, _new: 0.0)
    same = tuple((old, new) for old, new in pairs if old is not None and new is not None)
    kept, used = {old for old, _new in same}, {new for _old, new in same}
    gone = [at for at in range(len(keys)) if at not in kept]
    extra = [at for at in range(len(has)) if at not in used]
    moved = _moved(gone, extra, keys, has)
    typed = {(_key(word), text.place) for text in found.as_typed for word in words(text.text)}
    above = _places_above(document, found, paper)
    missing = [at for at in gone if at not in moved]
    formal = frozenset(at for at in missing if (keys[at], had[at][1]) in typed or had[at][1] in above)
    lost = tuple(at for at in missing if at not in formal)
    taken = set(moved.values())
    added = tuple(at for at in extra if at not in taken and not printed[at][1])
    numbers = tuple((word, place) for word, place in words_and_numbers if place in pages)
    return ComparedWords(tuple(had), tuple(printed), same, moved, formal, lost, added, numbers)


def places_of_page_numbers(document: ReadDocument, found: FoundPlan) -> set[str]:
    """Where the document has nothing but the number of a page."""
    at = Counter(place for _word, place in _document_words(document))
    numbers_alone = (text for text in found.as_typed if text.text.strip(_AROUND_NUMBERS).isdecimal())
    return {text.place for text in numbers_alone if at[text.place] == len(text.text.split())}


def _places_above(document: ReadDocument, found: FoundPlan, paper: Paper) -> set[str]:
    """Where the body above the issuer is named, when the letterhead that prints has no line for it."""
    letterhead = next((part.letterhead for part in paper.parts if part.letterhead), None)
    if letterhead is None or letterhead.parent:
        return set()
    named = {" ".join(name.split()) for name in found.parent}
    return {line.place for line in _document_lines(document) if " ".join(line.text.split()) in named}


def _moved(gone: Sequence[int], extra: Sequence[int], keys: Sequence[str], has: Sequence[str]) -> dict[int, int]:
    """Words that are at another place: each with where it is now."""
    waiting: dict[str, list[int]] = {}
    for at in reversed(extra):
        waiting.setdefault(has[at], []).append(at)
    return {at: waiting[keys[at]].pop() for at in gone if waiting.get(keys[at])}


def _neighbours(lost: Sequence[int], had: Sequence[_Placed]) -> Iterator[LostWords]:
    """Lost words that stand together as one text."""
    for _start, run in groupby(enumerate(lost), key=lambda pair: pair[1] - pair[0]):
        places = [at for _index, at in run]
        yield LostWords(" ".join(had[at][0] for at in places), had[places[0]][1])


def _key(word: str) -> str:
    """A word as it is compared: on which letter its tone mark is, is a matter of taste; which one it is, is not."""
    small = word.casefold()
    return small if small.isascii() else "".join(taken_apart(small)) or small


def lines_of_paper(paper: Paper) -> list[str]:
    """Every line of a paper with its label, cells one after the other, its footnotes last; none of the form's."""
    texts = (text for text, is_form in texts_of_paper(paper) if not is_form)
    return [line.replace(NBSP, " ") for text in texts for line in text.split("\n") if line]


def texts_of_document(document: ReadDocument) -> Iterator[_Placed]:
    """Every line of a document with its label, and where it is; those of cells one after the other, footnotes last."""
    for line in _document_lines(document):
        text = _AUTHORITY.sub(r"\1\2", line.text)
        yield f"{line.label} {text}".strip(), line.place


def texts_of_paper(paper: Paper) -> Iterator[tuple[str, bool]]:
    """Every text of a paper in the order of print, its footnotes last; each whether the form prints it."""
    notes: list[str] = []
    for part in paper.parts:
        yield from _texts(part, notes)
    yield from ((note, False) for note in notes)


def _document_words(document: ReadDocument) -> Iterator[_Placed]:
    return ((word, place) for text, place in texts_of_document(document) for word in typed_words(text))


def _document_lines(document: ReadDocument) -> Iterator[TextLine]:
    for block in document.blocks:
        if isinstance(block, TextLine):
            yield block
        elif isinstance(block, ReadTable):
            yield from (line for row in block.rows for cell in row if cell for line in cell.lines)
    for lines in document.notes.values():
        yield from lines


def _paper_words(paper: Paper) -> Iterator[tuple[str, bool]]:
    return ((word, is_form) for text, is_form in texts_of_paper(paper) for word in words(text))


def _texts(part: Part, notes: list[str]) -> Iterator[tuple[str, bool]]:
    """The texts of a part; each whether it is the form's: printed around what was written."""
    if part.letterhead:
        letterhead = part.letterhead
        lines = (*letterhead.parent, *letterhead.issuer, plain(letterhead.number), letterhead.nation, letterhead.motto)
        yield from _formal((*lines, plain(letterhead.place_date)))
    yield part.title.type_name, True
    yield from _lines(part.title.subject, notes)
    yield from _formal((plain(part.title.link), part.competence, "Kính gửi" if part.addressees else ""))
    yield from _lines((*part.addressees, *part.bases), notes)
    yield part.resolves, True
    yield from _lines(part.opening, notes)
    for block in part.blocks:
        if isinstance(block, Paragraph):
            label = block.mark.label if block.mark else block.label
            yield from ((f"{label} {text}".strip(), False) for text, _is in _lines((block.text,), notes))
        elif isinstance(block, Table):
            yield from ((cell.text, False) for row in block.header for cell in row)
            for row in block.rows:
                yield from _lines(row.cells, notes)
    if part.signature:
        yield from _signature(part.signature, notes)


def _signature(block: SignatureBlock, notes: list[str]) -> Iterator[tuple[str, bool]]:
    yield "Nơi nhận:", True
    yield from _lines((line.text for line in block.recipients), notes)
    yield from _lines((*block.lines, block.office, block.name), notes)


def _formal(texts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    return ((text, True) for text in texts)


def _lines(lines: Iterable[Inline], notes: list[str]) -> Iterator[tuple[str, bool]]:
    for line in lines:
        yield plain(line), False
        notes += [plain(piece.text) for piece in line if isinstance(piece, Footnote) and not piece.again]

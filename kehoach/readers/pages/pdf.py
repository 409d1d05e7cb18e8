"""Reads a PDF with a text layer into lines and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import Any

from kehoach.diagnostics import EnvironmentFailure, Message, UnreadableFile, _
from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadDocument, ReadTable, TextLine
from kehoach.readers.legacy_words import is_syllable
from kehoach.readers.pages.pdf_lines import PdfLine, TextFrame, frame_of, lines_of, mended, pieces_of
from kehoach.readers.pages.pdf_margins import FootnoteBlock, PageSize, call_of, footnotes, page_numbers
from kehoach.readers.pages.pdf_rules import RuledGrid, grids_of, strokes_of
from kehoach.readers.pages.pdf_tables import goes_on, put_together, read_grid
from kehoach.readers.pages.pdf_words import UPRIGHT, PageOfWords, PdfWord
from kehoach.readers.pages.side_by_side import PlacedText, SideBySide, SidePart, columns_at, sort_columns

LARGEST = 50_000_000
MOST_PAGES = 300
SECONDS = 60.0
"""Of processor time."""
LEAST_VIETNAMESE = 0.9
_SHORT_PAGE = 0.55
"""Of the height of a page: where text ends above, the next page was begun by hand."""
_USE_WORD = _("use the Word file, or let a program for recognising text (OCR) make one")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass
class _Page:
    number: int
    size: PageSize
    grids: list[tuple[RuledGrid, list[PdfWord]]]
    lines: list[PdfLine]
    bases: list[float]
    notes: FootnoteBlock = field(default_factory=lambda: FootnoteBlock({}, frozenset()))

    def place(self, line: PdfLine) -> str:
        """Where a person finds a line."""
        return f"trang {self.number}, dòng {bisect_left(self.bases, -line.base - 1.5) + 1}"

    @property
    def is_landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.size.width > self.size.height


def read_pdf(data: bytes, name: str) -> ReadDocument:
    """The lines and tables of a PDF. Raises UnreadableFile, and EnvironmentFailure without pypdfium2.

    Scripts, attachments and links are not looked at. Footnotes get their number as key.
    """
    pages, remarks = _pages(data, name)
    _must_be_vietnamese(pages, name)
    numbers = page_numbers([page.lines for page in pages], [page.size for page in pages])
    if numbers:
        remarks.append(
            _("page numbers were left out on pages: {pages}", pages=_listed(pages[index].number for index in numbers))
        )
    for index, line in numbers.items():
        pages[index].lines.remove(line)
    sizes = Counter(round(word.size, 1) for page in pages for line in page.lines for word in line.words)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    for page in pages:
        page.notes = footnotes(page.lines, usual)
        page.lines = [line for line in page.lines if line not in page.notes.lines]
    return _Composer(pages).document(remarks)


def _listed(numbers: Iterator[int] | Sequence[int]) -> str:
    found = sorted(numbers)
    return ", ".join(map(str, found[:10])) + (", …" if len(found) > 10 else "")


def _pages(data: bytes, name: str) -> tuple[list[_Page], list[Message]]:
    """What is on each page, and what to say of it."""
    try:
        import pypdfium2  # late: an extra
    except ImportError as error:
        raise EnvironmentFailure(
            _("PDF files are read by pypdfium2, which is not installed"),
            _('install it: pip install "kehoach[import]"; or use the Word file'),
        ) from error
    if len(data) > LARGEST:
        raise UnreadableFile(_("{path} is larger than {limit} MB", path=name, limit=LARGEST // 1_000_000), _USE_WORD)
    document = _opened(pypdfium2, data, name)
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableFile(
                _("{path} has {count} pages, more than {limit}", path=name, count=len(document), limit=MOST_PAGES),
                _("save the pages of the plan as a PDF of their own"),
            )
        begun = process_time()
        pages: list[_Page] = []
        turned: list[PdfWord] = []
        empty: list[int] = []
        for index in range(len(document)):
            try:
                page, aside = _page(document[index], index + 1)
            except (pypdfium2.PdfiumError, ValueError) as error:
                raise UnreadableFile(
                    _("page {page} of {path} cannot be read", page=index + 1, path=name), _USE_WORD
                ) from error
            if process_time() - begun > SECONDS:
                raise UnreadableFile(
                    _("{path} takes more than {seconds} seconds to read", path=name, seconds=SECONDS), _USE_WORD
                )
            pages.append(page)
            turned += aside
            if not page.lines and not page.grids:
                empty.append(index + 1)
    finally:
        document.close()
    remarks: list[Message] = []
    if turned:
        remarks.append(_("text that is not upright was left out: {text}", text=" ".join(word.text for word in turned)))
    if empty and len(empty) < len(pages):
        remarks.append(_("pages without text, perhaps pictures: {pages}", pages=_listed(empty)))
    return pages, remarks


def _opened(pypdfium2: Any, data: bytes, name: str) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) < 1:
            raise ValueError
    except (pypdfium2.PdfiumError, ValueError) as error:
        if "password" in str(error).lower():
            raise UnreadableFile(
                _("{path} is protected by a password", path=name),
                _("open it with the password and print it to a PDF without one, or use the Word file"),
            ) from error
        raise UnreadableFile(_("{path} is no PDF file, or it is broken", path=name), _USE_WORD) from error
    return document


def _page(page: Any, number: int) -> tuple[_Page, list[PdfWord]]:
    """A page, and the words on it that are not upright."""
    held = PageOfWords(page)
    upright: list[PdfWord] = []
    turned: list[PdfWord] = []
    for word in held.words():
        (upright if word.angle < UPRIGHT else turned).append(word)
    grids: list[tuple[RuledGrid, list[PdfWord]]] = [(grid, []) for grid in grids_of(*strokes_of(page, held))]
    free: list[PdfWord] = []
    for word in upright:
        x, y = (word.left + word.right) / 2, word.base + word.size / 4
        next((inside for grid, inside in grids if grid.holds(x, y)), free).append(word)
    bases = sorted({-line.base for line in lines_of(upright, number)})
    return _Page(
        number, PageSize(held.width, held.height), [one for one in grids if one[1]], lines_of(free, number), bases
    ), turned


def _must_be_vietnamese(pages: Sequence[_Page], name: str) -> None:
    """Refuses a scan, and a text layer that is no text, such as the numbers of glyphs."""
    texts = [word.text for page in pages for line in page.lines for word in line.words]
    texts += [word.text for page in pages for _grid, inside in page.grids for word in inside]
    if not texts:
        raise UnreadableFile(_("{path} has no text, only pictures", path=name), _USE_WORD)
    words = [part for text in texts for part in _WORD.findall(text) if not (part.isascii() and part.isupper())]
    share = sum(map(is_syllable, words)) / len(words) if words else 0.0
    if share < LEAST_VIETNAMESE:
        raise UnreadableFile(
            _(
                "the text in {path} is not Vietnamese: only {share}% of its words could be",
                path=name,
                share=int(share * 100),
            ),
            _USE_WORD,
        )


class _Composer:
    """Makes the document of the pages."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self._pages = pages
        self._blocks: list[ReadBlock] = []
        self._before: PdfLine | None = None
        """The line of the running text that the last block is."""
        self._hangs_at: float | None = None
        self._grid: RuledGrid | None = None
        """The table that the last block is."""
        self._beside: SideBySide | None = None
        """A signature that goes to the end of the page above."""
        self._keys: dict[tuple[int, str], str] = {}
        self._frames: dict[int, TextFrame] = {}

    def document(self, remarks: Sequence[Message]) -> ReadDocument:
        """The whole."""
        by_width: dict[int, list[PdfLine]] = {}
        for page in self._pages:
            by_width.setdefault(round(page.size.width), []).extend(page.lines)
        edges: dict[int, list[tuple[float, float]]] = {}
        for page in self._pages:
            of_tables = [(grid.across[0], grid.across[-1]) for grid, _words in page.grids]
            edges.setdefault(round(page.size.width), []).extend(of_tables)
        self._frames = {width: frame_of(lines, edges[width]) for width, lines in by_width.items() if lines}
        notes: dict[str, tuple[TextLine, ...]] = {}
        for page in self._pages:
            for number, lines in page.notes.notes.items():
                key = number if number not in notes else f"{page.number}-{number}"
                self._keys[page.number, number] = key
                notes[key] = self._note(page, number, lines)
        for index, page in enumerate(self._pages):
            if index:
                self._new_page(self._pages[index - 1], page)
            self._body(page)
        return ReadDocument(tuple(mended(self._blocks)), notes, tuple(remarks))

    def _new_page(self, above: _Page, page: _Page) -> None:
        if above.is_landscape != page.is_landscape:
            self._append(PageBreak(page.is_landscape))
            return
        lowest = min([line.base for line in above.lines] + [grid.down[-1] for grid, _words in above.grids], default=0.0)
        if lowest > _SHORT_PAGE * above.size.height and not above.notes.lines:
            self._append(PageBreak(page.is_landscape))

    def _append(self, block: ReadBlock, before: PdfLine | None = None, grid: RuledGrid | None = None) -> None:
        self._blocks.append(block)
        self._before, self._grid = before, grid

    def _body(self, page: _Page) -> None:
        """Lines and tables from the top down."""
        left = list(page.lines)
        is_first = True
        for grid, inside in page.grids:
            above = [line for line in left if line.base > grid.down[0] - 2]
            left = left[len(above) :] if above == left[: len(above)] else [line for line in left if line not in above]
            self._text(page, above)
            table = read_grid(grid, inside, page.number, page.place)
            last = self._blocks[-1] if self._blocks else None
            if is_first and not above and isinstance(last, ReadTable) and self._grid and goes_on(self._grid, grid):
                self._blocks[-1] = put_together(last, table)
                self._grid = grid
            else:
                self._append(table, grid=grid)
            is_first, self._beside = False, None
        self._text(page, left)

    def _text(self, page: _Page, lines: Sequence[PdfLine]) -> None:
        rows: list[list[PlacedText]] = []
        of_row: list[PdfLine | None] = []
        pieces: list[list[int]] = []
        for index, line in enumerate(lines):
            if index and lines[index - 1].base - line.base > 1.9 * line.size:
                rows.append([])
                of_row.append(None)
                pieces.append([])
            placed, begins = pieces_of(line)
            rows.append(placed)
            of_row.append(line)
            pieces.append(begins)
        index = 0
        while index < len(rows):
            held = of_row[index]
            if held is None:
                index += 1
            elif sides := columns_at(rows, index, self._beside if not index else None):
                self._columns(page, sides.parts, of_row, pieces)
                if not index and self._beside and sides.is_signature:
                    sort_columns(self._blocks)
                index = sides.end
                self._beside = sides if sides.is_signature and index == len(rows) else None
            else:
                self._beside = None
                self._line(page, held)
                index += 1

    def _line(self, page: _Page, line: PdfLine) -> None:
        frame = self._frames[round(page.size.width)]
        last = self._blocks[-1] if self._blocks else None
        if self._before is not None and isinstance(last, TextLine):
            end = frame.end(self._before, line, self._hangs_at)
            self._blocks[-1] = replace(last, end=end)
            self._hangs_at = line.left if end is LineEnd.WRAP and (self._before.hangs_at or self._hangs_at) else None
        is_central = frame.is_central(line)
        text = TextLine(
            self._runs(page, line),
            page.place(line),
            align="center" if is_central else "",
            indent=0.0 if is_central else frame.indent(line),
        )
        self._append(text, before=line)

    def _columns(
        self, page: _Page, sides: Sequence[SidePart], of_row: Sequence[PdfLine | None], pieces: Sequence[Sequence[int]]
    ) -> None:
        made: list[tuple[PdfLine, SidePart]] = []
        for part in sides:
            line = of_row[part.row]
            assert line is not None
            words = line.words[pieces[part.row][part.first] : pieces[part.row][part.last]]
            made.append((PdfLine(words, line.page), part))
        for index, (line, part) in enumerate(made):
            after = made[index + 1] if index + 1 < len(made) else None
            is_next = (
                after is not None and after[1].column == part.column and line.base - after[0].base < 1.75 * line.size
            )
            end = LineEnd.WRAP if is_next else LineEnd.PARAGRAPH
            self._append(TextLine(self._runs(page, line), page.place(line), column=part.column, end=end))

    def _runs(self, page: _Page, line: PdfLine) -> tuple[Any, ...]:
        calls = {
            at: self._keys[page.number, number]
            for at in range(len(line.words))
            if (number := call_of(line, at)) and (page.number, number) in self._keys
        }
        return line.runs(calls)

    def _note(self, page: _Page, number: str, lines: Sequence[PdfLine]) -> tuple[TextLine, ...]:
        """A footnote without its number."""
        first = lines[0].words
        rest = re.sub(r"^[(\[]?\d+[)\].]*", "", first[0].text)
        words = (replace(first[0], text=rest), *first[1:]) if rest else first[1:]
        whole = [PdfLine(words, page.number), *lines[1:]] if words else list(lines[1:])
        return tuple(
            TextLine(line.runs(), page.place(line), end=LineEnd.WRAP if line is not whole[-1] else LineEnd.PARAGRAPH)
            for line in whole
        )

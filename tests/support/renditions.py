"""Both renditions of a paper, by Typst and by LibreOffice from the Word file, and how far their pages agree."""

from __future__ import annotations

import ctypes
import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from kehoach.documents.kinds import EXTRACT, KINDS, PLAN
from kehoach.documents.paper import Block, Inline, Paper, Paragraph, Part, Piece, Table
from kehoach.frozen import replace
from kehoach.pdf.converter import Converter
from kehoach.pdf.pool import Job
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.production import longest_table
from kehoach.pipeline.products import Product, all_products, plan_product
from kehoach.pipeline.results import find_results
from kehoach.storage.workspace import TEMPLATES, Workspace, fonts, packaged
from kehoach.typeset import engine
from kehoach.typeset.source import source
from kehoach.word.docx import write_docx
from tests.support.anyplan import seeded_plan
from tests.support.cases import CASES, FEATURES, FeatureCase
from tests.support.plans import ROOT, make, registry

TODAY = date(2026, 11, 29)
"""The day of the reports of the examples."""


SAME_PLACE = 1.0
"""So many points lines may be higher or lower."""


@dataclass(frozen=True)
class Sample:
    """A paper, the template that its Word file is made with, and a name to find it again."""

    name: str
    paper: Paper
    template: str = PLAN.template

    def docx(self) -> bytes:
        return write_docx(self.paper, (packaged() / TEMPLATES / self.template).read_bytes(), Path(self.template))

    def typeset(self) -> bytes:
        return typeset(self.paper, self.template)


def typeset(paper: Paper, template: str = PLAN.template) -> bytes:
    """The PDF of a paper by Typst."""
    made = source(paper, draft_below_title=template == EXTRACT.template)
    return engine.pdf(made, fonts(), paper.properties.day)


@cache
def examples() -> tuple[Sample, ...]:
    """Every paper that `build` makes of the example plans."""
    workspace = Workspace.around(ROOT / "plans")
    examiner, found = Examiner(workspace), []
    for path in workspace.plans():
        examined = examiner.examine(path)
        assert examined.plan is not None, path
        results = find_results(examined.plan, examined, examiner, TODAY)
        found += _samples(path, all_products(examined, examined.plan, results))
    return tuple(found)


@cache
def example_plans() -> tuple[Sample, ...]:
    """The plans alone."""
    workspace, found = Workspace.around(ROOT / "plans"), []
    examiner = Examiner(workspace)
    for path in workspace.plans():
        examined = examiner.examine(path)
        assert examined.plan is not None, path
        found += _samples(path, [plan_product(examined, examined.plan)])
    return tuple(found)


def _samples(path: Path, products: Iterable[Product]) -> Iterator[Sample]:
    for product in products:
        if product.template:
            name = f"{path.parent.name}/{path.stem}/{product.name.removesuffix('.docx')}"
            yield Sample(name, product.paper(product.content()), product.template)


@cache
def features() -> tuple[Sample, ...]:
    """The paper of each feature case."""
    agencies = registry(CASES / "agencies.yaml")
    return tuple(Sample(path.stem, make(FeatureCase(path).text, agencies, path.name).document()) for path in FEATURES)


@cache
def kinds() -> tuple[Sample, ...]:
    """The sample papers of every kind, with everything that a template knows."""
    return tuple(
        Sample(f"{name}-{number}", compose(), kind.template)
        for name, kind in KINDS.items()
        for number, compose in enumerate(kind.samples, 1)
    )


def generated(number: int, begin: int = 7) -> list[Sample]:
    """Plans of any shape without an error; others than `begin` gives others."""
    agencies, found, tried = registry(CASES / "agencies.yaml"), [], 0
    while len(found) < number:
        made = make(seeded_plan(f"{begin}-{tried}"), agencies)
        if made.plan and not made.errors:
            found.append(Sample(f"generated-{begin}-{tried}", made.document()))
        tried += 1
    assert tried < 2 * number
    return found


def shuffled(samples: Iterable[Sample], begin: int = 1) -> Iterator[Sample]:
    """The same papers with the words of every text in another order, some said twice or left out."""
    for sample in samples:
        chance = random.Random(f"{begin}{sample.name}")
        parts = tuple(_other_part(part, chance) for part in sample.paper.parts)
        yield replace(sample, name=f"{sample.name}-{begin}", paper=replace(sample.paper, parts=parts))


def _other_part(part: Part, chance: random.Random) -> Part:
    return replace(
        part,
        opening=tuple(_other_line(line, chance) for line in part.opening),
        bases=tuple(_other_line(line, chance) for line in part.bases),
        blocks=tuple(_other_block(block, chance) for block in part.blocks),
    )


def _other_block(block: Block, chance: random.Random) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=_other_line(block.text, chance))
    if isinstance(block, Table):
        rows = [replace(row, cells=tuple(_other_line(cell, chance) for cell in row.cells)) for row in block.rows]
        return replace(block, rows=tuple(rows))
    return block


def _other_line(line: Inline, chance: random.Random) -> Inline:
    def other(piece: Piece) -> Piece:
        words = piece.split(" ") if isinstance(piece, str) else []
        if len(words) < 4:
            return piece
        first, *middle, last = words
        chance.shuffle(middle)
        middle += chance.sample(middle, chance.randrange(len(middle)))[: chance.randrange(12)]
        if chance.random() < 0.3:
            middle = middle[: max(2, len(middle) * 2 // 3)]
        return " ".join([first, *middle, last])

    return tuple(map(other, line))


@dataclass(frozen=True)
class Printed:
    """What a PDF shows, without blanks: the lines of each page from above, and the text in the order of reading.

    That is the order of the tags, which says more than the order in the file; footnotes are last, charts left out.
    """

    pages: tuple[tuple[str, ...], ...]
    heights: tuple[tuple[float, ...], ...]
    """Of the baseline of each line, in points from above."""
    read: str

    def starts(self) -> list[str]:
        """The first line of each page that is not the page's number."""
        return [next((line for line in page if not line.isdecimal()), "") for page in self.pages]

    def characters(self) -> Counter[str]:
        """All characters but those of the pages' numbers."""
        shown = (page[1:] if page and page[0].isdecimal() else page for page in self.pages)
        return Counter(char for page in shown for line in page for char in line)

    def places(self) -> dict[tuple[int, str], float]:
        """The height of each line that its page has once."""
        return {
            (number, line): height
            for number, (page, heights) in enumerate(zip(self.pages, self.heights, strict=True))
            for line, height in zip(page, heights, strict=True)
            if page.count(line) == 1
        }


def printed(pdf: bytes) -> Printed:
    """What a PDF shows."""
    shown, marked = [], Marked(list)
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            shown.append(_lines(page, number, marked))
    finally:
        document.close()
    texts = tuple(tuple(text for _height, text in page) for page in shown)
    return Printed(texts, tuple(tuple(height for height, _text in page) for page in shown), _read(pdf, marked))


Marked = defaultdict[tuple[int, int], list[str]]
"""The characters of each marked stretch, by the number of its page and its own."""


def _lines(page: pypdfium2.PdfPage, number: int, marked: Marked) -> list[tuple[float, str]]:
    text, height = page.get_textpage(), page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    chars: list[tuple[float, float, str]] = []
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = "-" if code in (0x02, 0xAD) else chr(code)  # a hyphen at the end of a line
        if char.isspace() or code in (0, 0xFFFE) or pdfium.FPDFText_IsGenerated(text, index):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        chars.append((height - y.value, x.value, char))
        stretch = pdfium.FPDFPageObj_GetMarkedContentID(pdfium.FPDFText_GetTextObject(text, index))
        marked[number, stretch].append(char)
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for down, across, char in sorted(chars, key=lambda one: (round(one[0]), one[1])):
        if lines and abs(lines[-1][0] - down) < 1.6:
            lines[-1][1].append((across, char))
        else:
            lines.append((down, [(across, char)]))
    return [(y, _joined(char for _x, char in sorted(line, key=lambda one: one[0]))) for y, line in lines]


def _read(pdf: bytes, marked: Marked) -> str:
    """The marked stretches in the order of the tags."""
    text: list[str] = []
    notes: list[str] = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = {page.objgen: number for number, page in enumerate(opened.pages)}

        def walk(node: Any, page: int, into: list[str]) -> None:
            if isinstance(node, pikepdf.Array):
                for one in node:
                    walk(one, page, into)
            elif isinstance(node, pikepdf.Dictionary):
                page = pages[node.Pg.objgen] if "/Pg" in node else page
                if "/MCID" in node:
                    into += marked[page, int(node.MCID)]
                elif "/K" in node and node.get("/S") != "/Figure":
                    walk(node.K, page, notes if node.get("/S") == "/Note" else into)
            else:
                into += marked[page, int(node)]

        walk(opened.Root.StructTreeRoot.K, 0, text)
    return _joined(text + notes)


def _joined(chars: Iterable[str]) -> str:
    return unicodedata.normalize("NFC", "".join(chars))


def compared(samples: Iterable[Sample], offices: int = 1) -> Agreement:
    """The agreement of papers, LibreOffice's PDF made as commands make it."""
    samples = list(samples)
    found = Agreement()
    with Converter(fonts(), offices) as converter:
        jobs = (Job(one.docx(), longest_table(one.paper)) for one in samples)
        for made in converter.convert_all(jobs):
            if made.pdf is None:
                raise made.failure or AssertionError(samples[made.index].name)
            found.add(samples[made.index].name, samples[made.index].typeset(), made.pdf)
    return found


@dataclass
class Agreement:
    """How far pages agree: of so many (`all_...`), so many are alike; `faults` say which are not."""

    papers: int = 0
    page_counts: int = 0
    characters: int = 0
    order: int = 0
    starts: int = 0
    all_starts: int = 0
    lines: int = 0
    all_lines: int = 0
    places: int = 0
    all_places: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, ours: bytes, theirs: bytes) -> None:
        """Compare the PDF of Typst with that of LibreOffice."""
        mine, other = printed(ours), printed(theirs)
        self.papers += 1
        self.page_counts += self._same(name, "pages", len(mine.pages), len(other.pages))
        a, b = mine.characters(), other.characters()
        self.characters += self._same(name, "characters", [*(a - b).elements()], [*(b - a).elements()])
        at = next((at for at, (a, b) in enumerate(zip(mine.read, other.read, strict=False)) if a != b), 0)
        self.order += self._same(name, "order", mine.read[at:], other.read[at:])
        for number, (start, their_start) in enumerate(zip_longest(mine.starts(), other.starts()), 1):
            self.all_starts += 1
            self.starts += self._same(f"{name}, page {number}", "start", start, their_start)
        for page, their_page in zip_longest(mine.pages, other.pages, fillvalue=()):
            self.all_lines += len(their_page)
            self.lines += (Counter(page) & Counter(their_page)).total()
        self._compare_places(name, mine, other)

    def _compare_places(self, name: str, mine: Printed, other: Printed) -> None:
        places, theirs = mine.places(), other.places()
        off = [key for key in places.keys() & theirs.keys() if abs(places[key] - theirs[key]) > SAME_PLACE]
        self.all_places += len(places.keys() & theirs.keys())
        self.places += len(places.keys() & theirs.keys()) - len(off)
        if off:
            page, line = min(off, key=lambda key: (key[0], places[key]))
            by = places[page, line] - theirs[page, line]
            self.faults.append(f"{name}, page {page + 1}: {by:.2f} pt lower, {len(off)} lines from {line:.40} on")

    def with_(self, other: Agreement) -> Agreement:
        """Both together."""
        return Agreement(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    def _same(self, name: str, what: str, ours: object, theirs: object) -> bool:
        if ours != theirs:
            self.faults.append(f"{name}: {what}: {ours!s:.90} / {theirs!s:.90}")
        return ours == theirs

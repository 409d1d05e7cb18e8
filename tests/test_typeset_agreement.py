"""The two renditions of a paper agree: the PDF by Typst, and LibreOffice's PDF of the Word file.

The figures of larger sets are in docs/benchmarks.md (`bench/agreement.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from kehoach.documents.paper import Paragraph
from kehoach.frozen import replace
from kehoach.pipeline.production import longest_table
from tests.support.judges import need_office
from tests.support.printing import Printer
from tests.support.renditions import (
    Agreement,
    Sample,
    compared,
    example_plans,
    examples,
    features,
    generated,
    printed,
    shuffled,
)

QUICK_FEATURES = ("06", "11", "17", "37", "43", "45", "47", "48", "53", "58", "63", "74")
"""Features that differ in what is on the page."""


def disagreements(found: Agreement, lines: float) -> list[str]:
    """The aims of the engine that are not reached, then all that was found; `lines` is the share of line ends."""
    aims = {
        "something is compared": found.all_lines > found.all_starts >= found.papers > 0,
        "characters": found.characters == found.papers,
        "order": found.order == found.papers,
        "pages": found.page_counts >= 0.995 * found.papers,
        "starts of pages": found.starts >= 0.99 * found.all_starts,
        "places": found.places >= 0.85 * found.all_places,  # a page with one line more or less is off as a whole
        "lines": found.lines >= lines * found.all_lines,
    }
    missed = [aim for aim, is_reached in aims.items() if not is_reached]
    return [*missed, str(replace(found, faults=[])), *found.faults] if missed else []


def compare(samples: Iterable[Sample], printer: Printer) -> Agreement:
    found = Agreement()
    for sample in samples:
        found.add(sample.name, sample.typeset(), printer.pdf(sample.docx(), longest_table(sample.paper)).data)
    return found


def test_plans_of_the_examples(printer: Printer) -> None:
    assert len(example_plans()) >= 3
    assert disagreements(compare(example_plans(), printer), 0.99) == []


def test_features(printer: Printer) -> None:
    samples = [sample for sample in features() if sample.name[:2] in QUICK_FEATURES]
    assert len(samples) == len(QUICK_FEATURES)
    assert disagreements(compare(samples, printer), 0.99) == []


def test_generated_plans(printer: Printer) -> None:
    assert disagreements(compare(generated(12), printer), 0.97) == []


@pytest.mark.long
@pytest.mark.parametrize("samples", [examples, features, lambda: generated(300)], ids=["examples", "features", "any"])
def test_every_paper(samples: Callable[[], Iterable[Sample]]) -> None:
    need_office()
    assert disagreements(compared(samples(), 2), 0.97) == []


@pytest.mark.long
def test_papers_with_other_words() -> None:
    need_office()
    assert disagreements(compared(shuffled([*examples(), *features()]), 2), 0.98) == []


@pytest.mark.parametrize(
    ("change", "unlike"),
    [
        (lambda text: text, ""),
        (lambda text: text.replace("giảm", "giàm"), "characters order lines"),
        (lambda text: " ".join(text.split(" ")[::-1]), "order lines"),
        (lambda text: f"{text} thêm", "characters order lines"),
        (lambda text: f"{text} {'thêm nữa ' * 900}", "characters order lines pages"),
    ],
    ids=["same", "letter", "order", "word", "page"],
)
def test_the_comparison_can_fail(change: Callable[[str], str], unlike: str) -> None:
    sample = next(one for one in example_plans() if "giam-ngheo" in one.name)
    part = sample.paper.parts[-1]
    at = next(at for at, block in enumerate(part.blocks) if isinstance(block, Paragraph) and "giảm" in str(block.text))
    block = part.blocks[at]
    text = tuple(change(piece) if isinstance(piece, str) else piece for piece in block.text)
    blocks = (*part.blocks[:at], replace(block, text=text), *part.blocks[at + 1 :])
    other = replace(sample.paper, parts=(*sample.paper.parts[:-1], replace(part, blocks=blocks)))
    found = Agreement()
    found.add("x", replace(sample, paper=other).typeset(), sample.typeset())
    assert (found.characters == 0) == ("characters" in unlike)
    assert (found.order == 0) == ("order" in unlike)
    assert (found.page_counts == 0) == ("pages" in unlike)
    assert (found.starts < found.all_starts) == ("pages" in unlike)
    assert (found.lines < found.all_lines) == (unlike != "")
    assert bool(found.faults) == (unlike != "")


def test_a_line_is_read_as_it_is_printed() -> None:
    seen = printed(example_plans()[0].typeset())
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in seen.pages[0][0]
    assert seen.read.index("CỘNGHÒA") < seen.read.index("Độclập") < seen.read.index("Nơinhận:")

"""Papers by the typesetting engine: one case a line, and the same bytes whoever makes them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from pathlib import Path

import pytest

from kehoach.documents.paper import (
    Block,
    Column,
    Footnote,
    HeaderCell,
    Inline,
    Mark,
    Paper,
    Paragraph,
    Part,
    PartKind,
    Properties,
    Role,
    Row,
    Styled,
    Table,
    Title,
)
from kehoach.documents.sample import bare_paper, full_paper
from kehoach.frozen import replace
from kehoach.model.items import ListStyle
from kehoach.storage.workspace import fonts
from kehoach.typeset import engine
from kehoach.typeset.code import literal, text_code
from kehoach.typeset.source import source
from tests.support.plans import ROOT, SEED, make
from tests.support.renditions import Printed, features, printed, typeset

DAY = full_paper().properties.day
COLUMNS = (Column(60), Column(100))
HEADER = ((HeaderCell("TT"), HeaderCell("Nội dung")),)
ACROSS, PLAIN = Row((("Nhóm",),), across=True), Row((("một",), ("hai",)))


def paper(*blocks: Block, opening: tuple[Inline, ...] = (), landscape: bool = False) -> Paper:
    """A paper of one part."""
    part = Part(PartKind.MAIN, Title("KẾ HOẠCH", (("Thử",),), 40), blocks, opening=opening, landscape=landscape)
    return Paper((part,), Properties("Thử", "Thử", "UBND", DAY))


def text(words: str) -> Paragraph:
    return Paragraph(Role.TEXT, (words,))


def shown(*blocks: Block) -> Printed:
    return printed(typeset(paper(*blocks)))


def table(*rows: Row, header: tuple[tuple[HeaderCell, ...], ...] = HEADER) -> Table:
    return Table(COLUMNS, header, rows)


@pytest.mark.parametrize("rows", [rows for size in range(1, 6) for rows in product((ACROSS, PLAIN), repeat=size)])
def test_rows_across_may_follow_each_other(rows: tuple[Row, ...]) -> None:
    read = shown(table(*rows)).read
    assert (read.count("Nhóm"), read.count("một")) == (rows.count(ACROSS), rows.count(PLAIN))


@pytest.mark.parametrize("rows", [30, 31, 32, 33, 34, 35, 36, 80])
def test_a_row_across_is_never_the_last_of_a_page(rows: int) -> None:
    pages = shown(table(*[PLAIN] * rows, ACROSS, PLAIN, ACROSS, ACROSS, *[PLAIN] * 40)).pages
    assert not any(page[-1] == "Nhóm" for page in pages)


def test_a_header_repeats_on_each_page_and_is_read_once() -> None:
    found = shown(table(*[PLAIN] * 100))
    assert len(found.pages) >= 3
    assert all("TTNộidung" in page for page in found.pages)
    assert found.read.count("TTNộidung") == 1


@pytest.mark.parametrize("rows", [*range(28, 37), 60])
def test_the_closing_sign_is_not_alone_on_a_page(rows: int) -> None:
    pages = shown(table(*[PLAIN] * rows), Paragraph(Role.END, ("./.",))).pages
    assert pages[-1][-1] == "./."
    assert "mộthai" in pages[-1]


@pytest.mark.parametrize(("joined", "count"), [((), 3), ((1,), 2), ((1, 2), 1), ((2,), 2)])
def test_joined_cells_are_one(joined: tuple[int, ...], count: int) -> None:
    rows = [Row((("một",), (f"{n}",)), joined=frozenset([0]) if n in joined else frozenset()) for n in range(3)]
    read = shown(table(*rows)).read
    assert read.count("một") == count
    assert all(str(n) in read for n in range(3))


def test_joined_cells_of_a_header() -> None:
    header = (
        (HeaderCell("cao", tall=True), HeaderCell("rộng", span=2)),
        (HeaderCell("", continues=True), HeaderCell("a"), HeaderCell("b")),
    )
    found = shown(Table((Column(40), Column(60), Column(60)), header, (Row((("1",), ("2",), ("3",))),)))
    assert "caorộngab123" in found.read


def test_pages_of_a_landscape_part_are_counted_anew() -> None:
    upright, lying = paper(*map(text, ["x"] * 60)), paper(*map(text, ["y"] * 60), landscape=True)
    pages = printed(typeset(replace(upright, parts=(*upright.parts, *lying.parts)))).pages
    numbers = [page[0] if page[0].isdecimal() else "" for page in pages]
    first = next(number for number, page in enumerate(pages) if "y" in page)
    assert numbers[:first] == ["", *map(str, range(2, first + 1))]
    assert numbers[first:] == ["", *map(str, range(2, len(pages) - first + 1))]


def test_a_footnote_may_be_called_twice() -> None:
    note = Footnote("a", ("Theo Luật",))
    found = printed(typeset(paper(opening=(("một", note, " hai", replace(note, again=True), " ba"),))))
    assert found.read.endswith("một1hai1ba1TheoLuật")
    assert "".join(found.pages[0]).count("TheoLuật") == 1


def test_entries_of_contents_show_their_pages() -> None:
    sample = next(one for one in features() if one.name.startswith("74"))
    found = printed(sample.typeset())
    line = next(line for page in found.pages for line in page if line.startswith("I.MỤCĐÍCH") and "..." in line)
    number = next(n for n, page in enumerate(found.pages, 1) if any(x == "I.MỤCĐÍCH,YÊUCẦU" for x in page))
    assert line.endswith(f".{number}")


@pytest.mark.parametrize(("below_title", "times"), [(False, 1), (True, 2)])
def test_the_draft_mark(below_title: bool, times: int) -> None:
    one = replace(full_paper(), parts=full_paper().parts[:1])
    made = engine.pdf(source(one, draft_below_title=below_title), fonts(), DAY)
    assert printed(made).read.count("DỰTHẢO") == times


def test_a_certified_copy_has_its_frame_on_the_page_of_the_signature() -> None:
    pages = printed(typeset(full_paper(copied=True), "certified.docx")).pages
    for page in pages:
        assert ("TRÍCHSAO" in "".join(page)) == ("Nơinhận:" in "".join(page))


def test_a_paper_with_as_little_as_there_can_be() -> None:
    assert printed(typeset(bare_paper())).pages


@pytest.mark.parametrize("words", ["", " ", "\n", "a\nb", "a" * 400, "\\", '"', "#x", "₂³⁻", "a-b-c", "24-CT/TW"])
def test_any_text_is_an_expression(words: str) -> None:
    assert text_code(words)
    printed_words = "".join(words.split()).replace("₂", "2").replace("⁻", "-")
    assert shown(text(f"x{words}y")).read.endswith(f"x{printed_words}y")


def test_a_literal_ends_where_it_should() -> None:
    assert literal('a"b\\c\u2028') == '"a\\"b\\\\c\\u{2028}"'


def test_words_in_bold_and_links() -> None:
    found = typeset(paper(opening=(("một ", Styled("hai", bold=True, italic=True, link="https://x.vn/#a)"), " ba"),)))
    assert b"https://x.vn/#a" in found or b"/URI" in found
    assert printed(found).read.endswith("mộthaiba")


def test_svg_and_png_have_a_page_for_each_of_the_pdf() -> None:
    made = source(full_paper())
    pages = len(printed(typeset(full_paper())).pages)
    assert len(engine.svg(made, fonts())) == len(engine.png(made, fonts(), 30)) == pages
    assert engine.svg(made, fonts())[0].startswith(b"<svg")
    assert engine.png(made, fonts(), 30)[0].startswith(b"\x89PNG")


PROGRAM = """
import hashlib, sys
from tests.support.renditions import features, typeset
from tests.support.plans import SEED, make
papers = [make(SEED.read_text(encoding="utf-8")).document()]
papers += [one.paper for one in features() if one.name[:2] in ("45", "47", "63", "74")]
print(*(hashlib.sha256(typeset(one)).hexdigest() for one in papers))
"""


@pytest.mark.parametrize(
    "around",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"},
    ],
    ids=["Vietnam", "America"],
)
def test_another_process_makes_the_same_bytes(around: dict[str, str], tmp_path: Path) -> None:
    papers = [make(SEED.read_text(encoding="utf-8")).document()]
    papers += [one.paper for one in features() if one.name[:2] in ("45", "47", "63", "74")]
    wanted = [hashlib.sha256(typeset(one)).hexdigest() for one in papers]
    environment = {**os.environ, **around, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == wanted


def test_the_day_of_a_paper_is_that_of_the_file() -> None:
    first = typeset(paper(text("x")))
    other = paper(text("x"))
    other = replace(other, properties=replace(other.properties, day=DAY.replace(year=2025)))
    assert b"D:20250101000000Z" in typeset(other)
    assert b"D:20250101000000Z" not in first


def test_items_below_an_item_keep_the_gap_of_all_items() -> None:
    kinds = ((ListStyle.DASH, "-", 1, None), (ListStyle.PLUS, "+", 2, 1), (ListStyle.PLUS, "+", 2, 1))
    kinds = (*kinds, (ListStyle.DASH, "-", 1, None))
    items = [
        Paragraph(Role.ITEM, (f"mục {n}",), Mark(style, n, label, which, parent))
        for n, (style, label, which, parent) in enumerate(kinds, 1)
    ]
    heights = shown(text("đầu"), *items).heights[0][2:]
    assert {round(below - above, 1) for above, below in pairwise(heights)} == {22.1}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_copy_of_a_process_that_has_typeset_fails_and_does_not_wait_for_ever() -> None:
    code = (
        "import os, sys; sys.path.insert(0, os.environ['PYTHONPATH']); from datetime import date\n"
        "from kehoach.diagnostics import EnvironmentFailure\n"
        "from kehoach.storage.workspace import fonts\n"
        "from kehoach.typeset.engine import pdf\n"
        "from kehoach.typeset.source import TypstSource\n"
        "page = TypstSource('#set document(title: \"x\")\\nx', {})\n"
        "pdf(page, fonts(), date(2026, 1, 1))\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    try:\n"
        "        pdf(page, fonts(), date(2026, 1, 1))\n"
        "    except EnvironmentFailure:\n"
        "        os._exit(7)\n"
        "    os._exit(0)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment)
    assert done.stdout.strip() == "7", done.stderr


def test_two_threads_make_pages_at_once() -> None:
    """Each page is as one thread makes it; with one compiler for both, one of them fails."""
    papers = [paper(text(f"Nội dung {number}.")) for number in range(6)]
    sources = [source(one) for one in papers]
    alone = [engine.svg(one, fonts()) for one in sources]
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(lambda one: engine.svg(one, fonts()), sources * 3)) == alone * 3

"""The typeset PDF can be archived and read aloud: PDF/A-2a and PDF/UA-1, judged by rules of ours and by `pdfua`.

`outloud` is the second judge. It brings 400 MB of other packages, so it is asked only where it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from kehoach.documents.chart import Chart
from kehoach.documents.paper import Paragraph, Picture, Table
from tests.support.amounts import spread
from tests.support.archivable import elements, faults, outline
from tests.support.judges import need
from tests.support.renditions import Sample, examples, features, kinds

SPREAD = 20
"""Of the papers of the examples each so-manieth is looked at."""
UNREADABLE = "UA-14-001"
"""A rule of pdfua 0.1.3 (no heading is empty) that breaks down under newer versions of pikepdf."""

MISTAKEN = "TBL-004,TBL-010,TBL-014,TAG-002,ORD-001"
"""Rules of outloud 0.2.1 that are mistaken about sound tables: header cells over three rows are taken for cells of one,
small tables with many header cells for torn ones, lines of tagged tables for untagged grids, headers that repeat for
text that nobody reads, and cells over several rows, which are drawn last, for a wrong order."""


@cache
def made(sample: Sample) -> bytes:
    return sample.typeset()


def samples() -> list[Sample]:
    real = [one for one in kinds() if one.paper.properties.title and one.name.endswith("-1")]
    return [*spread(features(), 26), *examples()[::SPREAD], *real]


def test_the_rules_find_nothing() -> None:
    found = {one.name: faults(made(one), one.docx()) for one in samples()}
    assert {name: list_ for name, list_ in found.items() if list_} == {}


@pytest.mark.long
def test_the_rules_find_nothing_in_any_paper() -> None:
    found = {one.name: faults(one.typeset(), one.docx()) for one in examples()}
    assert {name: list_ for name, list_ in found.items() if list_} == {}


def test_pdfua_finds_nothing(tmp_path: Path) -> None:
    need(find_spec("pdfua") is not None, "pdfua")
    import pdfua

    for one in samples():
        path = tmp_path / "paper.pdf"
        path.write_bytes(made(one))
        report = pdfua.validate(str(path))
        assert [str(finding) for finding in report.findings] == [], one.name
        assert {each.rule_id for each in report.outcomes if each.skipped_reason} <= {UNREADABLE}, one.name


def test_outloud_finds_nothing(tmp_path: Path) -> None:
    program = shutil.which("outloud")
    if not program:
        pytest.skip("outloud is not installed")
    for number, one in enumerate(samples()):
        (tmp_path / f"{number:03}.pdf").write_bytes(made(one))
    command = [
        program,
        "--fail-on",
        "warning",
        "--no-info",
        "--skip",
        MISTAKEN,
        *map(str, sorted(tmp_path.glob("*.pdf"))),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def _without(path: str) -> Callable[[pikepdf.Pdf], None]:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[path]

    return remove


def _xmp(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))

    return change


def _each(name: str, change: Callable[[pikepdf.Object], None]) -> Callable[[pikepdf.Pdf], None]:
    def every(pdf: pikepdf.Pdf) -> None:
        for kind, _parent, node in list(elements(pdf)):
            if kind == name:
                change(node)

    return every


def _fonts(change: Callable[[pikepdf.Object], None], kind: str) -> Callable[[pikepdf.Pdf], None]:
    def every(pdf: pikepdf.Pdf) -> None:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == kind:
                change(each)

    return every


def _other_kind(kind: str) -> Callable[[pikepdf.Object], None]:
    return lambda node: node.__setattr__("S", pikepdf.Name(kind))


def _drop(*keys: str) -> Callable[[pikepdf.Object], None]:
    def drop(node: pikepdf.Object) -> None:
        for key in keys:
            if key in node:
                del node[key]

    return drop


def _info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Khác"


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as found:
        found.root.pop()


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("language", _without("/Lang")),
        ("not marked", _without("/MarkInfo")),
        ("title not shown", _without("/ViewerPreferences")),
        ("no output intent", _without("/OutputIntents")),
        ("not PDF/A-2a", _xmp(b"<pdfaid:conformance>A", b"<pdfaid:conformance>B")),
        ("not PDF/A-2a", _xmp(b"<pdfaid:part>2", b"<pdfaid:part>3")),
        ("not PDF/UA-1", _xmp(b"<pdfuaid:part>1", b"<pdfuaid:part>2")),
        ("Subject: Word, XMP, Info", _xmp(b"<dc:description>", b"<dc:descriptive>")),
        ("Title: Word, XMP, Info", _info),
        ("outline", _bookmark),
        ("Figure without Alt", _each("Figure", _drop("/Alt"))),
        ("LI in Div", _each("L", _other_kind("/Div"))),
        ("LI with", _each("Lbl", _other_kind("/P"))),
        ("header cell without TH", _each("TH", _other_kind("/TD"))),
        ("TH without scope", _each("TH", _drop("/A"))),
        ("H2 after H0", _each("H1", _other_kind("/P"))),
        ("not embedded", _fonts(_drop("/FontFile2", "/FontFile3"), "/FontDescriptor")),
        ("without Unicode", _fonts(_drop("/ToUnicode"), "/Font")),
        ("link without", _fonts(_drop("/Contents"), "/Annot")),
        ("forbidden /OpenAction", lambda pdf: pdf.Root.__setattr__("OpenAction", pikepdf.Array())),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rules_can_fail(fault: str, change: Callable[[pikepdf.Pdf], None]) -> None:
    holds = {"Figure": "63", "H2": "10", "link": "54", "header": "45", "TH": "45"}.get(fault.split()[0], "10")
    sample = next(one for one in features() if one.name.startswith(holds))
    out = BytesIO()
    with pikepdf.open(BytesIO(made(sample))) as pdf:
        change(pdf)
        pdf.save(out)
    data = out.getvalue()
    assert any(fault in found for found in faults(data, sample.docx())), faults(data, sample.docx())


def _kinds(sample: Sample) -> list[str]:
    with pikepdf.open(BytesIO(made(sample))) as pdf:
        return [kind for kind, _parent, _node in elements(pdf)]


def test_charts_and_pictures_are_read_by_their_descriptions() -> None:
    wanted = [one for one in [*features(), *examples()] if _described(one)]
    assert any(isinstance(b, Chart) for one in wanted for part in one.paper.parts for b in part.blocks)
    for sample in [wanted[0], wanted[-1]]:
        with pikepdf.open(BytesIO(made(sample))) as pdf:
            found = [str(node.Alt) for name, _parent, node in elements(pdf) if name == "Figure"]
        assert found == _described(sample), sample.name


def _described(sample: Sample) -> list[str]:
    found = []
    for block in (block for part in sample.paper.parts for block in part.blocks):
        if isinstance(block, Chart):
            found.append(block.description)
        elif isinstance(block, Paragraph):
            found += [piece.description for piece in block.text if isinstance(piece, Picture)]
    return found


def test_each_labelled_item_is_one_of_a_list() -> None:
    for name in ("10", "11", "14", "20", "67"):
        sample = next(one for one in features() if one.name.startswith(name))
        items = [
            block
            for part in sample.paper.parts
            for block in part.blocks
            if isinstance(block, Paragraph) and block.role == "item" and block.mark and block.mark.label
        ]
        kinds_ = _kinds(sample)
        assert kinds_.count("LI") == kinds_.count("LBody") == len(items) > 0, sample.name


def test_each_cell_of_a_table_is_one() -> None:
    for name in ("45", "57", "58", "64"):
        sample = next(one for one in features() if one.name.startswith(name))
        tables = [block for part in sample.paper.parts for block in part.blocks if isinstance(block, Table)]
        header = sum(not cell.continues for table in tables for row in table.header for cell in row)
        across = sum(row.across for table in tables for row in table.rows)
        across += sum(len(table.rows[-1].cells) for table in tables)  # the last row, kept with the closing sign
        kinds_ = _kinds(sample)
        assert kinds_.count("Table") == len(tables) > 0
        assert header <= kinds_.count("TH") <= header + across, sample.name


def test_sections_and_appendices_have_bookmarks() -> None:
    sample = next(one for one in features() if one.name.startswith("46"))
    with pikepdf.open(BytesIO(made(sample))) as pdf:
        titles = outline(pdf)
    assert [level for level, title in titles if title.startswith(("I. ", "Phụ lục"))] == [1, 1], titles

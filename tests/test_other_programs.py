"""Word files as Google Docs, WPS and Word itself read them: widths in cells, nine levels in lists, prompts of blanks.

Read anew here from the XML, by what ISO/IEC 29500-1 says: 17.4.71 (`tcW`), 17.9.6 (`lvl`), 17.5.2.25 (`placeholder`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kehoach.documents.kinds import KINDS
from kehoach.documents.paper import Column, HeaderCell, Paper, Row, Table
from kehoach.frozen import replace
from kehoach.model.results import Reported
from kehoach.ooxml.names import W
from kehoach.ooxml.package import pack, unpack
from kehoach.word.docx import write_docx
from tests.support.cases import CASES, FEATURES
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, SEED, make, registry
from tests.support.templates import edited
from tests.support.word import WordFile
from tests.test_reports import paper as report

NS = {"w": W}
VAL, WIDTH, KIND = f"{{{W}}}val", f"{{{W}}}w", f"{{{W}}}type"
TEMPLATE = (ROOT / "templates" / "plan.docx").read_bytes()


def papers() -> Iterator[tuple[str, bytes]]:
    for kind, row in KINDS.items():
        template = (ROOT / "templates" / row.template).read_bytes()
        yield from (
            (f"{kind}-{at}", write_docx(sample(), template, Path(kind))) for at, sample in enumerate(row.samples)
        )
    for name in ("6-thang", "nam"):
        yield (
            f"report-{name}",
            write_docx(report(name, Reported()), (ROOT / "templates" / "report.docx").read_bytes(), Path("r")),
        )
    agencies = registry(CASES / "agencies.yaml")
    for path in FEATURES:
        if re.search(r"table|letter|list|point", path.stem):
            made = make(path.read_text(encoding="utf-8"), agencies)
            yield path.stem, write_docx(made.document(), TEMPLATE, Path("plan.docx"))
    yield "plan", write_docx(make(SEED.read_text(encoding="utf-8")).document(), TEMPLATE, Path("plan.docx"))


PAPERS = dict(papers())


def number(element: Any, path: str, default: int) -> int:
    found = element.find(path, NS)
    return default if found is None else int(found.get(VAL))


def uneven(docx: bytes) -> list[str]:
    """Cells whose width is not that of their columns in the grid."""
    found = []
    for table in etree.fromstring(unpack(docx)["word/document.xml"]).iter(f"{{{W}}}tbl"):
        grid = [int(column.get(WIDTH)) for column in table.findall("w:tblGrid/w:gridCol", NS)]
        for row in table.findall("w:tr", NS):
            left = grid[number(row, "w:trPr/w:gridBefore", 0) :]
            for cell in row.findall("w:tc", NS):
                span = number(cell, "w:tcPr/w:gridSpan", 1)
                own, left = left[:span], left[span:]
                width = cell[0][0]  # the schema wants it first
                if width.tag != f"{{{W}}}tcW" or (width.get(WIDTH), width.get(KIND)) != (str(sum(own)), "dxa"):
                    found.append(f"{''.join(cell.itertext())[:30]}: {dict(width.attrib)}, not {sum(own)}")
            if left:
                found.append(f"{''.join(row.itertext())[:30]}: {sum(left)} left")
    return found


@pytest.mark.parametrize("name", PAPERS)
def test_cells_are_as_wide_as_their_columns(name: str) -> None:
    assert uneven(PAPERS[name]) == []


@pytest.mark.parametrize("name", PAPERS)
def test_every_list_has_nine_levels(name: str) -> None:
    root = etree.fromstring(unpack(PAPERS[name])["word/numbering.xml"])
    for one in root.findall("w:abstractNum", NS):
        assert [level.get(f"{{{W}}}ilvl") for level in one.findall("w:lvl", NS)] == [str(at) for at in range(9)]
        for at, level in enumerate(one.findall("w:lvl", NS)):
            assert all(1 <= int(n) <= at + 1 for n in re.findall(r"%(\d)", level.find("w:lvlText", NS).get(VAL)))


def test_some_lists_are_made_for_their_paper() -> None:
    made = [docx for docx in PAPERS.values() if unpack(docx)["word/numbering.xml"].count(b"<w:abstractNum ") > 1]
    assert len(made) >= 3


def prompts(parts: dict[str, bytes]) -> dict[str, str]:
    """Of each building block that Word may show in an empty control its text."""
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = [one.get("Target") for one in relations if one.get("Type").endswith("/glossaryDocument")]
    if not targets:
        return {}
    root = etree.fromstring(parts[f"word/{targets[0]}"])
    blocks = root.findall("w:docParts/w:docPart", NS)
    assert all(one.find("w:docPartPr/w:category/w:gallery", NS).get(VAL) == "placeholder" for one in blocks)
    names = [one.find("w:docPartPr/w:name", NS).get(VAL) for one in blocks]
    assert len(names) == len(set(names))
    return dict(zip(names, ("".join(one.find("w:docPartBody", NS).itertext()) for one in blocks), strict=True))


@pytest.mark.parametrize("name", PAPERS)
def test_an_emptied_blank_shows_its_own_prompt(name: str) -> None:
    parts = unpack(PAPERS[name])
    known, used = prompts(parts), set()
    for part in (data for part, data in parts.items() if part.startswith("word/") and part.endswith(".xml")):
        for control in etree.fromstring(part).iter(f"{{{W}}}sdt"):
            block = control.find("w:sdtPr/w:placeholder/w:docPart", NS).get(VAL)
            assert known[block] == "".join(control.find("w:sdtContent", NS).itertext())
            used.add(block)
    assert used == set(known), "blocks of controls that are there"


def test_papers_with_blanks_are_good_files(tmp_path: Path) -> None:
    for name in ("report-6-thang", "report-nam"):
        assert prompts(unpack(PAPERS[name]))
        assert not lint(PAPERS[name])
        assert sdk_errors(PAPERS[name], tmp_path) == []


def test_a_paper_without_blanks_has_no_prompts() -> None:
    assert not [part for part in unpack(PAPERS["plan"]) if "glossary" in part]


OWN = (
    f'<w:glossaryDocument xmlns:w="{W}"><w:docParts><w:docPart><w:docPartPr><w:name w:val="own"/><w:category>'
    '<w:name w:val="General"/><w:gallery w:val="placeholder"/></w:category></w:docPartPr><w:docPartBody><w:p/>'
    "</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
)


def test_prompts_of_the_template_s_owner_stay() -> None:
    parts = unpack((ROOT / "templates" / "report.docx").read_bytes())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/glossaryDocument"
    for part, end, new in (
        ("[Content_Types].xml", b"</Types>",
         '<Override PartName="/word/glossary/document.xml" ContentType="application/'
         'vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"/>'),
        ("word/_rels/document.xml.rels", b"</Relationships>",
         f'<Relationship Id="rIdG" Type="{kind}" Target="glossary/document.xml"/>'),
    ):  # fmt: skip
        parts[part] = parts[part].replace(end, new.encode() + end)
    template = pack({**parts, "word/glossary/document.xml": OWN.encode()})
    found = prompts(unpack(write_docx(report("nam", Reported()), template, Path("report.docx"))))
    packaged = prompts(unpack(PAPERS["report-nam"]))
    assert found == {"own": "", **packaged}


# Tables

SAMPLE = KINDS["plan"].samples[0]()


def table(seed: int) -> Table:
    """A table of any shape: columns, header cells over some of them, rows across."""
    some = random.Random(seed)
    count = some.randint(1, 6)
    columns = tuple(Column(some.uniform(10, 40)) for _ in range(count))
    heads, left = [], count
    while left:
        heads.append(HeaderCell("đầu", some.randint(1, left)))
        left -= heads[-1].span
    rows = tuple(
        Row((("cả hàng",),), strong=True, across=True) if some.random() < 0.2
        else Row(tuple((f"ô\n{row}" if some.random() < 0.1 else "ô",) for _ in range(count)), some.random() < 0.2)
        for row in range(some.choice([1, 3, 40, 300]))
    )  # fmt: skip
    return Table(columns, (tuple(heads),), rows)


def with_tables(*tables: Table) -> Paper:
    return replace(SAMPLE, parts=(replace(SAMPLE.parts[0], blocks=tables),))


@pytest.mark.parametrize("seed", range(12))
def test_tables_of_any_shape(seed: int) -> None:
    docx = write_docx(with_tables(table(seed), table(seed + 100), table(seed + 200)), TEMPLATE, Path("plan.docx"))
    assert uneven(docx) == []


AS_WORD_SAVES = ('<w:tcW w:w="5669" w:type="dxa"/><w:vAlign', '<w:tcW w:w="0" w:type="auto"/><w:vAlign')
MACRO = "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(part.title.type_name) }}"


@pytest.mark.parametrize(
    "template",
    [
        edited(*AS_WORD_SAVES),
        edited('<w:tcW w:w="5669" w:type="dxa"/><w:vAlign', "<w:vAlign"),
        edited("{{ part.title.type_name }}", MACRO),
        edited("{%tr for row in block.rows %}", "{%tr for row in block.rows[:2] %}"),
        edited("{%tr elif row.strong %}", "{%tr elif row.strong and not row.across %}"),
    ],
    ids=["auto", "no width", "a macro", "fewer rows", "another condition"],
)
def test_an_owner_s_template_has_the_same_widths(template: bytes) -> None:
    for seed in (1, 2, 3):
        docx = write_docx(with_tables(table(seed), table(seed + 7)), template, Path("plan.docx"))
        assert uneven(docx) == []
        assert WordFile(docx).text()

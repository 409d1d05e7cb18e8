"""Compiled templates print what docxtpl prints, where they differ it is said here, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import pytest
from jinja2 import TemplateError
from lxml import etree

from kehoach.diagnostics import EnvironmentFailure
from kehoach.documents.extract import compose_extract
from kehoach.documents.kinds import KINDS
from kehoach.documents.paper import Mark, Paper
from kehoach.frozen import replace
from kehoach.model.agency import Ref
from kehoach.model.items import ListStyle
from kehoach.model.results import Reported
from kehoach.ooxml.names import W, w
from kehoach.ooxml.package import LONG, member, pack, unpack
from kehoach.word import isolated
from kehoach.word.compiled import CompiledTemplate, EmptyTable
from kehoach.word.context import context
from kehoach.word.dialect import prepared
from kehoach.word.docx import write_docx
from kehoach.word.marks import Marks
from kehoach.word.numbering import Numbering
from kehoach.word.prepared import shipped
from kehoach.word.well_formed import check_well_formed
from tests.support.cases import CASES, FEATURES
from tests.support.dialect import (
    DIALECT,
    DOCUMENT,
    PROPERTIES,
    DialectCase,
    canonical_parts,
    ours,
    texts,
    theirs,
)
from tests.support.patience import comes_true
from tests.support.plans import ROOT, SEED, TEMPLATE, make, registry
from tests.support.templates import edited
from tests.support.treefinish import finished
from tests.test_reports import paper as report

PLANS = [SEED, SEED.parent / "chuyen-doi-so.yaml"]


def template(kind: str) -> bytes:
    return (ROOT / "templates" / KINDS[kind].template).read_bytes()


# What is printed


@pytest.mark.parametrize("path", DIALECT, ids=lambda path: path.stem)
def test_the_dialect_is_docxtpl_s(path: Path) -> None:
    case = DialectCase(path)
    values: dict[str, Any] = case.data["values"]
    if "refused" in case.data:
        with pytest.raises((EmptyTable, ExpatError, TemplateError)) as refused:
            ours(case.docx, values)
        assert case.data["refused"] in f"{type(refused.value).__name__}: {refused.value}"
        assert texts(theirs(case.docx, values)) == case.data["docxtpl"]
        return
    mine, its = ours(case.docx, values), theirs(case.docx, values)
    assert texts(mine) == case.data["prints"]
    if "docxtpl" in case.data:
        assert texts(its) == case.data["docxtpl"]
        return
    its[DOCUMENT] = widths_first(its[DOCUMENT])
    assert canonical_parts(mine) == canonical_parts(its)


def widths_first(part: bytes) -> bytes:
    """A body of docxtpl with `w:tcW` where the schema wants it: `colspan` and `cellbg` write before it."""
    root = etree.fromstring(part)
    for properties in root.iter(w("tcPr")):
        properties.insert(0, properties.find(w("tcW")))
    return etree.tostring(root)


def papers() -> Iterator[tuple[str, str, Paper]]:
    for kind, row in KINDS.items():
        yield from ((f"{kind}-{number}", kind, sample()) for number, sample in enumerate(row.samples))
    for path in PLANS:
        made = make(path.read_text(encoding="utf-8"))
        assert made.plan is not None
        yield path.stem, "plan", made.document()
        for agency in list(made.agencies)[:6]:
            yield f"{path.stem}-{agency}", "extract", compose_extract(made.plan, made.agencies, Ref(agency))
    yield "blank-report", "report", report("nam", Reported())
    for path in FEATURES:
        made = make(path.read_text(encoding="utf-8"), registry(CASES / "agencies.yaml"))
        if not made.errors:
            yield path.stem, "plan", made.document()


PAPERS = {name: (kind, paper) for name, kind, paper in papers()}


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_docxtpl_s(name: str) -> None:
    """Printed by docxtpl and finished as trees, each part is the same in its canonical form."""
    kind, paper = PAPERS[name]
    printed = canonical_parts(unpack(write_docx(paper, template(kind), Path("t.docx"))))
    expected = canonical_parts(finished(paper, template(kind)))
    assert printed.keys() == expected.keys()
    for part, content in expected.items():
        assert printed[part] == content, part


@pytest.mark.parametrize("kind", KINDS)
def test_every_packaged_template_takes_the_short_way(kind: str) -> None:
    compiled = CompiledTemplate(prepared(unpack(template(kind))))
    assert compiled.proof.proven
    assert set(compiled.proof.forbidden) == {"</w:tblGrid></w:tbl>", "</w:trPr></w:tr>"}


@pytest.mark.parametrize("name", ["plan-0", "giam-ngheo", "44-target-tables", "45-free-table"])
def test_a_template_that_proves_nothing_prints_the_same(name: str) -> None:
    """A macro hides what is printed: its papers are looked at as trees."""
    tag = "{{ part.title.type_name }}"
    doubtful = edited(tag, "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(part.title.type_name) }}")
    assert not CompiledTemplate(prepared(unpack(doubtful))).proof.proven
    paper = PAPERS[name][1]
    parts = canonical_parts(unpack(write_docx(paper, doubtful, Path("t.docx"))))
    assert parts == canonical_parts(unpack(write_docx(paper, TEMPLATE.read_bytes(), Path("t.docx"))))


_ITEM = '<w:pStyle w:val="MucLietKe"/></w:pPr><w:r><w:t xml:space="preserve">{{ block.text }}'
AWKWARD = {
    "a tab before an undecided point": (
        "50-undecided",
        _ITEM,
        _ITEM.replace("<w:r>", "<w:r><w:rPr><w:i/></w:rPr><w:tab/>"),
    ),
    "a line end in the run of a rule": ("giam-ngheo", "{{ part.title.rule }}", "{{ part.title.rule }}\n"),
    "a rule in the paragraph that ends the part": (
        "giam-ngheo",
        '<w:titlePg/></w:sectPr></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="CuoiPhan"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">{%p endif %}',
        "<w:titlePg/></w:sectPr></w:pPr><w:r><w:t>{{ part.title.rule }}</w:t></w:r></w:p><w:p><w:pPr>"
        '<w:pStyle w:val="CuoiPhan"/></w:pPr><w:r><w:t xml:space="preserve">{%p endif %}',
    ),
    "paragraphs as Word saves them": ("giam-ngheo", _ITEM, _ITEM.replace("<w:r>", '<w:r w:rsidR="00A1">')),
}
"""Edits of the packaged template, each with a paper that shows them."""


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_template_prints_what_docxtpl_prints(name: str) -> None:
    paper, old, new = AWKWARD[name]
    docx = edited(old, new)
    printed = canonical_parts(unpack(write_docx(PAPERS[paper][1], docx, Path("t.docx"))))
    assert printed == canonical_parts(finished(PAPERS[paper][1], docx))
    plain = canonical_parts(unpack(write_docx(PAPERS[paper][1], TEMPLATE.read_bytes(), Path("t.docx"))))
    assert (printed == plain) == name.startswith("a line end"), "the edit shows, or goes with the run that it stands in"


def test_a_bullet_behind_a_number_leaves_the_levels_between_unsure() -> None:
    """Two bullets in a row change nothing; with a number between them the levels passed over count anew."""
    numbering = Numbering(1, 2)
    dash, letter = Mark(ListStyle.DASH, 1, "-", 1), Mark(ListStyle.LETTER, 1, "a)", 2)
    first, second = (Mark(ListStyle.NUMBER, at, f"{at}.", 3) for at in (1, 2))
    places = [numbering.place(mark) for mark in (first, dash, dash, second, dash, letter)]
    assert places == [(1, 1), (1, 6), (1, 6), (1, 1), (1, 6), (2, 0)]


# Bytes


def test_the_same_paper_gives_the_same_bytes_compiled_again_and_in_another_process(seed_docx: bytes) -> None:
    again = CompiledTemplate(prepared(unpack(TEMPLATE.read_bytes())))
    from kehoach.word.context import context

    paper, marks = PAPERS["giam-ngheo"][1], Marks()
    assert again.printed(context(paper, marks), marks, paper.properties) == seed_docx
    code = (
        "import hashlib; from tests.support.plans import SEED, make;"
        "print(hashlib.sha256(make(SEED.read_text(encoding='utf-8')).docx()).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(seed_docx).hexdigest()


def test_one_paper_leaves_nothing_in_the_next(seed_docx: bytes) -> None:
    for name in ("47-footnotes", "11-twelve-points", "50-undecided"):
        write_docx(PAPERS[name][1], TEMPLATE.read_bytes(), Path("plan.docx"))
    assert write_docx(PAPERS["giam-ngheo"][1], TEMPLATE.read_bytes(), Path("plan.docx")) == seed_docx


def test_the_zip_is_the_one_that_zipfile_writes(seed_docx: bytes) -> None:
    long = b"".join(b"<w:t>%d</w:t>" % number for number in range(LONG // 13))
    parts = {**unpack(seed_docx), "word/ă.xml": "á".encode(), "word/nothing.bin": b"", "word/long.xml": long}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        names = ["[Content_Types].xml", "_rels/.rels"]
        for name in [*names, *sorted(parts.keys() - names)]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0o600 << 16
            package.writestr(info, parts[name], compresslevel=3 if name == "word/long.xml" else 6)
    assert pack(parts) == buffer.getvalue()
    assert zipfile.ZipFile(io.BytesIO(pack(parts))).testzip() is None
    assert member("a", b"b").size == 1


# Differences


def test_a_template_without_properties_gets_no_clock() -> None:
    """python-docx makes properties with the time of the day, its own name and a version; docxtpl leaves them."""
    parts = unpack(TEMPLATE.read_bytes())
    del parts["docProps/core.xml"]
    parts["_rels/.rels"] = drop(parts["_rels/.rels"], b"core.xml")
    parts["[Content_Types].xml"] = drop(parts["[Content_Types].xml"], b"core.xml")
    printed = unpack(CompiledTemplate(prepared(parts)).printed({"parts": [], "draft": ""}, Marks(), PROPERTIES))
    core = etree.fromstring(printed["docProps/core.xml"])
    assert {etree.QName(child).localname: child.text or "" for child in core} == {
        "title": "Thử", "subject": "", "creator": "UBND", "language": "vi-VN",
    }  # fmt: skip


def drop(part: bytes, word: bytes) -> bytes:
    """A part without its element that names a word."""
    return b">".join(piece for piece in part.split(b">") if word not in piece)


def test_undecided_points_are_highlighted_in_a_header_too() -> None:
    paper = PAPERS["50-undecided"][1]
    header = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>{{{{ parts[0].title.subject }}}}</w:t></w:r></w:p></w:hdr>'
    parts = {**unpack(TEMPLATE.read_bytes()), "word/header1.xml": header.encode()}
    printed = unpack(write_docx(paper, pack(parts), Path("t.docx")))["word/header1.xml"].decode()
    assert not any("\ufdd0" <= sign <= "\ufdef" for sign in printed)


# What is refused


def test_a_character_that_xml_lacks_is_found_in_small_parts_and_large_ones() -> None:
    for sign in (b"\x01", b"\x0b", b"\x1f", "\ufffe".encode(), "\uffff".encode()):
        for length in (10, 3_000_000):
            part = b"<a>" + b"x" * length + sign + b"</a>"
            with pytest.raises(ExpatError):
                check_well_formed(part, proven=True)
    for length in (10, 3_000_000):
        check_well_formed(b"<a>" + b"x\t\r\n" * length + b"</a>", proven=True)
        with pytest.raises(ExpatError):
            check_well_formed(b"<a>" + b"x" * length, proven=False)


def test_a_faulty_template_is_told_each_time() -> None:
    """Nothing of a failure is kept."""
    broken = edited("{{ part.letterhead.motto }}", "{{ nowhere }}")
    for _turn in range(2):
        with pytest.raises(EnvironmentFailure, match="nowhere"):
            write_docx(PAPERS["giam-ngheo"][1], broken, Path("plan.docx"))


def test_a_template_that_prints_a_heading_twice_gets_its_columns_once() -> None:
    """Two texts of one table may stand for the same columns."""
    nation = "{{ part.letterhead.nation }}"
    twice = edited(nation, f"{nation} {nation}")
    body = etree.fromstring(unpack(write_docx(PAPERS["giam-ngheo"][1], twice, Path("plan.docx")))[DOCUMENT])
    assert len(body.find(f".//{w('tblGrid')}")) == 2


# Templates that are not ours


def test_a_stranger_s_template_is_compiled_once_and_its_process_ends_after_a_fault() -> None:
    mine = edited("Nơi nhận:", "Nơi nhận (riêng):")
    bad = edited("{{ part.letterhead.motto }}", "{{ part.letterhead.motto }}{{ draft.nowhere }}")
    first, second = (PAPERS[name][1] for name in ("giam-ngheo", "11-twelve-points"))
    written = [isolated.write_docx_isolated(paper, mine, Path("mine.docx")) for paper in (first, second, first)]
    assert written[0] == written[2] == write_docx(first, mine, Path("mine.docx"))
    workers = [worker for key, worker in isolated._workers.items() if key == (mine, Path("mine.docx"))]
    assert len(workers) == 1
    for _turn in range(2):
        with pytest.raises(EnvironmentFailure, match="nowhere"):
            isolated.write_docx_isolated(first, bad, Path("bad.docx"))
    assert not any(key[0] == bad for key in isolated._workers)
    os.kill(workers[0]._process.pid or 0, signal.SIGKILL)
    workers[0]._process.join()
    assert isolated.write_docx_isolated(first, mine, Path("mine.docx")) == written[0]


@pytest.mark.parametrize("end", ["pass", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_no_isolated_process_outlives_the_one_that_began_it(end: str, tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_bytes(edited("Nơi nhận:", "Nơi nhận (riêng):"))
    code = (
        "import os, signal, sys; from pathlib import Path; from kehoach.word import isolated;"
        "from tests.support.plans import SEED, make; paper = make(SEED.read_text(encoding='utf-8')).document();"
        "one, other = Path(sys.argv[1]).read_bytes(), b'no zip';"
        "isolated.write_docx_isolated(paper, one, Path('a')); isolated.write_docx_isolated(paper, one, Path('b'));"
        f"print(*(worker._process.pid for worker in isolated._workers.values()), flush=True); {end}"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "mine.docx")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    assert comes_true(lambda: not any(lives(pid) for pid in pids))


def lives(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("name", PAPERS)
def test_the_code_that_is_shipped_prints_what_the_template_prints(name: str) -> None:
    kind, paper = PAPERS[name]
    ready = shipped(template(kind), KINDS[kind].template)
    assert ready is not None
    assert ready.body is not None
    printed = []
    for one in (ready, replace(ready, body=None)):
        made, marks = CompiledTemplate(one), Marks()
        printed.append((made.printed(context(paper, marks), marks, paper.properties), made.proof))
    assert printed[0] == printed[1]


def test_a_packaged_template_is_printed_without_jinja() -> None:
    code = (
        "import sys; from pathlib import Path; from kehoach.documents.kinds import PLAN; from kehoach.word import docx;"
        "path = Path('templates') / PLAN.template; docx.write_docx(PLAN.samples[0](), path.read_bytes(), path);"
        "print(sorted({'jinja2', 'docxtpl', 'kehoach'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "['kehoach']\n"

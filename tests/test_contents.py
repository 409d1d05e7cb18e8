"""The table of contents: the headings as they print, each with the page that it is on, and links to them."""

from __future__ import annotations

import datetime
import io
import re

import pikepdf
import pytest
from lxml import etree

from kehoach.comparing import compare
from kehoach.comparing.difference import DifferenceTopic
from kehoach.ooxml.names import w
from kehoach.ooxml.package import pack, unpack
from kehoach.pdf.contents import with_computed_pages
from kehoach.tracking.contents import lines_of
from kehoach.tracking.tracked import tracked
from kehoach.word.contents import style_names, with_contents_styles
from tests.support.cases import CASES
from tests.support.judges import lint
from tests.support.plans import make, registry
from tests.support.printing import Printer
from tests.support.revisions import read_plainly, resolved
from tests.support.rolling import rolled

LEADER = re.compile(r"\.{4,} *(\d+)$")
HEAD = """year: 2026
issuer: ubnd-tinh
subject: Thực hiện nhiệm vụ năm {{ year }}
opening: UBND tỉnh ban hành Kế hoạch như sau
"""
TAIL = """recipients: [Các cơ quan liên quan]
archive: VT, TH
signature: {authority: [TM, KT], title: Phó Chủ tịch, name: Nguyễn Văn Bình}
"""
ODD = """notes: {a: Chú thích.}
sections:
  - kind: text
    part: |
      Những vấn đề
      chung
    heading: Khí CO₂, **tín chỉ** "xanh" \\ {{ note('a') }} & TODO(loại nào)
    items:
      - heading: >
          Truyền thông
        items:
          - {heading: Hội nghị, items: [Họp.]}
"""


def docx(contents: str, body: str, tail: str = TAIL) -> bytes:
    return make(f"{HEAD}contents: {contents}\n{body}{tail}", registry(CASES / "agencies.yaml")).docx()


def entries(file: bytes) -> list[str]:
    """The lines of the table of contents, without numbers of pages."""
    body = etree.fromstring(unpack(file)["word/document.xml"])
    links = (link for link in body.iter(w("hyperlink")) if link.get(w("anchor")))
    return ["".join(text.text for text in link.iter(w("t"))).rstrip("\u00a0") for link in links]


def long(sections: int) -> str:
    """That many sections of nine headings each, some of several lines, and two appendices."""
    lines = ["sections:"]
    for number in range(sections):
        lines += ["  - kind: text", f"    heading: Phần việc {number}", "    items:"]
        for inner in range(9):
            words = " thật dài" * (40 if inner == 3 else 1)
            lines += [f"      - heading: Việc {number}-{inner}{words}", "        items: [Làm., Báo cáo.]"]
    return "\n".join(lines) + "\n"


def appendices(count: int) -> str:
    return "appendices:\n" + "".join(
        f"  - {{kind: text, title: Đề cương {number}, landscape: true, items: [Nội dung.]}}\n"
        for number in range(count)
    )


def test_an_entry_is_the_heading_with_its_label_as_one_plain_line() -> None:
    found = entries(docx("true", ODD, TAIL + appendices(2)))
    assert [line.replace("\u00a0", " ") for line in found] == [
        "Phần I. NHỮNG VẤN ĐỀ CHUNG",
        'I. KHÍ CO2, TÍN CHỈ "XANH" \\ & [chưa quyết định: loại nào]',
        "1. Truyền thông",
        "a) Hội nghị",
        "Phụ lục I. ĐỀ CƯƠNG 0",
        "Phụ lục II. ĐỀ CƯƠNG 1",
    ]


@pytest.mark.parametrize(("contents", "count"), [("1", 2), ("2", 3), ("3", 4), ("true", 4), ("có", 4), ("false", 0)])
def test_its_depth_says_how_many_levels_it_has(contents: str, count: int) -> None:
    assert len(entries(docx(contents, ODD))) == count


def test_every_entry_leads_to_a_bookmark_that_is_there_once() -> None:
    file = docx("true", long(2), TAIL + appendices(2))
    xml = unpack(file)["word/document.xml"].decode()
    links = re.findall(r'w:anchor="([^"]+)"', xml)
    assert len(links) == 22
    assert links == re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
    assert links[:20] == re.findall(r"PAGEREF (\S+) ", xml)  # an appendix has pages of its own, counted from 1
    assert len(set(links)) == len(links)
    assert len(re.findall(r'<w:bookmarkEnd w:id="5\d+"/>', xml)) == len(links)
    assert xml.count('"begin"') == xml.count('"end"')


def test_what_word_makes_the_table_of_says_the_same() -> None:
    xml = unpack(docx("true", ODD))["word/document.xml"].decode()
    marked = re.findall(r' TC "((?:[^"\\]|\\.)*)" \\f C \\l "(\d)"', xml)
    assert [level for _text, level in marked] == ["1", "1", "2", "3"]
    assert marked[1][0].startswith('I. KHÍ CO₂, TÍN CHỈ \\"XANH\\" \\\\ &amp; [')


@pytest.mark.parametrize(("sections", "others"), [(1, 0), (30, 2)])
def test_the_numbers_are_those_of_the_pages(sections: int, others: int, printer: Printer) -> None:
    """300 headings fill several pages; each is looked for on the pages of the text."""
    pdf = printer.pdf(docx("true", long(sections), TAIL + (appendices(others) if others else "")))
    lines = {page: [line.text.strip() for line in pdf.on(page)] for page in range(1, pdf.pages + 1)}
    listed = [page for page in lines if any(LEADER.search(line) for line in lines[page])]
    numbers = [int(found[1]) for page in listed for line in lines[page] if (found := LEADER.search(line))]
    assert listed == list(range(2, 2 + len(listed)))
    expected = [
        next(page for page in lines if page > listed[-1] and any(heading in line for line in lines[page]))
        for number in range(sections)
        for heading in (f"PHẦN VIỆC {number}", *(f"Việc {number}-{inner} " for inner in range(9)))
    ]
    assert numbers == expected
    assert sum("Phụ lục" in line for page in listed for line in lines[page]) == others
    assert expected[-1] > listed[-1] + 1 or sections == 1


def test_entries_are_links_in_the_pdf_and_its_outline_stays(printer: Printer) -> None:
    with pikepdf.open(io.BytesIO(printer.pdf(docx("2", ODD)).data)) as opened:
        page = opened.pages[2].obj
        links = [link for link in opened.pages[1].get("/Annots", []) if link.get("/Subtype") == "/Link"]
        assert {link.Dest[0].objgen for link in links} == {page.objgen}
        assert len(links) >= 3
        assert opened.open_outline().root[0].title == "Phần I"


def test_a_plan_without_one_is_as_before() -> None:
    plain = docx("false", ODD)
    assert b"TOC" not in unpack(plain)["word/styles.xml"]
    assert with_computed_pages(plain) is plain


def test_same_plan_same_bytes() -> None:
    file = docx("true", ODD)
    assert file == docx("true", ODD)
    assert with_computed_pages(file) == with_computed_pages(file) != file
    assert lint(file) == []


def lines(file: bytes) -> list[tuple[str, str]]:
    """The labels and texts of a file but for its table of contents."""
    parts = unpack(file)
    body = etree.fromstring(parts["word/document.xml"])
    for line in lines_of(body[0]):
        body[0].remove(line)
    return list(read_plainly(pack({**parts, "word/document.xml": etree.tostring(body)})).lines)


BEFORE = docx("true", long(2), TAIL + appendices(1))
AFTER = docx("true", long(3).replace("Việc 1-2", "Việc khác").replace("Phần việc 0", "Phần đầu"), TAIL + appendices(2))
NONE = docx("false", long(2), TAIL + appendices(1))


@pytest.mark.parametrize(("old", "new"), [(BEFORE, AFTER), (AFTER, BEFORE), (NONE, BEFORE), (BEFORE, NONE)])
def test_tracked_changes_are_those_of_the_text(old: bytes, new: bytes) -> None:
    made = tracked(old, new, "UBND", datetime.date(2026, 1, 2))
    shown = lines if NONE not in (old, new) else lambda file: list(read_plainly(file).lines)
    assert shown(resolved(made, "accept")) == shown(new)
    assert shown(resolved(made, "reject")) == shown(old)
    assert entries(made) in (entries(new), [])
    xml = unpack(made)["word/document.xml"]
    assert xml.count(b'"begin"') == xml.count(b'"end"')
    assert lint(made) == []


def test_the_contents_of_tracked_changes_are_the_new_ones_unmarked() -> None:
    made = tracked(BEFORE, AFTER, "UBND", datetime.date(2026, 1, 2))
    body = etree.fromstring(unpack(made)["word/document.xml"])[0]
    assert entries(made) == entries(AFTER)
    assert not [mark for line in lines_of(body) for mark in line.iter(w("ins"), w("del"))]
    same = etree.fromstring(unpack(tracked(AFTER, AFTER, "UBND", None))["word/document.xml"])
    assert not list(same.iter(w("ins"), w("del")))


def test_next_year_keeps_it() -> None:
    text = f"{HEAD}contents: 2\n{long(1)}{TAIL}"
    ledger = rolled(text, 2027, agencies=registry(CASES / "agencies.yaml"))
    assert "contents: 2\n" in ledger.draft.text


def test_a_changed_depth_is_a_difference() -> None:
    plans = [make(f"{HEAD}contents: {depth}\n{long(1)}{TAIL}", registry(CASES / "agencies.yaml")) for depth in (1, 2)]
    old, new = plans
    assert old.plan is not None
    assert new.plan is not None
    (found,) = compare(old.plan, old.agencies, new.plan, new.agencies)
    assert found.topic is DifferenceTopic.FORM


def test_styles_of_a_translated_word_are_used_and_missing_ones_added() -> None:
    own = '<w:style w:type="paragraph" w:styleId="Mucluc1"><w:name w:val="toc 1"/></w:style>'
    styles = f"<w:styles>{own}</w:styles>".encode()
    assert style_names(styles) == ["TOCHeading", "Mucluc1", "TOC2", "TOC3"]
    made = with_contents_styles(styles).decode()
    assert re.findall(r'w:styleId="(\w+)"', made) == ["Mucluc1", "TOCHeading", "TOC2", "TOC3"]

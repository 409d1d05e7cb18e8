"""Two Word files as one with tracked changes: accepting all gives the new one, rejecting all the old one."""

from __future__ import annotations

import datetime
import difflib
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kehoach.ooxml.names import W, w
from kehoach.ooxml.package import pack, unpack
from kehoach.tracking.tracked import tracked
from tests.support import anyplan
from tests.support.amounts import LONG, spread
from tests.support.cases import CASES, FEATURES
from tests.support.judges import lint, sdk_errors
from tests.support.plans import ROOT, SEED, make, registry
from tests.support.revisions import Verb, by_libreoffice, read_plainly, resolved

T = TypeVar("T")
DAY = datetime.date(2025, 1, 6)
SECOND = ROOT / "plans" / "2024" / "chuyen-doi-so.yaml"
NOTES = CASES / "features" / "47-footnotes.yaml"
POINTS = CASES / "features" / "11-twelve-points.yaml"


@cache
def printed(text: str, *, cases: bool = False) -> bytes:
    return make(text, registry(CASES / "agencies.yaml") if cases else None).docx()


def replace(*edits: tuple[str, str]) -> Callable[[str], str]:
    def edited(text: str) -> str:
        for old, new in edits:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        return text

    return edited


def before(place: str, text: str) -> Callable[[str], str]:
    """Put a text before a place."""
    return replace((place, text + place))


def without(begin: str, end: str) -> Callable[[str], str]:
    """Leave out the text from `begin` to before `end`."""

    def edited(text: str) -> str:
        start = text.index(begin)
        return text[:start] + text[text.index(end, start + len(begin)) if end else len(text) :]

    return edited


def swapped(first: str, second: str, end: str) -> Callable[[str], str]:
    """Swap two neighbouring stretches."""

    def edited(text: str) -> str:
        a, b = text.index(first), text.index(second)
        c = text.index(end, b + len(second))
        return text[:a] + text[b:c] + text[a:b] + text[c:]

    return edited


DUTIES = [
    "      - agencies: [phong-kinh-te, trung-tam",
    "      - agencies: [phong-giao-duc]",
    "      - agencies: [phong-van-hoa",
]
BASIS = """\
  - type: Nghị quyết
    number: 12/NQ-HĐND
    date: 10/12/2023
    subject: về nhiệm vụ năm {{ year }}

"""
TARGET = """\
          - target: ho-can-ngheo
            name: Tỷ lệ hộ cận nghèo
            value: 2,1%
            text: Tỷ lệ hộ cận nghèo còn {{ value }}.
"""
TASK = """\
          - task: dien-tap
            text: Diễn tập ứng cứu sự cố
            lead: [van-phong]
            deadline: Quý III
            deliverable: Báo cáo
"""
SIGNED = "authority: [TM, KT]\n  title: Phó Chủ tịch\n  name: Trần Đình Tiến"
STAGE = ("  giai-doan: Giai đoạn 2021 - 2025.\n", "")
ORDER = "notes:\n  chi-dao: Chỉ thị số 27/CT-TTg ngày 29/9/2025; Công văn số 12/UBND-VX.\n"

EDITED: dict[str, tuple[Path, Callable[[str], str]]] = {
    "another year": (SEED, replace(("year: 2024", "year: 2025"), ("date: 1/2024", "date: 1/2025"))),
    "sentences": (
        SEED,
        replace(
            ("nâng cao chất lượng cuộc sống.", "nâng cao chất lượng cuộc sống; không để ai bị bỏ lại phía sau."),
            ("công khai, minh bạch các nguồn lực hỗ trợ", "công khai các nguồn lực"),
            ("value: 1,50%", "value: 1,30%"),
        ),
    ),
    "a first item more": (
        SEED,
        before("          - >\n            {{ agency('co-quan-lien", "          - Một việc mới.\n"),
    ),
    "a middle item more": (SEED, before("          - Hướng dẫn việc quản lý", "          - Một việc mới được giao.\n")),
    "a last item more": (POINTS, replace(("Ba, Bốn, Năm]", "Ba, Bốn, Năm, Sáu]"))),
    "a last item less": (POINTS, replace(("Ba, Bốn, Năm]", "Ba, Bốn]"))),
    "the last item of a list one level lower, and nothing after it": (
        POINTS,
        replace(
            ("Mười một, Mười hai]", "{text: Mười một, items: [Mười hai]}]"),
            ("      - agencies: [so-tai-chinh]\n        items: [Một, Hai, Ba, Bốn, Năm]\n", ""),
        ),
    ),
    "no closing": (SEED, without("closing: >", "reporting:")),
    "an item less": (
        SEED,
        without("          - Lồng ghép các chương trình phát triển", "      - agencies: [van-phong"),
    ),
    "an item moved": (
        SEED,
        swapped("          - task: thuong-truc", "          - task: dao-tao-nghe", "          - task: dieu-tra"),
    ),
    "an item moved to the end": (
        SEED,
        swapped("          - task: giam-sat", "          - Tổng hợp kết quả thực", "      - agencies: [phong-tai"),
    ),
    "a duty less": (SEED, without(*DUTIES[:2])),
    "a section less": (SEED, without("  - kind: funding", "  - kind: duties")),
    "two duties swapped": (SEED, swapped(*DUTIES)),
    "a target more": (SEED, before("          - target: ho-ngheo-nguoi-co-cong", TARGET)),
    "bases more": (SEED, before("opening: >", BASIS)),
    "recipients": (SEED, replace(("  - Sở Lao động - TB&XH tỉnh\n", ""), ("archive: VT, PLĐ", "archive: VT, PNV"))),
    "another signer": (SEED, replace((SIGNED, "authority: [TM]\n  title: Chủ tịch\n  name: Lê Văn An"))),
    "a row less": (SECOND, without("          - task: boi-duong\n", "          - task: tap-huan-to\n")),
    "a row changed": (SECOND, replace(("52 chương trình phát thanh", "60 chương trình phát thanh"))),
    "a row more": (SECOND, before("          - task: sao-luu\n", TASK)),
    "a column less": (SECOND, replace(("      deliverable: Sản phẩm\n", ""))),
    "the last appendix less": (SECOND, without("  - kind: funding\n    title: Kinh phí", "")),
    "the first appendix less": (SECOND, without("  - kind: tasks\n    title: Ph", "  - kind: funding\n    title: K")),
    "no appendix": (SECOND, without("appendices:", "")),
    "no decision": (SECOND, without("decision:", "bases:")),
    "a footnote changed": (NOTES, replace(("27/CT-TTg ngày 29/9/2025", "30/CT-TTg ngày 02/10/2025"))),
    "a footnote more": (
        NOTES,
        replace(
            ("nhiều chương trình", "nhiều chương trình{{ note('moi') }}"),
            ("notes:\n", "notes:\n  moi: Kèm theo danh mục.\n"),
        ),
    ),
    "a footnote less": (NOTES, replace(("khai{{ note('giai-doan') }}", "khai"), STAGE)),
    "no footnote": (
        NOTES,
        replace(
            ("{{ note('chi-dao') }} để triển khai{{ note('giai-doan') }}", ""),
            ("{{ note('chi-dao') }} của", " của"),
            STAGE,
            (ORDER, ""),
        ),
    ),
    "letters moved on": (POINTS, replace(("Ba, Bốn, Năm, Sáu", "Ba, Thêm một điểm, Bốn, Năm, Sáu"))),
    "letters moved back": (POINTS, replace(("[Một, Hai, Ba, Bốn, Năm, Sáu", "[Một, Ba, Bốn, Năm, Sáu"))),
}

LEAVES_EMPTY = {"no appendix", "the last appendix less", "no decision", "no footnote"}
"""Where all that stands before a table goes, or every footnote, LibreOffice leaves empty paragraphs; Word does not."""


def pair_of(name: str) -> tuple[bytes, bytes]:
    path, edit = EDITED[name]
    text = path.read_text(encoding="utf-8")
    assert edit(text) != text
    cases = path.parent.name == "features"
    return printed(text, cases=cases), printed(edit(text), cases=cases)


def differences(old: bytes, new: bytes) -> list[Any]:
    """What the reading of the XML has against the tracked file of a pair."""
    made = tracked(old, new, "UBND", DAY)
    found: list[Any] = list(lint(made))
    sides: list[tuple[Verb, bytes]] = [("accept", new), ("reject", old)]
    for verb, plain in sides:
        expected, is_now = read_plainly(plain), read_plainly(resolved(made, verb))
        if expected != is_now:
            lines = zip(expected.lines, is_now.lines, strict=False)
            found += [verb, expected.notes, is_now.notes, expected.tables, is_now.tables]
            found += [pair for pair in lines if pair[0] != pair[1]][:3]
    ids = [mark.get(w("id")) for mark in revisions(made)]
    assert len(ids) == len(set(ids))
    return found


def revisions(docx: bytes) -> list[Any]:
    roots = [etree.fromstring(unpack(docx)[part]) for part in ("word/document.xml", "word/footnotes.xml")]
    return [mark for root in roots for mark in root.iter() if mark.get(w("author"))]


def by_turns(pairs: Iterable[T]) -> list[tuple[T, bool]]:
    """Pairs, and whether each is turned round: every second one; in the long run each is tried both ways."""
    return [(pair, turned) for at, pair in enumerate(pairs) for turned in (False, True) if LONG or turned == at % 2]


@pytest.mark.parametrize(("name", "turned"), by_turns(EDITED))
def test_the_xml_reads_as_the_new_and_as_the_old_file(name: str, turned: bool) -> None:
    assert differences(*pair_of(name)[:: -1 if turned else 1]) == []


def listed(path: Path) -> bool:
    """Whether a plan has a table of contents. Of two, the new one stays: Word makes it anew (test_contents)."""
    return "contents:" in path.read_text(encoding="utf-8")


PAIRS = [pair for pair in itertools.pairwise(FEATURES) if not all(map(listed, pair))]


@pytest.mark.parametrize(("pair", "turned"), by_turns(spread(PAIRS, len(PAIRS) // 2)))
def test_any_two_plans_can_be_laid_side_by_side(pair: tuple[Path, Path], turned: bool) -> None:
    old, new = (printed(path.read_text(encoding="utf-8"), cases=True) for path in pair[:: -1 if turned else 1])
    assert differences(old, new) == []


@pytest.mark.parametrize("name", [name for name in EDITED if "footnote" in name])
@pytest.mark.parametrize("turned", [False, True])
def test_footnotes_are_stored_and_numbered_in_the_order_of_their_calls(name: str, turned: bool) -> None:
    """LibreOffice gives the calls their notes by the order in the file."""
    old, new = pair_of(name)[:: -1 if turned else 1]
    parts = unpack(tracked(old, new, "UBND", DAY))
    calls = list(etree.fromstring(parts["word/document.xml"]).iter(w("footnoteReference")))
    notes = [note for note in etree.fromstring(parts["word/footnotes.xml"]) if note.get(w("type")) is None]
    numbers = [str(number) for number in range(1, len(calls) + 1)]
    assert [call.get(w("id")) for call in calls] == numbers
    assert [note.get(w("id")) for note in notes] == numbers


def any_two(data: st.DataObject) -> tuple[bytes, bytes]:
    """Two plans of one shape with many words in common, or of two shapes."""
    words = st.one_of(st.sampled_from(["Một câu chung", "Rà soát hộ nghèo", "Báo cáo kết quả"]), anyplan.texts)
    plans = (anyplan.plan(data.draw, lambda: data.draw(words))[0] for _side in range(2))
    old, new = (make(text, registry(CASES / "agencies.yaml")).docx() for text in plans)
    return old, new


@settings(max_examples=4)
@given(st.data())
def test_any_generated_pair(data: st.DataObject) -> None:
    assert differences(*any_two(data)) == []


@pytest.mark.long
@settings(max_examples=300)
@given(st.data())
def test_many_generated_pairs(data: st.DataObject) -> None:
    assert differences(*any_two(data)) == []


def judge(pairs: Mapping[str, tuple[bytes, bytes]], empty: Collection[str]) -> dict[str, list[str]]:
    """Where LibreOffice sees something else than the old and the new file; of `empty`, empty lines do not count."""
    jobs: dict[str, tuple[Verb, bytes]] = {}
    plain: dict[bytes, str] = {}
    for name, (old, new) in pairs.items():
        made = tracked(old, new, "UBND", DAY)
        jobs |= {f"{name}/accept": ("accept", made), f"{name}/reject": ("reject", made)}
        for docx in (old, new):
            plain.setdefault(docx, f"plain {len(plain)}")
    jobs |= {name: ("leave", docx) for docx, name in plain.items()}
    seen = by_libreoffice(jobs)
    found = {}
    for name, (old, new) in pairs.items():
        for verb, docx in (("accept", new), ("reject", old)):
            expected, is_now = seen[plain[docx]], seen[f"{name}/{verb}"]
            lines = [[line for line in side.lines if line.strip() or name not in empty] for side in (expected, is_now)]
            if lines[0] != lines[1] or expected.notes != is_now.notes or is_now.left:
                found[f"{name}/{verb}"] = list(difflib.unified_diff(*lines, lineterm="", n=0))
    return found


def test_libreoffice_accepts_and_rejects_to_the_same_text_labels_and_footnotes() -> None:
    """Of every second edit; in the long run of each."""
    names = spread(list(EDITED), len(EDITED) // 2)
    assert judge({name: pair_of(name) for name in names}, LEAVES_EMPTY) == {}


@pytest.mark.long
def test_libreoffice_does_so_the_other_way_round() -> None:
    assert judge({name: pair_of(name)[::-1] for name in EDITED}, LEAVES_EMPTY) == {}


def test_the_judges_can_fail() -> None:
    old, new = pair_of("a middle item more")
    made = unpack(tracked(old, new, "UBND", DAY))
    unmarked = made["word/document.xml"].replace(b"<w:rPr><w:ins ", b"<w:rPr><w:del ", 1)
    assert unmarked != made["word/document.xml"]
    broken = pack({**made, "word/document.xml": unmarked})
    assert read_plainly(resolved(broken, "reject")) != read_plainly(old)
    seen = by_libreoffice({"old": ("leave", old), "broken": ("reject", broken)})
    assert seen["old"] != seen["broken"]


@pytest.mark.parametrize(
    "name",
    [
        "another year", "two duties swapped", "a column less", "no decision", "a footnote less", "letters moved on",
        *(pytest.param(name, marks=pytest.mark.long) for name in EDITED),
    ],
)  # fmt: skip
def test_the_tracked_file_is_valid_for_word(name: str, tmp_path: Path) -> None:
    assert sdk_errors(tracked(*pair_of(name), "UBND", DAY), tmp_path, ("Microsoft365",)) == []


def test_an_unchanged_document_has_no_revision() -> None:
    docx = printed(SEED.read_text(encoding="utf-8"))
    assert revisions(tracked(docx, docx, "UBND", DAY)) == []


def test_only_the_words_that_changed_are_marked() -> None:
    marked = revisions(tracked(*pair_of("another year"), "UBND", DAY))
    texts = {(mark.tag, "".join(mark.itertext())) for mark in marked}
    years = {
        (w(kind), year) for kind, years in (("del", ("2023", "2024")), ("ins", ("2024", "2025"))) for year in years
    }
    assert texts == years


def test_a_duty_that_moved_is_shown_as_moved() -> None:
    marked = {etree.QName(mark).localname for mark in revisions(tracked(*pair_of("two duties swapped"), "UBND", DAY))}
    assert marked == {"moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"}


def test_points_behind_a_new_one_keep_their_text() -> None:
    """The list has đ, so Word counts it in pieces, and a point may come to stand on another piece."""
    marked = revisions(tracked(*pair_of("letters moved on"), "UBND", DAY))
    assert {"".join(mark.itertext()) for mark in marked} - {""} == {"Thêm một điểm"}


def test_equal_input_gives_equal_bytes_and_the_day_is_told() -> None:
    old, new = pair_of("a target more")
    made = tracked(old, new, "UBND", DAY)
    assert made == tracked(old, new, "UBND", DAY)
    assert {mark.get(w("date"))[:10] for mark in revisions(made)} == {"2025-01-06"}
    assert {mark.get(w("date")) for mark in revisions(tracked(old, new, "UBND", None))} == {None}


CONTROL = (
    '<w:r><w:t xml:space="preserve">Số: </w:t></w:r><w:sdt><w:sdtPr><w:id w:val="{0}"/><w:text/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>{0}</w:t></w:r></w:sdtContent></w:sdt>"
    "<w:r><w:br/><w:t>còn</w:t><w:tab/><w:noBreakHyphen/></w:r>"
)


def test_what_is_no_text_is_kept_deleted_or_inserted_whole(tmp_path: Path) -> None:
    """A content control, breaks, a tab, a hyphen. LibreOffice sees no revision in a control, so it can accept only."""
    sides = []
    for docx, number in zip(pair_of("sentences"), (1, 2), strict=True):
        parts = unpack(docx)
        root = etree.fromstring(parts["word/document.xml"])
        paragraph = next(p for p in root.iter(w("p")) if "".join(p.itertext()).startswith("Phấn đấu không có hộ"))
        for run in paragraph.findall(w("r")):
            paragraph.remove(run)
        paragraph.extend(etree.fromstring(f'<x xmlns:w="{W}">{CONTROL.format(number)}</x>'))
        sides.append(pack({**parts, "word/document.xml": etree.tostring(root)}))
    old, new = sides
    assert differences(old, new) == []
    assert sdk_errors(tracked(old, new, "UBND", DAY), tmp_path, ("Microsoft365",)) == []
    assert "a control/accept" not in judge({"a control": (old, new)}, ())

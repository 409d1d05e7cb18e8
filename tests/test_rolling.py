"""Next year's draft: what is carried, what changes, what must be decided; and that the ledger tells all of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diagnostics import Severity
from kehoach.edits import Edit, Moves, apply
from kehoach.model.agency import Agencies
from kehoach.parse.plan import parse_agencies
from kehoach.readers.yaml import read
from kehoach.rolling.days import moved
from kehoach.rolling.ledger import Fate, Ledger, LedgerTopic
from kehoach.source import Source
from tests.support.amounts import LONG
from tests.support.plans import ROOT, SEED, make
from tests.support.rolling import REGISTRY, once, plans, rolled, turned
from tests.support.word import WordFile

TEXT = SEED.read_text(encoding="utf-8")


def agencies(text: str) -> Agencies:
    source = Source("agencies.yaml", text)
    node, findings = read(source)
    assert node is not None
    assert not findings
    found, more = parse_agencies(node, source)
    assert not more
    return found


def questions(ledger: Ledger) -> list[str]:
    lines = (line for line in ledger.draft.text.splitlines() if not line.startswith("#"))
    return re.findall(r"TODO\(((?:[^()]|\([^()]*\))*)\)", "\n".join(lines))


# The ledger accounts for everything


def scanned(text: str) -> list[tuple[int, str]]:
    """Every number, year, date, agency and cited document that the text of a plan holds, found without kehoach."""
    body = re.sub(r"(^|\s)#[^\n]*", lambda m: " " * len(m.group()), text)  # no sentence of the seed has a hash sign
    found = [(m.start(), m.group()) for m in re.finditer(r"\d+", body)]
    found += [
        (m.start(), m.group()) for m in re.finditer(r"\{\{[^}]*\b(?:year|agency|share|issuer|due)\b[^}]*\}\}", body)
    ]
    for key, agency in REGISTRY.by_id.items():
        found += [
            (m.start(), key) for m in re.finditer(rf"(?<![\w'-]){key}(?![\w'-])", body) if not _is_own_id(body, m)
        ]
        for name in agency.names:
            words = r"\s+".join(map(re.escape, name.split()))
            found += [(m.start(), name) for m in re.finditer(rf"(?<!\w){words}(?!\w)", body)]
    return found


def _is_own_id(body: str, match: re.Match[str]) -> bool:
    """Whether an id is that of a target or a task, or a word of another key."""
    line = body[body.rfind("\n", 0, match.start()) + 1 : match.start()]
    return bool(re.search(r"(?:target|task|targets|id): *\[?[\w, -]*$", line))


@pytest.mark.parametrize(("year", "issuer"), [(2025, ""), (2026, "phuong-tan-phong")])
def test_the_ledger_accounts_for_every_value_of_the_seed(year: int, issuer: str) -> None:
    ledger = rolled(TEXT, year, issuer)
    spans = [(one.start, one.end) for one in map(ledger.old_place, ledger.entries)]
    found = scanned(TEXT)
    assert len(found) > 100
    missed = [
        (TEXT.count("\n", 0, at) + 1, what)
        for at, what in found
        if not any(start <= at and at + 1 <= end for start, end in spans)
    ]
    assert not missed


def test_the_scan_sees_what_a_ledger_leaves_out() -> None:
    ledger = rolled(TEXT, 2025)
    fewer = [one for one in ledger.entries if one.topic is not LedgerTopic.DEADLINE]
    spans = [(one.place.start, one.place.end) for one in fewer]
    assert any(not any(s <= at < e for s, e in spans) for at, _what in scanned(TEXT))


@pytest.mark.parametrize(("year", "issuer"), [(2025, ""), (2026, "phuong-tan-phong")])
def test_only_lines_that_the_ledger_names_differ(tmp_path: Path, year: int, issuer: str) -> None:
    ledger = rolled(TEXT, year, issuer)
    (tmp_path / "old.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(ledger.draft.text, encoding="utf-8")
    done = subprocess.run(
        ["git", "diff", "--no-index", "--unified=0", "--no-color", "--diff-algorithm=minimal", "old.yaml", "new.yaml"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1
    old_lines, new_lines = lines_named(ledger)
    hunks = re.findall(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", done.stdout, re.MULTILINE)
    assert hunks
    for old, old_count, new, new_count in hunks:
        assert set(range(int(old), int(old) + int(old_count or 1))) <= old_lines | (
            {int(old)} if old_count == "0" else set()
        ), old
        assert set(range(int(new), int(new) + int(new_count or 1))) <= new_lines | (
            {int(new)} if new_count == "0" else set()
        ), new


def lines_named(ledger: Ledger) -> tuple[set[int], set[int]]:
    """Lines of the old and of the new file that an entry which is not merely carried names."""
    old: set[int] = set()
    new: set[int] = set()
    for entry in ledger.entries:
        if entry.edits:
            for found, span in ((old, ledger.old_place(entry)), (new, ledger.place(entry))):
                found |= set(range(span.line, span.source.line_of(max(span.end - 1, span.start)) + 1))
    return old, new


# Undecided and decided


def test_every_open_point_of_the_draft_is_marked_in_print() -> None:
    for issuer, year in (("", 2025), ("phuong-tan-phong", 2026)):
        ledger = rolled(TEXT, year, issuer)
        made = make(ledger.draft.text, path="plans/draft.yaml")
        assert not made.errors
        shown = WordFile(made.docx()).text()
        asked = questions(ledger)
        assert len(asked) > 20
        assert "DỰ THẢO" in shown
        for question in set(asked):
            mark = f"[chưa quyết định: {question}]"
            assert shown.replace("\u00a0", " ").count(mark) >= asked.count(question), question


ANSWERS = {
    "số, ký hiệu": "12/QĐ-UBND",
    "ngày ban hành": "10/12/{before}",
    "cơ quan nào thay so-ldtbxh": "UBND tỉnh",
    "đơn vị nào dưới cấp phường": "các tổ dân phố",
}


def decided(ledger: Ledger, year: int) -> str:
    """The draft with every TODO answered: last year's value, an office that exists."""

    def answer(match: re.Match[str]) -> str:
        question = match[1]
        if value := re.fullmatch(r"\d{4} là (.+)", question):
            return value[1]
        return ANSWERS.get(question, "Phòng Văn hóa - Xã hội phường").replace("{before}", str(year - 1))

    return re.sub(r"TODO\(((?:[^()]|\([^()]*\))*)\)", answer, ledger.draft.text)


@pytest.mark.parametrize(("year", "issuer"), [(2025, ""), (2026, "phuong-tan-phong")])
def test_a_draft_with_all_points_decided_is_clean_and_prints(year: int, issuer: str) -> None:
    text = decided(rolled(TEXT, year, issuer), year)
    made = make(text)
    bad = [f for f in made.findings if f.severity in (Severity.ERROR, Severity.UNDECIDED)]
    assert not bad, [f"{f.span.line} {f.code} {f.message}" for f in bad]
    shown = WordFile(made.docx()).text()
    assert "DỰ THẢO" not in shown
    assert f"năm {year}" in shown.replace("\u00a0", " ")


# The laws


@given(plans())
@settings(max_examples=500 if LONG else 30)
def test_two_turns_of_a_year_are_one_of_two(text: str) -> None:
    lasting = Agencies({key: one.changed(until=None) for key, one in REGISTRY.by_id.items()})
    twice = rolled(rolled(text, 2025, agencies=lasting).draft.text, 2026, agencies=lasting).draft.text
    assert twice == rolled(text, 2026, agencies=lasting).draft.text


@given(plans())
@settings(max_examples=500 if LONG else 30)
def test_nothing_changes_outside_of_what_the_ledger_names(text: str) -> None:
    for year in (2025, 2026):
        ledger = rolled(text, year, "phuong-tan-phong" if year == 2026 else "")
        kept_old, kept_new = [], []
        for kept, text_, span_of in (
            (kept_old, text, ledger.old_place),
            (kept_new, ledger.draft.text, ledger.place),
        ):
            hidden = [False] * (len(text_) + 1)
            for entry in ledger.entries:
                if entry.edits:
                    span = span_of(entry)
                    hidden[span.start : span.end] = [True] * (span.end - span.start)
            kept.append("".join(sign for sign, gone in zip(text_, hidden, strict=False) if not gone))
        assert kept_old == kept_new
        made = make(ledger.draft.text)
        assert not made.errors, (made.errors, ledger.draft.text)


@given(plans())
@settings(max_examples=200 if LONG else 20)
def test_a_draft_means_what_its_ledger_says(text: str) -> None:
    ledger = rolled(text, 2025)
    for entry in ledger.entries:
        where = " ".join(ledger.place(entry).text.split())
        if entry.fate is Fate.UNDECIDED and entry.edits:
            assert "TODO(" in where, entry
        within = any(edit.start < entry.place.end and entry.place.start < edit.end for edit in ledger.edits)
        if entry.fate is Fate.CARRIED and not entry.edits and not within:
            assert where == " ".join(ledger.old_place(entry).text.split())


PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text("XY", max_size=4)))


@given(st.text("abc\n", max_size=30), PLACES)
def test_offsets_move_with_the_text(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    position = 0
    for start, length, new in sorted(wanted):
        if position <= start and start + length <= len(text):
            edits.append(Edit(start, start + length, new))
            position = start + length + 1
    after, moves = apply(text, edits), Moves(edits)
    for offset, sign in enumerate(text):
        if not any(edit.start <= offset < edit.end for edit in edits):
            assert after[moves.after(offset)] == sign
            put = "".join(edit.text for edit in edits if edit.start == edit.end == offset)
            assert after[moves.before(offset) : moves.after(offset)] == put
    for edit in edits:
        assert after[moves.before(edit.start) : moves.after(edit.end)] == edit.text
        assert {moves.before(offset) for offset in range(edit.start, edit.end)} <= {moves.before(edit.start)}


# Days


@pytest.mark.parametrize(
    ("typed", "delta", "year", "expected"),
    [
        ("15/6", 1, 2025, "15/6"),
        ("15/6/2024", 1, 2025, "15/6/2025"),
        ("Quý II/2024 - Quý I/2025", 1, 2025, "Quý II/2025 - Quý I/2026"),
        ("29/2", 1, 2025, "28/2"),
        ("29/02/2024", 1, 2025, "28/02/2025"),
        ("29/2", 4, 2028, "29/2"),
        ("29 tháng 2 năm 2024", 1, 2025, "28 tháng 2 năm 2025"),
        ("trước ngày 30/4", 1, 2025, "trước ngày 30/4"),
    ],
)
def test_a_deadline_moves_to_the_same_day(typed: str, delta: int, year: int, expected: str) -> None:
    assert moved(typed, delta, year) == expected


def test_the_seed_is_told_that_its_report_falls_due_on_a_sunday() -> None:
    due = next(one for one in rolled(TEXT, 2025).entries if one.topic is LedgerTopic.DEADLINE and one.old == "15/6")
    assert due.verify
    assert "Sunday" in str(due.reason)
    assert due.fate is Fate.CARRIED


# Bodies


SPLIT = """\
ubnd-tp-lai-chau:
  name: UBND thành phố Lai Châu
  symbol: UBND
  place: Lai Châu
  collective: Ủy ban nhân dân
  head: Chủ tịch
phong-a:
  name: Phòng A
  of: thành phố
  until: 31/12/2024
  successors: {successors}
phong-b:
  name: Phòng B
  of: thành phố
  until: 31/12/2024
  successors: [phong-d]
phong-c: Phòng C
phong-d:
  name: Phòng D, Đ và E
  of: thành phố
phong-e: Phòng E
"""

PLAN = """\
year: 2024
issuer: ubnd-tp-lai-chau
subject: Thử chuyển năm {{ year }}
opening: >
  Giao Phòng A thành phố và phòng A thực hiện theo Quyết định số 05/QĐ-UBND ngày 02/01/2024 của Phòng A thành phố.
sections:
  - kind: duties
    items:
      - agencies: [phong-a, phong-c]
        items:
          - Phối hợp với {{ agency('phong-a').inline }}.
      - agencies: [phong-b]
        heading: Phòng B thành phố
        items:
          - Nội dung.
recipients: [Các phòng]
archive: VT, TH
signature:
  authority: TM
  title: Chủ tịch
  name: Nguyễn Văn Bình
"""


def test_one_heir_takes_every_place_of_the_old_body() -> None:
    draft = rolled(PLAN, 2025, agencies=agencies(SPLIT.format(successors="[phong-e]"))).draft.text
    assert "agencies: [phong-e, phong-c]" in draft
    assert "{{ agency('phong-e').inline }}" in draft
    assert "Giao Phòng E và phòng E thực hiện" in draft
    assert "của Phòng A thành phố." in draft, "the body that issued a cited document keeps its name"
    assert "agencies: [phong-d]" in draft
    assert "heading: Phòng D, Đ và E thành phố" in draft


def test_a_split_body_is_a_question() -> None:
    ledger = rolled(PLAN, 2025, agencies=agencies(SPLIT.format(successors="[phong-c, phong-e]")))
    assert "agencies: [TODO(thay phong-a là phong-c hay phong-e), phong-c]" in ledger.draft.text
    assert "Phối hợp với TODO(thay phong-a là phong-c hay phong-e)." in ledger.draft.text
    asked = [one for one in ledger.entries if one.topic is LedgerTopic.AGENCY and one.fate is Fate.UNDECIDED]
    assert all("split" in str(one.reason) for one in asked)


def test_joined_bodies_are_listed_and_stand_once_in_a_list() -> None:
    ledger = rolled(PLAN, 2025, agencies=agencies(SPLIT.format(successors="[phong-c]")))
    assert "agencies: [phong-c]\n" in ledger.draft.text
    both = rolled(PLAN, 2025, agencies=agencies(SPLIT.format(successors="[phong-d]")))
    joined = [one for one in both.entries if "several bodies" in str(one.reason)]
    assert len(joined) == 2
    assert all(one.verify for one in joined)


def test_successors_are_followed_to_those_that_exist() -> None:
    text = SPLIT.format(successors="[phong-b]")
    assert "agencies: [phong-d, phong-c]" in rolled(PLAN, 2025, agencies=agencies(text)).draft.text


def test_a_name_with_a_comma_is_quoted_where_a_list_would_cut_it() -> None:
    plan = once(PLAN, "recipients: [Các phòng]", "recipients: [Phòng B thành phố, Các phòng]")
    ledger = rolled(plan, 2025, agencies=agencies(SPLIT.format(successors="[phong-e]")))
    assert 'recipients: ["Phòng D, Đ và E thành phố", Các phòng]' in ledger.draft.text


ITEM = "\n          - "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[phong-d, phong-a, phong-b]", "[phong-d]"),
        ("[phong-a, phong-b, phong-d]", "[phong-d]"),
        ("[phong-a, phong-d, phong-b, phong-c]", "[phong-d, phong-c]"),
        ("[phong-c, phong-b, phong-a]", "[phong-c, phong-d]"),
        ("[phong-b]", "[phong-d]"),
        (f"{ITEM}phong-a{ITEM}phong-c{ITEM}phong-b", f"{ITEM}phong-d{ITEM}phong-c"),
    ],
)
def test_several_bodies_of_one_list_with_one_heir(before: str, after: str) -> None:
    plan = once(PLAN, "[phong-a, phong-c]", before)
    ledger = rolled(plan, 2025, agencies=agencies(SPLIT.format(successors="[phong-d]")))
    assert f"agencies: {after}\n" in ledger.draft.text.replace("agencies:\n", "agencies: \n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{ngan-hang-csxh: 01 hộ, san-thang: 02 hộ, sung-phai: 05 hộ}", "{ngan-hang-csxh: TODO(2024 là 01 hộ)}"),
        ("{san-thang: 02 hộ, sung-phai: 05 hộ, ngan-hang-csxh: 01 hộ}", "{ngan-hang-csxh: TODO(2024 là 01 hộ)}"),
        ("{san-thang: 02 hộ, ngan-hang-csxh: 01 hộ, sung-phai: 05 hộ}", "{ngan-hang-csxh: TODO(2024 là 01 hộ)}"),
    ],
)
def test_several_shares_taken_out_of_one_line(before: str, after: str) -> None:
    old = "shares:\n              doan-ket: 01 hộ\n              san-thang: 01 hộ\n              sung-phai: 05 hộ\n"
    plan = once(TEXT, old, f"shares: {before}\n").replace("share('doan-ket')", "share('ngan-hang-csxh')")
    ledger = rolled(plan, 2026, "phuong-tan-phong")
    assert f"shares: {after}\n" in ledger.draft.text
    assert not make(ledger.draft.text).errors


def test_an_undecided_issuer_is_filled_in() -> None:
    plan = once(TEXT, "issuer: ubnd-tp-lai-chau\nnumber:", "issuer: TODO(cơ quan nào)\nnumber:")
    draft = rolled(plan, 2026, "phuong-tan-phong").draft.text
    assert "issuer: phuong-tan-phong\nnumber:" in draft
    assert "issuer: TODO(cơ quan nào)" in rolled(plan, 2025).draft.text


def test_a_file_of_windows_keeps_its_line_ends() -> None:
    ledger = rolled(TEXT.replace("\n", "\r\n"), 2025)
    assert "type: Báo cáo\r\n" in ledger.draft.text
    assert "\n" not in ledger.draft.text.replace("\r\n", "")
    assert ledger.draft.text.replace("\r\n", "\n") == rolled(TEXT, 2025).draft.text


def test_a_hidden_point_is_not_masked_by_another_with_the_same_question() -> None:
    plan = once(TEXT, "value: 0 hộ", "value: TODO(hỏi)")
    plan = once(plan, "value: 9,2%", "value: TODO(hỏi)")
    plan = once(plan, "giảm xuống còn {{ value }}.", "giảm xuống còn {{ value }}, tức {{ value }}.")
    shown = WordFile(make(plan).docx()).text().replace("\u00a0", " ")
    assert shown.count("[chưa quyết định: hỏi]") == 3
    last = [one for one in WordFile(make(plan).docx()).paragraphs() if one.text.startswith("- Hộ nghèo có thành viên")]
    assert last[-1].keep_next, "the signature never stands alone"
    assert "- Hộ nghèo có thành viên là người có công với cách mạng: [chưa quyết định: hỏi]" in shown


def test_until_the_day_it_ends_an_office_stays_and_is_told() -> None:
    ledger = rolled(TEXT, 2025)
    assert "agencies: [phong-tu-phap]" in ledger.draft.text
    told = [one for one in ledger.entries if one.topic is LedgerTopic.AGENCY and "30/06/2025" in str(one.reason)]
    assert any(one.old.startswith("Phòng Tư pháp") for one in told)
    assert all(one.fate is Fate.CARRIED and one.verify for one in told)


@pytest.mark.parametrize(
    ("until", "within"),
    [
        ("31/12/2024", False),  # ended before
        ("01/01/2025", True),
        ("30/12/2025", True),
        ("31/12/2025", False),  # outlives the draft
    ],
)
def test_the_first_and_the_last_day_on_which_a_body_ends_within_the_draft(until: str, within: bool) -> None:
    registry = agencies(SPLIT.format(successors="[phong-e]").replace("31/12/2024", until, 1))
    assert (turned(PLAN, 2025, agencies=registry).ends_within("phong-a") is not None) is within


def test_a_new_issuer_brings_its_unit_into_every_sentence() -> None:
    draft = rolled(TEXT, 2026, "phuong-tan-phong").draft.text
    body = "\n".join(line for line in draft.splitlines() if not line.lstrip().startswith("#"))
    body = re.sub(r"TODO\([^()]*\)", "", body)
    assert "issuer: phuong-tan-phong" in body
    assert "trên địa bàn phường Tân Phong năm" in re.sub(r"\s+", " ", body)
    assert "Đảng ủy, HĐND" in body
    citations = re.sub(r"bases:.*?opening:", "", body, flags=re.DOTALL)
    assert not re.search(r"thành phố|Thành ủy|huyện", citations)


@pytest.mark.parametrize(
    ("level", "committee"),
    [
        ("tỉnh", "Tỉnh ủy"),
        ("thành phố", "Thành ủy"),
        ("quận", "Quận ủy"),
        ("huyện", "Huyện ủy"),
        ("thị xã", "Thị ủy"),
    ],
)
def test_the_party_committee_of_the_new_issuer_s_unit(level: str, committee: str) -> None:
    head = "symbol: UBND, place: X, collective: Ủy ban nhân dân, head: Chủ tịch"
    registry = f"ubnd-cu: {{name: UBND {level} Cũ, {head}}}\nubnd-moi: {{name: UBND phường Mới, {head}}}\n"
    plan = re.sub(r"opening: >\n[^\n]*", f"opening: {committee} {level} Cũ chỉ đạo.", PLAN)
    plan = re.sub(r"sections:.*(?=recipients)", "", plan.replace("ubnd-tp-lai-chau", "ubnd-cu"), flags=re.DOTALL)
    plan = once(plan, "recipients:", "sections: [{kind: text, heading: Việc, text: Nội dung.}]\nrecipients:")
    draft = rolled(plan, 2025, "ubnd-moi", agencies(registry)).draft.text
    assert "opening: Đảng ủy phường Mới chỉ đạo.\n" in draft


def test_every_part_of_a_plan_is_named_for_a_person() -> None:
    plan = once(PLAN, "opening: >", """\
number: 1/KH-UBND
date: 1/2024
decision:
  subject: Ban hành
  articles: [Ban hành kế hoạch.]
bases: [Căn cứ Luật Trẻ em.]
opening: >""")  # fmt: skip
    plan += """\
closing: Hết.
reporting: [{from: [phong-a], to: [phong-c], periods: [{id: nam, name: năm}]}]
agencies: {doi: Đội}
notes: {mot: Chú thích.}
appendices: [{kind: text, title: Phụ lục, items: [Nội dung.]}]
"""
    plan = once(plan, "- kind: duties\n", f"- kind: duties\n    heading: {'x' * 91}\n")
    ledger = rolled(plan, 2025, agencies=agencies(SPLIT.format(successors="[phong-e]")))
    assert [f"{plan[start:].split(':')[0]}: {name}" for start, _end, name in ledger.labels] == [
        "year: Năm kế hoạch",
        "issuer: Cơ quan ban hành",
        "number: Số, ký hiệu",
        "date: Ngày ban hành",
        "subject: Trích yếu",
        "decision: Quyết định ban hành",
        "bases: Căn cứ",
        "opening: Đoạn mở đầu",
        "closing: Đoạn kết",
        "reporting: Chế độ báo cáo",
        "recipients: Nơi nhận",
        "archive: Lưu",
        "signature: Người ký",
        "agencies: Cơ quan riêng của kế hoạch",
        "notes: Chú thích",
        "appendices: Phụ lục",
        f"kind: {'x' * 89}…",
        "{from: Chế độ báo cáo",
        "agencies: Phân công: Phòng A thành phố, Phòng C",
        "agencies: Phân công: Phòng B thành phố",
    ]


def test_a_law_and_a_share_are_named() -> None:
    plan = once(PLAN, "opening: >", """\
bases:
  - type: Luật
    date: 16/6/2025
    subject: Tổ chức chính quyền địa phương
opening: >""")  # fmt: skip
    plan = once(plan, "  - kind: duties\n", """\
  - kind: targets
    items:
      - target: nha-o
        name: Nhà ở
        value: 08 hộ
        shares: {phong-a: 03 hộ, "Đội 5": 05 hộ}
        text: Xây {{ value }}.
  - kind: duties
""")  # fmt: skip
    ledger = rolled(plan, 2026, "phong-a", agencies=agencies(SPLIT.format(successors="[phong-e]")))
    about = {ledger.about(entry) for entry in ledger.entries}
    assert "Căn cứ: Luật Tổ chức chính quyền địa phương" in about
    shares = {entry.old: ledger.about(entry) for entry in ledger.entries if entry.old in ("03 hộ", "05 hộ", "08 hộ")}
    assert shares["08 hộ"] == "Chỉ tiêu: Nhà ở"
    assert shares["05 hộ"] == "Chỉ tiêu: Nhà ở, phần của Đội 5"


# Whole ledgers, read by a person: tests/rolled/*.yaml holds registry, plan, ledger and draft


def told(ledger: Ledger) -> list[str]:
    """Each entry on a line: line of the old file, topic, fate, a question mark where it is to be looked at, words."""
    return [
        f"{ledger.old_place(one).line} {one.topic} {one.fate}{'?' * one.verify}: {one.old} -> {one.new} | {one.reason}"
        for one in ledger.entries
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "tests/rolled").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_whole_ledger_and_its_draft(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    ledger = rolled(case["plan"], case["year"], case["issuer"], agencies(case["registry"]))
    assert told(ledger) == case["ledger"].splitlines()
    assert ledger.draft.text == case["draft"]


# Results


def test_a_slot_and_last_years_report_among_the_bases() -> None:
    draft = rolled(TEXT, 2025).draft.text
    slot = "    number: TODO(số, ký hiệu)\n    date: TODO(ngày ban hành)\n    issuer: ubnd-tp-lai-chau\n"
    assert slot + "    subject: về việc giao" in draft
    assert "type: Báo cáo" in draft
    assert draft.count("năm {{ year - 1 }}") >= 1
    again = rolled(draft, 2026, "phuong-tan-phong").draft.text
    assert again.count("type: Báo cáo") == 1


def test_the_report_that_is_added_is_a_basis_and_breaks_no_expression() -> None:
    for length in range(0, 40, 3):  # the expression falls to every place of a line
        subject = f"Thực hiện Chương trình {'a' * length} giảm nghèo bền vững trên địa bàn thành phố năm {{{{ year }}}}"
        plan = re.sub(r"^subject: (?:.*\n)(?:  .*\n)*", f"subject: {subject}\n", TEXT, count=1, flags=re.MULTILINE)
        ledger = rolled(plan, 2025)
        [added] = [entry for entry in ledger.entries if entry.new.startswith("Báo cáo về kết quả")]
        assert ledger.about(added) == "Căn cứ"
        assert not re.search(r"\{\{[^}]*\n", ledger.draft.text)


def test_years_in_sentences() -> None:
    plan = PLAN.replace("  - kind: duties", """\
  - kind: purpose
    items:
      - Năm 2024 thực hiện 2024 lượt; so với năm 2023 tăng; đến năm 2026 xong; giai đoạn 2021-2025.
      - >
        Theo Luật Đất đai năm 2024 và Nghị quyết số 10/NQ-HĐND ngày 08/12/2023 của HĐND; Quý III/2024; trước
        ngày 15/6/2024.
  - kind: duties""")  # fmt: skip
    draft = rolled(plan, 2025, agencies=agencies(SPLIT.format(successors="[phong-e]"))).draft.text
    assert (
        "- Năm 2025 thực hiện 2024 lượt; so với năm 2023 tăng; đến năm TODO(2026?) xong; giai đoạn 2021-2025." in draft
    )
    assert "Theo Luật Đất đai năm 2024 và Nghị quyết số 10/NQ-HĐND ngày 08/12/2023 của HĐND; Quý III/2025;" in draft
    assert "ngày 15/6/2025." in draft

"""Hints obeyed to the letter: what was meant is what the plan then says, and nothing new is found.

Each row is a slip in a plan and what its drafter meant. Where a finding names the right text, putting exactly that
there, and nothing else, gives the plan that was meant.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from kehoach.diagnostics import Finding
from kehoach.documents.paper import plain
from kehoach.edits import apply, with_line_ends
from kehoach.pipeline.examine import Examined, look_at_plan, look_at_registry
from kehoach.source import Source
from tests.support.amounts import LONG
from tests.support.cases import CASES
from tests.support.obeying import Unsaid, obeyed
from tests.support.plans import make, registry

AGENCIES = registry(CASES / "agencies.yaml")

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thực hiện nhiệm vụ năm {{ year }}
bases:
  - type: Quyết định
    number: 05/QĐ-UBND
    date: 12/6/2025
    issuer: ubnd-tinh
    subject: phê duyệt Đề án
opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: purpose
    items:
      - >
        Nội dung một: a, b.
      - Nội dung hai.
      - Nội dung ba.
  - kind: targets
    items:
      - target: ho-ngheo
        name: Hộ nghèo
        better: lower
        baseline: 1,56%
        value: 1,50%
        text: Giảm còn {{ value }}.
  - kind: solutions
    items:
      - task: ra-soat
        lead: [so-khcn]
        coordinating: [so-cong-thuong]
        deadline: 15/6
        text: Rà soát.
  - kind: duties
    items:
      - agencies: [so-khcn]
        text: Chủ trì.
reporting:
  - from: [so-khcn]
    to: ubnd-tinh
    periods:
      - id: nam
        name: năm
        due: 15/12
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Nguyễn Văn Bình
"""

TWO = "- Nội dung hai."

SENTENCES = [
    ("text: Rà soát.", "text: > Rà soát.", "text: Rà soát."),
    (TWO, "- > Nội dung hai.", TWO),
    (TWO, "- >Nội dung hai.", TWO),
    (TWO, "- > Nội dung\n        hai.", TWO),
    (TWO, "- > 50% số hộ.", "- '> 50% số hộ.'"),
    (TWO, "- Đợt 1: tháng 3; đợt 2: tháng 9.", "- 'Đợt 1: tháng 3; đợt 2: tháng 9.'"),
    (TWO, TWO + "\n      - Đợt 1: tháng 3; đợt 2: tháng 9.", TWO + "\n      - 'Đợt 1: tháng 3; đợt 2: tháng 9.'"),
    (TWO, "- Kết quả (định lượng: %, ha).", "- 'Kết quả (định lượng: %, ha).'"),
    (TWO, "- Xem: %, ha.", "- 'Xem: %, ha.'"),
    (TWO, '- Mục tiêu: "xanh" hơn.', "- 'Mục tiêu: \"xanh\" hơn.'"),
    (TWO, "- Mục tiêu: [xanh] hơn.", "- 'Mục tiêu: [xanh] hơn.'"),
    (TWO, "- Gồm: - một - hai.", "- 'Gồm: - một - hai.'"),
    (TWO, "- Mục tiêu: giảm nghèo.", "- 'Mục tiêu: giảm nghèo.'"),
    (TWO, "- Gồm\n        các việc: một\n        hai: ba.", "- 'Gồm các việc: một hai: ba.'"),
    (TWO, "- Một: hai\n        ba: bốn.", "- 'Một: hai ba: bốn.'"),
    ("text: Rà soát.", "text: Rà soát: %, ha.", "text: 'Rà soát: %, ha.'"),
    ("subject: Thực", "subject: Kế hoạch: thực", "subject: >\n  Kế hoạch: thực"),
    ("- Các cơ quan liên quan", "- Các cơ quan:\n      - Sở Nội vụ", "- text: 'Các cơ quan:'\n    items: [Sở Nội vụ]"),
    (TWO, "- Các việc sau:\n        - Một.", "- text: 'Các việc sau:'\n        items: [Một.]"),
]  # fmt: skip

KEYS = [
    (f"{key}:", f"{typed}:", f"{key}:")
    for key, typed in (
        ("year", "năm"), ("issuer", "Cơ quan ban hành"), ("subject", "trích yếu"), ("subject", "trich_yeu"),
        ("recipients", "nơi nhận"), ("archive", "lưu"), ("signature", "chữ ký"), ("sections", "các phần"),
        ("opening", "mở đầu"), ("deadline", "thời hạn"), ("lead", "chủ trì"), ("coordinating", "phối hợp"),
        ("bases", "căn cứ"), ("due", "hạn"), ("baseline", "hiện trạng"), ("title", "chức vụ"),
        ("authority", "thẩm quyền"), ("deadline", "Thời hạn"), ("value", "Giá trị"), ("periods", "các kỳ"),
    )
]  # fmt: skip

DATES = [
    ("date: 3/2026", f"date: {typed}", f"date: {meant}")
    for typed, meant in (
        ("15.3.2026", "15/3/2026"), ("2026-03-15", "15/3/2026"), ("2026-3-5", "5/3/2026"), ("15-3-2026", "15/3/2026"),
        ("2026/03/15", "15/3/2026"), ("15/3/26", "15/3/2026"), ("ngày 15 tháng 3 năm 2026", "15/3/2026"),
        ("15 tháng 3 năm 2026", "15/3/2026"), ("Sơn Hà, ngày 15 tháng 3 năm 2026", "15/3/2026"),
        ("15 / 3 / 2026", "15/3/2026"), ("'15.3.2026'", "15/3/2026"), ("tháng 3/2026", "3/2026"),
        ("tháng 3 năm 2026", "3/2026"), ("03-2026", "3/2026"), ("năm 2026", "2026"), ("Ngày 15/3/2026", "15/3/2026"),
    )
] + [
    ("date: 12/6/2025", "date: 12.6.2025", "date: 12/6/2025"),
    ("date: 12/6/2025", "date: 2025-06-12", "date: 12/6/2025"),
    ("date: 12/6/2025", "date: tháng 6 năm 2025", "date: 6/2025"),
    ("year: 2026", "year: năm 2026", "year: 2026"),
    ("year: 2026", "year: giai đoạn 2026 - 2030", "year: 2026-2030"),
    ("year: 2026", "year: từ năm 2026 đến năm 2030", "year: 2026-2030"),
]  # fmt: skip

WORDS = [
    ("authority: [TM, KT]", f"authority: {typed}", "authority: [TM, KT]")
    for typed in (
        "[TM., KT.]", "TM, KT", "TM. KT.", "TM/KT", "[tm, kt]", "TM.KT.", "[TM. KT.]", "TM. UBND, KT. CHỦ TỊCH",
    )
] + [
    ("authority: [TM, KT]", "authority: KT.", "authority: KT"),
    ("authority: [TM, KT]", "authority: KT. CHỦ TỊCH", "authority: KT"),
    ("year: 2026", "year: 2026\ntype: Chương trình", "year: 2026\ntype: CTr"),
    ("year: 2026", "year: 2026\ntype: kh", "year: 2026\ntype: KH"),
    ("kind: purpose", "kind: Mục đích, yêu cầu", "kind: purpose"),
    ("kind: purpose", "kind: Purpose", "kind: purpose"),
    ("kind: duties", "kind: tổ chức thực hiện", "kind: duties"),
    ("better: lower", "better: thấp hơn", "better: lower"),
    ("better: lower", "better: Lower", "better: lower"),
    ("text: Chủ trì.", "text: Chủ trì.\n        request: đúng", "text: Chủ trì.\n        request: true"),
    ("text: Chủ trì.", "text: Chủ trì.\n        request: Sai", "text: Chủ trì.\n        request: false"),
    ("task: ra-soat", "task: Rà soát", "task: ra-soat"),
    ("better: lower", "better: lower\n        every: hằng năm", "better: lower\n        every: năm"),
    ("better: lower", "better: lower\n        every: Mỗi quý một lần", "better: lower\n        every: quý"),
]  # fmt: skip

EXPRESSIONS = [
    (TWO, f"- Đến {typed}.", f"- Đến {meant}.")
    for typed, meant in (
        ("{{ due(‘nam’) }}", "{{ due('nam') }}"), ("{{ due(“nam”) }}", "{{ due('nam') }}"),
        ("{{ due('nam’) }}", "{{ due('nam') }}"), ("{{ due(nam) }}", "{{ due('nam') }}"),
        ("{ due('nam') }", "{{ due('nam') }}"), ("{{ due('nam') }", "{{ due('nam') }}"),
        ("{ due('nam') }}", "{{ due('nam') }}"), ("[[ due('nam') ]]", "{{ due('nam') }}"),
        ("{{ Year }}", "{{ year }}"), ("{{ năm }}", "{{ year }}"), ("{{ year – 1 }}", "{{ year - 1 }}"),
        ("{{ ‘year’ }}", "{{ year }}"), ("{{ Issuer.short }}", "{{ issuer.short }}"),
        ("{{ yaer }}", "{{ year }}"), ("{{ due('nm') }}", "{{ due('nam') }}"), ("{{ yaer - 1 }}", "{{ year - 1 }}"),
        ("{{ issuer.shrt }}", "{{ issuer.short }}"),
        ("{{ target('ho-nghe').value }}", "{{ target('ho-ngheo').value }}"),
        ("{{ due(‘nam’) }} và {{ due(“nam”) }}", "{{ due('nam') }} và {{ due('nam') }}"),
    )
] + [
    (TWO, "- 'Đến {{ due(‘nam’) }}: xong.'", "- 'Đến {{ due(\"nam\") }}: xong.'"),
    (TWO, '- "Đến {{ due(‘nam’) }}: xong."', '- "Đến {{ due(\'nam\') }}: xong."'),
    (TWO, "- >\n        Đến {{ due(‘nam’) }}.", "- Đến {{ due('nam') }}."),
]  # fmt: skip

LINES_OF_BULLETS = [
    (TWO, "* Nội dung hai.", TWO),
    (TWO, "• Nội dung hai.", TWO),
    (TWO, "-Nội dung hai.", TWO),
    (TWO, "Nội dung hai.", TWO),
    (TWO, "a) Nội dung hai.", "- a) Nội dung hai."),
    (TWO, "1. Nội dung hai.", "- 1. Nội dung hai."),
    (TWO, "- {Nội dung} hai.", "- '{Nội dung} hai.'"),
    (TWO, "- ? Nội dung hai.", "- '? Nội dung hai.'"),
    ("lead: [so-khcn]", "lead: [so-khcn", "lead: [so-khcn]"),
    ("name: Hộ nghèo", 'name: "Hộ nghèo', "name: Hộ nghèo"),
    ("name: Hộ nghèo", "name: 'Hộ nghèo", "name: Hộ nghèo"),
    (TWO, "- - Nội dung hai.", TWO),
    (TWO, "- - Gồm: một.", "- 'Gồm: một.'"),
    (TWO, "- + Gồm: một: hai.", "- '+ Gồm: một: hai.'"),
    (TWO, "- text: - Nội dung hai.", "- text: Nội dung hai."),
    (TWO, "- text: - Gồm: một.", "- text: 'Gồm: một.'"),
    (TWO, "- text: Gồm các việc sau:", "- text: 'Gồm các việc sau:'"),
    (TWO, "- text: + Gồm: một.", "- text: '+ Gồm: một.'"),
    ("recipients:\n  - Các", "recipients: - Các", "recipients:\n  - Các"),
    ("deadline: 15/6", "deadline: 15/6/26", "deadline: 15/6/2026"),
    ("deadline: 15/6", "deadline: 15 - 6 - 2026", "deadline: 15/6/2026"),
]

QUESTIONS = [
    ("value: 1,50%", f"value: {typed}", "value: TODO(bao nhiêu)")
    for typed in ("todo(bao nhiêu)", "'TODO: bao nhiêu'", "TODO bao nhiêu", "Todo (bao nhiêu)", "TODO - bao nhiêu")
] + [
    (TWO, "- Nội dung todo(hỏi Sở).", "- Nội dung TODO(hỏi Sở)."),
    (TWO, "- Nội dung TODO (hỏi Sở).", "- Nội dung TODO(hỏi Sở)."),
]


@lru_cache(maxsize=4)
def look(text: str) -> Examined:
    return look_at_plan(Source("a.yaml", text), AGENCIES)


def codes(examined: Examined) -> list[str]:
    return sorted(f.code for f in examined.findings)


def changed(old: str, new: str) -> str:
    assert old in PLAN
    return PLAN.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "typed", "meant"),
    [*SENTENCES, *KEYS, *DATES, *WORDS, *EXPRESSIONS, *LINES_OF_BULLETS, *QUESTIONS],
    ids=lambda text: text[:40],
)
def test_a_hint_that_is_obeyed_gives_what_was_meant(old: str, typed: str, meant: str) -> None:
    right = look(changed(old, meant))
    text = changed(old, typed)
    first = look(text)
    assert set(codes(first)) - set(codes(right)), "the slip is found"
    for _round in range(3):
        finding = _next(look(text), right)
        if finding is None:
            break
        if finding.fix:
            assert apply(text, finding.fix) == obeyed(finding, text), "hint and fix say the same"
        text = obeyed(finding, text)
    last = look(text)
    assert codes(last) == codes(right)
    assert last.plan == right.plan


def _next(examined: Examined, right: Examined) -> Finding | None:
    """The first finding that the plan that was meant has not."""
    return next((f for f in examined.findings if f.code not in codes(right)), None)


def _bases(text: str) -> list[str]:
    return [plain(line).replace("\u00a0", " ") for line in make(text, AGENCIES).document().parts[0].bases]


def test_a_law_with_its_number_is_printed_as_typed() -> None:
    law = (
        "type: Luật\n    number: 16/2023/QH15\n    date: 27/11/2023\n    issuer: Quốc hội\n    subject: Tài nguyên nước"
    )
    basis = "type: Quyết định\n    number: 05/QĐ-UBND\n    date: 12/6/2025\n    issuer: ubnd-tinh\n"
    text = changed(basis + "    subject: phê duyệt Đề án", law)
    printed = "Căn cứ Luật Tài nguyên nước số 16/2023/QH15 ngày 27/11/2023 của Quốc hội."
    assert printed in _bases(text)
    findings = [f for f in look(text).findings if f.code == "KH502"]
    assert [f.span.text for f in findings] == ["16/2023/QH15", "Quốc hội"]
    assert all("printed as typed" in str(f.message) and f.fix and f.on_request for f in findings)
    mended = apply(text, [edit for f in findings for edit in f.fix or ()])
    assert mended == changed(
        basis + "    subject: phê duyệt Đề án",
        "type: Luật\n    date: 27/11/2023\n    subject: Tài nguyên nước",
    )
    assert "Căn cứ Luật Tài nguyên nước ngày 27/11/2023." in _bases(mended)


def test_two_recipients_with_a_colon_are_two_faults_and_no_third() -> None:
    text = changed("  - Các cơ quan liên quan", "  - Các sở: Nội vụ, Tài chính\n  - Các hội: Nông dân, Phụ nữ")
    assert codes(look(text)) == ["KH007", "KH007"]


def test_a_bullet_that_names_a_deadline_is_a_sentence() -> None:
    (finding,) = look(changed(TWO, "- Thời hạn: quý II.")).findings
    assert finding.code == "KH007"


def test_the_plan_itself_is_clean() -> None:
    assert codes(look(PLAN)) == []


def test_a_hint_that_names_no_text_cannot_be_obeyed_to_the_letter() -> None:
    finding = look(changed("archive: VT, TH", "archive:")).findings[0]
    with pytest.raises(Unsaid):
        obeyed(finding, PLAN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (PLAN.replace("\n", "\r"), PLAN),
        (PLAN.replace("Nội dung hai", "Nội\rdung hai"), PLAN),
        (PLAN.replace("\n      - Nội dung ba", "\r      - Nội dung ba"), PLAN),
        (PLAN.replace("\n", "\r\n").replace("\r\ndate", "\rdate"), PLAN.replace("\n", "\r\n")),
    ],
)
def test_lines_that_end_as_on_old_macs_are_mended(typed: str, meant: str) -> None:
    (finding,) = look(typed).findings
    assert finding.code == "KH019"
    assert finding.fix
    assert look(apply(typed, [with_line_ends(edit, typed) for edit in finding.fix])).plan == look(meant).plan


def test_lines_between_marks_of_git_are_named() -> None:
    one, two = "      - Nội dung hai.\n", "      - Nội dung hai khác.\n"
    text = PLAN.replace(one, f"<<<<<<< HEAD\n{one}=======\n{two}>>>>>>> nhanh\n")
    (finding,) = look(text).findings
    assert (finding.code, finding.span.line) == ("KH020", 18)
    lines = text.split("\n")
    assert lines[19 - 1] == one.rstrip("\n")
    assert lines[21 - 1] == two.rstrip("\n")
    assert [lines[number - 1][:3] for number in (18, 20, 22)] == ["<<<", "===", ">>>"]
    assert "lines 19 and lines 21" in str(finding.message)
    assert str(finding.hint).endswith("18, 20, 22")


LINES = PLAN.split("\n")


def _slips() -> list[tuple[str, int, str]]:
    """Lines that lost their dash or colon, or moved: kind, index, what is typed."""
    found = []
    for index, line in enumerate(LINES):
        body, depth = line.lstrip(), len(line) - len(line.lstrip())
        if not body:
            continue
        found += [(f"moved by {by}", index, " " * (depth + by) + body) for by in (-2, -1, 1, 2) if depth + by >= 0]
        if body.startswith("- "):
            found += [
                ("without dash", index, " " * depth + body[2:]),
                ("dash stuck", index, " " * depth + "-" + body[2:]),
            ]
        if ": " in body and "{{" not in body and "Nội" not in body:
            found += [
                ("without colon", index, line.replace(": ", " ", 1)),
                ("stuck", index, line.replace(": ", ":", 1)),
            ]
    return found


def test_a_hint_on_a_line_that_cannot_be_read_spoils_no_text() -> None:
    """Obeyed, it gives the plan that was meant, or a file that still has a finding: never another plan in silence."""
    right, told, silent = look(PLAN), 0, []
    step = 1 if LONG else 8
    for kind, index, typed in _slips()[::step]:
        text = "\n".join([*LINES[:index], typed, *LINES[index + 1 :]])
        finding = next((f for f in look(text).findings if f.code == "KH001"), None)
        if finding is None:
            continue
        try:
            after = look(obeyed(finding, text))
        except Unsaid:
            continue
        told += after.plan == right.plan
        if after.plan != right.plan and not after.findings:
            silent.append((kind, index + 1, str(finding.hint)))
    assert told > 100 // step
    assert not silent


BODY = "ubnd-tinh: UBND tỉnh Sơn Hà\nso-nn:\n  name: Sở Nông nghiệp\n  parent: ubnd-tinh\n  until: 28/2/2025\n"


@pytest.mark.parametrize(
    ("old", "typed", "meant"),
    [
        ("until: 28/2/2025", "until: 28.2.2025", "until: 28/2/2025"),
        ("until: 28/2/2025", "until: 2025-02-28", "until: 28/2/2025"),
        ("until: 28/2/2025", "đến: 28/2/2025", "until: 28/2/2025"),
        ("name: Sở", "tên: Sở", "name: Sở"),
        ("parent:", "cấp trên:", "parent:"),
        ("so-nn:", "so_nn:", "so-nn:"),
        ("name: Sở Nông nghiệp", "name: Sở: Nông nghiệp", "name: 'Sở: Nông nghiệp'"),
    ],
)
def test_hints_on_the_registry_too(old: str, typed: str, meant: str) -> None:
    right, text = look_at_registry(Source("r.yaml", BODY.replace(old, meant))), BODY.replace(old, typed)
    finding = look_at_registry(Source("r.yaml", text)).findings[0]
    assert finding.code not in codes(right)
    last = look_at_registry(Source("r.yaml", obeyed(finding, text)))
    assert codes(last) == codes(right)
    assert last.agencies == right.agencies


def test_a_date_without_a_day_is_asked_for_its_day() -> None:
    (finding,) = look_at_registry(Source("r.yaml", BODY.replace("28/2/2025", "2/2025"))).findings[:1]
    hint = "write day, month and year, 15/12/2023; while the day is not known: TODO(which day?)"
    assert (finding.code, str(finding.hint)) == ("KH302", hint)

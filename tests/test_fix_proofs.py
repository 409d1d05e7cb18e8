"""What a safe fix leaves as it was: every number, name, day and the order of what a paper says.

The paper is printed before and after, and read by a naive reader that knows nothing of the rules.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diagnostics import Selection
from kehoach.pipeline.rule_book import all_rules
from tests.support.amounts import LONG
from tests.support.plans import make
from tests.test_fix import AGENCIES, FIXABLE, mended

LETTER_CASE = frozenset("KH508 KH509 KH610 KH616 KH621 KH622 KH624 KH625 KH627 KH708".split())
"""Codes of faults that are a capital or a small letter in the wrong place."""
GOES = {
    "KH518": "số của",  # kehoach prints them before number and issuer
    "KH601": "với cho và của bị",  # twice in the cases
    "KH616": "kế hoạch v v",  # kehoach prints the type above the subject
    "KH701": "Lưu",  # kehoach prints it before what is filed
    "KH716": "KT Q",  # kehoach prints it above the title
}
"""Words that a fix takes out: those that stand there twice."""
COMES = {"KH516": "số"}
"""Words that a fix puts in."""
RESPELLED = frozenset("KH626 KH628 KH630 KH631 KH632".split())
"""Codes of words that were spelled wrongly: as many words as before, each with nearly the same letters."""


def printed(text: str) -> str | None:
    """Everything on the plan's paper, a paragraph a line; None where it cannot be printed as it is."""
    made = make(text, AGENCIES)
    if made.plan is None or made.errors:
        return None
    document = docx.Document(io.BytesIO(made.docx()))
    paragraphs = (
        node for node in document.element.body.iter(f"{W}p") if next(node.iterdescendants(f"{W}p"), None) is None
    )
    return "\n".join("".join(part.text or "" for part in node.iter(f"{W}t")) for node in paragraphs)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def numbers(paper: str) -> list[str]:
    """Every number in order: of one that a stroke and a symbol follow each digit counts, of others the value."""
    return [
        found[1] if found[2] else str(int(found[1])) for found in re.finditer(r"(\d+)(?=( ?/ ?\d*/? ?[A-ZĐ]))?", paper)
    ]


def words(paper: str) -> list[str]:
    """Every word in order; hoà and hòa are one word, since its marks are put in another order."""
    return ["".join(sorted(unicodedata.normalize("NFD", word))) for word in re.findall(r"[^\W\d_]+", paper)]


def removed(before: list[str], after: list[str]) -> list[str] | None:
    """What must be taken out of one list of words to get the other, in order; None where that is not enough."""
    gone, rest = [], iter(after)
    wanted = next(rest, None)
    for word in before:
        if word == wanted:
            wanted = next(rest, None)
        else:
            gone.append(word)
    return gone if wanted is None else None


RULES_BY_CODE = all_rules()
PRINTABLE = [
    case
    for case in FIXABLE
    if case[0] >= "KH1" and not RULES_BY_CODE[case[0]].on_request and printed(case[2]) is not None
]


TWICE = frozenset("KH152 KH153 KH154 KH155".split())
"""Codes of what kehoach prints and was typed too: one of the two goes, what is left says the same."""


def is_respelled(before: list[str], after: list[str]) -> bool:
    """Whether the words are the same but for two letters or marks in each."""
    return len(before) == len(after) and all(
        sum(((Counter(old) - Counter(new)) + (Counter(new) - Counter(old))).values()) <= 4
        for old, new in zip(before, after, strict=True)
    )


def is_printed_again(gone: list[str] | None, after: list[str]) -> bool:
    """Whether what a fix took out is a label, or still on the paper."""
    return gone is not None and all(len(one) <= 2 or one in after for one in gone)


@pytest.mark.parametrize(("code", "name", "text"), PRINTABLE, ids=[f"{code}-{name}" for code, name, _t in PRINTABLE])
def test_a_fix_changes_nothing_but_the_fault(code: str, name: str, text: str) -> None:
    before, after = printed(text), printed(mended(text, Selection((code,)))[0].source.text)
    assert before is not None
    assert after is not None
    if code in TWICE:
        before, after = before.lower(), after.lower()
        for listed in (numbers, words):
            assert is_printed_again(removed(listed(before), listed(after)), listed(after))
        return
    assert numbers(before) == numbers(after)
    if code in LETTER_CASE:
        before, after = before.lower(), after.lower()
    if code in RESPELLED:
        assert is_respelled(words(before), words(after))
        return
    if code in COMES:
        come = removed(words(after), words(before))
        assert come is not None
        assert set(come) <= set(words(COMES[code]))
        return
    gone = removed(words(before), words(after))
    assert gone is not None
    assert {word.lower() for word in gone} <= set(words(GOES.get(code, "").lower()))


def test_most_fixes_are_proved_here() -> None:
    """Faults of reading hide words until they are mended: what is meant there is written down beside each case."""
    assert len({code for code, _name, _text in PRINTABLE}) >= 15


FACTS = (
    "Quyết định số 02110/QĐ-UBND ngày 05/3/2026", "Kế hoạch số 0129/KH-UBND", "quyết định số 5/QĐ-UBND",
    "Kế hoạch số 015/KH- UBND", "Luật Việc làm số 74/2025/QH15", "Nghị định số 7/2021/NĐ-CP ngày 5 tháng 2 năm 2021",
    "Công văn số 12/UBND-TH ngày 15 tháng 03 năm 2026", "trước ngày 5/1/2026", "ngày 30 tháng 4 năm 2026",
    "giảm 1.5%", "còn 12,500 hộ", "12,500 ha", "1,250,000 đồng", "1.234.567 đồng", "0,125 tấn", "3.14", "10.000",
    "bà Nguyễn Thị Hoà", "ông Lò Văn Thuỷ", "tỉnh Khánh Hoà", "xã Hoà Bình", "xã Hòa Bình", "huyện Sốp Cộp",
    "văn hoá", "văn hóa", "xã hội hóa", "Uỷ ban nhân dân tỉnh", "Ủy Ban Nhân Dân tỉnh", "Hội Đồng thẩm định",
    "khoản 2 điều 5", "Khoản 3 Điều 7", "Điểm a khoản 1", "chương II", "Mặt trận tổ quốc",
    "kinh tế – xã hội", "năm 2021 – 2025", "chính trị - xã hội", "văn hóa - thể thao", "phong trào \"Ba sạch\"",
    "“Ngày vì người nghèo”", "với với các hội", "của của xã", "các sở , ban , ngành", "trong trong quý", "quý II/2026",
    "công nghệ số số 71/2025", "dự phòng phòng chống", "trực tiếp tiếp nhận", "hàng năm", "hằng năm", "số 07", "7",
    "phòng Kinh tế", "Tỉnh ta", "nhân dân trong xã", "nhà nước", "thứ hai", "tháng tám", "Tết Nguyên Đán", "bổ xung",
    "sử lý", "báo đảm", "ngành,nghề", "đào tạo. tập huấn", "Bộ LĐTBXH", "30.4.2026", "2026-04-30", "500 triệu",
    "2 tỷ đồng", "1.500.000.000đ", "Quyết định 12/QĐ-UBND",
)  # fmt: skip
"""What plans say, right and wrong, full of things that nothing may change."""
PLAN = """\
year: 2026
issuer: ubnd-tinh
number: {number}
date: 3/2026
subject: {subject}
bases:
  - type: Quyết định
    number: {cited}
    date: 5/1/2026
    issuer: UBND tỉnh
    subject: giao chỉ tiêu
opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: purpose
    items:
{items}
recipients:
  - {recipient}
archive: {archive}
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: {name}
"""


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A plan whose sentences are made of such facts."""
    sentences = draw(st.lists(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4), min_size=1, max_size=6))
    return PLAN.format(
        number=draw(st.sampled_from(["0129", "015", "5", "12", "007"])),
        cited=draw(st.sampled_from(["02110/QĐ-UBND", "5/QĐ-UBND", "015/QĐ - UBND", "12/QĐ-UBND"])),
        subject=draw(st.sampled_from(["Kế hoạch giảm nghèo năm 2026", "Giảm nghèo.", "V/v phòng, chống bão lụt"])),
        recipient=draw(st.sampled_from(["Như trên", "Sở Công thương", "Các sở , ban"])),
        archive=draw(st.sampled_from(["VT", "VT, KT", "VT, PKT"])),
        name=draw(st.sampled_from(["Nguyễn văn Hoà", "LÒ VĂN THUỶ", "Giàng A Páo"])),
        items="\n".join(f"      - >\n        Thực hiện {'; '.join(parts)}." for parts in sentences),
    )


NAMES = frozenset(
    "Hoà Hòa Thuỷ Thủy Khánh Bình Sốp Cộp Nguyễn Thị Lò Văn Giàng Páo Sơn Hà Việc Uỷ Ủy Tết Ngày LĐTBXH".split()
)
"""Words of the names of persons, places and laws above, each in the way it is typed."""


def names(paper: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", paper)) if word in NAMES]


@given(plans())
@settings(max_examples=500 if LONG else 40)
def test_fixes_keep_every_fact(text: str) -> None:
    """Of any plan: every number as it is typed before a symbol, its value elsewhere; and every name."""
    before, after = printed(text), printed(mended(text)[0].source.text)
    assert before is not None
    assert after is not None
    assert numbers(before) == numbers(after)
    before = before.replace("LÒ VĂN THUỶ", "Lò Văn Thuỷ").replace("Nguyễn văn", "Nguyễn Văn")
    assert names(before) == names(after)

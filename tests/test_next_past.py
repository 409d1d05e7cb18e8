"""Next year's draft moves nothing that has happened and nothing that others wrote."""

from __future__ import annotations

import re

import pytest

from kehoach.model.agency import Agencies
from kehoach.parse.plan import parse_agencies
from kehoach.readers.yaml import read
from kehoach.rolling.ledger import Fate, LedgerTopic
from kehoach.source import Source
from tests.support.amounts import LONG
from tests.support.pastplans import REGISTRY, plan, suspicious, years_in
from tests.support.plans import ROOT
from tests.support.rolling import rolled

COUNT = 300 if LONG else 30


def registry() -> Agencies:
    source = Source("agencies.yaml", REGISTRY)
    node, _findings = read(source)
    assert node is not None
    return parse_agencies(node, source)[0]


def sentence_of(draft: str, mark: str) -> str:
    """The sentence with the mark, from the mark of the sentence before."""
    words = " ".join(draft.split())
    return re.split(r"\(Câu\d+x\)", words[: words.index(f"({mark})")])[-1]


def test_no_year_or_day_moves_in_a_citation_or_a_past_fact() -> None:
    asked, carried, stuck = 0, 0, []
    for number in range(COUNT):
        text, told, year = plan(number)
        ledger = rolled(text, year + 1, agencies=registry())
        for one in told:
            now = sentence_of(ledger.draft.text, one.mark)
            kept = now.endswith(f"{one.text} ")
            if one.kind == "planned":
                stuck += [one.text] if kept else []
                continue
            own = years_in(now)[-len(years_in(one.text)) :]
            assert own == years_in(one.text), (number, one.text, now[-200:])
            carried, asked = carried + kept, asked + (not kept)
    assert not stuck, "what is planned moves"
    assert asked * 10 <= carried, f"as typed: {carried}, asked: {asked}"


def test_bases_are_kept_as_they_are_typed() -> None:
    for number in range(COUNT):
        text, _told, year = plan(number)
        after = rolled(text, year + 1, agencies=registry()).draft.text
        for base in re.findall(r"Căn cứ [^\n]+", text):
            there = re.sub(r" TODO\([^()]*\)", "", after)
            assert base in there, (number, base)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "plans").glob("2*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_past_fact_and_no_citation_of_an_example_plan_moves(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    year = int(path.parent.name)  # type: ignore[attr-defined]
    ledger = rolled(text, year + 1, "phuong-tan-phong" if year == 2025 else "")
    moving = [
        one
        for one in ledger.entries
        if one.topic in (LedgerTopic.YEAR, LedgerTopic.DATE)
        and one.fate is Fate.CHANGED
        and one.old
        and "{{" not in one.old
    ]
    assert moving, "the plan's own year"
    assert not [one.old for one in moving if suspicious(text, one.place.start, one.place.end)]


def test_the_scan_sees_a_fact_and_a_cited_plan() -> None:
    for sentence in (
        "- Tính đến ngày 30/11/2026, đã giải ngân 45 tỷ đồng.",
        "- Theo Kế hoạch dự trữ hàng hóa năm 2026 của Sở Công Thương.",
        "- Phương án 02600/PA-UBND ngày 18/8/2026.",
    ):
        start = sentence.index("2026")
        assert suspicious(sentence, start, start + 4), sentence
    assert not suspicious("- Phấn đấu năm 2026 giảm 03 hộ.", 15, 19)


# Wordings of real plans (Lai Châu, Cần Thơ, Thành phố Hồ Chí Minh, Hà Nội), typed anew with the plan's year

SENTENCE_PLAN = """\
year: 2026
issuer: ubnd-tinh
number: 5
date: 21/11/2026
subject: Thực hiện nhiệm vụ năm {{{{ year }}}}
opening: Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau.
sections:
  - kind: {kind}
    heading: Nội dung
    items:
      - >
        {sentence}
recipients: [Các sở]
archive: VT, TH
signature: {{authority: [TM], title: Chủ tịch, name: A B}}
"""
STAY = (
    "Đến 12h00 ngày 21/11/2026, toàn tỉnh có 12 người chết.",
    "Thực hiện Chỉ thị số 27/CT-TTg ngày 15 tháng 8 năm 2026 của Thủ tướng Chính phủ về công tác dân số năm 2026.",
    "Chương trình mục tiêu quốc gia giảm nghèo bền vững trên địa bàn thành phố năm 2026.",
    "Dự toán năm 2026 đã được phê duyệt là 5 tỷ đồng.",
    "Bảo đảm từ ngày 01 tháng 01 năm 2026, Luật Việc làm và các văn bản được thi hành.",
    "Trong 9 tháng đầu năm 2026, tỉnh thu hút 12 dự án.",
    "Cơn bão số 10 năm 2026 gây thiệt hại 1.200 tỷ đồng.",
    "Công văn của Sở Tài chính ngày 05/3/2026 về dự toán.",
    "Văn bản số 55 ngày 5/3/2026 của Sở Y tế.",
    "Theo Kế hoạch năm 2026 của Hội Liên hiệp Phụ nữ tỉnh.",
    "Giá trị sản xuất năm 2026 ước đạt 5.000 tỷ đồng, tăng 7% so với năm 2025.",
    "Thực hiện ý kiến chỉ đạo của Chủ tịch tại cuộc họp ngày 12/8/2026.",
    "Số liệu đến 31/10/2026 của Cục Thống kê.",
    "Tính đến ngày 29/2, đã giải ngân 45 tỷ đồng.",
)
ASKED = (
    "Thực hiện Kế hoạch phát triển kinh tế - xã hội năm 2026.",
    "Tại Hội nghị triển khai công tác năm 2026 của Ban Chỉ đạo.",
    "Trên cơ sở dự toán năm 2026 được HĐND tỉnh giao.",
    "Kiểm tra từ ngày 01/12/2026.",
)
MOVE = (
    "Phấn đấu năm 2026 đạt 60% dân số được tiếp cận.",
    "Báo cáo công tác năm 2026 gửi Sở Nội vụ trước ngày 16 tháng 12 năm 2026.",
    "Xây dựng Kế hoạch tập huấn năm 2026.",
    "Thời hạn hoàn thành: ngày 15/12/2026.",
    "Theo Thông báo số 157/TB-VPCP ngày 11/4/2025 của Văn phòng Chính phủ, trong năm 2026 hoàn thành 5 lớp.",
)


def moved_to_2027(sentence: str, kind: str = "text") -> str:
    draft = rolled(SENTENCE_PLAN.format(sentence=sentence, kind=kind), 2027, agencies=registry()).draft.text
    return draft.split("      - >\n        ")[1].split("\n")[0]


@pytest.mark.parametrize("kind", ["text", "solutions"])
@pytest.mark.parametrize("sentence", STAY)
def test_what_is_cited_or_past_stays_as_typed(sentence: str, kind: str) -> None:
    assert moved_to_2027(sentence, kind) == sentence


@pytest.mark.parametrize("sentence", ASKED)
def test_what_is_unclear_is_asked(sentence: str) -> None:
    assert re.sub(r"TODO\(([^()?]*)\?\)", r"\1", now := moved_to_2027(sentence)) == sentence
    assert "TODO(" in now


@pytest.mark.parametrize("sentence", MOVE)
def test_what_is_planned_moves(sentence: str) -> None:
    assert moved_to_2027(sentence) == sentence.replace("2026", "2027")


def test_a_year_from_the_plan_is_written_out_where_it_tells_what_has_happened() -> None:
    told = "Năm {{ year - 1 }} đã hỗ trợ 120 hộ."
    assert moved_to_2027(told) == "Năm 2025 đã hỗ trợ 120 hộ."
    assert moved_to_2027("Năm {{ year }} hỗ trợ 120 hộ.") == "Năm {{ year }} hỗ trợ 120 hộ."


def test_money_in_a_sentence_and_in_a_table_is_to_be_looked_at() -> None:
    plan = (
        SENTENCE_PLAN.format(sentence="Kinh phí hỗ trợ 45 tỷ đồng cho trẻ em dưới 5 tuổi.", kind="solutions")
        + """\
appendices:
  - kind: table
    title: Kinh phí
    columns: [STT, Nội dung, Số tiền]
    rows: |
      1 | Tập huấn | 120 triệu đồng
      2 | Hội nghị | 45,5
"""
    )
    ledger = rolled(plan, 2027, agencies=registry())
    seen = [one.old for one in ledger.entries if one.verify and one.topic is LedgerTopic.FIGURE]
    assert seen == ["45 tỷ đồng cho", "120", "45,5"]

"""Sentences with citations and days as drafters type them: what is marked ⟦code|text⟧ is found, and nothing else.

Fixes of these rules take blanks away, add zeros and "số", and change capitals: no number, day or name becomes another.
"""

from __future__ import annotations

import re

import pytest

from kehoach.edits import apply
from tests.support.cases import CASES
from tests.support.plans import make, registry
from tests.test_rules import Place, found_places, unmarked

OWN = re.compile(r"KH(?:31[1-3]|50[1-9]|51\d)")
AGENCIES = registry(CASES / "agencies.yaml")

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: {date}
subject: Thực hiện nhiệm vụ năm {{{{ year }}}}
{bases}opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: purpose
    items:
      - >
        {sentence}
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Nguyễn Văn Bình
"""

SENTENCES = (
    # blanks in a number; zeros are the register's
    "Theo Kế hoạch số ⟦KH503|223/KH- UBND⟧ ngày 24/10/2025 của UBND tỉnh.",
    "Theo Kế hoạch số ⟦KH503|223 / KH-UBND⟧ ngày 24/10/2025 của UBND tỉnh.",
    "Theo Công văn số ⟦KH503|1234/UBND- KTTH⟧ ngày 24/10/2025 của UBND tỉnh.",
    "Theo Nghị định số ⟦KH503|12/2024/NĐ - CP⟧ ngày 05/02/2024 của Chính phủ.",
    "Theo Quyết định số 5/QĐ-UBND ngày 24/10/2025, Quyết định số 00012/QĐ-UBND ngày 25/10/2025.",
    "Theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 - UBND tỉnh giao; đường số 5 - Nguyễn Trãi; Biểu số 3 - Kinh phí.",
    "Theo Kế hoạch số 12/KH-UBND ngày 24/10/2025 - Sở Tài chính; tổng số 15/UBND phường.",
    # capitals
    "Theo ⟦KH508|chỉ thị⟧ số 17/CT-TTg ngày 24/10/2025; ⟦KH508|thông báo kết luận⟧ số 19-TB/TW ngày 25/10/2025.",
    "Theo ⟦KH508|Nghị Định⟧ số 12/2024/NĐ-CP ngày 05/02/2024 của Chính phủ.",
    "Các nghị quyết số 12/NQ-HĐND ngày 24/10/2025, số 13/NQ-HĐND; hai kế hoạch số 5/KH-UBND ngày 24/10/2025 và số 6.",
    "Tại ⟦KH509|mục⟧ 2 ⟦KH509|phần⟧ II Nghị quyết số 57-NQ/TW ngày 22/12/2024;"
    " ⟦KH509|tiểu mục⟧ 1 ⟦KH509|mục⟧ 2 Chương III.",
    "Tại phần thứ nhất; mục 3 phụ lục; danh mục 5 Dự án; hợp phần 1 Chương trình.",
    "Tại ⟦KH509|chương⟧ 2 của Luật Việc làm, văn chương 2 tập; gồm 05 chương 30 điều.",
    "Từ Điểm a đến Điểm c trên tuyến đường; học 5 điều 3 lần.",
    "Theo điểm b ⟦KH509|Khoản⟧ 3 ⟦KH509|điều⟧ 12 của Luật Việc làm.",
    # two dates, years
    "Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ; Nghị quyết số 71/NQ-CP ngày ⟦KH514|01/5/2025⟧"
    " của Chính phủ (sau đây gọi là Nghị quyết 71).",
    "Thông tư số 55/2023/TT-BTC ngày ⟦KH513|15/8/2022⟧ của Bộ Tài chính.",
    "Luật Đất đai; Nghị quyết số 202/2025/QH15 ngày ⟦KH513|12 tháng 6 năm 2024⟧ của Quốc hội.",
    "Kế hoạch số 2025/KH-UBND ngày 12/6/2024 của UBND tỉnh; Quyết định số 2023/QĐ-TTg ngày 12/6/2024.",
    "Kế hoạch số 7/KH-UBND ngày 12/6/2024 của UBND tỉnh Sơn La;"
    " Kế hoạch số 7/KH-UBND ngày 13/6/2024 của UBND tỉnh Lào Cai.",
    # what is missing
    "Theo ⟦KH516|Kế hoạch 223/KH-UBND⟧ ngày 24/10/2025; ⟦KH516|Công văn 1234/UBND-KTTH⟧ ngày 24/10/2025.",
    "Chương trình 135, Đề án 06, Nghị quyết 68, Kế hoạch 5 năm, Quyết định 12 điểm.",
    "Theo Quyết định số ⟦KH515|1544/QĐ-UBND⟧ của UBND tỉnh về giao chỉ tiêu; thực hiện Quyết định số 1544/QĐ-UBND.",
    "Theo Quyết định số 1544/QĐ-UBND của UBND tỉnh ban hành ngày 24/10/2025 về giao chỉ tiêu.",
    "Phong trào “Thực hiện Chỉ thị số 05-CT/TW”; Mẫu số 02/BC-TH; Quyết định số {{ year }}/QĐ-UBND.",
    "Theo Quyết định số 12/QĐ-UBND ngày ⟦KH517|5/1/2026⟧, Công văn số 13/UBND-TH ngày ⟦KH517|05/1/2026⟧.",
    "Theo Quyết định số 12/QĐ-UBND ngày 05/01/2026, Công văn số 13/UBND-TH ngày 05/3/2026.",
    # days
    "Các sở báo cáo UBND tỉnh trước ngày ⟦KH311|15/3/2026⟧; gửi số liệu chậm nhất là ngày ⟦KH311|20 tháng 3⟧.",
    "Các sở báo cáo UBND tỉnh trước ngày 15/3 hằng năm; định kỳ báo cáo trước ngày 20/3; nộp trước ngày 15/3, 15/9.",
    "Báo cáo kết quả trước ngày ⟦KH311|15/3/2026⟧; Nghị quyết số ⟦KH515|202/2025/QH15⟧ của Quốc hội.",
    "Các sở gửi số liệu trước ⟦KH311|15/3/2026⟧; báo cáo trước 2/3 số hộ.",
    "Đã hoàn thành trước ngày 15/3/2026; hộ nộp hồ sơ có trẻ sinh trước ngày 01/01/2026.",
    "Xong trước ngày ⟦KH312|31/6⟧; tổng kết ngày ⟦KH312|31 tháng 11 năm 2026⟧; từ 01/9/2026 đến ⟦KH312|31/9/2026⟧.",
    "Trực 24/24, cả ngày 24/24; tỷ lệ 31/11; số 31/11/2026; tọa độ 31/11/20268; ngày 29/02.",
    "Họp ⟦KH313|thứ Sáu⟧ ngày 16/6/2026; ⟦KH313|Thứ 2⟧, 16/6/2026; ngày 16/6 (⟦KH313|thứ tư⟧).",
    "Họp thứ Ba ngày 16/6/2026; kỳ họp thứ hai, ngày 16/6; thứ Bảy, Chủ nhật (ngày 20/6, 21/6); ngày Chủ nhật xanh.",
)  # fmt: skip

LINES = (
    "Căn cứ Quyết định số ⟦KH512|12/QĐ-UBND⟧ về giao chỉ tiêu năm 2025",
    "Căn cứ Kế hoạch số ⟦KH512|77/KH-UBND⟧ của UBND tỉnh về thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024",
    "Căn cứ Nghị quyết số ⟦KH512|57-NQ/TW ngày 22/12/2024⟧ của Bộ Chính trị",
    "Căn cứ Quyết định số ⟦KH512|12/QĐ-UBND ngày 24/10/2025⟧ của Ủy ban nhân dân tỉnh Lai Châu",
    "Căn cứ Quyết định số ⟦KH512|12/QĐ-BYT ngày 24/10/2025⟧",
    "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ",
    "Căn cứ Quyết định số 12/QĐ-UBND của UBND tỉnh ban hành ngày 24/10/2025 về giao chỉ tiêu",
    "Căn cứ Luật Việc làm",
    "Căn cứ Chương trình công tác năm 2026 của UBND tỉnh",
    "Xét đề nghị của Sở Tài chính tại Tờ trình số 133/TTr-STC ngày 15/11/2025",
)


def _found(marked: str, *, date: str = "4/2026", bases: bool = False) -> tuple[list[Place], list[Place], str]:
    line = f"bases:\n  - {marked}\n" if bases else ""
    sentence = "Nội dung." if bases else marked
    text, expected = unmarked(PLAN.format(date=date, bases=line, sentence=sentence))
    found = found_places(make(text, AGENCIES).findings)
    return [place for place in found if OWN.fullmatch(place[0])], expected, text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence(sentence: str) -> None:
    found, expected, _text = _found(sentence)
    assert found == expected


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_bases(line: str) -> None:
    found, expected, _text = _found(line, bases=True)
    assert found == expected


@pytest.mark.parametrize("line", [*SENTENCES, *LINES])
def test_a_fix_leaves_every_number_day_and_name(line: str) -> None:
    _found_places, _expected, text = _found(line, bases=line in LINES)
    fixes = [finding.fix for finding in make(text, AGENCIES).findings if finding.fix and OWN.fullmatch(finding.code)]
    fixed = apply(text, [edit for fix in fixes for edit in fix])
    assert _facts(fixed) == _facts(text)


def _facts(text: str) -> str:
    """The text without what these fixes may change: capitals, blanks, the zero of a day or month, "số"."""
    bare = re.sub(r"(?<![\d/])0?(\d)/0?(\d{1,2})/(\d{4})|(?<![\d/])(\d\d)/0?(\d{1,2})/(\d{4})", r"\1\4/\2\5/\3\6", text)
    return re.sub(r"\s|số", "", bare.lower()).replace("\u2013", "-")


def test_the_own_body_is_known_by_its_short_name() -> None:
    bases = (
        "bases:\n  - type: Quyết định\n    number: 12/QĐ-UBND\n    date: 24/10/2025\n    issuer: ubnd-tinh\n"
        "    subject: giao chỉ tiêu\n"
    )
    again = "Quyết định số 12/QĐ-UBND ngày 25/10/2025 của UBND tỉnh (sau đây gọi là Quyết định 12)."
    text = PLAN.format(date="4/2026", bases=bases, sentence=again)
    assert "KH514" in [finding.code for finding in make(text, AGENCIES).findings]

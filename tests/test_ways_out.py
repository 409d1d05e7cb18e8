"""What a drafter types by mistake, and the way out that is said: each line of the tables was typed by a newcomer."""

from __future__ import annotations

import pytest

from kehoach.diagnostics import Finding
from kehoach.language import translator
from kehoach.pipeline.examine import look_at_plan
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.plans import registry

PLAN = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Phòng, chống đuối nước trẻ em năm {{ year }}
opening: >
  UBND tỉnh ban hành Kế hoạch như sau:
sections:
  - kind: purpose
    items:
      - Nội dung.
  - kind: targets
    items:
      - target: hoc-boi
        name: Tỷ lệ trẻ biết bơi
        baseline: 60%
        value: 80%
        text: >
          Tỷ lệ trẻ biết bơi đạt {{ value }}, số gốc là {{ baseline }}.
      - target: tu-vong
        value: 3 trẻ
        text: >
          Không quá {{ value }} tử vong.
  - kind: funding
    items:
      - fund: Ngân sách tỉnh
        amount: 85 triệu đồng
        text: >
          Ngân sách tỉnh bố trí {{ amount }}.
  - kind: duties
    items:
      - agencies: [so-van-hoa]
        items:
          - task: day-boi
            name: Dạy bơi
            coordinating: [so-tai-chinh]
            deadline: 15/6
            targets: [hoc-boi, tu-vong]
            text: Mở lớp dạy bơi.
recipients:
  - Các cơ quan liên quan
archive: VT, TH
signature:
  authority: [TM]
  title: Chủ tịch
  name: Nguyễn Văn Bình
"""
VIETNAMESE = translator("vi")


def findings_of(typed: str, instead_of: str) -> tuple[Finding, ...]:
    assert PLAN.count(instead_of) == 1
    text = PLAN.replace(instead_of, typed)
    return look_at_plan(Source("a.yaml", text), registry(CASES / "agencies.yaml")).findings


def test_the_plan_itself_is_clean() -> None:
    assert not [f.code for f in findings_of("3/2026", "3/2026")]


@pytest.mark.parametrize(
    ("instead_of", "typed", "code", "message", "hint"),
    [
        ("[so-tai-chinh]", "[Ban Chỉ đạo phòng, chống đuối nước, Đoàn Thanh niên tỉnh, so-khcn]", "KH211",
         "2 cơ quan", 'rồi dùng mã đó, hoặc viết trong dấu nháy: "Ban Chỉ đạo phòng, chống đuối nước"'),
        ("[hoc-boi, tu-vong]", "hoc-boi, tu-vong", "KH105", "nhiều mã", "viết: [hoc-boi, tu-vong]"),
        ("{{ amount }}", "{{ amount }", "KH106", "thiếu một dấu }", "viết: {{ amount }}"),
        ("số gốc là {{ baseline }}", "{{ số gốc }}", "KH106", "{{ số gốc }}", "viết: {{ baseline }}"),
        ("{{ amount }}", "{{ bao nhiêu }}", "KH106", "{{ bao nhiêu }}", "{{ amount }}, {{ year }}"),
        ("{{ baseline }}", "{{ năm ngoái là }}", "KH106", "", "{{ value }}, {{ baseline }}, {{ total }}, {{ year }}"),
        ("85 triệu đồng", "“85 triệu đồng”", "KH401", "dấu nháy", "viết: 85 triệu đồng"),
        ("85 triệu đồng", "350,000,000 đồng", "KH401", "dấu chấm", "viết: 350.000.000 đồng"),
        ("kind: funding", "kind: ngan-sach", "KH104", "", "funding (kinh phí"),
        ("kind: funding", "kind: kinh-phi", "KH104", "", "có phải funding"),
        ("[TM]", "ký thay", "KH104", "", "có phải KT"),
        ("- Nội dung.", "Nội dung.\n      - Hai.", "KH103", "cần danh sách", "viết:\n      - Nội dung."),
        ("  - task: day-boi", "    task: day-boi", "KH103", "cần danh sách", "viết:\n          - task: day-boi"),
        ("- Nội dung.", "- Nội dung.\n       - Hai.", "KH011", "thừa 1 dấu cách", "6 dấu cách"),
        ("text: Mở lớp dạy bơi.", "text:Đã mở: 12 lớp", "KH101", "thiếu dấu cách sau dấu hai chấm",
         "viết:\n            text: >\n              Đã mở: 12 lớp"),
    ],
)  # fmt: skip
def test_a_mistake_gets_its_way_out(instead_of: str, typed: str, code: str, message: str, hint: str) -> None:
    said = [f for f in findings_of(typed, instead_of) if f.code == code]
    assert len(said) == 1
    assert message in said[0].message.into(VIETNAMESE)
    assert said[0].hint is not None
    assert hint in said[0].hint.into(VIETNAMESE)


def test_an_authority_that_cannot_be_read_is_not_asked_for_a_deputy() -> None:
    text = PLAN.replace("[TM]", "ký hộ").replace("Chủ tịch", "Phó Chủ tịch")
    found = look_at_plan(Source("a.yaml", text), registry(CASES / "agencies.yaml")).findings
    assert "KH703" not in [f.code for f in found]


def test_a_bullet_below_a_missing_dash_is_no_other_mistake() -> None:
    assert [f.code for f in findings_of("Nội dung.\n      - Hai.", "- Nội dung.")] == ["KH103"]


@pytest.mark.parametrize(
    ("typed", "line", "wanted"), [("baseline: 60%", 15, 8), ("value: 3 trẻ", 20, 8), ("deadline: 15/6", 36, 12)]
)
def test_a_line_that_lost_its_indentation_is_found(typed: str, line: int, wanted: int) -> None:
    """A line deep in the plan whose blanks a Tab turned into two; YAML gives up there, the cause is nowhere else."""
    found = findings_of(f"\n  {typed}", f"\n{' ' * wanted}{typed}")
    assert [(f.code, f.span.line) for f in found] == [("KH001", line)]
    assert found[0].hint is not None
    assert found[0].hint.values == {"wanted": wanted}


def test_a_deputy_of_one_head_is_not_sent_to_tm() -> None:
    text = PLAN.replace("issuer: ubnd-tinh", "issuer: so-cong-thuong").replace("title: Chủ tịch", "title: Phó Giám đốc")
    found = look_at_plan(Source("a.yaml", text), registry(CASES / "agencies.yaml")).findings
    hints = {f.code: str(f.hint) for f in found}
    assert (hints["KH703"], hints["KH704"]) == ("write: authority: [KT]", "write: authority: [KT]")

"""Marks that are typed though kehoach prints them: what prints after the fix is what the drafter typed, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.checks.marks import _lists
from kehoach.documents.paper import Paragraph, plain
from kehoach.documents.places import printed
from kehoach.edits import apply, non_overlapping
from tests.support.cases import CASES
from tests.support.plans import SEED, make, registry

HEAD = """\
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thực hiện nhiệm vụ năm {{ year }}
opening: UBND tỉnh ban hành Kế hoạch như sau
recipients: [Các cơ quan liên quan]
archive: VT, TH
signature: {authority: TM, title: Chủ tịch, name: Lê Thị Hoa}
sections:
"""


def printed_lines(sections: str, fix: str = "KH152") -> list[str]:
    """The numbered lines of a plan after the safe fixes of a rule."""
    text, agencies = HEAD + sections, registry(CASES / "agencies.yaml")
    fixes = [f.fix for f in make(text, agencies).findings if f.code == fix and f.fix]
    made = make(apply(text, [edit for index in non_overlapping(fixes) for edit in fixes[index]]), agencies)
    assert fix not in {finding.code for finding in made.findings}
    blocks = [block for block in made.document().parts[0].blocks if isinstance(block, Paragraph)]
    return [f"{block.mark.label} {plain(block.text)}" if block.mark else plain(block.text) for block in blocks]


def test_the_printed_number_is_typed_no_more() -> None:
    assert printed_lines("""\
  - kind: purpose
    heading: I. YÊU CẦU
    items:
      - heading: 1. Tuyên truyền
        items: ["- Phát thanh", "• Tờ rơi"]
      - heading: "2. Tập huấn"
""") == ["I. YÊU CẦU", "1. Tuyên truyền", "- Phát thanh", "- Tờ rơi", "2. Tập huấn./."]


def test_another_number_is_printed_as_typed() -> None:
    assert printed_lines("""\
  - kind: purpose
    heading: Yêu cầu
    items:
      - heading: 3. Tuyên truyền
        items:
          - Phát thanh
          - "+ Tờ rơi"
          - a) Băng rôn
      - heading: 4. Tập huấn
""") == [
        "I. YÊU CẦU", "3. Tuyên truyền", "- Phát thanh", "+ Tờ rơi", "a) Băng rôn", "4. Tập huấn./.",
    ]  # fmt: skip


def test_a_whole_list_of_letters_becomes_one() -> None:
    assert printed_lines("""\
  - kind: purpose
    heading: Yêu cầu
    items:
      - a) Tuyên truyền
      - b) Tập huấn
      - text: c) Kiểm tra
""") == ["I. YÊU CẦU", "a) Tuyên truyền", "b) Tập huấn", "c) Kiểm tra./."]


def test_a_number_from_which_others_would_count_on_is_left_to_the_drafter() -> None:
    text = (
        HEAD
        + """\
  - kind: purpose
    items:
      - heading: 5. Tuyên truyền
      - heading: Tập huấn
"""
    )
    (found,) = (f for f in make(text, registry(CASES / "agencies.yaml")).findings if f.code == "KH152")
    assert found.fix is None


@pytest.mark.parametrize("path", [SEED, *sorted((CASES / "features").glob("*.yaml"))], ids=lambda path: path.stem)
def test_the_rule_knows_the_labels_that_print(path: Path) -> None:
    agencies = registry() if path == SEED else registry(CASES / "agencies.yaml")
    made = make(path.read_text(encoding="utf-8"), agencies, str(path))
    assert made.plan is not None
    places = printed(made.plan, made.agencies).places
    for siblings in _lists(made.plan):
        for one in siblings:
            assert places[id(one.holder)][-1] == one.label


def test_an_appendix_keeps_the_number_that_its_title_begins_with() -> None:
    text = (HEAD + "  - kind: purpose\n    items: [Nội dung nêu tại Phụ lục 02 kèm theo]\n").replace(
        "sections:", "appendices:\n  - kind: text\n    title: PHỤ LỤC 02. Danh mục\n    text: Xã\nsections:"
    )
    agencies = registry(CASES / "agencies.yaml")
    (found,) = (f for f in make(text, agencies).findings if f.code == "KH154")
    assert found.fix
    made = make(apply(text, found.fix), agencies)
    title = made.document().parts[-1].title
    assert (title.type_name, plain(title.subject[0])) == ("Phụ lục 02", "DANH MỤC")
    assert "KH154" not in {finding.code for finding in made.findings}

"""Spelling, capitals and blanks: what a fix writes, word for word, and which rows of letters are syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.edits import apply
from kehoach.vietnamese import fold
from kehoach.wording.confusions import CONFUSIONS
from kehoach.wording.syllables import is_syllable, well_marked
from tests.support.cases import CASES
from tests.support.plans import make, registry
from tests.test_rules import unmarked

PLAN = unmarked((CASES / "rules/KH631/fires.yaml").read_text(encoding="utf-8"))[0]
HEAD, TAIL = PLAN.split("      - >\n", 1)[0], PLAN[PLAN.index("recipients:") :]


def fixed(text: str) -> tuple[str, list[str]]:
    """The text after every fix that the plan's findings offer, and the codes that are left."""
    typed = f"{HEAD}      - >\n        {text}\n{TAIL}"
    agencies = registry(CASES / "agencies.yaml")
    for _round in range(20):
        findings = make(typed, agencies).findings
        fix = next((finding.fix for finding in findings if finding.fix), None)
        if fix is None:
            return typed.split("      - >\n        ", 1)[1].split("\n", 1)[0], [f.code for f in findings]
        typed = apply(typed, fix)
    raise AssertionError("the fixes never end")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Các nghành liên quan bảo vệ nguồn nuớc.", "Các ngành liên quan bảo vệ nguồn nước."),
        ("Trách nhiệmm của đội ngǜ cán bộ.", "Trách nhiệm của đội ngũ cán bộ."),
        ("Hiệu qủa tòan tỉnh, quyền cuả người dân.", "Hiệu quả toàn tỉnh, quyền của người dân."),
        ("Bổ xung 5,2 tỷ đồng, sử lý 12 hộ trước ngày 15/6.", "Bổ sung 5,2 tỷ đồng, xử lý 12 hộ trước ngày 15/6."),
        ("Cán bộ,công chức (30 người)và viên chức.", "Cán bộ, công chức (30 người) và viên chức."),
        ("Trình ủy ban nhân dân tỉnh và sở Tài chính.", "Trình Ủy ban nhân dân tỉnh và Sở Tài chính."),
        ("Giao ban chỉ đạo 389 của Tỉnh Lai Châu.", "Giao Ban Chỉ đạo 389 của tỉnh Lai Châu."),
        ("Theo đảng và nhà nước, vận động nhân dân.", "Theo Đảng và Nhà nước, vận động Nhân dân."),
        ("Họp sáng thứ hai hằng tuần, dịp Tết Nguyên Đán.", "Họp sáng thứ Hai hằng tuần, dịp Tết Nguyên đán."),
        ("Báo cáo hằng quý, hằng năm, sơ kết hàng tháng.", "Báo cáo hằng quý, hằng năm, sơ kết hằng tháng."),
        ("Phối hợp với với các các đơn vị.", "Phối hợp với các đơn vị."),
    ],
)
def test_a_fix_writes_what_was_meant(typed: str, meant: str) -> None:
    assert fixed(typed) == (meant, [])


@pytest.mark.parametrize(
    "text",
    [
        "Phong trào “Bổ xung sách, tòan dân đọc sách” của nghành giáo dục",
        "Cuộc thi “Vì nhân dân,quên mình”",
    ],
)
def test_what_is_quoted_is_no_fix(text: str) -> None:
    quoted = text[text.index("“") : text.index("”") + 1]
    assert quoted in fixed(text + ".")[0]


@pytest.mark.parametrize(
    "words",
    [
        "nghiêng nghe ngành ghế gà giếng gì gìn giặt giữa quyển quốc quýt quỳnh quả khuỷu khuya thuở hươu rượu",
        "yếu yên uyên ươm oai iu ỷ lý kỹ mỹ ủy uỷ hòa hoà khỏe khoẻ chuếnh nguệch huỵch tuýp boong loẻng toen",
        "xoong voọc xoáy ngoéo của mùa nghĩa toàn hoạt loáng thuyền tuyết luật khuất huê quở ạ ừ ông ách ếch ích thuê",
    ],
)
def test_syllables_of_vietnamese(words: str) -> None:
    assert [word for word in words.split() if not is_syllable(word)] == []


@pytest.mark.parametrize(
    "words",
    [
        "nghành ngiêm kêt phât cac hocj thưc quyêt nuớc phưong trưòng đượcj chứcc nhiệmm ghà gê kả cẻ ngề qủa tòan cuả",
        "đảmbảo nghịi dâan hiệnq hướng̣ bảò giiữ iếu pháttriển ngừời đăk lôgic blốc thh xqu",
    ],
)
def test_what_is_no_syllable(words: str) -> None:
    assert [word for word in words.split() if is_syllable(word)] == []


INITIALS = st.sampled_from(["", *"b c d đ g h k l m n p r s t v x ch gh gi kh ng ngh nh ph qu th tr".split()])
RIMES = st.text(st.sampled_from("aăâeêioôơuưyàáảãạằắẳẵặềếểễệờớởỡợcmnpthg"), min_size=1, max_size=5)


@given(INITIALS, RIMES)
def test_a_mark_that_moves_changes_no_letter(initial: str, rime: str) -> None:
    word = initial + rime
    right = well_marked(word)
    if right is not None:
        assert fold(right) == fold(word)
        assert well_marked(right) == right
        assert is_syllable(right)


def test_each_confusion_is_spelled_right_and_found_once() -> None:
    for one in CONFUSIONS:
        assert all(word.isascii() or is_syllable(word) for word in one.right.split()), one
        assert one.wrong != one.right
        assert one.is_meant(f"các {one.wrong}.", 4, 4 + len(one.wrong)), one
        for before in one.not_after:
            assert not one.is_meant(f"{before} {one.wrong}", len(before) + 1, len(before) + 1 + len(one.wrong)), one
        for after in one.not_before:
            assert not one.is_meant(f"{one.wrong} {after}", 0, len(one.wrong)), one
    assert len({one.wrong for one in CONFUSIONS}) == len(CONFUSIONS)

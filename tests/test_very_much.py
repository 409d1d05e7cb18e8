"""More of one kind than anybody reads: what is told ends, says that it does, and nothing of it changes unseen."""

from __future__ import annotations

import difflib
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.alike import BoundedMatcher
from kehoach.diagnostics import Severity, _
from kehoach.documents.report import _SYMBOL, _with_blanks
from kehoach.model.quantity import measure
from kehoach.ooxml.names import w
from kehoach.pipeline.examine import look_at_plan
from kehoach.rolling.ledger import Fate
from kehoach.rules import MOST_FINDINGS, RuleBook, Violation
from kehoach.source import Source
from kehoach.tracking.tracked import tracked
from kehoach.vietnamese import number_text
from kehoach.wording.years import _TIED, stray_year
from tests.support.plans import ROOT, make
from tests.support.rolling import REGISTRY, rolled
from tests.support.spoken import spoken
from tests.support.word import WordFile

PLAN = """\
year: 2024
issuer: ubnd-tp-lai-chau
number: 5
date: 4/1/2024
subject: Thử năm {{ year }}
opening: Mở đầu như sau
sections:
  - kind: purpose
    items:
      - heading: Mục đích
        items:@@
recipients:
  - Như trên
archive: VT, TH
signature:
  title: CHỦ TỊCH
  name: Trần Thị B
"""


def plan_of(*texts: str) -> str:
    """A plan with these texts, as many items."""
    return PLAN.replace("@@", "".join(f'\n          - "{text}"' for text in texts))


def test_a_rule_ends_after_as_many_findings_as_can_be_used_and_says_so() -> None:
    source, book = Source("p.yaml", "x" * (MOST_FINDINGS + 5)), RuleBook()

    @book.rule("KH899", Severity.INFO)
    def every_letter(subject: Source) -> Iterator[Violation]:
        for at in range(len(subject.text)):
            yield Violation(subject.span(at), _("a letter"))

    found = [str(one.message) for one in every_letter(source)]
    assert found == ["a letter"] * (MOST_FINDINGS - 1) + ["a letter; what follows of this kind is not listed"]


def test_numbers_of_a_text_without_end_are_carried_and_told_of_together() -> None:
    ledger = rolled(plan_of("năm 2024 đạt, " * 2300), 2025)
    assert ledger.draft.text.count("năm 2025 đạt") == 1000
    assert ledger.draft.text.count("năm 2024 đạt") == 1300
    rest = [entry for entry in ledger.entries if entry.fate is Fate.CARRIED and entry.old.startswith("2024 ")]
    assert [entry.verify for entry in rest] == [True] * 1001
    assert [(entry.old, entry.place.text.count("2024")) for entry in rest[1000:]] == [("2024 … 2024", 300)]


def test_percentages_of_a_text_without_end_are_told_of_together() -> None:
    ledger = rolled(plan_of("đạt 15% hộ, " * 1300), 2025)
    told = [entry for entry in ledger.entries if "15%" in entry.old]
    assert len(told) == 1001
    assert told[-1].place.text.count("15%") == 300
    assert all(entry.verify for entry in told)


def test_the_row_numbers_of_a_long_table_are_no_question() -> None:
    rows = "".join(f"      {number} | Xã Tân An\n" for number in range(1, 1301))
    table = f"appendices:\n  - kind: table\n    title: Các xã\n    columns: [TT, Xã]\n    rows: |\n{rows}"
    ledger = rolled(plan_of("Một việc.").replace("recipients:", f"{table}recipients:"), 2025)
    numbers = [entry for entry in ledger.entries if entry.place.line > 12 and entry.old.isdecimal()]
    assert len(numbers) == 1300
    assert not any(entry.verify for entry in numbers)


WORDS = st.sampled_from(
    ["năm 2021", "Năm 2022,", "so với", "hết năm 2023", "Quý I/2021", "kết quả.", "Theo Luật Đất đai", "15/6/2021;",
     "số 5", "từ 2", "xã đạt", "hộ nghèo giảm.", "12/QĐ", "gốc", "trở đi;", "\n", "{{ year }}", "năm"]
)  # fmt: skip
YEAR = re.compile(
    r"(?:\b[Nn]ăm |\b[Qq]uý [IV]+/|\b[Tt]háng \d\d?/|(?<![\d/])\d\d?/\d\d?/)(20\d\d)(?! ?[-\u2013] ?\d|[/.,]\d|[\w/])"
)


@given(st.lists(st.lists(WORDS, min_size=8, max_size=30).map(" ".join), min_size=1, max_size=3))
def test_a_year_is_tied_by_the_words_of_its_own_sentence(texts: list[str]) -> None:
    source = Source("plan.yaml", plan_of(*texts))
    plan = look_at_plan(source, REGISTRY).plan
    assert plan is not None
    found = [(one.span.start, one.span.text) for one in stray_year(plan, REGISTRY)]
    assert [text for _at, text in found] == [year for text in plan.running.proses for year in _untied(str(text.source))]


def _untied(text: str) -> Iterator[str]:
    """The years that a reader finds without such words, sentence by sentence."""
    for match in YEAR.finditer(text):
        before = re.split(r"(?<=[.;!?])\s", text[: match.start(1)])[-1]
        after = re.split(r"[.;!?]\s", text[match.end(1) :])[0]
        if match[1] != "2024" and len(text) >= 30 and not _TIED.search(before) and not _TIED.search(after):
            yield match[1]


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of difflib a piece of work runs: the same on a busy machine and on a quiet one."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: object) -> Any:
        return line if frame.f_code.co_filename == difflib.__file__ else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kinds", [1, 3, 12])
def test_two_texts_of_few_words_are_compared_in_proportion(kinds: int) -> None:
    dice = random.Random(kinds)
    taken = []
    for length in (400, 1600):
        before, after = ([dice.randrange(kinds) for _ in range(length)] for _side in range(2))
        taken.append(lines_run(BoundedMatcher(before, after).get_opcodes))
    assert taken[1] < 10 * taken[0]


@given(st.lists(st.sampled_from("ab"), max_size=60), st.lists(st.sampled_from("ab"), max_size=60))
def test_a_comparison_that_ends_early_is_still_true(before: list[str], after: list[str]) -> None:
    matcher = BoundedMatcher(before, after)
    matcher._left = len(before)
    steps = matcher.get_opcodes()
    assert [x for _tag, _a, _b, c, d in steps for x in after[c:d]] == after
    assert all(before[a:b] == after[c:d] for tag, a, b, c, d in steps if tag == "equal")


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.lists(st.sampled_from("abcdefgh"), max_size=12))
def test_texts_that_people_write_are_compared_as_difflib_does(before: list[str], after: list[str]) -> None:
    plain = SequenceMatcher(lambda item: item == "a", before, after, autojunk=False).get_opcodes()
    assert BoundedMatcher(before, after, junk=lambda item: item == "a").get_opcodes() == plain


@pytest.mark.parametrize("text", ["TODO(a) " * 20_001, "một\n\n              " * 20_002])
def test_changes_of_a_text_without_end_are_refused_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "plans").mkdir()
    for name, said in (("a", "một"), ("b", text)):
        (tmp_path / "plans" / f"{name}.yaml").write_text(
            plan_of("@").replace('"@"', f"|\n              {said}"), "utf-8"
        )
    shutil.copy(ROOT / "plans" / "agencies.yaml", tmp_path / "plans")
    _said, failures = spoken(tmp_path, "diff", "plans/a.yaml", "plans/b.yaml", "--docx", "-o", "new")
    assert [line for line in failures.splitlines() if "20000" in line]
    assert not list(tmp_path.rglob("so-sanh.docx"))
    assert list(tmp_path.rglob("tom-tat-thay-doi.docx"))


def test_a_long_paragraph_is_replaced_as_a_whole_when_a_word_changes() -> None:
    old, new = (make(plan_of("xã bản " * 4000 + end)).docx() for end in ("một", "hai"))
    marked = list(WordFile(tracked(old, new, "UBND", None)).body.iter(w("ins"), w("del")))
    texts = sorted("".join(el.itertext()) for el in marked)
    assert [(len(text) > 20_000, text[-6:]) for text in texts] == [(True, "hai./."), (True, "một./.")]


@pytest.mark.parametrize("digits", [18, 19])
def test_a_figure_has_as_many_digits_as_the_money_of_a_country(digits: int) -> None:
    target = f"""  - kind: targets
    items:
      - target: ct-1
        name: Thu ngân sách
        value: {"1" * digits} đồng
        text: Thu {{{{ value }}}}.
recipients:"""
    found = make(plan_of("Một việc.").replace("recipients:", target)).findings
    assert any("more digits" in str(one.message) for one in found) == (digits == 19)


def test_scales_of_scales_end() -> None:
    assert measure("nghìn tỷ đồng").size == 10**12
    assert measure("tỷ " * 1000).size == 10**18
    assert number_text(Decimal(10) ** 40 / 3, 1).startswith("3.333.")


def test_blanks_without_end_are_put_into_a_sentence() -> None:
    assert _with_blanks("a" + "[ký hiệu]" * 1500 + "b", None) == ("a", *(1500 * (_SYMBOL,)), "b")


def test_bodies_that_one_text_names_without_end_are_told_of_a_thousand_times() -> None:
    ledger = rolled(plan_of("Phòng Tư pháp thành phố, " * 1300), 2024 + 1)
    told = [entry for entry in ledger.entries if "Tư pháp" in entry.old]
    assert ["from here on" in str(entry.reason) for entry in told] == [False] * 1000 + [True]

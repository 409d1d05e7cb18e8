"""More of one kind than anybody reads: what is told ends, says that it does, and nothing of it changes unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from kehoach.checks.years import _TIED, stray_year
from kehoach.diagnostics import Severity, _
from kehoach.pipeline.examine import look_at_plan
from kehoach.rolling.ledger import Fate
from kehoach.rules import MOST_FINDINGS, RuleBook, Violation
from kehoach.source import Source
from tests.support.rolling import REGISTRY, rolled

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
archive: VT
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
    rest = [entry for entry in ledger.entries if entry.fate is Fate.CARRIED and "2024 đạt" in entry.place.text + " đạt"]
    assert [entry.verify for entry in rest] == [True] * 1001
    assert [(entry.old, entry.place.text.count("2024")) for entry in rest[1000:]] == [("2024 … 2024", 300)]


def test_percentages_of_a_text_without_end_are_told_of_together() -> None:
    ledger = rolled(plan_of("đạt 15% hộ, " * 1300), 2025)
    told = [entry for entry in ledger.entries if "15%" in entry.old]
    assert len(told) == 1001
    assert told[-1].place.text.count("15%") == 300
    assert all(entry.verify for entry in told)


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

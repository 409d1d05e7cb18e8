"""The slips of a new user in two more plans: found on their line, and the hint, obeyed to the letter, mends them."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kehoach.model.agency import Agencies
from kehoach.parse.plan import parse_agencies
from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.obeying import Unsaid, obeyed
from tests.support.plans import SEED, registry
from tests.test_obeyed import DATES, EXPRESSIONS, KEYS, LINES_OF_BULLETS, QUESTIONS, SENTENCES, WORDS

FOLDER = CASES / "mistakes"


def commune() -> Agencies:
    source = Source("agencies.yaml", (FOLDER / "agencies.yaml").read_text(encoding="utf-8"))
    node, _faults = read(source)
    assert node is not None
    return parse_agencies(node, source)[0]


PLANS = {
    "commune": ((FOLDER / "plan.yaml").read_text(encoding="utf-8"), commune()),
    "city": (SEED.read_text(encoding="utf-8"), registry()),
}
OWN = {
    "commune": [
        ("deadline: 16/11", "thời hạn: 16/11", "deadline: 16/11"),
        ("deadline: 16/11", "deadline: 16/11/26", "deadline: 16/11/2026"),
        ("authority: [TM]", "authority: TM.", "authority: TM"),
        ("authority: [TM]", "authority: TM. UBND XÃ", "authority: TM"),
        ("date: 16/3/2026", "date: 16-3-2026", "date: 16/3/2026"),
        ("date: 16/3/2026", "date: ngày 16 tháng 3 năm 2026", "date: 16/3/2026"),
        ("better: lower", "better: giảm", "better: lower"),
        ("agencies: [phong-kinh-te]", "agencies: [phong-kinh-t]", "agencies: [phong-kinh-te]"),
        ("targets: [ho-ngheo]", "targets: [ho-ngeo]", "targets: [ho-ngheo]"),
        ("{{ baseline }}", "{{ baselin }}", "{{ baseline }}"),
        ("{{ value }}", "{ value }", "{{ value }}"),
        ("kind: duties", "kind: tổ chức thực hiện", "kind: duties"),
    ],
    "city": [
        ("issuer: ubnd-tp-lai-chau", "issuer: ubnd-tp-lai-chua", "issuer: ubnd-tp-lai-chau"),
        ("targets: [lao-dong-qua-dao-tao", "targets: [lao-dong-qua-dao-tạo", "targets: [lao-dong-qua-dao-tao"),
        ("{{ share('doan-ket') }}", "{{ share(‘doan-ket’) }}", "{{ share('doan-ket') }}"),
        ("{{ share('doan-ket') }}", "{{ share(doan-ket) }}", "{{ share('doan-ket') }}"),
    ],
}
ROWS = [*SENTENCES, *KEYS, *DATES, *WORDS, *EXPRESSIONS, *LINES_OF_BULLETS, *QUESTIONS]


def _stands(row: tuple[str, str, str], text: str) -> bool:
    """Whether it can be typed here; of a quote that is never closed the end is elsewhere."""
    if "\n" in row[1]:  # lines that are indented as in another plan
        return False
    return (f"\n{row[0]}" in text or f" {row[0]}" in text) and row[1].count("'") % 2 == row[1].count('"') % 2 == 0


SLIPS = [
    (name, *row)
    for name, (text, _agencies) in PLANS.items()
    for row in [*OWN[name], *(row for row in ROWS if _stands(row, text))]
]


@lru_cache(maxsize=4)
def look(name: str, text: str) -> Examined:
    return look_at_plan(Source("a.yaml", text), PLANS[name][1])


def codes(examined: Examined) -> list[str]:
    return sorted(f.code for f in examined.findings)


def test_there_are_sixty() -> None:
    assert len(SLIPS) >= 60


@pytest.mark.parametrize(("name", "old", "typed", "meant"), SLIPS, ids=lambda text: text[:30])
def test_a_slip_is_found_and_its_hint_mends_it(name: str, old: str, typed: str, meant: str) -> None:
    text = PLANS[name][0]
    assert old in text
    right, slipped = look(name, text.replace(old, meant, 1)), text.replace(old, typed, 1)
    line = slipped.count("\n", 0, text.index(old)) + 1
    new = [f for f in look(name, slipped).findings if f.code not in codes(right)]
    assert new, "the slip is found"
    assert line in {f.span.line for f in new}
    for _round in range(3):
        left = [f for f in look(name, slipped).findings if f.code not in codes(right)]
        if not left:
            break
        finding = next((f for f in left if f.span.line == line), left[0])
        try:
            slipped = obeyed(finding, slipped)
        except Unsaid:
            pytest.fail(f"{finding.code} {finding.message} | {finding.hint}")
    assert codes(look(name, slipped)) == codes(right)
    assert look(name, slipped).plan == right.plan

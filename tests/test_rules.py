"""Every rule: where it fires, exactly, and where it keeps quiet; its manual; its words in both languages.

A new case is a file in tests/cases/rules/<CODE>; `⟦KH201|text⟧` marks what must be found, and is taken out before.
"""

from __future__ import annotations

import gettext
import re
from functools import cache
from pathlib import Path

import pytest

from kehoach.checks import check_agencies
from kehoach.diagnostics import Finding
from kehoach.parse.plan import parse_agencies
from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.pipeline.rule_book import all_rules
from kehoach.readers.yaml import read
from kehoach.source import Source
from tests.support.cases import CASES, RULES
from tests.support.plans import ROOT, registry
from tests.support.templates import TEMPLATES

ISSUED = {"KH717", "KH718", "KH719", "KH720"}

_MARKER = re.compile(r"⟦(\w+)\|((?:(?!⟦\w+\|)[^⟧])*)⟧")

Place = tuple[str, int, int]


def unmarked(text: str) -> tuple[str, list[Place]]:
    """The text without its markers, and each marker as (code, start, end)."""
    places: list[Place] = []
    while match := _MARKER.search(text):
        start, end, head = match.start(), match.end(), len(f"⟦{match[1]}|")

        def moved(offset: int, start: int = start, end: int = end, head: int = head) -> int:
            return offset - head * (offset > start) - (offset >= end)

        places = [(code, moved(a), moved(b)) for code, a, b in places]
        places.append((match[1], start, start + len(match[2])))
        text = text[:start] + match[2] + text[end:]
    return text, sorted(places, key=_by_place)


def _by_place(place: Place) -> tuple[int, int, str]:
    return place[1], place[2], place[0]


def found_places(findings: tuple[Finding, ...]) -> list[Place]:
    return sorted(((f.code, f.span.start, f.span.end) for f in findings), key=_by_place)


@cache
def looked_at(path: Path) -> Examined:
    """A case without its markers, read and checked: once for all that is asked of it."""
    return look_again(path, unmarked(path.read_bytes().decode("utf-8"))[0])


def look_again(path: Path, text: str) -> Examined:
    """Another text for the same case."""
    return look_at_plan(Source(str(path), text), registry(CASES / "agencies.yaml"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_rule_case(path: Path) -> None:
    expected = unmarked(path.read_bytes().decode("utf-8"))[1]
    made = looked_at(path)
    listed = "\n".join(f"{f.span.line}:{f.span.column} {f.code} {f.message}" for f in made.findings)
    assert found_places(made.findings) == expected, listed
    code = path.parent.name
    if path.stem.startswith("fires"):
        assert code in {place[0] for place in expected}
    else:
        assert expected == []


@pytest.mark.parametrize("path", sorted((CASES / "rules").glob("*.registry.yaml")), ids=lambda path: path.name[:5])
def test_registry_rule_case(path: Path) -> None:
    text, expected = unmarked(path.read_text(encoding="utf-8"))
    source = Source("agencies.yaml", text)
    node, findings = read(source)
    assert node is not None
    agencies, more = parse_agencies(node, source)
    assert found_places((*findings, *more, *check_agencies(agencies))) == expected


def test_every_rule_has_a_firing_and_a_quiet_case() -> None:
    elsewhere = {
        "KH014",
        "KH119",
        "KH125",
        "KH204",
        "KH212",
        *ISSUED,
    }  # limits, namesakes, what was issued and the registry have tests of their own
    cases = [*RULES, *TEMPLATES, *(CASES / "results").glob("*/*.yaml")]
    for code in set(all_rules()) - elsewhere:
        names = [path.stem for path in cases if path.parent.name == code]
        assert any(name.startswith("fires") for name in names), code
        assert any(name.startswith("quiet") for name in names), code


@pytest.mark.parametrize("code", all_rules())
def test_rule_has_a_manual_in_both_languages(code: str) -> None:
    manual = all_rules()[code].manual
    assert manual.title.endswith(".")
    assert manual.why
    assert manual.bad
    assert manual.good
    vietnamese = gettext.translation("kehoach", ROOT / "kehoach" / "locale", ["vi"])
    for sentence in (manual.title, manual.why):
        assert vietnamese.gettext(sentence) != sentence


def test_a_fix_does_away_with_its_finding() -> None:
    """Every safe fix, applied, leaves a text without the finding."""
    from kehoach.edits import apply

    tried = 0
    for path in RULES:
        made = looked_at(path)
        before = [f.code for f in made.findings]
        for finding in made.findings:
            if finding.fix:
                again = look_again(path, apply(made.source.text, finding.fix))
                assert [f.code for f in again.findings].count(finding.code) < before.count(finding.code), path
                tried += 1
    assert tried >= 10

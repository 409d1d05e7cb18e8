"""What can be done about a finding: done, the finding is gone. On every case of every rule."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Finding, Severity, _
from kehoach.edits import Edit, apply
from kehoach.language_server.actions import CodeFix, all_fixes, fixes_for, line_edits
from kehoach.pipeline.examine import Examined
from kehoach.pipeline.fixing import apply_safe_fixes
from kehoach.pipeline.selection import selection
from kehoach.source import Source
from tests.support.amounts import spread
from tests.support.cases import RULES
from tests.test_rules import ISSUED, look_again, looked_at

CASES = [path for path in RULES if path.parent.name not in ISSUED and path.stem.startswith("fires")]
EVERYTHING = selection((), ())


def actions() -> Iterator[tuple[Examined, Finding, CodeFix]]:
    for path in CASES:
        made = looked_at(path)
        for finding in made.findings:
            if finding.span.source.path == made.source.path:
                for fix in fixes_for(finding, made.source):
                    yield made, finding, fix


def after(made: Examined, fix: CodeFix) -> Examined:
    return look_again(made.path, apply(made.source.text, fix.edits))


def count(finding: Finding, made: Examined) -> int:
    """How many findings say the same."""
    return sum((one.code, one.message) == (finding.code, finding.message) for one in made.findings)


def silences(fix: CodeFix) -> bool:
    return str(fix.title).startswith("Silence")


def test_a_word_that_was_meant_takes_the_finding_away() -> None:
    guesses = [one for one in actions() if not one[2].is_sure and not silences(one[2])]
    assert len(guesses) > 10
    for made, finding, fix in spread(guesses, 40):
        assert count(finding, after(made, fix)) < count(finding, made), (made.path, finding.message, fix.edits)


def test_what_is_sure_is_what_check_would_write() -> None:
    sure = [one for one in actions() if one[2].is_sure]
    assert len(sure) > 200
    for made, finding, fix in sure:
        assert apply(made.source.text, fix.edits) == apply(made.source.text, finding.fix or ()), made.path


def test_a_silenced_finding_asks_for_its_reason_and_is_gone_with_it() -> None:
    silenced = [one for one in actions() if silences(one[2]) and not one[2].edits[0].text.startswith(",")]
    assert not any(finding.vital for _made, finding, _fix in silenced)
    for made, finding, fix in spread(silenced, 40):
        without = after(made, fix)
        assert "KH092" in {one.code for one in without.findings}, (made.path, finding.message)
        assert count(finding, without) == count(finding, made), (made.path, finding.message)
        (edit,) = fix.edits
        reason = Edit(edit.start, edit.end, f"{edit.text}vì vậy")
        with_reason = look_again(made.path, apply(made.source.text, (reason,)))
        assert count(finding, with_reason) < count(finding, made), (made.path, finding.code, edit)


def test_every_title_is_one_short_line_in_both_languages() -> None:
    for _made, finding, fix in actions():
        assert str(fix.title).strip(), finding.code


def test_all_fixes_are_those_of_check() -> None:
    for path in spread(CASES, 40):
        made = looked_at(path)

        def look(source: Source) -> Examined:
            return look_again(made.path, source.text)  # noqa: B023

        last, _count = apply_safe_fixes(made, look, EVERYTHING)
        edits = all_fixes(made, look, EVERYTHING)
        assert apply(made.source.text, edits) == last.source.text, path


def test_edits_of_lines_touch_only_lines_that_differ() -> None:
    before = "a\nb\nc\r\nd"
    assert apply(before, line_edits(before, "a\nB\nc\r\nd\n")) == "a\nB\nc\r\nd\n"
    assert [(one.start, one.end) for one in line_edits(before, "a\nB\nc\r\nd")] == [(2, 4)]
    assert list(line_edits(before, before)) == []


def test_a_title_says_what_is_written() -> None:
    source = Source("plan.yaml", "lead: phong-tu-phaap\n")
    finding = Finding(
        "KH201", "x", Severity.ERROR, _("no"), source.span(6, 20), _("perhaps {guess}?", guess='"phong-tu-phap"')
    )
    first, *_others = fixes_for(finding, source)
    assert str(first.title) == "Write: phong-tu-phap"
    assert apply(source.text, first.edits) == "lead: phong-tu-phap\n"

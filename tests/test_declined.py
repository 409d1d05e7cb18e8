"""What `--fix` leaves as it is says why, and is no more counted among what it can fix."""

from __future__ import annotations

import shutil
from pathlib import Path

from kehoach.diagnostics import Selection, Severity, _
from kehoach.edits import Edit
from kehoach.frozen import replace
from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.pipeline.fixing import apply_safe_fixes
from kehoach.rules import Rule, Violation
from kehoach.source import Source
from tests.support.cases import CASES
from tests.support.forked import run
from tests.support.plans import SMALL, registry, small_workspace

AGENCIES = registry(CASES / "agencies.yaml")
TEXT = SMALL.replace("ubnd-tp-lai-chau", "ubnd-tinh")


def look(source: Source) -> Examined:
    return look_at_plan(source, AGENCIES)


def test_a_file_that_stays_unreadable_says_by_what(tmp_path: Path) -> None:
    plan = small_workspace(tmp_path)
    text = (
        plan.read_text(encoding="utf-8").replace("- Nội dung.", "- Nội dung: %, ha.").replace("VT, TH\n", "'VT, TH\n")
    )
    plan.write_text(text, encoding="utf-8")
    done = run("check", "--fix", "--lang", "en", str(plan), cwd=tmp_path)
    assert plan.read_text(encoding="utf-8") == text
    assert "KH007" in done.stdout
    assert "--fix did not do this: the file could still not be read; a quote is opened here" in done.stdout
    number = text.split("\n").index("archive: 'VT, TH") + 1
    assert f"on line {number}: archive: 'VT" in done.stdout
    assert "can be fixed with --fix" not in done.stdout + done.stderr
    before = run("check", "--lang", "en", str(plan), cwd=tmp_path)
    assert f"on line {number}: archive: 'VT" in before.stdout
    assert "can be fixed with --fix" not in before.stdout + before.stderr


def test_before_the_fix_it_counts_as_one_that_can_be_fixed(tmp_path: Path) -> None:
    plan = small_workspace(tmp_path)
    plan.write_text(plan.read_text(encoding="utf-8").replace("- Nội dung.", "- Nội dung: %, ha."), encoding="utf-8")
    assert "1 can be fixed with --fix" in run("check", "--lang", "en", str(plan), cwd=tmp_path).stderr
    done = run("check", "--fix", "--lang", "en", str(plan), cwd=tmp_path)
    assert done.returncode == 0
    assert "      - >\n        Nội dung: %, ha.\n" in plan.read_text(encoding="utf-8")


def _with_a_harmful_fix(source: Source) -> Examined:
    """A finding on the word `sections` whose fix spoils the file."""
    examined = look(source)
    start = source.text.find("sections")
    if start < 0:
        return examined
    rule = Rule("KH999", Severity.WARNING, None, lambda: ())
    spoil = Violation(source.span(start, start + 8), _("no word of ours"), None, (Edit(start, start + 8, "phần"),))
    return replace(examined, findings=(*examined.findings, rule.finding(spoil)))


def test_a_fix_that_would_do_harm_says_which() -> None:
    last, made = apply_safe_fixes(_with_a_harmful_fix(Source("a.yaml", TEXT)), _with_a_harmful_fix, Selection())
    assert (made, last.source.text) == (0, TEXT)
    (finding,) = [f for f in last.findings if f.code == "KH999"]
    assert finding.fix is None
    assert str(finding.hint) == '--fix did not do this: then there is no key "phần" here, at: phần:'


def test_what_is_not_selected_keeps_its_fix() -> None:
    last, made = apply_safe_fixes(_with_a_harmful_fix(Source("a.yaml", TEXT)), _with_a_harmful_fix, Selection(("KH6",)))
    assert made == 0
    assert last.findings[-1].fix


def test_what_is_fixed_on_request_is_counted_apart(tmp_path: Path) -> None:
    plan = small_workspace(tmp_path)
    typed = plan.read_text(encoding="utf-8").replace("- kind: purpose", '- mark: "4."\n    kind: purpose')
    plan.write_text(typed, encoding="utf-8")
    done = run("check", "--fix", "--lang", "en", str(plan), cwd=tmp_path)
    assert "1 with --fix --select KH145" in done.stderr
    assert "can be fixed" not in done.stderr


def _workspace_with_results(folder: Path, results: str) -> Path:
    (folder / "plans" / "2026").mkdir(parents=True)
    (folder / "results" / "2026" / "a").mkdir(parents=True)
    shutil.copy(CASES / "agencies.yaml", folder / "plans")
    shutil.copy(CASES / "results" / "plan.yaml", folder / "plans" / "2026" / "a.yaml")
    path = folder / "results" / "2026" / "a" / "nam.yaml"
    path.write_text(results, encoding="utf-8")
    return path


def test_results_are_fixed_too(tmp_path: Path) -> None:
    typed = (
        "tasks:\n  ra-soat:\n    tiến độ: Hoàn thành.\n    on: 20.4.2026\n  van-dong: Đang thực hiện\n"
        "leadership: Giảm 1.5% so với năm trước.\n"
    )
    path = _workspace_with_results(tmp_path, typed)
    before = run("check", "--lang", "en", str(path), cwd=tmp_path)
    assert "4 can be fixed with --fix" in before.stderr, before.stdout
    done = run("check", "--fix", "--lang", "en", str(path), cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == (
        "tasks:\n  ra-soat:\n    status: hoàn thành\n    on: 20/4/2026\n  van-dong: đang thực hiện\n"
        "leadership: Giảm 1,5% so với năm trước.\n"
    )
    assert "can be fixed" not in done.stderr


def test_results_of_a_plan_that_cannot_be_read_are_left_alone(tmp_path: Path) -> None:
    path = _workspace_with_results(tmp_path, "tasks:\n  van-dong: Đang thực hiện\n")
    (tmp_path / "plans" / "2026" / "a.yaml").write_text("year: [2026\n", encoding="utf-8")
    done = run("check", "--fix", "--lang", "en", str(path), cwd=tmp_path)
    assert done.returncode == 1
    assert "KH001" in done.stdout
    assert path.read_text(encoding="utf-8") == "tasks:\n  van-dong: Đang thực hiện\n"

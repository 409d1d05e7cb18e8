"""Safe fixes: each does away with its finding, nothing else of the file changes, nothing of the user's is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diagnostics import EnvironmentFailure, Finding, Selection, Severity, WouldOverwrite, _
from kehoach.edits import Edit, apply, non_overlapping, with_line_ends
from kehoach.frozen import replace
from kehoach.pipeline import fixing
from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.pipeline.fixing import apply_safe_fixes
from kehoach.source import Source
from kehoach.storage.saving import rewrite
from tests.support.cases import CASES, RULES
from tests.support.forked import run
from tests.support.plans import ROOT, registry, small_workspace
from tests.test_cli import PLAN, place  # noqa: F401
from tests.test_rules import looked_at, unmarked

AGENCIES = registry(CASES / "agencies.yaml")
EVERYTHING = Selection()


def look(source: Source) -> Examined:
    return look_at_plan(source, AGENCIES)


def mended(text: str, selection: Selection = EVERYTHING) -> tuple[Examined, int]:
    return apply_safe_fixes(look(Source("a.yaml", text)), look, selection)


def case_texts() -> list[tuple[str, str, str]]:
    """Firing cases whose rule offers a fix there: code, name, text."""
    found = []
    for path in RULES:
        if not unmarked(path.read_text(encoding="utf-8"))[1]:  # nothing is to be found there
            continue
        code, made = path.parent.name, looked_at(path)
        if any(finding.code == code and finding.fix for finding in made.findings):
            found.append((code, path.stem, made.source.text))
    return found


FIXABLE = case_texts()


@pytest.mark.parametrize(("code", "name", "text"), FIXABLE, ids=[f"{code}-{name}" for code, name, _text in FIXABLE])
def test_the_fix_of_a_rule_leaves_it_quiet(code: str, name: str, text: str) -> None:
    first = look(Source("a.yaml", text))
    for shape in (text, text.replace("\r\n", "\n").replace("\n", "\r\n")):
        last, fixes = mended(shape, Selection((code,)))
        unfixable = sum(finding.code == code and finding.fix is None for finding in first.findings)
        assert fixes > 0
        assert last.readable
        assert sum(finding.code == code for finding in last.findings) == unfixable
        assert mended(last.source.text, Selection((code,)))[1] == 0
        if "\r\n" in shape:
            assert "\n" not in last.source.text.replace("\r\n", "")


def test_many_rules_have_a_fix() -> None:
    assert len({code for code, _name, _text in FIXABLE}) >= 9


# --- edits ----------------------------------------------------------------------------------------------------------

UNIQUE = "".join(chr(0x4E00 + n) for n in range(40))
EDITS = st.builds(
    lambda start, length, text: Edit(start, min(start + length, len(UNIQUE)), text),
    st.integers(0, 40), st.integers(0, 6), st.text(st.sampled_from("abc"), max_size=3),
)  # fmt: skip


@given(st.lists(st.lists(EDITS, min_size=1, max_size=3).map(tuple), max_size=8))
def test_outside_of_the_spans_nothing_changes(groups: list[tuple[Edit, ...]]) -> None:
    """Every character of the text is unlike the others, so what is left of it afterwards can be told exactly."""
    chosen = non_overlapping(groups)
    edits = [edit for index in chosen for edit in groups[index]]
    after = apply(UNIQUE, edits)
    gone = {position for edit in edits for position in range(edit.start, edit.end)}
    assert "".join(c for c in after if c not in "abc") == "".join(c for n, c in enumerate(UNIQUE) if n not in gone)
    for index, group in enumerate(groups):
        assert index in chosen or any(
            (a.start < b.end and b.start < a.end) or a.start == b.start
            for a in group
            for b in [*edits, *(edit for edit in group if edit != a)]
        ), "left out without a reason"


@pytest.mark.parametrize(
    ("groups", "kept"),
    [
        ([[Edit(3, 3, "a")], [Edit(3, 3, "b")]], [0]),  # two insertions: their order would decide
        ([[Edit(3, 3, "a")], [Edit(3, 5, "b")]], [0]),
        ([[Edit(3, 5, "a")], [Edit(3, 3, "b")]], [0]),
        ([[Edit(3, 5, "a")], [Edit(4, 4, "b")]], [0]),
        ([[Edit(3, 5, "a")], [Edit(4, 9, "b")], [Edit(5, 6, "c")]], [0, 2]),
        ([[Edit(5, 6, "a")], [Edit(3, 5, "b")], [Edit(6, 6, "c")]], [0, 1, 2]),
        ([[Edit(0, 1, "a"), Edit(8, 9, "a")], [Edit(4, 5, "b"), Edit(8, 9, "b")], [Edit(4, 5, "c")]], [0, 2]),
        ([[Edit(0, 9, "a")], [Edit(2, 3, "b")]], [0]),
    ],
)
def test_two_fixes_of_one_place_are_not_made_together(groups: list[list[Edit]], kept: list[int]) -> None:
    assert non_overlapping([tuple(group) for group in groups]) == kept


def test_line_ends_of_an_edit_are_those_of_its_line() -> None:
    assert with_line_ends(Edit(0, 1, "x\ny\r\n"), "a\r\nb\n").text == "x\r\ny\r\n"
    assert with_line_ends(Edit(3, 4, "x\ny"), "a\r\nb\n").text == "x\ny"
    assert with_line_ends(Edit(3, 4, "x\ny"), "a\r\nb").text == "x\r\ny"
    assert with_line_ends(Edit(0, 1, "x\ny"), "a").text == "x\ny"


# --- whole files ----------------------------------------------------------------------------------------------------

CLEAN = unmarked((CASES / "rules/KH601/fires.yaml").read_text(encoding="utf-8"))[0].replace("với với", "với")
CLEAN = CLEAN.replace("hội, đoàn thể.", "hội, đoàn thể.\n      - Tổ chức tuyên truyền, vận động Nhân dân.")


def decompose(line: str) -> str:
    return unicodedata.normalize("NFD", line)


@st.composite
def faulty(draw: st.DrawFn) -> str:
    """The clean plan with faults whose mending must give exactly the clean plan."""
    lines = CLEAN.split("\n")
    for number in draw(st.sets(st.integers(0, len(lines) - 2), max_size=8)):
        line = lines[number]
        if not line.strip():
            continue
        kind = draw(st.sampled_from(["zero width", "control", "loose marks", "tab", "doubled"]))
        at = draw(st.integers(len(line) - len(line.lstrip()) + 1, len(line)))
        if kind == "zero width":
            line = line[:at] + draw(st.sampled_from("\u200b\u200c\u2060\u00ad")) + line[at:]
        elif kind == "control":
            line = line[:at] + draw(st.sampled_from("\x0b\x1b\u200e")) + line[at:]
        elif kind == "loose marks":
            line = decompose(line)
        elif kind == "tab" and line.startswith("  "):
            line = "\t" + line[2:]
        elif kind == "doubled" and "hợp với" in line:
            line = line.replace("với", "với với")
        lines[number] = line
    return "\n".join(lines)


@given(faulty(), st.booleans())
@settings(max_examples=40)
def test_mending_gives_back_the_clean_plan(text: str, windows: bool) -> None:
    clean = CLEAN.replace("\n", "\r\n") if windows else CLEAN
    last, _fixes = mended(text.replace("\n", "\r\n") if windows else text)
    assert last.source.text == clean
    assert mended(last.source.text)[1] == 0


def spoiling(*bad: tuple[str, str, str | None]) -> object:
    """A look that also finds the word `old` (a finding of `code`) and proposes `new` for it, None nothing."""

    def spoilt(source: Source) -> Examined:
        examined = look(source)
        more = []
        for code, old, new in bad:
            start = source.text.find(old)
            if start >= 0:
                fix = None if new is None else (Edit(start, start + len(old), new),)
                span = source.span(start, start + len(old))
                more.append(Finding(code, "bad", Severity.WARNING, _("bad"), span, fix=fix))
        return replace(examined, findings=(*examined.findings, *more))

    return spoilt


@pytest.mark.parametrize(
    "bad",
    [
        [("KH690", "Nhân dân", "Nhân dân: [")],  # the file could no longer be read
        [("KH690", "archive", "lưu")],  # a new error of structure
        [("KH690", "Nhân dân", "Nhân dân")],  # changes nothing
        [("KH690", "Nhân dân", "nhân dân"), ("KH691", "nhân dân", "Nhân dân")],  # a circle
        [("KH690", "Nhân dân", "Nhân dân, Nhân dân")],  # grows for ever
        [("KH690", "Nhân dân", "nhân dân"), ("KH690", "nhân dân", None)],  # the finding stays
    ],
)
def test_a_fix_that_does_not_mend_is_not_made_and_the_others_are(
    bad: list[tuple[str, str, str | None]],
) -> None:
    text = CLEAN.replace("hợp với", "hợp với với").replace("UBND tỉnh ban", "UBND\u200b tỉnh ban")
    spoilt = spoiling(*bad)
    last, fixes = apply_safe_fixes(spoilt(Source("a.yaml", text)), spoilt, EVERYTHING)  # type: ignore[operator,arg-type]
    if "KH691" in str(bad):
        assert last.source.text.replace("nhân dân", "Nhân dân") == CLEAN
    else:
        assert (last.source.text, fixes) == (CLEAN, 2)


def test_a_file_that_stays_unreadable_is_left_alone() -> None:
    text = CLEAN.replace("UBND tỉnh ban", "UBND\u200b tỉnh ban") + "sections: [\n"
    assert mended(text)[1] == 0


def test_what_a_comment_silences_is_not_fixed() -> None:
    text = CLEAN.replace("Nhân dân.", "với với hội.  # kehoach: ignore[KH601] trích nguyên văn")
    assert mended(text)[1] == 0


# --- the command ----------------------------------------------------------------------------------------------------


def test_fix_shows_a_diff_that_patch_understands_and_writes_the_same(place: Path) -> None:  # noqa: F811
    plan = place / PLAN
    written = plan.read_text(encoding="utf-8").replace("năm {{ year }}", "năm\u200b {{ year }}")
    before = b"\xef\xbb\xbf" + written.replace("\n", "\r\n").encode() + "# hết".encode()
    plan.write_bytes(before)
    shown = run("check", "--diff", cwd=place)
    assert (shown.returncode, plan.read_bytes()) == (1, before)
    done = run("check", "--fix", "--lang", "en", cwd=place)
    assert done.returncode == 0
    assert done.stdout == shown.stdout
    assert done.stderr.startswith(f"{PLAN}: fixed: ")
    after = plan.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n") == before.count(b"\n")
    assert after == before.replace("\u200b".encode(), b"").replace(" với với Chi".encode(), " với Chi".encode())
    again = run("check", "--diff", cwd=place)
    assert (again.returncode, again.stdout, plan.read_bytes()) == (0, "", after)


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch program here")
def test_the_diff_is_one_that_patch_applies(place: Path) -> None:  # noqa: F811
    plan = place / PLAN
    text = plan.read_text(encoding="utf-8").rstrip("\n") + "  # kehoach: ignore[KH602] không còn gì"
    plan.write_text(text, encoding="utf-8")
    shown = run("check", "--diff", cwd=place)
    copy = place / "copy.yaml"
    shutil.copy(plan, copy)
    subprocess.run(["patch", "-s", str(copy)], input=shown.stdout, text=True, encoding="utf-8", check=True)
    assert run("check", "--fix", cwd=place).returncode == 0
    assert copy.read_bytes() == plan.read_bytes()
    assert "ignore[KH602]" not in plan.read_text(encoding="utf-8")


def test_fix_keeps_to_the_selection(place: Path) -> None:  # noqa: F811
    before = (place / PLAN).read_bytes()
    assert run("check", "--fix", "--ignore", "KH601", cwd=place).returncode == 0
    assert run("check", "--fix", "--select", "KH0", cwd=place).returncode == 0
    assert (place / PLAN).read_bytes() == before


def test_fix_with_json_prints_only_json(place: Path) -> None:  # noqa: F811
    done = run("check", "--fix", "--format", "json", cwd=place)
    assert (done.returncode, done.stdout) == (0, "[]\n")
    assert run("check", "--diff", "--format", "json", cwd=place).returncode == 2


def test_the_registry_is_fixed_only_where_it_is_asked(place: Path) -> None:  # noqa: F811
    agencies = place / "plans/agencies.yaml"
    agencies.write_text(agencies.read_text(encoding="utf-8") + "thu: Phòng\u200b Thử\n", encoding="utf-8")
    assert "KH004" in run("check", "--fix", PLAN, cwd=place).stdout
    assert "\u200b" in agencies.read_text(encoding="utf-8")
    assert run("check", "--fix", "plans/agencies.yaml", cwd=place).returncode == 0
    assert "\u200b" not in agencies.read_text(encoding="utf-8")


def test_a_file_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"somebody's newer text")
    with pytest.raises(WouldOverwrite) as raised:
        rewrite(path, b"what was read", "what was mended")
    assert raised.value.exit_code == 3
    assert path.read_bytes() == b"somebody's newer text"
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_bytes(b"\xef\xbb\xbfa")
    real.chmod(0o640)
    link.symlink_to(real)
    rewrite(link, b"\xef\xbb\xbfa", "b\r\n")
    assert link.is_symlink()
    assert real.read_bytes() == b"\xef\xbb\xbfb\r\n"
    assert real.stat().st_mode & 0o777 == 0o640
    if os.geteuid() != 0:
        real.chmod(0o440)
        with pytest.raises(EnvironmentFailure):
            rewrite(link, real.read_bytes(), "c")


def test_control_characters_do_not_reach_the_terminal(place: Path) -> None:  # noqa: F811
    plan = place / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("year: 2024", "year: 2024\x1b]0;x\x07"), encoding="utf-8")
    done = run("check", "--diff", "--color", "always", cwd=place)
    assert "-year: 2024<U+001B>]0;x<U+0007>" in done.stdout
    assert "\x07" not in done.stdout


def test_the_repository_s_own_plan_needs_no_fix_but_the_planted_one() -> None:
    """The example keeps one doubled word of its original on purpose."""
    text = (ROOT / PLAN).read_text(encoding="utf-8")
    last, fixes = apply_safe_fixes(
        look_at_plan(Source("a.yaml", text), registry()), lambda s: look_at_plan(s, registry()), EVERYTHING
    )
    assert (fixes, len(text) - len(last.source.text)) == (1, len(" với"))


def test_a_file_whose_faults_hide_one_another_without_end_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "items:\n" + "".join(f"  - &a{number} x\n" for number in range(12))
    monkeypatch.setattr(fixing, "MOST_READ", 20 * len(text))
    assert mended(text)[1] == 12
    monkeypatch.setattr(fixing, "MOST_READ", 4 * len(text))
    last, made = mended(text)
    assert (last.source.text, made) == (text, 0)
    assert [finding.code for finding in last.findings] == ["KH008"]


def test_typed_numbers_are_taken_out_on_request_only(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    plan = tmp_path / "plans" / "2024" / "nho.yaml"
    typed = plan.read_text(encoding="utf-8").replace(
        "- Nội dung.\n",
        '- mark: "4."\n        heading: Một\n        items: [Nội dung.]\n      - heading: Hai\n        mark: "7."\n',
    )
    plan.write_text(typed, encoding="utf-8")
    run("check", "--fix", "plans/2024/nho.yaml", cwd=tmp_path)
    assert 'mark: "4."' in plan.read_text(encoding="utf-8")
    run("check", "--fix", "--select", "KH145", "plans/2024/nho.yaml", cwd=tmp_path)
    left = plan.read_text(encoding="utf-8")
    assert "mark:" not in left
    assert "- heading: Một\n        items: [Nội dung.]\n      - heading: Hai\n" in left


def test_a_typed_number_is_not_taken_out_with_a_comment(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    plan = tmp_path / "plans" / "2024" / "nho.yaml"
    item = '- mark: "4."  # theo bản cũ\n        heading: Một\n      - heading: Hai  # hỏi lại\n        mark: "7."\n'
    plan.write_text(plan.read_text(encoding="utf-8").replace("- Nội dung.\n", item), encoding="utf-8")
    run("check", "--fix", "--select", "KH145", "plans/2024/nho.yaml", cwd=tmp_path)
    assert item in plan.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["tỉnh Khánh Hoà", "bà Thuỷ", "xã Hoà Bình", "Uỷ ban"])
def test_the_tone_mark_of_a_name_is_told_and_left(name: str) -> None:
    text = CLEAN.replace("Nhân dân.", f"văn hóa, xã hội hóa, thúy, {name}.")
    assert any(f.code == "KH605" for f in look(Source("a.yaml", text)).findings)
    assert mended(text)[0].source.text == text


def test_the_number_of_a_law_is_taken_out_on_request_only() -> None:
    text = CLEAN.replace("Nhân dân.", "Luật Việc làm số 74/2025/QH15.")
    assert mended(text) == (look(Source("a.yaml", text)), 0)
    assert "QH15" not in mended(text, Selection(("KH507",)))[0].source.text

"""Reports as plain values: what comes back says the same in every form, and is small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.commands.check import check
from kehoach.diagnostics import (
    ENGLISH,
    EnvironmentFailure,
    Finding,
    KehoachError,
    Locked,
    Message,
    Renewed,
    Report,
    Severity,
    UnreadableFile,
    WouldOverwrite,
    _,
)
from kehoach.edits import Edit
from kehoach.language import translator
from kehoach.plain import report_from_plain, report_to_plain
from kehoach.show import as_json, as_text, failure
from kehoach.show.github import as_github
from kehoach.show.sarif import as_sarif
from kehoach.source import Source
from tests.support.plans import ROOT

paths = st.text(st.sampled_from("ab đề\r\n{}\t/"), max_size=60).map(Path)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    source = Source(draw(st.sampled_from(["a.yaml", "b.yaml"])), "một dòng\r\nhai dòng\n\nbốn dòng đủ chữ\n", "")
    start = draw(st.integers(0, len(source.text) - 1))
    end = draw(st.integers(start, len(source.text)))
    said = Message("{what} is {how:.1f}", {"what": draw(st.sampled_from(["x", _("the {one}", one=1)])), "how": 1.5})
    fix = draw(st.none() | st.just((Edit(start, end, "mới"),)))
    hint = draw(st.none() | st.just(_("a way out")))
    return Finding(
        "KH601", "doubled-word", draw(st.sampled_from(Severity)), said, source.span(start, end), hint, None, fix
    )


@given(st.lists(findings(), max_size=4), st.lists(findings(), max_size=2), st.lists(paths), st.lists(paths))
def test_a_report_comes_back(
    found: list[Finding], ignored: list[Finding], written: list[Path], unchanged: list[Path]
) -> None:
    renewed = tuple(Renewed("PDF", _("{old} → {new}", old=str(one), new=str(one))) for one in written)
    report = Report(tuple(found), tuple(written), ignored=tuple(ignored), unchanged=tuple(unchanged), renewed=renewed)
    again = report_from_plain(json.loads(json.dumps(report_to_plain(report))))
    assert told(again) == told(report)
    assert (again.written, again.unchanged, len(again.ignored)) == (report.written, report.unchanged, len(ignored))
    assert again.renewed == report.renewed


def test_who_shows_a_report_says_from_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker on another machine has its own current folder."""
    plan = tmp_path / "plans" / "2026" / "a.yaml"
    source = Source(str(plan), "một\n")
    said = _("{path} cannot be read: {problem}", path=plan, problem=_("see {path}", path=tmp_path / "b"))
    report = Report((Finding("KH601", "n", Severity.INFO, said, source.span(0)),), failures=(UnreadableFile(said),))
    sent = json.dumps(report_to_plain(report))
    for folder, start in (
        (tmp_path, "plans/2026/a.yaml"),
        (tmp_path / "plans", "2026/a.yaml"),
        (Path("/"), str(plan)[1:]),
    ):
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        line = next(as_text(report_from_plain(json.loads(sent)), ENGLISH))
        assert line.startswith(f"{start}:1:1: note KH601: {start} cannot be read")
        assert failure(report_from_plain(json.loads(sent)).failures[0], ENGLISH).startswith(f"kehoach: {start} cannot")
    monkeypatch.chdir(tmp_path / "plans")
    assert f"see {tmp_path / 'b'}" in next(as_text(report_from_plain(json.loads(sent)), ENGLISH))


def told(report: Report) -> list[object]:
    vietnamese = translator("vi")
    return [
        list(as_text(report, ENGLISH)), as_json(report, ENGLISH), list(as_github(report, ENGLISH)),
        as_sarif(report, ENGLISH, "en", Path("/nowhere")), as_json(report, ENGLISH),
        [one.message.into(ENGLISH) for one in report.ignored], [str(one.severity) for one in report.findings],
        vietnamese.gettext("error"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "plan", sorted(ROOT.glob("plans/*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_what_is_found_on_a_real_plan_comes_back_and_is_small(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "plans" / plan.parent.name / plan.name
    place.parent.mkdir(parents=True)
    place.write_text(plan.read_text(encoding="utf-8").replace("2024", "2023"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = check([place], tmp_path, None)
    assert report.findings
    plain = report_to_plain(report)
    assert told(report_from_plain(json.loads(json.dumps(plain)))) == told(report)


def test_lines_that_nothing_points_into_are_left_out() -> None:
    source = Source("a.yaml", "đầu\n" + "giữa\n" * 1000 + "cuối\n")
    finding = Finding(
        "KH1", "x", Severity.WARNING, _("y"), source.span(source.text.index("cuối"), len(source.text) - 1)
    )
    text = report_to_plain(Report((finding,)))["sources"][0][2]
    assert text == "\n" * 1001 + "cuối\n"


@pytest.mark.parametrize("kind", [UnreadableFile, WouldOverwrite, EnvironmentFailure, Locked])
def test_a_failure_comes_back_with_its_exit_code(kind: type[KehoachError]) -> None:
    report = Report(failures=(kind(_("a {thing} failed", thing=Path("x")), _("do that")),))
    again = report_from_plain(json.loads(json.dumps(report_to_plain(report))))
    assert type(again.failures[0]) is kind
    assert again.exit_code == report.exit_code
    assert failure(again.failures[0], ENGLISH) == failure(report.failures[0], ENGLISH)

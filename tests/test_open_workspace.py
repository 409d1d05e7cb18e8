"""What is found in files that are open and not saved: what `kehoach check` finds once they are."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kehoach.commands.check import check
from kehoach.diagnostics import Finding, Message
from kehoach.pipeline.open_workspace import OpenWorkspace, kind_of
from kehoach.pipeline.session import Session
from kehoach.storage.workspace import Workspace
from tests.support.amounts import spread
from tests.support.cases import CASES, RULES
from tests.support.plans import ROOT
from tests.test_rules import ISSUED, unmarked

DAY = date(2024, 12, 31)
Said = tuple[str, int, int, str, str, int]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace of the repository's own plans, registry and results."""
    for name in ("plans", "results"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def opened(place: Path) -> OpenWorkspace:
    return OpenWorkspace(Workspace(place), lambda: DAY)


def said(findings: tuple[Finding, ...], path: Path) -> list[Said]:
    """What is said of one file; how many edits a fix has."""
    return [
        (f.code, f.span.start, f.span.end, str(f.message), str(f.hint or Message("")), len(f.fix or ()))
        for f in findings
        if f.span.source.path == str(path)
    ]


def checked(path: Path) -> list[Said]:
    return said(check((path,), path.parent, DAY).findings, path)


def by_open_workspace(place: Path, path: Path, text: str) -> list[Said]:
    workspace = opened(place)
    workspace.put(path, text)
    return said(workspace.report(path).findings, path)


def test_every_case_is_found_alike_by_check_session_and_open_workspace(tmp_path: Path) -> None:
    """Also where a file cannot be read, and a fix is promised or not."""
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    shutil.copy(CASES / "agencies.yaml", tmp_path / "plans" / "agencies.yaml")
    path, found = tmp_path / "plans" / "2024" / "k.yaml", 0
    for case in spread([one for one in RULES if one.parent.name not in ISSUED], 40):
        text = unmarked(case.read_bytes().decode("utf-8"))[0]
        path.write_text(text, encoding="utf-8", newline="")
        expected = checked(path)
        assert said(Session(path, text).findings, path) == expected, case
        path.write_text("year: 2024\n", encoding="utf-8")  # what is saved does not count
        assert by_open_workspace(tmp_path, path, text) == expected, case
        found += len(expected)
    assert found > 20


def slips(text: str, count: int, seed: int) -> Iterator[str]:
    """The text with a slip of the pen in it, each time another one."""
    chance = random.Random(seed)
    for _ in range(count):
        at = chance.randrange(len(text))
        yield text[:at] + chance.choice(["", "\n", "- ", ":", "{{", "'", "\t", " x", "ế"]) + text[at + 1 :]


@pytest.mark.parametrize(
    "name", ["plans/agencies.yaml", "results/2024/giam-ngheo/nam.yaml", "plans/2024/giam-ngheo.yaml"]
)
def test_slips_in_each_kind_of_file(place: Path, name: str) -> None:
    path, workspace = place / name, opened(place)
    saved = path.read_text(encoding="utf-8")
    for text in slips(saved, 8, seed=len(name)):
        workspace.put(path, text)
        found = said(workspace.report(path).findings, path)
        path.write_text(text, encoding="utf-8", newline="")
        assert found == checked(path)
        path.write_text(saved, encoding="utf-8")


def test_an_open_registry_counts_for_its_plans(place: Path) -> None:
    plan, registry = place / "plans/2024/giam-ngheo.yaml", place / "plans/agencies.yaml"
    workspace = opened(place)
    workspace.put(plan, plan.read_text(encoding="utf-8"))
    before = said(workspace.report(plan).findings, plan)
    text = registry.read_text(encoding="utf-8")
    workspace.put(registry, text.replace("\nphong-tu-phap:", "\nphong-tu-phap-cu:"))
    assert [one[0] for one in said(workspace.report(plan).findings, plan)].count("KH201") > 0
    workspace.close(registry)
    assert said(workspace.report(plan).findings, plan) == before


def test_an_open_plan_counts_for_its_results(place: Path) -> None:
    plan, results = place / "plans/2024/giam-ngheo.yaml", place / "results/2024/giam-ngheo/nam.yaml"
    workspace = opened(place)
    workspace.put(results, results.read_text(encoding="utf-8"))
    assert not [one for one in said(workspace.report(results).findings, results) if one[0] == "KH121"]
    text = plan.read_text(encoding="utf-8")
    workspace.put(plan, re.sub(r"\bho-ngheo\b", "ho-ngheo-khac", text))
    assert [one for one in said(workspace.report(results).findings, results) if one[0] == "KH121"]
    workspace.close(plan)
    assert not [one for one in said(workspace.report(results).findings, results) if one[0] == "KH121"]


def test_open_results_count_for_each_other(place: Path) -> None:
    """What half a year's report says is done need not be said again at its end."""
    half, year = (place / "results/2024/giam-ngheo" / name for name in ("6-thang.yaml", "nam.yaml"))
    done = "tasks:\n  dao-tao-nghe:\n    status: hoàn thành\n    on: 1/6\n"
    workspace = opened(place)
    workspace.put(half, "")
    workspace.put(year, "leadership: Đã chỉ đạo.\n")
    assert "dao-tao-nghe" in str(said(workspace.report(year).findings, year))
    workspace.put(half, done)
    assert "dao-tao-nghe" not in str(said(workspace.report(year).findings, year))
    half.write_text(done, encoding="utf-8")
    year.write_text("leadership: Đã chỉ đạo.\n", encoding="utf-8")
    assert said(workspace.report(year).findings, year) == checked(year)


def test_a_registry_that_another_program_saves_is_seen(place: Path) -> None:
    plan, registry = place / "plans/2024/giam-ngheo.yaml", place / "plans/agencies.yaml"
    workspace = opened(place)
    workspace.put(plan, plan.read_text(encoding="utf-8"))
    assert not workspace.session(plan).has_errors
    registry.write_text("a: Phòng A\n", encoding="utf-8")
    workspace.put(plan, plan.read_text(encoding="utf-8") + "\n")
    assert workspace.session(plan).has_errors


def test_results_that_belong_to_no_plan_say_so(place: Path) -> None:
    path = place / "results/2024/khong-co/nam.yaml"
    workspace = opened(place)
    workspace.put(path, "targets:\n")
    assert [failure.exit_code for failure in workspace.report(path).failures] == [2]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plans/agencies.yaml", "registry"),
        ("plans/2024/x.yaml", "plan"),
        ("plans/2024/x.YML", "plan"),
        ("results/2024/x/nam.yaml", "results"),
        ("results/2024/nam.yaml", None),
        ("plans/2024/x.csv", None),
        ("x.yaml", None),
        (".vscode/settings.json", None),
    ],
)
def test_what_a_file_is_says_its_place(tmp_path: Path, name: str, kind: str | None) -> None:
    assert kind_of(tmp_path / name, Workspace(tmp_path)) == kind

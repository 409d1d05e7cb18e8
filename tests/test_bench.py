"""The benchmarks run, and the work they make is such as a province would send."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bench.tables import Table, as_markdown, as_text
from bench.work import COMMUNES, COUNTRY, WARDS, YEAR, Commune, make_work
from kehoach.commands.check import check
from kehoach.diagnostics import Severity
from tests.support.amounts import spread
from tests.support.plans import ROOT


def test_the_plans_of_communes_have_no_error_and_are_the_same_each_time(tmp_path: Path) -> None:
    count = len(COMMUNES) + len(WARDS) + 2
    first = make_work(tmp_path / "a", count)
    make_work(tmp_path / "b", count)
    results = tmp_path / "a" / "results" / str(YEAR)
    files = [file for plan in spread(first, 10) for file in (plan, *(results / plan.stem).iterdir())]
    report = check(files, tmp_path / "a", date(YEAR, 12, 31))
    assert not [finding for finding in report.findings if finding.severity in (Severity.ERROR, Severity.UNDECIDED)]
    for path in (tmp_path / "a").rglob("*.yaml"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
    texts = {path.read_text(encoding="utf-8") for path in first}
    assert len(texts) == count, "each commune has figures of its own"
    assert not any("Tân Phong" in path.read_text(encoding="utf-8") for path in first if "tan-phong" not in path.name)


def test_every_commune_of_the_country_has_a_name_of_its_own() -> None:
    assert len({Commune(number).stem for number in range(COUNTRY)}) == COUNTRY


def test_a_table_is_shown_as_text_and_on_a_page() -> None:
    table = Table("Growth", ["plans", "time"], notes=["Once."])
    table.add(10, "1,0 s")
    table.goal("linear", "1.01", holds=True)
    assert list(as_text(table)) == [
        "Growth",
        "plans   time",
        "10     1,0 s",
        "  Once.",
        "  goal: linear; found: 1.01; holds: yes",
    ]
    assert "| 10 | 1,0 s |" in list(as_markdown(table))


@pytest.mark.long
def test_every_benchmark_runs() -> None:
    done = subprocess.run([sys.executable, "-m", "bench.all", "--quick"], cwd=ROOT, capture_output=True, text=True)
    assert "goal:" in done.stdout, done.stderr[-2000:]
    assert "Traceback" not in done.stderr

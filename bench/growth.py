"""How the time of each command grows with the plan: the example of 2024, and 4, 16, 64 times as much of it.

    python -m bench.growth [--quick] [--json]

Processor time of a whole run, children too: the better of two. The exponent is fitted on the last step alone, where a
loop within a loop cannot hide behind the start of the program: 1 is in proportion, 2 is quadratic. The registry grows
alone in the second table, the number of findings in the third, the years of one plan in the fourth, the reports of a
year in the fifth. `--quick` only shows that everything runs.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench import tables as shown
from bench.larger import NAME, ROOT, YEAR, make_larger

SIZES = (1, 4, 16, 64)
BODIES = (1_000, 4_000, 16_000, 60_000)
FINDINGS = (300, 1_200, 4_800, 19_200)
YEARS = (4, 16, 64)
REPORTS = (12, 52, 208)
STEEPEST = 1.2
PLAN = f"plans/{YEAR}/{NAME}.yaml"
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "check": ("check", "--today", f"31/12/{YEAR}"),
    "render": ("render", PLAN, "-o", "new"),
    "extract": ("extract", PLAN, "-o", "new"),
    "build": ("build", "--today", f"31/12/{YEAR}", "-o", "new"),
    "report": ("report", PLAN, "--period", "nam", "-o", "new"),
    "next": ("next", PLAN, "--year", str(YEAR + 1), "--to", "new/draft.yaml"),
    "import": ("import", f"papers/{YEAR}/{NAME}/ke-hoach.docx", "--to", "new/again.yaml"),
    "diff --docx": ("diff", PLAN, "draft.yaml", "--docx", "-o", "new"),
}
CHECK = {"check": COMMANDS["check"]}
LATER: Mapping[str, tuple[str, ...]] = {
    "check": ("check", "--today", f"31/12/{YEAR}"),
    "history": ("history", "ho-ngheo"),
    "report": ("report", f"plans/{YEAR}/nho.yaml", "--period", "p1", "-o", "new"),
    "build": ("build", f"plans/{YEAR}/nho.yaml", "--today", f"31/12/{YEAR}", "-o", "new"),
}
SMALL = """\
year: {year}
issuer: ubnd-xa
number: 5
date: 2/1/{year}
subject: Giảm nghèo năm {{{{ year }}}}
opening: Ủy ban nhân dân xã ban hành Kế hoạch như sau
agencies:
  ubnd-xa:
    name: UBND xã Sơn Hà
    letterhead: [ỦY BAN NHÂN DÂN, XÃ SƠN HÀ]
    symbol: UBND
    place: Sơn Hà
    collective: ỦY BAN NHÂN DÂN
sections:
  - kind: targets
    items:
      - target: ho-ngheo
        name: Số hộ nghèo
        better: lower
        value: 20 hộ
        text: Giảm số hộ nghèo còn {{{{ value }}}}.
reporting:
  - from: ubnd-xa
    to: ubnd-xa
    periods:
{periods}recipients: [Các thôn]
archive: VT
signature: {{authority: TM, title: Chủ tịch, name: Nguyễn Văn Bình}}
"""


def seconds(command: Iterable[str], folder: Path) -> float:
    """Processor time of one run in a workspace; what it wrote is removed."""
    (folder / "new").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "kehoach", *command], cwd=folder, env=environment, capture_output=True, text=True
    )
    after = os.times()
    shutil.rmtree(folder / "new")
    if "Traceback" in done.stderr:
        raise SystemExit(done.stderr)
    return after.children_user + after.children_system - before.children_user - before.children_system


def grown(
    title: str, sizes: tuple[int, ...], folders: list[Path], commands: Mapping[str, tuple[str, ...]]
) -> shown.Table:
    """A row for each command: seconds at each size, and the exponent of the last step."""
    table = shown.Table(title, ["", *(f"{size:,}" for size in sizes), "exponent of the last step"])
    for name, command in commands.items():
        shown.say(f"   {name}")
        taken = [min(seconds(command, folder) for _turn in range(2)) for folder in folders]
        exponent = math.log(taken[-1] / taken[-2]) / math.log(sizes[-1] / sizes[-2])
        table.add(name, *(f"{each:.2f} s" for each in taken), f"{exponent:.2f}")
        table.goal(f"{name}: exponent at most {STEEPEST}", f"{exponent:.2f}", exponent <= STEEPEST)
    table.notes.append("Processor time of the whole run, the better of two.")
    return table


def by_plan(base: Path, sizes: tuple[int, ...]) -> shown.Table:
    """Growth with the size of the plan; its registry and its results grow with it."""
    folders = [base / f"plan-{size}" for size in sizes]
    for folder, size in zip(folders, sizes, strict=True):
        make_larger(folder, size)
        seconds(("next", PLAN, "--year", str(YEAR + 1), "--to", "draft.yaml"), folder)  # what diff compares with
        seconds(("render", PLAN, "-o", "papers"), folder)  # what import reads
    return grown("Growth with the plan, in times the example's size", sizes, folders, COMMANDS)


def by_registry(base: Path, sizes: tuple[int, ...]) -> shown.Table:
    """Growth with the bodies that a registry has and the plan does not name."""
    folders = [base / f"bodies-{size}" for size in sizes]
    for folder, size in zip(folders, sizes, strict=True):
        make_larger(folder, 1)
        with (folder / "plans" / "agencies.yaml").open("a", encoding="utf-8") as registry:
            registry.writelines(f"co-{number}: Co {number}\n" for number in range(size))
    return grown("Growth with the registry, in bodies", sizes, folders, CHECK)


def by_findings(base: Path, sizes: tuple[int, ...]) -> shown.Table:
    """Growth with what is found: so many recipients repeat a word."""
    folders = [base / f"findings-{size}" for size in sizes]
    for folder, size in zip(folders, sizes, strict=True):
        plan = make_larger(folder, 1)
        lines = "".join(f"  - Hội viên tổ {number} của của phường\n" for number in range(size))
        plan.write_text(plan.read_text(encoding="utf-8").replace("recipients:\n", f"recipients:\n{lines}"), "utf-8")
    return grown("Growth with the number of findings", sizes, folders, CHECK)


def by_years(base: Path, sizes: tuple[int, ...]) -> shown.Table:
    """Growth with the years that a plan was made in before, each with its report's results."""
    folders = [base / f"years-{size}" for size in sizes]
    for folder, size in zip(folders, sizes, strict=True):
        for year in range(YEAR - size + 1, YEAR + 1):
            _small(folder, year, 1)
    return grown("Growth with the years of one plan", sizes, folders, LATER)


def by_reports(base: Path, sizes: tuple[int, ...]) -> shown.Table:
    """Growth with the reports of one year, each with its results."""
    folders = [base / f"reports-{size}" for size in sizes]
    for folder, size in zip(folders, sizes, strict=True):
        _small(folder, YEAR, size)
    return grown("Growth with the reports of a year", sizes, folders, LATER)


def _small(folder: Path, year: int, reports: int) -> None:
    """A plan with one target, and the results of so many reports of its year."""
    period = "      - {{id: p{number}, name: năm, covers: năm}}\n"
    periods = "".join(period.format(number=number) for number in range(1, reports + 1))
    plan, results = folder / "plans" / str(year), folder / "results" / str(year) / "nho"
    plan.mkdir(parents=True)
    (plan / "nho.yaml").write_text(SMALL.format(year=year, periods=periods), encoding="utf-8")
    results.mkdir(parents=True)
    for number in range(1, reports + 1):
        (results / f"p{number}.yaml").write_text(f"targets: {{ho-ngheo: {year % 40} hộ}}\n", encoding="utf-8")


def main() -> int:
    """Measure; 1 when a command grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="only show that it works")
    parser.add_argument("--json", action="store_true", help="for who collects numbers")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        base, last = Path(made), 2 if asked.quick else None
        axes = (
            (by_plan, SIZES),
            (by_registry, BODIES),
            (by_findings, FINDINGS),
            (by_years, YEARS),
            (by_reports, REPORTS),
        )
        found = [measured(base, sizes[:last]) for measured, sizes in axes]
    return shown.hand_over(found, as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

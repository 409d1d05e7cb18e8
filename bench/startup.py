"""Start-up, measured beside its own parts: how much of a command is ours, and how much its libraries cost anyone.

    python -m bench.startup [--runs N] [--quick] [--json]

Every line is a process started afresh, its modules compiled as in an installed package; measured is processor time.
The lines take turns, so that a busy moment of the machine hits all of them. Printed are medians and, for each command,
its ratio to what is beside it, with the most it may be.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.tables import Table, hand_over
from kehoach.documents.kinds import PLAN as PLAN_KIND
from kehoach.pipeline.examine import Examiner
from kehoach.storage.workspace import Workspace
from kehoach.word.context import context
from kehoach.word.marks import Marks

ROOT = Path(__file__).resolve().parent.parent
PLAN = "plans/2024/giam-ngheo.yaml"

COMMANDS = {
    "python": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "kehoach --help": ["-m", "kehoach", "--help"],
    "import click, yaml, jinja2": ["-c", "import click, yaml, jinja2"],
    "kehoach check": ["-m", "kehoach", "check", "--quiet", PLAN],
    "import docxtpl, yaml": ["-c", "import docxtpl, yaml"],
    "a plain docxtpl script": [
        "bench/plain_script.py",
        PLAN,
        "templates/plan.docx",
        "{folder}/values.json",
        "{folder}/plan.docx",
    ],
    "kehoach render": ["-m", "kehoach", "render", "--quiet", PLAN, "-o", "{folder}/outputs"],
    "kehoach render --pdf": ["-m", "kehoach", "render", "--quiet", "--pdf", PLAN, "-o", "{folder}/pdf"],
}
"""Arguments of Python; `{folder}` is one of the benchmark's own, with the plan's values for the template."""

LIMITS = {
    "kehoach --help": ("import click", 2.0),
    "kehoach check": ("import click, yaml, jinja2", 3.0),
    "kehoach render": ("a plain docxtpl script", 1.6),
}
"""Each command with the part it is held against, and the most that the ratio may be."""


def seconds(arguments: list[str]) -> float:
    """Processor time of one process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_values(path: Path) -> None:
    """What the plan's template prints, for the plain script: without the marks that only kehoach takes out again."""
    plan = ROOT / PLAN
    examined = Examiner(Workspace.around(plan.parent)).examine(plan)
    values = json.dumps(context(PLAN_KIND.compose(examined.plan, examined.agencies), Marks()), ensure_ascii=False)
    path.write_text(re.sub("[\ufdd0-\ufdef]\\d*[\ufdd0-\ufdef]?", "", values), encoding="utf-8")


def main() -> int:
    """Measure and print; 1 when a ratio is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    runs = 2 if asked.quick else asked.runs
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as folder:
        write_values(Path(folder) / "values.json")
        for turn in range(runs + 1):
            for name, arguments in COMMANDS.items():
                taken = seconds([argument.format(folder=folder) for argument in arguments])
                if turn:  # the first turn warms the file cache
                    times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    table = Table(
        "A process started afresh",
        ["", "processor time", "spread", "ratio"],
        notes=[f"Medians of {runs} interleaved runs."],
    )
    for name, taken in times.items():
        spread = f"{min(taken) * 1000:.0f}-{max(taken) * 1000:.0f}"
        ratio = ""
        if name in LIMITS:
            beside, limit = LIMITS[name]
            times_as_long = medians[name] / medians[beside]
            ratio = f"{times_as_long:.2f}"
            table.goal(f"{name} at most {limit} times {beside}", ratio, times_as_long <= limit)
        table.add(name, f"{medians[name] * 1000:.0f} ms", spread, ratio)
    return hand_over([table], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

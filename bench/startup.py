"""Start-up, measured beside its own parts: how much of a command is ours, and how much its libraries cost anyone.

    python -m bench.startup [--runs N] [--quick] [--json]

Every line is a process started afresh; the lines take turns, so that a busy moment of the machine hits all of them.
Printed are medians and, for each command, its ratio to the bare import beside it, with the most it may be.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.tables import Table, hand_over

ROOT = Path(__file__).resolve().parent.parent
PLAN = "plans/2024/giam-ngheo.yaml"

COMMANDS = {
    "python": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "kehoach --help": ["-m", "kehoach", "--help"],
    "import pydantic, yaml, jinja2": ["-c", "import pydantic, yaml, jinja2"],
    "kehoach check": ["-m", "kehoach", "check", "--quiet", PLAN],
    "import docxtpl, pydantic, yaml": ["-c", "import docxtpl, pydantic, yaml"],
    "kehoach render": ["-m", "kehoach", "render", "--quiet", PLAN],
}

LIMITS = {
    "kehoach --help": ("import click", 2.0),
    "kehoach check": ("import pydantic, yaml, jinja2", 3.0),
    "kehoach render": ("import docxtpl, pydantic, yaml", 4.0),
}
"""Each command with the part it is held against, and the most that the ratio may be."""


def seconds(arguments: list[str]) -> float:
    """Wall time of one process."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    taken = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr.decode()}")
    return taken


def main() -> int:
    """Measure and print; 1 when a ratio is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    runs = 2 if asked.quick else asked.runs
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name, arguments in COMMANDS.items():
            taken = seconds(arguments)
            if turn:  # the first turn warms the file cache
                times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    table = Table("A process started afresh", ["", "median", "spread", "ratio"], notes=[f"{runs} interleaved runs."])
    for name, taken in times.items():
        spread = f"{min(taken) * 1000:.0f}-{max(taken) * 1000:.0f}"
        ratio = ""
        if name in LIMITS:
            beside, limit = LIMITS[name]
            times_as_long = medians[name] / medians[beside]
            ratio = f"{times_as_long:.2f}"
            table.goal(f"{name} under {limit} times {beside}", ratio, times_as_long < limit)
        table.add(name, f"{medians[name] * 1000:.0f} ms", spread, ratio)
    return hand_over([table], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

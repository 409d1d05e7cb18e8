"""Whether anything got slower: this version beside an earlier one, taking turns in one run.

    python -m bench.before [COMMIT] [--runs N] [--quick] [--json]

COMMIT is the last one before templates were compiled and builds shared among processes; it is checked out beside
this one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.tables import Table, hand_over, say

ROOT = Path(__file__).resolve().parent.parent
BEFORE = "85f49d8"
PLAN = "plans/2024/giam-ngheo.yaml"
COMMANDS = {
    "kehoach --help": ["--help"],
    "kehoach check PLAN": ["check", "--quiet", PLAN],
    "kehoach render PLAN": ["render", "--quiet", PLAN],
}
LIMIT = 1.05


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A work tree of a commit."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(place), commit], check=True, capture_output=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True, capture_output=True)


def seconds(tree: Path, arguments: list[str]) -> float:
    """Wall time of one process that runs the program of a work tree."""
    command = [sys.executable, "-m", "kehoach", *arguments]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    taken = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed in {tree}:\n{done.stderr.decode()[:2000]}")
    return taken


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("commit", nargs="?", default=BEFORE)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    runs = 2 if asked.quick else asked.runs
    times: dict[tuple[str, bool], list[float]] = {(name, new): [] for name in COMMANDS for new in (False, True)}
    with checked_out(asked.commit) as before:
        for turn in range(runs + 1):
            say(f"before and now: turn {turn}")
            for (name, new), found in times.items():
                taken = seconds(ROOT if new else before, COMMANDS[name])
                if turn:  # the first turn warms the file cache and compiles
                    found.append(taken)
    table = Table(f"Before ({asked.commit}) and now, whole processes", ["command", "before", "now", "ratio"])
    for name in COMMANDS:
        old, new = (statistics.median(times[name, which]) for which in (False, True))
        table.add(name, f"{old * 1000:.0f} ms", f"{new * 1000:.0f} ms", f"{new / old:.3f}")
        table.goal(f"{name} no slower than 5%", f"{new / old - 1:+.1%}", new <= LIMIT * old)
    table.notes.append(f"Medians of {runs} turns.")
    return hand_over([table], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

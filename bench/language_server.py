"""`kehoach lsp` while the seed plan is typed, from outside: an editor's messages over standard input and output.

    python -m bench.language_server [--changes N] [--quick] [--json]

Printed are medians and 95th percentiles in milliseconds of the clock: from the start of the program until it is ready,
and until the first findings; from a change until its findings, until a completion, a hover, and the page of a line; a
rename over plans and results. The memory is that after a tenth of the changes and after all of them.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.tables import Table, hand_over
from tests.support.language_server import Editor

ROOT = Path(__file__).resolve().parent.parent
PLAN = "plans/2024/giam-ngheo.yaml"
GOALS = {"start to ready": 600.0, "change to findings": 60.0, "change to completion": 30.0}
STARTS = 7


def started(path: Path) -> tuple[Editor, float, float]:
    """An editor with the plan open; milliseconds until the server was ready, and until its first findings."""
    began = time.perf_counter()
    editor = Editor()
    ready = time.perf_counter()
    editor.open(path)
    return editor, (ready - began) * 1000, (time.perf_counter() - began) * 1000


def memory(editor: Editor) -> float:
    """Megabytes of the server; 0 where the system does not say."""
    status = Path(f"/proc/{editor.process.pid}/status")
    if not status.exists():
        return 0
    return next(int(line.split()[1]) / 1000 for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def measure(path: Path, changes: int) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of each way, and the memory."""
    taken: dict[str, list[float]] = {"start to ready": [], "start to first findings": []}
    for _ in range(min(STARTS, changes)):
        editor, ready, found = started(path)
        taken["start to ready"].append(ready)
        taken["start to first findings"].append(found)
        editor.close()
    editor = started(path)[0]
    text = editor.texts[path]
    line, key = text.index("Nhằm thực hiện"), text.index("better: lower") + len("better: ")
    target = text.index("- target: ho-ngheo") + len("- target: ")
    ways: dict[str, Callable[[], object]] = {
        "change to findings": lambda: None,
        "change to completion": lambda: editor.offered(path, key + 6),
        "change to hover": lambda: editor.at("hover", path, key - 4),
        "change to the page of the line": lambda: editor.ask(
            "workspace/executeCommand", command="kehoach.openPage", arguments=[path.as_uri(), 40]
        ),
        "rename over plans and results": lambda: editor.at("rename", path, target + 6, newName="ho-ngheo-moi"),
    }
    taken |= {way: [] for way in ways}
    sizes = []
    for number in range(changes):
        way = list(ways)[number % len(ways)]
        time.sleep(0.03)  # a person types no faster
        editor.change(path, (line, line + (number > 0) * 6, f"{number:06d}"))
        began = time.perf_counter()
        ways[way]()
        if way == "change to findings":
            editor.current(path)
            taken[way].append((time.perf_counter() - began) * 1000)
        else:
            taken[way].append((time.perf_counter() - began) * 1000)
            editor.current(path)
        if number in (changes // 10, changes - 1):
            sizes.append(memory(editor))
    editor.close()
    return taken, sizes


def main() -> int:
    """Measure and print; 1 when a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    table = Table("`kehoach lsp`", ["", "median", "95th percentile"])
    changes = 10 if asked.quick else asked.changes
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as name:
        for folder in ("plans", "results"):
            shutil.copytree(ROOT / folder, Path(name) / folder)
        taken, sizes = measure(Path(name) / PLAN, changes)
    for way, times in taken.items():
        median, late = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        table.add(way, f"{median:.0f} ms", f"{late:.0f} ms")
        if wanted := GOALS.get(way):
            table.goal(f"{way}: median at most {wanted:.0f} ms", f"{median:.0f} ms", median <= wanted)
    first, last = sizes[0], sizes[-1]
    table.notes.append(
        f"Times of the clock. Memory after {changes // 10} changes {first:.0f} MB, after all {last:.0f} MB."
    )
    return hand_over([table], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

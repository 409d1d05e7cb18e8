"""From saving a plan to its findings on the screen, with `kehoach check --watch` running.

    python -m bench.watch [--saves N] [--quick] [--json]

The seed plan is saved with a fault that moves, by turns written in place and put in place by a rename, as editors do.
Printed are the median and the slowest time in milliseconds; 1 is returned when the median is over the limit.
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

from bench.tables import Table, hand_over

ROOT = Path(__file__).resolve().parent.parent
PLAN = "plans/2024/giam-ngheo.yaml"
LIMIT = 200.0


@contextmanager
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A workspace with a watcher that has told its first report."""
    command = [sys.executable, "-m", "kehoach"]
    subprocess.run([*command, "init", "."], cwd=folder, check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, "check", "--watch", "--lang", "en", PLAN],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def save(path: Path, text: str, by_rename: bool) -> None:
    """Save as an editor does."""
    if by_rename:
        beside = path.with_name(f".{path.name}.swp")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    else:
        path.write_text(text, encoding="utf-8")


def wait_for(process: subprocess.Popen[str], sign: str) -> None:
    """Read on until a line holds the sign."""
    assert process.stdout is not None
    for line in process.stdout:
        if sign in line:
            return
    raise SystemExit("the watcher ended")


def measure(saves: int) -> list[float]:
    """Milliseconds from before each save until its finding was read."""
    taken = []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / PLAN
        with watching(Path(name)) as process:
            wait_for(process, "KH")  # the example has one warning
            text = path.read_text(encoding="utf-8")
            for turn in range(saves):
                time.sleep(0.3)
                began = time.perf_counter()
                save(path, text.replace("[phong-tu-phap]", f"[phong-{turn}]"), by_rename=bool(turn % 2))
                wait_for(process, f'"phong-{turn}"')
                taken.append((time.perf_counter() - began) * 1000)
    return taken


def main() -> int:
    """Measure and print; 1 when the median is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    taken = measure(3 if asked.quick else asked.saves)
    median = statistics.median(taken)
    table = Table("`kehoach check --watch`", ["saves", "median", "slowest"])
    table.add(len(taken), f"{median:.0f} ms", f"{max(taken):.0f} ms")
    table.goal(f"median at most {LIMIT:.0f} ms", f"{median:.0f} ms", median <= LIMIT)
    return hand_over([table], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

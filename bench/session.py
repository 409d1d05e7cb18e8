"""A plan in a warm process, edited again and again: its findings, its PDF, and the picture of the page that changed.

    python -m bench.session [--edits N] [--quick] [--json]

The seed plan, each time with another word; garbage is collected as `kehoach` has it. Printed are medians and 95th
percentiles of the processor time from the saved file to what is made of it; the median of bare findings is also that
of reading and checking.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import kehoach
from bench.tables import Table, hand_over
from kehoach.cli import GARBAGE
from kehoach.commands.preview import PagePictures

ROOT = Path(__file__).resolve().parent.parent
PLAN = "plans/2024/giam-ngheo.yaml"
LONG = 60
"""Characters of a line that is some text of the plan."""
STAY = 3 * 30
"""Edits of one line, thirty for each way, before another is edited: a person writes a sentence, and its page changes.
When the line before is as it was again, two pages change."""
GOALS = {"saved to PDF": 150.0, "saved to the picture of the page": 200.0}


def edits(text: str, count: int) -> Iterator[str]:
    """The plan's text, each time with another number in a line."""
    lines = text.split("\n")
    long = [index for index, line in enumerate(lines) if len(line) > LONG and not set("#{:") & set(line)]
    for number in range(count):
        at = long[number // STAY * 7 % len(long)]
        line = lines[at]
        yield "\n".join([*lines[:at], f"{line[:-3]} {number}{line[-3:]}", *lines[at + 1 :]])


def measure(count: int) -> dict[str, list[float]]:
    """Milliseconds of processor time of each way, for each edit."""
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as name:
        shutil.copytree(ROOT / "plans", Path(name) / "plans")
        path = Path(name) / PLAN
        session, pictures = kehoach.open(path), PagePictures(path, Path(name) / "pages")

        def pdf() -> object:
            session.reload()
            return session.paper().pdf()

        def findings() -> object:
            session.reload()
            return session.findings

        ways: dict[str, Callable[[], object]] = {
            "saved to findings": findings,
            "saved to PDF": pdf,
            "saved to the picture of the page": pictures,
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for number, text in enumerate(edits(path.read_text(encoding="utf-8"), (count + 1) * len(ways))):
            way = list(ways)[number % len(ways)]
            path.write_text(text, encoding="utf-8")
            began = time.process_time()
            ways[way]()
            if number >= len(ways):  # the first turn loads what is needed
                taken[way].append((time.process_time() - began) * 1000)
        return taken


def main() -> int:
    """Measure and print; 1 when a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--edits", type=int, default=160)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    gc.set_threshold(*GARBAGE)
    table = Table("Saved again and again", ["", "median", "95th percentile"])
    for way, taken in measure(2 if asked.quick else asked.edits).items():
        late = sorted(taken)[int(len(taken) * 0.95)]
        table.add(way, f"{statistics.median(taken):.0f} ms", f"{late:.0f} ms")
        if wanted := GOALS.get(way):
            table.goal(f"{way}: 95th percentile at most {wanted:.0f} ms", f"{late:.0f} ms", late <= wanted)
    table.notes.append("Processor time, in one warm process; the ways take turns.")
    return hand_over([table], as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())

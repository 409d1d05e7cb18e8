"""From a key to the page on the screen, with `kehoach web` and a real browser.

    python -m bench.workbench [--keys N] [--quick] [--json]

A sentence of the seed plan is typed at the speed of a person into three fields, the first of which prints on the first
page and the last on the last. Measured in the tab itself: from the event of the key until a page with that letter was
painted. Printed are the median and the 95th percentile; 1 is returned when one is over its limit.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.tables import Table, hand_over
from tests.support.browser import Drafter, Visit, chromium, serving
from tests.support.drafting import Drafting

MEDIAN, LATE = 120.0, 200.0
PAUSE = 350
"""Milliseconds between two keys."""
SENTENCE = "va van dong nhan dan cung tham gia thuc hien "
"""Typed without marks: each letter is one key."""
PLACES = {
    "first page": ("Mục đích", "Đề mục"),
    "middle": ("Dinh dưỡng hợp lý, giảm tỷ lệ trẻ em suy dinh dưỡng", "Lời văn"),
    "last page": ("Thông tin chung", "Kết thúc"),
}
"""An entry of the outline and a field of it."""
WATCH = """() => {
  const seen = () => [...document.querySelectorAll('img[alt^="Trang "]')]
    .filter(e => e.complete && e.naturalWidth).map(e => e.currentSrc).join(' ')
  let pressed = 0, before = ''
  window.painted = []
  document.addEventListener('keydown', event => { pressed = event.timeStamp; before = seen() }, true)
  const look = () => {
    if (pressed && seen() !== before) {
      const began = pressed
      pressed = 0
      requestAnimationFrame(() => window.painted.push(performance.now() - began))
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""
"""In each frame, whether another picture is there since the last key; if so, it is painted when the next one begins."""


def measure(keys: int) -> dict[str, list[float]]:
    """Milliseconds from each key to the painted page, for each place."""
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as name:
        subprocess.run([sys.executable, "-m", "kehoach", "init", name], check=True, capture_output=True)
        with chromium() as browser, serving(Path(name)) as workbench:
            visit = Visit(browser, workbench)
            drafter = visit.tab("/soan/2024/giam-ngheo")
            drafter.sees("img", "Trang 1")
            drafter.page.evaluate(WATCH)
            return {place: typed(drafter, Path(name), *at, keys) for place, at in PLACES.items()}


def typed(drafter: Drafter, folder: Path, entry: str, label: str, keys: int) -> list[float]:
    """Type into one field; the milliseconds of each key, the first of which is for warming up."""
    drafting = Drafting(drafter, folder)
    drafting.choose_item(re.compile(re.escape(entry)))
    drafter.focus(drafter.field(label, drafter.region("Mẫu nhập")))
    drafter.press("Home")
    drafter.page.wait_for_timeout(1500)
    drafter.page.evaluate("() => { window.painted = [] }")
    for letter in (SENTENCE * keys)[: keys + 1]:
        drafter.page.keyboard.press("Space" if letter == " " else letter)
        drafter.page.wait_for_timeout(PAUSE)
    drafter.page.wait_for_timeout(1500)
    found: Any = drafter.page.evaluate("() => window.painted")
    return [float(one) for one in found[1:]]


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    keys = 5 if asked.quick else asked.keys
    table = Table("From a key to the painted page", ["", "keys", "painted", "median", "95th percentile"])
    everything: list[float] = []
    for place, taken in measure(keys).items():
        table.add(place, keys, len(taken), f"{statistics.median(taken):.0f} ms", f"{late(taken):.0f} ms")
        everything += taken
    median, slow = statistics.median(everything), late(everything)
    table.add("all", keys * len(PLACES), len(everything), f"{median:.0f} ms", f"{slow:.0f} ms")
    table.notes.append(
        f"The seed plan, {PAUSE} ms between two keys, Chromium without a screen. Blanks at the end of a word change no"
        " page, so fewer pages are painted than keys are pressed."
    )
    table.goal(f"median at most {MEDIAN:.0f} ms", f"{median:.0f} ms", median <= MEDIAN)
    table.goal(f"95th percentile at most {LATE:.0f} ms", f"{slow:.0f} ms", slow <= LATE)
    return hand_over([table], as_json=asked.json)


def late(taken: list[float]) -> float:
    """The 95th percentile."""
    return sorted(taken)[int(len(taken) * 0.95)]


if __name__ == "__main__":
    sys.exit(main())

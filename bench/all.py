"""All benchmarks, one after the other, and the page that is made of them: docs/benchmarks.md is written by this only.

    python -m bench.all [--quick] [--only NAME ...]

Three quarters of an hour on two cores; nothing else should run on the machine. With --only some chapters are measured
again and put in place of the old ones; `province:cluster` is one table of that chapter. With --quick only whether
everything runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from bench import province
from bench.machine import cores_given, facts
from bench.tables import Table, as_markdown, as_text, say

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
PARTS = {
    "startup": "Start-up",
    "watch": "From a save to its findings",
    "session": "A plan that stays open",
    "language_server": "While a plan is typed",
    "workbench": "The workbench in the browser",
    "word": "Word files",
    "typeset": "PDF by the built-in engine",
    "pdf": "PDF by LibreOffice",
    "agreement": "Typesetting",
    "province": "A province, and the country",
    "growth": "Growth",
    "before": "Nothing got slower",
}
HEAD = """\
# Benchmarks

<!-- Written by `make bench` only. -->

Ratios, side by side in one run: whatever is compared takes turns, so that a busy moment of the machine hits all alike;
medians. Times are those of one machine, ratios are what can be expected elsewhere. Nothing is switched off for a
benchmark: documents are checked, autoescaped and looked at as in daily use.
"""


def measured(name: str, quick: bool) -> list[Table]:
    """The tables of one benchmark, run as a program of its own."""
    name, _colon, part = name.partition(":")
    command = [sys.executable, "-m", f"bench.{name}", "--json", *(["--quick"] if quick else [])]
    command += ["--only", part] if part else []
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if not done.stdout.strip():
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return [Table(**table) for table in json.loads(done.stdout)]


def replaced(page: str, chapters: list[tuple[str, list[Table]]], cores: float) -> str:
    """The page with some tables measured again, each in the place of the one with its title; new ones at its end."""
    for chapter, tables in chapters:
        for table in tables:
            table.notes.append(
                f"Measured again on {date.today():%d/%m/%Y}; two busy processes were given {cores:.2f} cores."
            )
            begin = page.find(f"### {table.title}\n")
            if begin < 0:
                page += "" if f"\n## {chapter}\n" in page else f"\n## {chapter}\n"
                page += "\n" + "\n".join(as_markdown(table)).rstrip() + "\n"
                continue
            ends = [at for sign in ("\n### ", "\n## ") if (at := page.find(sign, begin)) >= 0]
            page = page[:begin] + "\n".join(as_markdown(table)) + page[min(ends, default=len(page)) :]
    return page.rstrip() + "\n"


def whole(chapters: list[tuple[str, list[Table]]], cores: list[float], minutes: float) -> str:
    """The page of one run."""
    lines = [HEAD, "| machine | |", "|---|---|"]
    lines += [f"| {key} | {value} |" for key, value in facts().items()]
    given = ", ".join(f"{value:.2f}" for value in cores)
    lines += [
        f"| cores given to two busy processes, between the chapters | {given} |",
        f"| day, and how long it took | {date.today():%d/%m/%Y}, {minutes:.0f} minutes |",
        "",
    ]
    for title, found in chapters:
        lines += [f"## {title}", ""]
        for table in found:
            lines += as_markdown(table)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Run all, write the page; 1 when a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, and no page")
    parser.add_argument("--only", nargs="*", choices=[*PARTS, *(f"province:{part}" for part in province.PARTS)])
    asked = parser.parse_args()
    began, cores = time.monotonic(), [cores_given()]
    chapters: list[tuple[str, list[Table]]] = []
    for name in asked.only or PARTS:
        say(f"== {name}")
        chapters.append((PARTS.get(name, name), measured(name, asked.quick)))
        cores.append(cores_given())
    tables = [table for _title, found in chapters for table in found]
    if asked.quick:
        for table in tables:
            print("\n".join([*as_text(table), ""]))
    elif asked.only:
        PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), chapters, cores[-1]), encoding="utf-8")
    else:
        PAGE.write_text(whole(chapters, cores, (time.monotonic() - began) / 60), encoding="utf-8")
    return int(any(goal[2] == "NO" for table in tables for goal in table.goals))


if __name__ == "__main__":
    sys.exit(main())

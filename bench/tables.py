"""What a benchmark has to say: tables, shown as text or handed on as JSON to the page that is made of all of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field


@dataclass
class Table:
    """Rows under columns. `notes` say how it was measured; `goals` what was wanted, what came out, whether it holds."""

    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    goals: list[list[str]] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        self.rows.append([str(cell) for cell in cells])

    def goal(self, wanted: str, found: str, holds: bool) -> None:
        self.goals.append([wanted, found, "yes" if holds else "NO"])


def say(line: str) -> None:
    """Tell a person who waits how far the work is."""
    print(line, file=sys.stderr, flush=True)


def hand_over(tables: Sequence[Table], *, as_json: bool) -> int:
    """Print tables; 1 when a goal is not reached."""
    if as_json:
        print(json.dumps([asdict(table) for table in tables], ensure_ascii=False))
    else:
        for table in tables:
            print("\n".join([*as_text(table), ""]))
    return int(any(goal[2] == "NO" for table in tables for goal in table.goals))


def as_text(table: Table) -> Iterable[str]:
    """A table for a terminal."""
    yield table.title
    lines = [table.columns, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.columns))]
    for line in lines:
        first, *rest = line
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *numbers])
    yield from (f"  {note}" for note in table.notes)
    yield from (f"  goal: {wanted}; found: {found}; holds: {holds}" for wanted, found, holds in table.goals)


def as_markdown(table: Table) -> Iterable[str]:
    """A table for a page."""
    yield f"### {table.title}"
    yield ""
    yield from _grid(table.columns, table.rows)
    if table.notes:
        yield ""
        yield from (f"{note}" for note in table.notes)
    if table.goals:
        yield ""
        yield from _grid(["goal", "found", "holds"], table.goals)
    yield ""


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'---:|' * (len(columns) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"

"""Four clerks issue plans at once, and are killed at random steps. A program: MODE TURNS FOLDER, prints what it saw.

    locked     as it is
    unlocked   the control: no transaction, no unique number

It forks, so that a kill costs milliseconds. A run is killed as it opens, renames or makes its n-th file, or in a
transaction, so how fast the machine is does not matter. In both modes looking whether a number is free takes a moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from kehoach.commands.issue import issue
from kehoach.diagnostics import KehoachError
from kehoach.pipeline.issuance import IssueRequest, NotGiven
from kehoach.pipeline.production import RunOptions
from kehoach.storage import register as registering
from kehoach.storage.register import EntryState, NumberSeries, NumberTaken, Register, RegisterEntry
from tests.support.plans import SMALL, small_workspace

CLERKS = 4
SERIES = NumberSeries("ubnd-tp-lai-chau", 2024, "KH")
WANTED = RunOptions(wait=60)
STEPS = ("open", "os.rename", "os.mkdir", "os.remove", "sqlite3.connect")
"""What a run is killed at, as Python names its audit events."""
killed_at = [0]
"""The step at which this process is killed, counted down; below 0 in a transaction, 0 nowhere."""


def slowly(database: sqlite3.Connection, entry: Any, look: Any = registering._taken) -> Any:
    found = look(database, entry)
    time.sleep(0.1)
    if killed_at[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return found


def count_down(event: str, arguments: tuple[object, ...]) -> None:
    if event in STEPS and killed_at[0] > 0:
        killed_at[0] -= 1
        if not killed_at[0]:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_after_reserving(step: int, add: Any = Register.add) -> None:
    """Have this process killed at a step after a number was taken."""

    def adding(register: Register, entry: RegisterEntry) -> RegisterEntry:
        kept: RegisterEntry = add(register, entry)
        killed_at[0] = step
        return kept

    Register.add = adding  # type: ignore[method-assign]


def steps_of_a_run(folder: Path) -> int:
    """How many such steps a run takes, counted in a workspace of its own."""
    (path,) = workspace(folder, 1)
    log = folder / "steps"
    if os.fork() == 0:
        killed_at[0] = 1_000_000
        sys.addaudithook(count_down)
        one(path, folder)
        taken, killed_at[0] = 1_000_000 - killed_at[0], 0
        log.write_text(str(taken))
        os._exit(0)
    os.wait()
    return int(log.read_text())


@contextmanager
def without_transaction(register: Register) -> Iterator[sqlite3.Connection]:
    with register._open() as database:
        yield database


def workspace(folder: Path, plans: int) -> list[Path]:
    """A workspace with so many plans."""
    first = small_workspace(folder)
    paths = [first.with_name(f"ke-hoach-{number}.yaml") for number in range(plans)]
    for path in paths:
        path.write_text(SMALL.replace("Thử việc", f"Thử việc {path.stem}"), encoding="utf-8")
    first.unlink()
    return paths


def clerk(number: int, turns: int, paths: list[Path], folder: Path, steps: int) -> None:
    """Issue some plan, again and again; most runs are killed somewhere."""
    moments = random.Random(number)
    for turn in range(turns):
        path = moments.choice(paths)
        chance, step = moments.random(), moments.randint(1, steps)
        run = os.fork()
        if run == 0:
            sys.addaudithook(count_down)
            if turn == 0 or chance < 0.3:
                killed_after_reserving(step // 2 + 1)
            else:
                killed_at[0] = -1 if chance < 0.4 else step if chance < 0.7 else 0
            with suppress(KehoachError):
                one(path, folder)
            os._exit(0)
        _run, status = os.waitpid(run, 0)
        if os.WIFSIGNALED(status):
            (folder / f"killed-{number}-{turn}").touch()
            entries = Register.of(folder).of_plan(f"2024/{path.stem}")
            if entries and entries[-1].state is EntryState.RESERVED:
                (folder / f"cut-{number}-{turn}").touch()


def one(path: Path, folder: Path) -> None:
    """What a clerk does: complete what was begun, else take the next number."""
    with suppress(NotGiven):
        issue(path, IssueRequest(), WANTED)
        return
    while True:
        number = Register.of(folder).next_number(SERIES)
        with suppress(NumberTaken):  # another clerk was quicker
            issue(path, IssueRequest(number, date(2024, 1, 1 + number % 28)), WANTED)
            return


def seen(paths: list[Path], folder: Path) -> dict[str, int]:
    """Complete what was cut off; then whether register, plans and files agree."""
    entries = Register.of(folder).entries()
    killed, cut = (len(list(folder.glob(f"{what}-*"))) for what in ("killed", "cut"))
    unfinished = {entry.plan for entry in entries if entry.state is EntryState.RESERVED}
    count = {"killed": killed, "cut": cut, "numbers": len(entries), "failed": 0, "disagree": 0}
    for path in paths:
        if f"2024/{path.stem}" in unfinished:
            try:
                count["failed"] += issue(path, IssueRequest(), WANTED).report.exit_code != 0
            except KehoachError:
                count["failed"] += 1
    entries = Register.of(folder).entries()
    numbers = Counter(entry.number for entry in entries)
    count["twice"] = sum(times > 1 for times in numbers.values())
    count["skipped"] = len(set(range(1, max(numbers) + 1)) - set(numbers))
    by_plan = {entry.plan: entry for entry in entries}
    folders = {path.parent for path in (folder / "ban-hanh").glob("*/*/*/ban-hanh.json")}
    count["disagree"] += len(folders ^ {folder / "ban-hanh" / entry.plan / str(entry.revision) for entry in entries})
    for path in paths:
        text, entry = path.read_text(encoding="utf-8"), by_plan.get(f"2024/{path.stem}")
        if entry is None:
            count["disagree"] += "number:" in text
            continue
        kept = folder / "ban-hanh" / entry.plan / str(entry.revision)
        files = {name: hashlib.sha256((kept / name).read_bytes()).hexdigest() for name in entry.files}
        agree = (
            entry.state is EntryState.ISSUED
            and files == dict(entry.files)
            and f"number: {entry.number:02}\n" in text
            and f"date: {entry.day:%d/%m/%Y}\n" in text
            and entry.text == hashlib.sha256(path.read_bytes()).hexdigest()
            and json.loads((kept / "ban-hanh.json").read_bytes())["number"] == entry.name
        )
        count["disagree"] += not agree
    left = [path for path in folder.rglob("*") if path.name.startswith((".dang-lam-", ".kehoach-"))]
    count["left"] = sum(path.is_relative_to(folder / "ban-hanh") for path in left)
    return count


def main(mode: str, turns: int, folder: Path) -> dict[str, int]:
    registering._taken = slowly
    if mode == "unlocked":
        registering._TABLES = registering._TABLES[:1]
        Register._changing = without_transaction  # type: ignore[method-assign,assignment]
    steps = steps_of_a_run(folder / "one")
    folder /= "all"
    paths = workspace(folder, max(turns * 2 // 3, CLERKS))
    Register.of(folder)._create()
    children = []
    for number in range(CLERKS):
        child = os.fork()
        if child == 0:
            clerk(number, turns // CLERKS, paths, folder, steps)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return seen(paths, folder)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))

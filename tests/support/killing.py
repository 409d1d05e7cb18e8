"""Kill what saves at random moments, and look at what is left. A program: MODE TURNS FOLDER, prints what it saw.

It forks, so that a kill costs milliseconds: 500 are over in a few seconds, and each hits a real process in real calls.

    plain    writes the file in place, as python-docx does: the control, which breaks
    save     saves a document through the workspace's `OutputFolder`
    render   renders a plan that changed since
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from kehoach.commands.render import render
from kehoach.pipeline.production import RunOptions
from kehoach.storage.outputs import OutputFolder
from tests.support.plans import SMALL, small_workspace

NAME = "ke-hoach.docx"


def killed(work: Callable[[], None], longest: float, moments: random.Random) -> None:
    """Do some work in a process of its own and kill that at a random moment; seconds."""
    killed_after(work, moments.uniform(0, longest))


def killed_after(work: Callable[[], None], seconds: float | None) -> None:
    """Do some work in a process of its own and kill that after some time, with None once it is done."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def endlessly(step: Callable[[int], None]) -> Callable[[], None]:
    def work() -> None:
        number = 0
        while True:
            step(number)
            number += 1

    return work


def contents(turn: int) -> bytes:
    """A document of 300 kB that says which one it is."""
    return f"{turn:06}".encode() * 50_000


def whole(data: bytes) -> bool:
    return len(data) == 300_000 and data == data[:6] * 50_000


def plain(turns: int, folder: Path) -> dict[str, int]:
    """The control: how often a file saved in place is broken."""
    path = folder / NAME
    random_bytes = random.Random(1).randbytes(300_000)

    def save(_number: int) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for part in range(10):
                package.writestr(f"part{part}", random_bytes[part * 30_000 : (part + 1) * 30_000])

    moments = random.Random(3)
    broken = 0
    for _turn in range(turns):
        killed(endlessly(save), 0.03, moments)
        broken += not path.exists() or not zipfile.is_zipfile(path)
    return {"broken": broken}


def save(turns: int, folder: Path) -> dict[str, int]:
    moments = random.Random(4)
    seen = {"broken": 0, "refused": 0, "temporary": 0, "left": 0}
    path = folder / NAME
    OutputFolder(folder).save(NAME, contents(0), {})
    for turn in range(turns):
        killed(
            endlessly(lambda n, turn=turn: OutputFolder(folder).save(NAME, contents(turn * 1000 + n), {})),
            0.03,
            moments,
        )
        seen["broken"] += not whole(path.read_bytes())
        seen["temporary"] += bool(list(folder.glob("*.tmp")))
        try:
            OutputFolder(folder).save(NAME, contents(999_000 + turn % 2), {})
        except Exception:
            seen["refused"] += 1
        seen["left"] += bool(list(folder.glob("*.tmp")))
    return seen


def renders(turns: int, folder: Path) -> dict[str, int]:
    """Killed while rendering; then the next run, half of them after an edit by hand."""
    plan = small_workspace(folder)
    os.chdir(folder)
    document = Path("outputs/2024/nho") / NAME
    moments = random.Random(5)
    seen = {"broken": 0, "refused": 0, "lost": 0, "left": 0, "changed": 0}

    def change(what: int) -> None:
        plan.write_text(SMALL.replace("Nội dung", f"Nội dung {what}"), encoding="utf-8")

    render([plan], RunOptions())
    change(-1)
    began = time.monotonic()
    render([plan], RunOptions())
    usual = time.monotonic() - began
    for turn in range(turns):
        overwrites = turn % 4 == 3
        edited = f"edited {turn}".encode()
        if overwrites:
            document.write_bytes(edited)
        before = document.read_bytes()
        change(turn * 2)
        # from the beginning to well after the end, in steps, and the last one not: even a few turns hit both
        moment = 2 * usual * (turn + moments.random()) / turns if turn < turns - 1 else None
        killed_after(partial(_child, plan, overwrites), moment)
        after = document.read_bytes()
        seen["changed"] += after != before
        seen["broken"] += not (after == edited or zipfile.is_zipfile(document))
        if overwrites:
            kept = [path.read_bytes() for path in document.parent.glob("*.docx")]
            seen["lost"] += edited not in kept
        elif turn % 4 == 1:
            document.write_bytes(edited)
        by_hand = document.read_bytes() == edited
        change(turn * 2 + 1)
        code = render([plan], RunOptions()).exit_code
        seen["refused"] += code != 3 if by_hand else code != 0
        seen["lost"] += by_hand and document.read_bytes() != edited
        render([plan], RunOptions(overwrite=True, now=datetime(2026, 1, 5)))
        seen["left"] += bool(list(document.parent.glob("*.tmp")))
    return seen


def _child(plan: Path, overwrites: bool) -> None:
    render([plan], RunOptions(overwrite=overwrites, now=datetime(2026, 1, 5)))


if __name__ == "__main__":
    modes = {"plain": plain, "save": save, "render": renders}
    print(json.dumps(modes[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))))

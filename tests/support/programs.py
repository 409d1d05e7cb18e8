"""Programs of the tests that harm what runs, each in a process of its own: it prints what it has seen as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.plans import ROOT


def seen(program: str, mode: str, turns: int, folder: Path) -> dict[str, int]:
    """What a program of `tests.support` counted in so many turns. Raises CalledProcessError where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.support.{program}", mode, str(turns), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    counts: dict[str, int] = json.loads(done.stdout)
    return counts

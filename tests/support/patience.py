"""Seconds on a machine that others use too, at half the speed of the one where a test was written."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0
"""After so many seconds what was waited for is not coming: waiting long costs nothing where it comes."""


def comes_true(asked: Callable[[], object], patience: float = PATIENCE, every: float = 0.02) -> bool:
    """Whether the answer is true in time: asked again and again."""
    end = time.monotonic() + patience
    while not asked():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def at_best(work: Callable[[], object], enough: float, tries: int = 5) -> float:
    """The seconds of some work at its best: done again while they are not less than `enough`, as on a busy machine."""
    best = float("inf")
    for _try in range(tries):
        began = time.monotonic()
        work()
        best = min(best, time.monotonic() - began)
        if best < enough:
            break
    return best

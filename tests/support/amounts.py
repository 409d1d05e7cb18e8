"""How much a law is tried: a share of it by `make test`, the whole by `make test-all`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

LONG = bool(os.environ.get("KEHOACH_LONG"))
"""Whether this is the long run."""


def spread(among: Sequence[T], number: int) -> Sequence[T]:
    """All of them in the long run; else at most `number`, from the first to the last evenly."""
    if LONG or len(among) <= number:
        return among
    return [among[at * (len(among) - 1) // (number - 1)] for at in range(number)]

"""What is worked out once for a plan: its papers come one after the other, and ask the same of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def once_a_plan(make: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """The function with a memory of its last answer, for the very same objects and equal years; nobody may change it.

    Plans are compared by identity: telling two apart by what they say would cost more than most answers.
    """
    last: tuple[tuple[object, ...], Answer] | None = None

    @wraps(make)
    def remembering(*args: Arguments.args, **named: Arguments.kwargs) -> Answer:
        nonlocal last
        known = last  # another thread may put a new one in place
        same = known and len(known[0]) == len(args) and all(map(_is_same, known[0], args))
        if named or known is None or not same:
            known = (args, make(*args, **named))
            last = None if named else known
        return known[1]

    return remembering


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, int) and one == other)

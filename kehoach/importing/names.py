"""Names of what a sentence is about: its first words."""

from __future__ import annotations

import re


def short_name(text: str) -> str:
    """The first words of a sentence as a name: no more than twelve, to the end of a clause where one is near."""
    words = text.replace("\u00a0", " ").split()
    name = " ".join(words[:_MOST_NAME])
    if len(words) > _MOST_NAME:
        clause = max(name.rfind(sign) for sign in (", ", "; ", ": ", " ("))
        name = name[:clause] if len(name[: max(clause, 0)].split()) >= _LEAST_NAME else name
    name = name.rstrip(" ,;:.(")
    return name if any(sign.isalpha() for sign in name) else ""


def task_name(text: str, deadline: int) -> str:
    """The name of what a sentence asks to be done, its deadline, which begins at `deadline`, not in it."""
    before = _DONE.sub("", text[:deadline])
    return short_name(before if len(before.split()) > 1 else text)


_MOST_NAME, _LEAST_NAME = 12, 5
"""Words of a name; so many it keeps where it ends with a clause."""
_DONE = re.compile(
    r"(?i)(?:^|[\s,;(]{1,9})(?:(?:và )?(?:phải )?(?:hoàn thành|hoàn tất|xong)|chậm nhất(?: là)?(?: vào)?)?\s{0,9}$"
)

"""Text files that LibreOffice saved: the signs of their lists say only how deep an item is."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BY_LEVEL = "•◦▪"
"""What LibreOffice writes on the levels 1, 2, 3, 4 ... in turn, whatever the paper has there."""
_LEVEL = 4
"""Blanks before an item for each of its levels."""
_ITEM = re.compile(rf"\f?( *)([{_BY_LEVEL}]) (?=\S)")
_NUMBERED = re.compile(r" *(?:\w{1,5}[.)]|\d+(?:\.\d+)+|\(\w{1,5}\))\s")
_SIGNS = "-+*"
"""The signs of lists inside of each other, as papers have them."""


def with_usual_signs(lines: Sequence[str]) -> list[str]:
    """The lines with a dash, a plus and a star instead, by how deep an item is inside of others.

    Empty where the signs do not follow the levels all over: then they were typed.
    """
    items = {index: match for index, line in enumerate(lines) if (match := _ITEM.match(line))}
    if not items or not all(map(_follows_its_level, items.values())):
        return []
    made = list(lines)
    open_levels: list[int] = []
    for index, line in enumerate(lines):
        item = items.get(index)
        if item:
            level = len(item[1])
            open_levels = [*(one for one in open_levels if one < level), level]
            sign = _SIGNS[min(len(open_levels), len(_SIGNS)) - 1]
            made[index] = line[: item.start(2)] + sign + line[item.end(2) :]
        elif _NUMBERED.match(line):
            open_levels = []
    return made


def _follows_its_level(item: re.Match[str]) -> bool:
    level, rest = divmod(len(item[1]), _LEVEL)
    return level > 0 and not rest and item[2] == _BY_LEVEL[(level - 1) % len(_BY_LEVEL)]

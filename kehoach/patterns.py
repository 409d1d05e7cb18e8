"""Regular expressions that are compiled when they are first used: of three hundred, most runs use a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, AnyStr, cast


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, later: a mistake shows at the first use. Use its methods; functions of `re` do not take it."""
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))


def matches_at(starts: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As `pattern.finditer`, of a pattern that begins only where `starts` does, which is found sooner, and seldom."""
    end = 0
    for place in starts.finditer(text):
        if place.start() >= end and (match := pattern.match(text, place.start())):
            yield match
            end = match.end()


class _LatePattern:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # somebody asks what protocols it knows
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)  # so nothing comes between from now on
        return found

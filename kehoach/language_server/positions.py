"""Places in a text as the protocol counts them: lines from 0, and units of UTF-16, UTF-8 or whole characters in a line.

A line ends at `\\n`, `\\r\\n` or `\\r` and nowhere else; Python would also end one at U+2028.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from kehoach.patterns import regex

Position = tuple[int, int]
"""Line and unit, both from 0."""
_LINE_END = regex(r"\r\n|\n|\r")


def _utf_16(text: str) -> int:
    return len(text) + sum(1 for sign in text if sign > "\uffff")


def _utf_8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


_UNITS: dict[str, Callable[[str], int]] = {"utf-16": _utf_16, "utf-8": _utf_8, "utf-32": len}
"""How long a text is in the units of each encoding."""


class Positions:
    """Converts places of one text."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self._units = _UNITS[encoding]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """The place of the character at an offset; of one beyond the text, its end."""
        offset = min(offset, len(self.text))
        line = bisect_right(self._starts, offset) - 1
        return line, self._units(self.text[self._starts[line] : offset])

    def offset(self, line: int, unit: int) -> int:
        """The offset of a place; one after the end of a line is that end, one after the text the end of that."""
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        content = self.text[start:end].rstrip("\r\n") if line + 1 < len(self._starts) else self.text[start:end]
        if self._units is len or content.isascii():
            return start + min(max(unit, 0), len(content))
        counted = 0
        for index, sign in enumerate(content):
            if counted >= unit:
                return start + index
            counted += self._units(sign)
        return start + len(content)


def changed(text: str, encoding: str, start: Position, end: Position, new: str) -> str:
    """A text after an editor replaced what is between two places."""
    positions = Positions(text, encoding)
    first, last = positions.offset(*start), positions.offset(*end)
    return text[:first] + new + text[max(first, last) :]

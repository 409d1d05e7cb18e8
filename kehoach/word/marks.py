"""How a template's `{{ text }}` finds its way back to the value it came from.

A template prints strings, but a paragraph also has a number in a list, a place in the outline, footnotes, undecided
points. So each string that needs more than its letters begins with a mark: the index of its value between two
Unicode noncharacters. These code points are reserved for private use inside a program and are refused in every
file that kehoach reads. `finish` takes the marks out of the rendered document again and does what they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.documents.paper import Inline
from kehoach.frozen import attribute, mutable
from kehoach.ooxml.offsets import everywhere
from kehoach.patterns import regex

INLINE = regex("\ufdd2(\\d+)\ufdd3")
_BEGIN, _END = "\ufdd0".encode(), "\ufdd1".encode()


@mutable
class Marks:
    """The values that a rendering refers to, by index."""

    values: list[Any] = attribute(factory=list)
    inlines: int = 0
    """How many undecided points, slots and calls of footnotes there are among the values."""

    def value(self, value: object, text: str = "") -> str:
        """`text`, marked as belonging to `value`."""
        return f"\ufdd0{self._keep(value)}\ufdd1{text}"

    def inline(self, inline: Inline) -> str:
        """The text of a line; undecided points and footnotes as marks of their own."""
        if len(inline) == 1 and isinstance(inline[0], str):  # nearly always
            return inline[0]
        return "".join(piece if isinstance(piece, str) else self._inline(piece) for piece in inline)

    def _inline(self, piece: object) -> str:
        self.inlines += 1
        return f"\ufdd2{self._keep(piece)}\ufdd3"

    def _keep(self, value: object) -> int:
        self.values.append(value)
        return len(self.values) - 1


def value_marks(xml: bytes) -> Iterator[tuple[int, int, int]]:
    """The value marks of a printed part: where each begins, where it ends, and the index of its value."""
    for at in everywhere(xml, _BEGIN):
        end = xml.index(_END, at)
        yield at, end + len(_END), int(xml[at + len(_BEGIN) : end])

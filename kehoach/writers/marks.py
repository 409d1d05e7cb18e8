"""How a template's `{{ text }}` finds its way back to the value it came from.

A template prints strings, but a paragraph also has a number in a list, a place in the outline, footnotes, undecided
points. So each string that needs more than its letters begins with a mark: the index of its value between two
Unicode noncharacters. These code points are reserved for private use inside a program and are refused in every
file that kehoach reads. `finish` takes the marks out of the rendered document again and does what they stand for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kehoach.documents.paper import Inline

VALUE = re.compile("\ufdd0(\\d+)\ufdd1")
INLINE = re.compile("\ufdd2(\\d+)\ufdd3")
GUARD = "\ufdd4"
"""Stands inside `{_{` and its like, which docxtpl would turn into the braces of a tag."""
_DOCXTPL_ESCAPES = re.compile("(?<=[{}%])_(?=[{}%])")


@dataclass
class Marks:
    """The values that a rendering refers to, by index."""

    values: list[Any] = field(default_factory=list)

    def value(self, value: object, text: str = "") -> str:
        """`text`, marked as belonging to `value`."""
        return f"\ufdd0{self._keep(value)}\ufdd1{text}"

    def inline(self, inline: Inline) -> str:
        """The text of a line; undecided points and footnotes as marks of their own."""
        return "".join(piece if isinstance(piece, str) else f"\ufdd2{self._keep(piece)}\ufdd3" for piece in inline)

    def _keep(self, value: object) -> int:
        self.values.append(value)
        return len(self.values) - 1


def guarded(value: Any) -> Any:
    """A context in which docxtpl finds none of its own escapes."""
    if isinstance(value, str):
        return _DOCXTPL_ESCAPES.sub(f"{GUARD}_", value)
    if isinstance(value, dict):
        return {key: guarded(inner) for key, inner in value.items()}
    return [guarded(inner) for inner in value] if isinstance(value, list) else value


def unmarked(text: str) -> str:
    """A printed text without value marks and guards."""
    return VALUE.sub("", text).replace(GUARD, "")

"""Changes of a user's file as a unified diff."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.edits import Change
from kehoach.show import Paint, unpainted

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_COLOURS = {"@": "cyan", "-": "red", "+": "green"}


def unified(change: Change, paint: Paint = unpainted) -> Iterator[str]:
    """The lines of the diff. Characters that would steer a terminal are shown by their number."""
    from difflib import unified_diff

    yield f"--- {change.path}"
    yield f"+++ {change.path}"
    _head, _head_too, *lines = unified_diff(_lines(change.before), _lines(change.after))
    for line in lines:
        text = line.removesuffix("\n")
        shown = _CONTROL.sub(_by_number, text.removesuffix("\r")) + ("\r" if text.endswith("\r") else "")
        yield paint(shown, fg=_COLOURS[line[0]]) if line[0] in _COLOURS else shown
        if text == line:  # the remark that git and patch expect below a line that has no end
            yield "\\ No newline at end of file"


def _by_number(match: re.Match[str]) -> str:
    return f"<U+{ord(match.group()):04X}>"


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])

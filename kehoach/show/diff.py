"""Changes of a user's file as a unified diff."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.edits import Change
from kehoach.show import Paint, unpainted

_COLOURS = {"@": "cyan", "-": "red", "+": "green"}


def unified(change: Change, paint: Paint = unpainted) -> Iterator[str]:
    """The lines of the diff; those of a file of Windows keep the half of their line end that is before its end."""
    from difflib import unified_diff

    yield f"--- {change.path}"
    yield f"+++ {change.path}"
    _head, _head_too, *lines = unified_diff(_lines(change.before), _lines(change.after))
    for line in lines:
        text = line.removesuffix("\n")
        bare = text.removesuffix("\r")
        yield (paint(bare, fg=_COLOURS[line[0]]) if line[0] in _COLOURS else bare) + text[len(bare) :]
        if text == line:  # the remark that git and patch expect below a line that has no end
            yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])

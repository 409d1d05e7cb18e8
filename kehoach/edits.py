"""Edits of a user's text as values: a span to replace and what to put there. Another verb applies them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """Replace the characters `[start, end)` by `text`; offsets count characters of the file as written."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made.

    Raises ValueError when two edits overlap: their order would decide the outcome.
    """
    done: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        if edit.start < position:
            raise ValueError(f"edits overlap at {edit.start}")
        done += [text[position : edit.start], edit.text]
        position = edit.end
    done.append(text[position:])
    return "".join(done)

"""How an undecided point looks in text: `TODO(question)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.patterns import regex

OPENS = "TODO("


def _question(nested: int) -> str:
    inside = rf"(?:\({_question(nested - 1)}\)[^()\n]*)*" if nested else ""
    return rf"[^()\n]*{inside}"


PATTERN = rf"TODO\({_question(3)}\)"
"""An undecided point anywhere in a text. Brackets in its question come in pairs, three deep at most."""
HALF_WRITTEN = r"\bTODO\b|\b[Tt]odo ?\("
"""What is meant as one inside of a text, where the pattern does not match."""

_WHOLE = regex(PATTERN)
_MEANT = regex(r"todo\b", re.IGNORECASE)
_TO_SQUARE = str.maketrans("()\n", "[] ")


def written(question: str) -> str:
    """The undecided point that asks `question`; brackets that would end it early are written as square ones."""
    point = f"{OPENS}{question})"
    return point if _WHOLE.fullmatch(point) else f"{OPENS}{question.translate(_TO_SQUARE)})"


def question_of(text: str) -> str | None:
    """The question of a text that is an undecided point as a whole, None for any other text."""
    return _asked(text) if _WHOLE.fullmatch(text) else None


def is_meant(text: str) -> bool:
    """Whether a text begins as an undecided point does, well written or not."""
    return _MEANT.match(text) is not None


def split(text: str) -> Iterator[tuple[str, str | None]]:
    """The pieces of a text in order, each with its question where it is an undecided point."""
    position = 0
    for match in _WHOLE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], None
        yield match.group(), _asked(match.group())
        position = match.end()
    if position < len(text):
        yield text[position:], None


def _asked(point: str) -> str:
    return point[len(OPENS) : -1].strip()

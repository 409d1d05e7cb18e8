"""Values as Typst code. What a plan says becomes string literals only, never markup or code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kehoach.vietnamese import LOWERED, RAISED

_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs that print nothing, and would turn the direction of the text around; the compiler breaks down at them."""
_SMALL = re.compile(f"([{LOWERED}]+|[{RAISED}]+)")
_PLAIN = str.maketrans(LOWERED + RAISED, "0123456789+-" + "0456789+-")
_WORD = re.compile(r"\S\S+")
_SPECIAL = re.compile(rf"[/\\\-–{{}}{LOWERED}{RAISED}]|\w[.@]\w")
"""What is in words that engines would break at different places."""
_BREAKS = re.compile(r"(?<=[-–])(?=\w)|(?<=\\)(?=\w)")
"""Where word processors break a word: after a hyphen or dash; never at a slash, nor in an address on the web."""


def points(value: float) -> str:
    """A length in points."""
    return f"{round(value, 4):g}pt"


def millimetres(value: float) -> str:
    """A length in millimetres."""
    return f"{round(value, 4):g}mm"


def truth(value: bool) -> str:
    """A truth value."""
    return "true" if value else "false"


def literal(text: str) -> str:
    """A text as a string literal."""
    return f'"{_ESCAPED.sub(_escape, _DIRECTIONS.sub("", text))}"'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\{sign}" if sign in '"\\' else f"\\u{{{ord(sign):x}}}"


@lru_cache(4096)
def text_code(text: str) -> str:
    """A text as an expression: its lines, its small signs set higher or lower, its words broken where they may be."""
    return " + linebreak() + ".join(" + ".join(_words(line)) or '""' for line in text.split("\n"))


def _words(line: str) -> Iterator[str]:
    """Stretches of plain words, and each word that may break in itself or must not."""
    at = 0
    for word in _WORD.finditer(line):
        if not _SPECIAL.search(word[0]):
            continue
        if word.start() > at:
            yield literal(line[at : word.start()])
        yield " + br + ".join(f"box({_signs(part)})" for part in _BREAKS.split(word[0]))
        at = word.end()
    if at < len(line):
        yield _signs(line[at:])


def _signs(word: str) -> str:
    return " + ".join(_piece(piece) for piece in _SMALL.split(word) if piece)


def _piece(piece: str) -> str:
    if piece[0] in LOWERED:
        return f"sub({literal(piece.translate(_PLAIN))})"
    if piece[0] in RAISED:
        return f"super({literal(piece.translate(_PLAIN))})"
    return literal(piece)

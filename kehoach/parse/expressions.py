"""What an expression that cannot be read was meant to be: quotes of Word, a brace lost, a name in Vietnamese."""

from __future__ import annotations

import re

from kehoach.frozen import frozen
from kehoach.parse.vietnamese_keys import key_called
from kehoach.patterns import regex
from kehoach.source import Source

_BRACES = tuple(
    re.compile(form)
    for form in (
        r"\{\{([^{}\n]*)\}\}",
        r"\{\{([^{}\n]*)\}",
        r"\{([^{}\n]*)\}\}?",
        r"\[\[([^\[\]\n]*)\]\]",
    )
)
_AS_TYPED_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00b4\u2032\u2033`\u00ab\u00bb", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | {"\u00a0": " "}
)
_PARTS = regex(r"(?P<name>[^\W\d][\w ]*?) ?(?P<rest>[(.+-].*)?")
_BARE_ARGUMENT = regex(r"\( *([a-z0-9][a-z0-9-]*) *\)")


@frozen
class Meant:
    """What belongs between the braces, and where what was typed ends."""

    inside: str
    end: int


def meant(value: str, start: int, names: tuple[str, ...]) -> Meant | None:
    """The expression that begins at `start`, as it was probably meant; None where nobody knows."""
    if value[start - 1 : start] in ("$", "%", "#"):
        return None  # another program's sign, which would stay on paper
    for form in _BRACES:
        if match := form.match(value, start):
            inside = _plain(match[1], names)
            return Meant(inside, match.end()) if inside else None
    return None


_ONE_BRACE_LESS = regex(r"\{\{[^{}\n]*\}(?!\})")
_ENTRY = regex(r"(?P<lead> *(?:- +)*)(?P<key>[a-z_]+):(?: |$)")
_OF_ENTRIES = {
    "target": ("value", "baseline", "total"),
    "fund": ("amount",),
    "task": ("deadline", "lead", "coordinating"),
    "agencies": ("agencies",),
}
"""Names that texts of an entry with this key have, beside those of the whole plan."""
_OF_PLAN = ("year", "issuer", "agency('...')", "target('...').value", "due('...')")


def without_last_brace(value: str, start: int) -> str:
    """The expression that begins at `start` and lacks the second of its last two braces; "" where none does."""
    match = _ONE_BRACE_LESS.match(value, start)
    return match[0] if match else ""


def names_at(source: Source, offset: int) -> tuple[str, ...]:
    """The names that a text of the plan at `offset` may use, by the keys of the entries that it is in."""
    number = source.line_of(offset)
    column, found = len(source.line(number)) + 1, list[str]()
    for line in (source.line(above) for above in range(number, 0, -1)):
        match = _ENTRY.match(line)
        if match and len(match["lead"]) <= column:
            column = len(match["lead"]) - (0 if line[: len(match["lead"])].strip() == "" else 1)
            found += [name for name in _OF_ENTRIES.get(match["key"], ()) if name not in found]
    return (*found, *_OF_PLAN)


def _plain(typed: str, names: tuple[str, ...]) -> str | None:
    match = _PARTS.fullmatch(typed.translate(_AS_TYPED_PLAIN).strip(" '\""))
    if match is None:
        return None
    name = match["name"].lower()
    known = name if name in names else key_called(name, names)
    rest = _BARE_ARGUMENT.sub(r"('\1')", match["rest"] or "", count=1)
    return f"{known}{' ' if rest[:1] in ('+', '-') else ''}{rest}" if known else None

"""Sentences with a colon that YAML cannot read on from: which sentence it is, and what was meant.

YAML notices such a sentence where it can go on no longer: at its second colon, at a sign after the first one, sometimes
lines later. The sentence itself is the culprit, not the line above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Finding, _
from kehoach.edits import Edit, apply
from kehoach.patterns import regex
from kehoach.readers.faults import broken_syntax
from kehoach.readers.misread import (
    COLON,
    KEYS_OF_TEXTS,
    LineStart,
    as_folded,
    colon_inside_text,
    openings,
    text_with_colon,
)
from kehoach.readers.repairs import LARGE, fault_of
from kehoach.source import Source

_BAD_DASH = regex(r" *(?:-(?! )|[+*•●▪–—−])")
_BULLET_AFTER_KEY = regex(r"(?P<lead> *(?:- +)*)(?P<key>[a-z][a-z_]*): +(?P<dash>-) +(?P<rest>[^\s-].*)")
_KEY = regex(r" *(?:- +)*[a-z][a-z0-9_-]*:(?= |$)")


def sentence_with_colon(source: Source, noticed: int) -> Iterator[Finding]:
    """The sentence after which YAML could not go on, noticed on line `noticed`; nothing where it is another fault."""
    holder = _holder(source, noticed)
    if holder is None or holder.value[:1] in tuple("\"'[{|>#") or _BAD_DASH.match(holder.line.text):
        return
    column = holder.column
    colon = _colon(source, holder, noticed)
    if colon is None:
        return
    fix, hint = as_folded(source, holder.value_start, column)
    if not _reads_on(source, fix, noticed):
        return
    if not holder.key:
        yield from text_with_colon(source.span(holder.value_start, colon), fix, hint)
    elif source.line_of(colon) == source.line_of(holder.value_start):
        yield from colon_inside_text(holder, source)
    else:
        yield from text_with_colon(source.span(holder.value_start, colon), fix, hint)


def bullet_after_a_key(source: Source, number: int) -> Iterator[Finding]:
    """A bullet on the line of its key: `text: - Rà soát`, where the dash was pasted along; `items: - Rà soát`."""
    line = source.line(number)
    match = _BULLET_AFTER_KEY.fullmatch(line)
    if match is None:
        return
    lead, key, rest = match["lead"], match["key"], match["rest"].rstrip()
    start = source.line_starts[number - 1] + len(lead)
    column = len(lead)
    if key not in KEYS_OF_TEXTS - {"items"}:
        below = f"{' ' * (column + 2)}- {rest}"
        shown = _("write:\n{head}\n{rest}", head=f"{lead}{key}:", rest=below)
        written = f"{key}:\n{below}"
    elif COLON.search(rest):
        below = f"{' ' * (column + 2)}{rest}"
        shown = _("write:\n{head}\n{rest}", head=f"{lead}{key}: >", rest=below)
        written = f"{key}: >\n{below}"
    else:
        shown, written = _("write:\n{line}", line=f"{lead}{key}: {rest}"), f"{key}: {rest}"
    fix = (Edit(start, source.line_starts[number - 1] + len(line), written),)
    if _reads_on(source, fix, number):
        yield from broken_syntax(source, start + match.start("dash") - len(lead), _NO_BULLET, None, None, shown, fix)


_NO_BULLET = "block sequence entries are not allowed in this context"


def _holder(source: Source, noticed: int) -> LineStart | None:
    """The line on which the text begins that holds the line `noticed`."""
    holder = None
    for opening in openings(source):
        if source.line_of(opening.line.start) > noticed:
            break
        holder = opening
    return holder


def _colon(source: Source, holder: LineStart, noticed: int) -> int | None:
    """Where the first colon of the text is; None where it has none, or a key was swallowed by it."""
    match = COLON.search(holder.value)
    if match:
        return holder.value_start + match.start()
    for number in range(source.line_of(holder.value_start) + 1, noticed + 1):
        line = source.line(number)
        if _KEY.match(line):
            return None
        if match := COLON.search(line):
            return source.line_starts[number - 1] + match.start()
    return None


def _reads_on(source: Source, fix: tuple[Edit, ...], noticed: int) -> bool:
    """Whether YAML reads on after the fix: only then it was this sentence."""
    if len(source.text) > LARGE:
        return True
    line = fault_of(apply(source.text, fix))
    return line is None or line > noticed + 1  # the fix adds a line

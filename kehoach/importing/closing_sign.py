"""The closing sign `./.`, which kehoach prints by itself."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.frozen import replace
from kehoach.patterns import regex
from kehoach.readers.document import TextRun
from kehoach.recognising.found import FoundNode, FoundTable, FoundText

_SIGN = regex(r"\.?/\.?\s*$")


def text_without_sign(text: FoundText) -> FoundText:
    """A text that ends with the sign, ended by a full stop in its place."""
    *before, last = text.runs or (TextRun(""),)
    if last.note or not (match := _SIGN.search(last.text)):
        return text
    kept = last.text[: match.start()].rstrip()
    stop = "" if kept.endswith((".", "!", "?", "…", ":", ";")) else "."
    return replace(text, runs=(*before, TextRun(kept + stop, last.bold, last.italic)))


def without_sign(blocks: Sequence[FoundNode | FoundTable]) -> tuple[FoundNode | FoundTable, ...]:
    """Nodes and tables, the last one without the sign at its end."""
    if not blocks:
        return ()
    *before, last = blocks
    if isinstance(last, FoundTable):
        note = (*last.note[:-1], text_without_sign(last.note[-1])) if last.note else ()
        return (*before, replace(last, note=note))
    if last.children:
        return (*before, replace(last, children=without_sign(last.children)))
    return (*before, replace(last, text=text_without_sign(last.text)))

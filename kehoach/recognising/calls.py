"""Footnotes that were typed: `[1]` in a sentence, and `[1] ...` at the end of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kehoach.frozen import replace
from kehoach.readers.document import ReadBlock, TextLine, TextRun
from kehoach.recognising.found import FoundText
from kehoach.recognising.lines import part_of

_BEGINS = re.compile(r"\[(\d{1,3})\]\s*")
_CALL = re.compile(r"\[(\d{1,3})\]")

TypedNotes = dict[str, list[TextLine]]
"""The lines of each typed note, without its sign."""


def typed_notes(blocks: Sequence[ReadBlock]) -> tuple[list[ReadBlock], TypedNotes, list[FoundText]]:
    """The blocks without the notes at the end and with calls as runs; the notes; their signs as they were typed."""
    begins = {
        at: match[1]
        for at, block in enumerate(blocks)
        if isinstance(block, TextLine) and not block.label and (match := _BEGINS.match(block.text))
    }
    if not begins or not all(isinstance(block, TextLine) for block in blocks[min(begins) :]):
        return list(blocks), {}, []
    first = min(begins)
    keys = set(begins.values())
    if len(keys) < len(begins) or not _calls(blocks[:first]) & keys:
        return list(blocks), {}, []
    notes: TypedNotes = {}
    typed: list[FoundText] = []
    for at, block in enumerate(blocks[first:], first):
        assert isinstance(block, TextLine)
        if at in begins:
            key = begins[at]
            notes[key] = [part_of(block, len(key) + 2)]
            typed.append(FoundText((TextRun(f"[{key}]"),), block.place))
        else:
            notes[key].append(block)
    result: list[ReadBlock] = []
    for block in blocks[:first]:
        if isinstance(block, TextLine):
            block, signs = _with_calls(block, keys)
            typed += signs
        result.append(block)
    return result, notes, typed


def _calls(blocks: Iterable[ReadBlock]) -> set[str]:
    return {key for block in blocks if isinstance(block, TextLine) for key in _CALL.findall(block.text)}


def _with_calls(line: TextLine, keys: set[str]) -> tuple[TextLine, list[FoundText]]:
    runs: list[TextRun] = []
    typed: list[FoundText] = []
    for run in line.runs:
        at = 0
        for match in _CALL.finditer(run.text):
            if match[1] in keys:
                runs += [replace(run, text=run.text[at : match.start()]), TextRun("", note=match[1])]
                typed.append(FoundText((TextRun(match[0]),), line.place))
                at = match.end()
        runs.append(replace(run, text=run.text[at:]))
    kept = tuple(run for run in runs if run.text or run.note)
    return (replace(line, runs=kept), typed) if typed else (line, [])

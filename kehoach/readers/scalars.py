"""Scalars as they were meant: blanks folded, letters whole, each word with its place."""

from __future__ import annotations

from functools import partial

from kehoach.patterns import regex
from kehoach.source import Line
from kehoach.vietnamese import nfc

_WORD = regex(r"\S+")
_NEAR = 1000
"""How far after the last word the next one is looked for: a text of a million words must not be searched whole for
each of them."""


def paragraphs(value: str, raw: str, style: str) -> str:
    """The text with blanks collapsed, one line a paragraph.

    In a folded text only a blank line parts paragraphs; a line indented deeper, which YAML would keep as it is, flows
    like the others. In a literal text every line is a paragraph.
    """
    if style == ">":
        _head, _newline, body = raw.partition("\n")
        blocks, current = [], []
        for line in body.split("\n"):
            words = line.split()
            current += words
            if not words and current:
                blocks.append(" ".join(current))
                current = []
        blocks.append(" ".join(current))
    else:
        if "\n" not in value:
            return " ".join(value.split())
        blocks = [" ".join(line.split()) for line in value.split("\n")]
    return "\n".join(block for block in blocks if block)


def anchors(value: str, raw: str, start: int, style: str) -> tuple[tuple[int, int], ...]:
    """Where each word of `value` is in the source; empty when escapes make the two differ."""
    return tuple((index, start + found) for index, found in _anchors_in(value, raw, style))


def _anchors_in(value: str, raw: str, style: str) -> tuple[tuple[int, int], ...]:
    position = 0
    if style in "|>" and style:
        position = raw.find("\n") + 1
    elif style:
        position = 1
    anchors = []
    index = 0
    for word in value.split():
        index = value.index(word, index)
        found = raw.find(word, position, position + _NEAR + len(word))
        length = len(word)
        if found < 0:  # written with loose marks, or escaped
            match = _next_word(raw, position)
            if match is None or nfc(match[1]) != word:
                return ()
            found, length = match[0], len(match[1])
        anchors.append((index, found))
        index += len(word)
        position = found + length
    return tuple(anchors)


FIND_ANCHORS = {style: partial(_anchors_in, style=style) for style in ("", "'", '"', "|", ">")}
"""For each way in which a scalar is written, what finds the places of its words when they are asked for."""


def _next_word(raw: str, position: int) -> tuple[int, str] | None:
    match = _WORD.search(raw, position)
    return (match.start(), match.group()) if match else None


def literal_lines(value: str, raw: str, start: int) -> tuple[Line, ...]:
    """The lines of a literal block as written, tabs and inner blanks kept, each with its place."""
    lines = []
    offset = start + raw.find("\n") + 1
    body = raw[raw.find("\n") + 1 :].split("\n")
    for written, line in zip(body, value.split("\n"), strict=False):
        lines.append(Line(nfc(line.rstrip("\r")), offset + len(written) - len(written.lstrip(" "))
                          if not line.startswith(" ") else offset + len(written) - len(line)))  # fmt: skip
        offset += len(written) + 1
    while lines and not lines[-1].text.strip():
        lines.pop()
    return tuple(lines)

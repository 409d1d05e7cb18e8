"""Edits inside a block text: only the words that change are replaced, and lines are wrapped again from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.source import TextNode
from kehoach.vietnamese import nfc
from kehoach.yaml_text import Manner, begins_a_line, words_of, wrapped

Canonical = Callable[[str], str]
"""What a paragraph, or a row of a table, says."""


@frozen
class _Paragraph:
    """A paragraph of a block as it is typed: its lines without their indentation, and where it begins and ends."""

    lines: tuple[str, ...]
    start: int
    end: int


def block_edit(node: TextNode, new: str, indent: int, manner: Manner, says: Canonical | None = None) -> Edit | None:
    """The edit that makes a block say `new`, whose paragraphs are its lines; None where it does already.

    `indent` is where a line of the block begins, if it has none yet.
    """
    says = says or _collapsed
    literal = node.style == "|"
    old = _paragraphs(node, literal)
    text = node.span.source.text
    paragraphs = new.split("\n")
    if not old:
        end = _line_end(text, node.span.start)
        pad = " " * indent
        lines = [f"{pad}{line}" for line in _laid_out(paragraphs, literal, manner.width - indent)]
        return Edit(end, end, "\n" + "\n".join(line.rstrip() for line in lines))
    said = [says(" ".join(one.lines)) for one in old]
    wanted = [says(one) for one in paragraphs]
    head = _shared(said, wanted)
    tail = _shared(said[head:][::-1], wanted[head:][::-1])
    before, going, coming = old[:head], old[head : len(old) - tail], paragraphs[head : len(paragraphs) - tail]
    if not going and not coming:
        return None
    pad = _indent_of(text, old[0].start)
    width = manner.width if any(len(one.lines) > 1 for one in old) or manner.width > len(pad) + _widest(old) else 0
    gap = "\n" if literal else "\n\n"
    made = []
    for number, paragraph in enumerate(coming):
        if literal:
            lines = [paragraph]
        elif number < len(going):
            lines = rewrapped(going[number].lines, words_of(paragraph), (width or len(paragraph) + len(pad)) - len(pad))
        else:
            lines = list(wrapped(words_of(paragraph), (width or len(paragraph) + len(pad)) - len(pad)))
        made.append(f"\n{pad}".join(lines))
    put = f"{gap}{pad}".join(made)
    if going and coming:
        return _narrow(text, going[0].start, going[-1].end, put)
    if going:
        after = old[len(old) - tail :]
        return Edit(before[-1].end, going[-1].end, "") if before else Edit(going[0].start, after[0].start, "")
    if before:
        return Edit(before[-1].end, before[-1].end, f"{gap}{pad}{put}")
    return Edit(old[0].start, old[0].start, f"{put}{gap}{pad}")


def rewrapped(old: Sequence[str], new: Sequence[str], width: int) -> list[str]:
    """The lines of a paragraph that were `old`, with the words `new`: wrapped again where words changed.

    Lines before a change stay; those after it do as soon as one begins with the word with which it began before.
    """
    words = [words_of(line) for line in old]
    flat = [word for line in words for word in line]
    head = _shared(flat, new)
    tail = _shared(flat[head:][::-1], new[head:][::-1])
    starts = [sum(map(len, words[:number])) for number in range(len(words))]
    kept = max(
        (number for number, start in enumerate(starts) if start <= head and start < max(len(flat), 1)), default=0
    )
    while kept and starts[kept] < len(new) and not begins_a_line(new[starts[kept]]):
        kept -= 1
    made = list(old[:kept])
    shift = len(new) - len(flat)
    again = {
        start + shift: number for number, start in enumerate(starts) if start >= len(flat) - tail and number > kept
    }
    line: list[str] = []
    length = -1
    for at in range(starts[kept], len(new)):
        word = new[at]
        breaks = bool(line) and length + 1 + len(word) > width and begins_a_line(word)
        if at in again and (breaks or not line or len(made) + 1 == again[at]):
            return [*made, *([" ".join(line)] if line else []), *old[again[at] :]]
        if breaks:
            made.append(" ".join(line))
            line, length = [], -1
        line.append(word)
        length += 1 + len(word)
    return [*made, " ".join(line)] if line else made


def _paragraphs(node: TextNode, literal: bool) -> list[_Paragraph]:
    """What is typed below the sign of a block, paragraph by paragraph."""
    raw, found = node.span.text, list[_Paragraph]()
    lines: list[str] = []
    position = raw.find("\n") + 1
    start = end = 0
    for line in raw[position:].split("\n") if position else ():
        typed = line.strip()
        if lines and (literal or not typed):
            found.append(_Paragraph(tuple(lines), start, end))
            lines = []
        if typed:
            at = node.span.start + position + line.index(typed[0])
            start = start if lines else at
            end = _line_end(node.span.source.text, at) if literal else at + len(typed)
            lines.append(node.span.source.text[at:end])
        position += len(line) + 1
    return [*found, _Paragraph(tuple(lines), start, end)] if lines else found


def _laid_out(paragraphs: Sequence[str], literal: bool, width: int) -> list[str]:
    if literal:
        return list(paragraphs)
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [*([""] if lines else []), *wrapped(words_of(paragraph), width)]
    return lines


def _narrow(text: str, start: int, end: int, put: str) -> Edit | None:
    """The edit without the words that stay the same at its begin and end."""
    old = text[start:end]
    put = put.replace("\n", "\r\n") if "\r\n" in old else put
    if old == put:
        return None
    head = _shared(old, put)
    while head and not old[head - 1].isspace():
        head -= 1
    tail = _shared(old[head:][::-1], put[head:][::-1])
    while tail and not old[len(old) - tail].isspace():
        tail -= 1
    return Edit(start + head, end - tail, put[head : len(put) - tail])


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many elements two rows share from their beginnings on."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _collapsed(paragraph: str) -> str:
    return nfc(" ".join(paragraph.split()))


def _widest(paragraphs: Sequence[_Paragraph]) -> int:
    return max(len(line) for one in paragraphs for line in one.lines)


def _indent_of(text: str, offset: int) -> str:
    return " " * (offset - text.rfind("\n", 0, offset) - 1)


def _line_end(text: str, offset: int) -> int:
    """Where the line that holds `offset` ends, before its line end."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if end > offset and text[end - 1] == "\r" else end

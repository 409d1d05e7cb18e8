"""A plan file as text: short lines, blocks for sentences, comments only where something is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.rolling.yaml_editor import written

_WIDTH = 118
_SHORT = 90
"""Signs of a text that is written on the line of its key."""
_WORD = regex(r"(?:\{\{(?:(?!\{\{).)*?\}\}|[^ ])+|(?<= )(?= )|^$")
"""What no line is broken in: an expression is one word."""
_SIGN = regex(r"[-+*–#]$|(?:\d{1,3}|[a-zđ]|[IVXLC]+)[.)]$")
"""Words that begin no line of a block: they would look like a list, or a comment."""


@frozen
class Block:
    """A text that is written as a block: `|` where each line prints by itself, else paragraphs that are folded."""

    text: str
    literal: bool = False


@frozen
class Commented:
    """A value with a remark for the drafter above it."""

    value: Any
    comment: str


Written = str | Block | Sequence[Any] | Mapping[str, Any] | Commented
"""What a file is written from: texts, lists, mappings. A tuple is a list on one line."""


def document(root: Mapping[str, Written]) -> str:
    """A whole file; each key at the top that takes more than a line, and each section, is set off by an empty line."""
    made: list[str] = []
    was_apart = False
    for key, value in root.items():
        lines = list(_entry(key, value, 0))
        apart = len(lines) > 1
        if made and (apart or was_apart):
            made.append("")
        made += lines
        was_apart = apart
    return "\n".join(made) + "\n"


def _entry(key: str, value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, Commented):
        yield from _comment(value.comment, pad)
        value = value.value
    if isinstance(value, Block):
        yield f"{pad}{key}: {'|' if value.literal else '>'}"
        yield from _lines(value, indent + 2)
    elif isinstance(value, tuple):
        yield f"{pad}{key}: [{', '.join(written(str(one), '', flow=True) for one in value)}]"
    elif isinstance(value, Mapping):
        yield f"{pad}{key}:"
        for inner, one in value.items():
            yield from _entry(written(inner, "", flow=False), one, indent + 2)
    elif isinstance(value, list):
        yield f"{pad}{key}:"
        for number, one in enumerate(value):
            if number and key in ("sections", "appendices"):
                yield ""
            yield from _item(one, indent + 2)
    else:
        text = str(value)
        if _is_long(text):
            yield from _entry(key, Block(text), indent)
        else:
            yield f"{pad}{key}: {written(text, '', flow=False)}" if text else f"{pad}{key}:"


def _item(value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, Commented):
        yield from _comment(value.comment, pad)
        value = value.value
    if isinstance(value, Mapping):
        lines = [line for key, one in value.items() for line in _entry(key, one, indent + 2)]
        first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (line[2:] for line in lines[:first])
        yield f"{pad}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]
    elif isinstance(value, Block) or _is_long(str(value)):
        yield f"{pad}- >"
        yield from _lines(value if isinstance(value, Block) else Block(str(value)), indent + 2)
    else:
        yield f"{pad}- {written(str(value), '', flow=False)}"


def _is_long(text: str) -> bool:
    """Whether a text is a block: a sentence, or what would have to be quoted."""
    return text != "" and (len(text) > _SHORT or "\n" in text or written(text, "", flow=False) != text)


def _comment(text: str, pad: str) -> Iterator[str]:
    for line in _wrapped(text, _WIDTH - len(pad) - 2):
        yield f"{pad}# {line}"


def _lines(block: Block, indent: int) -> Iterator[str]:
    pad = " " * indent
    for number, paragraph in enumerate(block.text.split("\n")):
        if number and not block.literal:
            yield ""
        for line in [paragraph] if block.literal else _wrapped(paragraph, _WIDTH - indent):
            yield (pad + line).rstrip()


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in _WORD.findall(text):
        if line and len(line) + 1 + len(word) > width and not _SIGN.match(word):
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line

"""How texts, lists and mappings are written in a YAML file: plain, quoted or as a block, and where lines are wrapped.

A text is plain only where YAML and kehoach's reader agree on what it says. What is written is read back as the same
text, with blanks collapsed and one line a paragraph (`readers.scalars.paragraphs`); a property test compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kehoach.frozen import frozen
from kehoach.patterns import regex

WIDTH = 118
"""Characters of a line that is wrapped."""
_SHORT = 90
"""Signs of a text that is written on the line of its key."""
_WORD = regex(r"(?:\{\{(?:(?!\{\{).)*?\}\}|[^ ])+|(?<= )(?= )|^$")
"""What no line is broken in: an expression is one word."""
_SIGN = regex(r"(?:[-+*–#>|]|(?:\d{1,3}|[a-zđ]|[IVXLC]+)[.)])$|[a-z_]{4,}:$")
"""Words that begin no line of a block: they would look like a list, a comment, or a key that slipped into the text."""
_LIKE_A_KEY = regex(r"^(?:- +)?[a-z_]{4,}:(?= |$)")
_NOT_PLAIN = regex(r"^[-?:](?: |$)|^[\s,\[\]{}#&*!|>'\"%@`]|: |:$| #|[\t\n]|\s$|^$|^(?:~|null|(?:---|\.\.\.)(?: .*)?)$")
_NOT_IN_FLOW = regex(r"[,\[\]{}?]|^[-:]|:[^\w/]")


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


@frozen
class Manner:
    """How one file is written: by how much keys and dashes are indented under a key, and how long its lines are.

    `quotes`: a short text that cannot be plain is quoted; else it is a block, which needs no thought of its signs.
    """

    step: int = 2
    dash: int = 2
    width: int = WIDTH
    quotes: bool = False


IMPORTED = Manner()
"""How a file that kehoach writes itself looks."""


def document(root: Mapping[str, Written]) -> str:
    """A whole file; each key at the top that takes more than a line, and each section, is set off by an empty line."""
    made: list[str] = []
    was_apart = False
    for key, value in root.items():
        lines = list(entry_lines(key, value, 0))
        apart = len(lines) > 1
        if made and (apart or was_apart):
            made.append("")
        made += lines
        was_apart = apart
    return "\n".join(made) + "\n"


def entry_lines(key: str, value: Any, indent: int, manner: Manner = IMPORTED) -> Iterator[str]:
    """The lines of a key and its value; the key as it is written."""
    pad = " " * indent
    if isinstance(value, Commented):
        yield from _comment(value.comment, pad)
        value = value.value
    if isinstance(value, Block):
        yield f"{pad}{key}: {'|' if value.literal else '>'}"
        yield from block_lines(value, indent + manner.step, manner)
    elif isinstance(value, tuple):
        yield f"{pad}{key}: {flow(value)}"
    elif isinstance(value, Mapping):
        yield f"{pad}{key}:"
        for inner, one in value.items():
            yield from entry_lines(written(inner), one, indent + manner.step, manner)
    elif isinstance(value, list):
        yield f"{pad}{key}:"
        for number, one in enumerate(value):
            if number and key in ("sections", "appendices"):
                yield ""
            yield from item_lines(one, indent + manner.dash, manner)
    else:
        text = str(value)
        if _is_block(text, indent + len(key) + 2, manner):
            yield from entry_lines(key, Block(text), indent, manner)
        else:
            yield f"{pad}{key}: {written(text)}" if text else f"{pad}{key}:"


def item_lines(value: Any, indent: int, manner: Manner = IMPORTED) -> Iterator[str]:
    """The lines of an item of a list, whose dash is at column `indent`."""
    pad = " " * indent
    if isinstance(value, Commented):
        yield from _comment(value.comment, pad)
        value = value.value
    if isinstance(value, Mapping) and value:
        lines = [line for key, one in value.items() for line in entry_lines(written(key), one, indent + 2, manner)]
        first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (line[2:] for line in lines[:first])
        yield f"{pad}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]
    elif isinstance(value, (tuple, list, Mapping)):
        yield f"{pad}- {flow(value)}"
    elif isinstance(value, Block) or _is_block(str(value), indent + 2, manner):
        block = value if isinstance(value, Block) else Block(str(value))
        yield f"{pad}- {'|' if block.literal else '>'}"
        yield from block_lines(block, indent + 2, manner)
    else:
        yield f"{pad}- {written(str(value))}"


def flow(value: Any) -> str:
    """A value on one line, in brackets where it is a list or a mapping."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{written(key, flow=True)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return written(value.text if isinstance(value, Block) else str(value), flow=True)


def written(text: str, style: str = "", *, flow: bool = False) -> str:
    """A text on one line, in quotes of the given style where they can hold it; plain only where it is safe.

    What cannot be plain is in double quotes, or in single ones where double ones would need escapes.
    """
    if style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and is_plain(text, flow=flow):
        return text
    if style != '"' and "'" not in text and "\n" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a text on one line, without a quote around it, is read as just this text."""
    return not _NOT_PLAIN.search(text) and not (flow and _NOT_IN_FLOW.search(text))


def fits_a_block(text: str) -> bool:
    """Whether a text can be written as a block: none of its paragraphs begins as a key does, which is taken for one."""
    return not any(map(_LIKE_A_KEY.match, text.split("\n")))


def _is_block(text: str, column: int, manner: Manner) -> bool:
    """Whether a text is a block: a sentence, or what would have to be quoted."""
    if manner.quotes:
        long = "\n" in text or column + len(written(text)) > manner.width
        return long and fits_a_block(text)
    return text != "" and (len(text) > _SHORT or "\n" in text or written(text) != text)


def _comment(text: str, pad: str) -> Iterator[str]:
    for line in wrapped(words_of(text), WIDTH - len(pad) - 2):
        yield f"{pad}# {line}"


def block_lines(block: Block, indent: int, manner: Manner = IMPORTED) -> Iterator[str]:
    """The lines of a block below the sign that opens it."""
    pad = " " * indent
    for number, paragraph in enumerate(block.text.split("\n")):
        if number and not block.literal:
            yield ""
        for line in [paragraph] if block.literal else wrapped(words_of(paragraph), manner.width - indent):
            yield (pad + line).rstrip()


def words_of(text: str) -> list[str]:
    """The pieces of a text between which a line may be broken."""
    return _WORD.findall(text)


def begins_a_line(word: str) -> bool:
    """Whether a line of a block may begin with a word."""
    return not _SIGN.match(word)


def wrapped(words: Sequence[str], width: int) -> Iterator[str]:
    """The lines of a paragraph."""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > width and begins_a_line(word):
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line

"""Text and the place where it was written.

Everything read from a user's file carries its place from the first byte, so that any rule, however late, can
point at line and column. Offsets count characters of the file as decoded, before any normalisation.
"""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from kehoach.frozen import frozen


def display_path(path: Path | str) -> str:
    """A path as the user would name it: from the current folder where it is below. A mere name stays as it is."""
    return _seen_from(os.getcwd(), path) if path else ""


@lru_cache(maxsize=1024)
def _seen_from(folder: str, path: Path | str) -> str:
    try:
        return Path(path).absolute().relative_to(folder).as_posix()
    except ValueError:
        return str(path)


@frozen
class Source:
    """One file as it was read.

    `path` is its whole path, or a name where there is no file. `text` is the file decoded from UTF-8, line ends as
    written, without a byte order mark. Of a Word file it is one `part` of the package, each paragraph a line.
    """

    path: str
    text: str
    part: str = ""

    @property
    def file(self) -> str:
        """The file as the user names it."""
        return display_path(self.path)

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every character that occurs."""
        return frozenset(self.text)

    @cached_property
    def is_composed(self) -> bool:
        """Whether it is sure that every letter is one character (NFC), also in any part of the text."""
        if any(map(unicodedata.combining, self.letters)):
            return False  # perhaps it is; to look takes longer
        return unicodedata.is_normalized("NFC", self.text)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line."""
        starts = [0]
        text = self.text
        position = 0
        while (position := text.find("\n", position) + 1) > 0:
            starts.append(position)
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """Number (1-based) of the line that holds `offset`."""
        return bisect_right(self.line_starts, offset)

    def column_of(self, offset: int) -> int:
        """Column (1-based, in characters) of `offset`."""
        return offset - self.line_starts[self.line_of(offset) - 1] + 1

    def line(self, number: int, start: int = 0, end: int | None = None) -> str:
        """The line `number` (1-based) without its end; of a long one only `[start:end]`, counted in characters."""
        first = self.line_starts[number - 1]
        last = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[first + start : last if end is None else min(first + end, last)].rstrip("\r\n")

    def length(self, number: int) -> int:
        """Characters of the line `number` (1-based), its end among them."""
        last = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return last - self.line_starts[number - 1]

    def span(self, start: int, end: int | None = None) -> Span:
        """The stretch from `start` up to, not including, `end` (one character when `end` is left out)."""
        return Span(self, start, start + 1 if end is None else end)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source, `[start, end)`."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def line(self) -> int:
        """Line of the first character, 1-based."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """Column of the first character, 1-based."""
        return self.source.column_of(self.start)

    @property
    def end_line(self) -> int:
        """Line just after the last character, 1-based."""
        return self.source.line_of(self.end)

    @property
    def end_column(self) -> int:
        """Column just after the last character, 1-based."""
        return self.source.column_of(self.end)

    @property
    def text(self) -> str:
        """What is written there."""
        return self.source.text[self.start : self.end]


Anchors = tuple[tuple[int, int], ...]
FindAnchors = Callable[[str, str], Anchors]


class Text(str):
    """A string that knows where each of its words was written.

    The value is what YAML means, in NFC, with runs of blanks as one space and a line end between paragraphs.
    Equal texts are equal wherever they are.
    """

    span: Span
    _anchors: Anchors | FindAnchors
    _from: int

    def __new__(cls, value: str, span: Span, anchors: Anchors | FindAnchors = ()) -> Text:
        """`anchors` are pairs (index in value, offset in source), rising; empty: only the whole is known.

        Or what finds them, of the value and what is written, counted from where that begins: of most texts nobody asks.
        """
        self = super().__new__(cls, value)
        self.span = span
        self._anchors = anchors
        self._from = 0
        return self

    def _found(self) -> Anchors:
        """The anchors, counted from `_from`."""
        if not isinstance(self._anchors, tuple):
            self._anchors = self._anchors(str(self), self.span.text)
            self._from = self.span.start
        return self._anchors

    @property
    def anchors(self) -> Anchors:
        """Pairs of an index in the text and its offset in the source, rising."""
        return tuple((index, self._from + offset) for index, offset in self._found())

    @property
    def is_placed(self) -> bool:
        """Whether each word's place is known; it is not where escapes make value and source differ."""
        return bool(self._found())

    def offset(self, index: int) -> int:
        """Offset in the source of the character at `index`."""
        anchors = self._found()
        if not anchors:
            return self.span.start
        position = max(bisect_right(anchors, (index, len(self.span.source.text))) - 1, 0)
        at, offset = anchors[position]
        return self._from + offset + max(index - at, 0)

    def at(self, start: int, end: int | None = None) -> Span:
        """The place of `self[start:end]` in the source."""
        end = start + 1 if end is None else end
        first = self.offset(start)
        return Span(self.span.source, first, max(self.offset(max(end - 1, start)) + 1, first + 1))

    def __reduce__(self) -> tuple[type[Text], tuple[str, Span, Anchors]]:
        return Text, (str(self), self.span, self.anchors)


@frozen
class Line:
    """One line of a literal block: what is in it and where it begins."""

    text: str
    start: int


@frozen
class TextNode:
    """A scalar. No type is guessed: `012`, `no` and `15/6` are text until the schema decides.

    `style` is the way it was written: "" plain, "'" or '"' quoted, "|" literal, ">" folded.
    """

    value: Text
    style: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def span(self) -> Span:
        """Where it was written."""
        return self.value.span

    @property
    def is_empty(self) -> bool:
        """Nothing was typed, or YAML's words for nothing: the key counts as left out."""
        return self.value == "" or (self.style == "" and self.value in ("~", "null"))


@frozen
class MappingEntry:
    """A key and its value."""

    key: TextNode
    value: Node


@frozen
class MappingNode:
    """Keys and values in the order written, duplicates included."""

    entries: tuple[MappingEntry, ...]
    span: Span
    flow: bool = False

    @cached_property
    def by_key(self) -> dict[str, MappingEntry]:
        """The first entry of each key."""
        found: dict[str, MappingEntry] = {}
        for entry in self.entries:
            found.setdefault(str(entry.key.value), entry)
        return found

    def get(self, key: str) -> Node | None:
        """The value of `key`, None when absent or left empty."""
        entry = self.by_key.get(key)
        if entry is None or (isinstance(entry.value, TextNode) and entry.value.is_empty):
            return None
        return entry.value

    def place(self, key: str) -> Span:
        """Where the value of `key` is, else its key, else the mapping."""
        entry = self.by_key.get(key)
        if entry is None:
            return self.span
        if isinstance(entry.value, TextNode) and entry.value.is_empty:
            return entry.key.span
        return entry.value.span


@frozen
class ListNode:
    """A sequence."""

    items: tuple[Node, ...]
    span: Span
    flow: bool = False

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


Node = TextNode | MappingNode | ListNode

"""Where a cursor is in a text that may be broken: the keys and list items around it, and the word it is at.

Read from lines and their indentation alone, since nothing can be parsed while a key is half typed. A value that begins
on the line of its key or dash goes on over the deeper lines below it; a key without one has what is deeper as its
contents. That is YAML as plans are written; a test compares it with PyYAML at every key and value.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from kehoach.frozen import attribute, frozen
from kehoach.language_server.indentation import (
    DASH,
    KEY,
    Frame,
    IndentedLines,
    Step,
    comment_at,
    indent_of,
    past_blanks,
    unquoted,
)
from kehoach.source import Source


class CursorSlot(Enum):
    """What belongs at the cursor."""

    KEY = "key"
    """A key of the innermost mapping."""
    ITEM = "item"
    """The item of a list, just after its dash: a value, or the first key of a mapping."""
    CHILD = "child"
    """What a key above holds, on a line of its own: a key, or the dash of a list."""
    VALUE = "value"
    """The value of the innermost key, after its colon, or one of several between brackets."""
    TEXT = "text"
    """The lines below the one on which a value began."""
    COMMENT = "comment"
    NOTHING = "nothing"


@frozen
class Level:
    """A mapping or list around the cursor: the key or the number that leads on to the cursor, and what else is there.

    `entries` are the keys of a mapping in their order, each with what is on its line; None for a list.
    """

    step: str | int | None
    entries: dict[str, str] | None


@frozen
class Cursor:
    """The place of a cursor. `levels` lead from the top of the file to what it is in; `word` is what is typed there.

    `before` is the part of the word before the cursor; `beside` are the other values between the same brackets.
    """

    slot: CursorSlot
    levels: tuple[Level, ...]
    start: int
    end: int
    word: str
    before: str
    indent: int = 0
    """Where a key that is written here begins in its line."""
    item_above: Mapping[str, str] = attribute(factory=dict)
    """Where the cursor is below the dash of an item, the keys of that item: another one is further in."""
    has_colon: bool = False
    in_brackets: bool = False
    beside: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str | int, ...]:
        """Keys and numbers from the top of the file."""
        return tuple(level.step for level in self.levels if level.step is not None)

    @property
    def written(self) -> dict[str, str]:
        """The other keys of the mapping in which one is typed, each with what is on its line."""
        last = self.levels[-1] if self.levels else None
        entries = last.entries or {} if last and last.step is None else {}
        return {key: value for key, value in entries.items() if not (self.has_colon and key == self.word)}


def cursor_at(source: Source, offset: int) -> Cursor:
    """The place of the cursor before the character at `offset`."""
    return _Scan(source, offset).cursor()


_Around = list[tuple[Frame, Step]]


class _Scan(IndentedLines):
    """Reads the lines in order, and remembers what is around the cursor; what follows it in the same mapping counts."""

    def __init__(self, source: Source, offset: int) -> None:
        super().__init__()
        self.source, self.offset = source, offset
        self.at_line = source.line_of(offset)
        self.found: tuple[CursorSlot, _Around, tuple[int, int], dict[str, Any]] | None = None

    def cursor(self) -> Cursor:
        for number in range(1, len(self.source.line_starts) + 1):
            line = self.source.line(number)
            if number == self.at_line:
                self._at_cursor(line, self.source.line_starts[number - 1])
            else:
                self.read(line)
            if number > self.at_line and len(self.stack) == 1 and self.found and len(self.found[1]) > 1:
                break  # the mapping around the cursor has ended
        assert self.found is not None
        slot, around, (start, end), more = self.found
        levels = [Level(step, None if frame.is_list else frame.entries) for frame, step in around]
        if slot in (CursorSlot.CHILD, CursorSlot.ITEM):  # what is below may have its other keys
            frame, step = around[-1]
            child = frame.children.get(step)
            levels.append(Level(None, child.entries if child and not child.is_list else {}))
        text = self.source.text
        return Cursor(slot, tuple(levels), start, end, text[start:end], text[start : self.offset], **more)

    def _at_cursor(self, line: str, starts: int) -> None:
        column = self.offset - starts
        indent = indent_of(line)
        blank = indent == len(line)
        if self.held is not None and self._goes_on(column if blank else indent, blank):
            self._find(CursorSlot.TEXT, self._around(), starts + indent, starts + len(line))
            return
        comment = comment_at(line)
        if comment is not None and column > comment:
            self.read(line)
            self._find(CursorSlot.COMMENT, self._around(), starts + comment, starts + len(line))
        elif blank or (comment is not None and comment == indent):
            self.held = None
            self.leave(column)
            self._half_word(column, self.offset, self.offset)
        elif column < indent:
            self.read(line)
            self._nothing()
        else:
            self._on_text(line if comment is None else line[:comment], indent, column, starts)

    def _goes_on(self, indent: int, blank: bool) -> bool:
        """Whether the line is one more of a value; a blank one is too where a deeper one follows."""
        assert self.held is not None
        if indent > self.held or not blank:
            return indent > self.held
        below = (self.source.line(number) for number in range(self.at_line + 1, len(self.source.line_starts) + 1))
        following = next((line for line in below if line.strip()), "")
        return len(following) - len(following.lstrip(" ")) > self.held

    def _half_word(self, column: int, start: int, end: int) -> None:
        """A word, or none, where a key or a dash could be."""
        top = self.stack[-1]
        if top.is_list and top.indent == column and len(self.stack) > 1:
            if self.stack[-2].indent != column:
                item = top.children.get(top.step)
                above = item.entries if item and not item.is_list else {}
                self._find(CursorSlot.CHILD, self._around()[:-1], start, end, indent=column, item_above=above)
                return
            self.stack.pop()  # the list has no indentation of its own: a key of the mapping around it
            top = self.stack[-1]
        child = top.children.get(top.step)
        if not top.is_list and (top.indent == column or (len(self.stack) == 1 and not top.entries)):
            self._find(CursorSlot.KEY, [*self._around()[:-1], (top, None)], start, end, indent=column)
        elif top.step is None or (child and child.indent != column) or top.entries.get(str(top.step)):
            self._nothing()
        else:
            self._find(CursorSlot.CHILD, self._around(), start, end, indent=column)

    def _on_text(self, line: str, indent: int, column: int, starts: int) -> None:
        content, at = line.rstrip(), indent
        self.structure(content, indent)
        while DASH.match(content, at):
            after = past_blanks(content, at + 1)
            if column <= at or column < after < len(content):
                self._nothing()
                return
            if after == len(content):
                self._find(CursorSlot.ITEM, self._list_level(), self.offset, self.offset, indent=max(column, at + 2))
                return
            at = after
        match = KEY.match(content, at)
        if match is not None and column > match.end(1):
            self._value(content, match.end(), column, starts)
        elif match is not None:
            around = [*self._around()[:-1], (self.stack[-1], None)]
            self._find(
                CursorSlot.KEY, around, starts + match.start(1), starts + match.end(1), indent=at, has_colon=True
            )
        elif at > indent:
            self.held = None  # half a key, perhaps: what is below may be beside it
            self._find(CursorSlot.ITEM, self._list_level(), starts + at, starts + len(content), indent=at)
        else:
            self._half_word(at, starts + at, starts + len(content))

    def _value(self, content: str, colon: int, column: int, starts: int) -> None:
        start, end = past_blanks(content, colon), len(content)
        if column < start or start == end:
            start = end = column
        elif content[start] == "[" and column > start:
            self._in_brackets(content, start, column, starts)
            return
        elif content[start] in "\"'" and column > start:
            start += 1
            end -= end > start and content[-1] == content[start - 1]
        self._find(CursorSlot.VALUE, self._around(), starts + start, starts + end)

    def _in_brackets(self, content: str, opened: int, column: int, starts: int) -> None:
        if "]" in content[opened:column]:
            self._nothing()
            return
        first = max(content.rfind(sign, opened, column) for sign in "[,") + 1
        last = min((at for sign in ",]" if (at := content.find(sign, column)) >= 0), default=len(content))
        words = (*content[opened + 1 : first - 1].split(","), *content[last + 1 :].rstrip("] ").split(","))
        beside = tuple(one for word in words if (one := unquoted(word.strip())))
        first = min(past_blanks(content.ljust(column), first), column)
        last = first + len(content[first:last].rstrip())
        self._find(CursorSlot.VALUE, self._around(), starts + first, starts + last, in_brackets=True, beside=beside)

    def _around(self) -> _Around:
        return [(frame, frame.step) for frame in self.stack]

    def _list_level(self) -> _Around:
        """What is around the item of a list whose dash is on the line."""
        around = self._around()
        while not around[-1][0].is_list:
            around.pop()
        return around

    def _nothing(self) -> None:
        self._find(CursorSlot.NOTHING, self._around(), self.offset, self.offset)

    def _find(self, slot: CursorSlot, around: _Around, start: int, end: int, **more: Any) -> None:
        self.found = slot, around, (min(start, self.offset), max(end, self.offset)), more

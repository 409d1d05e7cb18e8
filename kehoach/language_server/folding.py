"""Which lines of a text can be folded under the one above them: contents of keys and items, and rows of comments."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.frozen import frozen
from kehoach.language_server.indentation import DASH, indent_of
from kehoach.source import Source


@frozen
class Fold:
    """Lines, counted from 1, of which the first stays visible."""

    first: int
    last: int
    is_comment: bool = False


def folds(source: Source) -> Iterator[Fold]:
    """Every stretch of lines that can be folded, in the order in which they end."""
    open_lines: list[tuple[int, int]] = []  # indentation of a key or dash, and its line
    comments = last = 0
    count = len(source.line_starts)
    for number in range(1, count + 2):
        line = source.line(number) if number <= count else ""
        indent = indent_of(line)
        is_comment = line[indent : indent + 1] == "#"
        if comments and not is_comment:
            if number - comments > 2:
                yield Fold(comments, number - 1, is_comment=True)
            comments = 0
        if is_comment:
            comments = comments or number
        if (indent == len(line) and number <= count) or is_comment:
            continue
        if number > count:
            indent = -1
        while open_lines and _ends(open_lines[-1], indent, line, source):
            _indent, first = open_lines.pop()
            if last > first:
                yield Fold(first, last)
        open_lines.append((indent, number))
        last = number


def _ends(open_line: tuple[int, int], indent: int, line: str, source: Source) -> bool:
    """Whether a line with that indentation is no longer below an open one; dashes may begin where their key does."""
    above, first = open_line
    if indent == above and indent >= 0 and DASH.match(line, indent):
        return bool(DASH.match(source.line(first), above))
    return indent <= above

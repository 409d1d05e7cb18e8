"""Comments of a YAML file, and what each may speak about.

PyYAML's events have no comments. What is between the scalars holds nothing but structure, blanks and comments, so a
hash sign found there begins one; a hash sign inside a text never does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.source import ListNode, MappingNode, Node, Source, Span, TextNode

_COMMENT = regex(r"(?<!\S)#[^\r\n]*")


@frozen
class Comment:
    """A comment, from its hash sign to the end of the line.

    It speaks for the offsets `covers`: its line and, where a text of several lines begins (a block) or ends there, that
    text; inside of a text no comment can be.
    """

    span: Span
    covers: tuple[range, ...]


def comments(source: Source, node: Node, looks: re.Pattern[str]) -> Iterator[Comment]:
    """The comments of the file whose nodes these are, in order; of them those in which `looks` is found."""
    scalars: list[TextNode] = []
    _collect_scalars(node, scalars)
    scalars.sort(key=lambda scalar: scalar.span.start)
    bodies = list(map(_body, scalars))
    starts = [body.start for body in bodies]
    at = source.text.find("#")
    while at >= 0:
        before = bisect_right(starts, at) - 1
        if before >= 0 and at < bodies[before].stop:
            at = source.text.find("#", bodies[before].stop)
            continue
        match = _COMMENT.match(source.text, at)
        if match and looks.search(match.group()):
            number = source.line_of(at)
            line = range(source.line_starts[number - 1], match.end())
            yield Comment(source.span(at, match.end()), (line, *_texts_on(number, line, scalars)))
        at = source.text.find("#", match.end() if match else at + 1)


def _collect_scalars(node: Node, found: list[TextNode]) -> None:
    if isinstance(node, MappingNode):
        for entry in node.entries:
            found.append(entry.key)
            _collect_scalars(entry.value, found)
    elif isinstance(node, ListNode):
        for item in node:
            _collect_scalars(item, found)
    elif node.span.end > node.span.start:
        found.append(node)


def _body(scalar: TextNode) -> range:
    """Where only text is; the first line of a block, `text: >`, may still hold a comment."""
    span = scalar.span
    if scalar.style not in ("|", ">"):
        return range(span.start, span.end)
    line_end = span.source.text.find("\n", span.start)
    body = line_end if 0 <= line_end < span.end else span.end
    return range(body, span.end)


def _texts_on(number: int, line: range, scalars: Iterable[TextNode]) -> Iterator[range]:
    """The texts of several lines that a comment on a line speaks for: a block begins there, another ends there."""
    for scalar in scalars:
        span = scalar.span
        if span.start < line.stop and line.start < span.end and "\n" in span.text:
            is_block = scalar.style in ("|", ">")
            if number == (span.line if is_block else span.end_line):
                yield _body(scalar)

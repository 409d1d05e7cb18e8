"""Comments of a YAML file, and what each may speak about.

PyYAML's events have no comments. What lies between the scalars holds nothing but structure, blanks and comments, so a
hash sign found there begins one; a hash sign inside a text never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.source import ListNode, MappingNode, Node, Source, Span, TextNode

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")


@dataclass(frozen=True)
class Comment:
    """A comment, from its hash sign to the end of the line.

    It speaks for the offsets `covers`: its line and, where a text of several lines begins (a block) or ends there, that
    text; inside of a text no comment can stand.
    """

    span: Span
    covers: tuple[range, ...]

    def speaks_for(self, offset: int) -> bool:
        """Whether what begins at `offset` lies on the comment's line or in the text that it is written at."""
        return any(offset in stretch for stretch in self.covers)


def comments(source: Source, node: Node) -> Iterator[Comment]:
    """Every comment of the file whose nodes these are, in order."""
    scalars = sorted(_scalars(node), key=lambda scalar: scalar.span.start)
    position = 0
    for scalar in scalars:
        body = _body(scalar)
        yield from _between(source, position, body.start, scalars)
        position = max(position, body.stop)
    yield from _between(source, position, len(source.text), scalars)


def _scalars(node: Node) -> Iterator[TextNode]:
    if isinstance(node, MappingNode):
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)
    elif isinstance(node, ListNode):
        for item in node:
            yield from _scalars(item)
    elif node.span.end > node.span.start:
        yield node


def _body(scalar: TextNode) -> range:
    """Where only text stands; the first line of a block, `text: >`, may still hold a comment."""
    span = scalar.span
    if scalar.style not in ("|", ">"):
        return range(span.start, span.end)
    line_end = span.source.text.find("\n", span.start)
    body = line_end if 0 <= line_end < span.end else span.end
    return range(body, span.end)


def _between(source: Source, start: int, end: int, scalars: list[TextNode]) -> Iterator[Comment]:
    for match in _COMMENT.finditer(source.text, start, end):
        number = source.line_of(match.start())
        line = range(source.line_starts[number - 1], match.end())
        texts = (_body(s) for s in scalars if _touches(s, number))
        yield Comment(source.span(match.start(), match.end()), (line, *texts))


def _touches(scalar: TextNode, number: int) -> bool:
    span = scalar.span
    return span.line < span.end_line and number == (span.line if scalar.style in ("|", ">") else span.end_line)

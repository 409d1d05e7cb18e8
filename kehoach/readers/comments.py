"""Comments of a YAML file, and what each may speak about.

PyYAML's events have no comments. What is between the scalars holds nothing but structure, blanks and comments, so a
hash sign found there begins one; a hash sign inside a text never does.
"""

from __future__ import annotations

import re
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
    texts = _texts_by_line(scalars)
    position = 0
    for start, end in (*((body.start, body.stop) for body in map(_body, scalars)), (len(source.text), 0)):
        for match in _COMMENT.finditer(source.text, position, start):
            if looks.search(match.group()):
                number = source.line_of(match.start())
                line = range(source.line_starts[number - 1], match.end())
                yield Comment(source.span(match.start(), match.end()), (line, *texts.get(number, ())))
        position = max(position, end)


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


def _texts_by_line(scalars: Iterable[TextNode]) -> dict[int, list[range]]:
    """The texts of several lines, by the one line that can hold a comment: of a block the first, else the last."""
    found: dict[int, list[range]] = {}
    for scalar in scalars:
        span = scalar.span
        if "\n" in span.text:
            found.setdefault(span.line if scalar.style in ("|", ">") else span.end_line, []).append(_body(scalar))
    return found

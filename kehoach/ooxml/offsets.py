"""Where in a printed part an element begins and ends, found by looking for its tags.

A part is bytes here, as the template printed it: UTF-8, well formed, `w:` for WordprocessingML, no comments. Building a
tree of it would cost more than printing it did. All places are indices into the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

_SLASH = ord("/")


def everywhere(xml: bytes, sign: bytes) -> Iterator[int]:
    """Wherever a sign occurs. Looked for by its first byte: a search for one is ten times as fast as for three."""
    first = sign[:1]
    at = xml.find(first)
    while at >= 0:
        if xml.startswith(sign, at):
            yield at
        at = xml.find(first, at + 1)


def opening(xml: bytes, name: str, at: int, low: int = 0) -> int:
    """Where the nearest element `w:name` around `at` begins. Raises ValueError when there is none.

    It is looked for from `low` on first: who asks for one place after another, and gives the last one as `low`, reads
    each stretch once.
    """
    found = _unclosed(xml, name, at, low)
    if found < 0 and low:
        found = _unclosed(xml, name, at, 0)
    if found < 0:
        raise ValueError(f"text outside of w:{name}")
    return found


def _unclosed(xml: bytes, name: str, at: int, low: int) -> int:
    bare, dressed, end, _empty = _tags(name)
    depth = 0
    while True:
        start = xml.rfind(bare, low, at)
        start = max(start, xml.rfind(dressed, max(start, low), at))
        close = xml.rfind(end, max(start, low), at)
        if close >= 0:
            depth, at = depth + 1, close
        elif start < 0:
            return -1
        else:
            at = start
            if is_empty(xml, start):
                continue
            if not depth:
                return start
            depth -= 1


def is_open(xml: bytes, name: str) -> bool:
    """Whether these bytes begin with an element `w:name` that they do not end."""
    return _unclosed(xml, name, len(xml), 0) == 0


def closing(xml: bytes, name: str, start: int) -> int:
    """The place after the element `w:name` that begins at `start`."""
    bare, dressed, end, _empty = _tags(name)
    at = tag_end(xml, start)
    depth = int(not is_empty(xml, start))
    while depth:
        close = xml.index(end, at)
        inner = xml.find(bare, at, close)
        other = xml.find(dressed, at, close if inner < 0 else inner)
        if (inner := other if other >= 0 else inner) < 0:
            depth, at = depth - 1, close + len(end)
        else:
            at = tag_end(xml, inner)
            depth += not is_empty(xml, inner)
    return at


@cache
def _tags(name: str) -> tuple[bytes, bytes, bytes, bytes]:
    return f"<w:{name}>".encode(), f"<w:{name} ".encode(), f"</w:{name}>".encode(), f"<w:{name}/>".encode()


def tag_end(xml: bytes, start: int) -> int:
    """The place after the tag that begins at `start`."""
    return xml.index(b">", start) + 1


def is_empty(xml: bytes, start: int) -> bool:
    """Whether the tag that begins at `start` is a whole element, `<w:p/>`."""
    return xml.startswith(b"/>", xml.index(b">", start) - 1)


def in_text(xml: bytes, at: int) -> bool:
    """Whether the character at `at` is the text of a `w:t`."""
    tag = xml.rfind(b"<", 0, at)
    return (
        xml.startswith((b"<w:t>", b"<w:t "), tag) and (end := xml.find(b">", tag, at)) >= 0 and xml[end - 1] != _SLASH
    )


def head_end(xml: bytes, start: int, properties: str) -> int:
    """The place after the properties (`pPr`, `rPr`, `tcPr`) of the element at `start`, or after its tag."""
    bare, dressed, _end, empty = _tags(properties)
    at = tag_end(xml, start)
    if xml.startswith((bare, dressed, empty), at) and not is_empty(xml, start):
        return closing(xml, properties, at)
    return at


def changed(xml: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The part with each stretch (start, end) replaced. Raises ValueError when two of them overlap."""
    pieces: list[bytes | memoryview] = []
    last, whole = 0, memoryview(xml)  # a slice of it is no copy
    for start, end, text in sorted(edits):
        if start < last:
            raise ValueError("marks of two values at one place")
        pieces += (whole[last:start], text)
        last = end
    pieces.append(whole[last:])
    return b"".join(pieces)

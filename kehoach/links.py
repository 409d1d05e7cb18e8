"""Addresses of web pages and mail inside a text."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.patterns import regex

_LINK = regex(
    r"(?:https?://|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@))[\w-]+(?:\.[\w-]+)+"
    r"(?(mail)|(?::\d+)?(?:[/?#][^\s<>\"“”\\\\^`{|}]*)?)"
)
_BEHIND = ".,;:!?'’"


def links(text: str) -> Iterator[tuple[int, int, str]]:
    """The addresses in a text: begin, end, and where each leads; signs of the sentence behind one are none of it."""
    if "://" not in text and "@" not in text:
        return
    for match in _LINK.finditer(text):
        address = _address(match[0])
        yield match.start(), match.start() + len(address), f"mailto:{address}" if match["mail"] else address


def _address(found: str) -> str:
    while found[-1:] and (found[-1] in _BEHIND or (found[-1] in ")]" and _is_closed(found))):
        found = found[:-1]
    return found


def _is_closed(found: str) -> bool:
    """Whether the bracket that ends it was opened before it."""
    opening = {")": "(", "]": "["}[found[-1]]
    return found.count(found[-1]) > found.count(opening)

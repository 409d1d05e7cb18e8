"""Where values are, as addresses and forms write it, and in which entry of the outline.

A path is written as RFC 6901 writes it: `/sections/2/items/0/deadline`.
"""

from __future__ import annotations

from kehoach.editing import Path
from kehoach.source import ListNode, MappingNode, Node, TextNode

GENERAL, SIGNING, BODIES = "chung", "ky", "co-quan"
"""The entries of the outline that are no place of the file: facts of the plan, who gets and signs it, the bodies."""
_SIGNING = ("recipients", "archive", "signature")
_LISTS = {"sections": ("items", "parts"), "appendices": ("items", "parts"), "bases": (), "reporting": ("periods",)}
"""Lists whose items are entries of the outline, with those inside of them that are too."""


def written(path: Path) -> str:
    """A path as text; "" for the whole file."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def path_of(text: str, root: Node) -> Path:
    """The path that a text writes in a file: what is digits is an index where the file has a list, or nothing.

    Raises ValueError for what is no path.
    """
    if text and not text.startswith("/"):
        raise ValueError(text)
    found: list[str | int] = []
    node: Node | None = root
    for step in text.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        is_index = key.isascii() and key.isdecimal() and not isinstance(node, (MappingNode, TextNode))
        found.append(int(key) if is_index else key)
        node = _inner(node, found[-1])
    return tuple(found)


def entry_of(path: Path) -> str:
    """The entry of the outline in whose form a value is."""
    if not path:
        return GENERAL
    if path[0] in _SIGNING:
        return SIGNING
    if path[0] == "agencies":
        return f"{BODIES}/{path[1]}" if len(path) > 1 else BODIES
    if path[0] == "decision":
        return "/decision"
    inside = _LISTS.get(str(path[0]))
    if inside is None:
        return GENERAL
    length = 2
    while len(path) > length + 1 and path[length] in inside and isinstance(path[length + 1], int):
        length += 2
    return written(path[:length])


def _inner(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, ListNode) and isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    if isinstance(node, MappingNode):
        entry = node.by_key.get(str(step))
        return entry.value if entry else None
    return None

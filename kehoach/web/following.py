"""Where an entry of the outline went when a text was changed."""

from __future__ import annotations

from kehoach.editing import Document
from kehoach.edits import Moves
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source
from kehoach.web.merging import difference
from kehoach.web.paths import entry_of, path_of


def followed(key: str, before: Source, now: Document) -> str:
    """The key of the entry that was at `key` in an earlier text; "" where it is gone.

    One that was moved says what it said; every other is where the texts around it are.
    """
    root = read(before)[0]
    if root is None:
        return key
    node: Node | None = root
    for step in path_of(key, root):
        if isinstance(node, ListNode) and isinstance(step, int):
            node = node.items[step] if step < len(node.items) else None
        elif isinstance(node, MappingNode):
            entry = node.by_key.get(str(step))
            node = entry.value if entry else None
        else:
            node = None
    if node is None:
        return ""
    typed = node.span.text.strip()
    same = [start for start in _found(typed, now.source.text) if typed]
    if len(same) == 1 and _found(typed, before.text) == [node.span.start]:
        return entry_of(now.path_at(same[0]))
    moves = Moves(difference(before.text, now.source.text))
    start, end = moves.after(node.span.start), moves.before(node.span.end)
    if end < start or (end == start and node.span.end > node.span.start):
        return ""
    return entry_of(now.path_at(start))


def _found(part: str, text: str) -> list[int]:
    """Where a part is in a text; two places at most."""
    first = text.find(part)
    second = text.find(part, first + 1) if first >= 0 else -1
    return [at for at in (first, second) if at >= 0]

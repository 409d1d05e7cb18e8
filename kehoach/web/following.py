"""Where an entry of the outline went when a text was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from kehoach.editing import Document, Path
from kehoach.edits import Moves
from kehoach.readers.yaml import read
from kehoach.source import ListNode, MappingNode, Node, Source, TextNode
from kehoach.web.merging import difference
from kehoach.web.paths import GENERAL, entry_of, path_of, written

Said = str | tuple["Said", ...]
"""What a value says, wherever it is: a text, or all that is in it."""
_NAMING = (("task", "target", "id"), ("heading", "name", "agencies", "kind", "from"))
"""The keys by which an item is known whose other keys were changed: its id, else what it is called."""


def followed(key: str, before: Source, now: Document) -> str:
    """The key of the entry that was at `key` in an earlier text; "" where it is gone.

    It says what it said, or is called what it was; one that was changed otherwise is where the texts around it are.
    """
    root = read(before)[0]
    if root is None:
        return key
    path = path_of(key, root)
    if not path or not isinstance(path[-1], int):
        return key if now.find(path) is not None else ""
    earlier, later = _items(root), _items(now.root)
    if path not in earlier:
        return ""
    for sign in _SIGNS:
        mine = sign(earlier[path])
        was, is_now = ([one for one, node in items.items() if sign(node) == mine] for items in (earlier, later))
        if mine and len(was) == len(is_now):
            return written(is_now[was.index(path)])
    found = _at_the_same_text(earlier[path], before, now)
    if len(path_of(found, now.root)) != len(path):
        return ""
    now_there = _said(later[path_of(found, now.root)])
    is_another = any(_said(node) == now_there for one, node in earlier.items() if one != path)
    return "" if is_another else found


def _at_the_same_text(node: Node, before: Source, now: Document) -> str:
    """The item that holds what is left of a node by the texts around it, "" where nothing is."""
    moves = Moves(difference(before.text, now.source.text))
    start, end = moves.after(node.span.start), moves.before(node.span.end)
    if end < start or (end == start and node.span.end > node.span.start):
        return ""
    found = entry_of(now.path_at(start))
    return found if found.startswith("/") else ""


def nearest(key: str, before: Source, now: Document) -> str:
    """The key of an entry, or of the nearest one around it that is still there."""
    while key.startswith("/"):
        if found := followed(key, before, now):
            return found
        above = key.split("/")[:-1]
        key = "/".join(above if above[-1] == "bases" else above[:-1])
    return GENERAL


def _items(root: Node) -> dict[Path, Node]:
    """The items of lists that are entries of the outline."""
    return {
        path: node for path, node in _below(root, ()) if isinstance(path[-1], int) and entry_of(path) == written(path)
    }


def _below(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    if path:
        yield path, node
    if isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from _below(item, (*path, index))
    elif isinstance(node, MappingNode):
        for entry in node.entries:
            yield from _below(entry.value, (*path, str(entry.key.value)))


def _said(node: Node) -> Said:
    if isinstance(node, TextNode):
        return str(node.value)
    if isinstance(node, ListNode):
        return tuple(_said(item) for item in node.items)
    assert isinstance(node, MappingNode)
    return tuple(one for entry in node.entries for one in (str(entry.key.value), _said(entry.value)))


def _called(node: Node, keys: tuple[str, ...]) -> Said:
    """What it says under the first of these keys that it has."""
    if not isinstance(node, MappingNode):
        return ""
    return next(((key, _said(one)) for key in keys if (one := node.get(key)) is not None), "")


_SIGNS: tuple[Callable[[Node], Said], ...] = (_said, *(partial(_called, keys=keys) for keys in _NAMING))
"""By what an item is known, the surest first; "" of an item that lacks it."""

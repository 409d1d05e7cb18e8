"""What a file must say after an edit, and whether it does: nodes where nothing changes, plain values where it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kehoach.editing.document import Document
from kehoach.editing.meaning import Rows
from kehoach.editing.model_types import ModelType, Path
from kehoach.source import ListNode, MappingNode, Node, TextNode

Expected = Any
"""A node that stays, a text, or a list or dictionary of these. A key that is there again is a pair: its text, and a
number from 2."""


def with_value(document: Document, path: Path, value: Any) -> Expected:
    """A document with another value at a path."""
    return _put(document.root, path, value, document.shape(()))


def without(document: Document, path: Path) -> Expected:
    """A document without a key or an item."""
    return _changed(document.root, path, document.shape(()), _taken)


def with_inserted(document: Document, path: Path, index: int, value: Any, tree: Expected = None) -> Expected:
    """A document, or what is expected of it, with an item in a list."""
    first = document.root if tree is None else tree
    return _changed(
        first,
        (*path, index),
        document.shape(()),
        lambda items, _last: [*items[:index], value, *items[index:]],
    )


def is_as_expected(node: Node, expected: Expected) -> bool:
    """Whether a node says what is expected of it."""
    if isinstance(expected, (TextNode, MappingNode, ListNode)):
        return _same(node, expected)
    if isinstance(expected, str):
        if not isinstance(node, TextNode):
            return expected == "" and isinstance(node, (ListNode, MappingNode)) and not _inside(node)
        if expected == "":
            return node.is_empty
        return not node.is_empty and (expected.are(node) if isinstance(expected, Rows) else node.value == expected)
    if isinstance(node, TextNode):
        return node.is_empty and not expected
    found = _inside(node)
    if type(found) is not type(expected) or len(found) != len(expected):
        return not found and not expected
    if isinstance(expected, dict):
        return all(key in found and is_as_expected(found[key], one) for key, one in expected.items())
    return all(is_as_expected(one, two) for one, two in zip(found, expected, strict=True))


def _same(node: Node, other: Node) -> bool:
    if isinstance(node, TextNode) or isinstance(other, TextNode):
        if not (isinstance(node, TextNode) and isinstance(other, TextNode)):
            return False
        if node.is_empty or other.is_empty:
            return node.is_empty and other.is_empty
        lines = [line.text for line in node.lines] == [line.text for line in other.lines]
        return node.value == other.value and (lines or not (node.lines and other.lines))
    one, two = _inside(node), _inside(other)
    if type(one) is not type(two) or len(one) != len(two):
        return False
    if isinstance(one, dict):
        return all(a == b and _same(one[a], two[b]) for a, b in zip(one, two, strict=True))
    return all(map(_same, one, two))


def _inside(node: Node) -> Any:
    """The values of a mapping or a list; keys that are there again are told apart by their number."""
    if isinstance(node, ListNode):
        return list(node.items)
    assert isinstance(node, MappingNode)
    found: dict[Any, Node] = {}
    for entry in node.entries:
        key: Any = str(entry.key.value)
        number = 1
        while key in found:
            number += 1
            key = (str(entry.key.value), number)
        found[key] = entry.value
    return found


def _children(tree: Expected, step: str | int, shape: ModelType | None) -> Any:
    """What is inside of a value, as an edit at a step of it makes it: a text may stand for a mapping, or for a list."""
    if isinstance(tree, (MappingNode, ListNode)):
        return _inside(tree)
    if isinstance(tree, (dict, list)):
        return tree.copy()
    if tree is None or (isinstance(tree, TextNode) and tree.is_empty) or tree == "":
        return [] if isinstance(step, int) else {}
    return [tree] if isinstance(step, int) else {shape.short_key(tree) if shape else "": tree}


def _put(tree: Expected, path: Path, value: Any, shape: ModelType | None) -> Expected:
    if not path:
        return value
    step = path[0]
    inside = _children(tree, step, shape)
    node = tree if isinstance(tree, (TextNode, MappingNode, ListNode)) else None
    inner = shape.child(step, node) if shape and node is not None else None
    if isinstance(step, int):
        old = inside[step] if step < len(inside) else None
        inside[step : step + 1] = [_put(old, path[1:], value, inner)]
    else:
        inside[step] = _put(inside.get(step), path[1:], value, inner)
    return inside


def _changed(tree: Expected, path: Path, shape: ModelType | None, change: Any) -> Expected:
    step = path[0]
    inside = _children(tree, step, shape)
    if len(path) == 1:
        return change(inside, step)
    node = tree if isinstance(tree, (TextNode, MappingNode, ListNode)) else None
    inner = shape.child(step, node) if shape and node is not None else None
    if isinstance(step, int):
        inside[step] = _changed(inside[step], path[1:], inner, change)
    else:
        inside[step] = _changed(inside.get(step), path[1:], inner, change)
    return inside


def _taken(inside: Any, step: str | int) -> Any:
    if isinstance(inside, list):
        return [one for at, one in enumerate(inside) if at != step]
    left: dict[Any, Any] = {}
    for key, one in inside.items():
        if isinstance(key, tuple) and key[0] == step:  # it moves up
            left[step if key[1] == 2 else (step, key[1] - 1)] = one
        elif key != step:
            left[key] = one
    return left


def is_renamed(old: Node, new: Node, texts: Mapping[Path, str], keys: Mapping[Path, str], path: Path = ()) -> bool:
    """Whether a file says the same as before but for some texts and keys, by their paths in the old file."""
    if path in texts and isinstance(old, TextNode):
        return isinstance(new, TextNode) and new.value == texts[path]
    if isinstance(old, ListNode) and isinstance(new, ListNode) and len(old.items) == len(new.items):
        pairs = enumerate(zip(old.items, new.items, strict=True))
        return all(is_renamed(one, two, texts, keys, (*path, at)) for at, (one, two) in pairs)
    if isinstance(old, MappingNode) and isinstance(new, MappingNode) and len(old.entries) == len(new.entries):
        for one, two in zip(old.entries, new.entries, strict=True):
            here = (*path, str(one.key.value))
            if two.key.value != keys.get(here, str(one.key.value)):
                return False
            if not is_renamed(one.value, two.value, texts, keys, here):
                return False
        return True
    return _same(old, new)

"""Sentences with a colon where a mapping was read: whether a key is one, and how the sentence is written."""

from __future__ import annotations

from kehoach.diagnostics import Message, _
from kehoach.edits import Edit
from kehoach.readers.misread import BELOW_A_SIGN, as_folded
from kehoach.source import ListNode, MappingEntry, MappingNode, TextNode


def is_sentence(node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> bool:
    """Whether the key begins a sentence: it is the first of the mapping, and looks like no key."""
    plain = str(entry.key.value)
    looks_like_a_key = plain.isascii() and " " not in plain and not plain[:1].isupper()
    if entry.key.style or looks_like_a_key or node.flow or node.entries[0] is not entry:
        return False
    return not _others(node, known) or _is_free("text", node, known)


def as_text(node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> tuple[tuple[Edit, ...] | None, Message]:
    """The edit that makes it a text, None where nobody knows what was meant; and the hint."""
    source, span = node.span.source, entry.key.span
    line = source.line(span.line)
    beside = source.column_of(span.start) - 1
    start = span.start
    if line[:beside].rstrip().endswith("?"):  # `? text` is a key to YAML
        beside = line[:beside].rindex("?")
        start = source.line_starts[span.line - 1] + beside
    below_dash = line[:beside].rstrip().endswith("-")
    column = line[:beside].rindex("-") if below_dash else beside
    if isinstance(entry.value, TextNode) and (not _others(node, known) or not below_dash):
        return as_folded(source, start, column)
    if isinstance(entry.value, TextNode):  # the other keys stay beside it
        return as_folded(source, span.start, beside, "text")
    if (
        isinstance(entry.value, ListNode)
        and below_dash
        and all(_is_free(key, node, known) for key in ("text", "items"))
    ):
        return _above_a_list(entry, beside)
    return None, BELOW_A_SIGN


def _above_a_list(entry: MappingEntry, column: int) -> tuple[tuple[Edit, ...] | None, Message]:
    """`- Các cơ quan:` above bullets: a text with items."""
    source, span = entry.key.span.source, entry.key.span
    start = source.line_starts[span.line - 1]
    line_end = start + len(source.line(span.line))
    value = entry.value.span
    if value.start < line_end or source.column_of(value.start) - 1 < column:
        return None, BELOW_A_SIGN
    head, text, items = (f"{' ' * column}{rest}" for rest in ("text: >", f"  {span.text}:", "items:"))
    opened = f"{source.text[start : span.start]}{head.strip()}"
    edit = Edit(span.start, line_end, f"{head.strip()}\n{text}\n{items}")
    return (edit,), _("write:\n{head}\n{rest}\n{items}", head=opened, rest=text, items=items)


def _others(node: MappingNode, known: tuple[str, ...]) -> bool:
    return any(str(one.key.value) in known for one in node.entries)


def _is_free(key: str, node: MappingNode, known: tuple[str, ...]) -> bool:
    return key in known and key not in node.by_key

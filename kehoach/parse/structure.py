"""Faults of structure: keys that are unknown or missing, things of the wrong shape, words outside a closed set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.parse import meant
from kehoach.parse.unclear import book
from kehoach.parse.words import repr_of
from kehoach.patterns import regex
from kehoach.rules import Violation
from kehoach.source import ListNode, MappingEntry, MappingNode, Node, Span, TextNode
from kehoach.vietnamese import nearest

_DASHES = regex(r"- +(?=[^\s-])")
_HINTS = {
    "text": _("write one line after the colon, or `>` and the text below it; no dashes, no keys"),
    "list": _("write each entry on a line of its own: a dash, a space, the entry"),
    "mapping": _("write each key on a line of its own: key, colon, space, value"),
}
_EXPECTED = {
    "text": _("one value is expected here"),
    "list": _("a list is expected here: each entry on a line of its own after a dash"),
    "mapping": _("keys and values are expected here, not a plain text or list"),
}


@book.rule("KH101", Severity.ERROR)
def unknown_key(entry: MappingEntry, known: tuple[str, ...], called: str | None = None) -> Iterator[Violation]:
    """A key that a plan does not have, or not in this place.

    Why: a misspelt key would be left out without a word.
    Bad:
        valeu: 1,50%
    Good:
        value: 1,50%
    """
    key, span = str(entry.key.value), entry.key.span
    if first := glued_key(entry, known):
        fix, hint = _apart(entry, len(first))
        yield Violation(span, _("a blank is missing after the colon of {key}", key=first), hint, fix)
        return
    guess = called or nearest(key, known)
    yield Violation(
        span,
        _("there is no key {key} here", key=repr_of(key)),
        _("perhaps {guess}?", guess=guess) if guess else _("known here: {known}", known=", ".join(known)),
        (Edit(span.start, span.end, called),) if called else None,
    )


def glued_key(entry: MappingEntry, known: tuple[str, ...]) -> str:
    """The key before a colon without its blank, `text:Mở lớp: 12 lớp`, which became part of a longer key; else ""."""
    first, colon, rest = str(entry.key.value).partition(":")
    return first if colon and rest and not entry.key.style and first in known else ""


def _apart(entry: MappingEntry, length: int) -> tuple[tuple[Edit, ...] | None, Message]:
    """The edit that puts the text after a key of that length below it, and how the lines then read."""
    source, start = entry.key.span.source, entry.key.span.start
    line, line_start = source.line(entry.key.span.line), source.line_starts[entry.key.span.line - 1]
    place = start - line_start + length + 1
    head, text = f"{line[:place]} >", f"{' ' * (start - line_start + 2)}{line[place:].strip()}"
    is_one_line = "\n" not in source.text[start : entry.value.span.end]
    edit = Edit(line_start + place, line_start + len(line), f" >\n{text}")
    return (edit,) if is_one_line else None, _("write:\n{head}\n{rest}", head=head, rest=text)


@book.rule("KH018", Severity.ERROR)
def key_inside_text(node: TextNode, start: int, end: int) -> Iterator[Violation]:
    """A line of a text looks like a key of the plan: it was indented into the text above it.

    Why: below `>` everything that is indented deeper belongs to the text, so the key would print as words.
    Bad:
        text: >
          Tổ chức điều tra, rà soát hộ nghèo
          deadline: 15/6
    Good:
        text: >
          Tổ chức điều tra, rà soát hộ nghèo
        deadline: 15/6
    """
    source = node.span.source
    yield Violation(
        source.span(start, end),
        _("{key} was read as part of the text above it", key=source.text[start:end]),
        _("indent it like the key of that text"),
    )


@book.rule("KH119", Severity.ERROR)
def key_as_agency(entry: MappingEntry) -> Iterator[Violation]:
    """In the registry a key is where the id of an agency belongs.

    Why: the line lost its indentation, so that it seems to begin an agency; the agency above it lacks the key.
    Bad:
        phong-tu-phap:
          name: Phòng Tư pháp
        of: thành phố
    Good:
        phong-tu-phap:
          name: Phòng Tư pháp
          of: thành phố
    """
    yield Violation(
        entry.key.span,
        _("{key} is a key of an agency, not the id of one", key=entry.key.value),
        _("put two spaces before it"),
    )


@book.rule("KH102", Severity.ERROR)
def missing_key(node: MappingNode, key: str) -> Iterator[Violation]:
    """A key that is needed is missing, or has no value.

    Why: the document cannot be printed, or not in the decree's form, without it.
    Bad:
        signature:
          title: Chủ tịch
    Good:
        signature:
          title: Chủ tịch
          name: Nguyễn Văn A
    """
    entry = node.by_key.get(key)
    first: Span = entry.key.span if entry else node.entries[0].key.span
    yield Violation(
        first,
        _("{key} has no value", key=key) if entry else _("the key {key} is missing here", key=key),
        _("what is not yet known is written {key}: TODO(what is to be decided)", key=key),
    )


@book.rule("KH114", Severity.ERROR)
def empty_file(node: Node) -> Iterator[Violation]:
    """The file holds nothing.

    Why: a plan needs at least its year, issuer, subject, opening, sections, recipients and signature.
    Bad:
        # chưa viết gì
    Good:
        year: 2024
        issuer: ubnd-tp-lai-chau
    """
    span = node.span
    yield Violation(
        span.source.span(0, min(1, len(span.source.text))),
        _("there is no plan in this file"),
        _("copy the example that kehoach init gives, and change it"),
    )


@book.rule("KH103", Severity.ERROR)
def wrong_shape(node: Node, expected: str) -> Iterator[Violation]:
    """A list where a text belongs, a text where keys belong, and the like.

    Why: kehoach would have to guess what was meant.
    Bad:
        sections: Mục đích
    Good:
        sections:
          - kind: purpose
    """
    span = node.span
    if isinstance(node, ListNode) and (dash := _second_dash(node)):
        line = span.source.line(span.line)
        rest = line[dash.end - span.source.line_starts[span.line - 1] :]
        yield Violation(
            dash,
            _("a bullet begins with one dash and one space"),
            _("write: {line}", line=f"- {rest.strip()}"),
            (Edit(dash.start, dash.end, ""),),
        )
        return
    if expected == "list" and (line := _with_dash(node)):
        yield Violation(
            span.source.span(span.start, min(span.end, span.start + 1)),
            _EXPECTED[expected],
            _("write:\n{line}", line=line),
        )
        return
    if not isinstance(node, TextNode):  # point at the beginning: the whole can be pages long
        span = span.source.span(span.start, min(span.end, span.start + 1))
    yield Violation(span, _EXPECTED[expected], _HINTS[expected])


def _with_dash(node: Node) -> str:
    """The first line of an entry that lacks its dash, with it; "" for what is on the line of its key."""
    source, span = node.span.source, node.span
    line = source.line(span.line)
    depth = source.column_of(span.start) - 1
    if line[:depth].strip() or (isinstance(node, MappingNode) and node.flow) or isinstance(node, ListNode):
        return ""
    lead = depth if isinstance(node, TextNode) else max(depth - 2, 0)
    return f"{' ' * lead}- {line.strip()}" if not getattr(node, "style", "") else ""


def _second_dash(node: ListNode) -> Span | None:
    """The second dash of `- - text`, with its blanks; None for a list that is meant as one."""
    source, start = node.span.source, node.span.start
    before = source.line(node.span.line)[: source.column_of(start) - 1]
    match = _DASHES.match(source.text, start)
    if node.flow or len(node.items) != 1 or match is None or not re.fullmatch(r" *- +", before):
        return None
    return source.span(start, match.end())


@book.rule("KH104", Severity.ERROR)
def unknown_word(node: TextNode, allowed: tuple[str, ...]) -> Iterator[Violation]:
    """A key that takes one of a few words has another one.

    Why: each of the words has a meaning that kehoach knows; it knows none for this one.
    Bad:
        better: thấp
    Good:
        better: lower
    """
    guess, sure = meant.choice(node, allowed)
    yield Violation(
        node.span,
        _("{word} is not one of the words for this key", word=repr_of(node.value)),
        _("perhaps {guess}?", guess=guess) if guess else _("write one of: {allowed}", allowed=meant.explained(allowed)),
        meant.written(node, guess) if guess and sure else None,
    )

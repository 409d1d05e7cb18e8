"""What can be written at a cursor: keys that are allowed there and not written yet, values, names inside `{{ }}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kehoach.editing.model_types import ModelType, keys_of
from kehoach.frozen import replace
from kehoach.language_server.cursor import Cursor, CursorSlot
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.expected import classes_of, expected_at, is_needed, text_of
from kehoach.language_server.expression_names import names_offered, open_expression
from kehoach.language_server.proposals import (
    NOTHING_OFFERED,
    Completion,
    KeyText,
    Proposal,
    ProposalKind,
    body_text,
    escaped,
    offered,
    plain,
)
from kehoach.language_server.values import keys_offered, values_offered
from kehoach.model.base import Located
from kehoach.model.fields import ModelField
from kehoach.model.items import Group
from kehoach.schema.build import Place, key_that_tells
from kehoach.schema.snippets import SNIPPETS, WHOLE_FILE
from kehoach.undecided import split


def completion(edited: EditedFile, offset: int, whole: str = "") -> Completion:
    """What can be written at a cursor. `whole` is the text that an empty file of this kind may begin with."""
    cursor = edited.cursor(offset)
    expected = expected_at(cursor.levels, edited.kind)
    if cursor.slot in (CursorSlot.VALUE, CursorSlot.TEXT, CursorSlot.ITEM) and _is_prose(expected):
        typed = open_expression(edited.source.text, offset)
        if typed is not None:
            back, names = names_offered(edited, cursor.path, typed)
            return offered(offset - back, offset, edited.source.text[offset - back : offset], names)
    if expected is None or cursor.slot in (CursorSlot.TEXT, CursorSlot.COMMENT, CursorSlot.NOTHING):
        return NOTHING_OFFERED
    first = [_whole(whole)] if whole and not cursor.path and not cursor.written else []
    return offered(cursor.start, cursor.end, cursor.before, [*first, *_offered(edited, cursor, expected)])


def _whole(text: str) -> Proposal:
    """A whole file; its undecided points are the places to fill."""
    parts, number = [], 0
    for line in text.splitlines(keepends=True):
        pieces = [(line, None)] if line.lstrip().startswith("#") else split(line)
        for piece, asked in pieces:
            number += asked is not None
            parts.append(escaped(piece) if asked is None else f"${{{number}:{escaped(piece)}}}")
    return Proposal(
        "kehoach", "".join(parts), ProposalKind.SNIPPET, WHOLE_FILE[0], WHOLE_FILE[1], also=WHOLE_FILE[0], rank=-1
    )  # fmt: skip


def _is_prose(expected: ModelType | None) -> bool:
    text = text_of(expected) if expected else None
    return text is not None and text.reads == "prose"


def _offered(edited: EditedFile, cursor: Cursor, expected: ModelType) -> Iterator[Proposal]:
    if cursor.slot is CursorSlot.VALUE:
        lead = "" if edited.source.text[cursor.start - 1] in " \t[,'\"" else " "
        yield from (_led(one, lead) for one in values_offered(edited, cursor, expected))
        return
    if cursor.slot is CursorSlot.CHILD and expected.is_list and expected.inner:
        if cursor.item_above:  # an editor keeps the indentation of the dash: perhaps the item goes on
            yield from (_led(one, "  ") for one in _keys(cursor, expected.inner, cursor.indent + 2, cursor.item_above))
        for one in _item(edited, cursor, expected.inner, cursor.indent + 2):
            yield replace(_led(one, "- "), label=f"- {one.label}", also=f"{one.label} {one.also}", rank=one.rank + 3)
        return
    lead = "" if edited.source.text[cursor.start - 1 : cursor.start] != "-" else " "
    yield from (_led(one, lead) for one in _item(edited, cursor, expected, cursor.indent))


def _item(edited: EditedFile, cursor: Cursor, expected: ModelType, indent: int) -> Iterator[Proposal]:
    """A mapping's keys, and what may be in its place at the beginning of an item."""
    if expected.is_map:
        yield from keys_offered(edited, cursor, expected)
        yield from _snippets(expected, indent, cursor)
        return
    begins = cursor.slot is not CursorSlot.KEY and not cursor.written
    if begins and not classes_of(expected):
        yield from values_offered(edited, cursor, expected)
        return
    yield from _keys(cursor, expected, indent, cursor.written)
    if begins:
        yield from _snippets(expected, indent, cursor)


def _keys(cursor: Cursor, expected: ModelType, indent: int, written: Mapping[str, str]) -> Iterator[Proposal]:
    """The keys of the class that is meant that are not there; while no key says which, also those that would."""
    cls = expected.cls(written)
    if cls is None:
        return
    offered = {key: (cls, field) for key, field in keys_of(cls).items()}
    if cls is Group:
        for other in (one for one in classes_of(expected) if one is not Group):
            key = key_that_tells(other)
            offered.setdefault(key, (other, keys_of(other)[key]))
    for key, (owner, field) in offered.items():
        if key in written:
            continue
        title, text = Place(owner, key).text
        begun = KeyText()
        value = ModelType(field.hint, owner, key)
        insert = key if cursor.has_colon else begun.of(key, value, indent)
        yield Proposal(
            key, insert, ProposalKind.KEY, title, text,
            also=title, rank=_rank(owner, field), goes_on=begun.asks_at_once or value.is_list,
        )  # fmt: skip


def _rank(cls: type[Located], field: ModelField) -> int:
    """What is needed comes first, then what only this class has."""
    if is_needed(cls, field):
        return 0
    return 1 if field.name in cls.__annotations__ else 2


def _snippets(expected: ModelType, indent: int, cursor: Cursor) -> Iterator[Proposal]:
    """What is written in one stroke."""
    if cursor.has_colon:
        return
    for name in _snippet_names(expected):
        for snippet in SNIPPETS.get(name, ()):
            body: Any = snippet["body"]
            yield Proposal(
                snippet["label"], body_text(body, indent), ProposalKind.SNIPPET, snippet["description"],
                f"```yaml\n{plain(body_text(body, 0))}\n```", rank=1,
            )  # fmt: skip


def _snippet_names(expected: ModelType) -> list[str]:
    if expected.is_map:
        return [expected.key_shape.reads if expected.owner else "Registry"]
    return [cls.__name__ for cls in classes_of(expected)] if expected.owner else []


def _led(proposal: Proposal, lead: str) -> Proposal:
    return replace(proposal, insert=lead + proposal.insert) if lead else proposal

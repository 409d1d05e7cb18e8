"""Undecided points that no sentence prints: a draft shows every one of them, or somebody signs what nobody decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.documents.inline import as_plain
from kehoach.documents.paper import Block, Inline, Paragraph, Part, Role, Table
from kehoach.model.base import Located, Todo, undecided_in
from kehoach.model.items import Duty, Fund, Target, Task, name_or_id
from kehoach.model.plan import Flow, Plan

HEADING = "Còn phải quyết định (chưa in ở câu nào trên đây):"


def hidden_points(plan: Plan, parts: Iterable[Part]) -> tuple[Block, ...]:
    """A line for each undecided point of the plan that its parts do not print; nothing where there is none."""
    # by identity: a point that is printed twice must not stand for another with the same question
    printed = {id(piece) for part in parts for inline in _inlines(part) for piece in inline if isinstance(piece, Todo)}
    lines: list[Block] = [
        Paragraph(Role.NOTE, (f"- {name}: " if name else "- ", todo))
        for holder, _key, value in plan.walk()
        for todo in undecided_in(value)
        if id(todo) not in printed
        for name in (_name(holder),)
    ]
    return (Paragraph(Role.NOTE, (HEADING,), keep_next=True), *lines) if lines else ()


def _name(holder: Located) -> str:
    """What a point belongs to, as far as that has a name."""
    match holder:
        case Target() | Task():
            return as_plain(name_or_id(holder))
        case Fund():
            return "" if holder.fund.expressions else as_plain(str(holder.fund))
        case Duty():
            return "Phân công"
        case Flow():
            return "Chế độ báo cáo"
    return ""


def _inlines(part: Part) -> Iterator[Inline]:
    """Every line that a part prints."""
    yield from part.title.subject
    yield part.title.link
    yield from (*part.addressees, *part.bases, *part.opening)
    if part.letterhead:
        yield from (part.letterhead.number, part.letterhead.place_date)
    for block in part.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row.cells)
    if signature := part.signature:
        yield from (line.text for line in signature.recipients)
        yield from (*signature.lines, signature.office, signature.name)

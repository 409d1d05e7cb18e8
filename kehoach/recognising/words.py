"""The texts of what was found in a document, to be compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.recognising.found import FoundNode, FoundPlan, FoundTable, FoundText
from kehoach.recognising.lines import words


def lines_of(plan: FoundPlan) -> list[str]:
    """The texts of a plan line by line, without those of the frame."""
    frame = len(plan.as_typed) + len(plan.parent) + len(plan.issuer)
    return [line for text in list(_texts(plan))[frame:] for line in text.split("\n") if line]


def words_of(plan: FoundPlan) -> list[str]:
    """All words of what was found, in the order in which a paper prints them, in small letters.

    Lines of the frame stand as they were typed (`as_typed`): number, date and the like are not given once more.
    """
    return [word for text in _texts(plan) for word in words(text)]


def _texts(plan: FoundPlan) -> Iterator[str]:
    yield from (text.text for text in plan.as_typed)
    yield from (*plan.parent, *plan.issuer)
    if plan.decision:
        yield from _of(plan.decision.subject)
    yield from _of(plan.subject)
    yield from _of(plan.below_title)
    yield from (text.text for text in (*plan.addressees, *plan.bases))
    for article in plan.decision.articles if plan.decision else ():
        yield from (text.text for text in article)
    yield from (text.text for text in plan.opening)
    yield from _of_blocks(plan.sections)
    yield from (text.text for text in plan.closing)
    for recipient, items in plan.recipients:
        yield from (recipient.text, *(item.text for item in items))
    yield plan.archive
    yield from (*plan.signature.lines, plan.signature.name)
    for appendix in plan.appendices:
        yield appendix.label
        yield from _of(appendix.title)
        yield from _of(appendix.below_title)
        yield from _of_blocks(appendix.blocks)
        yield from (text.text for text in appendix.note)
    for texts in plan.notes.values():
        yield from (text.text for text in texts)
    yield from (text.text for text in plan.not_understood)


def _of(text: FoundText | None) -> Iterator[str]:
    if text:
        yield text.text


def _of_blocks(blocks: Iterable[FoundNode | FoundTable]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, FoundTable):
            yield from _of_table(block)
            continue
        yield f"{block.label} {block.text.text}".strip()
        yield from _of_blocks(block.children)


def _of_table(table: FoundTable) -> Iterator[str]:
    yield from _of(table.title)
    yield from _of(table.remark)
    above: tuple[str, ...] = ()
    for path in table.headings:
        shared = 0
        while shared < len(path) - 1 and path[shared : shared + 1] == above[shared : shared + 1]:
            shared += 1
        yield from path[shared:]
        # "" goes on from the left: for the next column it is what it goes on from
        above = tuple(part or "".join(above[at : at + 1]) for at, part in enumerate(path))
    yield from table.column_numbers
    for row in table.rows:
        yield from (text.text for cell in row for text in cell)
    yield from (text.text for text in table.note)

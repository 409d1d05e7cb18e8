"""The text of a plan as paragraphs and tables, and where its sections begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.frozen import replace
from kehoach.readers.document import PageBreak, ReadBlock, ReadTable, TextLine
from kehoach.recognising import patterns
from kehoach.recognising.found import FoundTable, FoundText
from kehoach.recognising.lines import ends_sentence, is_capitals, is_rule, plain, whole
from kehoach.recognising.marks import capital_headings, label_of_line
from kehoach.recognising.tables import table_of
from kehoach.recognising.title import is_basis
from kehoach.recognising.wrapping import WrapWay, joined

BodyBlock = TextLine | FoundTable

_TITLE = re.compile(r"(bảng|biểu|biểu số|bảng số)\s*(số\s*)?[\dIVX]+([.:]|\s|$)", re.I)
_REMARK = re.compile(r"\(?\s*(đơn vị( tính)?|đvt)\s*:", re.I)
_LAST_FIRST = 3  # sections may begin at II. or III.
_NOTE = re.compile(r"[(*\s]*(ghi chú|nguồn)\s*:|[(*\s]*ghi chú\b|\(?\*+\)\s", re.I)


def body_of(blocks: Sequence[ReadBlock], way: WrapWay) -> list[BodyBlock]:
    """Paragraphs, their lines joined, and tables with what belongs to them. Rules and empty lines are left out."""
    result: list[BodyBlock] = []
    lines: list[TextLine] = []
    for block in blocks:
        if isinstance(block, TextLine):
            if block.label or not is_rule(block.text):
                lines.append(block)
        elif isinstance(block, ReadTable):
            result += joined(lines, way)
            lines = []
            result.append(table_of(block, way))
    return _with_captions(_with_names([*result, *joined(lines, way)]))


def _with_names(blocks: list[BodyBlock]) -> list[BodyBlock]:
    """A label that stands alone in its line, with the line below it: `PHẦN THỨ NHẤT`, `1.`."""
    result: list[BodyBlock] = []
    for block in blocks:
        above = result[-1] if result else None
        if isinstance(above, TextLine) and isinstance(block, TextLine) and not label_of_line(block):
            label = label_of_line(above)
            if label and not label.is_bullet and is_rule(above.text[label.length :]):
                result[-1] = replace(block, label=label.printed, place=above.place)
                continue
        result.append(block)
    return result


def _with_captions(blocks: list[BodyBlock]) -> list[BodyBlock]:
    """Titles and remarks above tables, and notes below, as parts of these."""
    result: list[BodyBlock] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not isinstance(block, FoundTable):
            result.append(block)
            continue
        for _above in range(2):
            above = result[-1] if result else None
            if not isinstance(above, TextLine):
                break
            if _REMARK.match(plain(above.text)) and not block.remark:
                block = replace(block, remark=whole(above))
            elif _TITLE.match(above.text) and not block.title and not ends_sentence(above.text):
                block = replace(block, title=whole(above))
            else:
                break
            result.pop()
        outer = _open_bullets(result)
        note: list[FoundText] = []
        while at < len(blocks) and isinstance(below := blocks[at], TextLine):
            label = label_of_line(below)
            goes_on = note and label and (label.is_bullet or label.printed.startswith("("))
            if goes_on and label and label.printed in outer and not note[-1].text.rstrip().endswith(":"):
                break  # the list goes on that the table is in
            if not (_NOTE.match(below.text) or goes_on):
                break
            note.append(whole(below))
            at += 1
        result.append(replace(block, note=tuple(note)))
    return result


def _open_bullets(blocks: Sequence[BodyBlock]) -> set[str]:
    """The signs of the lists of bullets that may go on after these blocks."""
    found: set[str] = set()
    for block in reversed(blocks):
        label = label_of_line(block) if isinstance(block, TextLine) else None
        if label and not label.is_bullet:
            break
        found |= {label.printed} if label else set()
    return found


def split_body(blocks: Sequence[BodyBlock]) -> tuple[list[TextLine], list[BodyBlock], list[TextLine]]:
    """What stands before the first section, the sections, and the closing paragraphs."""
    start = _first_section(blocks)
    before = [block for block in blocks[:start] if isinstance(block, TextLine)]
    sections = list(blocks[start:])
    end = _closing(sections)
    closing = [block for block in sections[end:] if isinstance(block, TextLine)]
    return before, sections[:end], closing


def _first_section(blocks: Sequence[BodyBlock]) -> int:
    """The first paragraph with a number, or a table; without them, what follows the one that announces the plan."""
    first_table = next((at for at, block in enumerate(blocks) if isinstance(block, FoundTable)), len(blocks))
    if headings := capital_headings(blocks):
        return min(first_table, *headings)
    for at, block in enumerate(blocks[:first_table]):
        assert isinstance(block, TextLine)
        label = label_of_line(block)
        begins = label is not None and any(reading.value <= _LAST_FIRST for reading in label.readings)
        if label and begins and not label.is_bullet and not is_basis(block.text):
            return at
    at = 0
    while at < first_table and isinstance(block := blocks[at], TextLine) and is_basis(block.text):
        at += 1
    for there in range(at, first_table):
        block = blocks[there]
        if isinstance(block, TextLine) and block.text.rstrip().endswith(":"):
            return there + 1
        if isinstance(block, TextLine) and is_capitals(block.text):
            return there
    return min(at + 1, first_table)


def _closing(blocks: Sequence[BodyBlock]) -> int:
    """Where the closing paragraphs begin: without a label, at the end, and no text of the heading above them."""
    last = len(blocks)
    while (
        last
        and isinstance(block := blocks[last - 1], TextLine)
        and not _is_labelled(block)
        and not is_capitals(block.text)
    ):
        last -= 1
    if not last or last == len(blocks):
        return len(blocks)
    above = blocks[last - 1]
    end = blocks[-1]
    assert isinstance(end, TextLine)
    if isinstance(above, TextLine) and _announces(above):
        last += 1
    elif end.text.rstrip().endswith("./."):
        return last
    for at in range(last, len(blocks)):
        block = blocks[at]
        if isinstance(block, TextLine) and patterns.CLOSING.match(block.text):
            return at
    return len(blocks)


def _is_labelled(line: TextLine) -> bool:
    return label_of_line(line) is not None


def _announces(line: TextLine) -> bool:
    text = line.text.rstrip()
    return not ends_sentence(text) or text.endswith(":")


def has_break(blocks: Sequence[ReadBlock]) -> bool:
    """Whether pages after a break among these lie on their side."""
    return any(isinstance(block, PageBreak) and block.landscape for block in blocks)

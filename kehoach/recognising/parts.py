"""Where the parts of a paper begin and end: letterhead, text, what is below it, appendices, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.frozen import replace
from kehoach.readers.document import LineEnd, PageBreak, ReadBlock, ReadTable, TextLine
from kehoach.recognising import patterns
from kehoach.recognising.lines import is_capitals, one, part_of, plain
from kehoach.recognising.marks import label_of_line
from kehoach.recognising.tail import begins_tail

_MOST_HEAD = 60  # blocks
_LEAST_TITLE = 3  # words
_MOST_ABOVE_TABLE = 6  # lines
_LEAST_APPENDIX = 12  # words
_BODY_BEGINS = re.compile(r"(căn cứ|kính gửi|thực hiện|triển khai)\b", re.I)


@dataclass
class PaperParts:
    """The blocks of one paper. `type_lines` are those of the name of its type, `text` goes from there to the end."""

    head: list[ReadBlock] = field(default_factory=list)
    type_name: str = ""
    type_lines: list[TextLine] = field(default_factory=list)
    text: list[ReadBlock] = field(default_factory=list)
    tail: list[ReadBlock] = field(default_factory=list)


@dataclass
class DocumentParts:
    """The papers of a document: at most a decision, then the plan; appendices, each from its label on."""

    decision: PaperParts | None
    plan: PaperParts
    appendices: list[list[ReadBlock]]


def parts_of(blocks: Sequence[ReadBlock]) -> DocumentParts:
    """The parts of a document, its frames being lines already."""
    paper, rest = _paper(_with_type_apart(blocks))
    if paper.type_name != patterns.DECISION:
        appendices = _appendices(rest)
        return DocumentParts(None, paper, appendices)
    plan, rest = _paper(rest)
    if not plan.type_name and not plan.text:
        return DocumentParts(None, paper, _appendices(rest))
    return DocumentParts(paper, plan, _appendices(rest))


def _with_type_apart(blocks: Sequence[ReadBlock]) -> Sequence[ReadBlock]:
    """The blocks, a subject that is on the line of the type ("KẾ HOẠCH PHÒNG DỊCH NĂM 2025") on a line of its own."""
    if any(_type_at(blocks, at) for at in range(min(_MOST_HEAD, len(blocks)))):
        return blocks
    seen_head = False
    for at, block in enumerate(blocks[:_MOST_HEAD]):
        if not isinstance(block, TextLine) or block.label:
            continue
        seen_head = seen_head or bool(
            patterns.NUMBER.match(block.text) or patterns.spelled(block.text) == patterns.MOTTO
        )
        count = patterns.type_begins(block.text)
        if count and seen_head:
            type_line = replace(part_of(block, 0, count), end=LineEnd.PARAGRAPH)
            return [*blocks[:at], type_line, part_of(block, count), *blocks[at + 1 :]]
    return blocks


def _paper(blocks: Sequence[ReadBlock]) -> tuple[PaperParts, list[ReadBlock]]:
    """The first paper of these blocks, and the blocks after it."""
    paper = PaperParts()
    at = _head_end(blocks)
    paper.head = list(blocks[:at])
    if at < len(blocks) and (count := _type_at(blocks, at)):
        paper.type_lines = [block for block in blocks[at : at + count] if isinstance(block, TextLine)]
        paper.type_name = patterns.type_of(one(paper.type_lines).text)
        at += count
    end = _text_end(blocks, at)
    paper.text = list(blocks[at:end])
    after = _tail_end(blocks, end, is_decision=paper.type_name == patterns.DECISION)
    paper.tail = list(blocks[end:after])
    while after and isinstance(blocks[after - 1], PageBreak):
        after -= 1  # the break is that of the appendix
    return paper, list(blocks[after:])


def _head_end(blocks: Sequence[ReadBlock]) -> int:
    """Where the type's name stands; without one, where the first line of the text does."""
    for at in range(min(_MOST_HEAD, len(blocks))):
        if _type_at(blocks, at):
            return at
    for at, block in enumerate(blocks[:_MOST_HEAD]):
        if not isinstance(block, TextLine):
            continue
        label = label_of_line(block)
        if _BODY_BEGINS.match(block.text) or (label and not label.is_bullet):
            return at
    return 0


def _type_at(blocks: Sequence[ReadBlock], at: int) -> int:
    """How many lines from here on are the name of a document's type."""
    for count in (1, 2):
        lines = [block for block in blocks[at : at + count] if isinstance(block, TextLine)]
        if len(lines) == count and not any(line.label for line in lines) and patterns.type_of(one(lines).text):
            return count
    return 0


def _text_end(blocks: Sequence[ReadBlock], at: int) -> int:
    after_end = False
    for index in range(at, len(blocks)):
        block = blocks[index]
        if not isinstance(block, TextLine):
            continue
        if begins_tail(block, after_end) or is_appendix(blocks, index):
            return index
        after_end = block.text.rstrip().endswith("./.") or (after_end and not block.text.strip())
    return len(blocks)


def _tail_end(blocks: Sequence[ReadBlock], at: int, *, is_decision: bool) -> int:
    for index in range(at, len(blocks)):
        if is_appendix(blocks, index, is_after_text=True):
            return index
        if index > at and not is_decision and _is_further_paper(blocks, index, at):
            return index
        if is_decision and index > at and (_type_at(blocks, index) or _is_second_head(blocks, index)):
            return index
    return len(blocks)


def _is_further_paper(blocks: Sequence[ReadBlock], at: int, tail: int) -> bool:
    """Whether something without a label is added below the signature: a title in capitals above a table or above what
    it belongs to, or a table alone. `tail` is where recipients and signature begin.
    """
    block = blocks[at]
    if isinstance(block, ReadTable):
        return True
    if not isinstance(block, TextLine) or block.column or block.label or len(block.text.split()) < _LEAST_TITLE:
        return False
    signs = patterns.SIGNS_FOR.match(block.text) or patterns.TITLE.match(block.text)
    if signs or not is_capitals(block.text) or not any(_is_name(there) for there in blocks[tail:at]):
        return False
    below = blocks[at + 1 : at + 1 + _MOST_ABOVE_TABLE]
    return any(
        isinstance(there, ReadTable) or (isinstance(there, TextLine) and patterns.ATTACHED.match(there.text))
        for there in below
    )


def _is_name(block: ReadBlock) -> bool:
    return isinstance(block, TextLine) and bool(patterns.NAME.fullmatch(block.text.strip()))


def _is_second_head(blocks: Sequence[ReadBlock], at: int) -> bool:
    """Whether a letterhead begins here: a body in capitals, and the nation's name soon below."""
    block = blocks[at]
    if not isinstance(block, TextLine) or not is_capitals(block.text):
        return False
    near = [there for there in blocks[at : at + 6] if isinstance(there, TextLine)]
    first = patterns.spelled(block.text)
    named = first.startswith(("ubnd", "ủy ban nhân", "cộng h", "sở "))
    return named and any(patterns.spelled(there.text).startswith("cộng hòa") for there in near)


def is_appendix(blocks: Sequence[ReadBlock], at: int, *, is_after_text: bool = False) -> bool:
    """Whether an appendix begins at a line: its label stands alone in it, or in capitals before its title.

    Where the text is over, a numbered form (`Biểu số 02`) is one too.
    """
    block = blocks[at]
    if not isinstance(block, TextLine) or block.label:
        return False
    text = block.text.strip().strip("*_")
    match = patterns.APPENDIX.fullmatch(text)
    if not match or len(text) > 250:
        return False
    label, rest = match["label"], match["rest"]
    alone = not rest
    is_named = plain(label).startswith("phụ lục")
    if is_capitals(label) or is_named:
        if alone:
            return bool(match["sign"]) or (is_named and (is_capitals(label) or _is_title(blocks, at)))
        return is_capitals(text) and bool(match["sign"]) and not re.match(r"[a-zđ]", rest)
    return is_after_text and alone and bool(match["sign"]) and _is_title(blocks, at)


def _is_title(blocks: Sequence[ReadBlock], at: int) -> bool:
    """Whether a line stands as a title does: in the middle, bold, or above a line in capitals."""
    block = blocks[at]
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    set_so = isinstance(block, TextLine) and (block.align == "center" or block.is_bold)
    return set_so or (isinstance(below, TextLine) and is_capitals(below.text))


def _appendices(blocks: Sequence[ReadBlock]) -> list[list[ReadBlock]]:
    """The blocks of each appendix. First what is before those with a label: nothing, or a few words that are none, or
    nothing and then an appendix without a label.
    """
    result: list[list[ReadBlock]] = [[]]
    for at, block in enumerate(blocks):
        if is_appendix(blocks, at, is_after_text=True):
            breaks: list[ReadBlock] = []
            while result[-1] and isinstance(result[-1][-1], PageBreak):
                breaks.insert(0, result[-1].pop())
            result.append([block, *breaks])
        else:
            result[-1].append(block)
    words = [word for block in result[0] if isinstance(block, TextLine) for word in block.text.split()]
    if len(words) >= _LEAST_APPENDIX or any(isinstance(block, ReadTable) for block in result[0]):
        result.insert(0, [])
    return result

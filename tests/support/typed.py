"""Documents for tests of recognising, from text as it is typed, and their words."""

from __future__ import annotations

from collections import Counter

from kehoach.readers.document import (
    LineEnd,
    PageBreak,
    ReadBlock,
    ReadDocument,
    ReadTable,
    TableCell,
    TextLine,
    TextRun,
)
from kehoach.recognising.found import FoundPlan
from kehoach.recognising.lines import words
from kehoach.recognising.words import words_of
from kehoach.vietnamese import nfc


def typed_document(text: str) -> ReadDocument:
    """Lines of `text`: one before a blank line ends a paragraph, the others perhaps not; rows are `| a | b |`."""
    blocks: list[ReadBlock] = []
    rows: list[tuple[TableCell, ...]] = []
    lines = [line.strip() for line in nfc(text).split("\n")]
    for number, line in enumerate(lines, 1):
        if line.startswith("|") and line.endswith("|") and len(line) > 1:
            rows.append(tuple(_cell(cell, number) for cell in line[1:-1].split(" | ")))
            continue
        if rows:
            blocks.append(ReadTable(tuple(rows), f"dòng {number - len(rows)}"))
            rows = []
        if line:
            follows = number < len(lines) and lines[number] != ""
            end = LineEnd.WRAP if follows else LineEnd.PARAGRAPH
            blocks.append(TextLine((TextRun(line),), f"dòng {number}", end=end))
    if rows:
        blocks.append(ReadTable(tuple(rows), "dòng cuối"))
    return ReadDocument(tuple(blocks))


def paragraphs(*texts: str, bold: frozenset[int] = frozenset()) -> ReadDocument:
    """A document of whole paragraphs, as a word processor has them; `bold` are places of bold ones."""
    return ReadDocument(
        tuple(TextLine((TextRun(text, bold=at in bold),), f"đoạn {at + 1}") for at, text in enumerate(texts))
    )


def _cell(text: str, number: int) -> TableCell:
    return TableCell(tuple(TextLine((TextRun(part.strip()),), f"dòng {number}") for part in text.split("<br>")))


def words_of_document(document: ReadDocument) -> list[str]:
    """The words of a document in the order it is read, in small letters; notes come last, native calls are none."""
    result: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextLine):
            result += _line_words(block)
        elif isinstance(block, ReadTable):
            for row in block.rows:
                result += [word for cell in row if cell for line in cell.lines for word in _line_words(line)]
        else:
            assert isinstance(block, PageBreak)
    for lines in document.notes.values():
        result += [word for line in lines for word in _line_words(line)]
    return result


def lost_words(document: ReadDocument, plan: FoundPlan) -> tuple[Counter[str], Counter[str]]:
    """Words of the document that were not found anywhere, and words that were found and are not in it: both empty."""
    had, has = Counter(words_of_document(document)), Counter(words_of(plan))
    return had - has, has - had


def _line_words(line: TextLine) -> list[str]:
    return words(line.label) + words(line.text)

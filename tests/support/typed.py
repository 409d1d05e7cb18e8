"""Documents for tests of recognising, from text as it is typed."""

from __future__ import annotations

from kehoach.readers.document import LineEnd, ReadBlock, ReadDocument, ReadTable, TableCell, TextLine, TextRun
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

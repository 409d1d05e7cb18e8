"""What a paper says, line by line, so that two papers can be compared by their meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from kehoach.documents.paper import (
    Contents,
    Footnote,
    Inline,
    Paper,
    Paragraph,
    Part,
    SignatureBlock,
    Styled,
    Table,
    shown,
)


def differences(first: Paper, second: Paper) -> list[str]:
    """The lines in which two papers differ, "-" before those of the first alone, "+" before those of the second."""
    lines = unified_diff(said(first), said(second), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def said(paper: Paper) -> list[str]:
    """Every line of a paper: what it is, how deep in the tree, its label and text; cells of a row on one line."""
    return [
        re.sub(r"[ \u00a0\u202f]+", " ", unicodedata.normalize("NFC", line)).strip()
        for number, part in enumerate(paper.parts)
        for line in _part(part, f"{number}")
    ]


def _part(part: Part, name: str) -> Iterator[str]:
    yield f"{name} {part.kind}{' landscape' if part.landscape else ''}"
    if head := part.letterhead:
        yield f"letterhead {' / '.join((*head.parent, '-', *head.issuer))}"
        yield f"number {_text(head.number)} | {_text(head.place_date)}"
    yield f"title {part.title.type_name} | {' '.join(map(_text, part.title.subject))}"
    yield f"below title {_text(part.title.link)}"
    yield from _named("addressee", part.addressees)
    yield f"competence {part.competence}"
    yield from _named("basis", part.bases)
    yield f"resolves {part.resolves}"
    yield from _named("opening", part.opening)
    yield from _blocks(part)
    if part.signature:
        yield from _signature(part.signature)


def _blocks(part: Part) -> Iterator[str]:
    depths: dict[int | None, int] = {None: 0}
    for block in part.blocks:
        if isinstance(block, Paragraph):
            mark, depth = block.mark, ""
            if mark:
                depths[mark.list] = depths.get(mark.parent, 0) + 1
                depth = ">" * depths[mark.list]
            yield f"{depth} {mark.label if mark else block.label} {_text(block.text)}"
        elif isinstance(block, Table):
            yield f"table {block.title} of {len(block.columns)}"
            for header in block.header:
                yield "header " + " | ".join(
                    f"{cell.text or '-'}{f'*{cell.span}' if cell.span > 1 else ''}{'^' if cell.continues else ''}"
                    for cell in header
                )
            for row in block.rows:
                cells = [("^" if at in row.joined else "") + _text(cell) for at, cell in enumerate(row.cells)]
                yield f"{'across' if row.across else 'row'} {' | '.join(cells)}"
        elif isinstance(block, Contents):
            yield "contents"


def _signature(block: SignatureBlock) -> Iterator[str]:
    for line in block.recipients:
        yield f"recipient {'>' * line.level} {_text(line.text)}"
    yield from _named("signature", block.lines)
    yield f"office {_text(block.office)} name {_text(block.name)}"


def _named(name: str, lines: Iterable[Inline]) -> Iterator[str]:
    yield from (f"{name} {_text(line)}" for line in lines)


def _text(line: Inline) -> str:
    """A line with its emphasis, and its footnotes where they are called."""
    text = ""
    for piece in line:
        if isinstance(piece, Footnote):
            text += "[^]" if piece.again else f"[^{_text(piece.text)}]"
        elif isinstance(piece, Styled) and (piece.bold or piece.italic) and piece.text.strip():
            sign = "*" * (piece.italic + 2 * piece.bold)
            text += f"{sign}{piece.text}{sign}"
        else:
            text += shown(piece)
    return text.replace("\n", " / ")

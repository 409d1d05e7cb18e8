"""Appendices: label, title, the line below it, what is in them."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.frozen import replace
from kehoach.readers.document import PageBreak, ReadBlock, ReadTable, TextLine
from kehoach.recognising import patterns
from kehoach.recognising.body import body_of, has_break
from kehoach.recognising.found import FoundAppendix, FoundText
from kehoach.recognising.lines import found, is_capitals, part_of
from kehoach.recognising.title import read_title
from kehoach.recognising.tree import tree_of
from kehoach.recognising.wrapping import WrapWay


def read_appendix(blocks: Sequence[ReadBlock], way: WrapWay) -> FoundAppendix:
    """An appendix from the line of its label on, or from its title where it has no label."""
    first = blocks[0]
    text = first.text.strip().strip("*_") if isinstance(first, TextLine) else ""
    match = patterns.APPENDIX.fullmatch(text)
    label = " ".join(match["label"].split()) if match else ""
    landscape = has_break(blocks[:3])
    rest = [block for block in blocks[1 if match else 0 :] if not isinstance(block, PageBreak)]
    if match and match["rest"]:
        assert isinstance(first, TextLine)
        rest.insert(0, part_of(first, first.text.index(match["rest"])))
    lines: list[TextLine] = []
    for block in rest:
        if not isinstance(block, TextLine):
            break
        lines.append(block)
    title = read_title(lines, way)
    if title.subject and not _is_title(title.subject):
        title = replace(title, subject=None, below=None, used=0)
    body = body_of(rest[title.used :], way)
    return FoundAppendix(
        label,
        found(title.subject) if title.subject else FoundText((), lines[0].place if lines else ""),
        found(title.below) if title.below else None,
        tree_of(body),
        landscape=landscape,
        is_closed=_is_closed(rest),
    )


def _is_closed(blocks: Sequence[ReadBlock]) -> bool:
    """Whether the closing sign ends the last text, or is alone below a table or in its last row."""
    last = next((block for block in reversed(blocks) if not isinstance(block, TextLine) or block.text.strip()), None)
    if isinstance(last, TextLine):
        return last.text.rstrip().endswith("./.")
    row = last.rows[-1] if isinstance(last, ReadTable) and last.rows else ()
    return "".join(line.text for cell in row if cell for line in cell.lines).strip() == "./."


def _is_title(line: TextLine) -> bool:
    """Whether the first line below the label is a title, and not already the text."""
    return (
        is_capitals(line.text) or line.is_bold or line.align == "center" or not line.text.rstrip().endswith((".", ";"))
    )

"""The table of contents of a plan: its headings and appendices as entries, on pages of their own.

Decree 30 knows no table of contents; that long schemes (đề án, chương trình) have one below their title is habit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.documents.origin import Origin
from kehoach.documents.paper import Block, Contents, Entry, Inline, Paragraph, Part, PartKind, Role, plain
from kehoach.frozen import replace

HEADING = "MỤC LỤC"
_HEADINGS = (Role.PART_LABEL, Role.SECTION, Role.CLAUSE, Role.POINT)
_BLANKS = re.compile(r"[ \t\r\n]+")


def with_contents(parts: Sequence[Part], depth: int) -> list[Part]:
    """The parts of a plan with a table of contents between its title, with the bases, and its opening.

    `depth` is how many levels of headings it shows; appendices are on the first.
    """
    entries: list[Entry] = []
    made = []
    for part in parts:
        if part.kind is PartKind.APPENDIX:
            text = _line(f"{part.title.type_name}. ", part.title.subject)
            entry = _add(entries, 1, text, part.origin("title"), paged=False)
            made.append(replace(part, title=replace(part.title, entry=entry)))
        else:
            made.append(replace(part, blocks=_numbered(part.blocks, depth, entries)))
    at = next(index for index in reversed(range(len(made))) if made[index].kind is not PartKind.APPENDIX)
    contents = Contents(HEADING, tuple(entries))
    opening = tuple(Paragraph(Role.TEXT, text) for text in made[at].opening)
    blocks = _on_new_page((*opening, *made[at].blocks))
    made[at] = replace(made[at], opening=(), blocks=(contents, *blocks))
    return made


def _numbered(blocks: Sequence[Block], depth: int, entries: list[Entry]) -> tuple[Block, ...]:
    """The blocks, headings down to that depth with their numbers; their entries are added."""
    numbered = []
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Paragraph) and block.role in _HEADINGS and block.level <= depth:
            texts = [block.text]
            label = f"{block.mark.label} " if block.mark else ""
            if block.role is Role.PART_LABEL and isinstance(following, Paragraph):
                texts, label = [following.text], f"{plain(block.text)}. "
            block = replace(block, entry=_add(entries, block.level, _line(label, texts), block.origin))
        numbered.append(block)
    return tuple(numbered)


def _add(entries: list[Entry], level: int, text: str, origin: Origin, *, paged: bool = True) -> int:
    entries.append(Entry(level, text, len(entries) + 1, paged, origin))
    return len(entries)


def _line(label: str, texts: Sequence[Inline]) -> str:
    """A heading as one line of plain text: no break, no footnote, no emphasis."""
    return _BLANKS.sub(" ", label + " ".join(plain(text) for text in texts)).strip()


def _on_new_page(blocks: Sequence[Block]) -> tuple[Block, ...]:
    first, *rest = blocks
    return (replace(first, new_page=True) if isinstance(first, Paragraph) else first, *rest)

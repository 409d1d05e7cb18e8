"""Nodes and lists of a tree while it is built, and which of its lines are headings in the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kehoach.diagnostics import Message
from kehoach.readers.document import TextLine
from kehoach.recognising.found import Certainty, FoundNode, FoundTable, FoundText
from kehoach.recognising.lines import ends_sentence, is_capitals
from kehoach.recognising.marks import LabelReading

_LONGEST_HEADING = 300  # characters
_LONGEST_ENDED = 200  # characters of a heading that ends with a full stop
_MOST_NAME = 12  # words of a dash that only names what is below it
_MOST_TITLE = 8  # words of a heading that ends with a colon
_PAUSE = re.compile(r"[.:;]\s")
ANNOUNCES_LIST = re.compile(r"(sau|gồm|là|sau đây|cụ thể|như sau)\s*(đây)?\s*:$", re.I)
"""What ends a sentence below which a list begins."""


@dataclass
class Branch:
    """A node while the tree is built."""

    text: FoundText
    line: TextLine | None = None
    label: str = ""
    reading: LabelReading | None = None
    below: list[Branch | FoundTable] = field(default_factory=list)
    certainty: Certainty = Certainty.CERTAIN
    why: Message | None = None

    @property
    def is_open(self) -> bool:
        """Whether its line announces what is below: it does not end as a sentence, or ends with a colon."""
        text = self.text.text.rstrip()
        return not ends_sentence(text) or text.endswith(":")

    @property
    def is_short(self) -> bool:
        """Whether it may be a name only, or ends with a colon."""
        text = self.text.text.rstrip()
        return text.endswith(":") or len(text.split()) <= _MOST_NAME


@dataclass
class OpenList:
    """A list that may go on: what holds it, its kind, the label it had last."""

    holder: Branch
    reading: LabelReading
    last: Branch


def follows(there: OpenList, reading: LabelReading) -> bool:
    """Whether a label is the next of an open list. After d) comes đ), in some papers e)."""
    if there.reading.kind != reading.kind or there.reading.values[:-1] != reading.values[:-1]:
        return False
    if reading.is_bullet:
        return True
    step = reading.value - there.reading.value
    return step == 1 or (step == 2 and there.last.label[:1] == "d" and reading.kind.startswith("a"))


def finished(branches: Iterable[Branch | FoundTable]) -> Iterator[FoundNode | FoundTable]:
    """The nodes of branches, each with what is below it."""
    branches = tuple(branches)
    headed = any(isinstance(branch, Branch) and _is_heading(branch) for branch in branches)
    for branch in branches:
        if isinstance(branch, FoundTable):
            yield branch
            continue
        reading = branch.reading
        yield FoundNode(
            text=branch.text,
            label=branch.label,
            style=reading.style if reading else None,
            number=reading.value if reading else 0,
            is_heading=_is_heading(branch) or (headed and _is_heading_beside(branch)),
            children=tuple(finished(branch.below)),
            certainty=branch.certainty,
            why=branch.why,
        )


def _is_heading(branch: Branch) -> bool:
    """Whether a line only names what is below it."""
    text = branch.text.text.rstrip()
    if not branch.below or not branch.reading or len(text) > _LONGEST_HEADING:
        return False
    bold = bool(branch.line and branch.line.is_bold)
    if branch.reading.is_bullet:
        return bold and not ends_sentence(text)
    if text.endswith(":"):
        short = len(text.split()) <= _MOST_TITLE
        return (bold or short or is_capitals(text)) and not ANNOUNCES_LIST.search(text)
    return not ends_sentence(text) and not text.endswith(",")


def _is_heading_beside(branch: Branch) -> bool:
    """Whether a line is a heading because those beside it are: it may end with a colon or a full stop."""
    text = branch.text.text.rstrip()
    if not branch.below or not branch.reading or branch.reading.is_bullet:
        return False
    if text.endswith(":"):
        return len(text) <= _LONGEST_ENDED and not ANNOUNCES_LIST.search(text)
    return text.endswith(".") and len(text) <= _LONGEST_ENDED and not _PAUSE.search(text[:-1])

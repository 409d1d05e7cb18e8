"""A plan as it is found in a document: every word of it, and what it is, each with how certain that is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kehoach.diagnostics import Message
from kehoach.frozen import attribute, frozen
from kehoach.model.items import ListStyle
from kehoach.readers.document import TextRun


class Certainty(StrEnum):
    """How certain something is that was recognised."""

    CERTAIN = "certain"  # continues or begins a list, and all siblings agree
    LIKELY = "likely"
    DOUBTFUL = "doubtful"  # written as text with a comment that quotes the source


@frozen
class FoundText:
    """A paragraph, or a part of one: wrapped lines joined, typed label taken off. `place` is that of its first line."""

    runs: tuple[TextRun, ...]
    place: str

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(run.text for run in self.runs)


@frozen
class FoundNode:
    """An item of the tree: a section, a heading, a sentence. `label` as printed ("IV.", "a)", "-"), "" without one.

    `style` is that of the label, None without one; `number` counts from 1 in its list. `is_heading`: a line of its own
    that only names what is below it. `why` says what spoke for its place where that is not certain.
    """

    text: FoundText
    label: str = ""
    style: ListStyle | None = None
    number: int = 0
    is_heading: bool = False
    children: tuple[FoundNode | FoundTable, ...] = ()
    certainty: Certainty = Certainty.CERTAIN
    why: Message | None = None


class TableKind(StrEnum):
    """What a table lists."""

    TASKS = "tasks"
    TARGETS = "targets"
    FUNDS = "funds"
    OTHER = "other"


@frozen
class FoundTable:
    """A table: headings as paths from the outside in ("Kế hoạch", "Năm 2025"), cells as paragraphs.

    `kind` is certain only where the headings say it. `column_numbers` is a row "(1) (2) (3)" below the header.
    `merged` are the columns, from 0, in which empty cells belong to the cell above. A cell over the whole width is a
    row with one cell (`across`).
    """

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[FoundText, ...], ...], ...]
    place: str
    kind: TableKind = TableKind.OTHER
    title: FoundText | None = None
    remark: FoundText | None = None
    note: tuple[FoundText, ...] = ()
    column_numbers: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()
    across: frozenset[int] = frozenset()


@frozen
class FoundDecision:
    """The decision before a plan: its subject and its articles, each paragraphs without "Điều 1."."""

    subject: FoundText
    articles: tuple[tuple[FoundText, ...], ...]


@frozen
class FoundAppendix:
    """An appendix: label as printed ("Phụ lục I"), "" without one, title, the line below it, what is in it.

    `is_closed`: the closing sign `./.` is at its end, in the last text or alone.
    """

    label: str
    title: FoundText
    below_title: FoundText | None
    blocks: tuple[FoundNode | FoundTable, ...]
    note: tuple[FoundText, ...] = ()
    landscape: bool = False
    is_closed: bool = False


@frozen
class FoundSignature:
    """Who signs: the lines above the name as printed ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")."""

    lines: tuple[str, ...] = ()
    name: str = ""


@frozen
class FoundPlan:
    """All that a document holds. What is in no field is in `not_understood`, word for word.

    `number` is "15" of "Số: 15/KH-UBND", "" for a blank; `symbol` what follows the slash. `date` is day, month, year,
    0 where blank. `subject` has the small letters that its own sentences show where it was in capitals.
    `recipients` are lines without dash and sign, each with those below it; `archive` what is after "Lưu:".
    `as_typed` are the lines that kehoach prints by itself or in a form of its own (nation, motto, number, place and
    date, type, "Nơi nhận:", "Lưu:", numbers of pages), as they stood: with these, every word of the document is here
    once.
    """

    parent: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    number: str = ""
    symbol: str = ""
    place: str = ""
    date: tuple[int, int, int] = (0, 0, 0)
    type_name: str = ""
    subject: FoundText | None = None
    below_title: FoundText | None = None
    addressees: tuple[FoundText, ...] = ()
    decision: FoundDecision | None = None
    bases: tuple[FoundText, ...] = ()
    opening: tuple[FoundText, ...] = ()
    sections: tuple[FoundNode | FoundTable, ...] = ()
    closing: tuple[FoundText, ...] = ()
    recipients: tuple[tuple[FoundText, tuple[FoundText, ...]], ...] = ()
    archive: str = ""
    signature: FoundSignature = attribute(factory=FoundSignature)
    appendices: tuple[FoundAppendix, ...] = ()
    notes: Mapping[str, tuple[FoundText, ...]] = attribute(factory=dict)
    not_understood: tuple[FoundText, ...] = ()
    as_typed: tuple[FoundText, ...] = ()

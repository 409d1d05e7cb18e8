"""Tracked changes of Word: content in `w:ins` and `w:del`, marks of paragraphs and rows, properties as they were."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from kehoach.ooxml.elements import RPR, R, T, add_text, canonical, paragraph_properties, set_paragraph
from kehoach.ooxml.names import w
from kehoach.tracking.pairing import Kind

_DELETED = {T: w("delText"), w("instrText"): w("delInstrText")}
_CONTROL, _CONTENT = w("sdt"), w("sdtContent")
_MOVES = {"ins": "moveTo", "del": "moveFrom"}
_WHOLE = 4
"""Minutes past midnight at which whole paragraphs came and went."""


@dataclass
class Reviser:
    """Makes revisions of one author and day, numbered on from `number`.

    Their times differ by minutes: LibreOffice takes a change at the end of a paragraph and one at the beginning of the
    next for one when they are of the same time, and then the paragraphs grow together.
    """

    author: str
    day: datetime.date | None
    number: int
    minute: int = 0

    def turn(self, whole: bool) -> None:
        """Begin with another paragraph, all of which comes or goes, or some words of it."""
        self.minute = _WHOLE if whole else 2 if self.minute == 0 else 0

    def next_id(self) -> str:
        """A number that no other annotation of the document has."""
        self.number += 1
        return str(self.number)

    def revision(self, name: str) -> Any:
        """An empty revision: `ins`, `del`, `pPrChange` and the like."""
        made = etree.Element(w(name), {w("id"): self.next_id(), w("author"): self.author})
        if self.day is not None:
            made.set(w("date"), f"{self.day.isoformat()}T00:{self.minute:02}:00Z")
        return made

    def content(self, kind: Kind, nodes: Iterable[Any]) -> list[Any]:
        """Runs and other content of a paragraph as inserted or deleted: neighbouring runs share one revision."""
        made: list[Any] = []
        open_one = None
        for node in nodes:
            if node.tag == R:
                if open_one is None:
                    open_one = self.revision(kind)
                    made.append(open_one)
                open_one.append(_deleted(node) if kind == "del" else node)
                continue
            open_one = None
            made += self._around(kind, node)
        return made

    def _around(self, kind: Kind, node: Any) -> list[Any]:
        """Content with runs inside, which are the revision; of a deleted content control the runs alone."""
        if kind == "del" and node.tag == _CONTROL:
            return self.content(kind, list(node.iter(R)))
        for run in list(node.iter(R)):
            place = etree.Element("place")
            run.getparent().replace(run, place)
            (revised,) = self.content(kind, [run])
            place.getparent().replace(place, revised)
        content = node.find(_CONTENT) if node.tag == _CONTROL else None
        if content is None:
            return [node]
        outer, outer_end = self._control_border()
        inner, inner_end = self._control_border()
        content.insert(0, outer_end)
        content.append(inner)
        return [outer, node, inner_end]

    def _control_border(self) -> tuple[Any, Any]:
        start = self.revision("customXmlInsRangeStart")
        return start, etree.Element(w("customXmlInsRangeEnd"), {w("id"): start.get(w("id"))})

    def mark_paragraph(self, kind: Kind, paragraph: Any, *, moved: bool = False) -> None:
        """Mark the paragraph mark, so that the paragraph itself comes or goes and leaves nothing empty."""
        set_paragraph(paragraph_properties(paragraph), "rPr").insert(0, self.revision(_MOVES[kind] if moved else kind))

    def mark_row(self, kind: Kind, row: Any) -> None:
        """Mark a row of a table."""
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            before = row.find(w("tblPrEx"))
            row.insert(0 if before is None else 1, properties)
        properties.append(self.revision(kind))

    def move(self, kind: Kind, name: str, runs: Iterable[Any]) -> list[Any]:
        """The runs of a paragraph that only moved."""
        start = self.revision(f"{_MOVES[kind]}RangeStart")
        start.set(w("name"), name)
        moved = self.revision(_MOVES[kind])
        moved.extend(runs)
        return [start, moved, etree.Element(w(f"{_MOVES[kind]}RangeEnd"), {w("id"): start.get(w("id"))})]

    def paragraph_was(self, properties: Any, before: Any) -> None:
        """Remember the properties of a paragraph as they were."""
        change = self.revision("pPrChange")
        change.append(plain_properties(before))
        properties.append(change)

    def section_was(self, section: Any, before: Any) -> None:
        """Remember a section as it was; its headers and footers are not part of what Word tracks."""
        change = self.revision("sectPrChange")
        change.append(plain_section(before))
        section.append(change)


def plain_properties(properties: Any) -> Any:
    """Properties of a paragraph without those of its mark and of a section that ends there."""
    plain = etree.Element(w("pPr"))
    apart = {w("rPr"), w("sectPr"), w("pPrChange")}
    if properties is not None:
        plain.extend(copy.deepcopy(child) for child in properties if child.tag not in apart)
    return plain


def plain_section(section: Any) -> Any:
    """Properties of a section without headers and footers."""
    plain = etree.Element(w("sectPr"))
    apart = {w("headerReference"), w("footerReference"), w("sectPrChange")}
    plain.extend(copy.deepcopy(child) for child in section if child.tag not in apart)
    return plain


def _deleted(run: Any) -> Any:
    for text in list(run.iter(*_DELETED)):
        text.tag = _DELETED[text.tag]
    return run


def joined(pieces: Iterable[Any]) -> list[Any]:
    """Neighbouring runs of one look as one run."""
    made: list[Any] = []
    for piece in pieces:
        last = made[-1] if made else None
        if last is None or not (_plain(last) and _plain(piece)) or _look(last) != _look(piece):
            made.append(piece)
            continue
        for child in [c for c in piece if c.tag != RPR]:
            if child.tag == T and last[-1].tag == T:
                text = (last[-1].text or "") + (child.text or "")
                last.remove(last[-1])
                add_text(last, text)
            else:
                last.append(child)
    return made


def _plain(node: Any) -> bool:
    """Whether a node is a run outside of fields, whose runs stay apart."""
    return node.tag == R and next(node.iter(w("fldChar"), w("instrText")), None) is None


def _look(run: Any) -> bytes:
    properties = run.find(RPR)
    return canonical(properties) if properties is not None else b""

"""Runs cut as trees: what `word.runs` is held against."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from lxml import etree

from kehoach.documents.paper import Footnote, Picture, Slot, Styled, shown
from kehoach.model.base import Todo
from kehoach.ooxml.elements import PPR, RPR, P, R, T, add_text
from kehoach.ooxml.names import XML, w
from kehoach.ooxml.properties import RPR_ORDER
from kehoach.vietnamese import LOWERED, RAISED
from kehoach.word.marks import INLINE, Marks
from kehoach.word.pictures import drawing
from kehoach.word.runs import NOTE, NOTE_CALL

_PLAIN = str.maketrans(LOWERED + RAISED, "0123456789+-" + "0456789+-")
_CUT = re.compile(f"(\ufdd2\\d+\ufdd3|[{LOWERED}]+|[{RAISED}]+)")


def set_run(run: Any, name: str, **attributes: str) -> None:
    """Set one property of a run."""
    properties = run.find(RPR)
    if properties is None:
        properties = etree.Element(RPR)
        run.insert(0, properties)
    set_in_order(properties, name, attributes, RPR_ORDER)


def set_in_order(properties: Any, name: str, attributes: Mapping[str, str], order: Sequence[str]) -> Any:
    """Set one property among others."""
    found = properties.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        later = [etree.QName(child).localname for child in properties]
        places = [at for at, one in enumerate(later) if one not in order or order.index(one) > order.index(name)]
        properties.insert(min(places, default=len(properties)), found)
    for key, value in attributes.items():
        found.set(w(key), value)
    return found


def needs_cutting(text: str | None) -> bool:
    """Whether a text holds an inline mark or a small sign."""
    return text is not None and _CUT.search(text) is not None


@dataclass
class TreeRuns:
    """Cuts runs of one document. `footnotes` is the root of the footnotes part, None when the template has none."""

    marks: Marks
    footnotes: Any = None
    slots: dict[tuple[bool, str], Slot] = field(default_factory=dict)
    """A slot for each prompt."""
    pictures: list[Picture] = field(default_factory=list)
    _notes: dict[str, int] = field(default_factory=dict)
    _slots: int = 0

    def cut(self, run: Any) -> None:
        """Replace a run by one run for each of its pieces."""
        for child in [c for c in run if c.tag != RPR]:
            pieces = [piece for piece in _CUT.split(child.text or "") if piece] if child.tag == T else [child]
            for piece in pieces:
                new = etree.Element(R)
                if (properties := run.find(RPR)) is not None:
                    new.append(copy.deepcopy(properties))
                run.addprevious(new)
                if isinstance(piece, str):
                    self._fill(new, piece)
                else:
                    new.append(piece)
        run.getparent().remove(run)

    def _fill(self, run: Any, piece: str) -> None:
        match = INLINE.fullmatch(piece)
        if match is None:
            if piece[0] in LOWERED + RAISED:
                set_run(run, "vertAlign", val="subscript" if piece[0] in LOWERED else "superscript")
            add_text(run, piece.translate(_PLAIN))
            return
        meant = self.marks.values[int(match[1])]
        if isinstance(meant, Styled):
            self._styled(run, meant)
        elif isinstance(meant, Todo):
            set_run(run, "highlight", val="yellow")
            add_text(run, shown(meant))
        elif isinstance(meant, Picture):
            self.pictures.append(meant)
            run.append(etree.fromstring(drawing(meant, len(self.pictures) - 1)))
        elif isinstance(meant, Slot):
            self._slots += 1
            set_run(run, "rStyle", val="Slot" if meant.required else "SlotOptional")
            add_text(run, shown(meant))
            self.slots.setdefault((meant.required, shown(meant)), meant)
            _control(run, meant, self._slots)
        else:
            self._call(run, meant)

    def _styled(self, run: Any, styled: Styled) -> None:
        """Bold and italic on the run itself; a link is a field of five runs and more."""
        for name, wanted in (("b", styled.bold), ("i", styled.italic)):
            if wanted:
                set_run(run, name)
        pieces = [piece for piece in _CUT.split(styled.text) if piece]
        kinds = ["begin", "code", "separate", *pieces, "end"] if styled.link else pieces
        if styled.link:
            set_run(run, "rStyle", val="DefaultParagraphFont")
        for index, kind in enumerate(kinds):
            new = copy.deepcopy(run)
            run.addprevious(new)
            if styled.link and index in (0, 2, len(kinds) - 1):
                etree.SubElement(new, w("fldChar"), {w("fldCharType"): kind})
            elif styled.link and index == 1:
                code = etree.SubElement(new, w("instrText"), {f"{{{XML}}}space": "preserve"})
                code.text = f' HYPERLINK "{styled.link}" '
            else:
                self._fill(new, kind)
        run.getparent().remove(run)

    def _call(self, run: Any, note: Footnote) -> None:
        if self.footnotes is None:
            add_text(run, f" ({self.marks.inline(note.text)})")
        elif note.key in self._notes:
            _repeat(run, self._notes[note.key])
        else:
            number = self._notes[note.key] = len(self._notes) + 1
            _add_footnote(self.footnotes, self.marks.inline(note.text), number)
            set_run(run, "rStyle", val=NOTE_CALL)
            etree.SubElement(run, w("footnoteReference"), {w("id"): str(number)})
            identity = {w("id"): str(1000 + number)}
            run.addprevious(etree.Element(w("bookmarkStart"), {**identity, w("name"): _bookmark(number)}))
            run.addnext(etree.Element(w("bookmarkEnd"), identity))


def _control(run: Any, slot: Slot, number: int) -> None:
    """Put a run into a content control that shows its prompt until somebody writes there."""
    control = etree.Element(w("sdt"))
    style = "Slot" if slot.required else "SlotOptional"
    properties = etree.SubElement(control, w("sdtPr"))
    for name, value in (("alias", slot.prompt[:64]), ("tag", slot.key[:64]), ("id", str(number))):
        etree.SubElement(properties, w(name), {w("val"): value})
    block = etree.SubElement(etree.SubElement(properties, w("placeholder")), w("docPart"))
    block.set(w("val"), sha256(f"{style} {shown(slot)}".encode()).hexdigest()[:32].upper())
    etree.SubElement(properties, w("showingPlcHdr"))
    if slot.choices:
        choices = etree.SubElement(properties, w("dropDownList"))
        for choice in slot.choices:
            etree.SubElement(choices, w("listItem"), {w("displayText"): choice, w("value"): choice})
    else:
        etree.SubElement(properties, w("text"), {w("multiLine"): "1"})
    run.addprevious(control)
    etree.SubElement(control, w("sdtContent")).append(run)


def _bookmark(number: int) -> str:
    return f"_note_{number}"


def _add_footnote(root: Any, text: str, number: int) -> None:
    paragraph = etree.SubElement(etree.SubElement(root, w("footnote"), {w("id"): str(number)}), P)
    etree.SubElement(etree.SubElement(paragraph, PPR), w("pStyle"), {w("val"): NOTE})
    mark = etree.SubElement(paragraph, R)
    set_run(mark, "rStyle", val=NOTE_CALL)
    etree.SubElement(mark, w("footnoteRef"))
    add_text(etree.SubElement(paragraph, R), f" {text}")


def _repeat(run: Any, number: int) -> None:
    """A second call of the same note: a field that repeats its number."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        piece = copy.deepcopy(run)
        set_run(piece, "rStyle", val=NOTE_CALL)
        if kind == "code":
            code = etree.SubElement(piece, w("instrText"), {f"{{{XML}}}space": "preserve"})
            code.text = f" NOTEREF {_bookmark(number)} \\f \\h "
        elif kind == "shown":
            add_text(piece, str(number))
        else:
            etree.SubElement(piece, w("fldChar"), {w("fldCharType"): kind})
        run.addprevious(piece)
    run.getparent().remove(run)

"""Native lists whose numbers are the ones the document says.

Paragraphs stay on the template's one multi-level list wherever Word, counting by itself, comes to the label that is
wanted; so headings remain an ordinary list that a person can go on editing. Where it does not (a second list of points
below the same heading, or the Vietnamese letters, which Word does not know), the list gets a definition of its own.

Word's `lowerLetter` runs a b c d e f g; the decree's runs a b c d đ e g h i k l. So a lettered list is cut into runs in
which both agree: a-d and e (numbers 1 to 5), đ as a literal, g-i from 7, k-v from 11, x-y from 24.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from kehoach.documents.paper import Mark
from kehoach.frozen import attribute, frozen, mutable
from kehoach.model.items import ListStyle
from kehoach.ooxml.names import w

LEVEL = {
    ListStyle.CAPITAL: 0,
    ListStyle.ROMAN: 0,
    ListStyle.NUMBER: 1,
    ListStyle.DECIMAL: 2,
    ListStyle.LETTER: 4,
    ListStyle.LETTER_DOT: 4,
    ListStyle.NUMBER_BRACKET: 4,
    ListStyle.PAREN: 5,
    ListStyle.ROMAN_PAREN: 5,
    ListStyle.DASH: 6,
    ListStyle.PLUS: 7,
    ListStyle.STAR: 6,
    ListStyle.NONE: 4,
}
"""The level of the template's list for each style of mark, or the one that looks most like it."""

_FORMATS = {
    ListStyle.CAPITAL: ("upperLetter", "%1."),
    ListStyle.LETTER_DOT: ("lowerLetter", "%1."),
    ListStyle.NUMBER_BRACKET: ("decimal", "%1)"),
    ListStyle.ROMAN_PAREN: ("lowerRoman", "(%1)"),
    ListStyle.STAR: ("bullet", "*"),
}
"""How Word counts in the styles that the template's list does not have."""

_BULLETS = (ListStyle.DASH, ListStyle.PLUS)
_LEVELS = 9
"""How many levels a list has in Word, always."""


def latin_number(mark: Mark) -> int | None:
    """What Word must count to for the label of a mark; None for a letter that Word's alphabet lacks."""
    if mark.is_literal:
        return None
    if mark.style not in (ListStyle.LETTER, ListStyle.LETTER_DOT):
        return mark.number
    letter = mark.label[0]
    if len(mark.label) > 2 or letter == "đ":
        return None
    return ord(letter) - ord("a") + 1


@mutable
class _Own:
    """A list with a definition of its own, and the number that comes next on it."""

    num: int
    next: int


@frozen
class Definition:
    """A list of its own: the template's `level` alone, counting from `number`; without one, a literal label."""

    num: int
    mark: Mark
    level: int
    number: int | None


@mutable
class Numbering:
    """Hands out (numId, ilvl) for marks in print order.

    `base_num` is the template's list, `next_num` the first number that is free for another one.
    """

    base_num: int
    next_num: int
    made: list[Definition] = attribute(factory=list)
    """The lists that the template's numbering part has to learn."""
    counters: dict[int, int] = attribute(factory=dict)
    _unsure: set[int] = attribute(factory=set)
    _bullet: int = -1
    """The level of the bullet before: another one there changes nothing."""
    _own: dict[int, _Own] = attribute(factory=dict)
    _on_base: dict[int, int] = attribute(factory=dict)
    _parents: dict[int, int | None] = attribute(factory=dict)

    def place(self, mark: Mark) -> tuple[int, int]:
        """The list definition and level for one paragraph."""
        level = self._level(mark)
        if mark.style in _BULLETS and not mark.is_literal:
            if level != self._bullet:
                self._enter(level)
                self._bullet = level
            return self.base_num, level
        self._bullet = -1
        number = latin_number(mark)
        self._parents.setdefault(mark.list, mark.parent)
        own = self._own.get(mark.list)
        if own is not None and (own.next == number or mark.style is ListStyle.STAR) and not mark.is_literal:
            own.next += 1
            return own.num, 0
        if number is not None and self._base_says(mark, level, number):
            self._enter(level)
            self.counters[level] = number
            self._on_base[mark.list] = level
            return self.base_num, level
        num = self._define(mark, level, number)
        if number is not None:
            self._own[mark.list] = _Own(num, number + 1)
        return num, 0

    def _enter(self, level: int) -> None:
        """A paragraph of the template's list at this level: deeper levels begin again, levels passed over are unsure.

        Where a level is left out (a dash straight below a section), Word and LibreOffice disagree whether the levels
        between count as begun; so nothing is counted on them until a higher level begins again.
        """
        self.counters = {at: count for at, count in self.counters.items() if at < level}
        self._unsure = {at for at in self._unsure if at < level}
        self._unsure |= {at for at in range(level) if at not in self.counters}

    def _level(self, mark: Mark) -> int:
        if mark.style is ListStyle.DECIMAL:
            return min(max(mark.label.count("."), 2), 3)
        return LEVEL[mark.style]

    def _base_says(self, mark: Mark, level: int, number: int) -> bool:
        """Whether the template's list, counting on, prints this label."""
        if mark.style in _FORMATS or level in self._unsure or self.counters.get(level, 0) + 1 != number:
            return False
        ancestor = mark.parent
        while ancestor is not None:
            if self._on_base.get(ancestor, -1) >= level:
                return False  # counting here would make the list around this one begin again
            ancestor = self._parents.get(ancestor)
        if mark.style is ListStyle.DECIMAL:
            outer = [str(self.counters.get(at, 0)) for at in range(1, level)]
            return ".".join([*outer, str(number)]) + "." == mark.label
        return True

    def _define(self, mark: Mark, level: int, number: int | None) -> int:
        num = self.next_num + len(self.made)
        self.made.append(Definition(num, mark, level, number))
        return num


def with_definitions(part: bytes, list_name: str, made: list[Definition]) -> bytes:
    """A numbering part with further lists, made after levels of the one called `list_name`."""
    root = etree.fromstring(part)
    found = find_base(root, list_name)
    assert found is not None
    models = {int(level.get(w("ilvl"))): level for level in found[1].findall(w("lvl"))}
    abstracts, nums = root.findall(w("abstractNum")), root.findall(w("num"))
    last, last_num = abstracts[-1], nums[-1]
    first = max(int(one.get(w("abstractNumId"))) for one in abstracts) + 1
    for identity, definition in enumerate(made, first):
        abstract, num = _abstract(identity, definition, models), etree.Element(w("num"))
        num.set(w("numId"), str(definition.num))
        etree.SubElement(num, w("abstractNumId"), {w("val"): str(identity)})
        last.addnext(abstract)
        last_num.addnext(num)
        last, last_num = abstract, num
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def next_free(root: Any) -> int:
    """The first number that no list of a numbering part has."""
    return max(int(num.get(w("numId"))) for num in root.findall(w("num"))) + 1


def _abstract(identity: int, definition: Definition, models: Mapping[int, Any]) -> Any:
    """What Word calls an abstract list, with all nine levels: the first prints the labels, the next are for editing."""
    abstract = etree.Element(w("abstractNum"), {w("abstractNumId"): str(identity)})
    etree.SubElement(abstract, w("nsid"), {w("val"): f"{0x4B480000 + identity:08X}"})
    etree.SubElement(abstract, w("multiLevelType"), {w("val"): "multilevel"})
    etree.SubElement(abstract, w("tmpl"), {w("val"): f"{0x4B490000 + identity:08X}"})
    for own in range(_LEVELS):
        model = models.get(definition.level + own, models[max(models)])
        abstract.append(_level(own, model, int(model.get(w("ilvl"))) - own))
    if definition.number is None:
        abstract.find(f"{w('lvl')}/{w('numFmt')}").set(w("val"), "decimal")
    elif form := _FORMATS.get(definition.mark.style):
        abstract.find(f"{w('lvl')}/{w('numFmt')}").set(w("val"), form[0])
    text = abstract.find(f"{w('lvl')}/{w('lvlText')}")
    abstract.find(f"{w('lvl')}/{w('start')}").set(w("val"), str(definition.number or 1))
    text.set(w("val"), definition.mark.label if definition.number is None else _own_text(definition.mark))
    return abstract


def _level(own: int, model: Any, higher: int) -> Any:
    """A level like that of the template's list, without the numbers of the `higher` levels that this list lacks."""
    level = copy.deepcopy(model)
    level.set(w("ilvl"), str(own))
    for linked in level.findall(w("pStyle")):
        level.remove(linked)
    text = level.find(w("lvlText"))
    if text is not None and "%" in (label := text.get(w("val"), "")):
        before, *counted = label.split("%")
        kept = (f"%{int(one[0]) - higher}{one[1:]}" for one in counted if one[:1].isdecimal() and int(one[0]) > higher)
        text.set(w("val"), before + "".join(kept))
    return level


def _own_text(mark: Mark) -> str:
    """The label with its own number as the only thing that counts."""
    if mark.style in _FORMATS:
        return _FORMATS[mark.style][1]
    if mark.style is ListStyle.LETTER:
        return "%1)"
    head, _number, tail = mark.label.rpartition(_number_of(mark))
    return f"{head}%1{tail}"


def _number_of(mark: Mark) -> str:
    return mark.label.rstrip(".)").lstrip("(") if mark.style is ListStyle.ROMAN else str(mark.number)


def find_base(root: Any, list_name: str) -> tuple[int, Any] | None:
    """The template's own list: (numId, abstractNum), None when its owner removed it."""
    for abstract in root.findall(w("abstractNum")):
        name = abstract.find(w("name"))
        if name is not None and name.get(w("val")) == list_name:
            identity = abstract.get(w("abstractNumId"))
            for num in root.findall(w("num")):
                if num.find(w("abstractNumId")).get(w("val")) == identity:
                    return int(num.get(w("numId"))), abstract
    return None

"""Native lists whose numbers are the ones the document says.

Paragraphs stay on the template's one multi-level list wherever Word, counting by itself, comes to the label that is
wanted; so headings remain an ordinary list that a person can go on editing. Where it does not (a second list of points
below the same heading, or the Vietnamese letters, which Word does not know), the list gets a definition of its own.

Word's `lowerLetter` runs a b c d e f g; the decree's runs a b c d đ e g h i k l. So a lettered list is cut into runs in
which both agree: a-d and e (numbers 1 to 5), đ as a literal, g-i from 7, k-v from 11, x-y from 24.
"""

from __future__ import annotations

from kehoach.documents.paper import Mark
from kehoach.frozen import attribute, frozen, mutable
from kehoach.model.items import ListStyle

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

FORMATS = {
    ListStyle.CAPITAL: ("upperLetter", "%1."),
    ListStyle.LETTER_DOT: ("lowerLetter", "%1."),
    ListStyle.NUMBER_BRACKET: ("decimal", "%1)"),
    ListStyle.ROMAN_PAREN: ("lowerRoman", "(%1)"),
    ListStyle.STAR: ("bullet", "*"),
}
"""How Word counts in the styles that the template's list does not have."""

_BULLETS = (ListStyle.DASH, ListStyle.PLUS)


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
        if mark.style in FORMATS or level in self._unsure or self.counters.get(level, 0) + 1 != number:
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

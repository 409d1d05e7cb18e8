"""Native numbering: what Word prints before a paragraph, counted as Word counts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kehoach.frozen import attribute, frozen
from kehoach.ooxml.names import w
from kehoach.reading.styles import Props, WordStyles, is_on
from kehoach.reading.symbols import unicode_text
from kehoach.vietnamese import roman

_VAL, _LEVEL, _LVL = w("val"), w("ilvl"), w("lvl")
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LONGEST = 255
"""Characters of a label's pattern."""
_ZEROS = "zeros "
_MOST = 10_000
"""The largest number that is written in letters or Roman digits."""


@frozen
class _Level:
    """One level of a list: how it counts, and what it prints."""

    style: str = ""  # the paragraph style that is on it
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # after which level, counted from 1, it begins again; 0 never
    legal: bool = False
    caps: bool = False
    paragraph: Props = attribute(factory=dict)


@dataclass
class _List:
    """A `w:num`: the definition that it counts on, and what it has instead of its levels and starts."""

    definition: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class WordLists:
    """The lists of a document, from the root of its part (None when it has none). Labels are asked for in order."""

    def __init__(self, root: Any, styles: WordStyles) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        linked: dict[str, str] = {}
        for one in root.iter(w("abstractNum")):
            key = str(one.get(w("abstractNumId")))
            self._definitions[key] = dict(self._levels(one))
            link = one.find(w("numStyleLink"))
            if link is not None:
                linked[key] = str(link.get(_VAL))
        for one in root.iter(w("num")):
            named = one.find(w("abstractNumId"))
            made = _List("" if named is None else str(named.get(_VAL)))
            for override in one.iter(w("lvlOverride")):
                level = _integer(override.get(_LEVEL))
                made.levels.update(self._levels(override, level))
                if (start := override.find(w("startOverride"))) is not None:
                    made.starts[level] = _integer(start.get(_VAL))
            self._lists[str(one.get(w("numId")))] = made
        for one in self._lists.values():
            if one.definition in linked:
                self._follow(one, linked)

    def _follow(self, one: _List, linked: dict[str, str]) -> None:
        """Count on the definition to which a style of lists leads."""
        seen = set()
        while one.definition in linked and one.definition not in seen:
            seen.add(one.definition)
            target = self._lists.get(str(self._styles.style_paragraph(linked[one.definition]).get("num", "")))
            if target is None:
                return
            one.definition = target.definition

    def _levels(self, parent: Any, only: int = 0) -> Iterator[tuple[int, _Level]]:
        for one in parent.iter(_LVL):
            value = {child.tag: child for child in one}
            style, start, restart = (_value(value.get(w(name))) for name in ("pStyle", "start", "lvlRestart"))
            counts, text = _format(one), (_value(value.get(w("lvlText"))) or "")[:_LONGEST]
            run = self._styles.run_props(value.get(w("rPr")))
            if counts == "bullet":
                text = "•" if w("lvlPicBulletId") in value else unicode_text(text, str(run.get("font", "")))
            yield (
                _integer(one.get(_LEVEL), only),
                _Level(
                    style or "",
                    _integer(start, 1),
                    counts,
                    "" if run.get("vanish") else text,
                    None if restart is None else _integer(restart),
                    is_on(value.get(w("isLgl"))),
                    bool(run.get("caps")),
                    self._styles.paragraph_props(value.get(w("pPr"))),
                ),
            )

    def placed(self, style: str, direct: Props) -> tuple[str, int] | None:
        """The list and the level of a paragraph of that style, with what it sets itself; None when it has none."""
        by_style = self._styles.style_paragraph(style)
        num = str(direct.get("num", by_style.get("num", "")))
        if num not in self._lists or num == "0":
            return None
        if "level" in direct:
            return num, min(max(_integer(direct["level"]), 0), _LEVELS - 1)
        keys = {str(one.get(w("styleId"))) for one in self._styles.chain(style)}
        levels = [level for level in range(_LEVELS) if (found := self._level(num, level)) and found.style]
        own = [level for level in levels if self._level(num, level).style == style]
        based = [level for level in levels if self._level(num, level).style in keys]
        level = own[0] if own else by_style.get("level", based[-1] if based else 0)
        return num, min(max(_integer(level), 0), _LEVELS - 1)

    def paragraph(self, num: str, level: int) -> Props:
        """What a level sets of its paragraphs."""
        return self._level(num, level).paragraph

    def label(self, num: str, level: int) -> str:
        """What the next paragraph on that level prints; counts it."""
        one = self._lists[num]
        counts = self._counts.setdefault(one.definition, [None] * _LEVELS)
        start = one.starts.get(level, self._level(num, level).start)
        count = counts[level]
        if (level in one.starts and level not in one.begun) or count is None:
            counts[level] = start
        else:
            counts[level] = count + 1
        one.begun.add(level)
        for deeper in range(level + 1, _LEVELS):
            restart = self._level(num, deeper).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return self._printed(num, level, counts)

    def _level(self, num: str, level: int) -> _Level:
        one = self._lists[num]
        return one.levels.get(level) or self._definitions.get(one.definition, {}).get(level, _NONE)

    def _printed(self, num: str, level: int, counts: list[int | None]) -> str:
        form = self._level(num, level)
        if form.format in ("bullet", "none") and "%" not in form.text:
            return form.text.strip()

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            there, count = self._level(num, at), counts[at]
            number = self._lists[num].starts.get(at, there.start) if count is None else count
            return written(number, "decimal" if form.legal and there.format != "none" else there.format)

        label = _PLACE.sub(counted, form.text).strip()
        return label.upper() if form.caps else label


_NONE = _Level(text="")


def written(number: int, kind: str) -> str:
    """A number in a format of Word's; in digits for those of other scripts."""
    if kind in ("none", "bullet"):
        return ""
    if kind.startswith(_ZEROS):
        return f"{number:0{_integer(kind.removeprefix(_ZEROS), 2)}d}"
    if not 0 < number <= _MOST:
        return str(number)
    if kind in ("upperRoman", "lowerRoman"):
        digits = "M" * (number // 1000) + _hundreds(number % 1000)
        return digits if kind == "upperRoman" else digits.lower()
    if kind in ("upperLetter", "lowerLetter"):
        turn, index = divmod(number - 1, 26)
        letters = chr(ord("A") + index) * min(turn + 1, 30)
        return letters if kind == "upperLetter" else letters.lower()
    if kind == "decimalEnclosedCircle" and number <= 20:
        return chr(0x2460 + number - 1)
    if kind == "numberInDash":
        return f"- {number} -"
    return str(number)


def _hundreds(number: int) -> str:
    signs = ((900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"))
    digits = ""
    for value, sign in signs:
        digits += sign * (number // value)
        number %= value
    return digits + (roman(number) if number else "")


def _format(level: Any) -> str:
    """How a level counts; Word writes a form of its own with an older one beside it."""
    found = next(iter(level.iter(w("numFmt"))), None)
    if found is None:
        return "decimal"
    kind = str(found.get(_VAL, "decimal"))
    pattern = str(found.get(w("format"), ""))
    if kind == "custom":  # "001, 002, 003, ..."
        first = pattern.partition(",")[0].strip()
        return f"{_ZEROS}{min(len(first), 9)}" if first.isdigit() else "decimal"
    return f"{_ZEROS}2" if kind == "decimalZero" else kind


def _value(element: Any) -> str | None:
    return None if element is None else element.get(_VAL)


def _integer(text: Any, otherwise: int = 0) -> int:
    try:
        return int(str(text)[:9]) if text is not None else otherwise
    except ValueError:
        return otherwise

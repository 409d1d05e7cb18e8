"""Whether a field is the one that a printed word was typed in, judged by what can be read: the words printed around it,
and the values of the plan as PyYAML reads them. Nothing of the code that finds places is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from kehoach.vietnamese import nfc

ENOUGH = 3
"""So many words in the same order are no accident; of a shorter value all."""
AROUND = 14
"""How many printed words before and after one say what it is about."""
CALL = re.compile(r"agency\('([^']+)'\)")
"""A body that a text names by its id."""
NOT_PRINTED = {"since", "until", "parent", "members", "successors"}
"""Keys of a body that are none of its names."""
BETWEEN = {"ngày", "tháng", "năm"}
"""What is printed between the figures of a day."""
LONG, SHORT = "{{...}}", "{{}}"
"""Expressions in a value: the name of a body, and anything shorter."""
PRINTS = {LONG: 16, SHORT: 4}
"""How many words each prints at most."""


def pieces(text: str) -> list[str]:
    """A text as words and figures, as they are compared."""
    folded = nfc(text).casefold().replace("ubnd", "ủy ban nhân dân").replace("uỷ", "ủy")
    marked = re.sub(r"{{ *(agency|issuer|periods)?.*?}}", lambda found: f" {LONG if found[1] else SHORT} ", folded)
    return [one.lstrip("0") or "0" for one in re.findall(r"{{\S*}}|\w+", marked)]


@dataclass(frozen=True)
class Sign:
    """A printed word: the words of its page in their order, and which of them it is."""

    printed: tuple[str, ...]
    start: int
    end: int

    @classmethod
    def of(cls, words: Sequence[str], at: int) -> Sign:
        before, own, after = (
            [piece for word in part for piece in pieces(word)]
            for part in (words[max(0, at - 2 * AROUND) : at], words[at : at + 1], words[at + 1 : at + 1 + 2 * AROUND])
        )
        return cls((*before, *own, *after), len(before), len(before) + len(own))

    def run(self, value: str, *, in_words: bool = False) -> int:
        """How many words of a value are printed around the word, in the order of the value, the word among them.

        `in_words`: which has the word itself, not an expression that may print it.
        """
        typed = pieces(value)
        found = 0
        for at in range(self.start, self.end):
            for number, piece in enumerate(typed):
                if piece == self.printed[at] or (piece in PRINTS and not in_words):
                    is_word = piece not in PRINTS  # what an expression prints goes on to both sides
                    left = _matched(typed[: number + (not is_word)][::-1], self.printed[:at][::-1])
                    right = _matched(typed[number + is_word :], self.printed[at + 1 :])
                    found = max(found, left + right + is_word)
        return found

    def is_of(self, value: str) -> bool:
        """Whether that value says the word here: with enough words around it."""
        typed = [piece for piece in pieces(value) if piece not in PRINTS]
        if self.run(value) >= max(1, min(ENOUGH, len(typed))):
            return True
        is_figure = typed and typed[0].isdecimal() and len(typed) <= ENOUGH  # printed apart from its unit
        return bool(is_figure) and self.run(value) > 0 and set(typed) <= set(self.printed)

    def better(self, shown: Sequence[str], items: Sequence[Sequence[str]]) -> Sequence[str] | None:
        """An item that this word is plainly of, rather than of the one with the values `shown`; None where none is."""
        run, about = self._has(shown), self.about(shown)
        for item in items:
            length = self._has(item)
            if length and length >= run and self.about(item) > about * (1.6 if length > run else 3):
                return item
        return None

    def _has(self, values: Sequence[str]) -> int:
        return max((self.run(value, in_words=True) for value in values if self.is_of(value)), default=0)

    def about(self, values: Sequence[str]) -> float:
        """How much of what is printed around it the values of an item say, in stretches that are no accident.

        Near words count more.
        """
        said: set[int] = set()
        first, last = max(0, self.start - AROUND), min(len(self.printed), self.end + AROUND)
        for value in values:
            typed = pieces(value)
            for at in range(first, last):
                for number, piece in enumerate(typed):
                    if piece == self.printed[at]:
                        length = 1 + _matched(typed[number + 1 :], self.printed[at + 1 :])
                        if length >= min(ENOUGH, len(typed)):
                            said |= set(range(at, at + length))
        return sum(1 / (5 + max(self.start - at, at - self.end + 1, 0)) for at in said if first <= at < last)


def _matched(typed: Sequence[str], printed: tuple[str, ...]) -> int:
    """How many words of a value are printed, one after the other, from where both begin."""
    found = at = 0
    for number, piece in enumerate(typed):
        if piece in PRINTS:
            following = next((one for one in typed[number:] if one not in PRINTS), None)
            ahead = [step for step in range(PRINTS[piece]) if printed[at + step : at + step + 1] == (following,)]
            if not ahead:
                return found
            at += ahead[0]
            continue
        if piece.isdecimal() and at < len(printed) and printed[at] in BETWEEN:
            at += 1
        if at >= len(printed) or printed[at] != piece:
            return found
        found, at = found + 1, at + 1
    return found


@dataclass(frozen=True)
class ReadPlan:
    """A plan and the registry beside it, as PyYAML reads them."""

    plan: dict[str, Any]
    registry: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> ReadPlan:
        texts = (one.read_text(encoding="utf-8") for one in (path, path.parent.parent / "agencies.yaml"))
        plan, registry = (yaml.load(text, yaml.CBaseLoader) for text in texts)
        return cls(plan, registry | (plan.get("agencies") or {}))

    @cached_property
    def items(self) -> list[list[str]]:
        """The values of each item, ids as the names of what they stand for; those of items inside are theirs."""
        found: list[list[str]] = []
        self._item(self.plan, found)
        return found

    def _item(self, value: Any, found: list[list[str]]) -> None:
        own: list[str] = []
        found.append(own)
        self._values(value, own, found)

    def _values(self, value: Any, own: list[str], found: list[list[str]], key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                own.extend(self.names(name))
                self._values(inner, own, found, name)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, dict) or key == "items":
                    self._item(one, found)
                else:
                    self._values(one, own, found)
        else:
            own.extend((str(value), *self.names(str(value))))

    def said(self, value: str) -> list[str]:
        """A value, and the names of the bodies that it stands for or names by their ids."""
        return [value, *self.names(value), *(name for one in CALL.findall(value) for name in self.names(one))]

    def names(self, word: str) -> Iterator[str]:
        """What an id, or one of the names of a body, stands for, in all its ways."""
        for key, entry in self.registry.items():
            texts = list(_texts(entry))
            if key == word or word in texts:
                yield from texts
                if isinstance(entry, dict) and "of" in entry:
                    yield f"{entry['name']} {entry['of']}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_PRINTED:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)

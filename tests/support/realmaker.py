"""Chance, and the sentences of plans that read like real ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support import realwords as words


@dataclass
class Maker:
    """Makes one plan by chance, and remembers what it has.

    `alone` are the targets whose sentence states them alone; `kinds` what the plan has that others have not.
    """

    chance: random.Random
    year: int
    several: bool
    issuer: str
    topic: str
    alone: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    flows: list[dict[str, Any]] = field(default_factory=list)
    ids: int = 0

    @property
    def name(self) -> str:
        """What the issuer calls itself."""
        return words.NAMES[self.issuer]

    @property
    def last_year(self) -> int:
        """The last year of the plan."""
        return self.year + 4 if self.several else self.year

    def yes(self, share: float = 0.5) -> bool:
        """Yes, so often."""
        return self.chance.random() < share

    def one(self, of: Sequence[Any]) -> Any:
        """One of these."""
        return self.chance.choice(of)

    def some(self, of: Sequence[Any], low: int, high: int) -> list[Any]:
        """Some of these, in any order."""
        return self.chance.sample(of, min(len(of), self.chance.randint(low, high)))

    def has(self, kind: str, share: float) -> bool:
        """Whether this plan has something of this kind."""
        if self.yes(share):
            self.kinds.add(kind)
            return True
        return False

    def id(self, of: str) -> str:
        """An id of its own."""
        self.ids += 1
        return f"{of}-{self.ids}"

    def day(self) -> str:
        """A day of the plan's year, with a zero before it or not."""
        day, month = self.chance.randint(1, 28), self.chance.randint(3, 12)
        return f"{day:02}/{month:02}/{self.year}" if self.yes() else f"{day}/{month}/{self.year}"

    def sentence(self, end: str = ".") -> str:
        """A sentence about what is to be done."""
        if end == "." and self.has("sentences with signs", 0.06):
            return self.one(words.SIGNED)
        manner = self.one(words.MANNERS)
        text = f"{self.one(words.VERBS)} {self.one(words.OBJECTS)}{', ' + manner if manner else ''}"
        if self.yes(0.2):
            text += f"; {self.one(words.VERBS).lower()} {self.one(words.OBJECTS)}"
        if self.yes(0.1):
            text += f"; {self.one(words.MANNERS[:9])}, {self.one(words.LONG)}"
        if end == "." and self.has("emphasis", 0.04):
            text = text.replace(" ", " **", 1).replace(",", "**,", 1) if "," in text else f"{text} *(nếu có)*"
        if end == "." and self.has("footnotes", 0.03):
            key = f"chu-thich-{len(self.notes) + 1}"
            self.notes[key] = words.NOTES[len(self.notes) % len(words.NOTES)]
            text += f"{{{{ note('{key}') }}}}"
        return text + end

    def paragraphs(self) -> str:
        """One paragraph, or two."""
        return "\n".join(self.sentence() for _each in range(self.one((1, 1, 2))))

    def lines(self, low: int, high: int) -> list[Any]:
        """Sentences as items; now and then the clauses of one sentence."""
        count = self.chance.randint(low, high)
        if count > 1 and self.has("clauses as items", 0.12):
            ends = [";"] * (count - 1) + ["."]
            return [self.sentence("")[:1].upper() + self.sentence("")[1:] + end for end in ends]
        return [self.sentence() for _each in range(count)]

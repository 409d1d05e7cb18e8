"""Which words of a printed line are which words of the texts that it was made from.

A line repeats stretches of these texts, in other capitals, cut, or with words of kehoach's own around them. The longest
stretch is found first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from kehoach.documents.origin import Keys, Origin
from kehoach.frozen import frozen, replace
from kehoach.locating.leaves import Leaf, Leaves, Location, folded
from kehoach.model.plan import Plan
from kehoach.source import Span

_SEEN_FROM_FAR = 3
"""Words in a row that a line has in common, by no accident, with a text that is not its own."""


def locate(words: Sequence[str], origin: Origin, leaves: Leaves) -> tuple[Location | None, ...]:
    """The place of each word of a line that was made from `origin`; None for kehoach's own that no item prints.

    A word that is "" was typed by nobody.
    """
    if not origin:
        return (None,) * len(words)
    *around, own = origin
    year = leaves.plan.at("year")
    line = _Line(tuple(map(folded, words)), year if year.source.path else None)
    known = [_Known(leaf, 0) for leaf in leaves.of(own)]
    known += [_Known(leaf, 1) for leaf in (*leaves.named_by(own), *leaves.below(own))]
    for distance, one in enumerate(reversed(around), 2):
        known += [_Known(leaf, distance) for leaf in leaves.of(one)]
    line.find(known + [_Known(leaf, len(origin) + 1) for leaf in leaves.of(Keys(leaves.plan, ("notes",)))])
    item = _span_of(own)
    rest = Location(item, item, is_typed=False) if item else None
    return tuple(place or rest for place in line.places)


def _span_of(thing: object) -> Span | None:
    """Where an item is, None for what is none."""
    first = thing[0] if isinstance(thing, tuple) and thing else thing
    first = first.of if isinstance(first, Keys) else first
    span = getattr(first, "span", None)
    return span if isinstance(span, Span) and span.source.path and not isinstance(first, Plan) else None


@frozen
class _Known:
    """A text that a line may repeat, and how far it is from being the line's own, which is 0."""

    leaf: Leaf
    distance: int


@frozen
class _Run:
    """A stretch of a line, `[at, at + length)`, that is one of a text from `start` on."""

    at: int
    length: int
    of: _Known
    start: int

    @property
    def is_whole(self) -> bool:
        return self.length == len(self.of.leaf.words)

    @property
    def rank(self) -> tuple[int, int, bool, bool, int]:
        """Which one is taken first: the longest, its own text's, a whole one, what was typed so, the first."""
        return -self.length, self.of.distance, not self.is_whole, self.of.leaf.is_name, self.at


@dataclass
class _Line:
    words: tuple[str, ...]
    year: Span | None
    """Where the year was typed that kehoach adds to a deadline."""
    places: list[Location | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = [None] * len(self.words)

    def find(self, known: Sequence[_Known]) -> None:
        """Give places to the words, the longest stretches first."""
        where: dict[str, list[tuple[_Known, int]]] = defaultdict(list)
        for one in known:
            for index, word in enumerate(one.leaf.words):
                where[word].append((one, index))
        kept: list[_Run] = []
        for run in map(self._free, sorted(self._runs(where), key=lambda run: run.rank)):
            if run.length and self._is_sure(run) and not self._is_alone(run, kept):
                for at in range(run.length):
                    self._put(run.at + at, run.of.leaf, run.start + at)
                kept.append(run)
        self._fill(kept)
        self._alike([one.leaf for one in known if not one.distance])

    def _put(self, at: int, leaf: Leaf, index: int) -> None:
        place, with_year = leaf.places[index], self.words[at].startswith(f"{leaf.words[index]}/")
        self.places[at] = replace(place, value=self.year) if with_year else place

    def _runs(self, where: Mapping[str, Sequence[tuple[_Known, int]]]) -> Iterator[_Run]:
        """From every word on the longest stretch of each text."""
        for at, word in enumerate(self.words):
            for of, start in where.get(word, ()):
                pairs = zip(self.words[at:], of.leaf.words[start:], strict=False)
                yield _Run(at, sum(1 for _pair in takewhile(_is_same, pairs)), of, start)

    def _free(self, run: _Run) -> _Run:
        """The head of a stretch whose words are not found yet."""
        ends = (at for at in range(run.at, run.at + run.length) if self.places[at])
        return replace(run, length=next(ends, run.at + run.length) - run.at)

    def _is_sure(self, run: _Run) -> bool:
        """Whether a stretch is no accident."""
        if run.of.leaf.only_whole and not run.is_whole:
            return False
        words = self.words[run.at : run.at + run.length]
        if not any(sign.isalnum() for word in words for sign in word):
            return run.is_whole and len(self.words) == run.length
        if run.of.leaf.is_name and not run.is_whole and run.length < _SEEN_FROM_FAR:
            return False  # "thành phố" of one body is that of many
        has_number = any(_is_number(word) for word in words)
        if run.of.distance:
            is_name = run.of.leaf.is_name and run.length > 1
            return run.length >= _SEEN_FROM_FAR or (run.is_whole and (is_name or has_number))
        is_unit = len(self.words) == 1 and run.start > 0 and all(map(_is_number, run.of.leaf.words[: run.start]))
        return run.length > 1 or run.is_whole or has_number or is_unit

    def _is_alone(self, run: _Run, kept: Iterable[_Run]) -> bool:
        """Whether a few words, not the first of a line, are kehoach's own although a text has them.

        Nothing else of that text is in the line, or a longer stretch with these very words is. "Kết quả thực hiện Kế
        hoạch" does not repeat the subject "Thực hiện công tác ...".
        """
        words = self.words[run.at : run.at + run.length]
        if run.is_whole or run.length >= _SEEN_FROM_FAR or (run.length > 1 and any(map(_is_number, words))):
            return False
        others = [one for one in kept if one.of is run.of]
        if others:
            ends = [(one.start, one.start + one.length) for one in others]
            return any(start <= run.start and run.start + run.length <= end for start, end in ends)
        return run.at > 0

    def _fill(self, kept: Iterable[_Run]) -> None:
        """Give places to words between two stretches of one text, of which it has as many there."""
        for before, after in pairwise(sorted(kept, key=lambda run: run.at)):
            here, there = after.at - before.at - before.length, after.start - before.start - before.length
            if before.of is after.of and 0 < here == there:
                for at in range(here):
                    self._put(before.at + before.length + at, before.of.leaf, before.start + before.length + at)

    def _alike(self, leaves: Iterable[Leaf]) -> None:
        """Give places to numbers that a typed one begins, or that begin it: 15 in 15/KH-UBND, 1,50 of 1,50%."""
        for at, word in enumerate(self.words):
            if not self.places[at] and _is_number(word):
                found = (
                    (leaf, index)
                    for leaf in leaves
                    for index, typed in enumerate(leaf.words)
                    if _is_number(typed) and typed != word and (_goes_on(typed, word) or _goes_on(word, typed))
                )
                for leaf, index in islice(found, 1):
                    self._put(at, leaf, index)


def _is_same(pair: tuple[str, str]) -> bool:
    """Whether a printed word is a typed one, perhaps with the year that kehoach added: "II/2024" of "Quý II"."""
    printed, typed = pair
    return printed == typed or printed.startswith(f"{typed}/")


def _is_number(word: str) -> bool:
    return word[:1].isdigit()


def _goes_on(short: str, long: str) -> bool:
    """Whether a number is the same in a longer word: what follows in that is no digit of it."""
    return long.startswith(short) and not re.match(r"[.,]?\d", long[len(short) :])

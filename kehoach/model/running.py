"""All texts of a plan as one string, so that a rule about wording looks once and not once for every text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from kehoach.frozen import frozen
from kehoach.links import links
from kehoach.model.prose import BRACES, Prose
from kehoach.patterns import regex
from kehoach.source import Span
from kehoach.undecided import OPENS, PATTERN

FILLED = "\ufffc"
"""Represents each character of an expression, an undecided point or an address: no letter, digit or sign."""

_GAP = "\n\n"
_FILLED_IN = regex(rf"{BRACES}|{PATTERN}", re.DOTALL)
_SENTENCE_ENDS = regex(r"[.;!?](?=\s)|\n")


@frozen
class Running:
    """The texts one after the other, in the order of the file's keys, an empty line between two of them.

    `whole` has NFC letters and single spaces; `starts` are the indices at which the texts begin.
    """

    proses: tuple[Prose, ...]
    starts: tuple[int, ...]
    whole: str

    @classmethod
    def of(cls, proses: tuple[Prose, ...]) -> Running:
        """The running text of these."""
        starts, position = [], 0
        literal = [_literal(prose.source) for prose in proses]
        for text in literal:
            starts.append(position)
            position += len(text) + len(_GAP)
        return cls(proses, tuple(starts), _GAP.join(literal))

    def index_at(self, index: int) -> int:
        """Which text, from 0, holds the character at `index` of the whole."""
        return bisect_right(self.starts, index) - 1

    def prose_at(self, index: int) -> Prose:
        """The text that holds the character at `index` of the whole."""
        return self.proses[self.index_at(index)]

    def stretch(self, which: int) -> tuple[int, int]:
        """Where in the whole the text `which` begins, and where the next one does."""
        start, *_rest = self.starts[which : which + 1] or (0,)
        end, *_rest = self.starts[which + 1 : which + 2] or (len(self.whole),)
        return start, end

    def found_beside(self, words: tuple[str, ...], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """As `pattern.finditer`, looked for only in texts that have one of these words, in whatever letters."""
        ends = (*self.starts[1:], len(self.whole) + len(_GAP))
        for start, end in zip(self.starts, ends, strict=True):
            low = self.whole[start:end].lower()
            if any(word in low for word in words):
                yield from pattern.finditer(self.whole, start, end - len(_GAP))

    def place(self, start: int, end: int) -> Span:
        """Where `whole[start:end]` was written."""
        which = self.index_at(start)
        return self.proses[which].source.at(start - self.starts[which], end - self.starts[which])

    def sentence_before(self, index: int) -> str:
        """What is before `index` in its sentence."""
        head = self.whole[max(index - 400, 0) : index]
        ends = [match.end() for match in _SENTENCE_ENDS.finditer(head)]
        return head[ends[-1] :] if ends else head

    def sentence_after(self, index: int) -> str:
        """What follows from `index` on to the end of its sentence."""
        tail = self.whole[index : index + 400]
        match = _SENTENCE_ENDS.search(tail)
        return tail[: match.start()] if match else tail

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every character that occurs."""
        return frozenset(self.whole)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that occurs, of letters alone."""
        return frozenset(_WORD.findall(self.whole))


_WORD = regex(r"[^\W\d_]+")


class Spans:
    """Where an expression is found, looked for once in each text that is asked about.

    Looked for again around each of sixty thousand years or documents of one text it would take half a minute.
    """

    def __init__(self, running: Running, pattern: re.Pattern[str]) -> None:
        self._running, self._pattern = running, pattern
        self._found: dict[int, list[tuple[int, int]]] = {}

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """Those that are whole in `whole[start:end]`, a stretch of one text, in order."""
        which = self._running.index_at(start)
        if which not in self._found:
            stretch = self._running.stretch(which)
            self._found[which] = [match.span() for match in self._pattern.finditer(self._running.whole, *stretch)]
        found = self._found[which]
        first = bisect_left(found, (start, start))
        last = bisect_right(found, (end, end), first)
        return [span for span in found[first:last] if span[1] <= end]


def _literal(source: str) -> str:
    source = _without_addresses(source)
    if "{{" not in source and OPENS not in source:
        return source
    return _FILLED_IN.sub(lambda match: FILLED * len(match.group()), source)


def _without_addresses(source: str) -> str:
    """A year or a decimal in an address is part of no sentence."""
    pieces, last = [], 0
    for start, end, _target in links(source):
        pieces += [source[last:start], FILLED * (end - start)]
        last = end
    return "".join((*pieces, source[last:])) if pieces else source

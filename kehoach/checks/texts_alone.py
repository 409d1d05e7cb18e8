"""Texts that are no plan's, those of results and of the registry, under the rules that ask for texts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from kehoach.diagnostics import Finding
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies, Agency
from kehoach.model.prose import Prose
from kehoach.model.running import Running
from kehoach.rules import Rule
from kehoach.source import Span, Text
from kehoach.wording import capitals, figures, misspelling, sentences, signs, spelling, words

OF_RESULTS = frozenset(
    "KH601 KH603 KH605 KH606 KH607 KH610 KH611 KH612 KH613 KH618 KH619 "
    "KH621 KH622 KH624 KH625 KH626 KH627 KH630 KH631 KH632".split()
)
"""Rules of a plan's texts and figures that ask for nothing else of the plan."""
OF_NAMES = frozenset("KH601 KH603 KH610 KH613 KH618 KH630 KH631".split())
"""Those of them that can be said of a name."""


@frozen
class TextsAlone:
    """What those rules look at, as a plan has it: no bases, no appendices."""

    values: tuple[object, ...]
    bases: tuple[()] = ()

    @cached_property
    def running(self) -> Running:
        """All texts as one."""
        return Running.of(tuple(value for value in self.values if isinstance(value, Prose)))

    @property
    def appendices_at(self) -> int:
        """Index in the running text at which appendices would begin."""
        return len(self.running.whole)


def check_texts(values: Iterable[object], agencies: Agencies, codes: frozenset[str]) -> Iterator[Finding]:
    """Every finding of the rules with these codes on the texts and figures among `values`."""
    alone = TextsAlone(tuple(values))
    for rule in _rules(codes):
        yield from rule(alone, agencies)


TEXT_BOOKS = (
    words.book,
    figures.book,
    signs.book,
    spelling.book,
    capitals.book,
    sentences.book,
    misspelling.book,
)
"""The books whose rules look at texts, whatever they are part of."""


def _rules(codes: frozenset[str]) -> Iterator[Rule]:
    for book in TEXT_BOOKS:
        yield from (rule for rule in book if rule.code in codes)


_FORMS = ("name", "of", "short", "letterhead", "place", "collective", "head")


def names(agency: Agency) -> Iterator[Prose]:
    """Every name and form of a body, as texts; not its aliases, which may be what people write by mistake."""
    for key in _FORMS:
        value = getattr(agency, key)
        if isinstance(value, str):
            yield _as_text(value, agency.at(key))
        elif isinstance(value, tuple):
            for index, one in enumerate(value):
                if isinstance(one, str):
                    yield _as_text(one, agency.at(key, index))


def _as_text(value: str, span: Span) -> Prose:
    """A text of one line; where quotes or escapes make it differ from what is written, only the whole has a place."""
    anchors = ((0, span.start),) if span.text == value else ()
    return Prose(Text(value, span, anchors), ((value,),))

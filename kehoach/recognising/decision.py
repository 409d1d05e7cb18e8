"""The decision before a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.readers.document import TextLine
from kehoach.recognising import patterns
from kehoach.recognising.found import FoundText
from kehoach.recognising.lines import found, is_capitals, part_of, whole
from kehoach.recognising.title import cites, is_basis


@dataclass
class DecisionRead:
    """The text of a decision. `typed` are lines that kehoach prints by itself, `rest` said nothing known."""

    bases: list[FoundText] = field(default_factory=list)
    articles: list[list[FoundText]] = field(default_factory=list)
    typed: list[FoundText] = field(default_factory=list)
    rest: list[FoundText] = field(default_factory=list)


def read_decision(paragraphs: Sequence[TextLine]) -> DecisionRead:
    """Bases and articles of a decision, from below its subject on."""
    read = DecisionRead()
    for line in paragraphs:
        _add(line, read)
    return read


def _add(line: TextLine, read: DecisionRead) -> None:
    if match := patterns.ARTICLE.match(line.text):
        read.typed.append(found(part_of(line, 0, match.end())))
        read.articles.append([found(line, match.end())])
    elif read.articles:
        read.articles[-1].append(whole(line))
    elif patterns.type_of(line.text) == patterns.DECISION or is_capitals(line.text):
        read.typed.append(whole(line))
    elif is_basis(line.text) or cites(line) or line.text.rstrip().endswith(";"):
        read.bases.append(whole(line))
    else:
        read.rest.append(whole(line))

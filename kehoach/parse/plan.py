"""A plan file and the registry of agencies, from nodes to the model.

Parsing never stops at a fault: it keeps the finding, puts a stand-in, and goes on, so that one run shows the drafter
everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from kehoach.diagnostics import Finding
from kehoach.frozen import attribute, mutable
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Located, Todo, UnreadableValue
from kehoach.model.fields import MISSING, fields_of
from kehoach.model.plan import Plan
from kehoach.parse import (
    attached,
    dates,
    meant,
    prose,
    quantities,
    sentences,
    structure,
    tables,
    vietnamese_keys,
    words,
)
from kehoach.parse.unclear import Unclear, todo
from kehoach.patterns import regex
from kehoach.readers import misread
from kehoach.readers.faults import MAX_FAULTS, more_faults
from kehoach.source import MappingEntry, MappingNode, Node, Source, TextNode
from kehoach.vietnamese import fold, nearest

_LIKE_A_KEY = regex(r"^ *(?P<line>(?:- +)?(?P<key>[a-z_]{4,}):)(?= |$)", re.MULTILINE)


@lru_cache(maxsize=1)
def _known_keys() -> frozenset[str]:
    """Every key of every object of the model."""
    kinds, keys = [Located], set[str]()
    for kind in kinds:
        kinds += kind.__subclasses__()
        keys |= {field.key for field in fields_of(kind).values()}
    return frozenset(keys)


PARSERS: dict[str, Callable[[TextNode], Any]] = {
    "cited_date": dates.cited_date,
    "column": words.column,
    "column_number": words.column_number,
    "day": dates.full_day,
    "deadline": dates.deadline,
    "depth": words.depth,
    "every": dates.every,
    "flag": words.flag,
    "id": words.identifier,
    "issue_date": dates.issue_date,
    "name": words.name,
    "picture_width": attached.picture_width,
    "prose": prose.prose,
    "quantity": quantities.quantity,
    "ref": words.reference,
    "rows": tables.rows,
    "share_key": words.share_key,
    "words": words.words,
    "year": dates.year,
    "years": dates.years,
}


BESIDE: dict[str, Callable[[TextNode, attached.Files | None], Any]] = {
    "picture": attached.picture_file,
    "rows_file": partial(attached.table_file, with_header=False),
    "table_file": partial(attached.table_file, with_header=True),
}
"""What is read with the files beside the plan."""


def parse_plan(node: Node, source: Source, files: attached.Files | None = None) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan that the nodes mean, with stand-ins for what is wrong, and every finding of structure and form.

    `files` are those beside the plan that it names, None where nobody has looked.
    """
    reading = ParseContext(source, files=files)
    if isinstance(node, MappingNode) and not node.entries:
        reading.findings += structure.empty_file(node)
    plan = Plan.read(node, reading)
    if reading.partial:
        plan.mark_partial()
    return plan, reading.told()


def parse_agencies(node: Node, source: Source) -> tuple[Agencies, tuple[Finding, ...]]:
    """The registry that the nodes mean, and every finding."""
    reading = ParseContext(source)
    if not isinstance(node, MappingNode):
        reading.wrong_shape(node, "mapping")
        return Agencies({}), reading.told()
    for entry in node.by_key.values():
        if entry.key.value in fields_of(Agency):
            reading.findings += structure.key_as_agency(entry)
    registry = {reading.read("id", entry.key): Agency.read(entry.value, reading) for entry in node.by_key.values()}
    reading.partial |= len(node.by_key) < len(node.entries)
    return Agencies(registry, reading.partial), reading.told()


@mutable
class ParseContext:
    """The validation context: gives texts their meaning and keeps what it finds on the way."""

    source: Source
    findings: list[Finding] = attribute(factory=list)
    _mistaken: set[tuple[int, str]] = attribute(factory=set)
    """Mappings with a mistaken key, and the key that was probably meant ("" for a sentence)."""
    _misshapen: tuple[str, int, int] = ("", 0, 0)
    """What was expected where a value last had the wrong shape, its column and last line."""
    partial: bool = False
    files: attached.Files | None = None
    year: int | None = None
    """The year of the report whose results are read."""

    def told(self) -> tuple[Finding, ...]:
        """Every finding, or as many as anybody reads."""
        if len(self.findings) < MAX_FAULTS:
            return tuple(self.findings)
        first = self.findings[:MAX_FAULTS]
        return (*first, *more_faults(first[-1].span))

    def read(self, kind: str, node: TextNode) -> Any:
        """The value of that kind that the text means."""
        if kind == "prose" and node.style in (">", "|"):
            self._keys_inside(node)
        try:
            if kind == "reported_day":
                return dates.reported_day(node, self.year)
            return BESIDE[kind](node, self.files) if kind in BESIDE else PARSERS[kind](node)
        except Unclear as fault:
            self.partial |= kind == "id"
            self.findings += fault.findings
            return fault.stand_in

    def choose(self, node: TextNode, allowed: tuple[str, ...], or_todo: bool) -> str | Todo:
        """The one of the allowed words that the text is."""
        if node.value in allowed:
            return str(node.value)
        if node.style == MISSING:
            return allowed[0]
        if or_todo:
            try:
                undecided = todo(node)
            except Unclear as fault:
                self.findings += fault.findings
                return UnreadableValue(str(node.value), node.span)
            if undecided:
                return undecided
        if len(self.findings) < MAX_FAULTS:
            self.findings += structure.unknown_word(node, tuple(dict.fromkeys(allowed)))
        if taken := meant.stand_in(node, allowed, or_todo=or_todo):
            return taken
        return UnreadableValue(str(node.value), node.span) if or_todo else allowed[0]

    def wrong_shape(self, node: Node, expected: str) -> None:
        """Something else is expected here; a text with a colon is reported as what it is; of neighbours, the first."""
        self.partial = True
        span = node.span
        before, self._misshapen = self._misshapen, (expected, span.column, span.end_line)
        if before[:2] == self._misshapen[:2] and span.line - before[2] in (0, 1):
            return
        keys = node.entries if expected == "text" and isinstance(node, MappingNode) else ()
        if keys and isinstance(node, MappingNode) and self._reported_as_text(node, keys[0], ()):
            return
        self.findings += structure.wrong_shape(node, expected)

    def unknown_key(self, node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> None:
        """The mapping has a key which nothing knows."""
        self.partial = True
        if len(self.findings) >= MAX_FAULTS:
            return
        called = vietnamese_keys.meant(node, entry, known)
        glued = structure.glued_key(entry, known)
        if called or glued or fold(entry.key.value) in known or not self._reported_as_text(node, entry, known):
            self.findings += structure.unknown_key(entry, known, called)
            if guess := called or glued or nearest(entry.key.value, known):
                self._mistaken.add((id(node), guess))

    def missing_key(self, node: MappingNode, key: str) -> None:
        """The mapping lacks a key."""
        self.partial = True
        if (id(node), "") not in self._mistaken and (id(node), key) not in self._mistaken:
            self.findings += structure.missing_key(node, key)

    def _keys_inside(self, node: TextNode) -> None:
        """A key that was indented into a text is reported, the first of each text."""
        for match in _LIKE_A_KEY.finditer(node.span.text):
            if match["key"] in _known_keys():
                start = node.span.start + match.start("line")
                self.findings += structure.key_inside_text(node, start, node.span.start + match.end("line"))
                self.partial = True
                return

    def _reported_as_text(self, node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> bool:
        """Whether the key is the first half of a sentence with a colon; then that is reported."""
        if (id(node), "") in self._mistaken and not entry.key.value.isascii():
            return True  # a further line of the same sentence
        if not sentences.is_sentence(node, entry, known):
            return False
        fix, hint = sentences.as_text(node, entry, known)
        self.findings += misread.text_with_colon(entry.key.span, fix, hint)
        self._mistaken.add((id(node), ""))
        return True

"""YAML as located nodes: every scalar is text, every key and value knows its place.

The nodes are built from the events of PyYAML's C parser rather than from its composed tree: one pass gives places,
duplicate keys, anchors and limits before anything large can be built (a 494-byte file of merge keys costs
`yaml.safe_load` half a minute and 800 MB).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import yaml

from kehoach.diagnostics import Finding, Severity
from kehoach.edits import Edit
from kehoach.frozen import attribute, mutable
from kehoach.readers import characters, encodings, misread, whole_lines
from kehoach.readers.faults import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_FAULTS,
    MAX_NODES,
    anchor_or_tag,
    broken_syntax,
    duplicate_key,
    more_faults,
    name_cut_at_comma,
    oversized_file,
    several_documents,
)
from kehoach.readers.further import ReadResult, further_faults
from kehoach.readers.scalars import FIND_ANCHORS, literal_lines, paragraphs
from kehoach.source import Line, ListNode, MappingEntry, MappingNode, Node, Source, Span, Text, TextNode
from kehoach.vietnamese import nfc


@lru_cache(8)
def read(source: Source) -> tuple[Node | None, tuple[Finding, ...]]:
    """The document of `source` as nodes, and every finding of reading it.

    The node is None when a fault of characters or of syntax hides the meaning; an empty file is an empty mapping. The
    last texts are remembered: an edit is proved on the text that is checked and printed a moment later.
    """
    first = _read(source)
    if first.node is not None:
        return first.node, first.findings
    return None, (*first.findings, *further_faults(source, first, _read))


def _read(source: Source) -> ReadResult:
    if too_large(source):
        return ReadResult(None, tuple(oversized_file(source)))
    findings = list(islice((finding for rule in _OF_CHARACTERS for finding in rule(source)), MAX_FAULTS))
    if len(findings) == MAX_FAULTS:
        return ReadResult(None, (*findings, *more_faults(findings[-1].span)))
    if any(f.severity is Severity.ERROR for f in findings):
        return ReadResult(None, tuple(findings))
    builder = _Builder(source)
    try:
        node = builder.document()
    except yaml.MarkedYAMLError as error:
        more, repair = _syntax_findings(source, error)
        return ReadResult(None, (*findings, *more), repair)
    except _Refused as refused:
        signs = _signs(source, refused.line) if refused.may_be_a_text else []
        return ReadResult(None, (*findings, *builder.findings, *(signs or refused.findings)))
    return ReadResult(node, (*findings, *builder.findings))


SHOWN = 8
"""How many of the keys that are twice are named."""
_OF_CHARACTERS = (
    whole_lines.old_line_ends,
    whole_lines.unmerged_versions,
    characters.tab_in_indentation,
    characters.forbidden_character,
    characters.invisible_character,
    characters.decomposed_letter,
    encodings.foreign_lookalike,
    encodings.legacy_encoding,
)


def too_large(source: Source) -> bool:
    """Whether the file is larger than any plan."""
    return len(source.text) > MAX_CHARACTERS


class _Refused(Exception):
    def __init__(self, findings: Iterator[Finding]) -> None:
        self.findings = tuple(findings)
        self.line = self.findings[0].span.line
        self.may_be_a_text = self.findings[0].code in (anchor_or_tag.code, broken_syntax.code)


@mutable
class _Builder:
    """Builds nodes from parse events."""

    source: Source
    findings: list[Finding] = attribute(factory=list)
    nodes: int = 0

    def document(self) -> Node:
        self.events = yaml.parse(self.source.text, Loader=yaml.CSafeLoader)
        next(self.events)  # stream start
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            return MappingNode((), self.source.span(0, 0))
        node = self.node(next(self.events), 0, 0)
        next(self.events)  # document end
        following = next(self.events)
        if isinstance(following, yaml.DocumentStartEvent):
            raise _Refused(several_documents(self._span(following)))
        return node

    def node(self, event: yaml.Event, depth: int, column: int) -> Node:
        """The node that `event` begins; `column` is the indentation of the key or dash it belongs to."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise _Refused(oversized_file(self.source))
        if getattr(event, "anchor", None) or getattr(event, "tag", None) not in (None, "!"):
            raise _Refused(anchor_or_tag(self._span(event)))
        if isinstance(event, yaml.ScalarEvent):
            return self.text(event, column)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        items = []
        column = _column(event)
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(inner, depth + 1, column))
        return ListNode(
            tuple(items), self.source.span(_start(event), _end(inner)), bool(getattr(event, "flow_style", False))
        )

    def mapping(self, start: yaml.MappingStartEvent, depth: int) -> MappingNode:
        entries: list[MappingEntry] = []
        seen: dict[str, TextNode] = {}
        twice: list[TextNode] = []
        cut: list[MappingEntry] = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            column = _column(event)
            key = self.node(event, depth + 1, column)
            if not isinstance(key, TextNode):
                raise _Refused(broken_syntax(self.source, key.span.start, "a list or mapping cannot be a key"))
            if key.value == "<<":
                raise _Refused(anchor_or_tag(key.span))
            value_event = next(self.events)
            entry = MappingEntry(key, self.node(value_event, depth + 1, column))
            if key.value in seen:
                twice.append(key)
                if len(twice) == MAX_FAULTS:
                    raise _Refused(more_faults(key.span))
            seen.setdefault(key.value, key)
            if start.flow_style and isinstance(entry.value, TextNode) and entry.value.is_empty and " " in key.value:
                cut.append(entry)
            entries.append(entry)
        if twice:
            others = tuple(str(key.value) for key in twice[1:SHOWN])
            self._note(duplicate_key(seen[twice[0].value], twice[0], others))
        if cut:
            self._note(name_cut_at_comma(cut[0]))
        end = entries[-1].value.span.end if entries and not start.flow_style else _end(event)
        return MappingNode(tuple(entries), self.source.span(_start(start), end), bool(start.flow_style))

    def text(self, event: yaml.ScalarEvent, column: int) -> TextNode:
        style = event.style or ""
        start, end = _start(event), _end(event)
        raw = self.source.text[start:end]
        if style in "|>" and style:
            end = start + len(raw.rstrip())
        span = self.source.span(start, end)
        lines: tuple[Line, ...] = ()
        if style == "|":
            lines = literal_lines(event.value, raw, start)
        value = paragraphs(event.value, raw, style)
        if not self.source.is_composed or (style == '"' and "\\" in raw):
            value = nfc(value)
        node = TextNode(Text(value, span, FIND_ANCHORS[style]), style, lines)
        if style == '"' and "\\" in raw:
            self._note(characters.forbidden_character(self.source, span))
        if style == ">" and value:
            _head, body = raw.split("\n", 1)
            depth = len(body) - len(body.lstrip(" \n"))
            self._note(misread.bullet_inside_text(self.source, span, depth + 1))
        if style == "" and value:
            if self.source.text.startswith(" #", end):
                self._note(misread.text_cut_at_hash(self.source, span, column))
            if "\n" in raw:
                self._note(misread.bullet_inside_text(self.source, span))
        return node

    def _note(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.findings.append(finding)
            if len(self.findings) == MAX_FAULTS:
                raise _Refused(more_faults(finding.span))

    def _span(self, event: yaml.Event) -> Span:
        start = _start(event)
        return self.source.span(start, max(_end(event), start + 1))


def _start(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index


def _column(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.column


def _signs(source: Source, last_line: int) -> list[Finding]:
    """Texts up to `last_line` that begin with a sign of YAML's: what a syntax error there really comes from."""
    return [
        finding
        for opening in misread.openings(source)
        if source.line_of(opening.line.start) <= last_line
        for finding in misread.text_begins_with_sign(opening, source)
    ]


def _syntax_findings(source: Source, error: yaml.MarkedYAMLError) -> tuple[tuple[Finding, ...], tuple[Edit, ...]]:
    """The first fault of syntax, in the drafter's words and where the slip is, as far as the text shows it.

    With it the edits after which YAML reads on, where they are known.
    """
    mark = error.problem_mark or error.context_mark
    noticed = mark.index if mark else 0
    problem = str(error.problem)
    reported = _signs(source, source.line_of(noticed))
    if not reported:
        from kehoach.readers.sentences import bullet_after_a_key, sentence_with_colon  # late: most files can be read

        number = source.line_of(noticed)
        reported = [*bullet_after_a_key(source, number)] or [*sentence_with_colon(source, number)]
    if reported:
        return tuple(reported), ()
    from kehoach.readers.repairs import cause, closed  # late: a file that can be read needs none

    if error.context_mark and (problem == "found unexpected end of stream" or "expected ','" in problem):
        opened = error.context_mark.index
        hint, edits = closed(source, opened)
        return tuple(broken_syntax(source, opened, problem, None, None, hint)), edits
    began = error.context_mark.index if error.context_mark else noticed
    repair = cause(source, noticed, began)
    if repair is None:
        at = began if problem == "could not find expected ':'" else noticed
        return tuple(broken_syntax(source, at, problem)), ()
    found = broken_syntax(source, repair.span.start, problem, repair.span.end, repair.message, repair.hint)
    return tuple(found), (repair.edit,) if repair.is_certain else ()

"""YAML as located nodes: every scalar is text, every key and value knows its place.

The nodes are built from the events of PyYAML's C parser rather than from its composed tree: one pass gives places,
duplicate keys, anchors and limits before anything large can be built (a 494-byte file of merge keys costs
`yaml.safe_load` half a minute and 800 MB).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from kehoach.diagnostics import Finding, Severity, _
from kehoach.readers import characters, mangled
from kehoach.readers.rules import book
from kehoach.rules import Found
from kehoach.source import Entry, Line, ListNode, MappingNode, Node, Source, Span, Text, TextNode
from kehoach.vietnamese import nfc

MAX_CHARACTERS = 2 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 200_000

_SYNTAX = {
    "mapping values are not allowed in this context": _("a colon or an indentation that does not fit the lines above"),
    "did not find expected key": _("this line is not indented like its neighbours"),
    "did not find expected '-' indicator": _("this line is not indented like its neighbours"),
    "could not find expected ':'": _("a key without a colon behind it"),
    "found unexpected end of stream": _("a quote is opened here and never closed"),
    "found character that cannot start any token": _("a text may not begin with this sign"),
    "did not find expected ',' or ']'": _("a bracket is opened here and never closed"),
    "did not find expected ',' or '}'": _("a brace is opened here and never closed"),
    "block sequence entries are not allowed in this context": _("a bullet may not begin on the line of its key"),
}


def read(source: Source) -> tuple[Node | None, tuple[Finding, ...]]:
    """The document of `source` as nodes, and every finding of reading it.

    The node is None when a fault of characters or of syntax hides the meaning; an empty file is an empty mapping.
    """
    findings = [
        finding
        for rule in (
            characters.tab_in_indentation,
            characters.forbidden_character,
            characters.invisible_character,
            characters.decomposed_letter,
        )
        for finding in rule(source)
    ]
    if too_large(source):
        return None, (*findings, *oversized_file(source))
    if any(f.severity is Severity.ERROR for f in findings):
        return None, tuple(findings)
    builder = _Builder(source)
    try:
        node = builder.document()
    except yaml.MarkedYAMLError as error:
        return None, (*findings, *builder.findings, *_syntax_findings(source, error))
    except _Refused as refused:
        signs = _signs(source, refused.line) if refused.may_be_a_text else []
        return None, (*findings, *builder.findings, *(signs or refused.findings))
    return node, (*findings, *builder.findings)


def too_large(source: Source) -> bool:
    """Whether the file is larger than any plan."""
    return len(source.text) > MAX_CHARACTERS


@book.rule("KH001", Severity.ERROR)
def broken_syntax(source: Source, offset: int, problem: str) -> Iterator[Found]:
    """The file cannot be read as YAML from here on.

    Why: one misplaced space, quote or colon hides the meaning of everything that follows; the rest is checked once
    this is mended.
    Bad:
        - heading: Mục đích
         items:
    Good:
        - heading: Mục đích
          items:
    """
    offset = min(offset, max(len(source.text.rstrip()) - 1, 0))
    yield Found(
        source.span(offset),
        _SYNTAX.get(problem, _("YAML says: {problem}", problem=problem)),
        _("compare the spaces at the beginning of this line and of the lines above it"),
    )


@book.rule("KH006", Severity.ERROR)
def duplicate_key(first: TextNode, again: TextNode) -> Iterator[Found]:
    """The same key stands twice in one place.

    Why: YAML would silently keep the last one and drop the other.
    Bad:
        value: 1,56%
        value: 1,50%
    Good:
        baseline: 1,56%
        value: 1,50%
    """
    yield Found(
        again.span,
        _("the key {key} was already given on line {line}", key=again.value, line=first.span.line),
        _("delete one of the two"),
    )


@book.rule("KH012", Severity.ERROR)
def anchor_or_tag(span: Span) -> Iterator[Found]:
    """An anchor (&), alias (*), merge (<<) or tag (!) of YAML.

    Why: a plan needs none of them; a name that begins with such a sign would silently vanish, and aliases can blow a
    small file up to gigabytes.
    Bad:
        issuer: &MT Phòng Môi trường
    Good:
        issuer: >
          &MT Phòng Môi trường
    """
    yield Found(span, _("anchors, aliases and tags are not used here"), _("put `>` and the text on the next line"))


@book.rule("KH013", Severity.WARNING)
def name_cut_at_comma(entry: Entry) -> Iterator[Found]:
    """A name inside braces was cut at its comma.

    Why: between { and } a comma ends the value; the rest of the name became a key with nothing behind it.
    Bad:
        - {name: các cơ quan, đơn vị liên quan}
    Good:
        - name: các cơ quan, đơn vị liên quan
    """
    yield Found(
        entry.key.span,
        _("{key} was read as a key of its own", key=entry.key.value),
        _("write without braces, one key on each line"),
    )


@book.rule("KH014", Severity.ERROR)
def oversized_file(source: Source) -> Iterator[Found]:
    """The file is larger, deeper or more branched than any plan.

    Why: limits keep a damaged or hostile file from filling the machine's memory.
    Bad:
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ ... ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    Good:
        sections:
    """
    yield Found(
        source.span(0),
        _(
            "too large: at most {characters} characters, {depth} levels and {nodes} values",
            characters=MAX_CHARACTERS,
            depth=MAX_DEPTH,
            nodes=MAX_NODES,
        ),
        _("split the file, or paste large tables into an appendix of kind table"),
    )


@book.rule("KH015", Severity.ERROR)
def several_documents(span: Span) -> Iterator[Found]:
    """A line of three dashes begins a second document.

    Why: a plan is one document; what follows the dashes would be left out.
    Bad:
        year: 2024
        ---
        issuer: ubnd-tp-lai-chau
    Good:
        year: 2024
        issuer: ubnd-tp-lai-chau
    """
    yield Found(span, _("a second document begins here"), _("delete the line of dashes"))


class _Refused(Exception):
    def __init__(self, findings: Iterator[Finding]) -> None:
        self.findings = tuple(findings)
        self.line = self.findings[0].span.line
        self.may_be_a_text = self.findings[0].code in (anchor_or_tag.code, broken_syntax.code)


@dataclass
class _Builder:
    """Builds nodes from parse events."""

    source: Source
    findings: list[Finding] = field(default_factory=list)
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
        entries: list[Entry] = []
        seen: dict[str, TextNode] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            column = _column(event)
            key = self.node(event, depth + 1, column)
            if not isinstance(key, TextNode):
                raise _Refused(broken_syntax(self.source, key.span.start, "a list or mapping cannot be a key"))
            if key.value == "<<":
                raise _Refused(anchor_or_tag(key.span))
            value_event = next(self.events)
            entry = Entry(key, self.node(value_event, depth + 1, column))
            if key.value in seen:
                self.findings += duplicate_key(seen[key.value], key)
            seen.setdefault(key.value, key)
            if start.flow_style and isinstance(entry.value, TextNode) and entry.value.is_empty and " " in key.value:
                self.findings += name_cut_at_comma(entry)
            entries.append(entry)
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
            lines = _literal_lines(event.value, raw, start)
        value = _paragraphs(event.value, raw, style)
        node = TextNode(Text(value, span, _anchors(value, raw, start, style)), style, lines)
        if style == "" and value:
            self.findings += mangled.text_cut_at_hash(self.source, span, column)
            if "\n" in raw:
                self.findings += mangled.bullet_inside_text(self.source, span)
        return node

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


def _paragraphs(value: str, raw: str, style: str) -> str:
    """The text in NFC, blanks collapsed, one line a paragraph.

    In a folded text only a blank line parts paragraphs; a line indented deeper, which YAML would keep as it is, flows
    like the others. In a literal text every line is a paragraph.
    """
    if style == ">":
        _head, _newline, body = raw.partition("\n")
        blocks, current = [], []
        for line in body.split("\n"):
            words = line.split()
            current += words
            if not words and current:
                blocks.append(" ".join(current))
                current = []
        blocks.append(" ".join(current))
    else:
        blocks = [" ".join(line.split()) for line in value.split("\n")]
    return nfc("\n".join(block for block in blocks if block))


def _anchors(value: str, raw: str, start: int, style: str) -> tuple[tuple[int, int], ...]:
    """Where each word of `value` stands in the source; empty when escapes make the two differ."""
    position = 0
    if style in "|>" and style:
        position = raw.find("\n") + 1
    elif style:
        position = 1
    anchors = []
    index = 0
    for word in value.split():
        index = value.index(word, index)
        found = raw.find(word, position)
        length = len(word)
        if found < 0:  # written with loose marks, or escaped
            match = _next_word(raw, position)
            if match is None or nfc(match[1]) != word:
                return ()
            found, length = match[0], len(match[1])
        anchors.append((index, start + found))
        index += len(word)
        position = found + length
    return tuple(anchors)


def _next_word(raw: str, position: int) -> tuple[int, str] | None:
    rest = raw[position:]
    stripped = rest.lstrip()
    if not stripped:
        return None
    return position + len(rest) - len(stripped), stripped.split(None, 1)[0]


def _literal_lines(value: str, raw: str, start: int) -> tuple[Line, ...]:
    """The lines of a literal block as written, tabs and inner blanks kept, each with its place."""
    lines = []
    offset = start + raw.find("\n") + 1
    body = raw[raw.find("\n") + 1 :].split("\n")
    for written, line in zip(body, value.split("\n"), strict=False):
        lines.append(Line(nfc(line.rstrip("\r")), offset + len(written) - len(written.lstrip(" "))
                          if not line.startswith(" ") else offset + len(written) - len(line)))  # fmt: skip
        offset += len(written) + 1
    while lines and not lines[-1].text.strip():
        lines.pop()
    return tuple(lines)


def _signs(source: Source, last_line: int) -> list[Finding]:
    """Texts up to `last_line` that begin with a sign of YAML's: what a syntax error there really comes from."""
    return [
        finding
        for opening in mangled.openings(source)
        if source.line_of(opening.line.start) <= last_line
        for finding in mangled.text_begins_with_sign(opening, source)
    ]


def _syntax_findings(source: Source, error: yaml.MarkedYAMLError) -> Iterator[Finding]:
    """The first fault of syntax, in the drafter's words where the line shows what was meant."""
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    problem = str(error.problem)
    if problem == "found unexpected end of stream" or "expected ','" in problem:
        offset = error.context_mark.index if error.context_mark else offset
    number = source.line_of(offset)
    told = _signs(source, source.line_of(mark.index) if mark else number)
    if not told and problem == "mapping values are not allowed in this context":
        told = [
            finding
            for opening in mangled.openings(source)
            if source.line_of(opening.line.start) == number and opening.key
            for finding in mangled.colon_inside_text(opening, source)
        ]
    yield from told or broken_syntax(source, offset, problem)

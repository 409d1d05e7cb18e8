"""Faults of structure that YAML itself, or its limits here, bring to light."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Finding, Message, Severity, _
from kehoach.edits import Edit
from kehoach.readers.rules import book
from kehoach.rules import Violation
from kehoach.source import MappingEntry, Source, Span, TextNode

MAX_CHARACTERS = 2 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_FAULTS = 1000

_SYNTAX = {
    "mapping values are not allowed in this context": _("a colon or an indentation that does not fit the lines above"),
    "did not find expected key": _("this line is not indented like its neighbours"),
    "did not find expected '-' indicator": _("this line is not indented like its neighbours"),
    "could not find expected ':'": _("a key without a colon after it"),
    "found unexpected end of stream": _("a quote is opened here and never closed"),
    "found character that cannot start any token": _("a text may not begin with this sign"),
    "did not find expected ',' or ']'": _("a bracket is opened here and never closed"),
    "did not find expected ',' or '}'": _("a brace is opened here and never closed"),
    "block sequence entries are not allowed in this context": _("a bullet may not begin on the line of its key"),
}


@book.rule("KH001", Severity.ERROR)
def broken_syntax(
    source: Source,
    offset: int,
    problem: str,
    end: int | None = None,
    message: Message | None = None,
    hint: Message | None = None,
    fix: tuple[Edit, ...] | None = None,
) -> Iterator[Violation]:
    """The file cannot be read as YAML from here on.

    Why: one misplaced space, quote or colon hides the meaning of everything that follows; the rest is checked once
    this is fixed.
    Bad:
        - heading: Mục đích
         items:
    Good:
        - heading: Mục đích
          items:
    """
    offset = min(offset, max(len(source.text.rstrip()) - 1, 0))
    yield Violation(
        source.span(offset, end),
        message or _SYNTAX.get(problem, _("YAML says: {problem}", problem=problem)),
        hint or _("compare the spaces at the beginning of this line and of the lines above it"),
        fix,
    )


@book.rule("KH006", Severity.ERROR)
def duplicate_key(first: TextNode, again: TextNode, others: tuple[str, ...] = ()) -> Iterator[Violation]:
    """The same key occurs twice in one place.

    Why: YAML would silently keep the last one and drop the other.
    Bad:
        value: 1,56%
        value: 1,50%
    Good:
        baseline: 1,56%
        value: 1,50%
    """
    if others:
        keys = ", ".join((again.value, *others))
        yield Violation(
            again.span,
            _("the keys {keys} were already given, from line {line} on", keys=keys, line=first.span.line),
            _("if a new entry begins here, its first line begins with a dash: `- `; else delete what occurs twice"),
        )
        return
    yield Violation(
        again.span,
        _("the key {key} was already given on line {line}", key=again.value, line=first.span.line),
        _("delete one of the two"),
    )


@book.rule("KH012", Severity.ERROR)
def anchor_or_tag(span: Span) -> Iterator[Violation]:
    """An anchor (&), alias (*), merge (<<) or tag (!) of YAML.

    Why: a plan needs none of them; a name that begins with such a sign would silently vanish, and aliases can blow a
    small file up to gigabytes.
    Bad:
        issuer: &MT Phòng Môi trường
    Good:
        issuer: >
          &MT Phòng Môi trường
    """
    yield Violation(span, _("anchors, aliases and tags are not used here"), _("put `>` and the text on the next line"))


@book.rule("KH013", Severity.WARNING)
def name_cut_at_comma(entry: MappingEntry) -> Iterator[Violation]:
    """A name inside braces was cut at its comma.

    Why: between { and } a comma ends the value; the rest of the name became a key with nothing after it.
    Bad:
        - {name: các cơ quan, đơn vị liên quan}
    Good:
        - name: các cơ quan, đơn vị liên quan
    """
    yield Violation(
        entry.key.span,
        _("{key} was read as a key of its own", key=entry.key.value),
        _("write without braces, one key on each line"),
    )


@book.rule("KH014", Severity.ERROR)
def oversized_file(source: Source) -> Iterator[Violation]:
    """The file is larger, deeper or more branched than any plan.

    Why: limits keep a damaged or hostile file from filling the machine's memory.
    Bad:
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ ... ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    Good:
        sections:
    """
    yield Violation(
        source.span(0),
        _(
            "too large: at most {characters} characters, {depth} levels and {nodes} values",
            characters=MAX_CHARACTERS,
            depth=MAX_DEPTH,
            nodes=MAX_NODES,
        ),
        _("split the file, or paste large tables into an appendix of kind table"),
    )


def more_faults(last: Span) -> Iterator[Finding]:
    """A file with more faults than anybody reads: nobody reads them: the findings end here, at the `last` one."""
    message = _("more than {count} faults; what follows is not looked at", count=MAX_FAULTS)
    yield oversized_file.finding(Violation(last, message, _("fix these first, or begin with a fresh file")))


@book.rule("KH015", Severity.ERROR)
def several_documents(span: Span) -> Iterator[Violation]:
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
    yield Violation(span, _("a second document begins here"), _("delete the line of dashes"))

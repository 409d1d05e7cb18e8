"""Texts that YAML would mangle: what the drafter typed, what YAML makes of it, and the line that says what was meant.

A drafter types Vietnamese sentences, and sentences hold colons, quotes and hash signs. All these rules share one cure,
the folded block: type `>`, go to the next line, indent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.readers.rules import book
from kehoach.rules import Violation
from kehoach.source import Line, Source, Span

_BLOCK = regex(r"[|>][+-]?\d?[+-]?[ \t]*(#.*)?$")
_OPENING = regex(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<key>[a-z0-9][a-z0-9_-]*:(?: +|$))?(?P<value>.*)$")
"""A key of kehoach's or an id has small letters without marks; what else is before a colon begins a sentence."""
COLON = regex(r":(?= |$)")
_SIGN_AND_TEXT = regex(r"(?P<sign>[>|])[+-]?[ \t]*(?P<text>[^\s\d=<>|+-].*)")
_AFTER_QUOTE = regex(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')[ \t]*(?=[^\s#,\]}:])")
_HASH = regex(r" #(?=\S)")
_AFTER_BRACE = regex(r"\{[^{}]*\}[ \t]*(?=[^\s#,:}])")
_AFTER_BRACKET = regex(r"\[[^\]]*\][ \t]*(?=[^\s#,:])")


KEYS_OF_TEXTS = frozenset(
    "archive authority baseline better coordinating date deadline heading issuer items label lead name number subject"
    " target task text title type value".split()
)
"""Keys that no Vietnamese sentence has as a word: `text: Rà soát deadline: 15/6` has two, `text: như sau:` one."""


@frozen
class LineStart:
    """A line of YAML outside block texts, taken apart: dashes, key, value."""

    line: Line
    column: int
    key: str
    value: str
    value_start: int


def openings(source: Source) -> Iterator[LineStart]:
    """Every line that YAML reads as structure, in order."""
    hidden_below: int | None = None
    for number, start in enumerate(source.line_starts, 1):
        text = source.line(number)
        depth = len(text) - len(text.lstrip(" "))
        if hidden_below is not None and (not text.strip() or depth > hidden_below):
            continue
        hidden_below = None
        match = _OPENING.match(text)
        if match is None or not text.strip() or text.lstrip().startswith("#"):
            continue
        column = match.start("key") if match["key"] else len(match["indent"]) + max(len(match["dashes"]) - 2, 0)
        value = match["value"]
        if value and value[0] not in "[{#" and not (value.rstrip().endswith(":") and not match["key"]):
            # whatever is indented deeper continues this text; a sentence with a colon is a key, others are beside it
            hidden_below = column if match["key"] or not COLON.search(value) else match.start("value")
        yield LineStart(
            Line(text, start), column, (match["key"] or "").rstrip(" :"), match["value"].rstrip(),
            start + match.start("value"),
        )  # fmt: skip


def as_folded(source: Source, start: int, column: int, key: str = "") -> tuple[tuple[Edit, ...], Message]:
    """The edit that turns the text beginning at `start` into a folded block, and how its first lines then read.

    `column` is the indentation of the key or dash that the text belongs to; with `key`, the text is put below that key.
    """
    number = source.line_of(start)
    indent = column + 2
    for later in range(number + 1, len(source.line_starts) + 1):
        text = source.line(later)
        depth = len(text) - len(text.lstrip(" "))
        if not text.strip() or depth <= column:
            break
        indent = min(indent, depth)
    head = source.line(number)
    place = start - source.line_starts[number - 1]
    line_end = source.line_starts[number - 1] + len(head)
    sign, rest = _as_block(head[place:].rstrip())
    opened = f"{key}: {sign}" if key else sign
    edit = Edit(start, line_end, f"{opened}\n{' ' * indent}{rest}")
    return (edit,), _("write:\n{head}\n{rest}", head=f"{head[:place]}{opened}", rest=f"{' ' * indent}{rest}")


def _as_block(text: str) -> tuple[str, str]:
    """The sign that opens the block of a text, and the text itself.

    A sign typed before the text, on its line, was meant to open the block: `> Tăng cường`. In `> 50%` it is part of the
    text, and in `| a | b |` nobody knows.
    """
    match = _SIGN_AND_TEXT.fullmatch(text)
    if match and "|" not in match["text"]:
        return match["sign"], match["text"]
    return ">", _unquoted(text)


def _unquoted(text: str) -> str:
    """A text quoted as a whole, without its quotes; anything else as it is."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        return text[1:-1]
    return text


BELOW_A_SIGN = _("put `>` before this text, and the text itself on the next line, two spaces deeper")


@book.rule("KH007", Severity.ERROR)
def text_with_colon(
    span: Span, fix: tuple[Edit, ...] | None = None, hint: Message = BELOW_A_SIGN
) -> Iterator[Violation]:
    """A sentence with a colon was read as a key and its value.

    Why: in YAML a colon and a space part a key from its value, so the first half of the sentence became a key.
    Bad:
        - Chiều thiếu hụt về y tế: 100% người thuộc hộ nghèo ...
    Good:
        - >
          Chiều thiếu hụt về y tế: 100% người thuộc hộ nghèo ...
    """
    yield Violation(span, _("a text with a colon was read as a key"), hint, fix)


@book.rule("KH008", Severity.ERROR)
def text_begins_with_sign(opening: LineStart, source: Source) -> Iterator[Violation]:
    """A text begins with a sign that has a meaning in YAML: `{{`, a quote, `[`, `%`, `@`, `*`, `&`, `!`.

    Why: YAML takes the sign for its own and either fails, often on a later line, or silently drops part of the text.
    Bad:
        text: {{ value }} hộ nghèo được hỗ trợ
        - "Ngày vì người nghèo" được tổ chức
    Good:
        text: >
          {{ value }} hộ nghèo được hỗ trợ
    """
    sign = _sign(opening.value)
    if sign == "*" and opening.value.startswith("* ") and opening.value_start == opening.line.start + opening.column:
        return  # a bullet as other programs have them
    if sign:
        fix, hint = as_folded(source, opening.value_start, opening.column)
        yield Violation(
            source.span(opening.value_start, opening.value_start + len(sign)),
            _("a text may not begin with {sign} on the same line", sign=sign),
            hint,
            fix,
        )


def _sign(value: str) -> str:
    """The sign at the beginning of `value` that YAML would take for its own, "" when there is none."""
    first = value[:1]
    if value.startswith("{{"):
        return "{{"
    taken = {
        '"': _AFTER_QUOTE.match(value),
        "'": _AFTER_QUOTE.match(value),
        "[": _AFTER_BRACKET.match(value),
        "{": _AFTER_BRACE.match(value),
        "%": True,
        "@": True,
        "`": True,
        "&": len(value) > 1,
        "*": len(value) > 1,
        "!": len(value) > 1,
        "|": not _BLOCK.fullmatch(value),
        ">": not _BLOCK.fullmatch(value),
    }
    return first if taken.get(first) else ""


@book.rule("KH009", Severity.ERROR)
def colon_inside_text(opening: LineStart, source: Source) -> Iterator[Violation]:
    """A text on the line of its key holds a colon.

    Why: YAML allows one key on a line; a second colon followed by a space, or one at the end, is read as another key.
    Bad:
        text: Thực hiện các nội dung sau: tuyên truyền, vận động
    Good:
        text: >
          Thực hiện các nội dung sau: tuyên truyền, vận động
    """
    value = re.split(r" #", opening.value)[0]
    match = COLON.search(value)
    if match is None or value[:1] in "\"'[{|>":
        return
    start = opening.value_start + match.start()
    joined = re.search(r" ([a-z]+)$", value[: match.start()])
    if joined and joined[1] in KEYS_OF_TEXTS:
        hint = _("write {key} on a line of its own, under the key before it", key=f"{joined[1]}:")
        yield Violation(source.span(start), _("a second colon on this line"), hint)
        return
    fix, hint = as_folded(source, opening.value_start, opening.column)
    yield Violation(source.span(start), _("a second colon on this line"), hint, fix)


@book.rule("KH010", Severity.WARNING)
def text_cut_at_hash(source: Source, span: Span, column: int) -> Iterator[Violation]:
    """A text is cut short at ` #`.

    Why: a space and a hash sign begin a comment; everything after it on the line is silently left out.
    Bad:
        text: Thực hiện Quyết định #5 của UBND tỉnh
    Good:
        text: >
          Thực hiện Quyết định #5 của UBND tỉnh
    """
    if _HASH.match(source.text, span.end):
        number = source.line_of(span.end)
        line_end = source.line_starts[number - 1] + len(source.line(number))
        fix, hint = as_folded(source, span.start, column) if "\n" not in span.text else ((), None)
        start = span.end + 1
        yield Violation(source.span(start, line_end), _("the text after the hash sign is left out"), hint, fix or None)


@book.rule("KH011", Severity.WARNING)
def bullet_inside_text(source: Source, span: Span, depth: int = 0) -> Iterator[Violation]:
    """A further line of a text begins with a dash, so two bullets have become one text.

    Why: without `items:` YAML takes an indented bullet for the continuation of the sentence above it.
    Bad:
        - Tăng cường tuyên truyền
          - In tờ rơi
    Good:
        - text: Tăng cường tuyên truyền
          items:
            - In tờ rơi
    """
    first = source.line_of(span.start)  # `depth` is the least indentation of such a line
    for number in range(first + 1, source.line_of(max(span.end - 1, span.start)) + 1):
        text = source.line(number)
        if re.match(r" *(?:[-+] \S|[>|]$)", text) and len(text) - len(text.lstrip()) >= depth:
            start = source.line_starts[number - 1] + len(text) - len(text.lstrip())
            above = re.match(r" *(?=- )", source.line(first))
            if above and text.lstrip().startswith("- ") and len(text) - len(text.lstrip()) == len(above[0]) + 1:
                yield Violation(
                    source.span(start, start + 1),
                    _("one space too many before this dash: the line was read as part of the text above it"),
                    _("with {wanted} spaces it would fit", wanted=len(above[0])),
                )
                return
            yield Violation(
                source.span(start, start + 1),
                _("this line was read as part of the text above it"),
                _("put `text:` before the sentence above, then `items:` and the bullets below it"),
            )
            return

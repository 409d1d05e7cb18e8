"""What the texts of a file are made of, for colours: ids, words of closed sets, figures, names inside braces."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.editing import Document
from kehoach.editing.references import ModelText, texts_in
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.undecided import PATTERN

TYPES = (
    "class", "property", "event", "namespace", "macro", "type", "enumMember", "keyword", "number", "function",
    "variable", "decorator",
)  # fmt: skip
"""Types of the protocol that are used; an editor has colours for them."""
_OF_IDS = {
    "agency": "class", "target": "property", "task": "event", "place": "namespace", "note": "macro", "period": "type",
}  # fmt: skip
_OF_TEXTS = {
    **dict.fromkeys(("quantity", "deadline", "day", "cited_date", "issue_date", "reported_day", "every"), "number"),
    **dict.fromkeys(("year", "years", "column", "depth"), "number"),
    "flag": "keyword",
}
_SPECIAL = regex(
    rf"(?P<todo>{PATTERN})|\{{\{{\s*(?P<name>[a-z_]\w*)(?P<call>\()?[^{{}}\n]*?(?:\.(?P<form>[a-z_]\w*))?[^{{}}\n.]*\}}\}}"
)


@frozen
class SemanticToken:
    """A stretch of one line, its type, and whether an id is given there."""

    start: int
    end: int
    type: str
    is_definition: bool = False


def tokens(document: Document) -> tuple[SemanticToken, ...]:
    """The tokens of a file in order, none over another."""
    found = [
        SemanticToken(one.span.start, one.span.end, _OF_IDS[one.kind], one.is_definition)
        for one in document.occurrences
        if one.is_placed and one.kind in _OF_IDS
    ]
    for leaf in texts_in(document.root, document.kind):
        found += _of_leaf(leaf)
    text = document.source.text
    on_a_line = (one for one in found if "\n" not in text[one.start : one.end])
    return tuple(sorted(on_a_line, key=lambda token: token.start))


def _of_leaf(leaf: ModelText) -> Iterator[SemanticToken]:
    span, expected = leaf.node.span, leaf.shape
    text = span.text
    specials = list(_SPECIAL.finditer(text)) if "{{" in text or "TODO" in text else []
    for match in specials:
        if match["todo"]:
            yield SemanticToken(span.start + match.start(), span.start + match.end(), "decorator")
            continue
        for name in ("name", "form"):
            if match[name]:
                of_type = "function" if name == "name" and match["call"] else "variable"
                yield SemanticToken(span.start + match.start(name), span.start + match.end(name), of_type)
    if not specials:
        if expected.one_of:
            yield SemanticToken(span.start, span.end, "enumMember")
        elif type_ := _OF_TEXTS.get(expected.reads):
            yield SemanticToken(span.start, span.end, type_)

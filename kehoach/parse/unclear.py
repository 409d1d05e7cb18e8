"""How a parser says that it cannot make sense of a text, and what substitutes so that reading goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Finding, Severity, _
from kehoach.edits import Edit
from kehoach.model.base import Todo, UnreadableValue
from kehoach.model.fields import MISSING
from kehoach.patterns import regex
from kehoach.rules import Rule, RuleBook, Violation
from kehoach.source import TextNode
from kehoach.undecided import is_meant, question_of, written

book = RuleBook()
"""The rules that parsing applies: what a plan may hold, and what each text may look like."""
_WITH_BRACKETS = regex(r"todo ?\((?P<question>[^()\n]+)\)", re.IGNORECASE)
_ALL_OF_IT = regex(r"todo ?[:\u2013-]? ?\(?(?P<question>[^()\n:]+)\)?", re.IGNORECASE)


class Unclear(Exception):
    """A text without a meaning: its findings, and the value that substitutes for it."""

    def __init__(self, rule: Rule, node: TextNode, *details: object, stand_in: object = None) -> None:
        super().__init__(rule.code)
        self.findings: tuple[Finding, ...] = tuple(rule(node, *details))
        self.stand_in = UnreadableValue(str(node.value), node.span) if stand_in is None else stand_in


def todo(node: TextNode) -> Todo | None:
    """The undecided point that the text is, None for any other text."""
    if node.style == MISSING:
        return UnreadableValue("", node.span)
    question = question_of(node.value)
    if question is None and is_meant(node.value):
        raise Unclear(malformed_todo, node, 0, len(node.value))
    return None if question is None else Todo(question, node.span)


@book.rule("KH118", Severity.ERROR)
def malformed_todo(node: TextNode, start: int, end: int) -> Iterator[Violation]:
    """An undecided point is not written as TODO(question).

    Why: kehoach lists undecided points and prints them as marks; this one would print as a word of the sentence.
    Bad:
        value: TODO
        text: Hoàn thành trước TODO: hỏi Sở Tài chính
    Good:
        value: TODO(bao nhiêu phần trăm?)
        text: Hoàn thành trước TODO(hỏi Sở Tài chính)
    """
    right, end = _meant(str(node.value), start, end)
    span = node.value.at(start, end)
    plain = right and span.text == node.value[start:end]
    yield Violation(
        span,
        _("an undecided point is written TODO(question), in capitals and with both brackets"),
        _("write: {right}", right=right) if right else _("put the question in brackets right after it: TODO(...)"),
        (Edit(span.start, span.end, right),) if right and plain else None,
    )


def _meant(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The undecided point that begins at `start`, as it is written, and where it ends.

    None where nobody knows how much of a sentence is its question.
    """
    is_whole = (start, end) == (0, len(text))
    match = _WITH_BRACKETS.fullmatch(text) if is_whole else _WITH_BRACKETS.match(text, start)
    match = match or (_ALL_OF_IT.fullmatch(text) if start == 0 else None)
    if match is None or not match["question"].strip():
        return None, end
    return written(match["question"].strip()), match.end()

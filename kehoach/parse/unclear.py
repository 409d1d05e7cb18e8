"""How a parser says that it cannot make sense of a text, and what substitutes so that reading goes on."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Finding, Severity, _
from kehoach.model.base import MISSING, Todo, UnreadableValue
from kehoach.rules import Rule, RuleBook, Violation
from kehoach.source import TextNode
from kehoach.undecided import is_meant, question_of

book = RuleBook()
"""The rules that parsing applies: what a plan may hold, and what each text may look like."""


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
    yield Violation(
        node.value.at(start, end),
        _("an undecided point is written TODO(question), in capitals and with both brackets"),
        _("write: TODO(bao nhiêu?)"),
    )

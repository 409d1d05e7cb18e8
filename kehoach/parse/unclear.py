"""How a parser says that it cannot make sense of a text, and what stands in so that reading goes on."""

from __future__ import annotations

import re

from kehoach.diagnostics import Finding
from kehoach.model.base import MISSING, Todo, Unreadable
from kehoach.rules import Rule, RuleBook
from kehoach.source import TextNode

book = RuleBook()
"""The rules that parsing applies: what a plan may hold, and what each text may look like."""

_TODO = re.compile(r"TODO\((.*)\)")


class Unclear(Exception):
    """A text without a meaning: its findings, and the value that stands in for it."""

    def __init__(self, rule: Rule, node: TextNode, *details: object, stand_in: object = None) -> None:
        super().__init__(rule.code)
        self.findings: tuple[Finding, ...] = tuple(rule(node, *details))
        self.stand_in = Unreadable(str(node.value), node.span) if stand_in is None else stand_in


def todo(node: TextNode) -> Todo | None:
    """The undecided point that the text is, None for any other text."""
    if node.style == MISSING:
        return Unreadable("", node.span)
    match = _TODO.fullmatch(node.value)
    return Todo(match[1].strip(), node.span) if match else None

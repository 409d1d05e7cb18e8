"""Findings as a screen shows them: their weight in a word, and the address of the item that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kehoach.diagnostics import SEVERITIES, Finding, Message
from kehoach.editing import Document, DocumentKind, Refused
from kehoach.frozen import frozen
from kehoach.source import ListNode, MappingNode, Node, Span
from kehoach.web.addresses import DRAFTING, of_item, of_plan


@frozen
class FindingPlace:
    """A finding, the word of its weight, and where it leads; "" where no screen shows its file."""

    finding: Finding
    word: Message
    address: str


def finding_places(path: Path, findings: Iterable[Finding]) -> tuple[FindingPlace, ...]:
    """The findings of a plan, each with its item on the screen that drafts."""
    return tuple(_placed(path, findings))


def _placed(path: Path, findings: Iterable[Finding]) -> Iterator[FindingPlace]:
    document: Document | None = None
    for finding in findings:
        address = ""
        if finding.span.source.path == str(path):
            address = of_plan(DRAFTING, path)
            if document is None or document.source.text != finding.span.source.text:
                try:
                    document = Document.read(finding.span.source, DocumentKind.PLAN)
                except Refused:
                    document = None
            if document and (item := item_at(document.root, finding.span)):
                address = of_item(path, item)
        yield FindingPlace(finding, SEVERITIES[finding.severity], address)


def item_at(root: Node, span: Span) -> tuple[str | int, ...]:
    """The path of the innermost value that holds the beginning of a span."""
    found: list[str | int] = []
    node = root
    while True:
        inner = [(step, child) for step, start, child in _children(node) if start <= span.start < child.span.end]
        if not inner:
            return tuple(found)
        step, node = inner[-1]
        found.append(step)


def _children(node: Node) -> Iterator[tuple[str | int, int, Node]]:
    """The values in a value: key or index, where it begins (a key with its name), and the value."""
    if isinstance(node, MappingNode):
        yield from ((entry.key.value, entry.key.span.start, entry.value) for entry in node.entries)
    elif isinstance(node, ListNode):
        yield from ((index, item.span.start, item) for index, item in enumerate(node.items))

"""Findings as a screen shows them: their weight in a word, and the address of the item that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from kehoach.diagnostics import SEVERITIES, Finding, Message, Severity
from kehoach.editing import Document, DocumentKind, Refused
from kehoach.frozen import frozen
from kehoach.web.addresses import DRAFTING, of_plan
from kehoach.web.field_names import in_field_names
from kehoach.web.paths import written


@frozen
class FindingPlace:
    """A finding, the word of its weight, and where it leads; "" where no screen shows its file."""

    finding: Finding
    word: Message
    address: str

    @property
    def is_in_the_way(self) -> bool:
        """Whether the plan cannot be issued before it is mended or decided."""
        return self.finding.severity in (Severity.ERROR, Severity.UNDECIDED)


def finding_places(path: Path, findings: Iterable[Finding]) -> tuple[FindingPlace, ...]:
    """The findings of a plan, each with its item on the screen that drafts, the weightiest first."""
    order = (Severity.ERROR, Severity.UNDECIDED, Severity.WARNING, Severity.INFO)
    return tuple(_placed(path, sorted(findings, key=lambda one: order.index(one.severity))))


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
            if document and (item := document.path_at(finding.span.start)):
                address = f"{address}?o={quote(written(item))}"
        about = document if finding.span.source.path == str(path) else None
        yield FindingPlace(in_field_names(finding, about), SEVERITIES[finding.severity], address)

"""A results file, from nodes to the model."""

from __future__ import annotations

from kehoach.diagnostics import Finding
from kehoach.model.results import Results
from kehoach.parse.plan import ParseContext
from kehoach.source import Node, Source


def parse_results(node: Node, source: Source) -> tuple[Results, tuple[Finding, ...]]:
    """The results that the nodes mean, and every finding of structure and form."""
    reading = ParseContext(source)
    return Results.model_validate(node, context=reading), tuple(reading.findings)

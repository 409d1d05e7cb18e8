"""A results file, from nodes to the model."""

from __future__ import annotations

from kehoach.diagnostics import Finding
from kehoach.model.results import Results
from kehoach.parse.plan import ParseContext
from kehoach.source import Node, Source


def parse_results(node: Node, source: Source, year: int | None = None) -> tuple[Results, tuple[Finding, ...]]:
    """The results that the nodes mean, and every finding of structure and form. `year` is that of the report."""
    reading = ParseContext(source, year=year)
    return Results.read(node, reading), tuple(reading.findings)

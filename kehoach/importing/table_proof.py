"""Whether a table of facts prints as the document has it: it is composed, and compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kehoach.diagnostics import Severity
from kehoach.documents.columns import header_rows
from kehoach.documents.paper import HeaderCell, Table, plain
from kehoach.documents.plan import compose_plan
from kehoach.model.agency import Agencies
from kehoach.parse.plan import parse_plan
from kehoach.readers.yaml import read
from kehoach.recognising.found import FoundTable
from kehoach.source import Source
from kehoach.yaml_text import Written, document


def prints_as_found(
    appendix: Mapping[str, Written],
    table: FoundTable,
    around: Mapping[str, Written],
    agencies: Agencies,
) -> bool:
    """Whether an appendix of facts prints the header and the rows of a table that was found.

    `around` are the keys of the draft that its texts may refer to: year, issuer, agencies, notes.
    """
    rest: dict[str, Written] = {
        "subject": "-",
        "opening": "none",
        "sections": [{"kind": "text", "heading": "none", "items": ["-"]}],
        "recipients": ["-"],
        "archive": "-",
        "signature": {"title": "-", "name": "-"},
    }
    text = document({**around, **rest, "appendices": [{**appendix, "title": "-"}]})
    source = Source("", text)
    node, faults = read(source)
    if node is None:
        return False
    plan, more = parse_plan(node, source)
    if plan is None or any(fault.severity is Severity.ERROR for fault in (*faults, *more)):
        return False
    paper = compose_plan(plan, agencies.with_own(plan.agencies))
    composed = next((block for block in paper.parts[-1].blocks if isinstance(block, Table)), None)
    return composed is not None and _lines(composed) == _found_lines(table)


def _lines(table: Table) -> list[list[str]]:
    header = _header(table.header)
    return header + [[_cell(plain(cell)) for cell in row.cells] for row in table.rows]


def _found_lines(table: FoundTable) -> list[list[str]]:
    header = _header(header_rows([" > ".join(path) for path in table.headings]))
    return header + [[_cell(_joined(text.text for text in cell)) for cell in row] for row in table.rows]


def _header(rows: Iterable[Iterable[HeaderCell]]) -> list[list[str]]:
    return [[_cell(f"{cell.text} {cell.span}") for cell in row] for row in rows]


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _cell(text: str) -> str:
    """A cell for comparing: one blank between words."""
    return " ".join(text.replace("\u00a0", " ").split())

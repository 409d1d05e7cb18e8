"""Tables of a document as the plan file has pasted ones."""

from __future__ import annotations

from kehoach.importing.texts import FileTexts
from kehoach.recognising.found import FoundTable, FoundText
from kehoach.yaml_text import Block, Written


def pasted(table: FoundTable, texts: FileTexts) -> dict[str, Written]:
    """The keys of a pasted table, without its title and its note."""
    made: dict[str, Written] = {}
    if table.remark:
        made["remark"] = texts.of(table.remark, plain=True)
    made["columns"] = [" > ".join(_cell(part) for part in path) or "-" for path in _headed(table)]
    if table.column_numbers:
        made["column_numbers"] = tuple(table.column_numbers)
    if table.merged:
        made["merge"] = tuple(str(column + 1) for column in sorted(table.merged))
    made["rows"] = Block("\n".join(_row(row, texts) for row in table.rows) or "-", literal=True)
    return made


def note_of(table: FoundTable, texts: FileTexts) -> dict[str, Written]:
    """The note below a table."""
    return {"note": texts.of(table.note)} if table.note else {}


def _headed(table: FoundTable) -> tuple[tuple[str, ...], ...]:
    return table.headings or tuple((f"({number})",) for number in range(1, max(map(len, table.rows), default=1) + 1))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").replace(">", "›").split())


def _row(row: tuple[tuple[FoundText, ...], ...], texts: FileTexts) -> str:
    runs = [run for cell in row for text in cell for run in text.runs if run.text.strip()]
    regular = len(row) > 1 and not all(run.bold for run in runs)  # a row that is bold as a whole is a group or a total
    cells = ["<br>".join(texts.of(text, regular=regular).replace("|", "/") for text in cell) for cell in row]
    return " | ".join(cells).strip() or "-"

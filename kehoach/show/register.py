"""How the register of issued documents looks: a table with what is to be noted below it, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from kehoach.checks.register_series import SeriesNote, note_text
from kehoach.commands.register import RegisterTable
from kehoach.diagnostics import Translator, _
from kehoach.storage.register import EntryState, RegisterEntry
from kehoach.vietnamese import cut, nfc

_STATES = {EntryState.RESERVED: _("being issued"), EntryState.ISSUED: _("issued"), EntryState.REVOKED: _("revoked")}
_HEADINGS = (_("number"), _("day"), _("paper"), _("signer"), _("state"), _("remarks"))
_TITLE, _REMARK = 60, 60
"""Characters of a title, and of a remark, that a table shows."""


def as_text(table: RegisterTable, to: Translator) -> Iterator[str]:
    """A table for each issuer and year, and the notes."""
    if not table.entries:
        yield _("no paper has a number here yet").into(to)
        return
    for (issuer, year), found in groupby(table.entries, key=lambda entry: (entry.series.issuer, entry.series.year)):
        yield f"{table.issuers.get(issuer, issuer)}, {year}"
        rows = [[heading.into(to) for heading in _HEADINGS], *(_cells(entry, to) for entry in found)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield ""
    yield from (note_text(note).into(to) for note in table.notes)


def _cells(entry: RegisterEntry, to: Translator) -> list[str]:
    cells = [
        entry.name, f"{entry.day:%d/%m/%Y}", cut(entry.title, _TITLE), entry.signer, _STATES[entry.state].into(to),
        cut(" · ".join(filter(None, (entry.amends, entry.reason))), _REMARK),
    ]  # fmt: skip
    return [nfc(" ".join(cell.split())) for cell in cells]


def as_json(table: RegisterTable) -> str:
    """Entries and notes; keys and words are fixed."""
    found = {
        "version": 1,
        "entries": [record(entry, table.issuers) for entry in table.entries],
        "notes": [_note(note) for note in table.notes],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def record(entry: RegisterEntry, issuers: dict[str, str]) -> dict[str, Any]:
    """One entry as JSON has it."""
    return {
        "number": entry.number, "symbol": entry.name, "date": entry.day.isoformat(), "type": entry.series.type,
        "issuer": entry.series.issuer, "issuer_name": issuers.get(entry.series.issuer, entry.series.issuer),
        "year": entry.series.year, "title": entry.title, "signer": entry.signer,
        "recipients": list(entry.recipients), "archive": entry.archive, "plan": entry.plan or None,
        "revision": entry.revision or None, "state": str(entry.state), "amends": entry.amends or None,
        "reason": entry.reason or None, "files": dict(entry.files),
    }  # fmt: skip


def _note(note: SeriesNote) -> dict[str, Any]:
    return {
        "kind": str(note.kind), "issuer": note.series.issuer, "year": note.series.year, "type": note.series.type,
        "first": note.first, "last": note.last, "number": note.entry.number,
        "other": note.other.number if note.other else None,
    }  # fmt: skip

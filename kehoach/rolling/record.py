"""The ledger as plain data: what `--format json` prints, and what `next` remembers beside the draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kehoach.diagnostics import Message
from kehoach.rolling.ledger import Ledger
from kehoach.rolling.redraft import PlacedEntry

VERSION = 1
"""Raised when a key changes its meaning."""


def record(ledger: Ledger, standings: Iterable[PlacedEntry], say: Callable[[Message], str]) -> dict[str, Any]:
    """Keys are fixed; only reasons have a language. Lines and columns count from 1, columns in characters."""
    return {
        "version": VERSION,
        "from": ledger.source.file,
        "to": ledger.draft.file,
        "entries": [_entry(ledger, one, say) for one in standings],
        "draft": ledger.draft.text,
    }


def _entry(ledger: Ledger, standing: PlacedEntry, say: Callable[[Message], str]) -> dict[str, Any]:
    entry = standing.entry
    old, new = ledger.old_place(entry), ledger.place(entry)
    return {
        "topic": str(entry.topic),
        "fate": str(entry.fate),
        "verify": entry.verify,
        "about": standing.about,
        "old": entry.old,
        "new": entry.new,
        "reason": say(entry.reason),
        "old_line": old.line,
        "old_column": old.column,
        "old_end_line": old.source.line_of(max(old.end - 1, old.start)),
        "line": standing.first,
        "column": new.column,
        "end_line": standing.last,
        "edited": standing.touched,
    }

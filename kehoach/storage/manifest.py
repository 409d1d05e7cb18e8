"""The manifest of a plan's documents: what kehoach wrote into the folder, and what became of it.

For each document it has `sha256`, what kehoach wrote, and `inputs`, the hashes of what went into it. While a document
is replaced also `before`, the hash it has until then: a run killed in between leaves either of the two, and neither is
taken for a person's. `released` documents are a person's from then on. `sent` are the events of a calendar as they were
last sent, by their ids. `workspace` is the one whose plan this is, where the folder is outside of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from kehoach import __version__
from kehoach.frozen import attribute, mutable
from kehoach.patterns import regex
from kehoach.storage.state_files import ForeignState, is_digest, is_document_name, load_state

MANIFEST = "manifest.json"
_FORM = 1
_UNPRINTED = regex("[\x00-\x09\x0b-\x1f\x7f]")


@mutable
class Manifest:
    """What a manifest says. `is_ours` is False for a file that kehoach did not write, or that is damaged."""

    outputs: dict[str, dict[str, Any]] = attribute(factory=dict)
    workspace: str = ""
    is_ours: bool = True

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder; of records that kehoach cannot have written nothing is kept.

        What cannot be understood makes every document a person's. Raises EnvironmentFailure for the manifest of a newer
        version, UnreadableFile for what is no file.
        """
        try:
            found = load_state(folder / MANIFEST, "version", _FORM)
        except ForeignState:
            return cls(is_ours=False)
        if found is None:
            return cls()
        outputs, workspace = found.get("outputs"), found.get("workspace", "")
        if not isinstance(outputs, dict) or not isinstance(workspace, str):
            return cls(is_ours=False)
        return cls({name: one for name, one in outputs.items() if _is_record(name, one)}, workspace)

    def record(self, name: str) -> dict[str, Any]:
        """What is known of a document."""
        return self.outputs.get(name, {})

    def as_bytes(self) -> bytes:
        """The file, equal for equal contents."""
        found = {"kehoach": __version__, "outputs": self.outputs, "version": _FORM}
        if self.workspace:
            found["workspace"] = self.workspace
        return (json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _is_record(name: object, record: object) -> bool:
    return (
        is_document_name(name)
        and name != MANIFEST
        and isinstance(record, dict)
        and is_digest(record.get("sha256"))
        and is_digest(record.get("before", record["sha256"]))
        and isinstance(record.get("released", False), bool)
        and isinstance(record.get("inputs"), dict)
        and all(isinstance(one, str) for one in record["inputs"].values())
        and _are_events(record.get("sent", {}))
    )


_EVENT: dict[str, Callable[[Any], bool]] = {
    "sequence": lambda value: type(value) is int and 0 <= value < 1_000_000,
    "stamp": lambda value: _is_time(value, "%Y%m%dT%H%M%SZ"),
    "digest": is_digest,
    "start": lambda value: _is_time(value, "%Y%m%dT%H%M%S") or _is_time(value, "%Y%m%d"),
    "summary": lambda value: isinstance(value, str) and len(value) < 10_000 and not _UNPRINTED.search(value),
    "cancelled": lambda value: isinstance(value, bool),
}
"""What the manifest remembers of an event of a calendar."""


def _are_events(found: object) -> bool:
    """Whether this can be the events of a calendar, each whole."""
    return isinstance(found, dict) and all(
        len(uid) < 1000
        and not _UNPRINTED.search(uid)
        and isinstance(event, dict)
        and event.keys() == _EVENT.keys()
        and all(is_good(event[key]) for key, is_good in _EVENT.items())
        for uid, event in found.items()
    )


def _is_time(value: object, form: str) -> bool:
    """Whether this is a time of that form, as kehoach writes it, with room for later ones."""
    if not isinstance(value, str):
        return False
    try:
        found = datetime.strptime(value, form)
    except ValueError:
        return False
    return 1900 <= found.year < 9000 and found.strftime(form) == value

"""State files, in which kehoach remembers something from run to run, read as strictly as a file from a stranger.

Folders are shared, copied and merged: what is in such a file may be damaged, made by a newer version, or not ours.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kehoach.diagnostics import EnvironmentFailure, _
from kehoach.patterns import regex
from kehoach.storage.files import read_bytes

MAX_STATE = 64_000_000
"""Most bytes of a state file: an index of twenty thousand plans."""
_PART = regex(r'[^.\x00-\x1f\x7f-\x9f/\\:*?"<>|\ud800-\udfff][^\x00-\x1f\x7f-\x9f/\\:*?"<>|\ud800-\udfff]*')
_UNTOLD = regex("[\x00\ud800-\udfff]")
_DIGEST = regex(r"[0-9a-f]{64}")


class ForeignState(Exception):
    """What is in the file was not written by kehoach, or is damaged."""


class NewerState(EnvironmentFailure):
    """A newer version of kehoach wrote the file."""


def load_state(path: Path, key: str, version: int) -> dict[str, Any] | None:
    """The mapping in a state file, None where there is no file; at `key` it has the version of its form.

    Raises ForeignState, NewerState, and UnreadableFile for what is no file.
    """
    if not os.path.lexists(path):
        return None
    try:
        text = read_bytes(path, MAX_STATE).decode()
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ForeignState from error
    if not isinstance(found, dict) or type(found.get(key)) is not int:
        raise ForeignState
    if "\\u" in text and any(map(_UNTOLD.search, _strings(found))):  # nothing else can write such a character
        raise ForeignState
    if found[key] > version:
        raise NewerState(
            _("{path} was written by a newer version of kehoach and is left as it is", path=path),
            _("use that version here too: pip install --upgrade kehoach"),
        )
    return found


def is_document_name(name: object) -> bool:
    """Whether this can be the name of a document below the folder of its plan: none that leads out of it or hides."""
    return isinstance(name, str) and len(name) < 1000 and all(map(_PART.fullmatch, name.split("/")))


def is_digest(value: object) -> bool:
    """Whether this can be the sha256 of a file."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _strings(value: Any) -> Iterator[str]:
    """Every string in it, keys too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one

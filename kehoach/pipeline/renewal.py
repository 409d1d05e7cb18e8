"""Why `build` makes a file again although the plan asks for the same: what made it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from kehoach import __version__
from kehoach.diagnostics import Message, Renewed, _

CONTENT, VERSION, BY, WRITER, ENGINE = "content", "kehoach", "by", "writer", "engine"
"""Inputs that are no files.

CONTENT is what is in a document. VERSION is the kehoach that composed it: another one composes again and compares
the content, so a new version alone makes no file stale. BY says `build` where that called for the file. WRITER is the
revision of what turned the content into bytes. ENGINE is the program that made a PDF, with its version. A PDF has no
VERSION: its Word file, WRITER and ENGINE say all. Version 0.1 noted neither WRITER nor ENGINE.
"""

_SHOWN = {"docx": "Word"}
"""How a kind of file is called where that is not its suffix."""


def renewed(
    name: str, recorded: Mapping[str, str], shows: Mapping[str, str], made_by: Mapping[str, str]
) -> tuple[Renewed, ...]:
    """Why a file is made again; empty where that is what its user asked for by a change.

    `recorded` are the inputs of the file as it is, `shows` those of now that come from the user, `made_by` the
    others.
    """
    changed = {key for key in made_by if key != BY and recorded.get(key) != made_by[key]}
    if not changed or not shows.items() <= recorded.items():
        return ()
    suffix = PurePosixPath(name).suffix.lstrip(".")
    return (Renewed(_SHOWN.get(suffix, suffix.upper()), _reason(recorded, made_by)),)


def _reason(recorded: Mapping[str, str], made_by: Mapping[str, str]) -> Message:
    old, new = recorded.get(ENGINE, ""), made_by.get(ENGINE, "")
    if old and new and old != new:
        return _("{old} → {new}", old=old, new=new)
    version = recorded.get(VERSION, __version__)
    if version != __version__:
        return _("made by kehoach {version}", version=version)
    return _("made by an earlier version of kehoach")

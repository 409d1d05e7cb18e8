"""`kehoach schema`: what an editor needs to know of a plan, of the registry or of results."""

from __future__ import annotations

import os
from pathlib import Path

from kehoach.diagnostics import Report, WouldOverwrite, _
from kehoach.pipeline.editor_schemas import as_text
from kehoach.storage.files import read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file


def schema(of: str) -> str:
    """The schema that holds in every workspace, as JSON."""
    return as_text(of)


def write_schema(path: Path, of: str) -> Report:
    """The same into a file. One that holds something else than a schema is left alone: raises WouldOverwrite."""
    text = schema(of)
    try:
        if os.path.lexists(path) and '"$schema"' not in read_bytes(path)[:200].decode("utf-8", "replace"):
            raise WouldOverwrite(
                _("{path} holds something else than a schema and is left as it is", path=path),
                _("name another file"),
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise refused(path, error) from error
    return Report(written=(path,))

"""`kehoach release`: a document becomes a person's own."""

from __future__ import annotations

from pathlib import Path

from kehoach.diagnostics import Report, UnreadableFile, _
from kehoach.storage.outputs import MANIFEST, OutputFolder


def release(file: Path) -> Report:
    """From now on builds leave this document alone. Raises UnreadableFile for a file that kehoach did not write."""
    path = file.absolute()
    for folder in path.parents:
        if (folder / MANIFEST).is_file():
            OutputFolder(folder).release(path.relative_to(folder).as_posix())
            return Report(released=(path,))
    raise UnreadableFile(
        _("{path} is not a document that kehoach wrote", path=path),
        _("those are in outputs/, below a manifest.json"),
    )

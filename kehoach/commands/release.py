"""`kehoach release`: a document becomes a person's own."""

from __future__ import annotations

from pathlib import Path

from kehoach.diagnostics import Report, Unreadable, _
from kehoach.storage.files import shown
from kehoach.storage.outputs import MANIFEST, Output


def release(file: Path) -> Report:
    """From now on builds leave this document alone. Raises Unreadable for a file that kehoach did not write."""
    path = file.absolute()
    for folder in path.parents:
        if (folder / MANIFEST).is_file():
            Output(folder).release(path.relative_to(folder).as_posix())
            return Report(released=(shown(path),))
    raise Unreadable(
        _("{path} is not a document that kehoach wrote", path=shown(path)),
        _("those stand in outputs/, below a manifest.json"),
    )

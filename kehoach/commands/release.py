"""`kehoach release`: a document becomes a person's own."""

from __future__ import annotations

import os
from pathlib import Path

from kehoach.diagnostics import Report, UnreadableFile, _
from kehoach.pipeline.products import is_product_name
from kehoach.storage.manifest import MANIFEST
from kehoach.storage.outputs import OutputFolder


def release(file: Path) -> Report:
    """From now on builds leave this document alone. Raises UnreadableFile for a file that kehoach did not write."""
    path = Path(os.path.normpath(file.absolute()))
    for folder in path.parents:
        output, name = OutputFolder(folder), path.relative_to(folder).as_posix()
        if (folder / MANIFEST).exists() and is_product_name(name) and output.manifest().is_ours:
            output.release(name)
            return Report(released=(path,))
    raise UnreadableFile(
        _("{path} is not a document that kehoach wrote", path=path),
        _("those are in outputs/, below a manifest.json"),
    )

"""Which revision of a writer made a file: an old file is made again when its writer has a newer one.

Raise a number when the same paper would come out with other bytes; `make generated` asks for it. The version of kehoach
is no such number: most versions write the same files. No writer is imported here, so a build of nothing can ask too.
"""

from __future__ import annotations

from collections.abc import Iterable

REVISIONS = {
    "docx": 15,
    "tracked": 3,
    "xlsx": 6,
    "json": 7,
    "ics": 5,
    "typeset": 1,  # the built-in engine's source, and the packaged fonts
    "pdf": 1,  # how LibreOffice is asked, the packaged fonts, and what is done to the PDF afterwards
}


def revisions(writers: Iterable[str]) -> str:
    """The writers of one file with their revisions, as the manifest has them: `docx 1, tracked 1`."""
    return ", ".join(f"{writer} {REVISIONS[writer]}" for writer in writers)

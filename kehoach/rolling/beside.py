"""Files beside last year's plan, pictures and tables: the draft names them where they are; a person looks at each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

from kehoach.diagnostics import _
from kehoach.model.attached import PictureFile, TableFile
from kehoach.model.base import Located
from kehoach.model.items import PictureItem
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.rollover import Rollover


def file_entries(rollover: Rollover, path: str) -> Iterator[LedgerEntry]:
    """An entry for each file that the plan names; `path` is that of the draft."""
    found = [(one, "file", one.file) for one in rollover.plan.tables]
    pictures = [(one.item, "picture", one.item.picture) for one in rollover.plan.placed
                if isinstance(one.item, PictureItem)]  # fmt: skip
    for item, key, file in (*found, *pictures):
        if isinstance(file, (PictureFile, TableFile)):
            yield _entry(rollover, item, key, file.reference, path)


def _entry(rollover: Rollover, item: Located, key: str, old: str, path: str) -> LedgerEntry:
    place, new = item.at(key), _seen_from(path, rollover.editor.source.path, old)
    why = _("last year's file, which stays where it is: does it hold for the new year?")
    if new == old:
        return LedgerEntry(LedgerTopic.FIGURE, Fate.CARRIED, place, old, old, why, verify=True)
    edits = (rollover.editor.value(place, new),)
    return LedgerEntry(LedgerTopic.FIGURE, Fate.CHANGED, place, old, new, why, verify=True, edits=edits)


def _seen_from(draft: str, plan: str, reference: str) -> str:
    """What a reference in the plan is in the draft."""
    name, sign, asked = reference.partition("#")
    there = os.path.relpath(os.path.join(os.path.dirname(plan), name), os.path.dirname(draft) or ".")
    return f"{PurePath(there).as_posix()}{sign}{asked}"

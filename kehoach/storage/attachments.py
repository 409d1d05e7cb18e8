"""Files beside a plan that it names: pictures and tables. The one place where they are opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from kehoach.diagnostics import Message, UnreadableFile, _
from kehoach.frozen import attribute, frozen
from kehoach.storage.files import digest, read_bytes, workspace_around

ENDINGS = (".png", ".jpg", ".jpeg", ".svg", ".xlsx", ".csv")
"""How the names of such files end, in small letters or capitals."""
MAX_ALL = 200_000_000
"""Bytes of all files of one plan; of one file the limit is that of any file that is read."""


@frozen
class Attachment:
    """A file that a plan names. `name` is its place in the workspace, `data` what is in it.

    Where it was not read, `problem` says why.
    """

    path: Path
    name: str
    data: bytes = attribute(default=b"", repr=False)
    hash: str = ""
    problem: Message | None = None


Attachments = Mapping[str, Attachment]
"""Files by their name in the plan."""


def attachments(plan: Path, names: Iterable[str]) -> dict[str, Attachment]:
    """The files that a plan names, each read once. What cannot be read says why; nothing is raised."""
    plan = plan.absolute()
    root = workspace_around(plan.parent) or plan.parent
    found: dict[str, Attachment] = {}
    taken = 0
    for name in names:
        if name not in found:
            found[name] = one = _attachment(plan, root, name, MAX_ALL - taken)
            taken += len(one.data)
    return found


def _attachment(plan: Path, root: Path, name: str, left: int) -> Attachment:
    path = Path(os.path.normpath(plan.parent / name))
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
    if problem := _outside(path, root, name):
        return Attachment(path, shown, problem=problem)
    if not os.path.lexists(path):
        return Attachment(path, shown, problem=_("there is no file {name} beside the plan", name=name))
    try:
        data = read_bytes(path)
    except UnreadableFile as failure:
        return Attachment(path, shown, problem=failure.message)
    except ValueError:
        return Attachment(path, shown, problem=_("{name} is no name of a file", name=name))
    if len(data) > left:
        return Attachment(path, shown, problem=_("the files of this plan are larger than {limit} MB together",
                                                 limit=MAX_ALL // 1_000_000))  # fmt: skip
    return Attachment(path, shown, data, digest(data))


def _outside(path: Path, root: Path, name: str) -> Message | None:
    """What is wrong with a name that leads out of the workspace, or could on another system."""
    if not name.isprintable() or "\\" in name or ":" in name or PurePosixPath(name).is_absolute():
        return _("write the name of the file, seen from the plan, with /: pictures/so-do.png")
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        return _("{name} is outside of the folder of the workspace", name=name)
    return None

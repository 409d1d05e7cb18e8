"""Why the system refuses a file, in the user's language where we know the reason."""

from __future__ import annotations

import errno
from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, Message, _

DENIED, IN_USE, READ_ONLY = 5, (32, 33, 1224), 6009
"""Numbers of Windows' errors. It says "denied" also of a file that a program has open, or that is marked read-only."""

_REASONS = {
    "ENOSPC": _("the disk is full"),
    "EDQUOT": _("the disk quota is used up"),
    "EFBIG": _("the file is larger than the system allows"),
    "EROFS": _("the disk can only be read"),
    "EACCES": _("no permission"),
    "EPERM": _("no permission"),
    "EIO": _("the disk reports an error"),
    "ENOENT": _("there is no such file or folder"),
    "ENOTDIR": _("a file is where a folder belongs"),
    "EEXIST": _("a file is where a folder belongs"),
    "EISDIR": _("a folder is where a file belongs"),
    "ENAMETOOLONG": _("the name is too long"),
    "ELOOP": _("its links lead in a circle"),
}
_REASONS_OF_WINDOWS = {
    **dict.fromkeys(IN_USE, _("it is open in Word or in another program; close it there and run again")),
    READ_ONLY: _("it is marked as read-only"),
    123: _("Windows does not take this name"),
    206: _REASONS["ENAMETOOLONG"],
}
_LONGEST_PATH = 259
"""Characters of a path, above which Windows says that there is no such file."""


class SpecialFile(OSError):
    """A pipe, a device or a socket is where a file belongs."""


def winerror(error: OSError) -> int:
    """Windows' own number of an error, 0 elsewhere."""
    return getattr(error, "winerror", None) or 0


def reason(error: OSError) -> Message | str:
    """Why the system refused, in the user's language where we know the reason."""
    if isinstance(error, SpecialFile):
        return _("it is a pipe, a device or a socket, not a file")
    number = winerror(error)
    if number in (2, 3) and len(str(error.filename)) > _LONGEST_PATH:
        number = 206
    if number in _REASONS_OF_WINDOWS:
        return _REASONS_OF_WINDOWS[number]
    return _REASONS.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)


def refused(path: Path, error: OSError) -> EnvironmentFailure:
    """The failure to say when a file cannot be written."""
    return EnvironmentFailure(_("{path} cannot be written: {problem}", path=path, problem=reason(error)))

"""Files as the user knows them: their names, how they are read, names that every file system takes."""

from __future__ import annotations

import errno
import io
import os
import stat
import unicodedata
from pathlib import Path

from kehoach.diagnostics import UnreadableFile, _
from kehoach.patterns import regex
from kehoach.source import Source
from kehoach.storage.reasons import SpecialFile, reason
from kehoach.vietnamese import nfc

PLANS = "plans"
"""The folder that makes the one around it a workspace."""
MAX_FILE = 20_000_000
"""Most bytes of a plan, a registry or a template: a device or a film must not fill the memory."""


def workspace_around(start: Path) -> Path | None:
    """The nearest folder upward of `start`, or itself, that holds `plans/`."""
    return next((folder for folder in (start, *start.parents) if (folder / PLANS).is_dir()), None)


def read_bytes(path: Path, limit: int = MAX_FILE) -> bytes:
    """The bytes of a file. Raises UnreadableFile, also for one of more bytes than `limit`, and for what is no file."""
    try:
        with open_file(path) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UnreadableFile(_("{path} cannot be opened: {problem}", path=path, problem=reason(error))) from error
    if len(data) > limit:
        raise UnreadableFile(_("{path} is larger than {limit} MB", path=path, limit=limit // 1_000_000))
    return data


def open_file(path: Path) -> io.BufferedReader:
    """A file, open for reading. Raises OSError, also for a pipe or a device, which would be waited for without end."""
    _refuse_special(os.stat(path).st_mode)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _refuse_special(os.fstat(handle).st_mode)  # it may be another one by now
    except OSError:
        os.close(handle)
        raise
    return io.BufferedReader(io.FileIO(handle))


def _refuse_special(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise SpecialFile(errno.EINVAL, "not a regular file")


def digest_of(path: Path) -> str | None:
    """The hash of a file, None where there is none. Raises OSError."""
    import hashlib

    try:
        with open_file(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def read_source(path: Path) -> Source:
    """A text file as a located source. Raises UnreadableFile for one that is not UTF-8 text."""
    return decoded(path, read_bytes(path))


def decoded(path: Path, data: bytes) -> Source:
    """The bytes of a text file as a located source. Raises UnreadableFile for bytes that are not UTF-8 text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            _("{path} is not UTF-8 text (line {line})", path=path, line=line),
            _("save it again as UTF-8; Word files are not read here"),
        ) from error
    return Source(str(path.absolute()), text)


_UNSAFE = regex(r'[<>:"/\\|?*]')
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"}
_DEVICES |= {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
"""Names that Windows keeps for itself, with any ending."""
MAX_NAME = 100
"""Longest file name, in bytes of UTF-8: paths stay short enough for every system and for Word."""


def safe_name(text: str) -> str:
    """A name that every file system takes and that stays in its folder; Vietnamese letters are kept.

    A name that had to be cut ends with eight digits of its hash, so that two long names stay two.
    """
    name = "".join(c for c in nfc(text) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = _UNSAFE.sub("-", name).strip(" .")
    if name.split(".")[0].rstrip().lower() in _DEVICES:
        name = f"_{name}"
    if len(name.encode()) > MAX_NAME:
        ending = digest(name.encode())[:8]
        while len(name.encode()) > MAX_NAME - 9:
            name = name[:-1]
        name = f"{name}-{ending}"
    return name or "_"


def digest(data: bytes) -> str:
    """The sha256 of some bytes, as the manifest has it."""
    import hashlib  # late: `check` needs no hashes, and OpenSSL takes its time to load

    return hashlib.sha256(data).hexdigest()

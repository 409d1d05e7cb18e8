"""How a file is saved: whole or not at all, by one run at a time, with nothing left behind."""

from __future__ import annotations

import codecs
import errno
import os
import platform
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from zlib import crc32

from kehoach.diagnostics import EnvironmentFailure, Locked, Message, WouldOverwrite, _
from kehoach.frozen import frozen
from kehoach.patterns import regex
from kehoach.storage.reasons import DENIED, IN_USE, READ_ONLY, refused, winerror

LOCK = ".kehoach.lock"
WAIT = 30.0
"""Seconds that a run waits for another one that writes to the same folder."""
_PATIENCE = 1.0
"""Seconds before the user is informed that there is somebody to wait for."""

_PREFIX, _SUFFIX = ".kehoach-", ".tmp"
_TEMPORARY = f"{_PREFIX}*{_SUFFIX}"
FEW, FLUSHING = 4, 8
"""This many files are flushed one after the other; more of them by this many threads."""
_STALE = 3600.0
"""Seconds after which a temporary file belongs to a run that is dead: writing one takes a moment."""
_OWNER = regex(r"-([0-9a-f]{8})-([0-9]+)-")
_FULL = (errno.ENOSPC, errno.EDQUOT)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that at every moment either the old or the new bytes are there, whole.

    Raises OSError; the old file is then untouched.
    """
    with staged(path, data) as put:
        remove_stale(path.parent.glob(_TEMPORARY), _STALE)
        put()


@contextmanager
def staged(path: Path, data: bytes, *, strict: bool = False) -> Iterator[Callable[[], None]]:
    """New bytes for a file, written next to it and flushed to the disk; calling what is given puts them in place.

    Everything that can go wrong goes wrong before the rename. Raises OSError; the old file is then untouched. With
    `strict` also where the system does not let the new file have the owner of the old one.
    """
    with staged_all([(path, data)], strict=strict) as (put,):
        if isinstance(put, OSError):
            raise put

        def put_and_flush() -> None:
            put()
            flush_folder(path.parent)

        yield put_and_flush


@frozen
class StagedFile:
    """New bytes beside a file. Calling it puts them in place; discarding it frees what they take of the disk."""

    name: str
    path: Path

    def __call__(self) -> None:
        """Put them in place. Raises OSError."""
        _replace(self.name, self.path)

    def discard(self) -> None:
        """Give up."""
        _remove(Path(self.name))


@contextmanager
def staged_all(files: Sequence[tuple[Path, bytes]], *, strict: bool = False) -> Iterator[list[StagedFile | OSError]]:
    """New bytes for several files, as `staged`: for each what puts it in place, or why it could not be written.

    All are written before the first is flushed, and flushed side by side: a disk takes them together. A rename lasts
    through a power cut only when its folder is flushed too, once for all: `flush_folder`.
    """
    names: list[str] = []
    try:
        written: list[int | OSError] = [_write_beside(path, data, names, strict) for path, data in files]
        flushed = _flushed(written)
        waiting = [StagedFile(name, path) for name, (path, _data) in zip(names, files, strict=True)]
        for error, one in zip(flushed, waiting, strict=True):
            if error and one.name:  # a full disk has room again for what comes after
                one.discard()
        yield [error or one for error, one in zip(flushed, waiting, strict=True)]
    finally:
        for name in filter(None, names):
            _remove(Path(name))


_STEPS = (0.01, 0.02, 0.05, 0.1, *[0.2] * 7)
"""Seconds between two tries of what Windows refuses while a scanner or a preview has the file: 1.6 in all."""


def _replace(name: str, path: Path) -> None:
    """Put a staged file in the place of another. Raises OSError, on Windows with the number of the true reason."""
    try:
        _patiently(partial(os.replace, name, path), until=lambda: not os.access(path, os.W_OK))
    except OSError as error:
        if winerror(error) == DENIED and path.is_file():
            setattr(error, "winerror", IN_USE[0] if os.access(path, os.W_OK) else READ_ONLY)  # noqa: B010
        raise


def _patiently(act: Callable[[], None], until: Callable[[], bool] = bool) -> None:
    """Do something, on Windows again and again while another program has the file and `until` does not hold."""
    for pause in (*_STEPS, 0) if os.name == "nt" else (0,):
        try:
            act()
        except OSError as error:
            if not pause or winerror(error) not in (DENIED, *IN_USE) or until():
                raise
            time.sleep(pause)
        else:
            return


def _remove(path: Path) -> None:
    """Remove a temporary file of ours, also one that took a mark of read-only from the file that it was to replace."""
    with suppress(OSError):
        if os.name == "nt":
            path.chmod(stat.S_IREAD | stat.S_IWRITE)
        _patiently(partial(path.unlink, missing_ok=True))


def _write_beside(path: Path, data: bytes, names: list[str], strict: bool) -> int | OSError:
    """Write the bytes of a file next to it, under a name that is added to `names`: the open file, or what was wrong."""
    import tempfile

    handle = -1
    try:
        handle, name = tempfile.mkstemp(prefix=f"{_PREFIX}{owner()}", suffix=_SUFFIX, dir=path.parent)
        names.append(name)
        with os.fdopen(handle, "wb", closefd=False) as file:
            file.write(data)
        _keep_rights(name, path, strict)
    except OSError as error:
        if handle < 0:
            names.append("")
        else:
            os.close(handle)
            with suppress(OSError):
                os.unlink(name)
        return error
    return handle


def _keep_rights(name: str, path: Path, strict: bool) -> None:
    """Give a new file owner, group and mode of the one that it replaces, as far as the system lets us."""
    try:
        found = path.stat()
    except FileNotFoundError:
        found = None
    if found and hasattr(os, "chown"):
        mine = os.stat(name)
        for owner, group in ((-1, found.st_gid), (found.st_uid, -1)):
            if (owner, group) not in ((-1, mine.st_gid), (mine.st_uid, -1)):
                with nullcontext() if strict else suppress(PermissionError):
                    os.chown(name, owner, group)
    with suppress(PermissionError):  # drives without rights of their own refuse
        os.chmod(name, found.st_mode & 0o7777 if found else 0o666 & ~_umask())


def _flushed(handles: Sequence[int | OSError]) -> list[OSError | None]:
    """Flush and close open files; of each what was wrong, None where nothing was."""

    def flush(handle: int | OSError) -> OSError | None:
        if isinstance(handle, OSError):
            return handle
        try:
            os.fsync(handle)
        except OSError as error:
            return error
        finally:
            os.close(handle)
        return None

    if len(handles) < FEW:
        return [flush(handle) for handle in handles]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(FLUSHING) as threads:
        return list(threads.map(flush, handles))


def flush_folder(folder: Path) -> None:
    """Make the renames in a folder last through a power cut. Windows and some network drives cannot flush a folder."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def rewrite(path: Path, before: bytes, text: str) -> None:
    """Put `text` where a file of the user held `before`.

    Its byte order mark stays, a link stays a link. Raises WouldOverwrite when the file no longer holds these bytes:
    somebody saved it since; Surroundings when the disk refuses.
    """
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    try:
        if not os.access(path, os.W_OK):  # a rename would not ask
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        remove_stale(path.resolve().parent.glob(_TEMPORARY), _STALE)
        with staged(path.resolve(), mark + text.encode(), strict=True) as put:
            if path.read_bytes() != before:
                raise WouldOverwrite(
                    _("{path} was changed by someone else meanwhile and is left as it is", path=path),
                    _("run the command again"),
                )
            put()
    except OSError as error:
        raise refused(path, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def owner() -> str:
    """Part of the name of a temporary file or folder: which process of which machine it belongs to."""
    return f"{_machine()}-{os.getpid()}-"


def is_abandoned(name: str) -> bool:
    """Whether the process that a temporary file or folder belongs to was of this machine, and is gone."""
    found = _OWNER.search(name)
    if found is None or found[1] != _machine() or os.name == "nt":  # Windows would end the process that is asked for
        return False
    try:
        os.kill(int(found[2]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    return False


def _machine() -> str:
    return f"{crc32(platform.node().encode()):08x}"


def remove_stale(found: Iterable[Path], older: float) -> None:
    """Remove what killed runs left of the temporary files, also those `older` seconds older than the newest of them."""
    with suppress(OSError):
        written = {path: path.stat().st_mtime for path in found}
        for path, time in written.items():
            if max(written.values()) - time >= older or is_abandoned(path.name):
                _remove(path)


def is_full(error: OSError) -> bool:
    """Whether there is no room left on the disk, or for this user."""
    return error.errno in _FULL


@contextmanager
def locked(folder: Path, wait: float, notice: Callable[[Message], None]) -> Iterator[None]:
    """Be the only run that writes to `folder`, which exists.

    Waits up to `wait` seconds for another run; the system frees the lock of a killed one. Raises Locked after the
    wait, OSError when the folder refuses.
    """
    from filelock import FileLock, Timeout

    if os.path.lexists(folder / LOCK) and not stat.S_ISREG(os.lstat(folder / LOCK).st_mode):
        raise EnvironmentFailure(  # opening a lock empties it: a link would empty what it leads to
            _("{path} is not the file that kehoach makes there", path=folder / LOCK),
            _("remove it and run again"),
        )
    lock = FileLock(folder / LOCK, mode=0o666)  # in a shared folder the next run may be a colleague's
    values = {"folder": folder, "seconds": wait}
    try:
        try:
            lock.acquire(timeout=min(wait, _PATIENCE))
        except Timeout:
            notice(_("another run of kehoach writes to {folder}: waiting, {seconds:g} seconds at most", **values))
            lock.acquire(timeout=max(wait - _PATIENCE, 0))
    except Timeout:
        raise Locked(
            _("another run of kehoach writes to {folder} and did not end within {seconds:g} seconds", **values),
            _("run again later, or wait longer: --wait SECONDS"),
        ) from None
    try:
        remove_stale(folder.rglob(_TEMPORARY), 0)  # nobody else is writing here
        yield
    finally:
        lock.release()

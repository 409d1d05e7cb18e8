"""What was issued, as files: `ban-hanh/<year>/<plan>/<revision>/`, written once, marked read-only, never written again.

A revision has the papers, `nguon/` with the files that they were made from (a small workspace of its own), and
`ban-hanh.json` with the hash of each. It is made beside its place and renamed, so it is there whole or not at all.
Nothing of it is below `outputs/`: what is there may be deleted, since it can be made again.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kehoach.diagnostics import EnvironmentFailure, Message, UnreadableFile, WouldOverwrite, _
from kehoach.frozen import frozen
from kehoach.storage.files import digest, digest_of, read_bytes, safe_name
from kehoach.storage.reasons import refused
from kehoach.storage.register import ISSUED, RECORD
from kehoach.storage.saving import flush_folder, locked, replace_file
from kehoach.storage.state_files import ForeignState, is_digest, is_document_name, load_state
from kehoach.storage.workspace import SOURCES

_FORM = 1
_UNFINISHED = ".dang-lam-"
_READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


@frozen
class RevisionFolder:
    """One revision of a plan as it was issued."""

    folder: Path

    @property
    def record(self) -> Path:
        """The file that says what is here."""
        return self.folder / RECORD

    @property
    def sources(self) -> Path:
        """The workspace of the files that the papers were made from."""
        return self.folder / SOURCES

    @property
    def exists(self) -> bool:
        """Whether the revision was made."""
        return os.path.lexists(self.folder)

    def read(self) -> dict[str, Any]:
        """The record. Raises EnvironmentFailure for one that is missing or that kehoach cannot have written."""
        try:
            found = load_state(self.record, "version", _FORM)
        except (ForeignState, UnreadableFile):
            found = None
        if found is None or not isinstance(found.get("token"), str) or not _are_hashes(found.get("files")):
            raise EnvironmentFailure(
                _("{path} is missing or damaged: it says what was issued", path=self.record),
                _("put the whole folder back from a copy"),
            )
        return found

    def hashes(self) -> dict[str, str]:
        """The hash of every issued file, the record's own too: what the register remembers. Raises KehoachError."""
        return {**self.read()["files"], RECORD: digest(read_bytes(self.record))}

    def changed(self, expected: Mapping[str, str]) -> Iterator[tuple[Path, bool]]:
        """Each issued file that is not as it was issued, and whether it is there at all."""
        for name, hash_ in expected.items():
            path = self.folder / name
            try:
                found = digest_of(path)
            except OSError:
                found = ""
            if found != hash_:
                yield path, found is not None


def _are_hashes(found: object) -> bool:
    return isinstance(found, dict) and all(is_document_name(name) and is_digest(one) for name, one in found.items())


@frozen
class IssuedFiles:
    """The folder of everything that was issued of one plan: `ban-hanh/<year>/<plan>/`."""

    folder: Path

    @classmethod
    def of(cls, root: Path, plan: str) -> IssuedFiles:
        """That of a plan of the workspace at `root`. Raises EnvironmentFailure for one that leads elsewhere."""
        base = root / ISSUED
        folder = base.joinpath(*map(safe_name, plan.split("/")))
        if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(base)):
            raise EnvironmentFailure(_("{path} is outside of its folder", path=folder))
        return cls(folder)

    def revision(self, number: int) -> RevisionFolder:
        """The folder of a revision, whether it is there or not."""
        return RevisionFolder(self.folder / str(number))

    @contextmanager
    def hold(self, wait: float, notice: Callable[[Message], None]) -> Iterator[None]:
        """Be the only run that issues this plan. Raises Locked, EnvironmentFailure."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder, wait, notice):
                for left in self.folder.glob(f"{_UNFINISHED}*"):
                    _remove(left)
                yield
        except OSError as error:
            raise refused(self.folder, error) from error

    def write(self, number: int, files: Mapping[str, bytes], record: Mapping[str, object]) -> RevisionFolder:
        """Write a revision, whole or not at all. Raises WouldOverwrite where it exists, EnvironmentFailure."""
        target = self.revision(number)
        if target.exists:
            raise WouldOverwrite(_("{path} already exists and is left as it is", path=target.folder))
        beside = self.folder / f"{_UNFINISHED}{number}"
        hashes = {name: digest(data) for name, data in sorted(files.items())}
        said = {**record, "files": hashes, "version": _FORM}
        text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        try:
            for name, data in (*files.items(), (RECORD, text.encode())):
                path = beside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with open(path, "xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                    if hasattr(os, "fchmod"):
                        os.fchmod(file.fileno(), _READ_ONLY)
                if not hasattr(os, "fchmod"):
                    path.chmod(_READ_ONLY)
            for folder in {path.parent for path in beside.rglob("*")}:
                flush_folder(folder)
            os.rename(beside, target.folder)
            flush_folder(self.folder)
        except OSError as error:
            with suppress(OSError):
                _remove(beside)
            raise refused(target.folder, error) from error
        return target

    def note_revoked(self, number: int, text: str) -> Path:
        """Leave word beside a revoked revision, for whoever opens the folder. Raises EnvironmentFailure."""
        path = self.folder / f"{number}-thu-hoi.txt"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if digest_of(path) != digest(text.encode()):
                replace_file(path, text.encode())
        except OSError as error:
            raise refused(path, error) from error
        return path


def _remove(folder: Path) -> None:
    """Remove what a run left unfinished; Windows removes no file that is marked read-only."""
    if os.name == "nt":
        for path in folder.rglob("*"):
            path.chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder)

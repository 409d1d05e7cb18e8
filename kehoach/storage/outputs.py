"""The folder of one plan's documents: what kehoach wrote there, and how nothing of a person's is ever lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from kehoach.diagnostics import EnvironmentFailure, KehoachError, Message, WouldOverwrite, _
from kehoach.frozen import attribute, frozen, mutable
from kehoach.storage.files import digest, digest_of, read_bytes, workspace_around
from kehoach.storage.manifest import MANIFEST, Manifest
from kehoach.storage.reasons import refused
from kehoach.storage.saving import WAIT, StagedFile, flush_folder, is_full, locked, replace_file, staged_all

NOT_OURS = "elsewhere"
"""Instead of the hash of a file that is not looked at."""


class DocumentState(StrEnum):
    """The state of a document in its folder."""

    MISSING = "missing"
    OURS = "ours"  # as kehoach last wrote it
    OLD = "old"  # as kehoach wrote it before; a run was killed while replacing it
    EDITED = "edited"  # a person changed it
    RELEASED = "released"  # a person took it over, and said so


@frozen
class OutputDocument:
    """What is to be saved: the name below the folder, the bytes, and the hashes of what went into them.

    `sent` is what the manifest remembers of the events of a calendar.
    """

    name: str
    data: bytes
    inputs: Mapping[str, str]
    sent: Mapping[str, Any] = attribute(factory=dict)


@mutable
class _Saving:
    """A document on its way: the state of its place, what the manifest will say of it, and what went wrong."""

    path: Path
    document: OutputDocument
    current: str | None = None
    is_ours: bool = True
    put: StagedFile | None = None
    before: dict[str, Any] | None = None
    """What the manifest said of it."""
    failure: KehoachError | None = None
    waits: bool = True

    def __post_init__(self) -> None:
        inputs = dict(sorted(self.document.inputs.items()))
        self.record: dict[str, Any] = {"inputs": inputs, "sha256": digest(self.document.data)}
        if self.document.sent:
            self.record["sent"] = dict(self.document.sent)

    def try_to(self, do: Callable[[], None]) -> None:
        """Take a step, unless one before it failed; what fails is kept."""
        if self.failure:
            return
        try:
            do()
        except OSError as error:
            self.failure = refused(self.path, error)
        except KehoachError as failure:
            self.failure = failure
        self.waits = self.waits and not self.failure

    def put_in_place(self) -> None:
        """The last step. Raises WouldOverwrite for a document that a person saved just now."""
        if digest_of(self.path) != self.current:
            raise _edited(self.path)
        assert self.put is not None
        self.put()

    def give_up(self, error: OSError, manifest: Manifest) -> None:
        """Keep what went wrong; the manifest says again what it said, and the disk has room again."""
        self.failure = self.failure or refused(self.path, error)
        if self.put:
            self.put.discard()
            manifest.outputs.pop(self.document.name, None)
            if self.before:
                manifest.outputs[self.document.name] = self.before


@mutable
class OutputFolder:
    """The folder of one plan's documents, with the manifest of what kehoach wrote there."""

    folder: Path
    root: Path | None = None
    """The workspace whose plan it is of, None where that is not asked."""
    _followed: dict[Path, Path] = attribute(factory=dict, compare=False, repr=False)
    _held: bool = False
    _known: Manifest | None = None
    """The manifest while this run keeps others out."""

    @contextmanager
    def hold(self, wait: float = WAIT, notice: Callable[[Message], None] = lambda _message: None) -> Iterator[None]:
        """Keep other runs out of this folder; `notice` is called when there is one to wait for.

        Raises Locked after `wait` seconds, Surroundings when the folder cannot be written.
        """
        if self._held:
            yield
            return
        with ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(locked(self.folder, wait, notice))
            except OSError as error:
                raise refused(self.folder, error) from error
            self._held, self._known = True, None
            try:
                self._refuse_other_workspace()
                yield
            finally:
                self._held, self._known = False, None

    def _refuse_other_workspace(self) -> None:
        """Raise WouldOverwrite where the documents here are of a plan of another workspace, which is still there."""
        if self.root is None:
            return
        manifest, root = self.manifest(), self.root.resolve()
        inside = self.folder.resolve().is_relative_to(root)
        other = Path(manifest.workspace) if manifest.workspace else None
        if not other and manifest.outputs:
            other = workspace_around(self.folder.resolve())
        if other and not inside and other.resolve() != root and workspace_around(other) == other:
            raise WouldOverwrite(
                _("{folder} has documents of a plan of another workspace: {other}", folder=self.folder, other=other),
                _("choose another folder for those of this one: -o FOLDER"),
            )
        manifest.workspace = "" if inside else str(root)

    def standing(self, name: str) -> DocumentState:
        """The state of a document, by the manifest and by its bytes. Raises EnvironmentFailure."""
        record = self.manifest().record(name)
        try:
            current = digest_of(self.folder / name) if self._has(self.folder / name) else NOT_OURS
        except OSError as error:
            raise refused(self.folder / name, error) from error
        if current is None:
            return DocumentState.MISSING
        if record.get("released"):
            return DocumentState.RELEASED
        if current == record.get("sha256"):
            return DocumentState.OURS
        return DocumentState.OLD if current == record.get("before") else DocumentState.EDITED

    def inputs(self, name: str) -> dict[str, str]:
        """Hashes of what went into a document when it was last written."""
        return dict(self.manifest().record(name).get("inputs", {}))

    def read(self, name: str) -> bytes:
        """The bytes of a document. Raises UnreadableFile."""
        return read_bytes(self.folder / name)

    def remove(self, name: str) -> bool:
        """Delete a document that is as kehoach wrote it; one that a person changed is left.

        Raises EnvironmentFailure.
        """
        if self.standing(name) is not DocumentState.OURS:
            return False
        manifest = self.manifest()
        try:
            (self.folder / name).unlink(missing_ok=True)
            del manifest.outputs[name]
            self._store(manifest)
        except OSError as error:
            raise refused(self.folder / name, error) from error
        return True

    def release(self, name: str) -> None:
        """From now on a document is a person's own: builds leave it alone.

        Raises UnreadableFile, EnvironmentFailure.
        """
        data = self.read(name)
        with self.hold():
            manifest = self.manifest()
            record = manifest.outputs.get(name, {"inputs": {}, "sha256": digest(data)})
            manifest.outputs[name] = {**record, "released": True}
            try:
                self._store(manifest)
            except OSError as error:
                raise refused(self.folder / MANIFEST, error) from error

    def save(
        self,
        name: str,
        data: bytes,
        inputs: Mapping[str, str],
        *,
        overwrite: bool = False,
        now: datetime | None = None,
    ) -> Path:
        """Write one document, unless it is already there.

        A file that differs from what kehoach last wrote was edited by a person: raises WouldOverwrite, or with
        `overwrite` keeps it as a copy that bears the time `now`. Raises EnvironmentFailure when the disk refuses.
        """
        (failure,) = self.save_all([OutputDocument(name, data, inputs)], overwrite=overwrite, now=now)
        if failure:
            raise failure
        return self.folder / name

    def save_all(
        self, documents: Sequence[OutputDocument], *, overwrite: bool = False, now: datetime | None = None
    ) -> list[KehoachError | None]:
        """Write several documents as `save` does one; of each what was wrong, None where nothing was."""
        saving = [_Saving(self.folder / one.name, one) for one in documents]
        with self.hold():
            manifest = self.manifest()
            for one in saving:
                one.try_to(partial(self._prepare, one, manifest, overwrite))
            waiting = [one for one in saving if one.waits]
            with staged_all([(one.path, one.document.data) for one in waiting]) as puts:
                for one, put in zip(waiting, puts, strict=True):
                    one.try_to(partial(self._announce, one, put, manifest, now))
                self._put_all([one for one in waiting if not one.failure], manifest)
            if not waiting:
                self._store_for(saving, manifest)
        return [one.failure for one in saving]

    def _has(self, path: Path) -> bool:
        """Whether a path is in this folder after its links are followed; elsewhere nothing is looked at or touched."""
        folder = self._real(self.folder)
        if not self._real(path.parent).is_relative_to(folder):
            return False
        return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(folder)

    def _real(self, folder: Path) -> Path:
        """A folder with its links followed; each is asked for once."""
        if folder not in self._followed:
            self._followed[folder] = Path(os.path.realpath(folder))
        return self._followed[folder]

    def _prepare(self, saving: _Saving, manifest: Manifest, overwrite: bool) -> None:
        """Look at the state of the document. What already exists is done with a word in the manifest."""
        path, document = saving.path, saving.document
        if not self._has(path):
            raise EnvironmentFailure(_("{path} is outside of its folder", path=path))
        path.parent.mkdir(parents=True, exist_ok=True)
        before = manifest.record(document.name)
        known, released = {before.get(key) for key in ("sha256", "before")}, before.get("released")
        saving.current = digest_of(path)
        if saving.current == saving.record["sha256"] and not released:
            manifest.outputs[document.name] = saving.record
            saving.waits = False
            return
        saving.is_ours = saving.current is None or (saving.current in known and not released)
        if not saving.is_ours and not overwrite:
            raise _edited(path)
        if released:  # it is replaced once, as asked, and stays a person's
            saving.record["released"] = True

    def _announce(self, saving: _Saving, put: StagedFile | OSError, manifest: Manifest, now: datetime | None) -> None:
        """Let the manifest know of the document a moment before it is there."""
        if isinstance(put, OSError):
            raise put
        saving.put, saving.before = put, manifest.outputs.get(saving.document.name)
        if not saving.is_ours:
            _keep_copy(saving.path, now)
        keeps = {"before": saving.current} if saving.is_ours and saving.current else {}
        manifest.outputs[saving.document.name] = {**saving.record, **keeps}

    def _put_all(self, waiting: list[_Saving], manifest: Manifest) -> None:
        """Put documents in place. Whenever this is cut off, the manifest knows both what was there and what comes."""
        self._store_for(waiting, manifest)
        waiting = [one for one in waiting if not one.failure]
        for one in waiting:
            one.try_to(one.put_in_place)
        for folder in {one.path.parent for one in waiting}:
            flush_folder(folder)
        done = [one for one in waiting if not one.failure]
        manifest.outputs.update({one.document.name: one.record for one in done})
        with suppress(OSError):  # the documents are in place and known; the next run puts the manifest in order
            self._store(manifest)

    def _store_for(self, saving: list[_Saving], manifest: Manifest) -> None:
        """Store the manifest. When it cannot be, what it was stored for is not done.

        On a full disk the later half is given up, which makes room, and again, so that some can be saved.
        """
        while saving:
            try:
                self._store(manifest)
                return
            except OSError as error:
                kept = len(saving) // 2 if is_full(error) else 0
                for one in saving[kept:]:
                    one.give_up(error, manifest)
                saving = saving[:kept]

    def _store(self, manifest: Manifest) -> None:
        path, data = self.folder / MANIFEST, manifest.as_bytes()
        if not manifest.is_ours and path.exists():
            _keep_copy(path, None)
        if digest_of(path) != digest(data):
            replace_file(path, data)
        manifest.is_ours = True

    def manifest(self) -> Manifest:
        """What kehoach wrote here. Raises UnreadableFile, EnvironmentFailure."""
        if self._known is not None:
            return self._known
        manifest = Manifest.read(self.folder)
        if self._held:
            self._known = manifest
        return manifest


def _edited(path: Path) -> WouldOverwrite:
    return WouldOverwrite(
        _("{path} was edited by hand and is left as it is", path=path),
        _("to replace it and keep a dated copy: --overwrite"),
    )


def _keep_copy(path: Path, now: datetime | None) -> None:
    stamp = f"{now or datetime.fromtimestamp(path.stat().st_mtime):%Y%m%d-%H%M%S}"
    copy = path.with_name(f"{path.stem}~{stamp}{path.suffix}")
    number = 1
    while os.path.lexists(copy):
        number += 1
        copy = path.with_name(f"{path.stem}~{stamp}-{number}{path.suffix}")
    replace_file(copy, path.read_bytes())

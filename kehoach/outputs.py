"""The folder of one plan's documents: what kehoach wrote there, and how nothing of a person's is ever lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from kehoach import __version__
from kehoach.diagnostics import Message, Surroundings, WouldOverwrite, _
from kehoach.files import digest, read_bytes, shown
from kehoach.saving import WAIT, locked, refused, replace_file, staged

MANIFEST = "manifest.json"


class Standing(StrEnum):
    """How a document stands in its folder."""

    MISSING = "missing"
    OURS = "ours"  # as kehoach last wrote it
    OLD = "old"  # as kehoach wrote it before; a run was killed while replacing it
    EDITED = "edited"  # a person changed it
    RELEASED = "released"  # a person took it over, and said so


@dataclass
class Output:
    """The folder of one plan's documents, with the manifest of what kehoach wrote there.

    For each document the manifest has `sha256`, what kehoach wrote, and `inputs`, the hashes of what went into it.
    While a document is replaced also `before`, the hash it has until then: a run killed in between leaves either of
    the two, and neither is taken for a person's. `released` documents are a person's from then on.
    """

    folder: Path
    _held: bool = False
    _known: dict[str, Any] | None = None
    """The manifest while this run keeps others out."""

    @contextmanager
    def hold(self, wait: float = WAIT, notice: Callable[[Message], None] = lambda _message: None) -> Iterator[None]:
        """Keep other runs out of this folder; `notice` is told when there is one to wait for.

        Raises Locked after `wait` seconds, Surroundings when the folder cannot be written.
        """
        if self._held:
            yield
            return
        with ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(locked(self.folder, shown(self.folder), wait, notice))
            except OSError as error:
                raise refused(shown(self.folder), error) from error
            self._held, self._known = True, None
            try:
                yield
            finally:
                self._held, self._known = False, None

    def standing(self, name: str) -> Standing:
        """How a document stands, by the manifest and by its bytes. Raises Surroundings."""
        record = self.manifest()["outputs"].get(name, {})
        try:
            current = _digest_of(self.folder / name)
        except OSError as error:
            raise refused(shown(self.folder / name), error) from error
        if current is None:
            return Standing.MISSING
        if record.get("released"):
            return Standing.RELEASED
        if current == record.get("sha256"):
            return Standing.OURS
        return Standing.OLD if current == record.get("before") else Standing.EDITED

    def inputs(self, name: str) -> dict[str, str]:
        """Hashes of what went into a document when it was last written."""
        return dict(self.manifest()["outputs"].get(name, {}).get("inputs", {}))

    def read(self, name: str) -> bytes:
        """The bytes of a document. Raises Unreadable."""
        return read_bytes(self.folder / name)

    def remove(self, name: str) -> bool:
        """Delete a document that stands as kehoach wrote it; one that a person changed is left. Raises Surroundings."""
        if self.standing(name) is not Standing.OURS:
            return False
        manifest = self.manifest()
        try:
            (self.folder / name).unlink(missing_ok=True)
            del manifest["outputs"][name]
            self._store(manifest)
        except OSError as error:
            raise refused(shown(self.folder / name), error) from error
        return True

    def release(self, name: str) -> None:
        """From now on a document is a person's own: builds leave it alone. Raises Unreadable, Surroundings."""
        data = self.read(name)
        with self.hold():
            manifest = self.manifest()
            record = manifest["outputs"].get(name, {"inputs": {}, "sha256": digest(data)})
            try:
                self._record(manifest, name, {**record, "released": True})
            except OSError as error:
                raise refused(shown(self.folder / MANIFEST), error) from error

    def save(
        self,
        name: str,
        data: bytes,
        inputs: Mapping[str, str],
        *,
        overwrite: bool = False,
        now: datetime | None = None,
    ) -> Path:
        """Write one document, unless it already stands there.

        A file that differs from what kehoach last wrote was edited by a person: raises WouldOverwrite, or with
        `overwrite` keeps it as a copy that bears the time `now`. Raises Surroundings when the disk refuses.
        """
        path = self.folder / name
        with self.hold():
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise Surroundings(_("{path} lies outside of its folder", path=shown(path)))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._replace(path, data, dict(sorted(inputs.items())), overwrite, now)
            except OSError as error:
                raise refused(shown(path), error) from error
        return path

    def _replace(self, path: Path, data: bytes, inputs: dict[str, str], overwrite: bool, now: datetime | None) -> None:
        """Put a document in place. The manifest knows it a moment before it is there."""
        manifest = self.manifest()
        name = path.relative_to(self.folder).as_posix()
        before = manifest["outputs"].get(name, {})
        known = {before.get(key) for key in ("sha256", "before")}
        record = {"inputs": inputs, "sha256": digest(data)}
        current = _digest_of(path)
        if current == record["sha256"] and not before.get("released"):
            self._record(manifest, name, record)
            return
        ours = current is None or (current in known and not before.get("released"))
        if not ours and not overwrite:
            raise _edited(path)
        with staged(path, data) as put:
            if not ours:
                _keep_copy(path, now)
            self._record(manifest, name, {**record, "before": current} if ours and current else record)
            if _digest_of(path) != current:  # a person saved it just now
                raise _edited(path)
            put()
        with suppress(OSError):  # the document stands and is known; the next run puts the manifest in order
            self._record(manifest, name, record)

    def _record(self, manifest: dict[str, Any], name: str, record: Mapping[str, Any]) -> None:
        manifest["outputs"][name] = record
        self._store(manifest)

    def _store(self, manifest: dict[str, Any]) -> None:
        manifest["kehoach"] = __version__
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        path = self.folder / MANIFEST
        if not path.exists() or path.read_bytes() != text.encode():
            replace_file(path, text.encode())

    def manifest(self) -> dict[str, Any]:
        """What kehoach wrote here. A manifest that cannot be understood makes every document a person's."""
        if self._known is not None:
            return self._known
        try:
            found = json.loads((self.folder / MANIFEST).read_bytes())
            outputs = {name: dict(record) for name, record in found["outputs"].items()}
        except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            outputs = {}
        manifest = {"version": 1, "outputs": outputs}
        if self._held:
            self._known = manifest
        return manifest


def _digest_of(path: Path) -> str | None:
    """The hash of a file, None where there is none."""
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None


def _edited(path: Path) -> WouldOverwrite:
    return WouldOverwrite(
        _("{path} was edited by hand and is left as it is", path=shown(path)),
        _("to replace it and keep a dated copy: --overwrite"),
    )


def _keep_copy(path: Path, now: datetime | None) -> None:
    stamp = f"{now or datetime.fromtimestamp(path.stat().st_mtime):%Y%m%d-%H%M%S}"
    copy = path.with_name(f"{path.stem}~{stamp}{path.suffix}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.stem}~{stamp}-{number}{path.suffix}")
    replace_file(copy, path.read_bytes())

"""A package for hand-over: issued files, their metadata, and a manifest that says what must be in it.

A zip with `manifest.json`, `metadata.json` and the files by their names. Files are stored, not deflated: PDF and Word
files are packed already, and another version of zlib would give other bytes. `manifest.json` has the name, size and
SHA-256 of every other file, in the order of names. It finds what was damaged or mixed up; who can change a file can
change the manifest too, against that only signatures help.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from kehoach.diagnostics import Message, UnreadableFile, _
from kehoach.frozen import frozen
from kehoach.ooxml.guard import NoPackage, package_files
from kehoach.patterns import regex
from kehoach.storage.files import digest, safe_name
from kehoach.vietnamese import cut

MANIFEST, METADATA = "manifest.json", "metadata.json"
VERSION = 1
"""Raised when a key of the manifest changes its meaning or goes."""
MAX_FILES = 2000
MAX_BYTES = 200_000_000
"""Of all files together."""
_MAX_PATH = 240
"""Characters of a name with its folders, so that Windows can unpack it somewhere."""
_TIME = (1980, 1, 1, 0, 0, 0)
_DIGEST = regex(r"[0-9a-f]{64}")


@frozen
class PackedFile:
    """What the manifest says of a file."""

    name: str
    size: int
    sha256: str


@frozen
class Package:
    """What is in a package: its files by name, the bytes of the metadata, and what the manifest says of all of them."""

    files: Mapping[str, bytes]
    metadata: bytes
    manifest: tuple[PackedFile, ...]


def package(files: Mapping[str, bytes], metadata: bytes) -> bytes:
    """The package of these files and the metadata (`exports.metadata_json`): the same bytes for the same files.

    Names are paths with slashes. Raises ValueError for a name that some system would not take, that two files would
    have on a system that makes no difference between capitals, or that is the package's own, and for too much.
    """
    every = {METADATA: metadata, **files}
    names = [*every, MANIFEST]
    if len(names) != len(files) + 2 or len({name.casefold() for name in names}) != len(names) or _in_the_way(names):
        raise ValueError("two files with one name")
    if unsafe := [name for name in names if not _is_safe(name)]:
        raise ValueError(f"not safe on every system: {unsafe}")
    if len(names) > MAX_FILES or sum(map(len, every.values())) > MAX_BYTES:
        raise ValueError("too much for a package")
    manifest = _manifest(PackedFile(name, len(data), digest(data)) for name, data in every.items())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in [(MANIFEST, manifest), (METADATA, metadata), *sorted(files.items())]:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = 0, 0x20  # a plain file of MS-DOS, whatever system this is
            archive.writestr(entry, data)
    return buffer.getvalue()


def read_package(data: bytes, name: str) -> Package:
    """What is in the package `name`, which is as its manifest says. Raises UnreadableFile with the first difference."""
    try:
        found, manifest = _read(data)
    except NoPackage as refused:
        raise _refusal(name, refused.problem) from None
    for problem in _differences(found, manifest):
        raise _refusal(name, problem)
    own = {MANIFEST, METADATA}
    return Package({key: found[key] for key in sorted(found.keys() - own)}, found[METADATA], manifest)


def _refusal(name: str, problem: Message) -> UnreadableFile:
    return UnreadableFile(
        _("{path} is refused: {problem}", path=name, problem=problem),
        _("ask whoever made the package for it once more"),
    )


def check_package(data: bytes) -> tuple[Message, ...]:
    """What differs from its manifest in a package, or why it is not opened; nothing when all is well."""
    try:
        return tuple(_differences(*_read(data)))
    except NoPackage as refused:
        return (refused.problem,)


def _differences(found: Mapping[str, bytes], manifest: tuple[PackedFile, ...]) -> Iterable[Message]:
    listed = {entry.name: entry for entry in manifest}
    for name, entry in listed.items():
        if name not in found:
            yield _("{name} is in the manifest, but not in the package", name=name)
        elif len(found[name]) != entry.size:
            yield _("{name} has {size} bytes; the manifest says {expected}",
                    name=name, size=len(found[name]), expected=entry.size)  # fmt: skip
        elif digest(found[name]) != entry.sha256:
            yield _("{name} is not the file of the manifest: its SHA-256 is another", name=name)
    for name in sorted(found.keys() - listed.keys() - {MANIFEST}):
        yield _("{name} is in the package, but not in the manifest", name=name)


def _read(data: bytes) -> tuple[dict[str, bytes], tuple[PackedFile, ...]]:
    """The files and the manifest. Raises NoPackage for what cannot be trusted at all."""
    found = package_files(data, MAX_FILES, MAX_BYTES)
    for name in found:
        if not _is_safe(name):
            raise NoPackage(_("the name {name} is not safe on every system", name=cut(name, 100)))
    if _in_the_way(found):
        raise NoPackage(_("a file has the name of a folder"))
    if MANIFEST not in found:
        raise NoPackage(_("it has no manifest.json, so it is no package of kehoach"))
    return found, _parsed(found[MANIFEST])


def _manifest(entries: Iterable[PackedFile]) -> bytes:
    listed = [
        {"name": one.name, "size": one.size, "sha256": one.sha256} for one in sorted(entries, key=lambda one: one.name)
    ]
    return (json.dumps({"version": VERSION, "files": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _parsed(data: bytes) -> tuple[PackedFile, ...]:
    """The entries of a manifest. One that would be written otherwise could be read in two ways, and is refused."""
    try:
        found = json.loads(data.decode())
        version = found["version"]
        if type(version) is int and version > VERSION:
            raise NoPackage(_("a newer version of kehoach made it"))
        entries = tuple(_entry(one) for one in found["files"])
        well_formed = _manifest(entries) == data and len({one.name for one in entries}) == len(entries)
    except (ValueError, TypeError, KeyError, RecursionError):
        well_formed = False
    if not well_formed or not any(one.name == METADATA for one in entries):
        raise NoPackage(_("its manifest.json is not as kehoach writes it"))
    return entries


def _entry(found: Any) -> PackedFile:
    name, size, sha256 = found["name"], found["size"], found["sha256"]
    if not isinstance(name, str) or not _is_safe(name) or type(size) is not int or not _DIGEST.fullmatch(sha256):
        raise ValueError
    return PackedFile(name, size, sha256)


def _is_safe(name: str) -> bool:
    """Whether every system can unpack a file of this name, and puts it below the folder chosen for it."""
    return len(name) <= _MAX_PATH and all(part == safe_name(part) for part in name.split("/"))


def _in_the_way(names: Iterable[str]) -> bool:
    """Whether one file has the name of a folder of another."""
    names = {name.casefold() for name in names}
    return any(
        "/".join(parts[:end]) in names for name in names for parts in [name.split("/")] for end in range(1, len(parts))
    )

"""Files and folders: where plans, templates and outputs are, and how a document is saved without ever losing one.

A workspace is the nearest folder upward that holds `plans/`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from kehoach import __version__
from kehoach.diagnostics import Message, Surroundings, Unreadable, WouldOverwrite, _
from kehoach.saving import WAIT, locked, reason, refused, replace_file, staged
from kehoach.source import Source
from kehoach.vietnamese import nfc

PLANS, RESULTS, TEMPLATES, OUTPUTS = "plans", "results", "templates", "outputs"
EDITOR = ".kehoach"
REGISTRY = "agencies.yaml"
MANIFEST = "manifest.json"


def packaged() -> Path:
    """The folder with the packaged templates and the example: of the wheel, or of the checkout it was made from."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent


def blank() -> Path:
    """The packaged blank plan that `kehoach new` fills in."""
    return Path(__file__).parent / "blank" / "plan.yaml"


def fonts() -> Path:
    """The folder with the packaged fonts."""
    return Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Workspace:
    """A folder with plans."""

    root: Path

    @classmethod
    def around(cls, start: Path) -> Workspace:
        """The workspace that `start` lies in. Raises Unreadable when there is none upward."""
        start = start.absolute()
        for folder in (start, *start.parents):
            if (folder / PLANS).is_dir():
                return cls(folder)
        raise Unreadable(
            _("no workspace here: no folder upward of {folder} holds plans/", folder=shown(start)),
            _("make one with: kehoach init"),
        )

    def plans(self) -> tuple[Path, ...]:
        """Every plan of the workspace, by name."""
        return tuple(sorted((self.root / PLANS).glob("*/*.yaml")))

    @property
    def registry(self) -> Path:
        """The registry of agencies; it need not exist."""
        return self.root / PLANS / REGISTRY

    def results(self) -> tuple[Path, ...]:
        """Every results file, `results/<year>/<plan>/<period>.yaml`, by name."""
        return tuple(sorted((self.root / RESULTS).glob("*/*/*.yaml")))

    def is_results(self, path: Path) -> bool:
        """Whether a file is a results file by its place."""
        inside = path.absolute()
        return inside.is_relative_to(self.root / RESULTS) and len(inside.relative_to(self.root / RESULTS).parts) == 3

    def results_file(self, plan: Path, year: int, report: str) -> Path:
        """Where the results of one report of a plan belong."""
        return self.root / RESULTS / str(year) / plan.stem / f"{safe_name(report)}.yaml"

    def plan_of(self, results: Path) -> Path:
        """The plan of a results file: of the same name, of that year or the last before. Raises Unreadable."""
        year, name = results.absolute().parts[-3:-1]
        years = {path.parent.name: path for path in self.plans() if path.stem == name and path.parent.name <= year}
        if not years or not year.isdecimal():
            raise Unreadable(
                _("{path} belongs to no plan", path=shown(results)),
                _("results stand in results/<year>/<name of the plan>/<id of the report>.yaml"),
            )
        return years[max(years)]

    @property
    def editor(self) -> Path:
        """What kehoach leaves there for editors; it may be deleted at any time."""
        return self.root / EDITOR

    def template(self, name: str) -> Path:
        """A template: the workspace's own, which shadows the packaged one."""
        own = self.root / TEMPLATES / name
        return own if own.is_file() else packaged() / TEMPLATES / name

    def output(self, folder: Path | None, plan_id: str) -> Output:
        """Where the documents of a plan go: `outputs/<year>/<plan>/`, or the same tree under `folder`."""
        base = folder.absolute() if folder else self.root / OUTPUTS
        target = base.joinpath(*(safe_name(part) for part in plan_id.split("/")))
        if not target.resolve().is_relative_to(base.resolve()):
            raise Surroundings(_("{path} lies outside of its folder", path=shown(target)))
        return Output(target)

    def hashes(self, paths: Iterable[Path]) -> dict[str, str]:
        """Hashes of those of the files that exist, by their names in the workspace. Raises Unreadable."""
        found = {}
        for path in paths:
            if path.exists():
                absolute = path.absolute()
                inside = absolute.is_relative_to(self.root)
                found[absolute.relative_to(self.root).as_posix() if inside else path.name] = digest(read_bytes(path))
        return found


def plan_id(path: Path, first_year: int) -> str:
    """`<year>/<name of the file>`: the folder's year, else the plan's first."""
    folder = path.absolute().parent.name
    return f"{folder if folder.isdecimal() else first_year}/{path.stem}"


def shown(path: Path) -> str:
    """A path as the user would name it: from the current folder where it lies below."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


MAX_FILE = 20_000_000
"""Most bytes of a plan, a registry or a template: a device or a film must not fill the memory."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable, also for one that is larger than anything of ours."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unreadable(_("{path} cannot be opened: {problem}", path=shown(path), problem=reason(error))) from error
    if len(data) > MAX_FILE:
        raise Unreadable(_("{path} is larger than {limit} MB", path=shown(path), limit=MAX_FILE // 1_000_000))
    return data


def read_source(path: Path) -> Source:
    """A text file as a located source. Raises Unreadable for one that is not UTF-8 text."""
    return decoded(path, read_bytes(path))


def decoded(path: Path, data: bytes) -> Source:
    """The bytes of a text file as a located source. Raises Unreadable for bytes that are not UTF-8 text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            _("{path} is not UTF-8 text (line {line})", path=shown(path), line=line),
            _("save it again as UTF-8; Word files are not read here"),
        ) from error
    return Source(shown(path), text)


_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    "conin$",
    "conout$",
    *(f"com{n}" for n in range(1, 10)),
    *(f"lpt{n}" for n in range(1, 10)),
}
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


def save_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises WouldOverwrite when one is, Surroundings when the disk refuses."""
    if path.exists():
        raise WouldOverwrite(
            _("{path} stands there already and is left as it is", path=shown(path)),
            _("choose another place: -o FOLDER, or -o FILE.docx"),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise refused(shown(path), error) from error


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

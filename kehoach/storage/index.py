"""The index of file states: by it a build knows what is unchanged without reading it, as git knows a work tree.

For each plan it keeps the states of all files that its documents are made from, the states of the documents, and what
the build said. A state is what the file system knows of a file: size, two times, number. A file that was written while
the build was at work is not trusted: it may have been read before. Of the registry, which every plan sees, the bodies
count that a plan names: a comment in it makes no plan stale, nor does a body that only others name.

The index may be deleted at any time; then everything is read again, and nothing is written anew.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kehoach import __version__
from kehoach.diagnostics import KehoachError, Report
from kehoach.frozen import frozen, replace
from kehoach.plain import report_from_plain, report_to_plain
from kehoach.storage.files import read_bytes
from kehoach.storage.manifest import MANIFEST
from kehoach.storage.saving import replace_file
from kehoach.storage.state_files import ForeignState, is_document_name, load_state
from kehoach.storage.workspace import (
    PLANS,
    REGISTRY,
    RESULTS,
    SUFFIXES,
    TEMPLATES,
    Workspace,
    folder_of_plan,
    name_key,
    packaged,
    whole_characters,
)

INDEX = ".kehoach.index"
_REGISTRY = f"{PLANS}/{REGISTRY}"
_FORMAT = 2

Meaning = Mapping[str, Any]

State = tuple[int, int, int, int]
"""Size in bytes, time of change of the content and of the file (ns), number of the file."""
NO_FILE: State = (-1, 0, 0, 0)


def state(path: Path | str) -> State:
    """The state of a file, NO_FILE where there is none that can be seen."""
    try:
        return _state(os.stat(path))
    except OSError:
        return NO_FILE


def _state(found: os.stat_result) -> State:
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


@frozen
class Inputs:
    """The states of every file of a workspace that documents are made from, as they were at one moment."""

    shared: tuple[tuple[str, State], ...]
    by_name: dict[str, list[tuple[str, State]]]

    @classmethod
    def of(cls, workspace: Workspace) -> Inputs:
        """Look at a workspace. Opens no file."""
        root = workspace.root
        shared = [(REGISTRY, state(workspace.registry))]
        for folder in (root / TEMPLATES, packaged() / TEMPLATES):
            shared += [(str(folder / name), found) for name, found in _files(folder)]
        by_name: dict[str, list[tuple[str, State]]] = defaultdict(list)
        for year in _folders(root / PLANS):
            for name, found in _files(root / PLANS / year):
                stem, suffix = os.path.splitext(name)
                if suffix.lower() in SUFFIXES:
                    by_name[name_key(stem)].append((f"{PLANS}/{year}/{name}", found))
        for year in _folders(root / RESULTS):
            for plan in _folders(root / RESULTS / year):
                by_name[name_key(plan)] += [
                    (f"{RESULTS}/{year}/{plan}/{name}", found) for name, found in _files(root / RESULTS / year / plan)
                ]
        return cls(tuple(shared), dict(by_name))

    def of_plan(self, path: Path) -> tuple[tuple[str, State], ...]:
        """Of each file that the documents of a plan are made from its name and state: also of plans of other years."""
        return (*self.shared, *sorted(self.by_name.get(name_key(path.stem), ())), (str(path), state(path)))


def _folders(folder: Path) -> list[str]:
    return sorted(entry.name for entry in _entries(folder) if entry.is_dir())


def _files(folder: Path) -> list[tuple[str, State]]:
    found = []
    for entry in _entries(folder):
        with suppress(OSError):
            if entry.is_file():
                found.append((entry.name, _state(entry.stat())))
    return sorted(found)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


EVERY = 500
"""Plans after which the index is written while a build goes on, so that a build that is killed can be taken up."""


@dataclass
class Index:
    """The index of one tree of outputs during one build. A context manager: leaving it saves what was learned.

    `asked` is what the build was asked for besides the plans, and distinguishes builds; `today` counts where there are
    results, which are compared with it. `meaning` gives what the registry says, as JSON keeps it, and is asked when the
    file changed; `touching` then tells of two of its answers whether a text depends on what differs.
    """

    workspace: Workspace
    base: Path
    asked: tuple[object, ...]
    meaning: Callable[[], Meaning]
    touching: Callable[[Meaning, Meaning], Callable[[str], bool]]
    today: object = None
    _inputs: Inputs = field(init=False)
    _known: dict[str, Any] = field(init=False, default_factory=dict)
    _began: int = field(init=False, default=0)
    _learned: int = field(init=False, default=0)
    _is_ours: bool = field(init=False, default=True)
    _registry: list[Any] = field(init=False, default_factory=list)
    """State of the registry, and the hash of what it says."""
    _meanings: dict[str, Meaning] = field(init=False, default_factory=dict)
    """What it said when each plan was built, by hash."""
    _touching: dict[str, Callable[[str], bool]] = field(init=False, default_factory=dict)

    def __enter__(self) -> Index:
        with suppress(OSError):  # a folder that cannot be written: nothing is learned
            self.base.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(prefix=".kehoach-", suffix=".tmp", dir=self.base) as mark:
                self._began = os.stat(mark.name).st_mtime_ns
        self._inputs, known = Inputs.of(self.workspace), []
        try:
            found = load_state(self.base / INDEX, "format", _FORMAT)
            if found and isinstance(found.get("plans"), dict):
                self._known, known = found["plans"], found.get("registry", [])
                self._meanings = _mapping(found.get("meanings"))
        except ForeignState:
            pass
        except KehoachError:  # of a newer version, or no file: left alone
            self._is_ours = False
        now = list(dict(self._inputs.shared)[REGISTRY])
        if isinstance(known, list) and len(known) == 2 and known[0] == now and known[1] in self._meanings:
            self._registry = known
        else:
            meaning = self.meaning()
            self._registry = [now, _digest(meaning)]
            self._meanings[self._registry[1]] = meaning
        return self

    def __exit__(self, *_error: object) -> None:
        if self._learned:
            self._known = {path: known for path, known in self._known.items() if (self.workspace.root / path).exists()}
            self._save()

    def unchanged(self, path: Path) -> tuple[str, Report] | None:
        """The id of a plan and what a build would say of it, where nothing that it is made from or makes has changed.

        None where something has, or may have.
        """
        record = self._known.get(self._relative(path))
        try:
            if record is None or record["inputs"] != self._signature(path, record["exact"], record["beside"]):
                return None
            if not (_is_id_of(record["id"], path) and all(map(is_document_name, record["names"]))):
                return None
            folder = folder_of_plan(self.base, record["id"])
            if record["outputs"] != _of_outputs(folder, record["names"]):
                return None
            if self._is_touched(path, record["registry"]):
                return None
            released = set(record["released"])
            report = report_from_plain({**record["report"], "sources": self._sources(record)})
            _try_to_show(report)
        except (LookupError, TypeError, ValueError, AttributeError):
            return None
        paths: dict[bool, list[Path]] = {True: [], False: []}
        for name in record["names"]:
            paths[name in released].append(folder / str(name))
        return record["id"], replace(report, unchanged=tuple(paths[False]), released=tuple(paths[True]))

    def _is_touched(self, path: Path, built_with: Any) -> bool:
        """Whether a plan names a body of which the registry says something else than when it was built."""
        now = self._registry[1]
        if built_with == now or path == self.workspace.registry:
            return bool(built_with != now)
        if built_with not in self._touching:
            self._touching[built_with] = self.touching(self._meanings[built_with], self._meanings[now])
        read = [self.workspace.root / name for name, found in self._files(path) if "/" in name and found != NO_FILE]
        try:
            texts = [read_bytes(one).decode(errors="replace") for one in read if one.suffix.lower() in SUFFIXES]
        except KehoachError:
            return True
        return self._touching[built_with]("\n".join(texts))

    def learn(self, path: Path, plan_id: str, report: Report) -> None:
        """Remember what came of a plan; nothing where something failed, or where a file is too new to be trusted.

        `plan_id` names the folder of its documents; it may be anything where none were made.
        """
        key, folder = self._relative(path), folder_of_plan(self.base, plan_id).absolute()
        self._learned += 1
        self._known.pop(key, None)
        beside = sorted(self._relative(one) for one in report.beside)
        if not report.failures and self._are_old(path, beside):
            released = [_inside(folder, one) for one in report.released]
            names = sorted({*released, *(_inside(folder, one) for one in (*report.written, *report.unchanged))})
            reported = report_to_plain(Report(findings=report.findings, ignored=report.ignored))
            reported["sources"] = [[self._relative(Path(one)), *rest] for one, *rest in reported["sources"]]
            exact = path == self.workspace.registry or any(one == _REGISTRY for one, *_rest in reported["sources"])
            self._known[key] = {
                "id": plan_id,
                "exact": exact,
                "inputs": self._signature(path, exact, beside),
                "beside": beside,
                "registry": self._registry[1],
                "names": names,
                "outputs": _of_outputs(folder, names),
                "released": released,
                "report": reported,
            }
        if self._learned % EVERY == 0:
            self._save()

    def _save(self) -> None:
        asked = {self._registry[1], *(known.get("registry") for known in self._known.values())}
        meanings = {key: meaning for key, meaning in self._meanings.items() if key in asked}
        content = {"format": _FORMAT, "registry": self._registry, "meanings": meanings, "plans": self._known}
        with suppress(OSError):  # without it everything is read again
            if self._is_ours:
                replace_file(self.base / INDEX, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())

    def _relative(self, path: Path) -> str:
        absolute, root = path.absolute(), self.workspace.root
        return whole_characters(
            absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else str(absolute)
        )

    def _sources(self, record: Any) -> list[Any]:
        """The files that findings point into, where the workspace is today."""
        return [[str(self.workspace.root / path), *rest] for path, *rest in record["report"]["sources"]]

    def _files(self, path: Path) -> tuple[tuple[str, State], ...]:
        return self._inputs.of_plan(path.absolute())

    def _beside(self, names: Iterable[str]) -> tuple[tuple[str, State], ...]:
        """The states of the files beside a plan that it names."""
        return tuple((name, state(self.workspace.root / name)) for name in names)

    def _are_old(self, path: Path, beside: Iterable[str]) -> bool:
        """Whether nothing that a plan's documents are made from was written, or put in place, since the build began."""
        files = (*self._files(path), *self._beside(beside))
        return max(max(written, changed) for _name, (_size, written, changed, _number) in files) < self._began

    def _signature(self, path: Path, exact: bool, beside: Iterable[str]) -> str:
        """What a plan is made from; `exact` also by the state of the registry, into which findings of it point.

        `beside` are the files that the plan named when it was last read.
        """
        files = (*self._files(path), *self._beside(beside))
        if not exact:
            files = tuple((name, one) for name, one in files if name != REGISTRY)
        dated = any(name.startswith(f"{RESULTS}/") for name, _state in files)
        return _digest((__version__, self.asked, str(self.today) if dated else "", files))


def _mapping(found: Any) -> dict[str, Meaning]:
    return {key: one for key, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}


def _try_to_show(report: Report) -> None:
    """Raise whatever showing its findings would raise: a record that somebody changed must not get that far."""
    for finding in (*report.findings, *report.ignored):
        f"{finding.message}{finding.hint}{finding.span.column}{finding.span.end_column}".encode()


def _is_id_of(plan_id: str, path: Path) -> bool:
    """Whether a plan of this file can have the id; "" and the name alone are those of one that made nothing."""
    *year, name = plan_id.split("/")
    return name in ("", path.stem) and (not year or year == [path.parent.name] or not path.parent.name.isdecimal())


def _of_outputs(folder: Path, names: Iterable[str]) -> str:
    """The states of documents and manifest as one number."""
    return _digest([state(f"{folder}{os.sep}{name}") for name in (MANIFEST, *names)])


def _inside(folder: Path, path: Path) -> str:
    """The name of a document in the folder of its plan."""
    return path.absolute().relative_to(folder).as_posix()


def _digest(values: object) -> str:
    return blake2b(repr(values).encode(), digest_size=16).hexdigest()

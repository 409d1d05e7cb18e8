"""Folders: where plans, results, templates and outputs are.

A workspace is the nearest folder upward that holds `plans/`.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, UnreadableFile, WouldOverwrite, _
from kehoach.frozen import frozen
from kehoach.storage.files import PLANS as PLANS
from kehoach.storage.files import digest, read_bytes, safe_name, workspace_around
from kehoach.storage.outputs import OutputFolder
from kehoach.storage.reasons import reason, refused
from kehoach.storage.register import ISSUED, RECORD
from kehoach.storage.saving import replace_file
from kehoach.vietnamese import nfc

SOURCES = "nguon"
"""In the folder of what was issued: the workspace that it was made from."""
RESULTS, TEMPLATES, OUTPUTS = "results", "templates", "outputs"
EDITOR = ".kehoach"
REGISTRY = "agencies.yaml"
SUFFIXES = (".yaml", ".yml")
"""How the names of plans and results end, in small letters or capitals."""
_PACKAGE = Path(__file__).parent.parent


def packaged() -> Path:
    """The folder with the packaged templates and the example: of the wheel, or of the checkout it was made from."""
    inside = _PACKAGE / "data"
    return inside if inside.is_dir() else _PACKAGE.parent


def blank() -> Path:
    """The packaged blank plan that `kehoach new` fills in."""
    return _PACKAGE / "blank" / "plan.yaml"


def fonts() -> Path:
    """The folder with the packaged fonts."""
    return _PACKAGE / "fonts"


@frozen
class Workspace:
    """A folder with plans."""

    root: Path

    @classmethod
    def around(cls, start: Path) -> Workspace:
        """The workspace that `start` is in. Raises UnreadableFile when there is none upward."""
        start = start.absolute()
        if root := workspace_around(start):
            return cls(root)
        raise UnreadableFile(
            _("no workspace here: no folder upward of {folder} holds plans/", folder=start),
            _("make one with: kehoach init"),
        )

    def plans(self) -> tuple[Path, ...]:
        """Every plan of the workspace, by name: `plans/<folder>/<name>.yaml` or `.yml`, none that is hidden.

        Raises UnreadableFile for a folder that cannot be read.
        """
        folders = _folders(self.root / PLANS)
        return tuple(sorted(path for folder in folders for path in _yaml_files(folder)))

    def plans_named(self, name: str) -> tuple[Path, ...]:
        """The plans of one file name, without its suffix, in the folders of years, the earliest first."""
        folders = (folder for folder in _folders(self.root / PLANS) if folder.name.isdecimal())
        ordered = sorted(folders, key=lambda folder: int(folder.name))
        spelled = [f"{one}{suffix}" for one in _spellings(name) for suffix in SUFFIXES]
        return tuple(_there(folder / one for folder in ordered for one in spelled))

    @property
    def registry(self) -> Path:
        """The registry of agencies; it need not exist."""
        return self.root / PLANS / REGISTRY

    def results(self) -> tuple[Path, ...]:
        """Every results file, `results/<year>/<plan>/<period>.yaml`, by name. Raises UnreadableFile."""
        plans = (folder for year in _folders(self.root / RESULTS) for folder in _folders(year))
        return tuple(sorted(path for folder in plans for path in _yaml_files(folder)))

    def results_named(self, name: str) -> tuple[Path, ...]:
        """The results files of the plans of one name, by name."""
        spelled = _spellings(name)
        plans = (year / one for year in _folders(self.root / RESULTS) for one in spelled)
        return tuple(path for folder in _there(plans) for path in _yaml_files(folder))

    def is_results(self, path: Path) -> bool:
        """Whether a file is a results file by its place."""
        inside = path.absolute()
        return inside.is_relative_to(self.root / RESULTS) and len(inside.relative_to(self.root / RESULTS).parts) == 3

    def results_file(self, plan: Path, year: int, report: str) -> Path:
        """Where the results of one report of a plan belong."""
        return self.root / RESULTS / str(year) / plan.stem / f"{safe_name(report)}.yaml"

    def plan_of(self, results: Path) -> Path:
        """The plan of a results file: of the same name, of that year or the last before. Raises UnreadableFile."""
        year, name = results.absolute().parts[-3:-1]
        plans = (path for path in self.plans() if nfc(path.stem) == nfc(name))
        years = {path.parent.name: path for path in plans if path.parent.name <= year}
        if not years or not year.isdecimal():
            raise UnreadableFile(
                _("{path} belongs to no plan", path=results),
                _("results are in results/<year>/<name of the plan>/<id of the report>.yaml"),
            )
        return years[max(years)]

    @property
    def editor(self) -> Path:
        """What kehoach leaves there for editors; it may be deleted at any time."""
        return self.root / EDITOR

    def template(self, name: str) -> Path:
        """A template: the workspace's own, usable or not, which shadows the packaged one."""
        own = self.root / TEMPLATES / name
        return own if os.path.lexists(own) else packaged() / TEMPLATES / name

    def outputs(self, folder: Path | None) -> Path:
        """The folder of all documents: `outputs/`, or `folder`. Raises WouldOverwrite for one among what was issued."""
        if self.is_issued and folder is None:
            raise issued_already(self.root)
        return folder.absolute() if folder else self.root / OUTPUTS

    @property
    def is_issued(self) -> bool:
        """Whether these are the sources of something that was issued: they may be read, nothing is written there."""
        return self.root.name == SOURCES and os.path.lexists(self.root.parent / RECORD)

    def output(self, folder: Path | None, plan_id: str) -> OutputFolder:
        """Where the documents of a plan go: `outputs/<year>/<plan>/`, or the same tree under `folder`."""
        base = self.outputs(folder)
        target = folder_of_plan(base, plan_id)
        if not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(base)):
            raise EnvironmentFailure(_("{path} is outside of its folder", path=target))
        return OutputFolder(target, self.root)

    def issued(self, plan_id: str) -> Path:
        """The folder of what was issued of a plan; it need not exist."""
        return folder_of_plan(self.root / ISSUED, nfc(plan_id))

    def hashes(self, paths: Iterable[Path]) -> dict[str, str]:
        """Hashes of those of the files that exist, by their names in the workspace. Raises UnreadableFile."""
        found = {}
        for path in paths:
            if os.path.lexists(path):
                absolute = path.absolute()
                inside = absolute.is_relative_to(self.root)
                name = absolute.relative_to(self.root).as_posix() if inside else path.name
                found[whole_characters(name)] = digest(read_bytes(path))
        return found


def issued_already(path: Path) -> WouldOverwrite:
    """The failure to say where something would be written among what was issued."""
    return WouldOverwrite(
        _("{path} was issued: nothing is written there", path=path),
        _("change the plan in plans/, and issue the change: kehoach issue PLAN --amend REASON"),
    )


def named_plan(name: str, start: Path) -> Path | None:
    """The file of the plan `2026/giam-ngheo` in the workspace around `start`; None where that is a file, or none."""
    year, stroke, stem = name.partition("/")
    if not stroke or not year.isdecimal() or "/" in stem or not stem or os.path.lexists(start / name):
        return None
    root = workspace_around(start.absolute())
    found = [root / PLANS / year / (stem + suffix) for suffix in ("", *SUFFIXES)] if root else []
    return next((Path(os.path.relpath(path, start)) for path in found if path.is_file()), None)


def plan_names(start: Path) -> list[str]:
    """What `named_plan` knows in the workspace around `start`, in order."""
    root = workspace_around(start.absolute())
    plans = Workspace(root).plans() if root else []
    return sorted(f"{path.parent.name}/{path.stem}" for path in plans if path.parent.name.isdecimal())


def unread_id(path: Path) -> str:
    """What a plan is called that could not be read: by its folder, where that is named for a year."""
    folder = path.absolute().parent.name
    return f"{folder}/{path.stem}" if folder.isdecimal() else path.stem


def plan_id(path: Path, first_year: int) -> str:
    """`<year>/<name of the file>`: the folder's year, else the plan's first."""
    folder = path.absolute().parent.name
    return f"{folder if folder.isdecimal() else first_year}/{whole_characters(path.stem)}"


def folder_of_plan(base: Path, plan_id: str) -> Path:
    """The folder of the documents of a plan below the folder of all documents."""
    return base.joinpath(*map(safe_name, plan_id.split("/")))


def whole_characters(name: str) -> str:
    """A name that can be written into a file: of one that is no UTF-8 the odd bytes by their numbers."""
    return name.encode(errors="backslashreplace").decode()


@lru_cache(1 << 14)
def name_key(name: str) -> str:
    """Equal for names that some file system takes for one: whatever its capitals, marks and forbidden signs."""
    return safe_name(nfc(name).casefold())


def _spellings(name: str) -> tuple[str, ...]:
    """A name as systems write it: as it is, with whole letters, with loose marks. A list of thousands is not read."""
    return tuple(dict.fromkeys((name, nfc(name), unicodedata.normalize("NFD", name))))


def _there(paths: Iterable[Path]) -> Iterable[Path]:
    """Those of the paths that exist, each file once: macOS knows one by all its spellings."""
    found: dict[tuple[int, int], Path] = {}
    for path in paths:
        with suppress(OSError):
            seen = path.stat()
            found.setdefault((seen.st_dev, seen.st_ino), path)
    return found.values()


def _folders(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if path.is_dir()]


def _yaml_files(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if path.suffix.lower() in SUFFIXES]


def _entries(folder: Path) -> list[Path]:
    """What is in a folder and not hidden, by name; nothing where there is no folder. Raises UnreadableFile."""
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise UnreadableFile(_("{path} cannot be opened: {problem}", path=folder, problem=reason(error))) from error
    return [folder / name for name in names if not name.startswith((".", "~$"))]


def save_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises WouldOverwrite when one is, Surroundings when the disk refuses."""
    if os.path.lexists(path):
        raise WouldOverwrite(
            _("{path} already exists and is left as it is", path=path),
            _("choose another place: -o FOLDER, or -o FILE.docx"),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise refused(path, error) from error

"""`kehoach init`: a workspace that already renders, and an editor that knows the plan."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kehoach.commands.check import check
from kehoach.diagnostics import Message, Report, WouldOverwrite, _
from kehoach.storage.files import read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import OUTPUTS, PLANS, REGISTRY, TEMPLATES, packaged

EXAMPLE = "2024/giam-ngheo.yaml"
BESIDE = "vi-du"
"""Where the example is beside a unit's own registry."""
SETTINGS = ("settings.json", "extensions.json")


def init(folder: Path, asked: str | None = None, *, example: bool = False) -> Report:
    """Put the registry, the templates and settings that bind the schemas into `folder`, and the example plan.

    `asked`: the unit whose own registry it is, "xã Bình Lư, tỉnh Lai Châu"; the example comes only when asked for, in a
    folder of its own. What already exists is left alone. Raises WouldOverwrite where a registry is there already,
    UnreadableFile for a unit that the country does not have.
    """
    files = {name: read_bytes(packaged() / name) for name in _always()}
    if asked is None:
        files |= {Path(PLANS) / name: read_bytes(packaged() / PLANS / name) for name in (REGISTRY, EXAMPLE)}
    else:
        files |= _own(asked, folder, example=example)
    written = _put(files, folder)
    check((), folder)  # for the schemas that it leaves behind; its findings are for later
    return Report(written=written)


def lay_out(folder: Path, registry: str) -> tuple[Path, ...]:
    """Put templates, settings and a registry of this text into a folder; what is there already is left alone."""
    files = {name: read_bytes(packaged() / name) for name in _always()}
    files[Path(PLANS) / REGISTRY] = (registry or _EMPTY).encode()
    return _put(files, folder)


_EMPTY = """\
# Danh mục cơ quan dùng chung cho mọi kế hoạch: mã cơ quan, dấu hai chấm, tên như in. Xem kehoach schema.
{}
"""


def taken(asked: str) -> Message:
    """Which unit `--for` was taken to mean: a name with a wrong tone, or with none, finds one that has others."""
    from kehoach.country.asked import office

    found = office(asked)
    return _("the registry is that of {unit} (code {code})", unit=found.full, code=found.unit.code)


def _always() -> list[Path]:
    templates = sorted((packaged() / TEMPLATES).glob("*.docx"))
    return [*(Path(TEMPLATES) / path.name for path in templates), *(Path(".vscode") / name for name in SETTINGS)]


def _own(asked: str, folder: Path, *, example: bool) -> dict[Path, bytes]:
    """A unit's own registry, and the example beside it."""
    from kehoach.country.asked import office  # late: nobody else needs the country
    from kehoach.country.registry import registry_text

    registry = Path(PLANS) / REGISTRY
    if os.path.lexists(folder / registry):
        raise WouldOverwrite(
            _("{path} is there already and is left as it is", path=folder / registry),
            _("choose an empty folder, or move the file away"),
        )
    files = {registry: registry_text(office(asked)).encode()}
    if example:  # in a workspace of its own: its bodies are not those of the unit
        files |= {Path(BESIDE) / PLANS / name: read_bytes(packaged() / PLANS / name) for name in (REGISTRY, EXAMPLE)}
    return files


def _put(files: Mapping[Path, bytes], folder: Path) -> tuple[Path, ...]:
    """Write what is not there yet, the registry first."""
    written = []
    try:
        for name in sorted(files, key=_by_room):
            target = folder / name
            if not os.path.lexists(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                replace_file(target, files[name])
                written.append(target)
        (folder / OUTPUTS).mkdir(exist_ok=True)
    except OSError as error:
        raise refused(folder, error) from error
    return tuple(written)


def _by_room(name: Path) -> tuple[int, str]:
    return (PLANS, BESIDE, TEMPLATES, ".vscode").index(name.parts[0]), name.as_posix()

"""What a new workspace begins with: templates, settings of editors, a registry; the example plan where it is wanted."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kehoach.diagnostics import WouldOverwrite, _
from kehoach.storage.files import read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import OUTPUTS, PLANS, REGISTRY, TEMPLATES, packaged

EXAMPLE = "2024/giam-ngheo.yaml"
BESIDE = "vi-du"
"""Where the example is beside a unit's own registry."""
SETTINGS = ("settings.json", "extensions.json")


def with_example(folder: Path) -> tuple[Path, ...]:
    """Put templates, settings, the packaged registry and the example plan into a folder; what is there stays."""
    names = (REGISTRY, EXAMPLE)
    return _put(_always() | {Path(PLANS) / name: read_bytes(packaged() / PLANS / name) for name in names}, folder)


def of_unit(asked: str, folder: Path, *, example: bool = False) -> tuple[Path, ...]:
    """The same with the registry of a unit, "xã Bình Lư, tỉnh Lai Châu"; the example in a folder of its own.

    Raises WouldOverwrite where a registry is there already, UnreadableFile for a unit that the country does not have.
    """
    return _put(_always() | _own(asked, folder, example=example), folder)


def lay_out(folder: Path, registry: str) -> tuple[Path, ...]:
    """Put templates, settings and a registry of this text into a folder; what is there already is left alone."""
    return _put(_always() | {Path(PLANS) / REGISTRY: (registry or _EMPTY).encode()}, folder)


_EMPTY = """\
# Danh mục cơ quan dùng chung cho mọi kế hoạch: mã cơ quan, dấu hai chấm, tên như in. Xem kehoach schema.
{}
"""


def _always() -> dict[Path, bytes]:
    templates = sorted((packaged() / TEMPLATES).glob("*.docx"))
    names = [*(Path(TEMPLATES) / path.name for path in templates), *(Path(".vscode") / name for name in SETTINGS)]
    return {name: read_bytes(packaged() / name) for name in names}


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

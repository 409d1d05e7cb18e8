"""`kehoach init`: a workspace that already renders, and an editor that knows the plan."""

from __future__ import annotations

import os
from pathlib import Path

from kehoach.commands.check import check
from kehoach.diagnostics import Report
from kehoach.storage.files import read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import OUTPUTS, PLANS, TEMPLATES, packaged

EXAMPLE = ("agencies.yaml", "2024/giam-ngheo.yaml")
SETTINGS = ("settings.json", "extensions.json")


def init(folder: Path) -> Report:
    """Put the example plan, the registry and the templates into `folder`, and settings that bind the schema.

    What already exists is left alone.
    """
    source = packaged()
    wanted = [Path(PLANS) / name for name in EXAMPLE]
    wanted += [Path(TEMPLATES) / path.name for path in sorted((source / TEMPLATES).glob("*.docx"))]
    wanted += [Path(".vscode") / name for name in SETTINGS]
    written = []
    try:
        for name in wanted:
            target = folder / name
            if not os.path.lexists(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                replace_file(target, read_bytes(source / name))
                written.append(target)
        (folder / OUTPUTS).mkdir(exist_ok=True)
    except OSError as error:
        raise refused(folder, error) from error
    check((), folder)  # for the schemas that it leaves behind; its findings are for later
    return Report(written=tuple(written))

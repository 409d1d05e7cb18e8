"""`kehoach check`: all findings on plans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kehoach.commands.examine import Examiner
from kehoach.diagnostics import KehoachError, Report
from kehoach.workspace import Workspace


def check(files: Sequence[Path], folder: Path) -> Report:
    """Every finding on the given plans; without files, on every plan of the workspace around `folder`."""
    workspace = Workspace.around(files[0].absolute().parent if files else folder)
    examiner = Examiner(workspace)
    report = examiner.registry.report
    for path in files or workspace.plans():
        if path.absolute() == workspace.registry:
            continue
        try:
            report += examiner.examine(path).report
        except KehoachError as failure:
            report += Report(failures=(failure,))
    return report

"""`kehoach check`: all findings on plans; with `--fix`, after their safe fixes were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kehoach.commands.editor import refresh
from kehoach.commands.examine import Examiner, look_at_registry
from kehoach.diagnostics import KehoachError, Report, Selection
from kehoach.edits import Change
from kehoach.saving import rewrite
from kehoach.workspace import Workspace, decoded, read_bytes


@dataclass(frozen=True)
class Fixing:
    """Which safe fixes are made, and whether they are written or only shown."""

    selection: Selection
    write: bool


def check(files: Sequence[Path], folder: Path, fixing: Fixing | None = None) -> Report:
    """Every finding on the given plans; without files, on every plan of the workspace around `folder`.

    The registry is always looked at; it is fixed only where it is named, or no file is.
    """
    workspace = Workspace.around(files[0].absolute().parent if files else folder)
    examiner = Examiner(workspace)
    report = Report()
    plans = [path for path in files or workspace.plans() if path.absolute() != workspace.registry]
    if fixing and (not files or len(plans) < len(files)) and workspace.registry.exists():
        report += _fixed(workspace.registry, examiner, fixing)
        examiner = Examiner(workspace)
    else:
        report += examiner.registry.report
    for path in plans:
        try:
            report += _fixed(path, examiner, fixing) if fixing else examiner.examine(path).report
        except KehoachError as failure:
            report += Report(failures=(failure,))
    refresh(examiner, every=not files)
    return report


def _fixed(path: Path, examiner: Examiner, fixing: Fixing) -> Report:
    """Make the safe fixes of one file, and tell what is found after them. Raises Unreadable."""
    from kehoach.commands.mend import mend  # late: most runs fix nothing

    look = look_at_registry if path.absolute() == examiner.workspace.registry else examiner.look
    data = read_bytes(path)
    first = look(decoded(path, data))
    last, fixes = mend(first, look, fixing.selection)
    if not fixes:
        return first.report
    if fixing.write:
        try:
            rewrite(path, first.source.path, data, last.source.text)
        except KehoachError as failure:
            return first.report + Report(failures=(failure,))
    change = Change(first.source.path, first.source.text, last.source.text, fixes, fixing.write)
    return last.report + Report(changes=(change,))

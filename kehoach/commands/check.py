"""`kehoach check`: all findings on plans and results; with `--fix`, after their safe fixes were made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.diagnostics import KehoachError, Report, Selection
from kehoach.edits import Change
from kehoach.frozen import frozen
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examined, Examiner, look_at_registry
from kehoach.source import Source
from kehoach.storage.files import decoded, read_bytes
from kehoach.storage.saving import rewrite
from kehoach.storage.workspace import Workspace, issued_already

if TYPE_CHECKING:
    from kehoach.pipeline.results import ResultsChecks


@frozen
class Fixing:
    """Which safe fixes are made, and whether they are written or only shown."""

    selection: Selection
    write: bool


def check(files: Sequence[Path], folder: Path, today: date | None = None, fixing: Fixing | None = None) -> Report:
    """Every finding on the given plans and results; without files, on all of the workspace around `folder`.

    The registry is always looked at; it is fixed only where it is named, or no file is. Results are compared with
    `today`.
    """
    workspace = Workspace.around(files[0].absolute().parent if files else folder)
    if fixing and fixing.write and workspace.is_issued:
        raise issued_already(workspace.root)
    examiner = Examiner(workspace)
    report = Report()
    wanted = files or (*workspace.plans(), *workspace.results())
    results = [path for path in wanted if workspace.is_results(path)]
    plans = [path for path in wanted if path not in results and path.absolute() != workspace.registry]
    if fixing and (not files or workspace.registry in map(Path.absolute, files)) and workspace.registry.exists():
        report += _fixed(workspace.registry, look_at_registry, fixing)
        examiner = Examiner(workspace)
    else:
        report += examiner.registry.report
    for path in plans:
        try:
            report += _fixed(path, examiner.look, fixing) if fixing else _examined(examiner, path).report
        except KehoachError as failure:
            report += Report(failures=(failure,))
    if results:
        from kehoach.pipeline.results import ResultsChecks  # late: most checks meet no results

        checks = ResultsChecks(examiner, today)
        report += Report.of(_fixed_results(path, checks, fixing) if fixing else checks.check(path) for path in results)
    refresh(examiner, every=not files)
    return report


def _fixed_results(path: Path, checks: ResultsChecks, fixing: Fixing) -> Report:
    """Make the safe fixes of one results file, and say what is found after them."""
    try:
        look = checks.looking_at(path)
        if look is None:
            return checks.check(path)
        report = _fixed(path, look, fixing)
    except KehoachError as failure:
        return Report(failures=(failure,))
    if report.changes:
        checks.forget()
    return report


def _examined(examiner: Examiner, path: Path) -> Examined:
    """One plan examined; of a file that no fix makes readable, none is promised. Raises UnreadableFile."""
    examined = examiner.examine(path)
    if examined.readable:
        return examined
    from kehoach.pipeline.fixing import promised  # late: most files can be read

    return promised(examined, examiner.registry.agencies)


def _fixed(path: Path, look: Callable[[Source], Examined], fixing: Fixing) -> Report:
    """Make the safe fixes of one file, and say what is found after them. Raises UnreadableFile."""
    from kehoach.pipeline.fixing import apply_safe_fixes  # late: most runs fix nothing

    data = read_bytes(path)
    first = look(decoded(path, data))
    last, fixes = apply_safe_fixes(first, look, fixing.selection)
    if not fixes:
        return last.report
    if fixing.write:
        try:
            rewrite(path, data, last.source.text)
        except KehoachError as failure:
            return first.report + Report(failures=(failure,))
    change = Change(first.source.file, first.source.text, last.source.text, fixes, fixing.write)
    return last.report + Report(changes=(change,))

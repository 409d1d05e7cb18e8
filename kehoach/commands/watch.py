"""`kehoach check --watch`: check again whenever a plan, the registry or a results file is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kehoach.diagnostics import EnvironmentFailure, KehoachError, Report, _
from kehoach.storage.attachments import ENDINGS
from kehoach.storage.workspace import PLANS, RESULTS, SUFFIXES, Workspace

STEP = 10
"""Milliseconds without a change after which a save counts as done: an editor that renames makes several at once."""

LONGEST = 200
"""Milliseconds after which a check runs although changes go on."""

WAKE = 100
"""Milliseconds after which the watcher looks up, so that Ctrl-C ends it at once."""


def watch(files: Sequence[Path], folder: Path, check: Callable[[], Report]) -> Iterator[Report]:
    """A report now, and one after every save, until interrupted.

    Folders are watched, not files: many editors save by putting a new file in the place of the old one.
    """
    from watchfiles import Change, watch

    workspace = Workspace.around(files[0].absolute().parent if files else folder)
    plans = workspace.root / PLANS
    elsewhere = {path.absolute().parent for path in files if not path.absolute().is_relative_to(plans)}
    if (workspace.root / RESULTS).is_dir():
        elsewhere.add(workspace.root / RESULTS)

    def matters(_change: Change, path: str) -> bool:
        # a new folder too: what was put into it at once came before it was watched
        name = Path(path).name
        return Path(name).suffix.lower() in (*SUFFIXES, *ENDINGS, "") and not name.startswith((".", "~$"))

    saves = watch(
        plans, *elsewhere,
        watch_filter=matters, debounce=LONGEST, step=STEP, rust_timeout=WAKE, yield_on_timeout=True,
    )  # fmt: skip
    first = True  # the first report comes when watching has begun: no save falls in between
    try:
        for changes in saves:
            if first or changes:
                yield _report_of(check)
            first = False
    except OSError as error:
        raise EnvironmentFailure(_("{path} cannot be watched: {problem}", path=plans, problem=str(error))) from error


def _report_of(check: Callable[[], Report]) -> Report:
    """What the check finds; where there is nothing to check for a moment, that."""
    try:
        return check()
    except KehoachError as failure:
        return Report(failures=(failure,))

"""Next year's draft is written into the workspace, with the memory of what became of each value beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kehoach.diagnostics import Message, Report, UnreadableFile, WouldOverwrite, _
from kehoach.frozen import frozen
from kehoach.pipeline.drafting import rolled_forward
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.results import find_results
from kehoach.rolling.ledger import Ledger
from kehoach.rolling.record import VERSION, record
from kehoach.rolling.redraft import PlacedEntry, merge, standings
from kehoach.storage.files import decoded, digest, digest_of, read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file, rewrite
from kehoach.storage.state_files import ForeignState, load_state
from kehoach.storage.workspace import PLANS, Workspace

MEMORY = ".ledger.json"
"""How the file ends, beside the draft, in which `next` remembers what it wrote."""


@frozen
class DraftRequest:
    """Which draft is wanted: its first year, who issues it ("" for the same body), where it goes."""

    year: int
    issuer: str = ""
    to: Path | None = None


@frozen
class Drafted:
    """What came of it. `ledger` is None where the plan has errors, else `made` is the draft, examined. `updated` counts
    the stretches of a draft that was there already which were brought up to date."""

    report: Report
    ledger: Ledger | None = None
    standings: tuple[PlacedEntry, ...] = ()
    updated: int = 0
    made: Examined | None = None


def write_draft(path: Path, asked: DraftRequest, today: date | None, say: Callable[[Message], str]) -> Drafted:
    """Write the draft and the memory of it, whose language `say` gives.

    Raises KehoachError: an issuer that is gone, a file of the same name that `next` did not write.
    """
    workspace = Workspace.around(path.absolute().parent)
    examiner = Examiner(workspace, errors_only=True)
    examined = examiner.examine(path)
    report = examined.report + examiner.registry.report
    if examined.plan is None or examined.stops or examiner.registry.stops:
        return Drafted(report.errors_only())
    results = find_results(examined.plan, examined, examiner, today)
    target = asked.to or workspace.root / PLANS / str(asked.year)
    if asked.to is None or target.is_dir():
        target /= path.name
    ledger = rolled_forward(examined, examiner.registry.agencies, results, asked.year, asked.issuer, target)
    if target.absolute() == path.absolute():
        raise UnreadableFile(_("{path} is the plan itself", path=target), _("choose another file: --to FILE"))
    text, updated, changed = _put(target, ledger, say)
    drafted = examiner.look(decoded(target, text.encode()))
    refresh(examiner, every=False)
    report = Report(written=(target,)) if changed else Report(unchanged=(target,))
    report += examined.since_issue + drafted.report.errors_only() + results.report.errors_only()
    return Drafted(report, ledger, standings(ledger, text), updated, drafted)


def memory_of(draft: Path) -> Path:
    """The file in which `next` remembers what it wrote into a draft."""
    return draft.with_name(draft.stem + MEMORY)


def remembered(draft: Path) -> Mapping[str, Any] | None:
    """What `next` remembers of a draft, as `rolling.record` says it; None where it wrote none.

    Raises UnreadableFile where something else is there.
    """
    try:
        return load_state(memory_of(draft), "version", VERSION)
    except ForeignState as foreign:
        raise UnreadableFile(_("{path} was not written by kehoach next", path=memory_of(draft))) from foreign


def _put(target: Path, ledger: Ledger, say: Callable[[Message], str]) -> tuple[str, int, bool]:
    """Write the draft, or bring the one that is there up to date. Gives its text, how much was updated, if it changed.

    The draft is written before the memory: a run that is killed in between finds its own changes and keeps them.
    """
    memory = memory_of(target)
    fresh = ledger.draft.text
    text, updated, changed = fresh, 0, True
    base = _text_of(memory)
    if os.path.lexists(target):
        before = read_bytes(target)
        mine = decoded(target, before).text
        if base is None and mine != fresh:
            raise WouldOverwrite(
                _(
                    "{path} already exists and was not drafted by kehoach next; it is left as it is",
                    path=target,
                ),
                _("choose another file: --to FILE"),
            )
        merged = merge(base if base is not None else fresh, mine, fresh)
        text, updated, changed = merged.text, merged.updated, merged.text != mine
        if changed:
            rewrite(target, before, text)
    else:
        _write(target, text)
    known = json.dumps(record(ledger, standings(ledger, text), say), ensure_ascii=False, indent=1) + "\n"
    if digest_of(memory) != digest(known.encode()):
        _write(memory, known)
    return text, updated, changed


def _text_of(memory: Path) -> str | None:
    """The draft as `next` last wrote it, None without a memory. Raises WouldOverwrite for a file that is none."""
    try:
        known = load_state(memory, "version", VERSION)
        draft = known["draft"] if known else None
        if known is None or isinstance(draft, str):
            return draft
    except (ForeignState, KeyError):
        pass
    raise WouldOverwrite(
        _("{path} was not written by kehoach next and is left as it is", path=memory),
        _("move it away, or choose another file: --to FILE"),
    )


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise refused(path, error) from error

"""`kehoach next`: next year's draft and its ledger."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kehoach.diagnostics import KehoachError, Message, Report, UnreadableFile, WouldOverwrite, _
from kehoach.model.base import Ref
from kehoach.model.history import Edition, history, trend
from kehoach.model.plan import Plan
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.pdf.converter import Converter
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examined, Examiner, look_at_plan
from kehoach.pipeline.production import Production, RunOptions
from kehoach.pipeline.products import ledger_product, way_out
from kehoach.pipeline.results import ResultsFound, find_results
from kehoach.readers.yaml import read
from kehoach.rolling.ledger import Ledger
from kehoach.rolling.record import VERSION, record
from kehoach.rolling.redraft import PlacedEntry, merge, standings
from kehoach.rolling.roll import roll_forward
from kehoach.rolling.rollover import Progress, Rollover
from kehoach.rolling.yaml_editor import YamlEditor
from kehoach.source import MappingNode
from kehoach.storage.files import decoded, digest, digest_of, read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file, rewrite
from kehoach.storage.state_files import ForeignState, load_state
from kehoach.storage.workspace import PLANS, Workspace, fonts, plan_id
from kehoach.vietnamese import YEAR

MEMORY = ".ledger.json"
"""How the file ends, beside the draft, in which `next` remembers what it wrote."""


class NoIssuer(KehoachError):
    """The plan's issuer no longer exists in the year of the draft, or cannot issue it."""

    exit_code = 2


@dataclass(frozen=True)
class DraftRequest:
    """Which draft is wanted: its first year, who issues it ("" for the same body), where it goes."""

    year: int
    issuer: str = ""
    to: Path | None = None


@dataclass(frozen=True)
class Drafted:
    """What came of it. `ledger` is None where the plan has errors. `updated` counts the stretches of a draft that was
    there already which were brought up to date."""

    report: Report
    ledger: Ledger | None = None
    standings: tuple[PlacedEntry, ...] = ()
    updated: int = 0


def draft(path: Path, asked: DraftRequest, wanted: RunOptions, say: Callable[[Message], str]) -> Drafted:
    """Write the draft, the memory of it, and the ledger as a Word file whose language `say` gives.

    Raises KehoachError: an issuer that is gone, a file of the same name that `next` did not write.
    """
    workspace = Workspace.around(path.absolute().parent)
    examiner = Examiner(workspace, errors_only=True)
    examined = examiner.examine(path)
    report = examined.report + examiner.registry.report
    if examined.plan is None or examined.stops or examiner.registry.stops:
        return Drafted(report.errors_only())
    results = find_results(examined.plan, examined, examiner, wanted.today)
    # the rows of a sheet are not the plan's text: nothing of them is moved
    bare = look_at_plan(examined.source, examiner.registry.agencies, check=False, with_files=False)
    rollover = _turn(examined, bare.plan or examined.plan, asked, results)
    target = asked.to or workspace.root / PLANS / str(asked.year)
    if asked.to is None or target.is_dir():
        target /= path.name
    if target.absolute() == path.absolute():
        raise UnreadableFile(_("{path} is the plan itself", path=target), _("choose another file: --to FILE"))
    ledger = roll_forward(rollover, str(target.absolute()))
    text, updated, changed = _put(target, ledger, say)
    drafted = examiner.look(decoded(target, text.encode()))
    refresh(examiner, every=False)
    stands = standings(ledger, text)
    report = Report(written=(target,)) if changed else Report(unchanged=(target,))
    report += drafted.report.errors_only() + results.report.errors_only()
    report += _paper(drafted, wanted, stands, workspace, say)
    return Drafted(report, ledger, stands, updated)


# What is known


def _turn(examined: Examined, plan: Plan, asked: DraftRequest, results: ResultsFound) -> Rollover:
    last = asked.year + (plan.year.last or plan.year.first) - plan.year.first
    if not all(re.fullmatch(YEAR, str(year)) for year in (asked.year, last)):
        raise UnreadableFile(
            _("a plan cannot be of the year {year}", year=asked.year),
            _("write: --year {year}", year=plan.year.first + 1),
        )
    if plan.year.todo or asked.year <= plan.year.first:
        raise UnreadableFile(
            _("the draft is for a later year than the plan's: {year}", year=plan.year.text or "TODO"),
            _("write: --year {year}", year=plan.year.first + 1),
        )
    _refuse_within(plan, asked.year)
    node, _findings = read(examined.source)
    assert isinstance(node, MappingNode)
    reported = Reported() if results.report.stops else results.reported
    editions = (*results.earlier.editions, Edition(plan, examined.agencies, reported))
    past = {key: trend(history(key, editions)) for key in plan.targets}
    editor = YamlEditor(node, examined.source)
    tasks, unread = _tasks(plan, reported), results.report.stops
    rollover = Rollover(plan, examined.agencies, editor, asked.year, asked.issuer, past, tasks, unread)
    _refuse_issuer(rollover)
    return rollover


def _refuse_within(plan: Plan, year: int) -> None:
    """Raise UnreadableFile for a year in which the plan still runs."""
    last = plan.year.last
    if last is None:
        raise UnreadableFile(
            _("the plan runs from {first} on without an end: no plan follows it", first=plan.year.first),
            _(
                "write in the plan the year in which it ends: year: {first}-{last}",
                first=plan.year.first,
                last=year - 1,
            ),
        )
    if year <= last:
        raise UnreadableFile(
            _("the plan runs until {last}: it is not over in {year}", last=last, year=year),
            _("the next plan begins in {next}: --year {next}", next=last + 1),
        )


def _refuse_issuer(rollover: Rollover) -> None:
    """Raise NoIssuer when nobody can issue the draft."""
    day = rollover.first_day
    able = rollover.agencies.issuers_on(day)
    if rollover.issuer and rollover.issuer not in rollover.agencies.by_id:
        raise NoIssuer(_("there is no agency {id} in the registry", id=rollover.issuer), way_out(rollover.issuer, able))
    if rollover.issuer and not rollover.agencies.by_id[rollover.issuer].exists_on(day):
        raise NoIssuer(
            _(
                "{name} does not exist on {day}",
                name=rollover.agencies.name_of(Ref(rollover.issuer)),
                day=f"{day:%d/%m/%Y}",
            ),
            _("those that can issue a plan then: {ids}", ids=", ".join(able)),
        )
    if not rollover.issuer and rollover.old_issuer in rollover.successors:
        until = rollover.agencies.by_id[rollover.old_issuer].until
        raise NoIssuer(
            _(
                "{name} exists until {day} only; it cannot issue a plan for {year}",
                name=rollover.agencies.name_of(Ref(rollover.old_issuer)),
                day=f"{until:%d/%m/%Y}" if isinstance(until, date) else "?",
                year=rollover.year,
            ),
            _("draft it anew for the body that takes over, --issuer ID; able to issue it: {ids}", ids=", ".join(able)),
        )


def _tasks(plan: Plan, reported: Reported) -> Mapping[str, Progress]:
    """How far each task came, by the year's last report that reports it."""
    year = plan.year.last or plan.year.first
    found: dict[str, Progress] = {}
    for reporting in sorted(reports(plan, year).values(), key=lambda one: one.last):
        tasks = reported.of(year, reporting.id).tasks
        found |= {key: Progress(result, reporting) for key, result in tasks.items()}
    return found


# The file


def _put(target: Path, ledger: Ledger, say: Callable[[Message], str]) -> tuple[str, int, bool]:
    """Write the draft, or bring the one that is there up to date. Gives its text, how much was updated, if it changed.

    The draft is written before the memory: a run that is killed in between finds its own changes and keeps them.
    """
    memory = target.with_name(target.stem + MEMORY)
    fresh = ledger.draft.text
    text, updated, changed = fresh, 0, True
    base = _remembered(memory)
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


def _remembered(memory: Path) -> str | None:
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


def _paper(
    drafted: Examined,
    wanted: RunOptions,
    stands: tuple[PlacedEntry, ...],
    workspace: Workspace,
    say: Callable[[Message], str],
) -> Report:
    """The ledger as a Word file in the draft's folder."""
    if drafted.plan is None:
        return Report()
    folder = workspace.output(wanted.output, plan_id(drafted.path, drafted.plan.year.first))
    product = ledger_product(drafted, drafted.plan, stands, say)
    with Converter(fonts(), engine=wanted.engine) as converter:
        try:
            return Production(workspace, folder, converter, wanted, {}).make_all([product])
        except KehoachError as failure:
            return Report(failures=(failure,))

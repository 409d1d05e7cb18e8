"""Next year's draft of a plan, as a ledger of what becomes of each value: read, rolled, not written anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kehoach.diagnostics import KehoachError, UnreadableFile, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.history import Edition, history, trend
from kehoach.model.plan import Plan
from kehoach.model.reporting import reports
from kehoach.model.results import Reported
from kehoach.pipeline.examine import Examined, look_at_plan
from kehoach.pipeline.products import way_out
from kehoach.pipeline.results import ResultsFound
from kehoach.readers.yaml import read
from kehoach.rolling.ledger import Ledger
from kehoach.rolling.roll import roll_forward
from kehoach.rolling.rollover import Progress, Rollover
from kehoach.rolling.yaml_editor import YamlEditor
from kehoach.source import MappingNode
from kehoach.vietnamese import YEAR


class NoIssuer(KehoachError):
    """The plan's issuer no longer exists in the year of the draft, or cannot issue it."""

    exit_code = 2


def rolled_forward(
    examined: Examined, agencies: Agencies, results: ResultsFound, year: int, issuer: str, target: Path
) -> Ledger:
    """The draft for a year, by another body where `issuer` names one, of a plan that can be read.

    `agencies` are those of the registry. `target` is where it would be written, for messages on it. Raises NoIssuer,
    and UnreadableFile for a year that no draft can be of.
    """
    # the rows of a sheet are not the plan's text: nothing of them is moved
    bare = look_at_plan(examined.source, agencies, check=False, with_files=False)
    plan = bare.plan or examined.plan
    assert plan is not None
    return roll_forward(_turn(examined, plan, year, issuer, results), str(target.absolute()))


def _turn(examined: Examined, plan: Plan, year: int, issuer: str, results: ResultsFound) -> Rollover:
    last = year + (plan.year.last or plan.year.first) - plan.year.first
    if not all(re.fullmatch(YEAR, str(year)) for year in (year, last)):
        raise UnreadableFile(
            _("a plan cannot be of the year {year}", year=year),
            _("write: --year {year}", year=plan.year.first + 1),
        )
    if plan.year.todo or year <= plan.year.first:
        raise UnreadableFile(
            _("the draft is for a later year than the plan's: {year}", year=plan.year.text or "TODO"),
            _("write: --year {year}", year=plan.year.first + 1),
        )
    _refuse_within(plan, year)
    node, _findings = read(examined.source)
    assert isinstance(node, MappingNode)
    reported = Reported() if results.report.stops else results.reported
    editions = (*results.earlier.editions, Edition(plan, examined.agencies, reported))
    past = {key: trend(history(key, editions)) for key in plan.targets}
    editor = YamlEditor(node, examined.source)
    tasks, unread = _tasks(plan, reported), results.report.stops
    rollover = Rollover(plan, examined.agencies, editor, year, issuer, past, tasks, unread)
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

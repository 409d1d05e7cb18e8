"""`kehoach history`: what a target planned and reached in each year, over the plans of one name."""

from __future__ import annotations

from pathlib import Path

from kehoach.diagnostics import KehoachError, Report, _
from kehoach.documents.body import Body
from kehoach.documents.paper import plain
from kehoach.documents.texts import Counters
from kehoach.documents.wording import name_of
from kehoach.frozen import frozen
from kehoach.model.history import Edition, History
from kehoach.model.history import history as history_of
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.products import NotNamed, way_out
from kehoach.pipeline.results import ExaminedEdition, examine_edition
from kehoach.storage.workspace import Workspace


@frozen
class HistoryTable:
    """The history of a target in the plans of one name; `name` is what the latest of them calls the target."""

    plan: str
    name: str
    history: History


def history(target: str, plan: str | None, folder: Path) -> tuple[tuple[HistoryTable, ...], Report]:
    """A table for each name of plans that have the target, and the errors of what is left out.

    `plan` limits it to plans of one name. The workspace is the one around `folder`.
    """
    workspace = Workspace.around(folder)
    examiner = Examiner(workspace)
    report = examiner.registry.report.errors_only()
    names = sorted({path.stem for path in workspace.plans() if path.parent.name.isdecimal()})
    tables: list[HistoryTable] = []
    ids: set[str] = set()
    try:
        for name in [_asked(plan, names)] if plan else names:
            editions: list[Edition] = []
            for path in workspace.plans_named(name):
                try:
                    found = examine_edition(path, examiner)
                except KehoachError as failure:
                    report += Report(failures=(failure,))
                    continue
                report += found.report
                ids |= _targets(found)
                editions += [found.edition] if found.edition else []
            if (made := history_of(target, editions)).years:
                tables.append(HistoryTable(name, _name(made), made))
        if target not in ids:
            raise NotNamed(_("no plan has a target {id}", id=f'"{target}"'), way_out(target, sorted(ids)))
    except NotNamed as failure:
        report += Report(failures=(failure,))
    return tuple(tables), report


def _targets(found: ExaminedEdition) -> set[str]:
    """The ids of a plan's targets, also of one that is left out for an error."""
    return set(found.examined.plan.targets) if found.examined.plan else set()


def _name(made: History) -> str:
    latest = made.years[-1]
    return plain(name_of(latest.target, Body(latest.edition.plan, latest.edition.agencies, Counters())))


def _asked(plan: str, names: list[str]) -> str:
    """The name of plans that a person means; a path of one of them will do. Raises NotNamed."""
    for name in (plan, Path(plan).name, Path(plan).stem):
        if name in names:
            return name
    raise NotNamed(_("there is no plan {name}", name=f'"{plan}"'), way_out(plan, names))

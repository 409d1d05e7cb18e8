"""`kehoach build`: everything that the plans call for, only what is stale; by one process, many, or a cluster."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from pathlib import Path

from kehoach import __version__
from kehoach.diagnostics import EnvironmentFailure, KehoachError, Report, _
from kehoach.frozen import frozen
from kehoach.pdf.converter import Converter
from kehoach.pdf.engine import Engine
from kehoach.pipeline.batch import WorkerPool, cluster, cores, processes, spread
from kehoach.pipeline.output_revisions import REVISIONS
from kehoach.pipeline.plan_maker import PlanMaker, PlanOutcome
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import everything
from kehoach.pipeline.registry_changes import registry_entries, touching
from kehoach.pipeline.renditions import program
from kehoach.plain import Plain, report_from_plain, report_to_plain
from kehoach.storage.files import digest
from kehoach.storage.index import Index
from kehoach.storage.workspace import Workspace, fonts, unread_id


@frozen
class WorkerChoice:
    """Who does the work: this many processes of this machine, or the workers of the Dask scheduler at an address."""

    jobs: int = 1
    scheduler: str = ""


ALONE = WorkerChoice()


@frozen
class BuildOrder:
    """What a worker has to know of a build besides the plans."""

    root: Path
    wanted: RunOptions
    registry: str
    """The hash of the registry, so that a worker that stays reads it anew when it has changed."""
    plans: str
    """The hash of the names of all plans: one that came may have the name of another."""
    version: str = __version__


def build(files: Sequence[Path], start: Path, wanted: RunOptions, hands: WorkerChoice = ALONE) -> Iterator[PlanOutcome]:
    """Everything that the plans call for, of all plans of the workspace when none is named.

    First what is unchanged, by the index of file states, then what was looked at, as it is done. Raises UnreadableFile
    where there is no workspace, Surroundings when the scheduler cannot be had.
    """
    workspace = Workspace.around(files[0].absolute().parent if files else start)
    paths = tuple(files) or workspace.plans()
    if not paths:
        return
    meaning = partial(registry_entries, workspace)
    with Index(workspace, workspace.outputs(wanted.output), _makers(wanted), meaning, touching, wanted.today) as index:
        stale = []
        for path in (workspace.registry, *paths):
            if known := index.unchanged(path):
                yield PlanOutcome(*known)
            else:
                stale.append(path)
        for path, made in _made(workspace, stale, wanted, hands) if stale else ():
            index.learn(path, *made)
            yield made


def _makers(wanted: RunOptions) -> tuple[object, ...]:
    """What makes the files of a build, by revision and version: the index has to look again when one changes."""
    engines = (Engine.BUILTIN, Engine.WORD, Engine.LIBREOFFICE)
    return (wanted.pdf, REVISIONS, wanted.engine, *(map(program, engines) if wanted.pdf else ()))


def _made(
    workspace: Workspace, stale: list[Path], wanted: RunOptions, hands: WorkerChoice
) -> Iterator[tuple[Path, PlanOutcome]]:
    """Each path with what came of it; the registry first."""
    plans = [path for path in stale if path != workspace.registry]
    offices = (hands.jobs or cores()) if len(plans) < 2 else 1
    with Converter(fonts(), offices, wanted.engine) as converter:
        maker = PlanMaker(workspace, converter, wanted, everything)
        if len(plans) < len(stale):
            yield workspace.registry, PlanOutcome("", maker.examiner.registry.report)
        if len(plans) < 2 or hands == WorkerChoice():
            yield from ((path, _made_of(*_sent(maker.make(path)))) for path in plans)
            return
    crew: AbstractContextManager[WorkerPool] = nullcontext(processes(min(hands.jobs or cores(), len(plans))))
    if hands.scheduler:
        crew = cluster(hands.scheduler)
    task = BuildOrder(workspace.root, wanted.sent(), str(maker.registry), digest(repr(workspace.plans()).encode()))
    with crew as workers:
        found = spread(workers, partial(work, task), [path.absolute() for path in plans])
        for done, (place, answer) in enumerate(found, 1):
            made = _died(plans[place]) if answer is None else _made_of(*answer)
            wanted.progress(done, len(plans), made.plan)
            yield plans[place], made


def _died(path: Path) -> PlanOutcome:
    failure = EnvironmentFailure(
        _("the process that worked on {path} ended twice before it was done", path=path),
        _("perhaps its memory was not enough; the other plans are built"),
    )
    return PlanOutcome(unread_id(path), Report(failures=(failure,)))


_ONE = threading.Lock()
"""A Dask worker may have several threads: they take turns, as one LibreOffice and one compiled template do."""


def work(task: BuildOrder, paths: tuple[Path, ...]) -> list[tuple[str, Plain]]:
    """In a worker: make everything that some plans call for. Answers with id and report of each, as plain values."""
    with _ONE:
        try:
            maker = _maker(task)
        except KehoachError as failure:
            return [_sent(PlanOutcome(unread_id(path), Report(failures=(failure,)))) for path in paths]
        return [_sent(maker.make(path)) for path in paths]


def _sent(made: PlanOutcome) -> tuple[str, Plain]:
    """What came of a plan, small enough that those of thousands can be kept, and sent from process to process."""
    return made.plan, report_to_plain(made.report)


def _made_of(plan: str, report: Plain) -> PlanOutcome:
    return PlanOutcome(plan, report_from_plain(report))


@lru_cache(1)
def _maker(task: BuildOrder) -> PlanMaker:
    if task.version != __version__:
        raise EnvironmentFailure(
            _("a worker has version {theirs} of kehoach, this is {ours}", theirs=__version__, ours=task.version),
            _("install the same version everywhere"),
        )
    return PlanMaker(Workspace(task.root), _converter(task.wanted.engine), task.wanted, everything)


@lru_cache(1)
def _converter(engine: Engine) -> Converter:
    """Kept as long as the worker lives: an office that has nothing to do for a while ends by itself."""
    return Converter(fonts(), engine=engine)

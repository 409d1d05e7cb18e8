"""Makes some products of plans, one plan after the other: examined first, with its results where they are wanted."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kehoach.diagnostics import KehoachError, Report
from kehoach.frozen import mutable, replace
from kehoach.model.plan import Plan
from kehoach.pdf.converter import Converter
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.production import Production, RunOptions
from kehoach.pipeline.products import Product
from kehoach.storage.workspace import Workspace, fonts, plan_id, unread_id

if TYPE_CHECKING:
    from kehoach.pipeline.lock import Issued
    from kehoach.pipeline.results import ResultsFound

LookForResults = Callable[[], "ResultsFound"]
"""Reads the results of a plan; what is found on them is reported. Called once, by products that want them."""
Products = Callable[[Examined, Plan, LookForResults], Iterable[Product]]


class PlanOutcome(NamedTuple):
    """The id of a plan, "" for what concerns no plan alone, and what came of it."""

    plan: str
    report: Report


def together(made: Iterable[PlanOutcome]) -> Report:
    """One report of all."""
    return Report.of(report for _plan, report in made)


def produce(files: Sequence[Path], wanted: RunOptions, products: Products) -> Iterator[PlanOutcome]:
    """Make some products of each plan; first report the registry. Raises UnreadableFile where there is no workspace."""
    if not files:
        return
    workspace = Workspace.around(files[0].absolute().parent)
    with Converter(fonts(), engine=wanted.engine) as converter:
        maker = PlanMaker(workspace, converter, wanted, products)
        yield PlanOutcome("", maker.examiner.registry.report)
        for path in files:
            yield maker.make(path)


@mutable
class PlanMaker:
    """Makes some products of plans of one workspace, one plan after the other."""

    workspace: Workspace
    converter: Converter
    wanted: RunOptions
    products: Products
    locks: bool = True
    """Whether the papers of an issued plan are made from the issued text; False for the run that issues."""

    def __post_init__(self) -> None:
        # Hashes before reading: what changes in between must look stale later, never fresh.
        self.registry = self.workspace.hashes([self.workspace.registry])
        self.examiner = Examiner(self.workspace, locks=self.locks)

    def make(self, path: Path) -> PlanOutcome:
        """Make the products of one plan. What fails, errors of the plan too, is part of the report."""
        with _undisturbed():
            return self._made(path)

    def _made(self, path: Path) -> PlanOutcome:
        name, report = unread_id(path), Report()
        try:
            inputs = {**self.registry, **self.workspace.hashes([path])}
            examined = self.examiner.examine(path)
            report += examined.report
            inputs |= examined.hashes
            if examined.plan:
                report += self._watched(path, examined.plan)
            if examined.plan and not examined.stops and not self.examiner.registry.stops:
                name = plan_id(path, examined.plan.year.first)
                report += self._made_of_issued(path, examined, examined.plan, name, inputs)
        except KehoachError as failure:
            report += Report(failures=(failure,))
        self.examiner.seen.clear()  # thousands of plans are more than a memory should keep
        return PlanOutcome(name, report)

    def _made_of_issued(self, path: Path, examined: Examined, plan: Plan, name: str, inputs: dict[str, str]) -> Report:
        """Make the products of a plan: of its issued text where it was issued, else of what its file says."""
        if self.locks and self.examiner.has_register:
            from kehoach.pipeline.lock import issued_plan  # late: most workspaces have no register

            if issued := issued_plan(self.workspace, path, plan):
                then = issued.examined()
                if then.plan is not None:
                    return self._make(then, then.plan, name, issued.inputs, issued)
        return self._make(examined, plan, name, inputs)

    def _watched(self, path: Path, plan: Plan) -> Report:
        """The files of what was issued of a plan: where one changes, the plan is looked at again."""
        if not self.locks:
            return Report()
        if not self.examiner.has_register:
            return Report(beside=(self.workspace.issued(plan_id(path, plan.year.first)),))
        from kehoach.pipeline.lock import files_to_watch

        return Report(beside=files_to_watch(self.workspace, path, plan))

    def _make(
        self, examined: Examined, plan: Plan, name: str, inputs: dict[str, str], issued: Issued | None = None
    ) -> Report:
        wanted, reports = self.wanted, list[Report]()

        def results() -> ResultsFound:
            from kehoach.pipeline.results import find_results  # late: a render looks at none

            found = find_results(plan, examined, self.examiner, wanted.today)
            reports.append(found.report)
            return found

        folder = self.workspace.output(wanted.output, name)
        production = Production(self.workspace, folder, self.converter, wanted, inputs)
        try:
            products = list(self.products(examined, plan, results))
            sound = not any(report.stops for report in reports)
            made = products
            if issued:
                kept, made = issued.restored(products)
                products = [*kept, *made]
                kept = [one for one in kept if wanted.pdf or not one.name.endswith(".pdf")]
                # their PDF files were issued too, and are none to be made
                reports.append(replace(production, wanted=replace(wanted, pdf=False)).make_all(kept))
            reports.append(production.make_all(made))
            if wanted.fresh and sound:
                reports.append(production.remove_others(products))
        except KehoachError as failure:  # what was found is reported all the same
            reports.append(Report(failures=(failure,)))
        return Report.of(reports)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage is looked for while a plan is made, which costs a fifth of the time.

    In every process alike: those of a cluster are not ours to set. Where there is much, as after a spreadsheet, Python
    takes it right afterwards.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

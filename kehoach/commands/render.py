"""`kehoach render`, `extract`, `report` and `build`: papers of plans, in Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kehoach.commands.examine import Examined, Examiner
from kehoach.commands.press import Press, Wanted
from kehoach.commands.products import Product, all_products, extract_products, plan_product
from kehoach.commands.results import NO_RESULTS, ResultsFound, find_results
from kehoach.diagnostics import KehoachError, Report
from kehoach.model.plan import Plan
from kehoach.workspace import Workspace, fonts, plan_id
from kehoach.writers.pdf import Converter

Products = Callable[[Examined, Plan, ResultsFound], Iterable[Product]]
Made = tuple[str, Report]
"""The id of a plan, "" for what concerns no plan alone, and what came of it."""


def render(files: Sequence[Path], wanted: Wanted) -> Report:
    """The plan document of each plan that has no error; the others report why not."""
    return together(produce(files, wanted, lambda examined, plan, _results: [plan_product(examined, plan)]))


def extract(files: Sequence[Path], agencies: Sequence[str], certified: str, wanted: Wanted) -> Report:
    """The extract of each agency, of every one that a plan concerns when none is named."""

    def products(examined: Examined, plan: Plan, _results: ResultsFound) -> Iterable[Product]:
        return extract_products(examined, plan, agencies, certified=certified)

    return together(produce(files, wanted, products))


def build(files: Sequence[Path], start: Path, wanted: Wanted) -> Iterator[Made]:
    """Everything that the plans call for, of all plans of the workspace when none is named."""
    return produce(files or Workspace.around(start).plans(), wanted, all_products, with_results=True)


def together(made: Iterable[Made]) -> Report:
    """One report of all."""
    return sum((report for _plan, report in made), Report())


def produce(files: Sequence[Path], wanted: Wanted, products: Products, *, with_results: bool = False) -> Iterator[Made]:
    """Make some products of each plan. A plan with errors, and a product that fails, stop nothing but themselves.

    Results are read, and what is found on them told, only where the products want them.
    """
    if not files:
        return
    workspace = Workspace.around(files[0].absolute().parent)
    # Hashes before reading: what changes in between must look stale later, never fresh.
    registry = workspace.hashes([workspace.registry])
    examiner = Examiner(workspace)
    yield "", examiner.registry.report
    with Converter(fonts()) as converter:
        for path in files:
            name, report = path.stem, Report()
            try:
                inputs = {**registry, **workspace.hashes([path])}
                examined = examiner.examine(path)
                report += examined.report
                plan = examined.plan
                if plan and not examined.stops and not examiner.registry.stops:
                    name = plan_id(path, plan.year.first)
                    results = find_results(plan, examined, examiner, wanted.today) if with_results else NO_RESULTS
                    report += results.report
                    press = Press(workspace, workspace.output(wanted.output, name), converter, wanted, inputs)
                    wanted_products = list(products(examined, plan, results))
                    report += press.make_all(wanted_products)
                    if wanted.fresh and not results.report.stops:
                        report += press.remove_others(wanted_products)
            except KehoachError as failure:
                report += Report(failures=(failure,))
            yield name, report

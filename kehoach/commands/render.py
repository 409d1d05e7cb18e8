"""`kehoach render` and `extract`: papers of plans, in Word and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kehoach.diagnostics import Report
from kehoach.model.plan import Plan
from kehoach.pipeline.examine import Examined
from kehoach.pipeline.plan_maker import LookForResults, produce, together
from kehoach.pipeline.production import RunOptions
from kehoach.pipeline.products import Product, extract_products, plan_product


def render(files: Sequence[Path], wanted: RunOptions) -> Report:
    """The plan document of each plan that has no error; the others report why not."""
    return together(produce(files, wanted, lambda examined, plan, _results: [plan_product(examined, plan)]))


def extract(files: Sequence[Path], agencies: Sequence[str], certified: str, wanted: RunOptions) -> Report:
    """The extract of each agency, of every one that a plan concerns when none is named."""

    def products(examined: Examined, plan: Plan, _results: LookForResults) -> Iterable[Product]:
        return extract_products(examined, plan, agencies, certified=certified)

    return together(produce(files, wanted, products))

"""Charts that Word can edit: what is counted, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Series:
    """One row of numbers of a chart; None where there is none to show."""

    name: str
    values: tuple[Decimal | None, ...]


class ChartForm(StrEnum):
    """Which way the bars of a chart run."""

    BARS = "bars"  # lying, the first category on top: for names
    COLUMNS = "columns"  # standing, the first category on the left: for years


@dataclass(frozen=True)
class Chart:
    """Bars for each category, as a chart that Word can edit. `description` is read to who cannot see it.

    `places` is how many decimals its numbers show.
    """

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    form: ChartForm = ChartForm.BARS
    places: int = 1

"""Charts that Word can edit: what is counted, and its numbers."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kehoach.documents.origin import Origin
from kehoach.frozen import attribute, frozen


@frozen
class Series:
    """One row of numbers of a chart; None where there is none to show."""

    name: str
    values: tuple[Decimal | None, ...]


class ChartForm(StrEnum):
    """Which way the bars of a chart run."""

    BARS = "bars"  # lying, the first category on top: for names
    COLUMNS = "columns"  # standing, the first category on the left: for years


@frozen
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
    origin: Origin = attribute(default=(), compare=False, repr=False)

    @property
    def height(self) -> float:
        """How high it is on paper, in millimetres."""
        bars = min(_AROUND + _PER_CATEGORY * len(self.categories), _HIGHEST)
        return bars if self.form is ChartForm.BARS else _COLUMNS_HIGH

    def is_labelled(self, series: Series) -> bool:
        """Whether the bars of a series bear their numbers: a row of 100, lying beside others, says nothing."""
        return self.form is ChartForm.COLUMNS or any(value != _WHOLE for value in series.values)

    @property
    def begins_at_zero(self) -> bool:
        """Whether its bars are on zero: else a small change of standing bars would look like a large one."""
        values = [value for series in self.series for value in series.values if value is not None]
        return self.form is ChartForm.COLUMNS and min(values, default=0) >= 0


_WHOLE = Decimal(100)
_PER_CATEGORY, _AROUND, _HIGHEST = 8.5, 32.0, 190.0
"""Height of lying bars in millimetres: for each category, for title and legend, and at most."""
_COLUMNS_HIGH = 80.0
"""Height of standing bars in millimetres."""
COLORS = ("BFBFBF", "1F4E79")
"""Of the series, told apart in grey print too."""
TITLE_SIZE, AXIS_SIZE, LEGEND_SIZE, NUMBER_SIZE = 13, 10, 11, 9
"""Sizes of the texts of a chart, in points."""

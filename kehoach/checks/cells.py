"""Figures that are added up: cells of pasted tables and sums of money, of what, and how exactly they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kehoach.frozen import frozen
from kehoach.model.prose import Prose
from kehoach.model.quantity import Quantity, measure
from kehoach.parse.quantities import quantity_of
from kehoach.patterns import regex
from kehoach.vietnamese import number_text

Cells = tuple[Prose, ...]
"""A row of a table."""

_NOTHING = ("", "-", "\u2013")
_UNIT = regex(r"(?:%|[^\W\d_][^\d();,:]{0,24})?(?:/[^\d();,:]{1,20})?")
"""A unit, and no sentence that begins with a number."""
_MINUS = regex(r"^[-\u2013] ?(?=[0-9])")


@frozen
class Figure:
    """A number in a cell. `value` counts in the smallest unit of what it measures: 1,2 tỷ is 1.200.000.000 đồng.

    `step` is the worth of its last decimal, 0 for a whole number.
    """

    value: Decimal
    of: str
    size: Decimal
    unit: str
    step: Decimal

    def written(self, value: Decimal) -> str:
        """Another value as this one is written, in its unit."""
        return f"{number_text(value / self.size)} {self.unit}".rstrip()


def text_of(row: Cells, column: int) -> str:
    """What a cell says; "" for one that the row does not have."""
    return str(row[column].source).strip() if column < len(row) else ""


def is_empty(row: Cells, column: int) -> bool:
    """Whether a cell has no figure on purpose: nothing, or a dash."""
    return text_of(row, column) in _NOTHING


def figure_in(row: Cells, column: int) -> Figure | None:
    """The single number that a cell is, perhaps with its unit; None for any other cell."""
    found = quantity_of(_MINUS.sub("-", text_of(row, column)))
    if found is None or not found.is_one_number or not _UNIT.fullmatch(found.unit):
        return None
    return figure_of(found)


def figure_of(quantity: Quantity) -> Figure:
    """A single number with what it measures and how exactly it was written."""
    unit = measure("" if quantity.is_percentage else quantity.unit)
    exponent = int(quantity.low.as_tuple().exponent)
    step = Decimal(10) ** exponent * unit.size if exponent < 0 else Decimal(0)
    return Figure(quantity.low * unit.size, unit.of, unit.size, quantity.unit, step)


def summed(row: Cells, members: Iterable[Cells], column: int) -> tuple[Figure, list[Figure]] | None:
    """The figure of a row and those that it should add up; None where one is no figure, or they measure two things."""
    own = figure_in(row, column)
    filled = [member for member in members if not is_empty(member, column)]
    known = [figure for member in filled if (figure := figure_in(member, column))]
    if own is None or not known or len(known) < len(filled) or {figure.of for figure in known} != {own.of}:
        return None
    return own, known


def leeway(figures: Sequence[Figure]) -> Decimal:
    """By how much a sum of rounded numbers may be off: half of the last place of each.

    A whole number among decimals of its unit is as rounded as they are; whole numbers alone are exact.
    """
    finest: dict[Decimal, Decimal] = {}
    for figure in figures:
        if figure.step:
            finest[figure.size] = min(figure.step, finest.get(figure.size, figure.step))
    return sum(((figure.step or finest.get(figure.size, Decimal(0))) / 2 for figure in figures), Decimal(0))


def total_of_figures(figures: Iterable[Figure]) -> Decimal:
    """What they come to together."""
    return sum((figure.value for figure in figures), Decimal(0))


def adds_up(figures: Sequence[Figure]) -> bool:
    """Whether they measure one thing of which there can be more: no shares, no rates."""
    measured = {figure.of for figure in figures}
    return len(measured) == 1 and not any("%" in figure.unit or "/" in figure.unit for figure in figures)

"""Quantities: numbers with a unit, typed as they print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from kehoach.model.base import NOWHERE, Reads, Todo, Value
from kehoach.source import Span
from kehoach.vietnamese import number_text


@dataclass(frozen=True)
class Quantity(Value):
    """A number or a range with its unit, in Vietnamese notation: `1,56%`, `08 hộ`, `26.120 ha`, `10 - 13%/năm`.

    It prints exactly as typed; `low` (and `high` of a range) are for comparing. `bound` holds a word before the
    number: "≥", "trên", "dưới", "ít nhất".
    """

    text: str
    low: Decimal
    high: Decimal | None
    unit: str
    bound: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_percentage(self) -> bool:
        """Whether the unit is a plain percent."""
        return self.unit == "%"

    @property
    def number(self) -> str:
        """The number as typed, without its unit."""
        return self.text[: len(self.text) - len(self.unit)].rstrip() if self.unit else self.text

    @property
    def is_one_number(self) -> bool:
        """Whether it is neither a range nor a bound, so that it can be added to others."""
        return self.high is None and not self.bound

    def __str__(self) -> str:
        return self.text


def total_of(quantities: Iterable[Quantity | Todo | None]) -> Quantity | None:
    """The sum of quantities, written as they are: `01 hộ` and `05 hộ` give `06 hộ`.

    None when there is nothing to add, or something that cannot be: a range, another unit, an undecided point.
    """
    parts = list(quantities)
    known = [part for part in parts if isinstance(part, Quantity) and part.is_one_number]
    if not known or len(known) != len(parts) or len({part.unit for part in known}) != 1:
        return None
    total = sum((part.low for part in known), Decimal(0))
    text = number_text(total)
    if len(text) == 1 and any(part.text.startswith("0") and part.low >= 1 for part in known):
        text = f"0{text}"
    gap = " " if any(f" {part.unit}" in part.text for part in known) else ""
    return Quantity(f"{text}{gap}{known[0].unit}", total, None, known[0].unit)


QuantityField = Annotated[Quantity | Todo, Reads("quantity")]
YearKey = Annotated[int, Reads("year")]

"""Quantities: numbers with a unit, typed as they print."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from kehoach.model.base import NOWHERE, Reads, Todo, Value
from kehoach.source import Span


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

    def __str__(self) -> str:
        return self.text


QuantityField = Annotated[Quantity | Todo, Reads("quantity")]
YearKey = Annotated[int, Reads("year")]

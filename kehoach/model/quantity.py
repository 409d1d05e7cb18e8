"""Quantities: numbers with a unit, typed as they print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from kehoach.frozen import attribute, frozen
from kehoach.model.base import NOWHERE, Todo
from kehoach.model.fields import Reads
from kehoach.patterns import regex
from kehoach.source import Span
from kehoach.vietnamese import number_text

COUNTED = (
    "hộ", "người", "học sinh", "sinh viên", "trẻ em", "trẻ", "lao động", "lượt", "trường hợp", "doanh nghiệp",
    "hợp tác xã", "cơ sở", "hồ sơ", "cán bộ", "thành viên", "hội viên", "đoàn viên", "khẩu", "nhân khẩu", "bản", "cuốn",
    "tờ", "con", "cây", "lớp", "xã", "phường", "thôn", "trường", "mô hình", "cuộc", "hội nghị",
)  # fmt: skip
"""Units that are counted whole: a fraction of them is a slip."""

CEILINGS = ("≤", "<", "dưới", "tối đa", "không quá")
STRICT = (">", "<", "trên", "dưới", "hơn")
BOUNDS = (*dict.fromkeys((*CEILINGS, *STRICT, "≥", "ít nhất", "tối thiểu", "khoảng", "từ", "đến", "gần")),)
"""Words before a number. Ceilings are to be kept below; strict ones want more, or less, than the number itself."""

_SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_SHORT_MONEY = {"tr": "triệu", "trđ": "triệu đồng", "tr.đ": "triệu đồng", "trđồng": "triệu đồng"}
SCALES = tuple(_SCALES)
"""Words for a thousand, a million, a thousand million."""
MONEY = ("đồng Việt Nam", "đồng", "đ", "VNĐ", "VND", "₫")
"""How the currency is written."""
_MONEY = ("", *(word.lower() for word in MONEY))
_SPELLINGS = {"m2": "m²", "m3": "m³", "km2": "km²"}


@frozen
class Measure:
    """What a unit measures, and how many of it one is: `triệu đồng` and `triệu` are a million of `đồng` both."""

    of: str
    size: Decimal


@lru_cache(maxsize=1024)
def measure(unit: str) -> Measure:
    """What a unit means. Words of scale alone (`tỷ`, `nghìn tỷ`) mean money."""
    counted, slash, rate = unit.partition("/")
    words = [piece for word in counted.split() for piece in _SHORT_MONEY.get(word.lower(), word).split()]
    exponent = 0
    for word in words[:2]:  # "nghìn tỷ"
        if word.lower() not in _SCALES:
            break
        exponent += _SCALES[words.pop(0).lower()]
    of = " ".join(words)
    if of.lower() in _MONEY and (of or exponent):
        of = "đồng"
    return Measure(_SPELLINGS.get(of, of) + slash + rate, Decimal(10) ** exponent)


@frozen
class Quantity:
    """A number or a range with its unit, in Vietnamese notation: `1,56%`, `08 hộ`, `26.120 ha`, `10 - 13%/năm`.

    It prints exactly as typed; `low` (and `high` of a range) are for comparing. `bound` holds a word before the
    number: "≥", "trên", "dưới", "ít nhất".
    """

    text: str
    low: Decimal
    high: Decimal | None
    unit: str
    bound: str = ""
    span: Span = attribute(default=NOWHERE, compare=False, repr=False)

    @property
    def is_percentage(self) -> bool:
        """Whether the unit is a plain percent."""
        return self.unit == "%"

    @property
    def is_ceiling(self) -> bool:
        """Whether it is a bound to stay below."""
        return self.bound.lower() in CEILINGS

    @property
    def is_strict(self) -> bool:
        """Whether it is a bound that itself is not enough."""
        return self.bound.lower() in STRICT

    def is_comparable(self, other: Quantity) -> bool:
        """Whether both measure the same, perhaps in units of different size."""
        return measure(self.unit).of == measure(other.unit).of

    def measured_in(self, unit: str) -> Quantity | None:
        """The same in another unit, `0,85 tỷ` as `850 triệu đồng`; None where that unit measures something else."""
        own, wanted = measure(self.unit), measure(unit)
        if own.of != wanted.of:
            return None
        if own == wanted:
            return self
        low, high = (None if end is None else end * own.size / wanted.size for end in (self.low, self.high))
        assert low is not None
        numbers = _written(low, high)
        return Quantity(f"{self.bound} {numbers} {unit}".strip(), low, high, unit, self.bound, self.span)

    def below(self, heading: str) -> str:
        """How it prints in a column that is headed by a unit: without its own where that is the same."""
        whole = self.text.endswith(self.unit)  # nothing is after the unit
        return self.number if whole and (not self.unit or measure(self.unit) == measure(heading)) else self.text

    @property
    def number(self) -> str:
        """The number as typed, without its unit; of an amount in two units ("1 tỷ 250 triệu") in the last of them."""
        typed = self.text.removesuffix(self.unit).rstrip()
        if self.text.endswith(self.unit) and not _SCALE_WORD.search(typed):
            return typed
        return f"{self.bound} {_written(self.low, self.high)}".strip()

    @property
    def is_one_number(self) -> bool:
        """Whether it is neither a range nor a bound, so that it can be added to others."""
        return self.high is None and not self.bound

    def __str__(self) -> str:
        return self.text


_SCALE_WORD = regex("|".join(SCALES), re.IGNORECASE)


def _written(low: Decimal, high: Decimal | None) -> str:
    return number_text(low) if high is None else f"{number_text(low)} - {number_text(high)}"


def total_of(quantities: Iterable[Quantity | Todo | None]) -> Quantity | None:
    """The sum, written as the first is: `01 hộ` and `05 hộ` give `06 hộ`, `1 tỷ đồng` and `500 triệu` `1,5 tỷ đồng`.

    None when there is nothing to add, or something that cannot be: a range, another unit, an undecided point.
    """
    parts = list(quantities)
    known = [part for part in parts if isinstance(part, Quantity) and part.is_one_number]
    if not known or len(known) != len(parts):
        return None
    alike = [part.measured_in(known[0].unit) for part in known]
    total = sum((part.low for part in alike if part), Decimal(0))
    if None in alike:
        return None
    text = number_text(total)
    if len(text) == 1 and any(part.text.startswith("0") and part.low >= 1 for part in known):
        text = f"0{text}"
    gap = " " if any(f" {part.unit}" in part.text for part in known) else ""
    return Quantity(f"{text}{gap}{known[0].unit}", total, None, known[0].unit)


def change(earlier: Quantity, later: Quantity) -> str:
    """By how much a quantity grew or fell, with its sign and the later unit; "" where that cannot be said."""
    before = earlier.measured_in(later.unit)
    if before is None or not (before.is_one_number and later.is_one_number):
        return ""
    more = later.low - before.low
    return f"{'+' if more > 0 else ''}{number_text(more)} {later.unit}".rstrip()


def rate(part: Quantity | None, whole: Quantity | None) -> Decimal | None:
    """How many percent of the whole a part is, None where that cannot be said."""
    alike = part.measured_in(whole.unit) if part and whole else None
    return alike.low / whole.low * Decimal(100) if alike and whole and whole.low else None


def first_unit(quantities: Iterable[object]) -> str:
    """The first unit that one of them has, "" where none has one."""
    return next((one.unit for one in quantities if isinstance(one, Quantity) and one.unit), "")


QuantityField = Annotated[Quantity | Todo, Reads("quantity")]
YearKey = Annotated[int, Reads("year")]

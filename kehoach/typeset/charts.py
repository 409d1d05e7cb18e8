"""Charts, drawn from the numbers that Word's own charts have."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import chain

from kehoach.documents.chart import AXIS_SIZE, COLORS, LEGEND_SIZE, NUMBER_SIZE, TITLE_SIZE, Chart, ChartForm
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.typeface import width_mm
from kehoach.typeset.code import literal, millimetres, points
from kehoach.vietnamese import number_text

_WIDTH = MARGINS.text_width
_EDGE, _TOP, _BELOW_PLOT, _LEGEND = 4.0, 15.0, 20.0, 6.0
"""In millimetres: around everything; above the bars; below them, for axis and legend; the legend alone."""
_WIDEST_NAMES = 0.6
"""The names beside lying bars take so much of the width at most."""
_BESIDE_BARS = 12.0
"""For the number at the end of the longest bar, and for those of the axis beside standing ones, in millimetres."""
_GAPS = {ChartForm.BARS: 0.5, ChartForm.COLUMNS: 1.0}
"""Between the bars of two categories, as a share of a bar."""


def chart_code(chart: Chart) -> str:
    """A chart as a figure with its description."""
    drawn = "; ".join(chain(_around(chart), _bars(chart) if chart.form is ChartForm.BARS else _columns(chart)))
    size = f"width: {millimetres(_WIDTH)}, height: {millimetres(chart.height)}"
    return f'chart({literal(chart.description)}, block({size}, stroke: 0.5pt + rgb("#d9d9d9"), {{ {drawn} }}))'


def _around(chart: Chart) -> Iterator[str]:
    yield _text(chart.title, TITLE_SIZE, 0, _EDGE, _WIDTH, 6, bold=True)
    names = [width_mm(series.name, LEGEND_SIZE) for series in chart.series]
    x, y = (_WIDTH - sum(names) - 8 * len(names)) / 2, chart.height - _LEGEND
    for index, (series, width) in enumerate(zip(chart.series, names, strict=True)):
        yield _bar(x, y + 0.8, 2.2, 2.2, index)
        yield _text(series.name, LEGEND_SIZE, x + 3.2, y, width + 2, 4, align="left")
        x += width + 8


def _bars(chart: Chart) -> Iterator[str]:
    """Lying bars, the first category on top, its name beside them."""
    widest = max((width_mm(name, AXIS_SIZE) for name in chart.categories), default=0) + 1
    left = _EDGE + min(widest, _WIDTH * _WIDEST_NAMES) + 2
    low, high, step = _axis(chart)
    scale = (_WIDTH - _BESIDE_BARS - left) / float(high - low)
    bottom = chart.height - _BELOW_PLOT
    band = (bottom - _TOP) / max(len(chart.categories), 1)
    thick = band / (len(chart.series) + _GAPS[chart.form])
    zero = left + float(max(low, Decimal(0)) - low) * scale
    for at, name in enumerate(chart.categories):
        yield _text(name, AXIS_SIZE, _EDGE, _TOP + at * band, left - _EDGE - 2, band, align="right")
        for index, series in enumerate(chart.series):
            value = series.values[at]
            if value is None:
                continue
            end, y = left + float(value - low) * scale, _TOP + at * band + (_GAPS[chart.form] / 2 + index) * thick
            yield _bar(min(zero, end), y, abs(end - zero), thick, index)
            if chart.is_labelled(series):
                yield _text(
                    _number(value, chart), NUMBER_SIZE, max(end, zero) + 1, y, _BESIDE_BARS, thick, align="left"
                )
    for tick in _ticks(low, high, step):
        yield _text(number_text(tick), AXIS_SIZE, left + float(tick - low) * scale - 10, bottom + 1.5, 20, 4)


def _columns(chart: Chart) -> Iterator[str]:
    """Standing bars, the first category on the left, its name below them."""
    left, bottom = _EDGE + _BESIDE_BARS, chart.height - _BELOW_PLOT
    low, high, step = _axis(chart)
    scale = (bottom - _TOP - 3) / float(high - low)
    band = (_WIDTH - _EDGE - left) / max(len(chart.categories), 1)
    thick = band / (len(chart.series) + _GAPS[chart.form])
    zero = bottom - float(max(low, Decimal(0)) - low) * scale
    for tick in _ticks(low, high, step):
        y = bottom - float(tick - low) * scale
        yield _text(_number(tick, chart), AXIS_SIZE, _EDGE, y - 2, _BESIDE_BARS - 2, 4, align="right")
    for at, name in enumerate(chart.categories):
        yield _text(name, AXIS_SIZE, left + at * band, bottom + 1.5, band, 4)
        for index, series in enumerate(chart.series):
            value = series.values[at]
            if value is None:
                continue
            end, x = bottom - float(value - low) * scale, left + at * band + (_GAPS[chart.form] / 2 + index) * thick
            yield _bar(x, min(zero, end), thick, abs(end - zero), index)
            yield _text(_number(value, chart), NUMBER_SIZE, x - 5, min(zero, end) - 4.5, thick + 10, 4)


def _axis(chart: Chart) -> tuple[Decimal, Decimal, Decimal]:
    """Least and greatest value of the axis, and the step between its numbers: round ones, at most ten."""
    values = [value for series in chart.series for value in series.values if value is not None] or [Decimal(1)]
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    span = high - low or Decimal(1)
    power = Decimal(1).scaleb(span.adjusted() - 1)
    step = next(power * factor for factor in (1, 2, 5, 10, 20, 50) if span / (power * factor) <= 8)
    return (
        (low / step).to_integral_value(ROUND_FLOOR) * step,
        (high / step).to_integral_value(ROUND_CEILING) * step or step,
        step,
    )


def _ticks(low: Decimal, high: Decimal, step: Decimal) -> Iterator[Decimal]:
    while low <= high:
        yield low
        low += step


def _number(value: Decimal, chart: Chart) -> str:
    """A number with as many decimals as the chart shows, zeros too."""
    text = number_text(value, chart.places)
    whole, _comma, fraction = text.partition(",")
    return f"{whole},{fraction.ljust(chart.places, '0')}" if chart.places else text


def _bar(x: float, y: float, width: float, height: float, index: int) -> str:
    size = f"width: {millimetres(width)}, height: {millimetres(height)}"
    return f'at({millimetres(x)}, {millimetres(y)}, rect({size}, fill: rgb("#{COLORS[index % len(COLORS)]}")))'


def _text(
    text: str, size: int, x: float, y: float, width: float, height: float, *, align: str = "center", bold: bool = False
) -> str:
    """A text in the middle of a box, its lines broken where they must be; places and sizes in millimetres."""
    weight = ', weight: "bold"' if bold else ""
    return (
        f"at({millimetres(x)}, {millimetres(y)}, label-box({millimetres(width)}, {millimetres(height)}, {align}, "
        f"text(size: {points(size)}{weight}, {literal(text)})))"
    )

"""The chart of a report that looks back: one target through the years."""

from __future__ import annotations

from decimal import Decimal

from kehoach.documents.chart import Chart, ChartForm, Series
from kehoach.documents.paper import plain
from kehoach.documents.report_view import ReportView
from kehoach.model.history import Edition, Point, history, trend
from kehoach.model.items import Target
from kehoach.model.quantity import Quantity
from kehoach.vietnamese import upper_first


def history_chart(view: ReportView) -> Chart | None:
    """Plan and result by year of the first target that has figures of one unit in two years or more, one of them a
    result; None where there is no such target."""
    if not view.earlier:
        return None
    editions = (*view.earlier, Edition(view.plan, view.agencies, view.reported))
    for target in view.plan.targets.values():
        unit, points = _course(target, editions, view.reporting.year)
        if len(points) > 1 and any(point.actual for point in points):
            return _chart(upper_first(plain(view.name(target))), unit, points, target.better == "lower")
    return None


def chart_of_years(target: Target, name: str, editions: tuple[Edition, ...]) -> Chart | None:
    """Plan and result of a target in every year in which its unit is that of the latest; None without any figure."""
    unit, points = _course(target, editions, 9999)
    return _chart(upper_first(name), unit, points, target.better == "lower") if points else None


def _course(target: Target, editions: tuple[Edition, ...], last: int) -> tuple[str, list[Point]]:
    """The unit of the latest year and the figures in it, up to the year `last`. Of results those that close a year."""
    points = [
        Point(point.year, point.planned, point.actual if point.is_final else None, point.is_final)
        for point in trend(history(target.target, editions))
        if point.year <= last
    ]
    units = [figure.unit for point in points for figure in point.known]
    unit = units[-1] if units else ""
    alike = [
        Point(point.year, _in_unit(point.planned, unit), _in_unit(point.actual, unit), point.is_final)
        for point in points
    ]
    return unit, [point for point in alike if point.known]


def _in_unit(figure: Quantity | None, unit: str) -> Quantity | None:
    return figure.measured_in(unit) if figure is not None else None


def _chart(name: str, unit: str, points: list[Point], lower: bool) -> Chart:
    planned = tuple(_planned(point.planned, lower) for point in points)
    actual = tuple(point.actual.low if point.actual else None for point in points)
    described = "; ".join(_described(point) for point in points)
    behind = f" ({unit})" if unit else ""
    return Chart(
        f"{name} qua các năm{behind}",
        f"Biểu đồ cột so sánh thực hiện với kế hoạch từng năm. {described}.",
        tuple(str(point.year) for point in points),
        (Series("Kế hoạch", planned), Series("Thực hiện", actual)),
        ChartForm.COLUMNS,
        max(_places(value) for value in (*planned, *actual) if value is not None),
    )


def _planned(figure: Quantity | None, lower: bool) -> Decimal | None:
    """The number that is the plan; of a range the end that the percentages of the report go by."""
    if figure is None:
        return None
    return (figure.high if lower else None) or figure.low


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _described(point: Point) -> str:
    figures = (("kế hoạch", point.planned), ("thực hiện", point.actual))
    return f"Năm {point.year}: " + ", ".join(f"{word} {figure}" for word, figure in figures if figure)

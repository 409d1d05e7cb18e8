"""The tables and the chart of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kehoach.documents.chart import Chart, Series
from kehoach.documents.columns import columns, header_rows
from kehoach.documents.inline import joined
from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import Align, Inline, Paragraph, Role, Slot, Table, plain
from kehoach.documents.paper import Row as Printed
from kehoach.documents.report_view import ReportRow, ReportView, compared, quantity_inline
from kehoach.frozen import frozen, replace
from kehoach.model.funds import whole_funds
from kehoach.model.items import Fund
from kehoach.model.outcome import Attainment, Outcome, TargetMeasure, planned_amount
from kehoach.model.quantity import Measure, Quantity, measure, rate, total_of
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.vietnamese import number_text, roman, rounded, upper_first

_SIGNS = {TargetMeasure.RATIO: "", TargetMeasure.CHANGE: "*", TargetMeasure.INVERSE: "**"}
_MEANINGS = {
    TargetMeasure.CHANGE: "* Chỉ tiêu giảm: so sánh mức giảm đạt được với mức giảm theo kế hoạch, tính từ đầu năm.",
    TargetMeasure.INVERSE: "** Chỉ tiêu càng thấp càng tốt, không có số đầu năm: so sánh kế hoạch với thực hiện.",
}


# Targets


def target_table(view: ReportView) -> Table:
    """Every target of the report against its plan, as the appendix has it (landscape)."""
    final = view.reporting.is_final
    before = ["Năm trước"] if final else ["Kỳ trước > Đầu năm", "Kỳ trước > Cùng kỳ năm trước"]
    headings = [
        *("STT", "Chỉ tiêu", "Đơn vị tính"),
        *before,
        *_goal_headings(view),
        "Đánh giá" if final else "Tiến độ",
        "Ghi chú",
    ]
    rows: list[Printed] = []
    above: tuple[Inline, ...] = ()
    order = group = 0
    for row in view.rows:
        if not row.is_share:
            order += 1
            for depth, heading in _new_headings(above, row.above):
                group += depth == 0
                label = (f"{roman(group)}. ",) if depth == 0 else ()
                rows.append(Printed((joined((label, heading), ""),), strong=True, across=True, origin=(row.origin,)))
            above = row.above
        cells = _cells(row, view, "" if row.is_share else str(order))
        rows.append(Printed(cells, origin=row.origin, origins=_origins(row, view, len(headings))))
        rows += _sum_row(row, view, len(headings))
    header = header_rows(headings)
    aligns = [Align.LEFT if heading in ("Chỉ tiêu", "Ghi chú") else Align.CENTER for heading in headings]
    widths = columns(header, rows, aligns, MARGINS.landscape_text_width)
    return Table(widths, header, tuple(rows), origin=(view.period,))


def _origins(row: ReportRow, view: ReportView, count: int) -> dict[int, Origin]:
    """What the figures of a row are made from: of equal ones only their column says which is which."""
    goal, actual = count - 5, count - 4
    start: Origin = (Keys(view.plan.targets.get(row.key.split("/")[1]), ("baseline",)),)
    computed = dict.fromkeys(range(actual + 1, count - 1), ())
    return {**dict.fromkeys(range(3, goal), start), goal: (row.planned,), actual: (row.reported,), **computed}


def _goal_headings(view: ReportView) -> tuple[str, str, str]:
    """What the columns of plan, result and percentage are called: a row may have the aim of a later year instead."""
    done, aims = f"Thực hiện {view.reporting.name}", [row.outcome.aim for row in view.rows]
    if (aim_year := _one_aim_year(view)) is not None:
        return f"Mục tiêu đến năm {aim_year}", done, "So với mục tiêu (%)"
    if any(aims):
        return f"Kế hoạch năm {view.reporting.year} hoặc mục tiêu", done, "So với kế hoạch, mục tiêu (%)"
    return f"Kế hoạch năm {view.reporting.year}", done, "So với kế hoạch (%)"


def _one_aim_year(view: ReportView) -> int | None:
    """The year of the aims where every row has one and all are for one year."""
    years = {row.outcome.aim.year if row.outcome.aim else None for row in view.rows}
    return years.pop() if len(years) == 1 else None


def _goal(row: ReportRow, view: ReportView) -> Inline:
    """The plan of the year, else the aim with its year, unless the heading says that."""
    found = row.outcome
    goal = quantity_inline(found.goal, row.unit) or (() if found.counted else ("Có",))
    if found.aim is None or not goal or _one_aim_year(view) is not None:
        return goal
    return (*goal, f" (đến năm {found.aim.year})")


def _new_headings(old: tuple[Inline, ...], new: tuple[Inline, ...]) -> Iterator[tuple[int, Inline]]:
    """The headings above a target that are not above the target before it."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    yield from enumerate(new[same:], same)


def _cells(row: ReportRow, view: ReportView, order: str) -> tuple[Inline, ...]:
    found = row.outcome
    blank = Slot(f"{row.key}/before", "năm trước" if view.reporting.is_final else "đầu năm", required=False)
    same = Slot(f"{row.key}/same", "cùng kỳ", required=False)
    if row.is_share:
        earlier: list[Inline] = [()] if view.reporting.is_final else [(), ()]
    elif view.reporting.is_final:
        earlier = [quantity_inline(found.same_period or found.start, row.unit) or (blank,)]
    else:
        earlier = [
            quantity_inline(one, row.unit) or (slot,) for one, slot in ((found.start, blank), (found.same_period, same))
        ]
    name = joined((("- ",) if row.is_share else (), row.name), "")
    return (
        (order,) if order else (),
        name,
        (upper_first(row.unit),) if row.unit else (),
        *earlier,
        _goal(row, view),
        _actual(row),
        _percent(row),
        _judged(row, view),
        _note(row, view),
    )


def _actual(row: ReportRow) -> Inline:
    found = row.outcome
    if found.actual is not None:
        return quantity_inline(found.actual, row.unit)
    if found.done is not None:
        return ("Có",) if found.done else ("Không",)
    choices = () if found.counted else ("Có", "Không")
    return (Slot(f"{row.key}/value", "kết quả", choices=choices),)


def _percent(row: ReportRow) -> Inline:
    found = row.outcome
    percent, compared_by = found.progress
    if percent is not None:
        return (number_text(percent, 1) + _SIGNS[compared_by],)
    return () if found.is_known or not found.counted else (Slot(f"{row.key}/percent", "%"),)


def _judged(row: ReportRow, view: ReportView) -> Inline:
    met, aim = row.outcome.met, row.outcome.aim
    if view.reporting.is_final:
        if row.outcome.is_pending and aim:
            return ("Chưa đến hạn" if aim.year > view.reporting.year else f"Hạn năm {aim.year}",)
        if met is not None:
            return (upper_first(met),)
        return (Slot(f"{row.key}/rated", "đánh giá", choices=tuple(upper_first(word) for word in Attainment)),)
    if met is not None:
        return ("Đang thực hiện" if met is Attainment.MISSED else "Đã đạt",)
    if row.outcome.is_pending and row.outcome.is_known:
        return ("Đang thực hiện",)
    return (Slot(f"{row.key}/rated", "tiến độ", choices=("Đã đạt", "Đang thực hiện")),)


def _note(row: ReportRow, view: ReportView) -> Inline:
    """What changed, then what the results say."""
    found = row.outcome
    said: list[str] = []
    if found.actual is not None and not row.is_share:
        if view.reporting.is_final:
            said = [compared(found.actual, found.same_period or found.start, "năm trước")]
        else:
            start = found.start if _is_comparable_with_start(found, view) else None
            said = [
                compared(found.actual, start, "đầu năm"),
                compared(found.actual, found.same_period, "cùng kỳ năm trước"),
            ]
    elif found.counted and found.actual is None and row.key.count("/") == 1:
        said = [plain(view.figure_before(row.key.split("/")[1]))]
    reported = "; ".join(text for text in said if text)
    note = row.result.note if row.result and not row.is_share else None
    return joined(((upper_first(reported),) if reported else (), view.body.line(note, view.body.scope)), ". ")


def _is_comparable_with_start(found: Outcome, view: ReportView) -> bool:
    """Whether a figure of a part of the year can be compared with the one at the year's beginning.

    What is counted up during the year, a rate of what was spent, starts at nothing: last year's whole figure is no
    measure for it. So only half a year or more, and only what fell as planned or moved where it is to go.
    """
    reporting, goal, start = view.reporting, found.goal, found.start
    if reporting.first != 1 or reporting.last < _HALF or found.actual is None or start is None:
        return False
    if found.progress[1] is TargetMeasure.CHANGE:
        return True
    first = start.measured_in(found.actual.unit)
    last = goal.measured_in(found.actual.unit) if isinstance(goal, Quantity) else None
    return first is not None and last is not None and (found.actual.low - first.low) * (last.low - first.low) >= 0


_HALF = 6


def _sum_row(row: ReportRow, view: ReportView, count: int) -> list[Printed]:
    """Below the last share of a target in another unit: what the shares come to together."""
    if not row.is_share:
        return []
    head, *shares = _family(row, view)
    if shares[-1] != row or len(shares) < 2 or measure(head.unit).of == measure(row.unit).of:
        return []
    planned, actual = (total_of(getattr(share.outcome, key) for share in shares) for key in ("goal", "actual"))
    cells: list[Inline] = [() for _cell in range(count)]
    cells[1], cells[2] = ("Cộng",), (upper_first(row.unit),)
    cells[count - 5], cells[count - 4] = quantity_inline(planned, row.unit), quantity_inline(actual, row.unit)
    if (percent := rate(actual, planned)) is not None:
        cells[count - 3] = (number_text(percent, 1),)
    return [Printed(tuple(cells), strong=True, origin=row.origin)]


def _family(row: ReportRow, view: ReportView) -> list[ReportRow]:
    """A target and its shares."""
    head = "/".join(row.key.split("/")[:2])
    return [other for other in view.rows if other.key == head or other.key.startswith(f"{head}/")]


def notes(view: ReportView) -> list[Paragraph]:
    """What the signs after the percentages mean."""
    used = {measure for percent, measure in (row.outcome.progress for row in view.rows) if percent is not None}
    return [Paragraph(Role.NOTE, (text,)) for measure, text in _MEANINGS.items() if measure in used]


def target_chart(view: ReportView) -> Chart | None:
    """How far each target of the year was reached; None where no percentage is known."""
    rows = [row for row in view.rows if not row.is_share and row.outcome.percent is not None]
    if not rows:
        return None
    values = tuple(row.outcome.percent and rounded(row.outcome.percent, 1) for row in rows)
    names = tuple(upper_first(plain(row.name)) for row in rows)
    reported = "; ".join(
        f"{name}: {number_text(value, 1)}%" for name, value in zip(names, values, strict=True) if value is not None
    )
    return Chart(
        f"Mức độ hoàn thành các chỉ tiêu năm {view.reporting.year} (kế hoạch = 100%)",
        f"Biểu đồ thanh ngang so sánh kết quả với kế hoạch. {reported}.",
        names,
        (
            Series("Kế hoạch", tuple(Decimal(100) for _row in rows)),
            Series("Thực hiện", values),
        ),
    )


# Funds


@frozen
class _Amounts:
    """What one source was to give, was given and gave."""

    planned: Quantity | None
    allocated: Quantity | None
    disbursed: Quantity | None

    @property
    def known(self) -> tuple[Quantity, ...]:
        """The amounts that are known."""
        return tuple(one for one in (self.planned, self.allocated, self.disbursed) if one is not None)

    def spelled(self, units: Mapping[Measure, str]) -> _Amounts:
        """The same amounts, each unit written in its one way."""
        return _Amounts(*(one and _spelled(one, units) for one in (self.planned, self.allocated, self.disbursed)))

    @property
    def percent(self) -> Decimal | None:
        """How much of what was allocated was spent."""
        return rate(self.disbursed, self.allocated)


def _spelled(amount: Quantity, units: Mapping[Measure, str]) -> Quantity:
    unit = units.get(measure(amount.unit), amount.unit)
    if unit == amount.unit or not amount.text.endswith(amount.unit):
        return amount
    return replace(amount, text=f"{amount.number} {unit}", unit=unit)


def fund_table(view: ReportView) -> Table:
    """The sources of funding: planned, allocated, disbursed (portrait). A unit that all have is in the header."""
    funds = view.plan.funds
    amounts = [_amounts(fund, view) for fund in funds]
    units = _spellings(amounts)
    unit = next(iter(units.values())) if len(units) == 1 else ""
    columns_ = [f"{name} ({unit})" if unit else name for name in ("Kế hoạch", "Đã phân bổ", "Đã giải ngân")]
    headings = ["STT", "Nguồn kinh phí", *columns_, "Tỷ lệ giải ngân (%)", "Ghi chú"]
    rows = []
    amounts = [one.spelled(units) for one in amounts]
    for number, (fund, found) in enumerate(zip(funds, amounts, strict=True), 1):
        result, key = view.results.funds.get(str(fund.fund)), f"funds/{number}"
        cells: tuple[Inline, ...] = (
            quantity_inline(found.planned, unit) or (Slot(f"{key}/planned", "kế hoạch", required=False),),
            quantity_inline(found.allocated, unit) or (Slot(f"{key}/allocated", "đã phân bổ"),),
            quantity_inline(found.disbursed, unit) or (Slot(f"{key}/disbursed", "đã giải ngân"),),
        )
        note = view.body.line(result.note, view.body.scope) if result else ()
        name = view.body.line(fund.fund, view.body.scope_of(fund))
        cells = ((str(number),), name, *cells, _rate(found, f"{key}/percent"), note)
        rows.append(Printed(cells, origin=((fund, result),), origins={len(cells) - 2: ()}))
    whole = [_amounts(fund, view).spelled(units) for fund in whole_funds(view.plan)]
    if len(whole) > 1 and (total := _total(whole, unit)):
        rows.append(total)
    header = header_rows(headings)
    aligns = [Align.LEFT if heading in ("Nguồn kinh phí", "Ghi chú") else Align.CENTER for heading in headings]
    return Table(columns(header, rows, aligns, MARGINS.text_width), header, tuple(rows))


def _spellings(amounts: list[_Amounts]) -> dict[Measure, str]:
    """One way of writing each unit that occurs: of "triệu" and "triệu đồng" the fuller one."""
    found: dict[Measure, str] = {}
    for one in amounts:
        for unit in (quantity.unit for quantity in one.known if quantity.unit):
            found[measure(unit)] = max(found.get(measure(unit), ""), unit, key=len)
    return found


def _amounts(fund: Fund, view: ReportView) -> _Amounts:
    result = view.results.funds.get(str(fund.fund))
    planned = planned_amount(fund, view.reporting.year, view.plan.year) or (result.planned if result else None)
    given, spent = (result.allocated, result.disbursed) if result else (None, None)
    return _Amounts(*(one if isinstance(one, Quantity) else None for one in (planned, given, spent)))


def _rate(found: _Amounts, key: str) -> Inline:
    if found.percent is not None:
        return (number_text(found.percent, 1),)
    return () if found.allocated and found.disbursed else (Slot(key, "%"),)


def _total(amounts: list[_Amounts], unit: str) -> Printed | None:
    """The row of totals, None unless every amount of a column can be added."""
    together = _Amounts(
        *(total_of(getattr(one, key) for one in amounts) for key in ("planned", "allocated", "disbursed"))
    )
    if not together.known:
        return None
    rate = (number_text(together.percent, 1),) if together.percent is not None else ()
    sums = (quantity_inline(one, unit) for one in (together.planned, together.allocated, together.disbursed))
    return Printed(((), ("Tổng cộng",), *sums, rate, ()), strong=True)

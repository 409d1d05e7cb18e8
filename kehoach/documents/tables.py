"""Appendices as tables: tasks, targets, funds, and tables pasted as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from kehoach.documents.body import Body
from kehoach.documents.columns import columns, header_rows
from kehoach.documents.inline import value_inline
from kehoach.documents.origin import Origin
from kehoach.documents.paper import Align, HeaderCell, Inline, Row, Table, plain
from kehoach.documents.pasted import pasted_table
from kehoach.frozen import frozen, replace
from kehoach.model.appendix import FundingAppendix, ShownTargets, TableAppendix, TargetsAppendix, TasksAppendix
from kehoach.model.base import Located, Ref, Todo
from kehoach.model.funds import is_part_of_fund
from kehoach.model.items import Fund, Group, Target, Task
from kehoach.model.numbering import own_heading
from kehoach.model.plan import PlacedItem, Plan, lead_of
from kehoach.model.prose import Prose
from kehoach.model.quantity import Quantity, first_unit, total_of
from kehoach.nghi_dinh_30 import MARGINS
from kehoach.vietnamese import roman, upper_first

TASK_COLUMNS = {
    "order": "STT",
    "text": "Nội dung nhiệm vụ",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "deadline": "Thời hạn",
}
TARGET_COLUMNS = {
    "order": "STT",
    "name": "Chỉ tiêu",
    "unit": "Đơn vị tính",
    "baseline": "Kỳ trước",
    "value": "Kế hoạch",
}
FUND_COLUMNS = {"order": "STT", "name": "Nguồn kinh phí", "amount": "Số tiền"}

_CENTERED = {"order", "unit", "deadline", "by", "value", "values", "baseline", "amount", "amounts"}


def table_of(appendix: Located, plan: Plan, body: Body) -> Table:
    """The table that an appendix prints."""
    if known := _facts_of(appendix, plan, body):
        return _keyed(*known, body.width)
    assert isinstance(appendix, TableAppendix)
    return pasted_table(appendix, body)


def passage_of(appendix: Located, plan: Plan, body: Body, wanted: Collection[int]) -> Table | None:
    """The rows of an appendix for the items of these identities, as they are numbered there, and their headings."""
    known = _facts_of(appendix, plan, body)
    if known is None:
        return None
    rows, kept, low = known[0].rows(), set[int](), 0  # `low`: heads of a lower depth are above what was met last
    for index, entry in reversed(list(enumerate(rows))):
        if isinstance(entry, _Entry) and id(entry.item) in wanted:
            kept.add(index)
            low = len(rows)
        elif isinstance(entry, _Head) and entry.depth < low:
            kept.add(index)
            low = entry.depth
    table = _keyed(*known, MARGINS.text_width)
    return replace(table, rows=tuple(row for index, row in enumerate(table.rows) if index in kept)) if kept else None


def _facts_of(appendix: Located, plan: Plan, body: Body) -> tuple[_Facts, Mapping[str, str]] | None:
    """The rows of a table of facts and the headings of its columns; None for another appendix."""
    if isinstance(appendix, TasksAppendix):
        return _Tasks(plan, body, appendix), _headings(appendix.columns, body) or TASK_COLUMNS
    if isinstance(appendix, TargetsAppendix):
        return _Targets(plan, body, appendix), _headings(appendix.columns, body) or TARGET_COLUMNS
    if isinstance(appendix, FundingAppendix):
        return _Funds(plan, body, appendix), _headings(appendix.columns, body) or FUND_COLUMNS
    return None


def _headings(columns: Mapping[str, Prose], body: Body) -> dict[str, str]:
    return {key: plain(body.line(heading, body.scope)) for key, heading in columns.items()}


# Tables of facts


@frozen
class _Head:
    """A group row."""

    text: Inline
    depth: int
    origin: Origin


@frozen
class _Entry:
    """A row of one fact, with what is above it."""

    item: Group
    above: tuple[object, ...]


class _Facts:
    """The rows of a table of facts, in print order, and how each column of one is filled."""

    def __init__(self, plan: Plan, body: Body, appendix: TasksAppendix | TargetsAppendix | FundingAppendix) -> None:
        self.plan, self.body, self.appendix = plan, body, appendix
        self.short = appendix.names == "short"

    wanted: type[Group]

    def rows(self) -> list[_Head | _Entry]:
        """Those written in the appendix; without any, all of the plan's."""
        if self.appendix.items:
            return list(self._written(self.appendix.items, (self.appendix,), 0))
        return [
            _Entry(placed.item, placed.above)
            for placed in self.plan.placed
            if isinstance(placed.item, self.wanted) and isinstance(placed.item, Group)
        ]

    def _written(self, items: Iterable[object], above: tuple[object, ...], depth: int) -> Iterable[_Head | _Entry]:
        for item in items:
            if isinstance(item, self.wanted):
                yield _Entry(item, above)
            elif isinstance(item, Group):
                heading = self.body.line(own_heading(item) or item.label or item.text, self.body.scope_of(item))
                if heading:
                    yield _Head(heading, depth, (*above, item))
            if isinstance(item, Group):
                yield from self._written(item.parts, (*above, item), depth + 1)
                yield from self._written(item.items, (*above, item), depth + 1)

    def cells(self, entry: _Entry, key: str) -> tuple[Inline, ...]:
        """The cells of one column; a column of years has several."""
        raise NotImplementedError

    def subheads(self, key: str) -> tuple[str, ...]:
        """Second lines of the header below a column that has several."""
        return ()

    def text(self, item: Group) -> Inline:
        """The sentence of an item: its text, else its name."""
        running = self.body.running(item)
        if running:
            return tuple(
                piece for index, inline in enumerate(running) for piece in ((("\n",) if index else ()) + inline)
            )
        return self.name(item)

    def name(self, item: Group) -> Inline:
        """The name of an item, else its text, without the stop at the end."""
        name = getattr(item, "name", None) or (item.fund if isinstance(item, Fund) else None)
        if name:
            return self.body.line(name, self.body.scope_of(item))
        running = self.body.running(item)
        return running[0] if running else ()


class _Tasks(_Facts):
    wanted = Task

    def cells(self, entry: _Entry, key: str) -> tuple[Inline, ...]:
        task = entry.item
        assert isinstance(task, Task)
        if cell := _TASK_CELLS.get(key):
            return (cell(self, task, entry),)
        return (self.fact(task, entry, key),)

    def fact(self, task: Task, entry: _Entry, key: str) -> Inline:
        """A fact as `Body` prints it."""
        return self.body.fact(task, key, entry.above, short=self.short)

    def deadline(self, task: Task, entry: _Entry) -> Inline:
        """The deadline, which begins the cell."""
        cell = self.fact(task, entry, "deadline")
        return (upper_first(cell[0]), *cell[1:]) if cell and isinstance(cell[0], str) else cell


_TASK_CELLS: Mapping[str, Callable[[_Tasks, Task, _Entry], Inline]] = {
    "text": lambda facts, task, _entry: facts.text(task),
    "name": lambda facts, task, _entry: facts.name(task),
    "note": lambda _facts, _task, _entry: (),
    "deadline": _Tasks.deadline,
}
"""What fills a column of tasks; any other column is a fact of the task."""


class _Targets(_Facts):
    wanted = Target

    def rows(self) -> list[_Head | _Entry]:
        if not isinstance(self.appendix, TargetsAppendix) or not self.appendix.show:
            return super().rows()
        found: list[_Head | _Entry] = []
        for shown in self.appendix.show:
            found += self._shown(shown)
        return found

    def _shown(self, shown: ShownTargets) -> Iterable[_Head | _Entry]:
        if shown.heading:
            yield _Head(self.body.line(shown.heading, self.body.scope), 0, (self.appendix, shown))
        for placed in self.plan.placed:
            if isinstance(placed.item, Target) and placed.item.target in shown.targets:
                yield _Entry(placed.item, placed.above)

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that some target has a value for."""
        targets = (entry.item for entry in self.rows() if isinstance(entry, _Entry))
        return tuple(sorted({year for target in targets if isinstance(target, Target) for year in target.values}))

    def subheads(self, key: str) -> tuple[str, ...]:
        return tuple(map(str, self.years)) if key == "values" else ()

    def cells(self, entry: _Entry, key: str) -> tuple[Inline, ...]:
        target = entry.item
        assert isinstance(target, Target)
        if key == "values":
            return tuple(self.amount(target, target.values.get(year)) for year in self.years) or ((),)
        cell = _TARGET_CELLS.get(key)
        return (cell(self, target, entry) if cell else (),)

    def amount(self, target: Target, quantity: Quantity | Todo | None) -> Inline:
        """A quantity of a target, without the unit where a column says it."""
        has_unit = "unit" in (self.appendix.columns or TARGET_COLUMNS)
        return _amount(quantity, unit_of(target) if has_unit else None)

    def names(self, refs: tuple[Ref | Todo, ...]) -> Inline:
        """Names of agencies, as long as the appendix wants them."""
        return self.body.names(refs, short=self.short)


_TARGET_CELLS: Mapping[str, Callable[[_Targets, Target, _Entry], Inline]] = {
    "text": lambda facts, target, _entry: facts.text(target),
    "name": lambda facts, target, _entry: facts.name(target),
    "unit": lambda _facts, target, _entry: value_inline(upper_first(unit_of(target))),
    "baseline": lambda facts, target, _entry: facts.amount(target, target.baseline),
    "value": lambda facts, target, _entry: facts.amount(target, target.value or _last(target.values)),
    "by": lambda _facts, target, _entry: value_inline(target.by),
    "lead": lambda facts, target, entry: facts.names(lead_of(PlacedItem(target, entry.above))),  # type: ignore[arg-type]
    "coordinating": lambda facts, target, _entry: facts.names(target.coordinating),
}
"""What fills a column of targets, except the one that has a cell for each year; any other column is empty."""


class _Funds(_Facts):
    wanted = Fund

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that some fund has an amount for."""
        funds = (entry.item for entry in self.rows() if isinstance(entry, _Entry))
        return tuple(sorted({year for fund in funds if isinstance(fund, Fund) for year in fund.amounts}))

    def subheads(self, key: str) -> tuple[str, ...]:
        return tuple(map(str, self.years)) if key == "amounts" else ()

    def cells(self, entry: _Entry, key: str) -> tuple[Inline, ...]:
        fund = entry.item
        assert isinstance(fund, Fund)
        cells = _FUND_CELLS.get(key)
        return cells(self, fund) if cells else ((),)

    def total(self, keys: Iterable[str]) -> tuple[Inline, ...] | None:
        """The row of totals, None unless every amount is one number in one unit."""
        entries = [entry for entry in self.rows() if isinstance(entry, _Entry) and not is_part_of_fund(entry.above)]
        funds = [entry.item for entry in entries if isinstance(entry.item, Fund)]
        cells = [cell for key in keys for cell in (_TOTALS[key](self, funds) if key in _TOTALS else ((),))]
        return tuple(cells) if len(funds) > 1 and any(plain(c) not in ("", "Tổng cộng") for c in cells) else None


_FUND_CELLS: Mapping[str, Callable[[_Funds, Fund], tuple[Inline, ...]]] = {
    "text": lambda facts, fund: (facts.text(fund),),
    "name": lambda facts, fund: (facts.name(fund),),
    "amount": lambda _facts, fund: (value_inline(fund.amount),),
    "amounts": lambda facts, fund: tuple(value_inline(fund.amounts.get(year)) for year in facts.years) or ((),),
}
"""What fills a column of funds; any other column is empty."""
_TOTALS: Mapping[str, Callable[[_Funds, Sequence[Fund]], tuple[Inline, ...]]] = {
    "name": lambda _facts, _funds: (("Tổng cộng",),),
    "amount": lambda _facts, funds: (_sum([fund.amount for fund in funds]),),
    "amounts": lambda facts, funds: tuple(_sum([fund.amounts.get(year) for fund in funds]) for year in facts.years),
}
"""What fills a column of the row of totals; any other column is empty."""


def _keyed(facts: _Facts, heads: Mapping[str, str], width: float) -> Table:
    rows: list[Row] = []
    order = group = 0
    for entry in facts.rows():
        if isinstance(entry, _Head):
            group += entry.depth == 0
            text = (f"{roman(group)}. ", *entry.text) if entry.depth == 0 else entry.text
            rows.append(Row((text,), strong=True, across=True, origin=entry.origin))
            if facts.appendix.restart:
                order = 0
            continue
        order += 1
        cells: list[Inline] = []
        for key in heads:
            cells += [(str(order),)] if key == "order" else facts.cells(entry, key)
        rows.append(Row(tuple(cells), origin=(*entry.above, entry.item)))
    if isinstance(facts, _Funds) and (total := facts.total(heads)):
        rows.append(Row(total, strong=True, origin=(facts.appendix,)))
    header, aligns = _header_of(facts, heads)
    typed = tuple(facts.appendix.columns.values())
    return Table(columns(header, rows, aligns, width), header, tuple(rows), origin=(facts.appendix, typed))


def _header_of(facts: _Facts, heads: Mapping[str, str]) -> tuple[tuple[tuple[HeaderCell, ...], ...], list[Align]]:
    typed: list[str] = []
    aligns: list[Align] = []
    for key, heading in heads.items():
        subheads = facts.subheads(key)
        typed += [f"{heading} > {sub}" for sub in subheads] or [heading]
        aligns += [Align.CENTER if key in _CENTERED else Align.LEFT] * max(len(subheads), 1)
    return header_rows(typed), aligns


def unit_of(target: Target) -> str:
    """The unit of a target's quantities, "" when it has none."""
    return first_unit((target.value, *target.values.values(), target.baseline))


def _amount(quantity: Quantity | Todo | None, heading: str | None) -> Inline:
    """An amount, below the unit that a column of its own says, None where there is no such column."""
    return value_inline(quantity if heading is None or not isinstance(quantity, Quantity) else quantity.below(heading))


def _last(values: Mapping[int, Quantity | Todo]) -> Quantity | Todo | None:
    return values[max(values)] if values else None


def _sum(quantities: list[Quantity | Todo | None]) -> Inline:
    return value_inline(total_of(quantity for quantity in quantities if quantity is not None))

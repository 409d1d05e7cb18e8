"""Tables of an appendix whose every column is understood: of tasks, targets or funds, as the plan file has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kehoach.importing.bodies import Bodies
from kehoach.importing.texts import FileTexts
from kehoach.importing.yaml_text import Block, Written
from kehoach.parse.quantities import quantity_of
from kehoach.patterns import regex
from kehoach.recognising.facts_targets import short_id
from kehoach.recognising.facts_times import amount_in, deadline_in, is_wording
from kehoach.recognising.fields import key_of
from kehoach.recognising.found import FoundTable, FoundText, TableKind
from kehoach.vietnamese import roman

_ORDER = regex(r"(?i)(?:s?tt|số tt|số thứ tự|thứ tự)\.?")
_NOTE = regex(r"(?i)ghi chú")
_UNIT = regex(r"(?i)(?:đơn vị tính|đvt|đơn vị)\.?")
_BASELINE = regex(r"(?i)(?:.*\b(?:hiện trạng|thực hiện|kết quả|kỳ trước|ước thực hiện)\b.*|năm \d{4})")
_VALUE = regex(r"(?i)(?:kế hoạch|chỉ tiêu(?: giao)?|mục tiêu|giao|phấn đấu)\b.*|năm \d{4}")
_AMOUNT = regex(r"(?i)(?:.*\b)?(?:kinh phí|số tiền|thành tiền|dự toán)\b.*")
_GROUP = regex(r"([IVXL]+)\. (\S.*)")
_YEAR = regex(r"\b(20\d\d)\b")
_TOTAL = regex(r"(?i)(?:tổng cộng|tổng số|tổng|cộng)")


class _NotUnderstood(Exception):
    """A column or cell that says something else than a fact."""


@dataclass
class FactTables:
    """Writes tables of facts. `take` gives an id that is free; `year` is the first of the plan."""

    texts: FileTexts
    bodies: Bodies
    take: Callable[[str], str]
    year: int
    _order: int = field(default=0, init=False)

    def written(self, table: FoundTable) -> dict[str, Written] | None:
        """The kind, columns and items of a table, None where it is to be pasted as it is."""
        plain = not (table.title or table.remark or table.note or table.column_numbers or table.merged)
        if not plain or not table.rows or any(len(path) != 1 for path in table.headings):
            return None
        kind = {TableKind.TASKS: "tasks", TableKind.TARGETS: "targets", TableKind.FUNDS: "funding"}.get(table.kind)
        if kind is None:
            return None
        self._order = 0
        try:
            columns = self._columns(kind, [path[0] for path in table.headings])
            items, restarts = self._items(kind, columns, table)
        except _NotUnderstood:
            return None
        made: dict[str, Written] = {"kind": kind, "columns": columns, "items": items}
        return made | ({"restart": "true"} if restarts else {})

    # Columns

    def _columns(self, kind: str, headings: Sequence[str]) -> dict[str, Written]:
        columns: dict[str, Written] = {}
        for heading in headings:
            key = self._key(kind, heading, columns)
            if not key or key in columns:
                raise _NotUnderstood
            columns[key] = heading
        if {"tasks": "text", "targets": "value", "funding": "amount"}[kind] not in columns:
            raise _NotUnderstood
        return columns

    def _key(self, kind: str, heading: str, before: Mapping[str, Written]) -> str:
        if _ORDER.fullmatch(heading):
            return "order"
        if not set(before) - {"order"}:
            return "text" if kind == "tasks" else "name"
        if _NOTE.fullmatch(heading):
            return "note"
        if kind == "funding":
            return "amount" if _AMOUNT.fullmatch(heading) else ""
        if kind == "targets":
            return self._key_of_target(heading, before) or key_of(heading)
        return key_of(heading)

    def _key_of_target(self, heading: str, before: Mapping[str, Written]) -> str:
        years = [int(year) for year in _YEAR.findall(heading)]
        if _UNIT.fullmatch(heading):
            return "unit"
        if len(years) < 2 and _BASELINE.fullmatch(heading) and (not years or years[0] < self.year):
            return "" if "value" in before else "baseline"
        return "value" if _VALUE.fullmatch(heading) and (not years or years[0] >= self.year) else ""

    # Rows

    def _items(self, kind: str, columns: Mapping[str, Written], table: FoundTable) -> tuple[list[Written], bool]:
        groups: list[tuple[str, list[Written]]] = [("", [])]
        starts: list[int] = []
        for at, row in enumerate(table.rows):
            if at in table.across:
                groups.append((self._group(row, len(groups)), []))
                continue
            if len(row) != len(columns):
                raise _NotUnderstood
            cells = dict(zip(columns, row, strict=True))
            if kind == "funding" and at == len(table.rows) - 1 and _is_total(cells):
                continue
            if not groups[-1][1]:
                starts.append(self._number(cells))
            groups[-1][1].append(self._item(kind, cells))
        restarts = len(starts) > 1 and all(start == 1 for start in starts)
        self._check_numbers(table, columns, restarts)
        ungrouped, *grouped = groups
        if any(not items for _heading, items in grouped):
            raise _NotUnderstood
        items = [*ungrouped[1], *({"heading": heading, "items": items} for heading, items in grouped)]
        return items, restarts

    def _group(self, row: Sequence[Sequence[FoundText]], number: int) -> str:
        texts = [text for cell in row for text in cell]
        match = _GROUP.fullmatch(texts[0].text) if len(texts) == 1 else None
        if not match or match[1] != roman(number):
            raise _NotUnderstood
        return self.texts.years(match[2])

    def _number(self, cells: Mapping[str, Sequence[FoundText]]) -> int:
        sign = _text(cells.get("order", ())).rstrip(".")
        return int(sign) if sign.isdecimal() else 1

    def _check_numbers(self, table: FoundTable, columns: Mapping[str, Written], restarts: bool) -> None:
        """Rows are counted by kehoach: the numbers are the same, or the table is not of facts."""
        if "order" not in columns:
            return
        place, number = list(columns).index("order"), 0
        for at, row in enumerate(table.rows):
            if at in table.across:
                number = 0 if restarts else number
                continue
            number += 1
            sign = _text(row[place])
            if sign != str(number) and not (at == len(table.rows) - 1 and not sign):
                raise _NotUnderstood

    def _item(self, kind: str, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        if kind == "tasks":
            return self._task(cells)
        if kind == "targets":
            return self._target(cells)
        name = _text(cells["name"])
        amount = amount_in(_text(cells["amount"]))
        if not name or not amount:
            raise _NotUnderstood
        return {"fund": self.texts.years(name), "amount": amount.text}

    def _task(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        name = _words(cells["text"])
        if not name or _text(cells.get("note", ())):
            raise _NotUnderstood
        made: dict[str, Written] = {"task": self.take(short_id(name)), "text": Block(self.texts.of(cells["text"]))}
        made |= self._led(cells)
        if cell := _text(cells.get("deadline", ())):
            made["deadline"] = _deadline(cell)
        for key in ("person", "deliverable", "fund"):
            if texts := [text for text in cells.get(key, ()) if text.text.strip()]:
                made[key] = self.texts.of(texts)
        return made

    def _led(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        """Who leads and who works with them."""
        made: dict[str, Written] = {}
        for key in ("lead", "coordinating"):
            if cell := _text(cells.get(key, ())):
                made[key] = self._bodies(cell)
        return made

    def _bodies(self, cell: str) -> tuple[str, ...]:
        """The bodies of a cell, which begins with a capital that their names need not have."""
        for typed in (cell, cell[:1].lower() + cell[1:]):
            mentions = self.bodies.named(typed)
            if mentions and all(one.id for one in mentions):
                return tuple(one.id for one in mentions)
        mentions = self.bodies.named(cell)
        if not mentions or (len(mentions) == 1 and ";" in cell):
            raise _NotUnderstood
        return tuple(map(self.bodies.ref, mentions))

    def _target(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        name = _text(cells["name"])
        if not name or _text(cells.get("note", ())):
            raise _NotUnderstood
        made: dict[str, Written] = {"target": self.take(short_id(name)), "name": self.texts.years(name)}
        unit = _text(cells.get("unit", ()))
        for key in ("baseline", "value"):
            if cell := _text(cells.get(key, ())):
                made[key] = _quantity(cell, unit)
        if "value" not in made:
            raise _NotUnderstood
        return made | self._led(cells)


def _deadline(cell: str) -> str:
    """The deadline that a cell is: times, a year alone, or words that name no time."""
    found = deadline_in(cell)
    if (found and found.text == cell) or _YEAR.fullmatch(cell) or is_wording(cell):
        return cell
    raise _NotUnderstood


def _quantity(cell: str, unit: str) -> str:
    """The quantity of a cell below the unit that its row says."""
    unit = unit[:1].lower() + unit[1:] if unit[1:].islower() else unit
    whole = cell if not unit or cell.endswith(unit) else f"{cell}{'' if unit[0] in '%‰' else ' '}{unit}"
    found = quantity_of(whole)
    if found is None or "{" in whole:
        raise _NotUnderstood
    return whole


def _is_total(cells: Mapping[str, Sequence[FoundText]]) -> bool:
    return bool(_TOTAL.fullmatch(_text(cells["name"]))) and not _text(cells.get("order", ()))


def _text(cell: Iterable[FoundText]) -> str:
    """The text of a cell, its paragraphs one after the other; one with a footnote is no fact."""
    texts = list(cell)
    if any(run.note for text in texts for run in text.runs):
        raise _NotUnderstood
    return _words(texts)


def _words(texts: Iterable[FoundText]) -> str:
    return " ".join(" ".join(text.text for text in texts).replace("\u00a0", " ").split())

"""Tables of an appendix whose every column is understood: of tasks, targets or funds, as the plan file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kehoach.importing.tree import TreeWriter
from kehoach.parse.quantities import quantity_of
from kehoach.patterns import regex
from kehoach.recognising.facts_times import amount_in, deadline_in, is_wording
from kehoach.recognising.fields import key_of
from kehoach.recognising.found import FoundTable, FoundText, TableKind
from kehoach.recognising.ids import short_id
from kehoach.vietnamese import roman, upper_first
from kehoach.yaml_text import Block, Commented, Written

_ORDER = regex(r"(?i)(?:s?tt|số tt|số thứ tự|thứ tự)\.?")
_NOTE = regex(r"(?i)ghi chú")
_UNIT = regex(r"(?i)(?:đơn vị tính|đvt|đơn vị)\.?")
_BASELINE = regex(r"(?i)(?:.*\b(?:hiện trạng|thực hiện|kết quả|kỳ trước|ước thực hiện|ƯTH)\b.*|năm \d{4})")
_VALUE = regex(r"(?i)(?:kế hoạch|chỉ tiêu(?: giao)?|mục tiêu|giao|phấn đấu)\b.*|năm \d{4}")
_AMOUNT = regex(r"(?i)(?:.*\b)?(?:kinh phí|số tiền|thành tiền|dự toán)\b.*")
_GROUP = regex(r"([IVXL]+)\. (\S.*)")
_YEAR = regex(r"\b(20\d\d)\b")
_TOTAL = regex(r"(?i)(?:tổng cộng|tổng số|tổng|cộng)")


_VALUES = "values "
"""What is before the year in the key of a column."""


class _NotUnderstood(Exception):
    """A column or cell that says something else than a fact."""


@dataclass
class FactTables:
    """Writes a table of facts at a place of the document; `tree` knows bodies, texts and the ids that are taken."""

    tree: TreeWriter
    place: str
    _short: bool = field(default=False, init=False)
    _lenient: bool = field(default=False, init=False)
    _doubts: list[str] = field(default_factory=list, init=False)

    def written(self, table: FoundTable) -> dict[str, Written] | None:
        """The kind, columns and items of a table, None where it is to be pasted as it is."""
        plain = not (table.title or table.remark or table.note or table.column_numbers or table.merged)
        if not plain or not table.rows or any(not path for path in table.headings):
            return None
        kind = {TableKind.TASKS: "tasks", TableKind.TARGETS: "targets", TableKind.FUNDS: "funding"}.get(table.kind)
        if kind is None:
            return None
        for self._short, self._lenient in ((False, False), (True, False), (False, True)):
            try:
                self._doubts = []
                columns = self._columns(kind, table.headings)
                items, restarts = self._items(kind, columns, table)
            except _NotUnderstood:
                continue
            made: dict[str, Written] = {"kind": kind, "columns": _said(columns)}
            made |= {"names": "short"} if self._short else {}
            made |= {"restart": "true"} if restarts else {}
            if 2 * len(self._doubts) > len(table.rows):
                return None
            self.tree.doubts += self._doubts
            return {**made, "items": items}
        return None

    # Columns

    def _columns(self, kind: str, headings: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
        """The key and the heading of each column; those of the years of one heading are `values` with their year."""
        columns: list[tuple[str, str]] = []
        for path in headings:
            keys = [key for key, _heading in columns]
            if len(path) == 2 and kind == "targets" and _YEAR.fullmatch(path[1]) and set(keys) - {"order"}:
                columns.append((f"{_VALUES}{path[1]}", path[0]))
                continue
            key = self._key(kind, path[0], keys) if len(path) == 1 else ""
            if not key or key in keys:
                raise _NotUnderstood
            columns.append((key, path[0]))
        keys = [key for key, _heading in columns]
        if kind == "targets" and not any(key == "value" or key.startswith(_VALUES) for key in keys):
            columns = [("text" if key == "name" else key, heading) for key, heading in columns]
        wanted = {"tasks": ("text",), "targets": ("text", "name"), "funding": ("amount",)}[kind]
        if not {key for key, _heading in columns} & set(wanted):
            raise _NotUnderstood
        return columns

    def _key(self, kind: str, heading: str, before: Sequence[str]) -> str:
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

    def _key_of_target(self, heading: str, before: Sequence[str]) -> str:
        years = [int(year) for year in _YEAR.findall(heading)]
        if _UNIT.fullmatch(heading):
            return "unit"
        if len(years) < 2 and _BASELINE.fullmatch(heading) and (not years or years[0] < self.tree.first_year):
            return "" if "value" in before else "baseline"
        return "value" if _VALUE.fullmatch(heading) and (not years or years[0] >= self.tree.first_year) else ""

    # Rows

    def _items(self, kind: str, columns: Sequence[tuple[str, str]], table: FoundTable) -> tuple[list[Written], bool]:
        groups: list[tuple[str, list[Written]]] = [("", [])]
        starts: list[int] = []
        for at, row in enumerate(table.rows):
            if at in table.across:
                groups.append((self._group(row, len(groups)), []))
                continue
            if len(row) != len(columns):
                raise _NotUnderstood
            cells = dict(zip((key for key, _heading in columns), row, strict=True))
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
        return self.tree.texts.years(match[2])

    def _number(self, cells: Mapping[str, Sequence[FoundText]]) -> int:
        sign = _text(cells.get("order", ())).rstrip(".")
        return int(sign) if sign.isdecimal() else 1

    def _check_numbers(self, table: FoundTable, columns: Sequence[tuple[str, str]], restarts: bool) -> None:
        """Rows are counted by kehoach: the numbers are the same, or the table is not of facts."""
        keys = [key for key, _heading in columns]
        if "order" not in keys:
            return
        place, number = keys.index("order"), 0
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
        return {"fund": self.tree.texts.years(name), "amount": amount.text}

    def _task(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        name = _words(cells["text"])
        if not name or _text(cells.get("note", ())):
            raise _NotUnderstood
        made: dict[str, Written] = {
            "task": self.tree.take(self.place, short_id(name)),
            "text": Block(self.tree.texts.of(cells["text"])),
        }
        made |= self._led(cells)
        if cell := _text(cells.get("deadline", ())):
            made["deadline"] = _deadline(cell)
        for key in ("person", "deliverable", "fund"):
            if texts := [text for text in cells.get(key, ()) if text.text.strip()]:
                made[key] = self.tree.texts.of(texts)
        return made

    def _led(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        """Who leads and who works with them."""
        made: dict[str, Written] = {}
        for key in ("lead", "coordinating"):
            if cell := _text(cells.get(key, ())):
                made[key] = self._bodies(cell)
        return made

    def _bodies(self, cell: str) -> tuple[str, ...] | Commented:
        """The bodies of a cell, which begins with a capital that their names need not have."""
        if self._short:
            return self._short_bodies(cell)
        for typed in (cell, cell[:1].lower() + cell[1:]):
            mentions = self.tree.bodies.named(typed)
            if mentions and all(one.id for one in mentions):
                return tuple(one.id for one in mentions)
        mentions = self.tree.bodies.named(cell)
        if mentions and not (len(mentions) == 1 and re.search(r"[;,]", cell) and not mentions[0].is_group):
            refs = tuple(map(self.tree.bodies.ref, mentions))
            prints = upper_first(self.tree.bodies.joined(refs)).replace("\u00a0", " ") == cell
            return refs if prints else tuple(one.name for one in mentions)
        if not self._lenient:
            raise _NotUnderstood
        self._doubts.append(f"{self.place}: {cell}")
        return Commented((cell,), "chưa tách được từng cơ quan")

    def _short_bodies(self, cell: str) -> tuple[str, ...]:
        """The bodies of a cell that names them by their short names."""
        refs = []
        for name in cell.split("; "):
            known = self.tree.bodies.by_short_name(name) or self.tree.bodies.by_short_name(name[:1].lower() + name[1:])
            if not known:
                raise _NotUnderstood
            refs.append(known)
        return tuple(refs)

    def _target(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        if "text" in cells:
            return self._target_in_words(cells)
        name = _text(cells["name"])
        if not name or _text(cells.get("note", ())):
            raise _NotUnderstood
        made: dict[str, Written] = {
            "target": self.tree.take(self.place, short_id(name)),
            "name": self.tree.texts.years(name),
        }
        unit = _text(cells.get("unit", ()))
        for key in ("baseline", "value"):
            if cell := _text(cells.get(key, ())):
                made[key] = _quantity(cell, unit)
        years = {key.removeprefix(_VALUES): _text(cell) for key, cell in cells.items() if key.startswith(_VALUES)}
        if values := {year: _quantity(cell, unit) for year, cell in years.items() if cell}:
            made["values"] = values
        if "value" not in made and not values:
            raise _NotUnderstood
        made |= {"better": "lower"} if _falls(made) else {}
        return made | self._led(cells)

    def _target_in_words(self, cells: Mapping[str, Sequence[FoundText]]) -> dict[str, Written]:
        """A target whose sentence is in the table: one that states no quantity is met or not."""
        text = _text(cells["text"])
        if not text or _text(cells.get("note", ())) or len(cells["text"]) > 1:
            raise _NotUnderstood
        made = self.tree.target_in(text, self.place)
        if made is None:
            made = {
                "target": self.tree.take(self.place, short_id(text)),
                "text": Block(self.tree.texts.of(cells["text"])),
            }
        return made | self._led(cells)


def _said(columns: Sequence[tuple[str, str]]) -> dict[str, Written]:
    """The columns as the plan file names them: one key for all years of a heading."""
    made: dict[str, Written] = {}
    for key, heading in columns:
        name = "values" if key.startswith(_VALUES) else key
        if made.setdefault(name, heading) != heading:
            raise _NotUnderstood
    return made


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


def _falls(target: Mapping[str, Written]) -> bool:
    """Whether a target is to be lower than it was."""
    before, aim = (quantity_of(str(target.get(key, ""))) for key in ("baseline", "value"))
    return before is not None and aim is not None and before.unit == aim.unit and aim.low < before.low


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

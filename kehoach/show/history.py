"""How the history of a target looks: aligned tables, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kehoach.commands.history import HistoryTable
from kehoach.diagnostics import Message, Report, Translator, _
from kehoach.model.base import Todo
from kehoach.model.history import Year
from kehoach.model.outcome import Attainment, TargetMeasure
from kehoach.model.quantity import Quantity
from kehoach.show import as_records
from kehoach.vietnamese import nfc, number_text, rounded

_HEADINGS = (_("year"), _("baseline"), _("plan"), _("result"), _("of the plan (%)"), _("judgement"), _("report"))
_TO_THE_RIGHT = 4
"""The column of percentages."""
_MET = {Attainment.EXCEEDED: _("exceeded"), Attainment.REACHED: _("met"), Attainment.MISSED: _("missed")}
_SIGNS = {TargetMeasure.RATIO: "", TargetMeasure.CHANGE: "*", TargetMeasure.INVERSE: "**"}
_MEANINGS = {
    TargetMeasure.CHANGE: _("less is better: the fall reached, compared with the fall planned from the baseline"),
    TargetMeasure.INVERSE: _("less is better and no baseline: the plan, compared with the result"),
}
_NONE = "-"


def as_text(tables: Sequence[HistoryTable], to: Translator) -> Iterator[str]:
    """Each table below a line that names it; an empty line between two."""
    for table in tables:
        if table is not tables[0]:
            yield ""
        yield f"{table.plan}: {table.name} ({table.history.target})"
        years = table.history.years
        yield from _aligned([[heading.into(to) for heading in _HEADINGS], *(_cells(year, to) for year in years)])
        used = {year.measure for year in years if year.percent is not None}
        yield from (f"{_SIGNS[one]} {meaning.into(to)}" for one, meaning in _MEANINGS.items() if one in used)


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    rows = [[nfc(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if at == _TO_THE_RIGHT else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _cells(year: Year, to: Translator) -> list[str]:
    percent = number_text(year.percent, 1) + _SIGNS[year.measure] if year.percent is not None else _NONE
    return [
        str(year.year),
        _figure(year.baseline, to),
        _figure(year.planned, to) if year.outcome.counted else _("yes").into(to),
        _result(year, to),
        percent,
        _MET[year.met].into(to) if year.met else _NONE,
        year.reporting.name if year.reporting else _NONE,
    ]


def _figure(figure: Quantity | Todo | None, to: Translator) -> str:
    if isinstance(figure, Todo):
        return _("undecided").into(to)
    return str(figure) if figure is not None else _NONE


def _result(year: Year, to: Translator) -> str:
    if year.outcome.actual is not None:
        return str(year.outcome.actual)
    said: Message = _("no result yet")
    if year.outcome.met is not None:  # of a target without a figure
        said = _("no") if year.outcome.met is Attainment.MISSED else _("yes")
    return said.into(to)


def as_json(tables: Sequence[HistoryTable], report: Report, to: Translator) -> str:
    """The tables and the findings; keys and words are fixed, only the messages of findings have a language."""
    made = [
        {
            "plan": table.plan,
            "target": table.history.target,
            "name": table.name,
            "years": [_record(year) for year in table.history.years],
        }
        for table in tables
    ]
    return json.dumps({"tables": made, "findings": as_records(report, to)}, ensure_ascii=False, indent=1)


def _record(year: Year) -> dict[str, Any]:
    return {
        "year": year.year,
        "plan": year.edition.id,
        "better": str(year.target.better) if isinstance(year.target.better, str) else None,
        "baseline": _amount(year.baseline),
        "planned": _amount(year.planned),
        "actual": _amount(year.outcome.actual),
        "percent": float(rounded(year.percent, 1)) if year.percent is not None else None,
        "measure": str(year.measure) if year.percent is not None else None,
        "met": year.met.name.lower() if year.met else None,
        "report": year.reporting.id if year.reporting else None,
        "final": year.is_final,
    }


def _amount(figure: Quantity | Todo | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    if isinstance(figure, Todo):
        return {"text": figure.question, "number": None, "unit": None, "undecided": True}
    number = float(figure.low) if figure.is_one_number else None
    return {"text": figure.text, "number": number, "unit": figure.unit or None, "undecided": False}

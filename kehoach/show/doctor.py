"""How `kehoach doctor` looks: a line for each thing, the way out under it; or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kehoach.commands.doctor import DoctorItem, Readiness
from kehoach.diagnostics import Translator, _
from kehoach.show import Paint

_STATES = {Readiness.READY: _("ready"), Readiness.WARNING: _("warning"), Readiness.MISSING: _("missing")}
_COLOURS = {Readiness.READY: "green", Readiness.WARNING: "yellow", Readiness.MISSING: "red"}


def as_text(items: Iterable[DoctorItem], to: Translator, paint: Paint) -> Iterator[str]:
    """One line for each thing, as soon as it is known."""
    width = max(len(state.into(to)) for state in _STATES.values())
    for item in items:
        yield f"{paint(_STATES[item.state].into(to).ljust(width), fg=_COLOURS[item.state])}  {item.message.into(to)}"
        if item.hint:
            yield f"{'':{width}}  → {item.hint.into(to)}"


def as_json(items: Iterable[DoctorItem], to: Translator) -> str:
    """An array; keys, names and states are fixed, only messages have a language."""
    records = [
        {
            "name": item.name,
            "state": str(item.state),
            "message": item.message.into(to),
            "hint": item.hint.into(to) if item.hint else None,
        }
        for item in items
    ]
    return json.dumps(records, ensure_ascii=False, indent=1)

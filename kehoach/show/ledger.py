"""How the ledger of a draft looks: a table for the terminal, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kehoach.diagnostics import Translator, _
from kehoach.pipeline.next_year import Drafted
from kehoach.rolling.ledger import Fate
from kehoach.rolling.record import record
from kehoach.rolling.redraft import PlacedEntry
from kehoach.show import Paint, unpainted, written
from kehoach.vietnamese import one_line

FATES = {
    Fate.UNDECIDED: _("must be decided"),
    Fate.CHANGED: _("changed in the draft"),
    Fate.CARRIED: _("carried, to be looked at"),
}
_COLOURS = {Fate.UNDECIDED: "magenta", Fate.CHANGED: "yellow", Fate.CARRIED: "green"}
_WIDTH = 44


def as_json(found: Drafted, to: Translator) -> str:
    """The ledger as it is remembered, without the draft; an empty object where the plan has errors."""
    if found.ledger is None:
        return "{}"
    data = record(found.ledger, found.standings, lambda message: message.into(to))
    del data["draft"]
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_text(found: Drafted, to: Translator, paint: Paint = unpainted, *, everything: bool = False) -> Iterator[str]:
    """What must be decided or looked at, one line each with the line of the file; with `everything` all entries."""
    shown = [one for one in found.standings if everything or _matters(one)]
    for fate in (Fate.UNDECIDED, Fate.CHANGED, Fate.CARRIED):
        group = [one for one in shown if one.entry.fate is fate]
        if group:
            yield paint(f"{FATES[fate].into(to)} ({len(group)})", fg=_COLOURS[fate], bold=True)
            yield from _rows(group, to)


def _matters(one: PlacedEntry) -> bool:
    return not one.touched and (one.entry.fate is not Fate.CARRIED or one.entry.verify)


def _rows(group: Iterable[PlacedEntry], to: Translator) -> Iterator[str]:
    for one in group:
        entry = one.entry
        change = _cut(entry.old) if entry.old == entry.new else f"{_cut(entry.old) or '·'} → {_cut(entry.new) or '·'}"
        sign = "?" if entry.verify else " "
        yield f"{one.first:5}{sign} {change}"
        about = f"{_cut(one.about)}: " if one.about else ""
        yield f"       {about}{entry.reason.into(to)}"


def _cut(text: str) -> str:
    return one_line(text, _WIDTH)


def summary(found: Drafted, to: Translator) -> Iterator[str]:
    """The files written, and how many values became what."""
    yield from written(found.report)
    if found.ledger is None:
        return
    counts = {fate: sum(one.entry.fate is fate and not one.touched for one in found.standings) for fate in Fate}
    verify = sum(one.entry.verify and not one.touched for one in found.standings)
    yield _(
        "to decide: {undecided}, changed: {changed}, carried: {carried}; of these to be looked at: {verify}",
        undecided=counts[Fate.UNDECIDED], changed=counts[Fate.CHANGED], carried=counts[Fate.CARRIED], verify=verify,
    ).into(to)  # fmt: skip
    if touched := sum(one.touched for one in found.standings):
        yield _("written anew by a person since the draft, and kept: {count}", count=touched).into(to)
    if found.updated:
        yield _("brought up to date where nobody had changed anything: {count}", count=found.updated).into(to)

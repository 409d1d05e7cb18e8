"""What became of the values of last year's plan in the draft made of it: to decide, changed, to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kehoach.diagnostics import Message, _
from kehoach.editing import Document, DocumentKind, Refused
from kehoach.frozen import frozen
from kehoach.pipeline.next_year import remembered
from kehoach.rolling.ledger import Fate
from kehoach.source import Source
from kehoach.web.addresses import CARRIED, DRAFTING, Address, of_plan
from kehoach.web.paths import written
from kehoach.web.screens import screen
from kehoach.web.workbench import NoSuchPlan, of_request

FATES: Mapping[Fate, Message] = {
    Fate.UNDECIDED: _("To be decided"),
    Fate.CHANGED: _("Changed"),
    Fate.CARRIED: _("Kept, to be checked"),
}
"""What becomes of a value, in the order in which it is shown."""


@frozen
class CarriedLine:
    """What became of one value: `address` is that of its item on the screen that drafts."""

    is_decided: bool
    about: str
    old: str
    new: str
    reason: str
    address: str


def show(request: Request) -> Response:
    """Show what `kehoach next` remembers of a draft: what a person must decide, and what to look at."""
    bench = of_request(request)
    bench.settle()
    path = bench.plan(request.path_params["year"], request.path_params["name"])
    memory = remembered(path)
    if memory is None:
        raise NoSuchPlan(_("{path} was not made of an earlier plan", path=path.stem))
    groups = tuple(_groups(path, memory))
    return screen(request, "carried_over.html", plan_file=path, groups=groups, at=of_plan(DRAFTING, path))


def _groups(path: Path, memory: Mapping[str, Any]) -> Iterator[tuple[Message, tuple[CarriedLine, ...]]]:
    source = Source(str(path), str(memory["draft"]))
    try:
        document: Document | None = Document.read(source, DocumentKind.PLAN)
    except Refused:
        document = None
    entries = [one for one in memory["entries"] if one["fate"] != Fate.CARRIED or one["verify"]]
    for fate, title in FATES.items():
        if lines := tuple(_lines(path, document, (one for one in entries if one["fate"] == fate))):
            yield title, lines


def _lines(path: Path, document: Document | None, entries: Iterable[Mapping[str, Any]]) -> Iterator[CarriedLine]:
    for one in entries:
        address = of_plan(DRAFTING, path)
        if document and (item := document.path_at(_offset(document.source, one["line"], one["column"]))):
            address = f"{address}?o={quote(written(item))}"
        yield CarriedLine(one["fate"] != Fate.UNDECIDED, one["about"], one["old"], one["new"], one["reason"], address)


def _offset(source: Source, line: int, column: int) -> int:
    starts = source.line_starts
    return min(starts[min(line, len(starts)) - 1] + column - 1, len(source.text))


ADDRESSES = (Address(f"{CARRIED}/{{year}}/{{name}}", show),)

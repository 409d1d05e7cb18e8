"""A new plan: blank, for a body of the registry or any unit of the country, whose bodies then enter the registry."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kehoach.country.asked import office
from kehoach.country.registry import registry_text
from kehoach.country.search import offices_like
from kehoach.diagnostics import KehoachError, Message, UnreadableFile, _
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.patterns import regex
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.new_plan import blank_plan, write_new
from kehoach.pipeline.new_workspace import lay_out
from kehoach.pipeline.office_entries import office_id, with_office
from kehoach.storage.files import decoded, read_bytes, safe_name
from kehoach.storage.saving import rewrite
from kehoach.storage.workspace import PLANS, Workspace, name_key
from kehoach.vietnamese import YEAR, fold, slug, upper_first
from kehoach.web.addresses import NEW, Address, of_begun
from kehoach.web.screens import going_to, screen, sentence_of, with_form
from kehoach.web.workbench import Workbench, of_request

_YEAR = regex(YEAR)
_COMMITTEE = regex(r"(?i)^(?:UBND|ủy ban nhân dân|uỷ ban nhân dân)\s+")
_PLAN_ABOUT = regex(r"(?i)^kế hoạch\s+")
"""The title is what comes after it."""
_LONGEST = 60
"""Letters of a file name."""
_SHOWN = 12
"""Issuers that are offered at once."""


@frozen
class RegisteredIssuer:
    """A body of the registry that can issue plans: its name with the unit above it, and its id."""

    label: str
    id: str


def show(request: Request) -> Response:
    """Ask what a new plan needs; the year is this one, from October on the next."""
    bench = of_request(request)
    today = bench.clock().date()
    year = upcoming_year(today)
    own = _own_issuers(_agencies(bench.workspace), year)
    issuer = own[0].label if len(own) == 1 else ""
    return screen(request, "new.html", values={"issuer": issuer, "year": str(year), "title": ""}, faults={})


def upcoming_year(today: date) -> int:
    """The year that plans are written for now: this one, from October on the next."""
    return today.year + (today.month >= 10)


def offer(request: Request) -> Response:
    """The bodies that somebody who types may mean: those of the registry first."""
    bench = of_request(request)
    typed = request.query_params.get("q", "")
    return screen(request, "issuers.html", offered=_offered(bench, typed, bench.clock().year))


@with_form
def create(request: Request, form: FormData) -> Response:
    """Make the plan, and go on to draft it; where something is wrong, say it beside the field."""
    bench = of_request(request)
    values = {name: " ".join(str(form.get(name, "")).split())[:1000] for name in ("issuer", "year", "title")}
    faults: dict[str, Message] = {}
    if not _YEAR.fullmatch(values["year"]):
        faults["year"] = _("write a year of four digits: 2026")
    if not values["title"]:
        faults["title"] = _("write what the plan is about: giảm nghèo bền vững năm 2026")
    if not values["issuer"]:
        faults["issuer"] = _("write the name of the unit, and choose it from the list")
    if not faults:
        with bench.writing:
            try:
                return going_to(of_begun(_made(bench, values)))
            except UnreadableFile as failure:
                faults["issuer"] = sentence_of(failure)
    return screen(request, "new_form.html", values=values, faults=faults)


def _made(bench: Workbench, values: dict[str, str]) -> Path:
    """Write the plan; before it the registry, or the bodies that it lacks. Raises UnreadableFile for the issuer."""
    workspace, year = bench.workspace, values["year"]
    issuer = _issuer_in_registry(bench, values["issuer"], int(year))
    agencies = _agencies(workspace)
    title = upper_first(_PLAN_ABOUT.sub("", values["title"]))
    subject = regex(rf"\b{year}\b").sub("{{ year }}", title)
    folder = workspace.root / PLANS / year
    taken = {name_key(path.stem) for path in workspace.plans() if path.parent == folder}
    stem = (safe_name(slug(title)) or "ke-hoach")[:_LONGEST].strip("-")
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    path = folder / f"{next(name for name in names if name_key(name) not in taken)}.yaml"
    write_new(path, blank_plan(year, issuer, agencies, subject))
    examiner = Examiner(workspace)
    examiner.examine(path)
    refresh(examiner, every=False)
    return path


def _issuer_in_registry(bench: Workbench, typed: str, year: int) -> str:
    """The id of the issuer that is meant; an office that the registry lacks enters it. Raises UnreadableFile."""
    workspace = bench.workspace
    has_registry = os.path.lexists(workspace.registry)
    examiner = Examiner(workspace)
    if has_registry and examiner.registry.stops:
        raise UnreadableFile(_("the registry of agencies has errors"), _("mend plans/agencies.yaml first"))
    agencies = examiner.registry.agencies
    own = next((one.id for one in _own_issuers(agencies, year) if fold(one.label) == fold(typed)), "")
    if own:
        return own
    asked = office(_COMMITTEE.sub("", typed))
    if not has_registry:
        lay_out(workspace.root, registry_text(asked))
        return office_id(asked)
    data = read_bytes(workspace.registry)
    before = decoded(workspace.registry, data).text
    text, issuer = with_office(before, agencies, asked)
    if text != before:
        rewrite(workspace.registry, data, text)
    return issuer


def _agencies(workspace: Workspace) -> Agencies:
    try:
        return Examiner(workspace).registry.agencies
    except KehoachError:
        return Agencies({})


def _own_issuers(agencies: Agencies, year: int) -> tuple[RegisteredIssuer, ...]:
    """The bodies of the registry that can issue a plan in a year, with the unit above them."""
    found = []
    for key in agencies.issuers_on(date(year, 1, 1)):
        agency = agencies.by_id[key]
        above = agencies.get(agency.parent) if isinstance(agency.parent, Ref) else None
        name = f"{agency.full_name}, {above.full_name.removeprefix('UBND ')}" if above else agency.full_name
        found.append(RegisteredIssuer(name, key))
    return tuple(found)


def _offered(bench: Workbench, typed: str, year: int) -> tuple[str, ...]:
    """What the list says: each line is what is sent when it is chosen."""
    own = [one.label for one in _own_issuers(_agencies(bench.workspace), year)]
    words = fold(typed).split()
    first = [name for name in own if all(word in fold(name) for word in words)]
    others = [one for one in offices_like(typed) if one.department or f"UBND {one.unit.titled}" not in own]
    units = [one.full if one.department else f"UBND {one.full}" for one in others]
    return tuple(dict.fromkeys((*first, *units)))[:_SHOWN]


ADDRESSES = (Address(NEW, show), Address(NEW, create, "POST"), Address("/don-vi", offer))

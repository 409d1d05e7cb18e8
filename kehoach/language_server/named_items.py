"""What a plan has under ids: agencies, targets, tasks, reports, notes, places, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kehoach.documents.places import names_of_places
from kehoach.frozen import frozen
from kehoach.language_server.edited import EditedFile
from kehoach.language_server.proposals import ProposalKind
from kehoach.model.agency import Agency
from kehoach.model.items import Target, name_or_id
from kehoach.phrases import first_words


@frozen
class NamedItem:
    """An id, and what is called by it."""

    id: str
    name: str
    kind: ProposalKind = ProposalKind.ITEM
    is_gone: bool = False
    """Whether it is a body that no longer exists when the plan is issued."""


def named_items(name: str, edited: EditedFile, path: tuple[str | int, ...] = ()) -> Iterator[NamedItem]:
    """What the argument of a name inside braces can be: `agency`, `target`, `due`, `note`, `place`, `share`."""
    plan = edited.plan
    if name == "agency":
        yield from agencies_of(edited)
    elif plan is None:
        return
    elif name == "target":
        yield from targets_of(edited)
    elif name == "due":
        yield from (NamedItem(key, str(period.name)) for key, period in plan.periods.items())
    elif name == "note":
        yield from (NamedItem(key, first_words(str(note))) for key, note in plan.notes.items())
    elif name == "place":
        places = places_of(edited)
        yield from (NamedItem(key, places.get(key, "")) for key in plan.places)
    elif name == "share":
        target = next((one for one in edited.on_the_way(path) if isinstance(one, Target)), None)
        for key in target.shares if target else ():
            agency = edited.agencies.by_id.get(key)
            yield NamedItem(key, agency.full_name if agency else key, ProposalKind.AGENCY)


def places_of(edited: EditedFile) -> Mapping[str, str]:
    """What `place('id')` prints, by id; nothing while the plan has an error."""
    if edited.plan is None or not edited.is_sound:
        return {}
    return names_of_places(edited.plan, edited.agencies)


def agencies_of(edited: EditedFile) -> Iterator[NamedItem]:
    """Every body; those that are gone when the plan is issued come last."""
    found = [
        NamedItem(key, _named(agency), ProposalKind.AGENCY, edited.is_gone(agency))
        for key, agency in edited.agencies.by_id.items()
    ]
    yield from sorted(found, key=lambda one: one.is_gone)


def issuers_first(edited: EditedFile) -> Iterator[NamedItem]:
    """Every body; first those that can issue a plan, since they have a letterhead."""
    every = list(agencies_of(edited))
    can = {key for key, agency in edited.agencies.by_id.items() if agency.letterhead}
    yield from (one for one in every if one.id in can and not one.is_gone)
    yield from (one for one in every if one.id not in can or one.is_gone)


def targets_of(edited: EditedFile) -> Iterator[NamedItem]:
    """The targets of the plan."""
    for key, target in edited.plan.targets.items() if edited.plan else ():
        yield NamedItem(key, name_or_id(target))


def tasks_of(edited: EditedFile) -> Iterator[NamedItem]:
    """The tasks of the plan."""
    for key, task in edited.plan.tasks.items() if edited.plan else ():
        yield NamedItem(key, name_or_id(task))


def funds_of(edited: EditedFile) -> Iterator[NamedItem]:
    """The sources of funding of the plan; their names are their ids."""
    for fund in edited.plan.funds if edited.plan else ():
        yield NamedItem(str(fund.fund), "")


def _named(agency: Agency) -> str:
    """The name, and the last day of a body that is no more."""
    until = agency.until
    return agency.full_name + (f" (đến hết {until.day}/{until.month}/{until.year})" if isinstance(until, date) else "")

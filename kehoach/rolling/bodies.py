"""References to bodies: those that end are told, those that ended give way to who takes over, or to a question."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import _
from kehoach.edits import Edit
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Target
from kehoach.model.plan import Basis
from kehoach.rolling.ledger import Entry, Fate, Topic
from kehoach.rolling.turn import Turn
from kehoach.rolling.values import share_values
from kehoach.source import Span, TextNode


def reference_entries(turn: Turn) -> Iterator[Entry]:
    """Entries for every reference outside the legal bases, and for the shares of targets."""
    seen: set[int] = set()
    kept: dict[int, set[str]] = {}
    for holder, name, value in turn.plan.walk():
        if isinstance(value, Ref) and turn.pen.knows(value.span) and not isinstance(holder, Basis):
            if value.span.start in seen:
                continue
            seen.add(value.span.start)
            yield _reference(turn, value, _staying(turn, value, kept))
        if isinstance(holder, Target) and name == "target":
            yield from _shares(turn, holder)


def _staying(turn: Turn, ref: Ref, kept: dict[int, set[str]]) -> set[str]:
    """The ids that the list around a reference holds in the draft, as far as they are known; of a single one none."""
    around = turn.pen.list_of(ref.span)
    if around is None:
        return set()
    texts = {str(item.value) for item in around if isinstance(item, TextNode)}
    return kept.setdefault(around.span.start, texts - set(turn.heirs))


def _key_of(turn: Turn, ref: Ref) -> str:
    """The id that a reference means: its own, or that of the one body of the registry that bears the name."""
    if ref.is_id:
        return ref.text
    bearers = turn.agencies.named(ref.text)
    return bearers[0] if len(bearers) == 1 else ""


def _reference(turn: Turn, ref: Ref, in_list: set[str]) -> Entry:
    """`in_list` are the ids that the list around it holds already; the heir is added."""
    key = _key_of(turn, ref)
    name = turn.agencies.name_of(ref)
    heirs = turn.heirs.get(key)
    if heirs is None:
        return _goes_on(turn, key, ref.span, name)
    if heirs.one is None:
        put = f"TODO({heirs.asked})"
        edit = turn.pen.value(ref.span, put)
        return Entry(Topic.AGENCY, Fate.UNDECIDED, ref.span, name, put, heirs.reason, edits=(edit,))
    heir = turn.agencies.name_of(Ref(heirs.one))
    if heirs.one in in_list and (gone := turn.pen.remove_item(ref.span)):
        why = _("the body that takes over stands in this list already")
        return Entry(Topic.AGENCY, Fate.CHANGED, ref.span, name, heir, why, True, (gone,))
    in_list.add(heirs.one)
    joined = heirs.one in turn.joined
    why = (
        _("takes over from several bodies: are their duties to be joined?") if joined else _("the body that takes over")
    )
    return Entry(Topic.AGENCY, Fate.CHANGED, ref.span, name, heir, why, True, (turn.pen.value(ref.span, heirs.one),))


def _goes_on(turn: Turn, key: str, place: Span, name: str) -> Entry:
    until = turn.ends_within(key)
    why = _("the body exists until {day} only", day=f"{until:%d/%m/%Y}") if until else _("the body goes on")
    return Entry(Topic.AGENCY, Fate.CARRIED, place, name, name, why, verify=until is not None)


def _shares(turn: Turn, target: Target) -> Iterator[Entry]:
    """Shares of bodies that exist are to decide; those of others go to the one heir, or are taken out."""
    staying: list[str] = []
    leaving: list[str] = []
    taken = {key for key in target.shares if key not in turn.heirs}
    for key in target.shares:
        place = target.key_at("shares", key)
        name = turn.agencies.name_of(Ref(key))
        heirs = turn.heirs.get(key)
        if heirs is None:
            staying.append(key)
            yield _goes_on(turn, key, place, name)
        elif heirs.one and heirs.one not in taken:
            taken.add(heirs.one)
            staying.append(key)
            edit = turn.pen.value(place, heirs.one)
            heir = turn.agencies.name_of(Ref(heirs.one))
            yield Entry(Topic.AGENCY, Fate.CHANGED, place, name, heir, _("the body that takes over"), True, (edit,))
        else:
            leaving.append(key)
    yield from share_values(turn, target, staying)
    yield from _taken_out(turn, target, leaving, everything=not staying)


def _taken_out(turn: Turn, target: Target, keys: list[str], *, everything: bool) -> Iterator[Entry]:
    whole = turn.pen.remove_entry(target.key_at("shares")) if everything and keys else None
    for key in keys:
        place, share = target.key_at("shares", key), target.shares[key]
        old = f"{turn.agencies.name_of(Ref(key))}: {share.question if isinstance(share, Todo) else share.text}"
        edit: Edit = whole or turn.pen.remove_entry(place)
        span = turn.pen.source.span(place.start, max(share.span.end, place.end))
        why = _("the share of a body that no longer exists is taken out")
        yield Entry(Topic.AGENCY, Fate.CHANGED, span, old, "", why, True, (edit,))

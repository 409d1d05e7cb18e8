"""References to bodies: those that end are told, those that ended give way to who takes over, or to a question."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import _
from kehoach.edits import Edit
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Target
from kehoach.model.plan import Basis
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.rollover import Rollover
from kehoach.rolling.values import share_values
from kehoach.source import ListNode, Span, TextNode
from kehoach.undecided import written


def reference_entries(turn: Rollover) -> Iterator[LedgerEntry]:
    """Entries for every reference outside the legal bases, and for the shares of targets."""
    seen: set[int] = set()
    dropped: dict[int, Edit] = {}
    for holder, name, value in turn.plan.walk():
        if isinstance(value, Ref) and turn.pen.knows(value.span) and not isinstance(holder, Basis):
            around = turn.pen.list_of(value.span)
            if around is not None and around.span.start not in seen:
                seen.add(around.span.start)
                dropped |= _dropped(turn, around)
            if value.span.start not in seen:
                seen.add(value.span.start)
                yield _reference(turn, value, dropped.get(value.span.start))
        if isinstance(holder, Target) and name == "target":
            yield from _shares(turn, holder)


def _dropped(turn: Rollover, around: ListNode) -> dict[int, Edit]:
    """By their places, the edits that take those out of a list whose heir stands there already."""
    keys = [_key_of(turn, Ref(str(item.value))) if isinstance(item, TextNode) else "" for item in around]
    standing = {key for key in keys if key and key not in turn.heirs}
    going: list[int] = []
    for index, key in enumerate(keys):
        heirs = turn.heirs.get(key)
        if heirs and heirs.one in standing:
            going.append(index)
        elif heirs and heirs.one:
            standing.add(heirs.one)
    return {around.items[index].span.start: edit for index, edit in turn.pen.remove(around, going).items()}


def _key_of(turn: Rollover, ref: Ref) -> str:
    """The id that a reference means: its own, or that of the one body of the registry that bears the name."""
    if ref.is_id:
        return ref.text
    bearers = turn.agencies.named(ref.text)
    return bearers[0] if len(bearers) == 1 else ""


def _reference(turn: Rollover, ref: Ref, dropped: Edit | None) -> LedgerEntry:
    """`dropped` takes it out of its list, where the heir stands there already."""
    key = _key_of(turn, ref)
    name = turn.agencies.name_of(ref)
    heirs = turn.heirs.get(key)
    if heirs is None:
        return _goes_on(turn, key, ref.span, name)
    if heirs.one is None:
        put = written(heirs.asked)
        edit = turn.pen.value(ref.span, put)
        return LedgerEntry(LedgerTopic.AGENCY, Fate.UNDECIDED, ref.span, name, put, heirs.reason, edits=(edit,))
    heir = turn.agencies.name_of(Ref(heirs.one))
    if dropped:
        why = _("the body that takes over stands in this list already")
        return LedgerEntry(LedgerTopic.AGENCY, Fate.CHANGED, ref.span, name, heir, why, True, (dropped,))
    joined = heirs.one in turn.joined
    why = (
        _("takes over from several bodies: are their duties to be joined?") if joined else _("the body that takes over")
    )
    return LedgerEntry(
        LedgerTopic.AGENCY, Fate.CHANGED, ref.span, name, heir, why, True, (turn.pen.value(ref.span, heirs.one),)
    )


def _goes_on(turn: Rollover, key: str, place: Span, name: str) -> LedgerEntry:
    until = turn.ends_within(key)
    why = _("the body exists until {day} only", day=f"{until:%d/%m/%Y}") if until else _("the body goes on")
    return LedgerEntry(LedgerTopic.AGENCY, Fate.CARRIED, place, name, name, why, verify=until is not None)


def _shares(turn: Rollover, target: Target) -> Iterator[LedgerEntry]:
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
            yield LedgerEntry(
                LedgerTopic.AGENCY, Fate.CHANGED, place, name, heir, _("the body that takes over"), True, (edit,)
            )
        else:
            leaving.append(key)
    yield from share_values(turn, target, staying)
    yield from _taken_out(turn, target, leaving, everything=not staying)


def _taken_out(turn: Rollover, target: Target, keys: list[str], *, everything: bool) -> Iterator[LedgerEntry]:
    if not keys:
        return
    if everything:  # the key `shares` itself goes
        holder, index = turn.pen.mapping_of(target.key_at("shares"))
        edits = dict.fromkeys(keys, turn.pen.remove(holder, [index])[index])
    else:
        places = {key: turn.pen.mapping_of(target.key_at("shares", key)) for key in keys}
        gone = turn.pen.remove(places[keys[0]][0], [index for _holder, index in places.values()])
        edits = {key: gone[index] for key, (_holder, index) in places.items()}
    for key in keys:
        place, share = target.key_at("shares", key), target.shares[key]
        old = f"{turn.agencies.name_of(Ref(key))}: {share.question if isinstance(share, Todo) else share.text}"
        span = turn.pen.source.span(place.start, max(share.span.end, place.end))
        why = _("the share of a body that no longer exists is taken out")
        yield LedgerEntry(LedgerTopic.AGENCY, Fate.CHANGED, span, old, "", why, True, (edits[key],))

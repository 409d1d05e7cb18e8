"""References to bodies: those that end are reported, those that ended give way to who takes over, or to a question."""

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


def reference_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Entries for every reference outside the legal bases, and for the shares of targets."""
    seen: set[int] = set()
    dropped: dict[int, Edit] = {}
    for holder, name, value in rollover.plan.walk():
        if isinstance(value, Ref) and rollover.editor.knows(value.span) and not isinstance(holder, Basis):
            around = rollover.editor.list_of(value.span)
            if around is not None:
                dropped |= _dropped(rollover, around)
            if value.span.start not in seen:
                seen.add(value.span.start)
                yield _reference(rollover, value, dropped.get(value.span.start))
        if isinstance(holder, Target) and name == "target":
            yield from _shares(rollover, holder)


def _dropped(rollover: Rollover, around: ListNode) -> dict[int, Edit]:
    """By their places, the edits that take those out of a list whose heir already exists."""
    keys = [_key_or_name(rollover, Ref(str(item.value))) if isinstance(item, TextNode) else "" for item in around]
    standing = {key for key in keys if key not in rollover.successors}
    going: list[int] = []
    for index, key in enumerate(keys):
        successors = rollover.successors.get(key)
        if successors and successors.one in standing:
            going.append(index)
        elif successors and successors.one:
            standing.add(successors.one)
    return {around.items[index].span.start: edit for index, edit in rollover.editor.remove(around, going).items()}


def _key_of(rollover: Rollover, ref: Ref) -> str:
    """The id that a reference means: its own, or that of the one body of the registry that bears the name."""
    if ref.is_id:
        return ref.text
    bearers = rollover.agencies.named(ref.text)
    return bearers[0] if len(bearers) == 1 else ""


def _key_or_name(rollover: Rollover, ref: Ref) -> str:
    return _key_of(rollover, ref) or ref.text


def _reference(rollover: Rollover, ref: Ref, dropped: Edit | None) -> LedgerEntry:
    """`dropped` takes it out of its list, where the heir already exists."""
    key = _key_of(rollover, ref)
    name = rollover.agencies.name_of(ref)
    successors = rollover.successors.get(key)
    if successors is None:
        return _goes_on(rollover, key, ref.span, name)
    if successors.one is None:
        put = written(successors.asked)
        edit = rollover.editor.value(ref.span, put)
        return LedgerEntry(LedgerTopic.AGENCY, Fate.UNDECIDED, ref.span, name, put, successors.reason, edits=(edit,))
    successor = rollover.agencies.name_of(Ref(successors.one))
    if dropped:
        why = _("the body that takes over is in this list already")
        return LedgerEntry(LedgerTopic.AGENCY, Fate.CHANGED, ref.span, name, successor, why, True, (dropped,))
    joined = successors.one in rollover.joined
    why = (
        _("takes over from several bodies: are their duties to be joined?") if joined else _("the body that takes over")
    )
    return LedgerEntry(
        LedgerTopic.AGENCY,
        Fate.CHANGED,
        ref.span,
        name,
        successor,
        why,
        True,
        (rollover.editor.value(ref.span, successors.one),),
    )


def _goes_on(rollover: Rollover, key: str, place: Span, name: str) -> LedgerEntry:
    until = rollover.ends_within(key)
    why = _("the body exists until {day} only", day=f"{until:%d/%m/%Y}") if until else _("the body goes on")
    return LedgerEntry(LedgerTopic.AGENCY, Fate.CARRIED, place, name, name, why, verify=until is not None)


def _shares(rollover: Rollover, target: Target) -> Iterator[LedgerEntry]:
    """Shares of bodies that exist are to decide; those of others go to the one heir, or are taken out."""
    staying: list[str] = []
    leaving: list[str] = []
    taken = {key for key in target.shares if key not in rollover.successors}
    for key in target.shares:
        place = target.key_at("shares", key)
        name = rollover.agencies.name_of(Ref(key))
        successors = rollover.successors.get(key)
        if successors is None:
            staying.append(key)
            yield _goes_on(rollover, key, place, name)
        elif successors.one and successors.one not in taken:
            taken.add(successors.one)
            staying.append(key)
            edit = rollover.editor.value(place, successors.one)
            successor = rollover.agencies.name_of(Ref(successors.one))
            yield LedgerEntry(
                LedgerTopic.AGENCY, Fate.CHANGED, place, name, successor, _("the body that takes over"), True, (edit,)
            )
        else:
            leaving.append(key)
    yield from share_values(rollover, target, staying)
    yield from _taken_out(rollover, target, leaving, everything=not staying)


def _taken_out(rollover: Rollover, target: Target, keys: list[str], *, everything: bool) -> Iterator[LedgerEntry]:
    if not keys:
        return
    if everything:  # the key `shares` itself goes
        holder, index = rollover.editor.mapping_of(target.key_at("shares"))
        edits = dict.fromkeys(keys, rollover.editor.remove(holder, [index])[index])
    else:
        places = {key: rollover.editor.mapping_of(target.key_at("shares", key)) for key in keys}
        gone = rollover.editor.remove(places[keys[0]][0], [index for _holder, index in places.values()])
        edits = {key: gone[index] for key, (_holder, index) in places.items()}
    for key in keys:
        place, share = target.key_at("shares", key), target.shares[key]
        old = f"{rollover.agencies.name_of(Ref(key))}: {share.question if isinstance(share, Todo) else share.text}"
        span = rollover.editor.source.span(place.start, max(share.span.end, place.end))
        why = _("the share of a body that no longer exists is taken out")
        yield LedgerEntry(LedgerTopic.AGENCY, Fate.CHANGED, span, old, "", why, True, (edits[key],))

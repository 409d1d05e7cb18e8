"""What changed between two plans, by meaning: each thing once, and what an expression says only where it is typed."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.comparing.difference import Difference, DifferenceKind, DifferenceTopic, Side, with_details
from kehoach.comparing.facts import Fact
from kehoach.comparing.matching import match, moved
from kehoach.comparing.plan_items import NAMED, PlanItem, plan_items
from kehoach.model.agency import Agencies
from kehoach.model.base import Todo
from kehoach.model.plan import Plan
from kehoach.source import Span

__all__ = ["Difference", "DifferenceKind", "DifferenceTopic", "Side", "compare", "undecided", "with_details"]

Place = tuple[int, int, int]
"""Where a difference is reported: with the new plan's things in their order, what is gone after what was before it."""


def compare(old: Plan, old_agencies: Agencies, new: Plan, new_agencies: Agencies) -> tuple[Difference, ...]:
    """Every difference, by topic, then in the order of the new plan. The agencies are those that each plan sees.

    Of the same plan twice there is none; of two that change places, the same ones mirrored.
    """
    before, after = plan_items(old, old_agencies), plan_items(new, new_agencies)
    pairs = match(before, after)
    elsewhere = moved(before, after, pairs)
    found: list[tuple[Place, Difference]] = []
    last = 0
    for index, item in enumerate(before):
        if index not in pairs:
            found += [((last, 1, index), one) for one in _whole(item, DifferenceKind.REMOVED)]
            continue
        last = pairs[index]
        other = after[last]
        if index in elsewhere:
            found.append(((last, 0, 0), _moved(item, other)))
        found += [((last, 0, 0), one) for one in _changed(item, other)]
    kept = set(pairs.values())
    for index, item in enumerate(after):
        if index not in kept:
            found += [((index, 0, 0), one) for one in _whole(item, DifferenceKind.ADDED)]
    topics = list(DifferenceTopic)
    return tuple(one for _place, one in sorted(found, key=lambda pair: (topics.index(pair[1].topic), pair[0])))


def undecided(plan: Plan, agencies: Agencies) -> tuple[tuple[str, Todo], ...]:
    """Every undecided point of a plan, with the name of the thing it belongs to."""
    items = plan_items(plan, agencies)
    return tuple((item.name, todo) for item in items for one in item.facts for todo in one.todos)


def _whole(item: PlanItem, kind: DifferenceKind) -> Iterator[Difference]:
    """A thing that came or went, and all that was said of it."""
    if item.sort is NAMED:
        return
    main = item.main

    def reported(what: str, of: str, side: Side) -> Difference:
        old, new = (None, side) if kind is DifferenceKind.ADDED else (side, None)
        return Difference(item.sort.topic, kind, what, of, old, new)

    yield reported("", "", _side(item, main, main.printed) if main else Side(item.name, "", item.span))
    for one in item.facts:
        if one is not main and not one.usual and one.printed != item.name:
            yield reported(one.what, one.of, _side(item, one, one.printed))


def _moved(old: PlanItem, new: PlanItem) -> Difference:
    before, after = (Side(one.name, _place_of(one), one.span) for one in (old, new))
    topic = min((old.sort.topic, new.sort.topic), key=list(DifferenceTopic).index)
    return Difference(topic, DifferenceKind.MOVED, "", "", before, after)


def _place_of(item: PlanItem) -> str:
    return " › ".join((*item.path, str(item.position)))


def _changed(old: PlanItem, new: PlanItem) -> Iterator[Difference]:
    """What is said otherwise of a thing that both plans have."""
    before, after = ({(one.what, one.key): one for one in item.facts} for item in (old, new))
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        if (one and one.same) == (other and other.same):
            continue
        fact = other or one
        assert fact is not None
        kind = (
            DifferenceKind.RENAMED
            if one and other and old.is_name(one) and new.is_name(other)
            else DifferenceKind.CHANGED
        )
        spelt = one is not None and other is not None and one.text == other.text  # two ids with one name
        sides = (
            _side(item, fact, str(fact.same) if spelt else fact.text) if fact else None
            for item, fact in ((old, one), (new, other))
        )
        yield Difference(_topic(old, new, fact), kind, fact.what, fact.of, *sides)


def _topic(old: PlanItem, new: PlanItem, fact: Fact) -> DifferenceTopic:
    """What a change is about; of two answers the earlier topic, whichever plan gives it."""
    return min((old.topic_of(fact), new.topic_of(fact)), key=list(DifferenceTopic).index)


def _side(item: PlanItem, fact: Fact, text: str) -> Side:
    return Side(item.name, text, _span(item, fact), fact.quantity, fact.todos)


def _span(item: PlanItem, fact: Fact) -> Span:
    """Where a fact was written; where nobody wrote it, the thing."""
    return fact.span if fact.span.source.path else item.span

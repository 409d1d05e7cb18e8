"""A difference between two plans as a value: what it is about, what became of it, how it was before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from kehoach.frozen import frozen, replace
from kehoach.model.base import Todo
from kehoach.model.quantity import Quantity, change
from kehoach.source import Span


class DifferenceTopic(StrEnum):
    """What a difference is about, in the order in which people ask."""

    PLAN = "plan"  # year, number, date, issuer, subject
    TARGETS = "targets"
    TASKS = "tasks"
    AGENCIES = "agencies"  # the bodies themselves
    DUTIES = "duties"  # what bodies have to do, besides tasks
    FUNDING = "funding"
    REPORTING = "reporting"
    BASES = "bases"
    SIGNING = "signing"
    RECIPIENTS = "recipients"
    SECTIONS = "sections"
    WORDING = "wording"
    FORM = "form"  # numbering, columns, orientation


class DifferenceKind(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"


_MIRRORED = {DifferenceKind.ADDED: DifferenceKind.REMOVED, DifferenceKind.REMOVED: DifferenceKind.ADDED}


@frozen
class Side:
    """The state of something in one of the two plans.

    `name` is what people call it there, `text` its value: of a text that changed, as written, with its expressions
    (`{{ year }}`); of one that came or went, as printed. Of what moved, `text` is its place: the headings above it and
    its number among its neighbours. `quantity` is the value where it is one, `todos` the points still undecided in it.
    """

    name: str
    text: str
    span: Span
    quantity: Quantity | None = None
    todos: tuple[Todo, ...] = ()


@frozen
class Difference:
    """One difference.

    `what` is the key of the plan file that differs ("value", "lead"), "" where the thing as a whole came, went or
    moved; `of` which one of several: the agency of a share, the year of a value. `old` is None for what was not there,
    `new` for what no longer is.
    """

    topic: DifferenceTopic
    kind: DifferenceKind
    what: str
    of: str
    old: Side | None
    new: Side | None

    @property
    def side(self) -> Side:
        """The state of it in the new plan, or was in the old one when it is gone."""
        side = self.new or self.old
        assert side is not None, "a difference has a side"
        return side

    @property
    def name(self) -> str:
        """What people call the thing."""
        return self.side.name

    @property
    def is_detail(self) -> bool:
        """Whether it only says more about a thing that came or went, and is after the difference that says so."""
        return bool(self.what) and self.kind in _MIRRORED

    @property
    def undecided(self) -> bool:
        """Whether the new plan leaves it open."""
        return bool(self.new and self.new.todos)

    @property
    def by(self) -> str:
        """By how much an amount of money grew or fell, with its unit and sign; "" where that cannot be said."""
        old, new = self.old and self.old.quantity, self.new and self.new.quantity
        return change(old, new) if self.topic is DifferenceTopic.FUNDING and old and new else ""

    def mirrored(self) -> Difference:
        """The difference as it is reported when the plans change places."""
        return replace(self, kind=_MIRRORED.get(self.kind, self.kind), old=self.new, new=self.old)


def with_details(differences: Iterable[Difference]) -> Iterator[tuple[Difference, tuple[Difference, ...]]]:
    """Each difference with the details that are after it."""
    whole: Difference | None = None
    details: list[Difference] = []
    for one in differences:
        if whole is not None and one.is_detail:
            details.append(one)
            continue
        if whole is not None:
            yield whole, tuple(details)
        whole, details = one, []
    if whole is not None:
        yield whole, tuple(details)

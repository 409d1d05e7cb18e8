"""The turn of a year: what the new draft is for, and what is known of the year that ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kehoach.diagnostics import Message, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.history import Point
from kehoach.model.plan import Plan
from kehoach.model.results import TaskResult
from kehoach.rolling.yaml_editor import YamlEditor


@dataclass(frozen=True)
class Successors:
    """Who takes over from the body `of`, which the new plan cannot address.

    `ids` are those that the registry names; `question` is what it leaves open, "" where it leaves nothing.
    """

    of: str
    ids: tuple[str, ...]
    question: str = ""

    @property
    def one(self) -> str | None:
        """The only heir, None where a person has to choose."""
        return self.ids[0] if len(self.ids) == 1 and not self.question else None

    @property
    def asked(self) -> str:
        """What a person must decide, the same wherever the body is named, so that one replacement answers all."""
        return f"thay {self.of} là {' hay '.join(self.ids)}" if len(self.ids) > 1 else f"cơ quan nào thay {self.of}"

    @property
    def reason(self) -> Message:
        """Why a person has to decide."""
        if self.ids and not self.question:
            return _("the body was split; who takes over this?")
        if self.question:
            return _("the body no longer exists; to be found out: {question}", question=self.question)
        return _("the body no longer exists, and the registry names no successor")


@dataclass(frozen=True)
class Rollover:
    """A plan on its way to the year `year`, its first.

    `issuer` is the id of the body that issues it anew, "" for the same one. `past` reports each target what earlier
    years brought, the plan's own year last; `tasks` how far the tasks came. `unread`: there are results, with an error.
    """

    plan: Plan
    agencies: Agencies
    editor: YamlEditor
    year: int
    issuer: str = ""
    past: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    tasks: Mapping[str, TaskResult] = field(default_factory=dict)
    unread: bool = False

    @property
    def delta(self) -> int:
        """Years from plan to draft."""
        return self.year - self.plan.year.first

    @cached_property
    def first_day(self) -> date:
        """The first day on which the draft may be issued: no day is known, so that of the month, or of the year."""
        issued = self.plan.issued_on
        return date(issued.year + self.delta, issued.month, 1) if issued else date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the draft's period."""
        last = self.plan.year.last
        return date(9999 if last is None else last + self.delta, 12, 31)

    @cached_property
    def old_issuer(self) -> str:
        """The id of the plan's issuer, "" while that is undecided."""
        return self.plan.issuer.text if isinstance(self.plan.issuer, Ref) else ""

    @cached_property
    def successors(self) -> Mapping[str, Successors]:
        """Of every body that the draft cannot address as it is: who takes over."""
        found = {key: self._heirs(key, frozenset()) for key in self.agencies if self._has_ended(key, frozenset())}
        if self.issuer and self.old_issuer and self.issuer != self.old_issuer:
            found[self.old_issuer] = Successors(self.old_issuer, (self.issuer,))
        return found

    def _has_ended(self, key: str, seen: frozenset[str]) -> bool:
        """Whether a body no longer exists, or may not; a group has ended when all its members have."""
        agency = self.agencies.by_id.get(key)
        if agency is None or key in seen:
            return False
        if agency.ended_before(self.first_day) or isinstance(agency.until, Todo):
            return True
        members = [ref.text for ref in agency.members if isinstance(ref, Ref) and ref in self.agencies]
        return bool(members) and all(self._has_ended(member, seen | {key}) for member in members)

    def _heirs(self, key: str, seen: frozenset[str]) -> Successors:
        if not self._has_ended(key, frozenset()):
            return Successors(key, (key,))
        ids: dict[str, None] = {}
        question = ""
        successors = self.agencies.by_id[key].successors
        for ref in successors if key not in seen else ():
            if isinstance(ref, Todo):
                question = question or ref.question
            elif ref.is_id and ref in self.agencies:
                further = self._heirs(ref.text, seen | {key})
                ids |= dict.fromkeys(further.ids)
                question = question or further.question
            else:
                ids[ref.text] = None
        return Successors(key, tuple(ids), question)

    @cached_property
    def joined(self) -> frozenset[str]:
        """Heirs that take over from several bodies of the plan, or that the plan addresses already."""
        named = {value.text for value in self.plan.values if isinstance(value, Ref)}
        counts: dict[str, set[str]] = {}
        for key in named:
            successors = self.successors.get(key)
            counts.setdefault((successors.one or "") if successors else key, set()).add(key)
        return frozenset(key for key, sources in counts.items() if key and len(sources) > 1)

    def ends_within(self, key: str) -> date | None:
        """The day on which a body ends within the draft's period, None when it outlives it or has ended before."""
        agency = self.agencies.by_id.get(key)
        if agency and isinstance(agency.until, date) and self.first_day <= agency.until < self.last_day:
            return agency.until
        return None

"""The turn of a year: what the new draft is for, and what is known of the year that ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from kehoach.frozen import attribute, frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.history import Point
from kehoach.model.plan import Plan
from kehoach.model.reporting import Reporting
from kehoach.model.results import TaskResult
from kehoach.rolling.heirs import Heirs, Successors
from kehoach.rolling.yaml_editor import YamlEditor


@frozen
class Progress:
    """How far a task came, with the report that says it."""

    result: TaskResult
    reporting: Reporting


@frozen
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
    past: Mapping[str, tuple[Point, ...]] = attribute(factory=dict)
    tasks: Mapping[str, Progress] = attribute(factory=dict)
    unread: bool = False

    @property
    def delta(self) -> int:
        """Years from plan to draft."""
        return self.year - self.plan.year.first

    @cached_property
    def first_day(self) -> date:
        """The first day on which the draft may be issued: no day is known, so that of the month, or of the year."""
        issued = self.plan.issued_on
        return date(issued.year + self.delta, issued.month or 1, 1) if issued else date(self.year, 1, 1)

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
    def successors(self) -> Heirs:
        """Of every body that the draft cannot address as it is: who takes over."""
        known = {}
        if self.issuer and self.old_issuer and self.issuer != self.old_issuer:
            known[self.old_issuer] = Successors(self.old_issuer, (self.issuer,))
        return Heirs(self.agencies, self.first_day, known, self.issuer or self.old_issuer)

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

"""A file as an editor has it open, with what is known around it: what every feature is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kehoach.editing.model_types import DocumentKind, keys_of
from kehoach.frozen import frozen
from kehoach.language_server.cursor import Cursor, cursor_at
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Located
from kehoach.model.plan import Plan
from kehoach.model.prose import Prose, Scope
from kehoach.model.scopes import plan_scope, scope_of
from kehoach.source import Source


@frozen
class EditedFile:
    """An open file. `plan` is the last one that could be read: the file's own, or that of results; it may be older than
    the text. `is_sound`: it has no error. `agencies` is the registry with the plan's own bodies.
    """

    source: Source
    kind: DocumentKind
    agencies: Agencies
    plan: Plan | None = None
    is_sound: bool = False

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.source.path)

    def cursor(self, offset: int) -> Cursor:
        """The place of a cursor."""
        return cursor_at(self.source, offset)

    @cached_property
    def from_day(self) -> date | None:
        """The first day on which the plan may be issued; None where there is no plan."""
        return self.plan.issued_between[0] if self.plan else None

    def is_gone(self, agency: Agency) -> bool:
        """Whether a body no longer exists when the plan is issued."""
        return self.from_day is not None and agency.ended_before(self.from_day)

    def on_the_way(self, path: tuple[str | int, ...]) -> Iterator[Any]:
        """The objects of the plan from the outside in, as far as it has the keys and numbers of the path."""
        thing: Any = self.plan if self.kind is DocumentKind.PLAN else None
        for step in path:
            if thing is None:
                return
            yield thing
            thing = _inside(thing, step)
        if thing is not None:
            yield thing

    def names(self, path: tuple[str | int, ...]) -> Scope:
        """The names that a text of the plan at this place may use; none where there is no plan."""
        if self.plan is None or self.kind is not DocumentKind.PLAN:
            return {}
        whole = plan_scope(self.plan, self.agencies)
        for thing in reversed(list(self.on_the_way(path))):
            if (
                isinstance(thing, (Located, Prose))
                and (found := scope_of(thing, self.plan, self.agencies)) is not whole
            ):
                return found
        return whole


def _inside(thing: Any, step: str | int) -> Any:
    if isinstance(thing, Located):
        field = keys_of(type(thing)).get(str(step))
        return getattr(thing, field.name) if field else None
    if isinstance(thing, tuple):
        return thing[step] if isinstance(step, int) and step < len(thing) else None
    if isinstance(thing, dict):
        return thing.get(step, thing.get(int(step)) if str(step).isdecimal() else None)
    return None

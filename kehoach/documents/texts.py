"""The texts of a plan as they print: filled in, bound, with footnotes and the numbers of places."""

from __future__ import annotations

from functools import cached_property

from kehoach.documents.inline import bound, fill_or_mark, joined, linked, styled
from kehoach.documents.paper import Footnote, Inline
from kehoach.frozen import attribute, mutable
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.plan import Plan
from kehoach.model.prose import Filled, Note, PlaceOf, Prose, Scope
from kehoach.model.scopes import plan_scope, scope_of
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.vietnamese import bind, upper_first


@mutable
class Counters:
    """What counts through a whole document: the identities of lists, and the footnotes already called."""

    lists: int = 0
    noted: set[str] = attribute(factory=set)
    is_plan: bool = False
    """Whether the document is the plan itself, which names its own places; others name those of the plan."""
    counting: bool = False
    """Whether it is laid out only to learn its numbers, which no text of it knows yet."""


@mutable
class Texts:
    """Fills in the texts of one plan for one document. `counts` is shared by the parts of one document."""

    plan: Plan
    agencies: Agencies
    counts: Counters

    @cached_property
    def scope(self) -> Scope:
        """The names that every text may use."""
        return plan_scope(self.plan, self.agencies)

    def scope_of(self, item: object) -> Scope:
        """The names that the texts of an item may use."""
        return scope_of(item, self.plan, self.agencies)

    def inline(self, paragraph: tuple[object, ...], scope: Scope) -> Inline:
        """A paragraph of a text, filled in and bound against bad line breaks."""
        filled = fill_or_mark(paragraph, scope)
        pieces = styled(self._laid_out(piece, scope) for piece in filled)
        return linked(bound(pieces))

    def _laid_out(self, piece: Filled, scope: Scope) -> Filled | Footnote:
        """A piece whose value is known only while a paper is laid out: a footnote, the number of a place."""
        if isinstance(piece, Note):
            return self._footnote(piece.key, scope)
        return self._place(piece) if isinstance(piece, PlaceOf) else piece

    def _place(self, place: PlaceOf) -> str:
        """The number of a section, item, table or appendix of the plan."""
        from kehoach.documents.places import names_of_places  # late: they are learnt by laying out the whole plan

        if self.counts.counting:
            return ""
        name = names_of_places(self.plan, self.agencies)[place.key]
        name = upper_first(name) if place.capital else name
        return name if self.counts.is_plan else f"{name} của {DOCUMENT_TYPES[self.plan.type]}"

    def paragraphs(self, prose: Prose | None, scope: Scope) -> tuple[Inline, ...]:
        """Every paragraph of a text."""
        return tuple(self.inline(paragraph, scope) for paragraph in prose.paragraphs) if prose else ()

    def line(self, prose: Prose | None, scope: Scope) -> Inline:
        """A text on one line: its paragraphs joined by spaces."""
        return joined(self.paragraphs(prose, scope), " ")

    def _footnote(self, key: str, scope: Scope) -> Footnote:
        again = key in self.counts.noted
        self.counts.noted.add(key)
        return Footnote(key, joined(self.paragraphs(self.plan.notes[key], scope), " "), again)

    def names(self, refs: tuple[Ref | Todo, ...], *, short: bool = False) -> Inline:
        """Names of agencies as a cell or a fact lists them, undecided ones marked."""
        todos = tuple(ref for ref in refs if isinstance(ref, Todo))
        if short:
            text = "; ".join(self.agencies.short_name_of(ref) for ref in refs if isinstance(ref, Ref))
        else:
            text = self.agencies.join(refs)
        return (*((bind(upper_first(text)),) if text else ()), *todos)

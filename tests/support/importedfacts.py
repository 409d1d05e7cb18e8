"""What a plan knows besides its text: targets, deadlines, bodies, bases, sums; and how much of it an import found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kehoach.documents.paper import Paper, Paragraph, Table, plain
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Duty, Fund, Target, Task
from kehoach.model.plan import Basis, Plan, lead_of
from kehoach.model.plan import PlacedItem as Placed

Fact = tuple[str, str, str]
"""Its kind, where it is printed, and what it says."""


@dataclass
class Recognised:
    """How many facts of each kind there were, were found right, and were found that are none."""

    there: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[Fact] = field(default_factory=list)
    missed: list[Fact] = field(default_factory=list)

    def count(self, known: Iterable[Fact], found: Iterable[Fact], silent: frozenset[str]) -> None:
        """Count the facts of one plan; those printed at a place of `silent` need not be found, only not be wrong."""
        known, had = set(known), set(found)
        asked = {fact for fact in known if fact[1] not in silent}
        self.there.update(kind for kind, _place, _value in asked)
        self.right.update(kind for kind, _place, _value in asked & had)
        self.missed += sorted(asked - had)
        self.wrong += sorted(had - known)

    def share(self, kind: str) -> float:
        """How many of the facts of a kind were found."""
        return self.right[kind] / self.there[kind] if self.there[kind] else 1.0

    def wrong_share(self) -> float:
        """How many of the facts that were found are wrong."""
        return len(self.wrong) / max(1, sum(self.right.values()) + len(self.wrong))

    def table(self) -> str:
        """A line for each kind."""
        wrong = Counter(kind for kind, _place, _value in self.wrong)
        lines = [f"{kind:20} {self.right[kind]:6} of {self.there[kind]:6} {self.share(kind):7.1%} wrong {wrong[kind]}"
                 for kind in sorted({*self.there, *wrong})]  # fmt: skip
        return "\n".join([*lines, f"wrong facts {self.wrong_share():.2%}"])


def facts_of(plan: Plan, agencies: Agencies, paper: Paper) -> Iterator[Fact]:
    """Every fact of a plan; its place is the text that prints it."""
    yield "year", "", str(plan.year)
    yield "number", "", str(plan.number or "").lstrip("0")
    yield "date", "", str(plan.date or "")
    signature = plan.signature
    yield "signer", "", f"{signature.authority} {signature.title} {signature.name}"
    for basis in plan.bases:
        if isinstance(basis, Basis):
            issuer = agencies.name_of(basis.issuer) if isinstance(basis.issuer, Ref) else ""
            values = (basis.verb, basis.type, basis.number, basis.date, issuer, basis.subject)
            yield "basis", str(basis.subject), " | ".join("" if value is None else str(value) for value in values)
    for flow in plan.reporting:
        to = agencies.join(tuple(flow.to))
        yield "report", "", f"{agencies.join(tuple(flow.senders))} > {to} {[_said(one.due) for one in flow.periods]}"
    seen = set[int]()
    for item, above, place, in_table in printed_items(paper):
        if isinstance(item, Duty) and id(item) not in seen and not in_table:
            seen.add(id(item))
            yield "bodies", place, f"{agencies.join(tuple(item.agencies))}{' asked' if item.request else ''}"
        if id(item) in seen:
            continue
        seen.add(id(item))
        name = "table " if in_table else ""
        yield from _of_item(item, above, place, name, agencies)


def _of_item(item: object, above: tuple[object, ...], place: str, name: str, agencies: Agencies) -> Iterator[Fact]:
    if isinstance(item, Target) and item.value is not None:
        yield f"{name}target", place, f"{_said(item.baseline)} > {_said(item.value)}"
    if isinstance(item, Target) and item.values:
        values = ", ".join(f"{year} {_said(value)}" for year, value in sorted(item.values.items()))
        yield f"{name}target", place, f"{_said(item.baseline)} > {values}"
    if isinstance(item, Fund) and item.amount is not None:
        yield f"{name}fund", place, _said(item.amount)
    if isinstance(item, Task):
        if item.deadline is not None:
            yield f"{name}deadline", place, _said(item.deadline)
        if name:
            yield f"{name}lead", place, _names(lead_of(Placed(item, above)), agencies)  # type: ignore[arg-type]
            yield f"{name}coordinating", place, _names(item.coordinating, agencies)


def _names(refs: Iterable[Ref | Todo], agencies: Agencies) -> str:
    return agencies.join(tuple(refs))


def _said(value: object) -> str:
    """A value as it prints, in small letters and without the words before a day."""
    text = "" if value is None else " ".join(str(value).replace("\u00a0", " ").split()).casefold()
    for lead_in in ("trước ngày ", "ngày ", "trước ", "trong ", "hoàn thành trong "):
        text = text.removeprefix(lead_in)
    return text.removesuffix(" trở lên")


def printed_items(paper: Paper) -> Iterator[tuple[object, tuple[object, ...], str, bool]]:
    """Each item with what is above it, where it is first printed, and whether in a table."""
    for part in paper.parts:
        for block in part.blocks:
            if isinstance(block, Paragraph):
                origin = [one for one in block.origin if isinstance(one, (Target, Task, Fund, Duty))]
                if origin:
                    yield origin[-1], tuple(block.origin), _spaced(plain(block.text)), False
            elif isinstance(block, Table):
                for row in block.rows:
                    if row.origin:
                        *above, item = row.origin
                        yield item, tuple(above), _spaced(" | ".join(map(plain, row.cells))), True


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").removesuffix("./.").removesuffix(".").split())

"""Agencies: a registry with a history, so that a plan cannot address an office that was dissolved."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from kehoach.frozen import frozen
from kehoach.model.base import AgencyRef, AgencyRefs, Items, ItemsOrOne, Located, Ref, Todo, Words
from kehoach.model.fields import Reads
from kehoach.patterns import regex
from kehoach.vietnamese import fold, join_names, lower_first

Day = Annotated[date | Todo, Reads("day")]

_UNIT = regex(
    r"(?:UBND|[UỦ][ỷy] ban nhân dân) (?P<level>tỉnh|thành phố|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu) "
    r"(?P<name>\S.*)"
)
_SEVERAL = regex(r"(?:(?:UBND|[UỦ][ỷy] ban nhân dân) )?(?:[Cc]ác|[Nn]hững) (?P<members>\S.*)")


class Agency(Located):
    """One body: its names, its place among others, and the time in which it exists."""

    short_form = "name"

    name: Words
    of: Words | None = None
    short: Words | None = None
    aliases: Items[Words] = ()
    parent: AgencyRef | None = None
    members: AgencyRefs = ()
    since: Day | None = None
    until: Day | None = None
    successors: AgencyRefs = ()
    letterhead: ItemsOrOne[Words] = ()
    symbol: Words | None = None
    place: Words | None = None
    collective: Words | None = None
    head: Words | None = None

    @property
    def full_name(self) -> str:
        """Name and level: "Phòng Tư pháp thành phố"."""
        return f"{self.name} {self.of}" if isinstance(self.of, str) else str(self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every form in which a text may name it."""
        forms = (self.full_name, self.name, self.short, *self.aliases)
        return tuple(dict.fromkeys(form for form in forms if isinstance(form, str)))

    @property
    def inline(self) -> str:
        """Its name inside a sentence: "phòng Tư pháp"."""
        return lower_first(str(self.name))

    @property
    def unit(self) -> tuple[str, str] | None:
        """Level and name of the unit whose People's Committee it is, ("thành phố", "Lai Châu"); else None."""
        match = _UNIT.fullmatch(self.name) if isinstance(self.name, str) else None
        return (match["level"], match["name"]) if match else None

    def ended_before(self, day: date) -> bool:
        """Whether the registry says that it no longer exists on `day`."""
        return isinstance(self.until, date) and self.until < day

    def exists_on(self, day: date) -> bool:
        """Whether it exists on `day` as far as the registry says."""
        return not (isinstance(self.since, date) and day < self.since) and not self.ended_before(day)


@frozen
class Agencies:
    """The registry a plan sees: the workspace's agencies and the plan's own."""

    by_id: Mapping[str, Agency]
    is_partial: bool = False
    """Whether part of what was written in the registry found no place here, so that no agency can be said to lack."""

    def __contains__(self, ref: Ref) -> bool:
        return ref.text in self.by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def get(self, ref: Ref | Todo | None) -> Agency | None:
        """The agency meant, None for a printed name, an unknown id or an undecided point."""
        return self.by_id.get(ref.text) if isinstance(ref, Ref) and ref.is_id else None

    def with_own(self, own: Mapping[str, Agency]) -> "Agencies":
        """This registry and a plan's own agencies; the plan's win."""
        return Agencies({**self.by_id, **own}, self.is_partial) if own else self

    def name_of(self, ref: Ref) -> str:
        """The full name as printed; a name or an unknown id as typed."""
        agency = self.get(ref)
        return agency.full_name if agency else ref.text

    def short_name_of(self, ref: Ref) -> str:
        """The short name, the full one where there is none."""
        agency = self.get(ref)
        return agency.short if agency and isinstance(agency.short, str) else self.name_of(ref)

    def join(self, refs: tuple[Ref | Todo, ...]) -> str:
        """The names of several bodies as a heading lists them; undecided ones are left out."""
        pairs = []
        for ref in refs:
            if isinstance(ref, Ref):
                agency = self.get(ref)
                level = agency.of if agency and isinstance(agency.of, str) else ""
                pairs.append((str(agency.name), level) if agency else (ref.text, ""))
        return join_names(pairs)

    def members_of(self, ref: Ref) -> tuple[Ref, ...]:
        """The bodies after `ref`, each once: the members of a group, at any depth, else the body itself."""
        found, seen, waiting = list[Ref](), set[str](), [ref]
        while waiting:
            one = waiting.pop()
            if one.text in seen:
                continue
            seen.add(one.text)
            agency = self.get(one)
            if agency and agency.members:
                waiting += [member for member in reversed(agency.members) if isinstance(member, Ref)]
            else:
                found.append(one)
        return tuple(found) or (ref,)

    def unnamed_members(self, ref: Ref) -> str:
        """What the members are of a group that the registry leaves open: `tổ dân phố` of "Các tổ dân phố"; else ""."""
        agency = self.get(ref)
        several = _SEVERAL.match(str(agency.name) if agency else ref.text)
        return several["members"] if several and self.members_of(ref) == (ref,) else ""

    def issuers_on(self, day: date) -> tuple[str, ...]:
        """Ids of the bodies that can issue a plan on `day`: they have a letterhead and are no members of a group."""
        members = {str(ref) for agency in self.by_id.values() for ref in agency.members}
        found = (key for key, agency in self.by_id.items() if agency.letterhead and agency.exists_on(day))
        return tuple(key for key in found if key not in members)

    def named(self, name: str) -> tuple[str, ...]:
        """Ids of the agencies that bear this name, whatever its capitals and tone marks."""
        return self._bearers.get(fold(name), ())

    @cached_property
    def _bearers(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for key, agency in self.by_id.items():
            for name in agency.names:
                found.setdefault(fold(name), {})[key] = None
        return {name: tuple(keys) for name, keys in found.items()}

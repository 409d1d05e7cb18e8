"""The bodies of a document: those of the registry by their ids, new ones with ids of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref
from kehoach.model.near_names import spelling_key
from kehoach.patterns import regex
from kehoach.recognising.bodies import BodyMention, KnownBodies, bodies_in
from kehoach.recognising.casing import Cases
from kehoach.recognising.found import FoundPlan
from kehoach.recognising.ids import proposed_id
from kehoach.recognising.signers import FoundSigner
from kehoach.vietnamese import fold, lower_first, upper_first
from kehoach.yaml_text import Written


@dataclass
class Bodies:
    """Finds bodies by their names. `own` are the entries that the plan needs beside the registry.

    A plan that is issued between two days refers to no body of another time, though bases may name it.
    """

    agencies: Agencies
    issued: tuple[date, date]
    own: dict[str, Written] = field(default_factory=dict)
    _known: KnownBodies = field(init=False)
    _cited: KnownBodies = field(init=False)
    _new: dict[tuple[tuple[str, ...], ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cited = KnownBodies.of(self.agencies)
        there = {id_: agency for id_, agency in self.agencies.by_id.items() if any(map(agency.exists_on, self.issued))}
        self._known = self._cited if len(there) == len(self.agencies.by_id) else KnownBodies.of(Agencies(there))

    def named(self, text: str, *, exact: bool = True) -> tuple[BodyMention, ...]:
        """The bodies that a heading or a cell names; nothing where it names anything else."""
        return bodies_in(text, self._known, exact=exact)

    def heading(self, text: str) -> tuple[BodyMention, ...]:
        """The bodies that a heading names, each for certain: it prints so, is one name, or all are in the registry."""
        text = _BRACKET.sub("", text)
        found = self.named(text)
        if len(found) != 1 or found[0].id:
            return found
        apart = self.named(text, exact=False)
        if len(apart) > 1:
            return apart if all(one.id for one in apart) else ()
        return () if ";" in text else found

    def ref(self, mention: BodyMention) -> str:
        """How the plan refers to a body: by an id, new where the registry has none."""
        return mention.id or self.id_of(mention.name)

    def known_as(self, name: str) -> str:
        """The id that prints exactly this name, "" where none does."""
        id_ = self._cited.look_up(name)[0] or self._new.get(spelling_key(name), "")
        own = self.own.get(id_)
        printed = own["name"] if isinstance(own, dict) else own
        entry = self.agencies.by_id.get(id_)
        return id_ if name in (printed, entry and entry.full_name) else ""

    def by_short_name(self, name: str) -> str:
        """The one entry of the registry that is called so where names are short, "" where none is, or several."""
        found = [id_ for id_ in self.agencies.by_id if self.agencies.short_name_of(Ref(id_)) == name]
        return found[0] if len(found) == 1 else ""

    def name_of(self, id_: str) -> str:
        """The name of an entry, "" for none."""
        own, known = self.own.get(id_), self.agencies.by_id.get(id_)
        return str(own["name"] if isinstance(own, dict) else own or (known and known.name) or "")

    def id_of(self, name: str) -> str:
        """The id of a body by its name; a new entry where there is none."""
        found, _near = self._known.look_up(name)
        if found:
            return found
        key = spelling_key(name)
        if key not in self._new:
            id_ = self._new[key] = proposed_id(name, (*self.agencies.by_id, *self.own))
            self.own[id_] = lower_first(name) if fold(name).startswith("cac ") else upper_first(name)
        return self._new[key]

    def forget(self, kept: Mapping[str, Written]) -> None:
        """Take back the entries that are not among those kept."""
        for id_ in [one for one in self.own if one not in kept]:
            del self.own[id_]
        self._new = {key: id_ for key, id_ in self._new.items() if id_ in self.own}

    def joined(self, refs: tuple[str, ...]) -> str:
        """How kehoach prints these in a heading."""
        entries = {key: Agency(name=str(value)) for key, value in self.own.items() if isinstance(value, str)}
        return self.agencies.with_own(entries).join(tuple(map(Ref, refs)))

    def issuer(self, found: FoundPlan, signer: FoundSigner | None, cases: Cases) -> str:
        """The id of who issues the plan: the entry with this letterhead or name, else a new one; `cases` knows the
        small letters of a name in capitals.
        """
        lines = " ".join(found.issuer)
        for key, agency in self.agencies.by_id.items():
            if spelling_key(" ".join(map(str, agency.letterhead))) == spelling_key(lines):
                return key
        if id_ := self._known.look_up(lines)[0]:
            return id_
        name = _spoken(lines, cases)
        id_ = proposed_id(name, (*self.agencies.by_id, *self.own))
        entry: dict[str, Written] = {"name": name, "letterhead": list(found.issuer)}
        if found.parent:
            entry["parent"] = self._parent(found.parent, cases)
        symbol = re.split("[-/]", found.symbol)[-1].strip() if re.search("[-/]", found.symbol) else ""
        known = {
            "symbol": symbol,
            "place": found.place,
            "collective": signer.collective if signer else "",
            "head": signer.head if signer else "",
        }
        self.own[id_] = entry | {key: value for key, value in known.items() if value}
        self._new[spelling_key(name)] = id_
        return id_

    def _parent(self, lines: tuple[str, ...], cases: Cases) -> str:
        name = _spoken(" ".join(lines), cases)
        if id_ := self._known.look_up(" ".join(lines))[0]:
            return id_
        id_ = proposed_id(name, (*self.agencies.by_id, *self.own))
        self.own[id_] = {"name": name, "letterhead": list(lines)}
        return id_


_BRACKET = regex(r" \([^()]*\)(?=[:.]?$)")
"""What a heading says of a body after its name: that it is the standing one."""
_UNITS = ("TỈNH", "THÀNH PHỐ", "HUYỆN", "QUẬN", "THỊ XÃ", "XÃ", "PHƯỜNG", "THỊ TRẤN", "ĐẶC KHU")
_COMMITTEE = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND ")


def _spoken(lines: str, cases: Cases) -> str:
    """A name in capitals as sentences have it: "UBND thành phố Lai Châu", "Sở Y tế"."""
    words = " ".join(lines.split())
    committee = next((one for one in _COMMITTEE if words.upper().startswith(one)), "")
    rest = words[len(committee) :].strip() if committee else words
    if not rest.isupper():
        return f"UBND {rest}" if committee else rest
    unit = next((one for one in _UNITS if rest.startswith(f"{one} ")), "")
    if committee or unit:
        name = " ".join(word.capitalize() for word in rest[len(unit) :].split())
        return " ".join(filter(None, ("UBND" if committee else "", unit.lower(), name)))
    return cases.of(rest)

"""Bodies that no longer exist, and who takes over from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from kehoach.diagnostics import Message, _
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref, Todo


@frozen
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


_PEER = "nay là {names}, cùng cấp với cơ quan ban hành: giao cho đơn vị nào của mình"


class Heirs(Mapping[str, Successors]):
    """Who takes over from each body that no longer exists on a day, or may not; looked up when it is asked for."""

    def __init__(self, agencies: Agencies, day: date, known: Mapping[str, Successors], issuer: str = "") -> None:
        """`known` are heirs that are not the registry's; of several heirs those under the `issuer` come first."""
        self._agencies, self._day, self._issuer = agencies, day, issuer
        self._known = dict(known)
        self._given = frozenset(known)

    def __getitem__(self, key: str) -> Successors:
        if key not in self:
            raise KeyError(key)
        if key not in self._known:
            self._known[key] = self._heirs(key)
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._given or key in self._ended

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._given, *self._ended)))

    def __len__(self) -> int:
        return len(self._given | self._ended)

    @cached_property
    def _ended(self) -> frozenset[str]:
        """The bodies that have ended, or may have; a group has when all its members have."""
        agencies = self._agencies.by_id
        left = {key: self._members(key) for key in agencies}
        holders: dict[str, list[str]] = {}
        for group, members in left.items():
            for member in members:
                holders.setdefault(member, []).append(group)
        waiting = [key for key, one in agencies.items() if one.ended_before(self._day) or isinstance(one.until, Todo)]
        ended = set(waiting)
        while waiting:
            key = waiting.pop()
            for group in holders.get(key, ()):
                left[group].discard(key)
                if not left[group] and group not in ended:
                    ended.add(group)
                    waiting.append(group)
        return frozenset(ended)

    def _members(self, key: str) -> set[str]:
        refs = self._agencies.by_id[key].members
        return {ref.text for ref in refs if isinstance(ref, Ref) and ref in self._agencies}

    def _heirs(self, key: str) -> Successors:
        """Those that still exist, however many changes lie between, and the first open question on the way."""
        ids, question, seen = dict[str, None](), "", set[str]()
        waiting: list[Ref | Todo] = [Ref(key)]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Todo):
                question = question or one.question
            elif not (one.is_id and one in self._agencies) or one.text not in self._ended:
                ids[one.text] = None
            elif one.text not in seen:
                seen.add(one.text)
                waiting += reversed(self._agencies.by_id[one.text].successors)
        own = self._own(ids)
        if not question and own and all(self._is_peer(one) for one in own):
            question = _PEER.format(names=", ".join(self._agencies.by_id[one].full_name for one in own))
        return Successors(key, tuple(own), question)

    def _is_peer(self, key: str) -> bool:
        """Whether a body is the issuer itself, or the committee of a unit of the same level: it takes no orders."""
        unit, own = (agency.unit if (agency := self._agencies.by_id.get(one)) else None for one in (key, self._issuer))
        return key == self._issuer or (unit is not None and own is not None and unit[0] == own[0])

    def _own(self, ids: Iterable[str]) -> list[str]:
        """Of several those that are the issuer itself or under it, where there are such: a plan orders its own."""
        listed = list(ids)
        own = [one for one in listed if one == self._issuer or self._parent(one) == self._issuer]
        return own if self._issuer and own else listed

    def _parent(self, key: str) -> str:
        agency = self._agencies.by_id.get(key)
        return agency.parent.text if agency and isinstance(agency.parent, Ref) else ""

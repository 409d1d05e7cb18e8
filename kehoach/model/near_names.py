"""Which body of the registry a typed name probably means."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from itertools import islice, takewhile

from kehoach.frozen import frozen, replace
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref
from kehoach.model.plan import Plan
from kehoach.patterns import regex
from kehoach.vietnamese import Guesses, fold, nfc

_SHORT = {
    "uy ban nhan dan": "ubnd",
    "hoi dong nhan dan": "hdnd",
    "mat tran to quoc": "mttq",
    "ubmttq": "ub mttq",
    "uy ban mttq": "mttq",
    "ub mttq": "mttq",
    "lien hiep phu nu": "lhpn",
    "viet nam": "vn",
}
_LEVEL = regex(
    r" (?:tinh(?! nguien| bao)|thanh pho|tp|huien|quan(?! li| su| tri| doi| he| trac)|thi xa|thi tran|"
    r"phuong(?! tien| an| phap)|xa(?! hoi)|dac khu)(?= |$)"
)
_NAMELESS = frozenset(("ubnd", "hdnd", "mttq", "hdnd va ubnd", "hdnd ubnd"))
"""Names that are none without their level."""


class Likeness(Enum):
    """How a typed name and that of a body are alike, the surest first."""

    SAME = 1
    """Letter by letter."""
    SPELLING = 2
    """But for capitals, blanks, the place of a tone mark, i and y, marks left out, an abbreviation."""
    LEVEL = 3
    """But for the level, which one of them lacks."""
    MARKS = 4
    """But for marks: two different bodies may be so."""
    SLIP = 5
    """But for a letter."""
    PART = 6
    """One is the beginning of the other."""


SURE = (Likeness.SAME, Likeness.SPELLING, Likeness.LEVEL, Likeness.SLIP)
"""That one of them is meant needs no asking where there is only one of that name."""


@frozen
class Near:
    """Bodies that may be meant, and how sure that is."""

    likeness: Likeness
    ids: tuple[str, ...]
    gone: bool = False
    """Whether they no longer exist when they are named, so that their ids would be no way out."""
    other_level: bool = False
    """Whether they may be of another level than the body that is meant."""

    @property
    def answer(self) -> str | None:
        """The one body, where the name leaves no other."""
        unsure = len(self.ids) > 1 or self.likeness not in SURE or self.gone or self.other_level
        return None if unsure else self.ids[0]


@frozen
class NearNames:
    """The names of a registry, by what is left of them without their spelling.

    `ranks` say which of several bodies is rather meant, the smallest; from GONE on they do not exist.
    """

    agencies: Agencies
    ranks: Mapping[str, int]
    own_level: str
    """The level of the issuer's unit, as a key has it; "" where it is none."""
    keys: Mapping[str, tuple[str, ...]]
    """Ids by the whole name."""
    cores: Mapping[str, tuple[tuple[str, str], ...]]
    """By the name without its level: the level and the id."""
    ordered: tuple[str, ...]
    """The whole names, by letters."""

    @classmethod
    def of(cls, agencies: Agencies, ranks: Mapping[str, int], issuer: Agency | None = None) -> NearNames:
        """The names of a registry."""
        keys: dict[str, dict[str, None]] = {}
        cores: dict[str, dict[tuple[str, str], None]] = {}
        for identity, agency in agencies.by_id.items():
            _whole_core, whole_level = _split(name_key(agency.full_name))
            for name in agency.names:
                core, level = _split(key := name_key(name))
                if not _one_lacks_it(level, whole_level) or name != agency.name:
                    keys.setdefault(key, {})[identity] = None
                if _one_lacks_it(level, whole_level):
                    level = max(level, whole_level, key=len)
                cores.setdefault(core, {})[level, identity] = None
        own_level = name_key(issuer.unit[0]) if issuer and issuer.unit else ""
        listed = {key: tuple(ids) for key, ids in keys.items()}
        by_core = {core: tuple(levels) for core, levels in cores.items()}
        return cls(agencies, ranks, own_level, listed, by_core, tuple(sorted(listed)))

    def of_name(self, name: str, guesses: Guesses) -> Near | None:
        """The bodies that a typed name probably means."""
        key = name_key(name)
        if same := self.keys.get(key):
            near = self._near(self._likeness(name, same), same)
            return near if not near.gone or near.likeness in (Likeness.SAME, Likeness.SPELLING) else None
        core, level = _split(key)
        levels = self.cores.get(core, ()) if core not in _NAMELESS or level else ()
        found = {one: max(level, other, key=len) for other, one in levels if _one_lacks_it(level, other)}
        if found and not (near := self._near(Likeness.LEVEL, tuple(found))).gone:
            meant = found[near.ids[0]].removeprefix(self.own_level)
            own = self.own_level and meant != found[near.ids[0]] and meant[:1] in ("", " ")
            return near if own or self._rank(near.ids[0]) == 0 else replace(near, other_level=True)
        if len(key) >= _LONG and (guess := guesses.of(key, self.keys)) and _a_slip(key, guess):
            near = self._near(Likeness.SLIP, self.keys[guess])
            return None if near.gone else near
        return None if level or key.startswith(_SEVERAL) else self._begun(key)

    def _begun(self, key: str) -> Near | None:
        """The only body there whose name begins so, a few words before its end."""
        first = bisect_left(self.ordered, f"{key} ")
        longer = takewhile(lambda name: name.startswith(f"{key} "), islice(self.ordered, first, first + _FEW))
        ids = {one: None for name in longer for one in self.keys[name] if self._rank(one) < GONE}
        near = self._near(Likeness.PART, tuple(ids)) if ids and " " in key and key not in _NAMELESS else None
        return near if near and len(near.ids) == 1 else None

    def _near(self, likeness: Likeness, ids: tuple[str, ...]) -> Near:
        best = min(map(self._rank, ids))
        return Near(likeness, tuple(one for one in ids if self._rank(one) == best), best >= GONE)

    def _rank(self, identity: str) -> int:
        return self.ranks.get(identity, 1)

    def _likeness(self, name: str, ids: tuple[str, ...]) -> Likeness:
        key = name_key(name)
        names = [own for one in ids for own in self.agencies.by_id[one].names if name_key(own) == key]
        if name in names:
            return Likeness.SAME
        return Likeness.SPELLING if any(_marks_agree(name, own) for own in names) else Likeness.MARKS


_SEVERAL = ("cac ", "nhung ", "ubnd cac ")
_FEW = 100
"""Names that are looked at for one that begins so."""
GONE = 2
"""The rank from which on a body does not exist."""


def names_near(plan: Plan, agencies: Agencies) -> NearNames:
    """The names that a plan may mean: of namesakes rather the issuer's own bodies, and those in force."""
    first, last = plan.issued_between

    def rank(identity: str) -> int:
        agency = agencies.by_id[identity]
        there = agency.exists_on(first) or agency.exists_on(last)
        own = isinstance(plan.issuer, Ref) and plan.issuer.text in _above(identity, agencies)
        return GONE * (not there) + (not own)

    return NearNames.of(agencies, {identity: rank(identity) for identity in agencies.by_id}, agencies.get(plan.issuer))


def _above(identity: str, agencies: Agencies) -> Iterator[str]:
    seen: set[str] = set()
    while identity not in seen:
        yield identity
        seen.add(identity)
        agency = agencies.by_id.get(identity)
        if agency is None or not isinstance(agency.parent, Ref):
            return
        identity = agency.parent.text


def name_key(name: str) -> str:
    """What is left of a name without marks, capitals, signs, i or y, and with its common abbreviations."""
    return _name_key(str(name))  # the memory must not keep the file that a text knows it comes from


def spelling_key(name: str) -> tuple[tuple[str, ...], ...]:
    """What is left of a name without capitals, signs and the place of tone marks: each syllable and its marks."""
    return tuple((fold(one), *_marks(one)) for one in re.findall(r"\w+", nfc(name.lower())))


@lru_cache(maxsize=1 << 13)
def _name_key(name: str) -> str:
    words = " ".join(re.findall(r"\w+", fold(name).replace(" va ", " ").replace("&", " ")))
    for whole, letters in _SHORT.items():
        words = re.sub(rf"\b{whole}\b", letters, words)
    return words.replace("y", "i")


def _split(key: str) -> tuple[str, str]:
    """A key and its level: ("phong kinh te", "xa muong than")."""
    match = _LEVEL.search(key)
    if match is None or f"{key[: match.start()]} " in _SEVERAL:
        return key, ""
    return key[: match.start()], key[match.start() + 1 :]


def _one_lacks_it(level: str, other: str) -> bool:
    """Whether of two levels one says less than the other."""
    shorter, longer = sorted((level, other), key=len)
    return level != other and (not shorter or longer.startswith(f"{shorter} "))


_LONG = 10
"""Letters of a name in which one wrong letter makes no other name."""


def _a_slip(key: str, other: str) -> bool:
    """Whether two names differ by one letter of a word, or by a blank.

    Not the first word, Sở or Bộ; none in the name of a unit; no number and no word as short as one.
    """
    words, others = key.split(" "), other.split(" ")
    if len(words) != len(others):
        return "".join(words) == "".join(others)
    differing = [index for index, pair in enumerate(zip(words, others, strict=True)) if pair[0] != pair[1]]
    if len(differing) != 1 or not (index := differing[0]) or _split(" ".join(words[: index + 1]))[1]:
        return False
    pair = words[index], others[index]
    return not any(_NUMBER.fullmatch(word) for word in pair) and _one_letter(*pair)


_NUMBER = regex(r"[ivx]+|.*\d.*|..?")


def _one_letter(word: str, other: str) -> bool:
    """Whether one letter is too many, missing, another, or changed places with the next one."""
    if len(word) > len(other):
        word, other = other, word
    start = next((i for i, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), len(word))
    if len(word) < len(other):
        return len(other) == len(word) + 1 and word[start:] == other[start + 1 :]
    return word[start + 1 :] == other[start + 1 :] or (
        word[start + 2 :] == other[start + 2 :] and word[start : start + 2] == other[start : start + 2][::-1]
    )


def _marks_agree(name: str, other: str) -> bool:
    """Whether no syllable of two names, alike without marks, has other marks than its partner; it may have none."""
    syllables, others = (re.findall(r"\w+", nfc(one.lower())) for one in (name, other))
    if len(syllables) != len(others):
        return True  # an abbreviation is among them
    pairs = zip(syllables, others, strict=True)
    return all(not (a := _marks(one)) or not (b := _marks(two)) or a == b for one, two in pairs)


def same_marks(name: str, other: str) -> bool:
    """Whether two names, alike without marks, have the same marks in every syllable that both write out."""
    syllables, others = _by_letters(name), _by_letters(other)
    return all(syllables[key] == others[key] for key in syllables.keys() & others.keys())


def _by_letters(name: str) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for one in re.findall(r"\w+", nfc(name.lower())):
        found.setdefault(fold(one).replace("y", "i"), set()).add(_marks(one))
    return found


def _marks(syllable: str) -> tuple[str, ...]:
    """The marks of a syllable, wherever they are."""
    return tuple(sorted(c for c in unicodedata.normalize("NFD", syllable) if unicodedata.combining(c) or c == "đ"))

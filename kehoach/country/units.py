"""The 34 provinces and 3,321 communes of Vietnam, and how people name them.

Sources: provinces.tsv after Resolution 202/2025/QH15, communes.tsv after the resolutions of the Standing Committee of
the National Assembly of 16 June 2025 that arranged them, with the codes of the statistics office.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kehoach.frozen import frozen
from kehoach.storage.files import read_bytes
from kehoach.vietnamese import fold, nearest, nfc

PROVINCIAL, CITY = "tỉnh", "thành phố"
COMMUNAL = ("xã", "phường", "đặc khu")
_CENTRAL = "thành phố trung ương"
_KIND = re.compile(
    r"(?i)(?:(?:ubnd|[uủ][ỷy] ban nhân dân|uỷ ban nhân dân) )?"
    r"(?P<kind>tỉnh|thành phố|tp\.?|xã|phường|đặc khu|tinh|thanh pho|xa|phuong|dac khu) (?P<name>\S.*)"
)
_PARTS = re.compile(r"(?i)[,;(]| - (?=tỉnh|thành phố|tp)|(?<=\S) (?=(?:tỉnh|thành phố|tp\.?) )")
_SAME = str.maketrans({"’": "'", "–": "-"})


@frozen
class Unit:
    """A province, or a commune of one. `code` is that of the statistics office: two digits, or five."""

    code: str
    kind: str
    name: str
    province: Unit | None = None
    merged: tuple[str, ...] = ()
    """Former provinces that this one took in."""

    @property
    def titled(self) -> str:
        """Kind and name: "xã Bình Lư"; Thành phố Hồ Chí Minh has a capital (Annex II, III.1.c)."""
        kind = "Thành phố" if self.kind == CITY and self.name == "Hồ Chí Minh" else self.kind
        return f"{kind} {self.name}"

    @property
    def full(self) -> str:
        """With its province: "xã Bình Lư, tỉnh Lai Châu"."""
        return f"{self.titled}, {self.province.titled}" if self.province else self.titled


@cache
def provinces() -> dict[str, Unit]:
    """The provinces by code."""
    found = {}
    for code, kind, name, merged, _resolution in _rows("provinces.tsv"):
        took = tuple(one.strip() for one in merged.split(";") if one.strip())
        found[code] = Unit(code, CITY if kind == _CENTRAL else kind, name, None, took)
    return found


@cache
def communes() -> dict[str, Unit]:
    """The communes by code."""
    return {code: Unit(code, kind, name, provinces()[in_]) for code, in_, kind, name in _rows("communes.tsv")}


def _rows(name: str) -> Iterator[list[str]]:
    text = read_bytes(Path(__file__).parent / name).decode()
    return (nfc(line).split("\t") for line in text.splitlines()[1:])


def named(asked: str) -> tuple[Unit, ...]:
    """The units that `asked` can mean: a code, "xã Bình Lư, tỉnh Lai Châu", "Bình Lư", "tỉnh Lai Châu".

    A name typed with its tones means just the units that have them; without them all that sound alike. Where no kind is
    named, a province comes before a commune.
    """
    asked = nfc(" ".join(asked.split())).translate(_SAME)
    if asked.isdecimal():
        unit = provinces().get(asked) or communes().get(asked)
        return (unit,) if unit else ()
    first, *rest = [part.strip(" ).") for part in _PARTS.split(asked) if part.strip(" ).")] or [""]
    kind, name = _kind_and_name(first)
    within = [one for one in provinces().values() if rest and _fits(one, *_kind_and_name(rest[-1]))]
    if rest and not within:
        return ()
    found: list[Unit] = []
    if kind not in COMMUNAL and not within:
        found = _alike(provinces().values(), kind, name)
    if not found:
        found = _alike((one for one in communes().values() if not within or one.province in within), kind, name)
    return tuple(found)


def _kind_and_name(text: str) -> tuple[str, str]:
    match = _KIND.fullmatch(text)
    if not match:
        return "", text
    kind = fold(match["kind"].rstrip("."))
    return next((known for known in (PROVINCIAL, CITY, *COMMUNAL) if fold(known) == kind), CITY), match["name"]


def _alike(units: Iterable[Unit], kind: str, name: str) -> list[Unit]:
    found = [one for one in units if _fits(one, kind, name)]
    return [one for one in found if _spoken(one.name) == _spoken(name)] or found


def _fits(unit: Unit, kind: str, name: str) -> bool:
    return kind in ("", unit.kind) and fold(unit.name.translate(_SAME)) == fold(name)


def _spoken(name: str) -> str:
    """A name by its sounds, for Hoà and Hòa are one: the tone of each syllable behind its letters."""
    parts = unicodedata.normalize("NFD", name.translate(_SAME).lower()).split()
    return " ".join("".join(sorted(part, key=lambda letter: letter in _TONES)) for part in parts)


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def took_in(asked: str) -> Unit | None:
    """The province that a former one, "tỉnh Yên Bái", belongs to now."""
    _kind, name = _kind_and_name(nfc(" ".join(asked.split())))
    return next((one for one in provinces().values() if fold(name) in map(fold, one.merged)), None)


def guess(asked: str) -> Unit | None:
    """The unit that `asked` was probably meant to be, where none has that name."""
    first, *rest = _PARTS.split(asked)
    _kind, name = _kind_and_name(first.strip())
    if len(same := named(", ".join([name, *rest]))) == 1:  # of another kind: xã for phường
        return same[0]
    known = {one.full: one for one in (*provinces().values(), *communes().values())}
    return known.get(nearest(asked, known) or "")

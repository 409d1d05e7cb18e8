"""Offices that somebody who types may mean, the likeliest first."""

from __future__ import annotations

import re
from functools import cache

from kehoach.country.asked import office
from kehoach.country.departments import is_department
from kehoach.country.registry import Office
from kehoach.country.units import Unit, communes, provinces, took_in
from kehoach.diagnostics import UnreadableFile
from kehoach.vietnamese import fold

_COMMITTEE = re.compile(r"(?:ubnd|uy ban nhan dan)\s+")
_WORD = re.compile(r"[a-z0-9]+")
_KINDS = {"tinh", "pho", "xa", "phuong", "khu"}
"""The last words of the kinds of units: to have typed no more says nothing."""


def offices_like(typed: str, most: int = 12) -> tuple[Office, ...]:
    """The offices whose names have every word typed, or a word that begins so; with tones or without.

    Units of that very name come first, then names that begin so. A department is found by its whole name.
    """
    bare = _COMMITTEE.sub("", fold(" ".join(typed.split())))
    words = _WORD.findall(bare)
    if not words:
        return ()
    if is_department(typed):
        try:
            return (office(typed),)
        except UnreadableFile:
            return ()
    found = [(rank, unit.code, unit) for unit, name, full in _names() if (rank := _rank(words, name, full)) is not None]
    units = [unit for _rank, _code, unit in sorted(found, key=lambda one: one[:2])]
    heir = took_in(typed)
    first = [heir] if heir and heir not in units else []
    return tuple(map(Office, [*first, *units][:most]))


@cache
def _names() -> tuple[tuple[Unit, list[str], list[str]], ...]:
    """Each unit with the words of its name, and all words of its full name."""
    units = (*provinces().values(), *communes().values())
    return tuple((one, _WORD.findall(fold(one.name)), _WORD.findall(fold(one.full))) for one in units)


def _rank(typed: list[str], name: list[str], full: list[str]) -> int | None:
    """How near a unit is to what was typed, 0 the nearest; None where a word typed is in none of its words."""
    if any(not any(word.startswith(one) for word in full) for one in typed):
        return None
    if typed[: len(name)] == name or (_is_beginning(typed, full) and typed[-1] not in _KINDS and len(typed) > 1):
        return 0
    return 1 if _is_beginning(typed, name) else 2


def _is_beginning(typed: list[str], words: list[str]) -> bool:
    return " ".join(words).startswith(" ".join(typed))

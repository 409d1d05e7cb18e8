"""What somebody who types may mean: bodies, targets and tasks by some letters of their names, with tones or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.editing import Choice
from kehoach.model.agency import Agencies
from kehoach.model.items import name_or_id
from kehoach.model.plan import Plan
from kehoach.patterns import regex
from kehoach.vietnamese import fold

MOST = 12
"""Suggestions that are shown at once."""
_WORD = regex(r"[a-z0-9]+")


def suggestions(typed: str, offered: Iterable[Choice]) -> tuple[Choice, ...]:
    """Those in whose names every word that was typed begins a word, or whose ids begin so; the nearest first."""
    words = _WORD.findall(fold(typed))
    found: list[tuple[int, int, Choice]] = []
    for number, one in enumerate(offered):
        rank = _rank(words, one)
        if rank is not None:
            found.append((rank, number, one))
    return tuple(one for _rank_, _number, one in sorted(found, key=lambda one: one[:2])[:MOST])


def _rank(words: list[str], one: Choice) -> int | None:
    name = _WORD.findall(fold(one.title))
    if not words:
        return 3
    if name[: len(words) - 1] == words[:-1] and len(name) >= len(words) and name[len(words) - 1].startswith(words[-1]):
        return 0
    if all(any(word.startswith(typed) for word in name) for typed in words):
        return 1
    return 2 if one.value.startswith("-".join(words)) else None


def offered(kind: str, plan: Plan | None, agencies: Agencies) -> Iterator[Choice]:
    """What can be named of a kind: "agency" those of the registry and the plan, "target" and "task" the plan's own."""
    if kind == "agency":
        for identity, agency in agencies.by_id.items():
            yield Choice(identity, agency.full_name)
    elif plan and kind in ("target", "task"):
        for identity, item in (plan.targets if kind == "target" else plan.tasks).items():
            yield Choice(identity, name_or_id(item))

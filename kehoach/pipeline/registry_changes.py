"""What a change of the registry touches: a plan depends on the bodies that it names, not on the file.

Nothing is said of a plan that is not true: where it cannot be told, the plan is looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from kehoach.model.agency import Agency
from kehoach.model.base import Ref
from kehoach.patterns import regex
from kehoach.pipeline.examine import look_at_registry
from kehoach.storage.files import digest, read_source
from kehoach.storage.workspace import Workspace
from kehoach.vietnamese import fold

Entries = Mapping[str, Any]
"""Of each body by its id: a hash of all that the registry says of it, how texts may name it, whom it refers to, and its
members. As JSON keeps it. The entry "" stands for a file that cannot be told apart into bodies."""

_WHOLE = ""
_MOST = 500
"""Names that are looked for in each plan: looking for more takes longer than looking at the plan."""
_CAPITALS = regex("[A-ZĐ]{2}")


def registry_entries(workspace: Workspace) -> Entries:
    """What the registry says, whatever its comments and its layout. Raises UnreadableFile."""
    if not os.path.lexists(workspace.registry):
        return {}
    source = read_source(workspace.registry)
    examined = look_at_registry(source)
    if not examined.readable or examined.agencies.is_partial:
        return {_WHOLE: [digest(source.text.encode("utf-8", "surrogatepass")), [], [], []]}
    return {key: _entry(key, agency) for key, agency in examined.agencies.by_id.items()}


def touching(before: Entries, now: Entries) -> Callable[[str], bool]:
    """Whether the text of a plan, with those of its results and other years, may depend on what changed."""
    try:
        changed = {key for key in {**before, **now} if before.get(key) != now.get(key)}
        if _WHOLE in changed:
            return _always
        every = [(key, entry) for entries in (before, now) for key, entry in entries.items()]
        concerned = _spread(changed, every)
        names = {name for key, entry in every if key in concerned for name in (key, *entry[1])}
    except (LookupError, TypeError):  # somebody changed the index
        return _always
    return partial(_names_one, tuple(sorted(names))) if len(names) <= _MOST else _always


def _always(_text: str) -> bool:
    return True


def _names_one(names: tuple[str, ...], text: str) -> bool:
    words = " ".join(fold(text).split())
    return any(name in words for name in names)


def _spread(changed: set[str], every: list[tuple[str, Any]]) -> set[str]:
    """The bodies that changed, their members, and whoever refers to one of them, however far."""
    found = changed | {member for key, entry in every if key in changed for member in entry[3]}
    while more := {key for key, entry in every if key not in found and not found.isdisjoint(entry[2])}:
        found |= more
    return found


def _entry(key: str, agency: Agency) -> list[Any]:
    said = digest(repr((key, agency)).encode("utf-8", "surrogatepass"))
    names = [
        *agency.names,
        *(word for name in agency.names for word in re.findall(r"\w+", name) if _CAPITALS.search(word)),
    ]
    named = sorted({" ".join(fold(name).split()) for name in names if len(name) > 1})
    return [said, named, sorted(set(_refs(agency))), [one.text for one in agency.members if isinstance(one, Ref)]]


def _refs(agency: Agency) -> Iterator[str]:
    for _holder, _name, value in agency.walk():
        if isinstance(value, Ref):
            yield value.text

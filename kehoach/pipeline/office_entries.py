"""The bodies of one more office enter a registry that others are in already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.country.registry import Office, committee_id, registry_text
from kehoach.diagnostics import UnreadableFile, _
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref
from kehoach.pipeline.examine import look_at_registry
from kehoach.source import Source
from kehoach.vietnamese import slug

_PARENT = re.compile(r"(?m)^  parent: (\S+)$")
_MEMBERS = re.compile(r"(?m)^  members: \[(.*)\]$")


def office_id(office: Office) -> str:
    """The id of an office in the registry that is made for it."""
    return "co-quan" if office.department else committee_id(office.unit)


def with_office(text: str, agencies: Agencies, office: Office) -> tuple[str, str]:
    """The text of a registry with the bodies of an office after those that it has, and the office's id there.

    Where the office is there, nothing is added. A body that is there already stays as it is; an id that another body
    has gets the unit's name. Raises UnreadableFile where the registry would have an error.
    """
    new_text = registry_text(office)
    new = look_at_registry(Source("agencies.yaml", new_text)).agencies
    ids, there = _ids(new, agencies, office)
    if office_id(office) in there:
        return text, ids[office_id(office)]
    blocks = [_renamed(one, ids) for one in _blocks(new_text) if one.id not in there]
    head = f"# {office.full} (mã đơn vị hành chính {office.unit.code})."
    body = "\n".join(line for block in blocks for line in (*block.comments, *block.lines))
    whole = f"{text.rstrip()}\n\n{head}\n{body}\n"
    if look_at_registry(Source("agencies.yaml", whole)).stops:
        raise UnreadableFile(
            _("the bodies of {office} cannot be added to the registry", office=office.full),
            _("open the workbench in an empty folder: kehoach web FOLDER"),
        )
    return whole, ids[office_id(office)]


def _ids(new: Agencies, agencies: Agencies, office: Office) -> tuple[dict[str, str], set[str]]:
    """The id of each new body in the registry, and which of them are there already."""
    ids: dict[str, str] = {}
    there: set[str] = set()
    for key, agency in sorted(new.by_id.items(), key=lambda item: len(_ancestors(item[1], new))):
        same = next((one for one, known in agencies.by_id.items() if _is_same(agency, new, known, agencies)), None)
        if same:
            there.add(key)
        ids[key] = same or _free(key, office, {*agencies.by_id, *ids.values()})
    return ids, there


def _is_same(new: Agency, of_new: Agencies, known: Agency, agencies: Agencies) -> bool:
    """Whether two bodies bear one name below bodies of one name; groups, which are below none, are never the same.

    A People's Committee that the registry has without the province above it is the one of that name.
    """
    if new.full_name != known.full_name or new.members:
        return False
    above, above_known = _ancestors(new, of_new), _ancestors(known, agencies)
    return above == above_known[: len(above)] or (new.unit is not None and not above_known)


def _ancestors(agency: Agency, agencies: Agencies) -> list[str]:
    """The names of the bodies above it, the nearest first."""
    found: list[str] = []
    while isinstance(agency.parent, Ref) and (above := agencies.get(agency.parent)) and len(found) < 9:
        found.append(above.full_name)
        agency = above
    return found


def _free(key: str, office: Office, taken: set[str]) -> str:
    """An id that no other body has."""
    names = (key, f"{key}-{slug(office.unit.name)}", f"{key}-{office.unit.code}")
    return next(name for name in names if name not in taken)


@frozen
class _Block:
    """An entry of a registry as text, with the comments before it."""

    id: str
    comments: tuple[str, ...]
    lines: tuple[str, ...]


def _blocks(text: str) -> Iterator[_Block]:
    comments: list[str] = []
    entry: list[str] = []
    _head, _blank, body = text.partition("\n\n")
    for line in (*body.splitlines(), "#"):
        if not line.startswith(" ") and entry:
            yield _Block(entry[0].partition(":")[0], tuple(comments), tuple(entry))
            comments, entry = [], []
        if line.startswith("#"):
            comments.append(line)
        elif line:
            entry.append(line)


def _renamed(block: _Block, ids: dict[str, str]) -> _Block:
    text = "\n".join(block.lines)
    text = ids[block.id] + text.removeprefix(block.id)
    text = _PARENT.sub(lambda match: f"  parent: {ids.get(match[1], match[1])}", text)
    text = _MEMBERS.sub(
        lambda match: "  members: [" + ", ".join(ids.get(one, one) for one in match[1].split(", ")) + "]", text
    )
    return _Block(ids[block.id], block.comments, tuple(text.split("\n")))

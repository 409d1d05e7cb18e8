"""What editors are given: the schemas of a workspace, in `.kehoach/`, with the ids that it has.

`ids.json` remembers the ids of every plan. A check compares them, which costs nothing, and makes the schemas anew
only when an id came, went, or got another name.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from kehoach import __version__
from kehoach.diagnostics import UnreadableFile
from kehoach.model.agency import Agencies, Agency
from kehoach.model.items import naming
from kehoach.model.plan import Plan
from kehoach.pipeline.examine import Examiner
from kehoach.storage.files import digest, digest_of, read_bytes
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import Workspace

SCHEMAS = {"plan": "plan.schema.json", "registry": "agencies.schema.json", "results": "results.schema.json"}
IDS = "ids.json"
MOST_OFFERED = 10_000
"""Bodies, or targets: a longer list no editor shows, nobody reads, and every check would wait for it. A province's
registry has about two thousand."""

Ids = dict[str, Any]


def refresh(examiner: Examiner, *, every: bool) -> None:
    """Bring the workspace's schemas up to date; `every` says that the plans looked at are all that there are.

    A file that cannot be read keeps the ids it had. A folder that cannot be written is left alone: checking goes
    before helping the editor.
    """
    registry, workspace = examiner.registry, examiner.workspace
    if not registry.readable or workspace.is_issued:
        return
    folder = workspace.editor
    before = _remembered(folder)
    kept = {} if every else dict(before["plans"])
    for examined in examiner.seen:
        name = _name(workspace, examined.path)
        if examined.plan:
            kept[name] = _ids_of(examined.plan)
        elif name in before["plans"]:
            kept[name] = before["plans"][name]
    now = {"kehoach": __version__, "agencies": _names(registry.agencies), "plans": dict(sorted(kept.items()))}
    if now == before and all((folder / name).exists() for name in SCHEMAS.values()):
        return
    try:
        _write(folder, now)
    except OSError:
        return


def as_text(of: str, ids: Ids | None = None) -> str:
    """The schema of a "plan", of the "registry" or of "results" as JSON.

    Without ids it is the one that holds in every workspace, laid out to be read.
    """
    from kehoach.schema.build import Known, plan_schema, registry_schema, results_schema

    plans = ids["plans"].values() if ids else ()
    agencies = dict(ids["agencies"]) if ids else {}
    if of == "registry":
        schema = registry_schema(Known(_offered(agencies)))
    else:
        own = {id: name for plan in plans for id, name in plan["agencies"].items()}
        targets = {id: name for plan in plans for id, name in plan["targets"].items()}
        make = results_schema if of == "results" else plan_schema
        schema = make(Known(_offered({**own, **agencies}), _offered(targets)))
    return json.dumps(schema, ensure_ascii=False, indent=None if ids else 1) + "\n"


def _offered(names: dict[str, str]) -> dict[str, str]:
    """All of them or none: what is not in a list that an editor has, it calls unknown."""
    return names if len(names) <= MOST_OFFERED else {}


def _write(folder: Path, ids: Ids) -> None:
    if folder.is_symlink():
        return
    folder.mkdir(exist_ok=True)
    for of, name in SCHEMAS.items():
        _replace(folder / name, as_text(of, ids))
    _replace(folder / IDS, json.dumps(ids, ensure_ascii=False) + "\n")


def _replace(path: Path, text: str) -> None:
    data = text.encode(errors="backslashreplace")  # half characters, which a name may have: JSON escapes them so
    if digest_of(path) != digest(data):
        replace_file(path, data)


def _remembered(folder: Path) -> Ids:
    empty: Ids = {"kehoach": "", "agencies": {}, "plans": {}}
    try:
        found = json.loads(read_bytes(folder / IDS))
    except (UnreadableFile, ValueError, RecursionError):
        return empty
    return found if _is_memory(found, empty.keys()) else empty


def _is_memory(found: Any, keys: Collection[str]) -> bool:
    return _has(found, keys) and all(map(_is_plan, found["plans"].values())) and _are_names(found["agencies"])


def _has(found: Any, keys: Collection[str]) -> bool:
    """Whether this is what was written: a mapping with these keys, all but the version mappings themselves."""
    return (
        isinstance(found, dict)
        and found.keys() == keys
        and all(isinstance(value, dict) for key, value in found.items() if key != "kehoach")
    )


def _is_plan(found: Any) -> bool:
    return _has(found, {"agencies", "targets"}) and all(map(_are_names, found.values()))


def _are_names(found: dict[str, Any]) -> bool:
    return all(isinstance(name, str) and (id + name).isprintable() for id, name in found.items())


def _name(workspace: Workspace, path: Path) -> str:
    absolute = path.absolute()
    inside = absolute.is_relative_to(workspace.root)
    return absolute.relative_to(workspace.root).as_posix() if inside else str(absolute)


def _ids_of(plan: Plan) -> Ids:
    targets = {id: str(naming(target) or target.text or "") for id, target in plan.targets.items()}
    return {"agencies": _names(Agencies(plan.agencies)), "targets": targets}


def _names(agencies: Agencies) -> dict[str, str]:
    return {id: _named(agency) for id, agency in agencies.by_id.items()}


def _named(agency: Agency) -> str:
    """The name, and the last day of one that is no more."""
    until = agency.until
    ended = f" (đến hết {until.day}/{until.month}/{until.year})" if isinstance(until, date) else ""
    return agency.full_name + ended

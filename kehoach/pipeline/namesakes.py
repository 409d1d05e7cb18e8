"""Which other plan would have its documents where those of a plan are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kehoach.checks.namesakes import plans_in_one_folder
from kehoach.diagnostics import Finding, UnreadableFile
from kehoach.parse.plan import parse_plan
from kehoach.readers.yaml import read
from kehoach.source import Source
from kehoach.storage.workspace import name_key, plan_id


def namesake_findings(
    path: Path, first_year: int, others: Iterable[Path], source: Source, source_of: Callable[[Path], Source]
) -> tuple[Finding, ...]:
    """An error at the start of a plan for each of the others that has the same folder for its documents.

    `source_of` gives the text of another plan, or raises UnreadableFile.
    """
    mine = _key(plan_id(path, first_year))
    same = tuple(other for other in others if _key(plan_id(other, _first_year(other, source_of))) == mine)
    return tuple(plans_in_one_folder(source.span(0, min(1, len(source.text))), same))


def _key(plan: str) -> str:
    return "/".join(map(name_key, plan.split("/")))


def _first_year(path: Path, source_of: Callable[[Path], Source]) -> int:
    """The first year that a plan names; 0 where its folder says the year, or the plan cannot be read."""
    if path.parent.name.isdecimal():
        return 0
    try:
        source = source_of(path)
    except UnreadableFile:
        return 0
    node, _findings = read(source)
    return parse_plan(node, source)[0].year.first if node else 0

"""`kehoach new`: a blank plan that explains itself."""

from __future__ import annotations

from pathlib import Path

from kehoach.diagnostics import Report, UnreadableFile, _
from kehoach.patterns import regex
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.new_plan import blank_plan, write_new
from kehoach.storage.files import safe_name
from kehoach.storage.workspace import PLANS, Workspace
from kehoach.vietnamese import YEAR, slug

_PLAN = regex(rf"(?P<year>{YEAR})/(?P<name>[^/\\]+?)(?:\.yaml)?")


def new(plan: str, issuer: str | None, folder: Path) -> Report:
    """Write a blank plan, `2027/giam-ngheo` or a path that ends so, into the workspace around `folder`.

    Without `issuer`, it is the one agency that can issue a plan in that year, else undecided.
    """
    match = _PLAN.fullmatch("/".join(Path(plan).parts[-2:]))
    if match is None or safe_name(match["name"]) != match["name"]:
        raise UnreadableFile(
            _("{plan} does not say which plan of which year", plan=plan),
            _("write the year, a slash and a short name: kehoach new 2027/giam-ngheo"),
        )
    if not match["name"].isascii() or " " in match["name"]:
        raise UnreadableFile(
            _("the name of a plan has neither marks nor blanks: {plan}", plan=plan),
            _("write: {command}", command=f"kehoach new {match['year']}/{slug(match['name'])}"),
        )
    named = Path(plan).parts[:-2]
    workspace = Workspace.around(folder / Path(*named) if named else folder)
    examiner = Examiner(workspace)
    if not workspace.registry.exists():
        raise UnreadableFile(
            _("there is no registry of agencies: {path}", path=workspace.registry),
            _("make one with: kehoach init"),
        )
    if examiner.registry.stops:  # an agency may be missing from it only because it cannot be read
        return examiner.registry.report
    path = workspace.root / PLANS / match["year"] / f"{match['name']}.yaml"
    write_new(path, blank_plan(match["year"], issuer, examiner.registry.agencies))
    examiner.examine(path)
    refresh(examiner, every=False)
    return Report(written=(path,))

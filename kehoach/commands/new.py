"""`kehoach new`: a blank plan that explains itself."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from kehoach.diagnostics import Report, UnreadableFile, WouldOverwrite, _
from kehoach.model.agency import Agencies
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examiner
from kehoach.storage.files import read_bytes, safe_name
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import PLANS, Workspace, blank
from kehoach.undecided import written
from kehoach.vietnamese import YEAR, nearest

_PLAN = re.compile(rf"(?P<year>{YEAR})/(?P<name>[^/\\]+?)(?:\.yaml)?")


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
    _write(path, match["year"], _issuer(issuer, match["year"], examiner.registry.agencies))
    examiner.examine(path)
    refresh(examiner, every=False)
    return Report(written=(path,))


def _issuer(asked: str | None, year: str, agencies: Agencies) -> str:
    """The id that is after `issuer:`. Raises UnreadableFile for one that the registry does not have."""
    if asked is None:
        issuers = agencies.issuers_on(date(int(year), 1, 1))
        return issuers[0] if len(issuers) == 1 else written("cơ quan nào ban hành")
    if asked not in agencies.by_id:
        guess = nearest(asked, agencies)
        raise UnreadableFile(
            _("there is no agency {id} in the registry", id=asked),
            _("perhaps {guess}?", guess=guess) if guess else None,
        )
    return asked


def _write(path: Path, year: str, issuer: str) -> None:
    text = read_bytes(blank()).decode().replace("@year@", year).replace("@issuer@", issuer)
    if os.path.lexists(path):
        raise WouldOverwrite(_("{path} is there already and is left as it is", path=path), _("choose another name"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise refused(path, error) from error

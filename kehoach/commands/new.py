"""`kehoach new`: a blank plan that explains itself."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from kehoach.diagnostics import Report, UnreadableFile, WouldOverwrite, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.patterns import regex
from kehoach.pipeline.editor_schemas import refresh
from kehoach.pipeline.examine import Examiner
from kehoach.storage.files import read_bytes, safe_name
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import PLANS, Workspace, blank
from kehoach.undecided import written
from kehoach.vietnamese import YEAR, nearest, slug, upper_first

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
    agencies = examiner.registry.agencies
    _write(path, match["year"], _issuer(issuer, match["year"], agencies), agencies)
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


def _write(path: Path, year: str, issuer: str, agencies: Agencies) -> None:
    text = read_bytes(blank()).decode()
    for name, value in {"year": year, "issuer": issuer, **_known(issuer, agencies)}.items():
        text = text.replace(f"@{name}@", value)
    if os.path.lexists(path):
        raise WouldOverwrite(_("{path} is there already and is left as it is", path=path), _("choose another name"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise refused(path, error) from error


def _known(issuer: str, agencies: Agencies) -> dict[str, str]:
    """What the registry says of the issuer and its bodies, in the words of a plan; else undecided points."""
    agency = agencies.by_id.get(issuer)
    own = [one for one, body in agencies.by_id.items() if isinstance(body.parent, Ref) and body.parent.text == issuer]
    group = _group_of(own, agencies)
    above = agencies.get(agency.parent) if agency and isinstance(agency.parent, Ref) else None
    collective = agency is None or agency.collective is not None
    head = agency.head if agency and isinstance(agency.head, str) else "Chủ tịch"
    others = own[1:] or [written("những cơ quan khác")]
    return {
        "form": "short" if agency is None or agency.short else "full",
        "lead": own[0] if own else written("cơ quan chủ trì"),
        "others": "".join(f"      - agencies: {one}\n        items:\n          - {_CONTENT}\n" for one in others),
        "upward": _upward(issuer, str(agency.parent)) if agency and above else "",
        "senders": group or written("cơ quan nào báo cáo"),
        "superior": above.full_name if above else written("cơ quan cấp trên"),
        "recipients": upper_first(agencies.name_of(Ref(group))) if group else written("các cơ quan thực hiện"),
        "authority": "  authority: [TM]\n" if collective else "",
        "signing": _OF_A_COLLECTIVE if collective else _OF_A_HEAD,
        "title": head.capitalize(),
    }


def _upward(issuer: str, superior: str) -> str:
    """The report that the issuer itself sends to the body above it."""
    return f"""\
  # Báo cáo của chính cơ quan ban hành gửi cấp trên; không có thì xóa.
  - from: {issuer}
    to: {superior}
    periods:
      - id: nam-cap-tren
        name: năm
        due: TODO(hạn gửi báo cáo cấp trên)
"""


_CONTENT = written("nội dung được giao")
_OF_A_COLLECTIVE = "[TM] thay mặt tập thể, [TM, KT] cấp phó ký thay"
_OF_A_HEAD = "người đứng đầu ký thì không ghi authority; authority: [KT] cấp phó ký thay"


def _group_of(own: list[str], agencies: Agencies) -> str:
    """The id of the group whose members are just these bodies, "" when the registry has none."""
    members = {one: [str(ref) for ref in body.members] for one, body in agencies.by_id.items() if body.members}
    return next((one for one, listed in members.items() if own and sorted(listed) == sorted(own)), "")

"""A blank plan that explains itself, filled in with what the registry says of its issuer."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from kehoach.diagnostics import UnreadableFile, WouldOverwrite, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.storage.files import read_bytes
from kehoach.storage.reasons import refused
from kehoach.storage.saving import replace_file
from kehoach.storage.workspace import blank
from kehoach.undecided import written
from kehoach.vietnamese import nearest, upper_first
from kehoach.yaml_text import written as scalar


def blank_plan(year: str, asked: str | None, agencies: Agencies, subject: str = "") -> str:
    """The text of a blank plan for a year, by the body of the id `asked`.

    Without one it is the one agency that can issue a plan in that year, else undecided, as the subject is where none is
    given. Raises UnreadableFile for an id that the registry does not have.
    """
    issuer = _issuer(asked, year, agencies)
    text = read_bytes(blank()).decode()
    given = scalar(subject, "", flow=False) if subject else written("kế hoạch về việc gì, năm nào")
    values = {"year": year, "issuer": issuer, "subject": given, **_known(issuer, agencies)}
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def write_new(path: Path, text: str) -> None:
    """Write a plan that is not there yet. Raises WouldOverwrite, EnvironmentFailure."""
    if os.path.lexists(path):
        raise WouldOverwrite(_("{path} is there already and is left as it is", path=path), _("choose another name"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise refused(path, error) from error


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


def _known(issuer: str, agencies: Agencies) -> dict[str, str]:
    """What the registry says of the issuer and its bodies, in the words of a plan; else undecided points."""
    agency = agencies.by_id.get(issuer)
    own = [one for one, body in agencies.by_id.items() if isinstance(body.parent, Ref) and body.parent.text == issuer]
    group = _group_of(own, agencies)
    above = agencies.get(agency.parent) if agency and isinstance(agency.parent, Ref) else None
    collective = agency is None or agency.collective is not None
    head = agency.head if agency and isinstance(agency.head, str) else "Chủ tịch"
    others = own[1:] or [written("những cơ quan khác")]
    content = {one: written(f"nội dung giao {agencies.name_of(Ref(one))}") for one in own[1:]}
    return {
        "form": "short" if agency is None or agency.short else "full",
        "lead": own[0] if own else written("cơ quan chủ trì"),
        "others": "".join(
            f"      - agencies: {one}\n        items:\n          - {content.get(one, _CONTENT)}\n" for one in others
        ),
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

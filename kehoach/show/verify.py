"""How verified files look: a line for the clerk, the details below it; or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kehoach.commands.verify import Verified, VerifiedFile
from kehoach.diagnostics import KehoachError, Message, Translator, _
from kehoach.frozen import names_of
from kehoach.show import Paint
from kehoach.signing.judging import Remark
from kehoach.signing.verification import JudgedSignature
from kehoach.source import display_path

_COLOURS = ("green", "red", "red")
_STATES = ("right", "wrong", "unreadable")


def as_text(found: Verified, to: Translator, paint: Paint, *, quiet: bool = False) -> Iterator[str]:
    """One line for each file; below it, unless `quiet`, who signed, what else is wrong and what to know."""
    for file in found.files:
        judgement = file.judgement
        verdict = paint(judgement.verdict.into(to), fg=_COLOURS[judgement.exit_code])
        yield f"{display_path(file.path)}: {verdict}"
        if not quiet:
            yield from (f"  {line}" for line in _details(file, to))


def _details(file: VerifiedFile, to: Translator) -> Iterator[str]:
    judgement, found = file.judgement, file.judgement.found
    for one in found.signatures:
        yield _signature(one).into(to)
    for field in found.empty:
        yield _("not signed yet: {field}", field=field).into(to)
    for remark in judgement.faults[1:]:
        yield _("fault: {problem}", problem=remark.message).into(to)
    if judgement.expected and found.words is not None and judgement.difference is None:
        expected = judgement.expected
        yield _("the text is that of {plan} ({paper})", plan=expected.plan, paper=expected.paper).into(to)
    if found.claims:
        yield _("it says of itself: {claims}; not tested", claims=", ".join(found.claims)).into(to)
    for remark in judgement.remarks:
        if not remark.is_fault:
            yield _("note: {remark}", remark=remark.message).into(to)


def _signature(one: JudgedSignature) -> Message:
    organisation = f" ({one.organisation})" if one.organisation else ""
    return _(
        "{field}: {name}, time {time}, certificate by {issuer}",
        field=one.field,
        name=f"{one.name or '?'}{organisation}",
        time=one.time or "?",
        issuer=one.issued_by or "?",
    )


def as_json(found: Verified, to: Translator) -> str:
    """An object; keys, codes and words are fixed, only messages have a language."""
    made = {
        "files": [_record(file, to) for file in found.files],
        "failures": [_failure(failure, to) for failure in found.report.failures],
    }
    return json.dumps(made, ensure_ascii=False, indent=1)


def _record(file: VerifiedFile, to: Translator) -> dict[str, Any]:
    judgement, found = file.judgement, file.judgement.found
    text = None
    if judgement.expected:
        text = {
            "paper": judgement.expected.paper,
            "plan": judgement.expected.plan,
            "same": found.words is not None and judgement.difference is None,
            "page": judgement.difference.page if judgement.difference else None,
            "found": judgement.difference.found if judgement.difference else None,
            "expected": judgement.difference.expected if judgement.difference else None,
        }
    return {
        "file": display_path(file.path),
        "state": _STATES[judgement.exit_code],
        "message": judgement.verdict.into(to),
        "unreadable": str(found.unreadable) if found.unreadable else None,
        "detail": found.detail or None,
        "signatures": [{name: getattr(one, name) for name in names_of(JudgedSignature)} for one in found.signatures],
        "empty": list(found.empty),
        "claims": list(found.claims),
        "active": list(found.active),
        "text": text,
        "faults": [_said(remark, to) for remark in judgement.remarks if remark.is_fault],
        "notes": [_said(remark, to) for remark in judgement.remarks if not remark.is_fault],
    }


def _said(remark: Remark, to: Translator) -> dict[str, Any]:
    return {"code": remark.code, "field": remark.field or None, "message": remark.message.into(to)}


def _failure(failure: KehoachError, to: Translator) -> dict[str, Any]:
    return {"exit_code": failure.exit_code, "message": failure.message.into(to)}

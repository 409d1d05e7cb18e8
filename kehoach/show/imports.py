"""How an import looks: what was kept, what was lost and where, what a person should look at."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kehoach.diagnostics import Report, Translator, _
from kehoach.pipeline.importer import ImportedPlan
from kehoach.show import Paint, unpainted, written

_MOST = 20


def as_json(made: ImportedPlan, report: Report, to: Translator) -> str:
    """The proof, and what a person should look at."""
    proof = made.proof
    data = {
        "words": proof.words if proof else 0,
        "share": round(proof.share, 6) if proof else 0,
        "lost": [{"text": one.text, "place": one.place} for one in proof.lost] if proof else [],
        "added": list(proof.added) if proof else [],
        "moved": proof.moved if proof else 0,
        "left_out": [{"text": one.text, "place": one.place} for one in proof.left_out] if proof else [],
        "not_understood": [{"text": one.text, "place": one.place} for one in made.found.not_understood],
        "doubtful": list(made.draft.doubts),
        "remarks": [_said(remark, to) for remark in made.document.remarks],
        "written": [str(path) for path in report.written],
        "errors": [finding.code for finding in made.errors],
        "kept_errors": [finding.code for finding in made.kept_errors],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_text(made: ImportedPlan, report: Report, to: Translator, paint: Paint = unpainted) -> Iterator[str]:
    """The same for a person, the figures first."""
    proof = made.proof
    if proof is None:
        yield paint(_("the draft cannot be printed yet: see its findings").into(to), fg="red", bold=True)
    else:
        whole = not proof.lost and not proof.added
        figures = _(
            "{words} words read; {share} are in the plan; {lost} lost, {added} added, {moved} elsewhere",
            words=proof.words, share=f"{proof.percent}%", lost=sum(len(one.text.split()) for one in proof.lost),
            added=len(proof.added), moved=proof.moved,
        ).into(to)  # fmt: skip
        yield paint(figures, fg="green" if whole else "yellow", bold=True)
        yield from _listed(_("not in the plan"), [(one.place, one.text) for one in proof.lost], to, paint)
        if proof.added:
            yield f"{_('only in the plan').into(to)}: {' '.join(proof.added[: 5 * _MOST])}"
        left = [(one.place, one.text) for one in proof.left_out]
        yield from _listed(_("typed for the form alone, which has no place for it here"), left, to, paint)
    found = [(one.place, one.text) for one in made.found.not_understood]
    yield from _listed(_("not understood, and not in the plan"), found, to, paint)
    yield from _listed(_("doubtful, marked in the plan"), [("", one) for one in made.draft.doubts], to, paint)
    kept = [(finding.code, finding.message.into(to)) for finding in made.kept_errors]
    yield from _listed(_("errors of the document, kept in the plan with a comment that says so"), kept, to, paint)
    if not made.with_facts:
        yield _("with figures and bodies as facts the plan had errors: it has its texts only").into(to)
    for remark in made.document.remarks:
        yield _said(remark, to)
    yield from written(report)
    said = _("{errors} errors in the plan; what else is to be looked at says: kehoach check", errors=len(made.errors))
    yield said.into(to)


def _listed(title: object, found: list[tuple[str, str]], to: Translator, paint: Paint) -> Iterator[str]:
    if found:
        yield paint(f"{title.into(to)} ({len(found)})", fg="yellow", bold=True)  # type: ignore[attr-defined]
    for place, text in found[:_MOST]:
        yield f"  {place}: {text}" if place else f"  {text}"
    if len(found) > _MOST:
        yield f"  … (+{len(found) - _MOST})"


def _said(remark: object, to: Translator) -> str:
    return remark.into(to) if hasattr(remark, "into") else str(remark)

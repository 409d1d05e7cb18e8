"""`kehoach template`: tools for the owners of Word templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kehoach.diagnostics import Finding, KehoachError, Report, Severity, Unreadable, WouldOverwrite, _, in_order
from kehoach.documents.kinds import KINDS, kind_of
from kehoach.storage.files import read_bytes, shown
from kehoach.storage.workspace import TEMPLATES, Workspace, packaged, save_new
from kehoach.templates.reader import read_template
from kehoach.templates.rules import check_template
from kehoach.vietnamese import nearest
from kehoach.word.isolated import write_docx_apart

REMARKS = "~nhan-xet"
"""What the name of the copy with comments ends with."""


def check(path: Path) -> Report:
    """Every finding on a Word template. Raises Unreadable for a file that is none."""
    return Report(examine(read_bytes(path), shown(path)))


def examine(docx: bytes, name: str, *, trial: bool = True) -> tuple[Finding, ...]:
    """Every finding on a template; one without an error is tried on sample papers, unless `trial` is false."""
    kind = kind_of(Path(name).name)
    template = read_template(docx, name, kind.samples[0]())
    found = list(check_template(template))
    if trial and not any(finding.severity is Severity.ERROR for finding in found):
        for sample in kind.samples:
            try:
                write_docx_apart(sample(), docx, name)
            except KehoachError as failure:
                problem = str(failure.message.values.get("problem", failure.message))
                found = list(check_template(replace(template, trial=problem)))
                break
    return in_order(found)


def comment(path: Path, report: Report, to: Path | None, say: Callable[[Finding], str]) -> Report:
    """The report, and a copy of the template with its findings as comments of Word; none when there is none."""
    from kehoach.templates.comments import with_comments

    if not report.findings:
        return report
    target = _target(to, path.parent, f"{path.stem}{REMARKS}.docx", free=to is None)
    docx = with_comments(read_bytes(path), ((finding.span, say(finding)) for finding in report.findings))
    return report + _saved(target, docx)


def new(kind: str, to: Path | None, folder: Path) -> Report:
    """A copy of the packaged template of a kind of paper, to be edited in Word."""
    if kind not in KINDS:
        guess = nearest(kind, KINDS) or ", ".join(KINDS)
        raise Unreadable(_('there is no kind of paper "{kind}"', kind=kind), _("perhaps {guess}?", guess=guess))
    name = KINDS[kind].template
    base = folder if to else Workspace.around(folder).root / TEMPLATES
    return _saved(_target(to, base, name), read_bytes(packaged() / TEMPLATES / name))


def _target(to: Path | None, folder: Path, name: str, *, free: bool = False) -> Path:
    """Where a copy goes: a file that was named, or `name` in a folder; with `free` under a number when it is taken."""
    if to and to.suffix.lower() == ".docx":
        return to
    target = (to or folder) / name
    number = 1
    while free and target.exists():
        number += 1
        target = target.with_name(f"{Path(name).stem}-{number}.docx")
    return target


def _saved(target: Path, data: bytes) -> Report:
    try:
        save_new(target, data)
    except WouldOverwrite as failure:
        return Report(failures=(failure,))
    return Report(written=(shown(target),))

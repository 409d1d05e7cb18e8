"""`kehoach template`: tools for the owners of Word templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kehoach.diagnostics import Finding, Report, UnreadableFile, WouldOverwrite, _
from kehoach.documents.kinds import KINDS
from kehoach.pipeline.custom_templates import examine_template
from kehoach.storage.files import read_bytes
from kehoach.storage.workspace import TEMPLATES, Workspace, packaged, save_new
from kehoach.vietnamese import nearest

REMARKS = "~nhan-xet"
"""What the name of the copy with comments ends with."""


def check(path: Path) -> Report:
    """Every finding on a Word template. Raises UnreadableFile for a file that is none."""
    return Report(examine_template(read_bytes(path), path))


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
        raise UnreadableFile(_('there is no kind of paper "{kind}"', kind=kind), _("perhaps {guess}?", guess=guess))
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
    return Report(written=(target,))

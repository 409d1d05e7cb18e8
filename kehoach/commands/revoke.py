"""`kehoach revoke`: an issued plan is revoked, with a reason; its number stays taken, its files stay where they are."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kehoach.diagnostics import KehoachError, Report, UnreadableFile, _
from kehoach.pipeline.examine import Examiner
from kehoach.pipeline.lock import register_id
from kehoach.pipeline.production import RunOptions
from kehoach.storage.issued_files import IssuedFiles
from kehoach.storage.register import EntryState, Register
from kehoach.storage.workspace import Workspace, unread_id
from kehoach.vietnamese import nfc


class NothingToRevoke(KehoachError):
    """The plan is not issued."""

    exit_code = 2


def revoke(path: Path, reason: str, wanted: RunOptions) -> Report:
    """Revoke the latest revision of a plan, or give up a run that was cut off. Raises KehoachError.

    The plan file is not needed for it beyond its name. Done again it says the same.
    """
    workspace = Workspace.around(path.absolute().parent)
    plan = None
    with suppress(UnreadableFile):
        plan = Examiner(workspace, locks=False).examine(path).plan
    name = register_id(path, plan) if plan else nfc(unread_id(path))
    register = Register.of(workspace.root, wanted.wait, wanted.notice)
    if not register.of_plan(name):
        raise NothingToRevoke(_("{path} is not issued: there is nothing to revoke", path=path))
    files = IssuedFiles.of(workspace.root, name)
    with files.hold(wanted.wait, wanted.notice):
        entry = register.of_plan(name)[-1]
        if entry.state is EntryState.REVOKED and entry.reason != reason:
            raise NothingToRevoke(
                _("{number} was revoked already: {reason}", number=entry.name, reason=entry.reason),
            )
        if entry.state is not EntryState.REVOKED:
            entry = register.change(entry, state=EntryState.REVOKED, reason=reason)
        note = f"Văn bản số {entry.name} ngày {entry.day:%d/%m/%Y} đã bị thu hồi.\nLý do: {reason}\n"
        return Report(written=(files.note_revoked(entry.revision, note),))

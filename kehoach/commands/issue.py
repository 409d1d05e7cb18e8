"""`kehoach issue`: a plan gets its number and day, is built, kept as it was issued, and locked.

All or nothing. The number is reserved in the register; the plan is written; everything is built; the files are put into
their folder by one rename; the number becomes issued. Each step finds out whether it was done already, so a run that
was cut off anywhere is completed by the next.
"""

from __future__ import annotations

from pathlib import Path

from kehoach.pipeline.issuance import Issuance, IssueRequest, IssueRun, prepared
from kehoach.pipeline.production import RunOptions
from kehoach.storage.workspace import Workspace, issued_already


def issue(path: Path, asked: IssueRequest, wanted: RunOptions) -> Issuance:
    """Issue a plan, or a new revision of it. Findings in the way are in the report.

    Raises KehoachError: a number that is taken, a plan that is issued, what the surroundings refuse.
    """
    workspace = Workspace.around(path.absolute().parent)
    if workspace.is_issued:
        raise issued_already(path)
    ready = prepared(workspace, path, asked, wanted)
    if isinstance(ready, Issuance):
        return ready
    with ready.files.hold(wanted.wait, wanted.notice):
        ready = prepared(workspace, path, asked, wanted)  # another run may have been at work until now
        return ready if isinstance(ready, Issuance) else IssueRun(ready, wanted).completed()

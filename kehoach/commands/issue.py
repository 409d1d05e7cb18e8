"""`kehoach issue`: a plan gets its number and day, is built, kept as it was issued, and locked.

All or nothing. The number is reserved in the register; the plan is written; everything is built; the files are put into
their folder by one rename; the number becomes issued. Each step finds out whether it was done already, so a run that
was cut off anywhere is completed by the next.
"""

from __future__ import annotations

from pathlib import Path

from kehoach.pipeline.issuance import Issuance, IssueRequest, issue_plan
from kehoach.pipeline.production import RunOptions


def issue(path: Path, asked: IssueRequest, wanted: RunOptions) -> Issuance:
    """Issue a plan, or a new revision of it. Findings in the way are in the report. Raises KehoachError."""
    return issue_plan(path, asked, wanted)

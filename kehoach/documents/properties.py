"""What the files of a plan say about themselves."""

from __future__ import annotations

from datetime import date

from kehoach.documents.paper import Properties
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan


def properties(plan: Plan, agencies: Agencies, title: str, subject: str) -> Properties:
    """The properties of a paper by the plan's issuer."""
    issuer = agencies.get(plan.issuer)
    return Properties(title, subject, str(issuer.name) if issuer else "", day_of(plan))


def day_of(plan: Plan) -> date:
    """What the files are dated with, never the clock: the day of issue, till that is known 1 January of the year."""
    issued = plan.issued_on
    if issued and issued.day:
        return issued.latest
    return date(issued.year if issued else plan.year.first, 1, 1)

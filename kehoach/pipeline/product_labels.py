"""What a person calls the files of a plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from kehoach.diagnostics import Message, _
from kehoach.documents.kinds import EXTRACT, PLAN, REPORT
from kehoach.model.agency import Agencies
from kehoach.model.assignments import concerned
from kehoach.model.base import Ref
from kehoach.model.flows import senders
from kehoach.model.plan import Plan
from kehoach.model.reporting import reports
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.pipeline.products import CALENDAR, TABLE, file_names


def labels(plan: Plan, agencies: Agencies) -> Callable[[str], Message]:
    """A function that says what a file is, by its name below the plan's folder: "Trích gửi Phòng Kinh tế"."""
    bodies = {ref.text for flow in plan.reporting for ref in senders(plan, agencies, flow)}
    known = {ref.text for ref in concerned(plan, agencies)}
    extracts = {file: agencies.name_of(Ref(key)) for key, file in file_names(known).items()}
    senders_of = {file: agencies.name_of(Ref(key)) for key, file in file_names(bodies).items()}
    years = [plan.year.first, *range(plan.year.first + 1, (plan.year.last or plan.year.first) + 1)]
    periods = {
        (str(year), file): reporting[key].name
        for year in years
        if (reporting := reports(plan, year))
        for key, file in file_names(reporting).items()
    }

    def label(name: str) -> Message:
        first, *rest = PurePosixPath(name).with_suffix("").parts
        if first == PLAN.file:
            return _("{type}", type=DOCUMENT_TYPES[plan.type])
        if first == TABLE:
            return _("Assignment table")
        if first == CALENDAR:
            return _("Calendar of deadlines")
        if first == EXTRACT.file and rest:
            return _("Extract for {agency}", agency=extracts.get(rest[0], rest[0]))
        if first == REPORT.file and rest:
            year = rest.pop(0) if rest[0].isdecimal() and len(rest) > 1 else str(plan.year.first)
            period = periods.get((year, rest[0]), rest[0])
            if rest[1:]:
                return _("Report {period} by {agency}", period=period, agency=senders_of.get(rest[1], rest[1]))
            return _("Report {period}", period=period)
        return _("{name}", name=name)

    return label

"""Which report of a plan is meant, and whether the plan asks a body for it."""

from __future__ import annotations

from collections.abc import Mapping

from kehoach.diagnostics import Message, _
from kehoach.frozen import frozen
from kehoach.model.base import Ref
from kehoach.model.flows import reporters
from kehoach.model.plan import Plan
from kehoach.model.reporting import Reporting, reports
from kehoach.model.stretches import Stretch
from kehoach.pipeline.examine import Examined
from kehoach.pipeline.products import NotNamed, way_out


@frozen
class ReportRequest:
    """Which reports of a plan: the period by the report's id; agencies, none for the consolidated one.

    `year` is needed only for a plan of several years.
    """

    period: str
    agencies: tuple[str, ...] = ()
    year: int | None = None


def reporting_asked_for(plan: Plan, asked: ReportRequest) -> Reporting:
    """The report asked for. Raises NotNamed for one that the plan does not call for."""
    year = asked.year or (plan.year.first if plan.year.is_one else None)
    if year is None or year not in plan.year:
        raise NotNamed(_("a report of which year?"), _("say it with --year; the plan has {years}", years=plan.year))
    known = reports(plan, year)
    if asked.period not in known:
        raise NotNamed(_("the plan has no report {id}", id=f'"{asked.period}"'), _which(asked.period, known))
    return known[asked.period]


def _which(period: str, known: Mapping[str, Reporting]) -> Message | None:
    """Which report to name instead: those about the months that the word means, `nam`, else as everywhere."""
    meant = [one for one in known.values() if Stretch(one.first, one.last).suffix == period and not one.since]
    if not meant:
        return way_out(period, tuple(known))
    ids = ", ".join(f"--period {one.id}" for one in meant)
    return _("the report of {name} is: {ids}", name=meant[0].name, ids=ids)


def must_report(agency: str, plan: Plan, examined: Examined, reporting: Reporting) -> None:
    """Raises NotNamed for a body of which the plan asks no such report, "" for the issuer."""
    known = reporters(plan, examined.agencies, reporting.flow)
    if agency in known:
        return
    bodies = tuple(one for one in known if one)
    if agency:
        raise NotNamed(
            _("the plan asks {id} for no report {period}", id=f'"{agency}"', period=f'"{reporting.id}"'),
            way_out(agency, bodies),
        )
    name = examined.agencies.name_of(plan.issuer) if isinstance(plan.issuer, Ref) else ""
    raise NotNamed(
        _("the plan asks {agency} for no report {period}", agency=name, period=f'"{reporting.id}"'),
        _("say by --agency whose report: {known}", known=", ".join(bodies)) if bodies else None,
    )

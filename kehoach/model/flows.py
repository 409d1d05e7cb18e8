"""Who reports to whom for a period: what `from`, `to` and `through` of its flow say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.model.agency import Agencies
from kehoach.model.assignments import work_of
from kehoach.model.base import Ref
from kehoach.model.items import Duty
from kehoach.model.once import once_a_plan
from kehoach.model.plan import Flow, Plan
from kehoach.vietnamese import fold


def senders(plan: Plan, agencies: Agencies, flow: Flow) -> tuple[Ref, ...]:
    """The bodies below the issuer that report in a flow, members in place of their group, each once.

    Those that `from` names. Where it names nobody, or "các cơ quan, đơn vị liên quan", everybody with something of its
    own to report who is not only requested. Nobody reports to itself alone.
    """
    return tuple(_senders(plan, agencies)[id(flow)])


def sends(plan: Plan, agencies: Agencies, flow: Flow, body: Ref) -> bool:
    """Whether a body is one of the senders of a flow, itself or as the group that it names."""
    return body in flow.senders or body in _senders(plan, agencies)[id(flow)]


@once_a_plan
def _senders(plan: Plan, agencies: Agencies) -> dict[int, dict[Ref, None]]:
    """The senders of each flow, by its identity."""
    return {id(flow): dict.fromkeys(_senders_of(plan, agencies, flow)) for flow in plan.reporting}


def _senders_of(plan: Plan, agencies: Agencies, flow: Flow) -> Iterator[Ref]:
    everybody = _everybody(plan, agencies)
    named: list[Ref] = [] if flow.senders or is_of_issuer(plan, flow) else [*everybody]
    for ref in _named(flow):
        named += everybody if _means_everybody(ref, agencies) else agencies.members_of(ref)
    return (ref for ref in named if ref != plan.issuer and set(flow.to) != {ref})


def issuer_reports(plan: Plan, agencies: Agencies, flow: Flow) -> bool:
    """Whether the issuer itself makes a report in a flow: it sends it, or it sums up what the flow brings it.

    A plan that names a flow of the issuer says by it when the issuer reports: then it sums up nothing besides.
    """
    if _sends(plan, agencies, flow):
        return True
    return plan.issuer in flow.to and not any(_sends(plan, agencies, other) for other in plan.reporting)


def reporters(plan: Plan, agencies: Agencies, flow: Flow) -> tuple[str, ...]:
    """Everybody who makes a report in a flow, by id or printed name; the issuer first, as ""."""
    issuer = ("",) if issuer_reports(plan, agencies, flow) else ()
    return (*issuer, *(ref.text for ref in senders(plan, agencies, flow)))


def addressees(plan: Plan, agencies: Agencies, flow: Flow, sender: Ref | None) -> tuple[Ref, ...]:
    """Whom a report is addressed to; `sender` is None for the issuer, which sums up for nobody but itself."""
    body = plan.issuer if sender is None else sender
    if sender is None and plan.issuer in flow.to and not _sends(plan, agencies, flow):
        return ()
    return tuple(dict.fromkeys(ref for ref in flow.to if isinstance(ref, Ref) and ref != body))


def through(plan: Plan, flow: Flow, sender: Ref | None) -> Ref | None:
    """The body by way of which a report goes, None where it goes straight; a body sends its own straight."""
    body = plan.issuer if sender is None else sender
    way = flow.through
    return way if isinstance(way, Ref) and way != body and way not in flow.to else None


def is_of_issuer(plan: Plan, flow: Flow) -> bool:
    """Whether a flow that names no sender is the issuer's own: it goes neither to it nor to a body with duties."""
    below = {ref for placed in plan.placed if isinstance(placed.item, Duty) for ref in placed.item.agencies}
    return not flow.senders and plan.issuer not in flow.to and not below & set(flow.to)


def _sends(plan: Plan, agencies: Agencies, flow: Flow) -> bool:
    named = any(body == plan.issuer for ref in _named(flow) for body in agencies.members_of(ref))
    return is_of_issuer(plan, flow) or (named and set(flow.to) != {plan.issuer})


def _named(flow: Flow) -> Iterator[Ref]:
    return (ref for ref in flow.senders if isinstance(ref, Ref))


def _means_everybody(ref: Ref, agencies: Agencies) -> bool:
    """Whether a sender is no body and no group with members, but all that the plan concerns."""
    return agencies.members_of(ref) == (ref,) and "lien quan" in fold(agencies.name_of(ref))


def _everybody(plan: Plan, agencies: Agencies) -> tuple[Ref, ...]:
    """Every body with something of its own to report; coordinating alone is reported by the lead."""
    everyone = work_of(plan, agencies).values()
    return tuple(
        work.body for work in everyone if work.reports and not work.asked and not _means_everybody(work.body, agencies)
    )

"""KH2: who leads a task or a target, and who takes part in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Ref
from kehoach.model.items import Target, Task
from kehoach.model.plan import Plan, lead_of
from kehoach.rules import RuleBook, Violation

book = RuleBook()


@book.rule("KH206", Severity.WARNING)
def task_without_lead(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Nobody leads a task: it names no lead, and is in no duty of an agency.

    Why: it appears in nobody's extract, and nobody reports on it.
    Bad:
        - task: ra-soat
          deadline: 15/11
    Good:
        - task: ra-soat
          lead: [phong-kinh-te]
          deadline: 15/11
    """
    for placed in plan.placed:
        if isinstance(placed.item, Task) and not lead_of(placed):
            yield Violation(
                placed.item.at("task"),
                _("no agency leads the task {id}", id=placed.item.task),
                _("add lead:, or put it into the duty of an agency"),
            )


@book.rule("KH216", Severity.WARNING)
def led_by_another_than_its_duty(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A task is in the duty of one agency, is led by others, and does not say that the one coordinates.

    Why: it prints below the heading of the one, and goes into the extract and the reports of the other.
    Bad:
        - agencies: [phong-kinh-te]
          items:
            - task: giam-sat
              lead: [tram-y-te]
    Good:
        - agencies: [tram-y-te]
          items:
            - task: giam-sat
    """
    for placed in plan.placed:
        task, duty = placed.item, placed.duty
        if not isinstance(task, Task) or duty is None or not task.lead or not duty.agencies:
            continue
        lead = [ref for ref in task.lead if isinstance(ref, Ref)]
        given = [ref for ref in duty.agencies if isinstance(ref, Ref)]
        if len(lead) < len(task.lead) or len(given) < len(duty.agencies):
            continue  # somebody has yet to decide
        taking_part = [*lead, *(ref for ref in task.coordinating if isinstance(ref, Ref))]
        if any(_is_within(one, other, agencies) for one in taking_part for other in given):
            continue
        yield Violation(
            lead[0].span,
            _(
                "the task is led by {lead}, and prints below {others}",
                lead=_names(lead, agencies),
                others=_names(given, agencies),
            ),
            _(
                "move the task to the duty of {lead}, or name {others} as coordinating",
                lead=_names(lead, agencies),
                others=_names(given, agencies),
            ),
        )


def _is_within(one: Ref, other: Ref, agencies: Agencies) -> bool:
    """Whether two bodies are the same, or one is a member or a part of the other."""
    if one.text == other.text:
        return True
    known = ((agencies.get(one), other), (agencies.get(other), one))
    return any(agency and whole in (*agency.members, agency.parent) for agency, whole in known)


def _names(refs: Iterable[Ref], agencies: Agencies) -> str:
    return ", ".join(agencies.name_of(ref) for ref in refs)


@book.rule("KH207", Severity.WARNING)
def lead_coordinates_with_itself(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The agency that leads a task or target is also named to coordinate.

    Why: one of the two names was probably meant to be another agency.
    Bad:
        lead: [so-tai-chinh]
        coordinating: [so-tai-chinh]
    Good:
        lead: [so-tai-chinh]
        coordinating: [so-noi-vu]
    """
    for placed in plan.placed:
        item = placed.item
        if isinstance(item, (Task, Target)):
            leads = {ref.text for ref in lead_of(placed) if isinstance(ref, Ref)}
            for ref in item.coordinating:
                if isinstance(ref, Ref) and ref.text in leads:
                    yield Violation(
                        ref.span,
                        _("{name} leads here already", name=agencies.name_of(ref)),
                        _("delete it, or name the agency that was meant"),
                    )

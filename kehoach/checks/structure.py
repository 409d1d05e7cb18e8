"""KH1: ids, references inside the plan, undecided points."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Message, Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Todo
from kehoach.model.items import Target, Task
from kehoach.model.period import Years
from kehoach.model.plan import Plan, SectionKind
from kehoach.model.prose import Prose, UnknownName, look_up
from kehoach.model.scopes import texts
from kehoach.rules import Found, RuleBook
from kehoach.vietnamese import nearest

book = RuleBook()


@book.rule("KH107", Severity.ERROR)
def unknown_name(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A text asks in braces for something that the plan does not have.

    Why: the sentence would print without the number or name it needs.
    Bad:
        target: ho-ngheo
        text: giảm xuống còn {{ value }}
    Good:
        target: ho-ngheo
        value: 1,50%
        text: giảm xuống còn {{ value }}
    """
    for prose, scope in texts(plan, agencies):
        for expression in prose.expressions:
            try:
                look_up(expression.tree, scope)
            except UnknownName as unknown:
                yield Found(expression.span, _("{name} is not known here", name=unknown.asked), _way_out(unknown))


def _way_out(unknown: UnknownName) -> Message | None:
    guess = nearest(unknown.asked, unknown.known)
    if guess:
        return _("perhaps {guess}?", guess=guess)
    return _("known here: {known}", known=", ".join(unknown.known)) if unknown.known else None


@book.rule("KH109", Severity.ERROR)
def duplicate_id(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """Two targets, two tasks or two reporting periods have one id.

    Why: reports, results and next year's plan find a target by its id; of two they would find one.
    Bad:
        - target: ho-ngheo
        - target: ho-ngheo
    Good:
        - target: ho-ngheo
        - target: ho-can-ngheo
    """
    seen: dict[tuple[str, str], Located] = {}
    named: list[tuple[str, str, Located]] = []
    for placed in plan.placed:
        if isinstance(placed.item, Target):
            named.append(("target", placed.item.target, placed.item))
        elif isinstance(placed.item, Task):
            named.append(("task", placed.item.task, placed.item))
    named += [("id", period.id, period) for flow in plan.reporting for period in flow.periods]
    for key, identity, holder in named:
        first = seen.setdefault((key, identity), holder)
        if first is not holder:
            yield Found(
                holder.at(key),
                _("the id {id} is already taken on line {line}", id=identity, line=first.at(key).line),
                _("give one of the two another id"),
            )


@book.rule("KH110", Severity.UNDECIDED)
def undecided(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A point that only a person can decide is still open.

    Why: the draft prints it as a highlighted mark under DỰ THẢO, so that nobody signs a blank.
    Bad:
        value: TODO(bao nhiêu phần trăm?)
    Good:
        value: 1,50%
    """
    for _holder, _name, value in plan.walk():
        todos = value.todos if isinstance(value, (Prose, Years)) else (value,) if isinstance(value, Todo) else ()
        for todo in todos:
            if type(todo) is Todo:
                question = todo.question or "?"
                yield Found(todo.span, _("still to be decided: {question}", question=question))


@book.rule("KH112", Severity.ERROR)
def unknown_target(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A task serves, or an appendix shows, a target that the plan does not have.

    Why: the extract would name a target that nobody can find.
    Bad:
        - task: ra-soat
          targets: [ho-ngeo]
    Good:
        - task: ra-soat
          targets: [ho-ngheo]
    """
    for holder, ids in _asked_targets(plan):
        for index, identity in enumerate(ids):
            if identity not in plan.targets:
                guess = nearest(identity, plan.targets)
                yield Found(
                    holder.at("targets", index),
                    _("there is no target {id}", id=identity),
                    _("perhaps {guess}?", guess=guess) if guess else None,
                )


def _asked_targets(plan: Plan) -> Iterator[tuple[Located, tuple[str, ...]]]:
    for placed in plan.placed:
        if isinstance(placed.item, Task):
            yield placed.item, placed.item.targets
    for appendix in plan.appendices:
        for shown in getattr(appendix, "show", ()):
            yield shown, shown.targets


@book.rule("KH113", Severity.ERROR)
def heading_needed(plan: Plan, agencies: Agencies) -> Iterator[Found]:
    """A section of kind text has no heading.

    Why: for the other kinds kehoach knows the usual heading; for this one it cannot.
    Bad:
        - kind: text
          text: Thực hiện từ ngày 01/3 ...
    Good:
        - kind: text
          heading: Thời gian thực hiện
          text: Thực hiện từ ngày 01/3 ...
    """
    for section in plan.sections:
        if section.kind is SectionKind.TEXT and section.heading is None and section.at("kind").text == SectionKind.TEXT:
            yield Found(section.at("kind"), _("a section of kind text needs a heading"))

"""KH1: ids, references inside the plan, undecided points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.checks.appendices import arguments
from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.base import Located, Ref, undecided_in
from kehoach.model.items import Target, Task
from kehoach.model.plan import Plan, SectionKind
from kehoach.model.prose import Call, Expression, Form, Name, Prose, Scope, Sum, Tree, UnknownName, look_up
from kehoach.model.scopes import texts
from kehoach.rules import RuleBook, Violation, at_lines
from kehoach.source import Span
from kehoach.vietnamese import nearest

book = RuleBook()


@book.rule("KH107", Severity.ERROR, on_request=True)
def unknown_name(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
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
    yield from unknown_names(texts(plan, agencies), plan, agencies)


def unknown_names(texts: Iterable[tuple[Prose, Scope]], plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Every expression in texts of a plan, or of results, that asks for something its scope does not have."""
    reported: set[tuple[str, object]] = set()
    for prose, scope in texts:
        for expression in prose.expressions:
            try:
                look_up(expression.tree, scope)
            except UnknownName as unknown:
                thing = _thing(expression.tree)
                same = (expression.source, 0) if thing == "agency" else (thing, thing in _OF_PLAN or prose.span.start)
                said = same in reported or _reported_elsewhere(plan, agencies, expression)
                if said or (plan.is_partial and thing in _FACTS):
                    continue
                reported.add(same)
                hint, right = _way_out(expression, unknown, _ids(expression.tree, plan, agencies))
                span = expression.span
                fix = (Edit(span.start, span.end, right),) if right and span.text.endswith("}}") else None
                yield Violation(span, _("{name} is not known here", name=unknown.asked), hint, fix)


_OF_PLAN = ("issuer", "periods")
_FACTS = frozenset(
    "issuer periods due target note value baseline total by share deadline lead coordinating agencies first_year "
    "last_year".split()
)
"""Names that stand for what the plan writes elsewhere."""


def _thing(tree: Tree) -> str:
    """What an expression asks for, without argument and form; a report's day and the reports' names are one thing."""
    while isinstance(tree, (Form, Sum)):
        tree = tree.of
    return tree.name


def _reported_elsewhere(plan: Plan, agencies: Agencies, expression: Expression) -> bool:
    """Whether KH201 says already that this agency is unknown."""
    tree = expression.tree
    while isinstance(tree, (Form, Sum)):
        tree = tree.of
    if isinstance(tree, Name):
        return tree.name == "issuer" and agencies.get(plan.issuer) is None
    return tree.name == "agency" and (
        agencies.is_partial
        or any(
            isinstance(value, Ref) and value.text == tree.argument and value not in agencies
            for _holder, _name, value in plan.walk()
        )
    )


def _way_out(expression: Expression, unknown: UnknownName, ids: tuple[str, ...]) -> tuple[Message | None, str | None]:
    """What to do, and the whole expression that was probably meant."""
    known = unknown.known or ids
    guess = nearest(unknown.asked, known)
    if guess and unknown.asked in expression.source:
        right = f"{{{{ {expression.source.replace(unknown.asked, guess, 1)} }}}}"
        return _("perhaps {guess}?", guess=right), right
    shown = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
    return _("known here: {known}", known=shown) if known else None, None


_SHOWN = 12


def _ids(tree: Tree, plan: Plan, agencies: Agencies) -> tuple[str, ...]:
    """What may be in the brackets of `agency('id')` and its like, as a drafter would write it."""
    while isinstance(tree, (Sum, Form)):
        tree = tree.of
    kinds: dict[str, Iterable[str]] = {
        "agency": agencies.by_id,
        "due": plan.periods,
        "target": plan.targets,
        "note": plan.notes,
        "place": plan.places,
    }
    if not isinstance(tree, Call) or tree.name not in kinds:
        return ()
    return tuple(f"{tree.name}('{key}')" for key in kinds[tree.name])


@book.rule("KH109", Severity.ERROR)
def duplicate_id(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Two targets, two tasks, two reporting periods or two places have one id.

    Why: reports, results and next year's plan find a target by its id; of two they would find one.
    Bad:
        - target: ho-ngheo
        - target: ho-ngheo
    Good:
        - target: ho-ngheo
        - target: ho-can-ngheo
    """
    named: list[tuple[str, str, Located]] = []
    for placed in plan.placed:
        if isinstance(placed.item, Target):
            named.append(("target", placed.item.target, placed.item))
        elif isinstance(placed.item, Task):
            named.append(("task", placed.item.task, placed.item))
    named += [("id", period.id, period) for flow in plan.reporting for period in flow.periods]
    yield from _taken(named)
    yield from _taken(list(_named_places(plan)))


def _named_places(plan: Plan) -> Iterator[tuple[str, str, Located]]:
    """What has an id of its own for `place('id')`; where a target or task has the same, that one comes before it."""
    owned: dict[str, Located] = {**plan.tasks, **plan.targets}
    items = (placed.item for placed in plan.placed if isinstance(placed.item, Located))
    for holder in (*plan.sections, *plan.appendices, *items):
        if isinstance(identity := getattr(holder, "id", None), str):
            if (owner := owned.get(identity)) is not None and owner is not holder:
                yield "id", identity, owner
            yield "id", identity, holder


def _taken(named: list[tuple[str, str, Located]]) -> Iterator[Violation]:
    """Ids that were given before to something else of the same kind."""
    seen: dict[tuple[str, str], Located] = {}
    for key, identity, holder in named:
        first = seen.setdefault((key, identity), holder)
        if first is not holder:
            yield Violation(
                holder.at(key),
                _("the id {id} is already taken on line {line}", id=identity, line=first.at(key).line),
                _("give one of the two another id"),
            )


@book.rule("KH110", Severity.UNDECIDED)
def undecided(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A point that only a person can decide is still open.

    Why: the draft prints it as a highlighted mark under DỰ THẢO, so that nobody signs a blank.
    Bad:
        value: TODO(bao nhiêu phần trăm?)
    Good:
        value: 1,50%
    """
    yield from open_points(plan.values)


def open_points(values: Iterable[object]) -> Iterator[Violation]:
    """Every undecided point among some values."""
    for value in values:
        for todo in undecided_in(value):
            yield Violation(todo.span, _("still to be decided: {question}", question=todo.question or "?"))


@book.rule("KH112", Severity.ERROR, on_request=True)
def unknown_target(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A task serves, or an appendix shows, a target that the plan does not have.

    Why: the extract would name a target that nobody can find.
    Bad:
        - task: ra-soat
          targets: [ho-ngeo]
    Good:
        - task: ra-soat
          targets: [ho-ngheo]
    """
    unknown: dict[str, list[Span]] = {}
    for holder, ids in _asked_targets(plan):
        for index, identity in enumerate(ids):
            if identity not in plan.targets and not plan.is_partial:
                unknown.setdefault(identity, []).append(holder.at("targets", index))
    if len(unknown) > MANY:  # a whole list of targets is gone: one fault, not one for each
        spans = [span for places in unknown.values() for span in places]
        yield Violation(spans[0], at_lines(_("there are no targets {ids}", ids=", ".join(unknown)), spans), None)
        return
    for identity, places in unknown.items():
        guess = nearest(identity, plan.targets)
        yield Violation(
            places[0],
            at_lines(_("there is no target {id}", id=identity), places),
            _("perhaps {guess}?", guess=guess) if guess else _("known here: {known}", known=", ".join(plan.targets)),
            tuple(Edit(place.start, place.end, guess) for place in places) if guess else None,
        )


MANY = 2
"""More unknown ids than these are reported as one fault."""


def _asked_targets(plan: Plan) -> Iterator[tuple[Located, tuple[str, ...]]]:
    for placed in plan.placed:
        if isinstance(placed.item, Task):
            yield placed.item, placed.item.targets
    for appendix in plan.appendices:
        for shown in getattr(appendix, "show", ()):
            yield shown, shown.targets


@book.rule("KH113", Severity.ERROR)
def heading_needed(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
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
            yield Violation(section.at("kind"), _("a section of kind text needs a heading"))


@book.rule("KH116", Severity.WARNING)
def note_not_called(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A footnote is written and no text calls it.

    Why: a footnote prints where a text calls it; this one does not print at all.
    Bad:
        notes:
          nguon: Theo báo cáo của Chi cục Thống kê
    Good:
        text: ... 1,56%{{ note('nguon') }}
    """
    if not plan.notes:
        return
    called = set(arguments(plan, "note"))
    for key in plan.notes:
        if key not in called:
            yield Violation(
                plan.key_at("notes", key),
                _("no text calls the note {id}", id=key),
                _("write {{{{ note('{id}') }}}} where it belongs, or delete it", id=key),
            )


@book.rule("KH145", Severity.INFO, on_request=True)
def number_typed_by_hand(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A section or an item has a number that was typed by hand.

    Why: kehoach counts, and goes on counting when something is added or taken out; a typed number stays as it is.
    `kehoach check --fix --select KH145` takes the typed numbers out.
    Bad:
        - mark: "2."
          heading: Tuyên truyền
    Good:
        - heading: Tuyên truyền
    """
    items = (placed.item for placed in plan.placed if isinstance(placed.item, Located))
    for holder in (*plan.sections, *items):
        if isinstance(typed := getattr(holder, "mark", None), str):
            yield Violation(
                holder.at("mark"),
                _("the number {mark} is typed by hand and prints as it is", mark=typed),
                _("without mark: kehoach counts by itself; --fix --select KH145 takes it out"),
                _without(holder, "mark"),
            )


def _without(holder: Located, key: str) -> tuple[Edit, ...] | None:
    """The edit that takes a key off a mapping in block style; none where a comment would go with it."""
    if (node := holder.written) is None or node.flow or len(node.entries) < 2:
        return None
    entries, text = node.entries, holder.span.source.text
    at = next(index for index, entry in enumerate(entries) if entry.key.value == key)
    own = entries[at]
    start, end = own.key.span.start, own.value.span.end
    if at + 1 < len(entries):
        gap, following = (end, entries[at + 1].key.span.start), entries[at + 1].key.span.start
        return None if text[slice(*gap)].strip() else (Edit(start, following, ""),)
    before = entries[at - 1].value.span.end
    return None if text[before:start].strip() else (Edit(before, end, ""),)

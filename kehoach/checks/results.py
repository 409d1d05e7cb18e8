"""KH1 to KH4 on results files: what was reported, compared with the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kehoach.checks import results_days, results_figures, results_texts
from kehoach.checks.comments_as_values import comment_after_empty_key, comments_of_results
from kehoach.checks.results_case import ResultsCase
from kehoach.checks.structure import open_points, undecided, unknown_name, unknown_names
from kehoach.diagnostics import Finding, Message, Severity, _
from kehoach.edits import Edit
from kehoach.model.assignments import responsible, work_of
from kehoach.model.base import Located, Ref
from kehoach.model.fields import fields_of
from kehoach.model.items import Task
from kehoach.model.near_names import NearNames, names_near
from kehoach.model.plan import lead_of
from kehoach.model.prose import Prose
from kehoach.model.reporting import reports
from kehoach.model.scopes import plan_scope
from kehoach.rules import RuleBook, Violation
from kehoach.source import Span
from kehoach.vietnamese import Guesses

book = RuleBook()

BOOKS = (book, results_days.book, results_figures.book, results_texts.book)
"""Rules that hold a results file against its plan."""


def check_results(case: ResultsCase) -> Iterator[Finding]:
    """Every finding of the rules for results, and of those for texts and undecided points."""
    for rules in BOOKS:
        for rule in rules:
            yield from rule(case)
    yield from results_texts.check_texts(case)
    yield from map(comment_after_empty_key.finding, comments_of_results(case))
    scope = plan_scope(case.plan, case.agencies)
    texts = ((value, scope) for _holder, _name, value in case.results.walk() if isinstance(value, Prose))
    yield from map(unknown_name.finding, unknown_names(texts, case.plan, case.agencies))
    yield from map(undecided.finding, open_points(value for _holder, _name, value in case.results.walk()))


# Who and what


@book.rule("KH121", Severity.ERROR, on_request=True)
def result_of_nothing(case: ResultsCase) -> Iterator[Violation]:
    """A result stands for a target, task, fund or group of solutions that the plan does not have.

    Why: it would be left out of every report without a word.
    `kehoach check --fix --select KH121` writes what the hint proposes.
    Bad:
        targets:
          ho-ngeo: 1,48%
    Good:
        targets:
          ho-ngheo: 1,48%
    """
    results = case.results
    known: dict[str, Mapping[str, object]] = {
        "targets": case.plan.targets,
        "tasks": case.plan.tasks,
        "funds": {str(fund.fund): fund for fund in case.plan.funds},
        "solutions": {str(number): group for number, group in enumerate(case.plan.solutions, 1)},
    }
    guesses = Guesses()
    for key, names in known.items():
        for identity in getattr(results, key):
            if identity not in names:
                place = results.key_at(key, identity)
                guess = guesses.of(identity, names)
                yield Violation(
                    place,
                    _("the plan has no {id} among its {kind}", id=f'"{identity}"', kind=key),
                    _way_out(guess, names),
                    _as_meant(guess, place, getattr(results, key)),
                )


def _way_out(guess: str | None, names: Mapping[str, object]) -> Message | None:
    if guess:
        return _("perhaps {guess}?", guess=guess)
    if len(names) > _SHOWN:
        return _("known here: {known}", known=", ".join([*names][:_SHOWN]) + ", …")
    return _("known here: {known}", known=", ".join(names)) if names else None


def _as_meant(guess: str | None, place: Span, taken: Mapping[str, object]) -> tuple[Edit, ...] | None:
    """The edit that writes a key as it was meant, where that is not a key already."""
    return (Edit(place.start, place.end, guess),) if guess and guess not in taken else None


_SHOWN = 12


@book.rule("KH122", Severity.ERROR)
def result_for_no_report(case: ResultsCase) -> Iterator[Violation]:
    """A results file is named for a report that the plan does not call for.

    Why: the file's name says which report it fills; this one fills none.
    Bad:
        results/2024/giam-ngheo/6thang.yaml
    Good:
        results/2024/giam-ngheo/6-thang.yaml
    """
    known = reports(case.plan, case.year)
    if case.report not in known:
        yield Violation(
            case.start,
            _("the plan has no report {id}", id=f'"{case.report}"'),
            _way_out(Guesses().of(case.report, known), known),
        )


@book.rule("KH221", Severity.ERROR, on_request=True)
def result_of_nobody(case: ResultsCase) -> Iterator[Violation]:
    """A result stands for an agency that is unknown, or that has no part in it.

    Why: the figure of a body that nobody asked would make the sum of the shares wrong.
    `kehoach check --fix --select KH221` writes what the hint proposes.
    Bad:
        ho-ngheo:
          shares:
            san-thag: 01 hộ
    Good:
        ho-ngheo:
          shares:
            san-thang: 01 hộ
    """
    everybody = dict.fromkeys((*case.agencies, *work_of(case.plan, case.agencies)))
    guesses = Guesses()
    names: NearNames | None = None
    for holder, key, known in _keyed_by_agency(case, everybody):
        for agency in getattr(holder, key):
            if agency not in known:
                names = names or names_near(case.plan, case.agencies)
                place, guess = holder.key_at(key, agency), _body_meant(agency, known, names, guesses)
                yield Violation(
                    place,
                    _("{id} has no part in this", id=f'"{agency}"'),
                    _way_out(guess, known),
                    _as_meant(guess, place, getattr(holder, key)),
                )


def _body_meant(written: str, known: Mapping[str, object], names: NearNames, guesses: Guesses) -> str | None:
    """The body of those known that a key means: by its name, else by letters."""
    near = None if Ref(written).is_id else names.of_name(written, guesses)
    meant = [one for one in near.ids if one in known] if near else []
    return meant[0] if len(meant) == 1 else guesses.of(written, known)


def _keyed_by_agency(
    case: ResultsCase, everybody: Mapping[str, None]
) -> Iterator[tuple[Located, str, Mapping[str, object]]]:
    """Every mapping by agency, with the agencies it may name."""
    yield case.results, "reported", everybody
    yield case.results, "duties", everybody
    for key, result in case.results.targets.items():
        target = case.plan.targets.get(key)
        yield result, "shares", (target.shares if target and target.shares else everybody)
    leads = _leads(case)
    for key, task in case.results.tasks.items():
        yield task, "members", leads.get(key) or everybody


def _leads(case: ResultsCase) -> dict[str, dict[str, None]]:
    """Who leads each task, by its id; the members of a group in its place."""
    found: dict[str, dict[str, None]] = {}
    for placed in case.plan.placed:
        if isinstance(placed.item, Task):
            refs = (ref for ref in lead_of(placed) if isinstance(ref, Ref))
            bodies = (body.text for ref in refs for body in case.agencies.members_of(ref))
            found.setdefault(placed.item.task, {}).update(dict.fromkeys(bodies))
    return found


# What is missing


@book.rule("KH123", Severity.INFO)
def not_yet_reported(case: ResultsCase) -> Iterator[Violation]:
    """An agency has not yet reported something of its own.

    Why: the report keeps a blank for it; the list says whom to call.
    Bad:
        targets:
          ho-ngheo:
    Good:
        targets:
          ho-ngheo: 1,48%
    """
    for agency, (targets, tasks) in missing(case).items():
        things = [_("the targets {ids}", ids=", ".join(targets))] if targets else []
        things += [_("the tasks {ids}", ids=", ".join(tasks))] if tasks else []
        key, first = ("targets", targets[0]) if targets else ("tasks", tasks[0])
        place = case.results.key_at(key, first) if key in _written(case) else case.start
        name = case.agencies.name_of(Ref(agency))
        if len(things) == 2:
            yield Violation(
                place, _("{agency} has yet to report {one} and {other}", agency=name, one=things[0], other=things[1])
            )
        else:
            yield Violation(place, _("{agency} has yet to report {one}", agency=name, one=things[0]))


def _written(case: ResultsCase) -> tuple[str, ...]:
    return tuple(key for key in fields_of(type(case.results)) if case.results.wrote(key))


def missing(case: ResultsCase) -> dict[str, tuple[list[str], list[str]]]:
    """What is still to be reported, by agency: ids of targets, and of tasks."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    results, teller = case.known, responsible(case.plan)

    def add(agency: str, kind: int, identity: str) -> None:
        found.setdefault(agency, ({}, {}))[kind][identity] = None

    for key, target in case.plan.targets.items():
        result = results.targets.get(key)
        if result is None or (result.value, result.added, result.met) == (None, None, None):
            add(teller[key], 0, key)
        for agency in target.shares:
            if result is None or agency not in result.shares:
                add(agency, 0, key)
    for placed in case.plan.placed:
        identity = getattr(placed.item, "task", None)
        task = results.tasks.get(identity) if isinstance(identity, str) else None
        if isinstance(identity, str) and (task is None or (task.status is None and not task.members)):
            for ref in lead_of(placed):
                if isinstance(ref, Ref):
                    add(ref.text, 1, identity)
    return {agency: (list(targets), list(tasks)) for agency, (targets, tasks) in found.items()}

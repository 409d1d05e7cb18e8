"""Typed values: the plan's head, deadlines, targets, funds, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kehoach.diagnostics import Message, _
from kehoach.edits import Edit
from kehoach.model.base import Located, Ref, Todo
from kehoach.model.days import day_off
from kehoach.model.history import Point
from kehoach.model.items import Target, Task, name_or_id
from kehoach.model.outcome import planned_value
from kehoach.model.period import Deadline
from kehoach.model.quantity import Quantity
from kehoach.model.results import DONE
from kehoach.rolling.days import YEAR, moved
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.rollover import Rollover
from kehoach.source import Span
from kehoach.undecided import written

ESTIMATED = "ước thực hiện, chưa có báo cáo"


def head_entries(turn: Rollover) -> Iterator[LedgerEntry]:
    """Year, number, date, and who signs."""
    plan, pen = turn.plan, turn.pen
    place = plan.at("year")
    new = YEAR.sub(lambda match: str(int(match.group()) + turn.delta), place.text.strip("'\""))
    yield LedgerEntry(
        LedgerTopic.YEAR,
        Fate.CHANGED,
        place,
        plan.year.text,
        new,
        _("the year of the draft"),
        edits=(pen.value(place, new),),
    )
    if turn.issuer and isinstance(plan.issuer, Todo):
        old, name = plan.issuer.text, turn.agencies.name_of(Ref(turn.issuer))
        edit = pen.value(plan.issuer.span, turn.issuer)
        why = _("the body that was asked for")
        yield LedgerEntry(LedgerTopic.AGENCY, Fate.CHANGED, plan.issuer.span, old, name, why, edits=(edit,))
    if isinstance(plan.number, str):
        why = _("given when the plan is issued")
        edit = pen.clear(plan.key_at("number"), plan.at("number"))
        yield LedgerEntry(LedgerTopic.NUMBER, Fate.CHANGED, plan.at("number"), plan.number, "", why, edits=(edit,))
    if issued := plan.issued_on:
        new = f"{issued.month}/{issued.year + turn.delta}"
        old = plan.at("date").text
        why = _("the same month; the day is written when the plan is signed")
        yield LedgerEntry(
            LedgerTopic.DATE, Fate.CHANGED, plan.at("date"), old, new, why, edits=(pen.value(plan.at("date"), new),)
        )
    archive = str(plan.archive)
    why = _("an abbreviation of the drafting unit; is it still the same?")
    yield LedgerEntry(LedgerTopic.SIGNATURE, Fate.CARRIED, plan.at("archive"), archive, archive, why, verify=True)
    if isinstance(plan.signature.name, str):
        name = plan.signature.name
        why = _("does the same person sign, in the same office?")
        yield LedgerEntry(LedgerTopic.SIGNATURE, Fate.CARRIED, plan.signature.at("name"), name, name, why, verify=True)


def deadline_entries(turn: Rollover) -> Iterator[LedgerEntry]:
    """Every deadline: the same day of the new year."""
    for _holder, _name, value in turn.plan.walk():
        if isinstance(value, Deadline) and turn.pen.knows(value.span):
            yield _deadline(turn, value)


def _deadline(turn: Rollover, deadline: Deadline) -> LedgerEntry:
    new = moved(deadline.text, turn.delta, turn.year)
    off = _off(deadline, turn)
    if new != deadline.text:
        edit = (turn.pen.value(deadline.span, new),)
        return LedgerEntry(
            LedgerTopic.DEADLINE,
            Fate.CHANGED,
            deadline.span,
            deadline.text,
            new,
            off or _("the same day of the new year"),
            off is not None,
            edit,
        )
    why = off or _("without a year: it lies in the plan's year by itself")
    return LedgerEntry(LedgerTopic.DEADLINE, Fate.CARRIED, deadline.span, deadline.text, new, why, off is not None)


def _off(deadline: Deadline, turn: Rollover) -> Message | None:
    """Why a day on which it falls due, moved, is a day off."""
    for day in deadline.due_days(turn.plan.year.only):
        there = date(day.year + turn.delta, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
        if off := day_off(there):
            return off
    return None


# Targets and funds


def target_entries(turn: Rollover) -> Iterator[LedgerEntry]:
    """Values, shares and totals are to decide; a baseline is last year's result, else its plan, marked as estimated."""
    for placed in turn.plan.placed:
        if isinstance(placed.item, Target):
            target = placed.item
            yield from _baseline(turn, target)
            if isinstance(target.value, Quantity):
                yield _to_decide(turn, target.at("value"), target.value, LedgerTopic.TARGET, _trend(turn, target))
            yield from _by_year(turn, target, "values", target.values, LedgerTopic.TARGET)
            if isinstance(target.total, Quantity):
                yield _to_decide(turn, target.at("total"), target.total, LedgerTopic.TARGET, _was(turn, target.total))


def fund_entries(turn: Rollover) -> Iterator[LedgerEntry]:
    """Amounts are to decide."""
    for fund in turn.plan.funds:
        if isinstance(fund.amount, Quantity):
            yield _to_decide(turn, fund.at("amount"), fund.amount, LedgerTopic.FUND, _was(turn, fund.amount))
        yield from _by_year(turn, fund, "amounts", fund.amounts, LedgerTopic.FUND)


def _baseline(turn: Rollover, target: Target) -> Iterator[LedgerEntry]:
    if target.baseline is None or not turn.pen.knows(target.at("baseline")):
        return
    past = _last(turn, target)
    planned = planned_value(target, turn.plan.year.last or turn.plan.year.first)
    place, old = target.at("baseline"), target.baseline.text
    if past and past.actual:
        new, why, verify = past.actual.text, _("the result reported for the year"), False
    elif isinstance(planned, Quantity):
        new, why, verify = planned.text, _("last year's target, as an estimate: no result is reported yet"), True
    else:
        new, why, verify = old, _("an estimate: neither target nor result of last year is known"), True
    edits: tuple[Edit, ...] = () if new == old else (turn.pen.value(place, new),)
    edits += turn.pen.mark(place, ESTIMATED) if verify else ()
    yield LedgerEntry(LedgerTopic.TARGET, Fate.CHANGED if edits else Fate.CARRIED, place, old, new, why, verify, edits)


def _to_decide(turn: Rollover, place: Span, old: Quantity, topic: LedgerTopic, known: str) -> LedgerEntry:
    new = written(known)
    return LedgerEntry(
        topic,
        Fate.UNDECIDED,
        place,
        old.text,
        new,
        _("to be decided for the new year"),
        edits=(turn.pen.value(place, new),),
    )


def _by_year(
    turn: Rollover, holder: Located, key: str, values: Mapping[int, Quantity | Todo], topic: LedgerTopic
) -> Iterator[LedgerEntry]:
    """Values by year: the years move along, the values are to decide."""
    for year, value in values.items():
        place, new = holder.key_at(key, year), str(year + turn.delta)
        yield LedgerEntry(
            LedgerTopic.YEAR,
            Fate.CHANGED,
            place,
            str(year),
            new,
            _("the year moves along"),
            edits=(turn.pen.value(place, new),),
        )
        if isinstance(value, Quantity):
            yield _to_decide(turn, value.span, value, topic, f"{year} là {value.text}")


def share_values(turn: Rollover, target: Target, keys: Iterable[str]) -> Iterator[LedgerEntry]:
    """Shares are to decide, for the bodies that still exist."""
    for key in keys:
        share = target.shares[key]
        if isinstance(share, Quantity):
            yield _to_decide(turn, share.span, share, LedgerTopic.TARGET, _was(turn, share))


def _was(turn: Rollover, value: Quantity) -> str:
    return f"{turn.plan.year.text} là {value.text}"


def _trend(turn: Rollover, target: Target) -> str:
    """What earlier years brought, for the person who decides: `2023 là 1,6%, đạt 1,56%; 2024 là 1,5%`."""
    shown = [_year_of(past) for past in turn.past.get(target.target, ())]
    if not shown and isinstance(target.value, Quantity):
        return _was(turn, target.value)
    return "; ".join(shown)


def _year_of(past: Point) -> str:
    planned = f"{past.year} là {past.planned.text}" if past.planned else f"{past.year}"
    return f"{planned}, đạt {past.actual.text}" if past.actual else planned


def _last(turn: Rollover, target: Target) -> Point | None:
    last = turn.plan.year.last
    return next((past for past in turn.past.get(target.target, ()) if past.year == last), None)


# Tasks


def task_entries(turn: Rollover) -> Iterator[LedgerEntry]:
    """What is unfinished is carried and marked; what was to be done once and is done is proposed for removal."""
    for task in turn.plan.tasks.values():
        result = turn.tasks.get(task.task)
        if result is None or not isinstance(result.status, str):
            continue
        place, name = task.at("task"), name_or_id(task)
        if result.status != DONE:
            why = _("not finished last year: {status}", status=result.status)
            words = f"{result.status}, chuyển từ {turn.plan.year.text}"
            mark = turn.pen.mark(place, words)
            fate = Fate.CHANGED if mark else Fate.CARRIED
            yield LedgerEntry(LedgerTopic.TASK, fate, place, name, name, why, True, mark)
        elif _is_done_once(task):
            yield _proposed_for_removal(turn, task, name)
        else:
            why = _("done last year, and done every year")
            yield LedgerEntry(LedgerTopic.TASK, Fate.CARRIED, place, name, name, why)


def _is_done_once(task: Task) -> bool:
    moments = task.deadline.moments if isinstance(task.deadline, Deadline) else ()
    return bool(moments) and all(moment.is_dated and moment.every is None for moment in moments)


def _proposed_for_removal(turn: Rollover, task: Task, name: str) -> LedgerEntry:
    on = getattr(turn.tasks[task.task], "on", None)
    when = f" ngày {on:%d/%m/%Y}" if isinstance(on, date) else ""
    new = written(f"bỏ nhiệm vụ này? đã hoàn thành{when}")
    place = task.at("deadline")
    why = _("done last year, once for all: remove the task, or give it a new deadline")
    return LedgerEntry(
        LedgerTopic.TASK,
        Fate.UNDECIDED,
        place,
        f"{name}: {task.deadline}",
        new,
        why,
        edits=(turn.pen.value(place, new),),
    )

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
from kehoach.model.results import DONE, UNDER_WAY
from kehoach.rolling.days import YEAR, moved
from kehoach.rolling.ledger import Fate, LedgerEntry, LedgerTopic
from kehoach.rolling.rollover import Rollover
from kehoach.source import Span
from kehoach.undecided import written

ESTIMATED = "ước thực hiện, chưa có báo cáo"
UNREAD = "ước thực hiện, tệp kết quả có lỗi"


def head_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Year, number, date, and who signs."""
    plan, editor = rollover.plan, rollover.editor
    place = plan.at("year")
    new = YEAR.sub(lambda match: str(int(match.group()) + rollover.delta), place.text.strip("'\""))
    yield LedgerEntry(
        LedgerTopic.YEAR,
        Fate.CHANGED,
        place,
        plan.year.text,
        new,
        _("the year of the draft"),
        edits=(editor.value(place, new),),
    )
    if rollover.issuer and isinstance(plan.issuer, Todo):
        old, name = plan.issuer.text, rollover.agencies.name_of(Ref(rollover.issuer))
        edit = editor.value(plan.issuer.span, rollover.issuer)
        why = _("the body that was asked for")
        yield LedgerEntry(LedgerTopic.AGENCY, Fate.CHANGED, plan.issuer.span, old, name, why, edits=(edit,))
    if isinstance(plan.number, str):
        why = _("given when the plan is issued")
        edit = editor.clear(plan.key_at("number"), plan.at("number"))
        yield LedgerEntry(LedgerTopic.NUMBER, Fate.CHANGED, plan.at("number"), plan.number, "", why, edits=(edit,))
    if issued := plan.issued_on:
        new = "/".join(str(part) for part in (issued.month, issued.year + rollover.delta) if part)
        old = plan.at("date").text
        why = _("the same month; the day is written when the plan is signed")
        yield LedgerEntry(
            LedgerTopic.DATE, Fate.CHANGED, plan.at("date"), old, new, why, edits=(editor.value(plan.at("date"), new),)
        )
    archive = str(plan.archive)
    why = _("an abbreviation of the drafting unit; is it still the same?")
    yield LedgerEntry(LedgerTopic.SIGNATURE, Fate.CARRIED, plan.at("archive"), archive, archive, why, verify=True)
    if isinstance(plan.signature.name, str):
        name = plan.signature.name
        why = _("does the same person sign, in the same office?")
        yield LedgerEntry(LedgerTopic.SIGNATURE, Fate.CARRIED, plan.signature.at("name"), name, name, why, verify=True)


def person_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Who is in charge of a task: people change their posts."""
    for task in rollover.plan.tasks.values():
        if isinstance(task.person, str):
            why = _("is the same person in charge?")
            place = task.at("person")
            yield LedgerEntry(LedgerTopic.TASK, Fate.CARRIED, place, task.person, task.person, why, verify=True)


def deadline_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Every deadline: the same day of the new year."""
    for _holder, _name, value in rollover.plan.walk():
        if isinstance(value, Deadline) and rollover.editor.knows(value.span):
            yield _deadline(rollover, value)


def _deadline(rollover: Rollover, deadline: Deadline) -> LedgerEntry:
    new = moved(deadline.text, rollover.delta, rollover.year)
    off = _off(deadline, rollover)
    if new != deadline.text:
        edit = (rollover.editor.value(deadline.span, new),)
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
    why = off or _("without a year: it is in the plan's year by itself")
    return LedgerEntry(LedgerTopic.DEADLINE, Fate.CARRIED, deadline.span, deadline.text, new, why, off is not None)


def _off(deadline: Deadline, rollover: Rollover) -> Message | None:
    """Why a day on which it falls due, moved, is a day off."""
    for day in deadline.due_days(rollover.plan.year.only):
        there = date(day.year + rollover.delta, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
        if off := day_off(there):
            return off
    return None


# Targets and funds


def target_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Values, shares and totals are to decide; a baseline is last year's result, else its plan, marked as estimated."""
    for placed in rollover.plan.placed:
        if isinstance(placed.item, Target):
            target = placed.item
            yield from _baseline(rollover, target)
            if isinstance(target.value, Quantity):
                yield _to_decide(
                    rollover, target.at("value"), target.value, LedgerTopic.TARGET, _trend(rollover, target)
                )
            yield from _by_year(rollover, target, "values", target.values, LedgerTopic.TARGET)
            if isinstance(target.total, Quantity):
                yield _to_decide(
                    rollover, target.at("total"), target.total, LedgerTopic.TARGET, _was(rollover, target.total)
                )


def fund_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """Amounts are to decide."""
    for fund in rollover.plan.funds:
        if isinstance(fund.amount, Quantity):
            yield _to_decide(rollover, fund.at("amount"), fund.amount, LedgerTopic.FUND, _was(rollover, fund.amount))
        yield from _by_year(rollover, fund, "amounts", fund.amounts, LedgerTopic.FUND)


def _baseline(rollover: Rollover, target: Target) -> Iterator[LedgerEntry]:
    if target.baseline is None:
        return
    past = _last(rollover, target)
    if past and past.actual and not past.is_final:
        yield _to_ask(rollover, target, past)
        return
    planned = planned_value(target, rollover.plan.year.last or rollover.plan.year.first)
    place, old = target.at("baseline"), target.baseline.text
    if past and past.actual:
        new, why, verify = past.actual.text, _("the result reported for the year"), False
    elif isinstance(planned, Quantity):
        new, why, verify = planned.text, _("last year's target, as an estimate: no result is reported yet"), True
        if rollover.unread:
            why = _("last year's target, as an estimate: the results have an error and are not read")
    else:
        new, why, verify = old, _("an estimate: neither target nor result of last year is known"), True
    edits: tuple[Edit, ...] = () if new == old else (rollover.editor.value(place, new),)
    edits += rollover.editor.mark(place, UNREAD if rollover.unread else ESTIMATED) if verify else ()
    yield LedgerEntry(LedgerTopic.TARGET, Fate.CHANGED if edits else Fate.CARRIED, place, old, new, why, verify, edits)


def _to_ask(rollover: Rollover, target: Target, past: Point) -> LedgerEntry:
    """A baseline of which only a part of the year is reported: nobody knows yet what the year came to."""
    place, old = target.at("baseline"), str(target.baseline and target.baseline.text)
    new = written(f"kết quả cả năm {past.year}? mới có {past.period} là {past.actual and past.actual.text}")
    why = _("only a part of the year is reported: {period}", period=past.period)
    edits = (rollover.editor.value(place, new),)
    return LedgerEntry(LedgerTopic.TARGET, Fate.UNDECIDED, place, old, new, why, edits=edits)


def _to_decide(rollover: Rollover, place: Span, old: Quantity, topic: LedgerTopic, known: str) -> LedgerEntry:
    new = written(known)
    return LedgerEntry(
        topic,
        Fate.UNDECIDED,
        place,
        old.text,
        new,
        _("to be decided for the new year"),
        edits=(rollover.editor.value(place, new),),
    )


def _by_year(
    rollover: Rollover, holder: Located, key: str, values: Mapping[int, Quantity | Todo], topic: LedgerTopic
) -> Iterator[LedgerEntry]:
    """Values by year: the years move along, the values are to decide."""
    for year, value in values.items():
        place, new = holder.key_at(key, year), str(year + rollover.delta)
        yield LedgerEntry(
            LedgerTopic.YEAR,
            Fate.CHANGED,
            place,
            str(year),
            new,
            _("the year moves along"),
            edits=(rollover.editor.value(place, new),),
        )
        if isinstance(value, Quantity):
            yield _to_decide(rollover, value.span, value, topic, f"{year} là {value.text}")


def share_values(rollover: Rollover, target: Target, keys: Iterable[str]) -> Iterator[LedgerEntry]:
    """Shares are to decide, for the bodies that still exist."""
    for key in keys:
        share = target.shares[key]
        if isinstance(share, Quantity):
            yield _to_decide(rollover, share.span, share, LedgerTopic.TARGET, _was(rollover, share))


def _was(rollover: Rollover, value: Quantity) -> str:
    return f"{rollover.plan.year.text} là {value.text}"


def _trend(rollover: Rollover, target: Target) -> str:
    """What earlier years brought, for the person who decides: `2023 là 1,6%, đạt 1,56%; 2024 là 1,5%`."""
    shown = [_year_of(past) for past in rollover.past.get(target.target, ())]
    if not shown and isinstance(target.value, Quantity):
        return _was(rollover, target.value)
    return "; ".join(shown)


def _year_of(past: Point) -> str:
    planned = f"{past.year} là {past.planned.text}" if past.planned else f"{past.year}"
    part = "" if past.is_final else f"{past.period} "
    return f"{planned}, {part}đạt {past.actual.text}" if past.actual else planned


def _last(rollover: Rollover, target: Target) -> Point | None:
    last = rollover.plan.year.last
    return next((past for past in rollover.past.get(target.target, ()) if past.year == last), None)


# Tasks


def task_entries(rollover: Rollover) -> Iterator[LedgerEntry]:
    """What is unfinished is carried and marked; what was to be done once and is done is proposed for removal."""
    for task in rollover.plan.tasks.values():
        progress = rollover.tasks.get(task.task)
        if progress is None or not isinstance(progress.result.status, str):
            continue
        result, part = progress.result, "" if progress.reporting.is_final else f" ({progress.reporting.name})"
        place, name = task.at("task"), name_or_id(task)
        if result.status == UNDER_WAY and _goes_on(task):
            why = _("it goes on every year: {status}", status=result.status)
            yield LedgerEntry(LedgerTopic.TASK, Fate.CARRIED, place, name, name, why)
        elif result.status != DONE:
            why = _("not finished last year: {status}", status=result.status)
            if part:
                why = _("is it finished? only this is reported: {status}", status=f"{result.status}{part}")
            words = f"{result.status}{part}, chuyển từ {rollover.plan.year.text}"
            mark = rollover.editor.mark(place, words)
            fate = Fate.CHANGED if mark else Fate.CARRIED
            yield LedgerEntry(LedgerTopic.TASK, fate, place, name, name, why, True, mark)
        elif _is_done_once(task):
            yield _proposed_for_removal(rollover, task, name)
        else:
            why = _("done last year, and done every year")
            yield LedgerEntry(LedgerTopic.TASK, Fate.CARRIED, place, name, name, why)


def _goes_on(task: Task) -> bool:
    """Whether a task is never finished: "thường xuyên"."""
    if not isinstance(task.deadline, Deadline):
        return False
    moments = task.deadline.moments
    return task.deadline.onward or (bool(moments) and all(moment.ongoing for moment in moments))


def _is_done_once(task: Task) -> bool:
    moments = task.deadline.moments if isinstance(task.deadline, Deadline) else ()
    return bool(moments) and all(moment.is_dated and moment.every is None for moment in moments)


def _proposed_for_removal(rollover: Rollover, task: Task, name: str) -> LedgerEntry:
    on = rollover.tasks[task.task].result.on
    when = f" ngày {on:%d/%m/%Y}" if isinstance(on, date) else ""
    deadline = moved(str(task.deadline), rollover.delta, rollover.year)
    new = written(f"bỏ nhiệm vụ này? đã hoàn thành{when}; nếu giữ thì thời hạn là {deadline}")
    place = task.at("deadline")
    why = _("done last year: remove the task, or keep it with its deadline in the new year")
    return LedgerEntry(
        LedgerTopic.TASK,
        Fate.UNDECIDED,
        place,
        f"{name}: {task.deadline}",
        new,
        why,
        edits=(rollover.editor.value(place, new),),
    )

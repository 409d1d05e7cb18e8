"""KH2: agencies that do not exist, or not at the plan's date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref, Todo
from kehoach.model.items import Duty, Target
from kehoach.model.once import once_a_plan
from kehoach.model.plan import Basis, Plan, walked
from kehoach.rules import RuleBook, Violation, at_lines
from kehoach.source import Span
from kehoach.vietnamese import Guesses, fold

book = RuleBook()
registry_book = RuleBook()


def references(plan: Plan, *, cited: bool = True) -> Iterator[tuple[Ref, Span]]:
    """Every reference to an agency in the plan, with its place; `cited`: also those that issued a document cited."""
    for ref, span, is_cited in _references(plan):
        if cited or not is_cited:
            yield ref, span


@once_a_plan
def _references(plan: Plan) -> tuple[tuple[Ref, Span, bool], ...]:
    """Every reference with its place, and whether it says who issued a document cited."""
    found: list[tuple[Ref, Span, bool]] = []
    for holder, name, value in walked(plan):
        if isinstance(value, Ref):
            found.append((value, value.span, isinstance(holder, Basis)))
        if isinstance(holder, Target) and name == "target":
            found += [(Ref(key), holder.key_at("shares", key), False) for key in holder.shares]
    return tuple(found)


@book.rule("KH201", Severity.ERROR, on_request=True)
def unknown_agency(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A reference names an agency that the registry does not have.

    Why: extracts and reports go to the agencies of the registry; one that is not there would get nothing.
    `kehoach check --fix --select KH201` writes what the hint proposes.
    Bad:
        - agencies: [phong-ldtbx]
    Good:
        - agencies: [phong-ldtbxh]
    """
    if agencies.is_partial:
        return  # the registry's own faults hide agencies
    unknown: dict[str, list[Span]] = {}
    guesses = Guesses()
    for ref, span in references(plan):
        if (
            (ref.is_id and ref not in agencies)
            or meant_ids(ref, agencies, guesses)
            or (ref is plan.issuer and not ref.is_id)
        ):
            unknown.setdefault(ref.text, []).append(span)
    for text, places in unknown.items():
        places.sort(key=lambda span: span.start)
        message = _("there is no agency {id} in plans/agencies.yaml", id=f'"{text}"')
        meant = _meant(Ref(text), agencies, _in_force(plan, agencies), guesses)
        yield Violation(places[0], at_lines(message, places), _way_out(meant, agencies), _written(meant, places))


def _in_force(plan: Plan, agencies: Agencies) -> list[str]:
    """The ids of the bodies that are there when the plan is issued: of two alike one of them is meant."""
    first, last = plan.issued_between
    return [key for key, agency in agencies.by_id.items() if agency.exists_on(first) or agency.exists_on(last)]


def meant_ids(ref: Ref, agencies: Agencies, guesses: Guesses) -> list[str]:
    """The ids that were probably meant by what is neither an id nor a name: `Phong-ldtbxh`, `so-a, so-b`."""
    parts = [part.strip() for part in re.split(r"[,;]", ref.text.strip("[](){} "))]
    if len(parts) > 1 and any(Ref(part) in agencies for part in parts):
        return parts
    if ref.is_id or (" " in ref.text.strip() and any(c.isupper() or not c.isascii() for c in ref.text)):
        return []
    ids = [re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-") for part in parts]
    return ids if all(Ref(one) in agencies or ("-" in one and guesses.of(one, agencies)) for one in ids) else []


def _meant(ref: Ref, agencies: Agencies, likely: Iterable[str], guesses: Guesses) -> list[str]:
    """The ids probably meant by a reference to what is not there; of those alike, one of the `likely`."""
    meant = meant_ids(ref, agencies, guesses) or list(agencies.named(ref.text))
    if len(meant) > 1 or (meant and Ref(meant[0]) in agencies):
        return meant
    guess = guesses.of(ref.text, likely) or guesses.of(ref.text, agencies)
    return [guess] if guess else []


def _way_out(meant: list[str], agencies: Agencies) -> Message:
    if len(meant) > 1:
        return _("several agencies: [{ids}]", ids=", ".join(meant))
    if meant:
        return _("perhaps {guess}? ({name})", guess=f'"{meant[0]}"', name=agencies.name_of(Ref(meant[0])))
    return _("add it there; a body without an entry is written with its name: Hội Nông dân tỉnh")


def _written(meant: list[str], places: Iterable[Span]) -> tuple[Edit, ...] | None:
    """The edits that write the one id meant."""
    return tuple(Edit(place.start, place.end, meant[0]) for place in places) if len(meant) == 1 else None


@book.rule("KH202", Severity.ERROR)
def agency_not_in_force(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """An agency does not yet exist, or no longer, when the plan is issued.

    Why: a plan copied from last year easily addresses an office that was dissolved or merged since.
    Bad:
        date: 1/2026
        ...
        - agencies: [phong-ldtbxh]      # until: 30/6/2025
    Good:
        - agencies: [phong-van-hoa-xa-hoi]
    """
    first, last = plan.issued_between
    for ref, span in references(plan, cited=False):
        agency = agencies.get(ref)
        if agency is None:
            continue
        if isinstance(agency.until, date) and agency.ended_before(first):
            yield Violation(
                span,
                _("{name} exists until {day} only", name=agency.full_name, day=f"{agency.until:%d/%m/%Y}"),
                successors_of(agency, agencies),
            )
        elif isinstance(agency.since, date) and agency.since > last:
            yield Violation(
                span, _("{name} exists from {day} on only", name=agency.full_name, day=f"{agency.since:%d/%m/%Y}")
            )


def successors_of(agency: Agency, agencies: Agencies) -> Message | None:
    """Who took over from a body, as a hint."""
    names = [f"{ref.text} ({agencies.name_of(ref)})" for ref in agency.successors if isinstance(ref, Ref)]
    questions = [ref.question for ref in agency.successors if isinstance(ref, Todo)]
    if not names:
        return _("its successors are not known yet: {question}", question=questions[0]) if questions else None
    return _("its successors: {names}", names=", ".join(names))


_NAMED = 4
"""How many bodies are named that end on one day."""


@book.rule("KH209", Severity.WARNING)
def agency_ends_within_plan(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Agencies that the plan addresses cease to exist before its period is over.

    Why: what falls due after that day falls to nobody; say in the plan who takes over, or issue it anew from then on.
    Bad:
        year: 2025
        ...
        - agencies: [phong-tu-phap]      # until: 30/6/2025
    Good:
        year: 2025
        ...
        - agencies: [phong-tu-phap]      # kehoach: ignore[KH209] bàn giao theo mục IV.3
    """
    first, _last = plan.issued_between
    ends: dict[date, dict[str, Span]] = {}
    for ref, span in references(plan, cited=False):
        agency = agencies.get(ref)
        until = agency.until if agency else None
        if isinstance(until, date) and plan.year.last and first <= until < date(plan.year.last, 12, 31):
            ends.setdefault(until, {}).setdefault(ref.text, span)
    for day, places in ends.items():
        names = ", ".join(agencies.name_of(Ref(key)) for key in list(places)[:_NAMED])
        more = ", …" if len(places) > _NAMED else ""
        yield Violation(
            min(places.values(), key=lambda span: span.start),
            _(
                "{count} bodies exist until {day} only, within the plan's period: {names}",
                count=len(places),
                day=f"{day:%d/%m/%Y}",
                names=names + more,
            ),
            _("say in the plan who takes over, or draft it anew from that day on: kehoach next"),
        )


@book.rule("KH203", Severity.WARNING)
def heading_lacks_agency(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A duty has a heading of its own, and one of its agencies is not named there.

    Why: the agency gets the duty in its extract, but cannot find itself in the plan.
    Bad:
        - agencies: [phong-kinh-te, tram-khuyen-nong]
          heading: Phòng Kinh tế
    Good:
        - agencies: [phong-kinh-te, tram-khuyen-nong]
          heading: Phòng Kinh tế và Trạm Khuyến nông
    """
    for placed in plan.placed:
        duty = placed.item
        if not isinstance(duty, Duty) or duty.heading is None or duty.heading.expressions or duty.heading.todos:
            continue
        heading = _abbreviated(str(duty.heading))
        if heading in ("none", "khong"):
            continue
        for ref in duty.agencies:
            agency = agencies.get(ref)
            if agency and isinstance(agency.name, str) and not any(_abbreviated(n) in heading for n in agency.names):
                yield Violation(duty.at("heading"), _("the heading does not name {name}", name=agency.full_name))


_IN_FULL = {"uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd", "mat tran to quoc": "mttq", "viet nam": "vn"}


def _abbreviated(name: str) -> str:
    """A name folded, its bodies by the short forms that every office uses."""
    folded = fold(name)
    for whole, letters in _IN_FULL.items():
        folded = folded.replace(whole, letters)
    return folded


@book.rule("KH208", Severity.WARNING)
def agency_twice(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """An agency occurs twice in one list.

    Why: the heading and the table would name it twice; another one was probably meant.
    Bad:
        - agencies: [phong-kinh-te, phong-kinh-te]
    Good:
        - agencies: [phong-kinh-te, tram-khuyen-nong]
    """
    lists = [
        refs
        for placed in plan.placed
        for key in ("agencies", "lead", "coordinating")
        if len(refs := getattr(placed.item, key, ())) > 1
    ]
    lists += [refs for flow in plan.reporting for refs in (flow.senders, flow.to)]
    for refs in lists:
        seen: set[str] = set()
        for ref in refs:
            if isinstance(ref, Ref):
                if ref.text in seen:
                    yield Violation(ref.span, _("{name} occurs twice here", name=agencies.name_of(ref)))
                seen.add(ref.text)


@registry_book.rule("KH204", Severity.ERROR, on_request=True)
def registry_reference(agencies: Agencies) -> Iterator[Violation]:
    """An entry of the registry refers to an agency that has no entry.

    Why: members of a group and successors of an office are looked up in the registry.
    `kehoach check --fix --select KH204` writes what the hint proposes.
    Bad:
        xa-phuong:
          name: UBND các xã, phường
          members: [tan-phong, doan-ket2]
    Good:
        xa-phuong:
          name: UBND các xã, phường
          members: [tan-phong, doan-ket]
    """
    guesses = Guesses()
    for agency in () if agencies.is_partial else agencies.by_id.values():
        for _holder, _name, value in agency.walk():
            if isinstance(value, Ref) and value.is_id and value not in agencies:
                meant = _meant(value, agencies, agencies, guesses)
                yield Violation(
                    value.span,
                    _("there is no agency {id} in plans/agencies.yaml", id=f'"{value.text}"'),
                    _way_out(meant, agencies),
                    _written(meant, (value.span,)),
                )

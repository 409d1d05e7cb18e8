"""KH2: bodies written with their name, where the registry has them, or where a comma cut one name into several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kehoach.checks.agencies import meant_ids, references, successors_of
from kehoach.diagnostics import Message, Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Located, Ref
from kehoach.model.near_names import Likeness, Near, NearNames, names_near
from kehoach.model.once import once_a_plan
from kehoach.model.plan import Plan
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation, at_lines
from kehoach.source import ListNode, Span
from kehoach.vietnamese import Guesses, fold

book = RuleBook()
registry_book = RuleBook()


@book.rule("KH210", Severity.WARNING, on_request=True)
def almost_a_registered_body(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A body is written with a name that is, or almost is, that of a body of the registry.

    Why: written with its name it counts as a body of its own, with an extract and reports of its own, and what the
    registry knows of it is not used. `kehoach check --fix --select KH210` writes the id where only one can be meant.
    Bad:
        - agencies: [Phòng kinh tế]
    Good:
        - agencies: [phong-kinh-te]
    """
    typed = _by_name(references(plan, cited=False), plan.issuer)
    if not typed or agencies.is_partial:
        return
    guesses = Guesses()
    names = names_near(plan, agencies)
    cut = (found for refs in _brackets(plan) for found in _cut_names(refs, names, guesses))
    for run, near in cut:
        place = Span(run[0].span.source, run[0].span.start, run[-1].span.end)
        for ref in run:
            typed.pop(ref.text, None)
        yield Violation(
            place,
            _("the comma cuts this into {count} bodies", count=len(run)),
            _meant(near, agencies),
            (Edit(place.start, place.end, near.answer),) if near.answer else None,
        )
    yield from _near(typed, names, guesses)


@book.rule("KH211", Severity.INFO)
def one_name_or_several(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A list in brackets names several bodies that are not registered, and one of them does not look like a body.

    Why: in brackets a comma begins another body, each with an extract of its own; a name with a comma in it is written
    in quotes.
    Bad:
        - agencies: [Doanh nghiệp, cộng đồng, tổ chức]
    Good:
        - agencies: ["Doanh nghiệp, cộng đồng, tổ chức"]
    """
    guesses, near = Guesses(), None
    for refs in _brackets(plan):
        for run in _runs(refs, agencies, guesses):
            near = near or names_near(plan, agencies)
            if any(_cut_names(refs, near, guesses)):
                break  # KH210 speaks of it
            name = ", ".join(ref.text for ref in run)
            yield Violation(
                Span(run[0].span.source, run[0].span.start, run[-1].span.end),
                _("here are {count} bodies, each with an extract of its own", count=len(run)),
                _(
                    "if it is one name, give it an id in plans/agencies.yaml and use that,"
                    " or write it in quotes: {name}",
                    name=f'"{name}"',
                ),
            )


def _runs(refs: list[Ref], agencies: Agencies, guesses: Guesses) -> Iterator[list[Ref]]:
    """Neighbours in a bracket that may be one name: a name, and what is after it and does not look like a body."""
    run: list[Ref] = []
    for ref in refs:
        is_name = not ref.is_id and not meant_ids(ref, agencies, guesses)
        if is_name and run and not _BODY.match(fold(ref.text)):
            run.append(ref)
            continue
        if len(run) > 1:
            yield run
        run = [ref] if is_name else []
    if len(run) > 1:
        yield run


@registry_book.rule("KH212", Severity.WARNING, on_request=True)
def registry_names_its_own_body(agencies: Agencies) -> Iterator[Violation]:
    """An entry of the registry names as its parent, member or successor, by name, a body that has an entry.

    Why: written with its name it counts as another body, so that a member gets no extract, and a successor no duty.
    `kehoach check --fix --select KH212` writes the id where only one can be meant.
    Bad:
        xa-phuong:
          name: UBND các xã, phường
          members: [UBND xã Tân Phong]
    Good:
        xa-phuong:
          name: UBND các xã, phường
          members: [tan-phong]
    """
    named = (ref for one in agencies.by_id.values() for ref in (one.parent, *one.members, *one.successors))
    typed = _by_name((ref, ref.span) for ref in named if isinstance(ref, Ref))
    if typed and not agencies.is_partial:
        yield from _near(typed, NearNames.of(agencies, {}), Guesses())


_BODY = regex(
    r"(?:cac|nhung|phong|so|ban|bo|van phong|trung tam|chi cuc|cuc|hoi|doan|lien (?:doan|minh|hiep)|hiep hoi|khoi|"
    r"cong (?:an|ty|doan)|ngan hang|bao|tram|truong|benh vien|dai|thanh tra|[uy]y ban|toa an|vien|kho bac|mat tran|"
    r"thue|hat|tinh|thanh|dang|chu tich|thuong truc|xa|phuong|dac khu|tong|tap doan|doanh nghiep|hop tac xa|don vi|"
    r"co quan|thon|to (?!chuc)|bieu|buu dien|dien luc|doi|quy|chinh phu|quoc hoi|thu tuong|nhom|uy vien|"
    r"luc luong|[a-z&-]*(?:ubnd|hdnd|mttq|htx|vnpt|vpub))(?:\b|$)"
)
"""How the name of a body begins, without marks and capitals."""


def _by_name(refs: Iterable[tuple[Ref, Span]], issuer: object = None) -> dict[str, list[Span]]:
    """The places of the bodies that are written with a name."""
    found: dict[str, list[Span]] = {}
    for ref, span in refs:
        if not ref.is_id and ref is not issuer:
            found.setdefault(ref.text, []).append(span)
    return found


def _near(typed: dict[str, list[Span]], names: NearNames, guesses: Guesses) -> Iterator[Violation]:
    for text, spans in typed.items():
        if meant_ids(Ref(text), names.agencies, guesses) or (near := names.of_name(text, guesses)) is None:
            continue  # KH201 speaks of misspelt ids
        spans.sort(key=lambda span: span.start)
        if near.gone:
            yield from _not_there(text, names.agencies.by_id[near.ids[0]], spans, names.agencies)
            continue
        edits = tuple(Edit(span.start, span.end, near.answer) for span in spans) if near.answer else None
        said = (
            _("{name} has an entry in the registry; written with its name it is another body", name=text)
            if near.likeness is Likeness.SAME
            else _("{name} is no body of the registry, but nearly one", name=text)
        )
        yield Violation(spans[0], at_lines(said, spans), _meant(near, names.agencies), edits)


def _not_there(text: str, agency: Agency, spans: list[Span], agencies: Agencies) -> Iterator[Violation]:
    """A body of the past: its id would be no way out, KH202 would refuse it. Of one to come nothing is known."""
    if isinstance(agency.until, date):
        said = _("{name} exists until {day} only", name=text, day=f"{agency.until:%d/%m/%Y}")
        yield Violation(spans[0], at_lines(said, spans), successors_of(agency, agencies))


def _meant(near: Near, agencies: Agencies) -> Message:
    meant = [f'"{one}" ({agencies.by_id[one].full_name})' for one in near.ids[:_SHOWN]]
    if near.answer:
        return _("perhaps {bodies}?", bodies=meant[0])
    return _("perhaps {bodies}? If it is another body, give it an entry there", bodies=", ".join(meant))


_SHOWN = 4


def _cut_names(refs: list[Ref], names: NearNames, guesses: Guesses) -> Iterator[tuple[list[Ref], Near]]:
    """Neighbours in a bracket that are, joined by their commas, the name of one registered body."""
    first = 0
    while first < len(refs) - 1:
        found = next(_whole_names(refs, first, names, guesses), None)
        if found:
            yield found
        first += len(found[0]) if found else 1


_OF_ONE_NAME = (Likeness.SAME, Likeness.SPELLING, Likeness.LEVEL)
_PARTS = 4
"""Most commas, and one more, in the name of a body."""


def _whole_names(refs: list[Ref], first: int, names: NearNames, guesses: Guesses) -> Iterator[tuple[list[Ref], Near]]:
    for last in range(min(first + _PARTS, len(refs)), first + 1, -1):
        run = refs[first:last]
        if not any(ref in names.agencies for ref in run):
            near = names.of_name(", ".join(ref.text for ref in run), guesses)
            if near is not None and near.likeness in _OF_ONE_NAME:
                yield run, near


@once_a_plan
def _brackets(plan: Plan) -> tuple[list[Ref], ...]:
    """The references of each list that is written in brackets."""
    return tuple(_in_brackets(plan))


def _in_brackets(plan: Plan) -> Iterator[list[Ref]]:
    holders: list[Located] = [placed.item for placed in plan.placed if isinstance(placed.item, Located)]
    for holder in (*holders, *plan.reporting):
        for key, name in (("agencies",) * 2, ("lead",) * 2, ("coordinating",) * 2, ("from", "senders"), ("to", "to")):
            node = holder.written.get(key) if holder.written else None
            if isinstance(node, ListNode) and node.flow:
                refs = [ref for ref in getattr(holder, name, ()) if isinstance(ref, Ref)]
                if len(refs) > 1:
                    yield refs

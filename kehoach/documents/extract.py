"""The working extract: what one agency leads, where it takes part, its targets and its reports.

It is a working paper of the office (phiếu giao nhiệm vụ), no type of document that the decree knows; it has no number
and no signature. The certified extract of Annex I, Part II is another thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby

from kehoach.documents.body import Body
from kehoach.documents.inline import joined, value_inline
from kehoach.documents.letterhead import compose_letterhead, link_line, title
from kehoach.documents.origin import Keys
from kehoach.documents.outline import Outline
from kehoach.documents.paper import Inline, Mark, Paper, Paragraph, Part, PartKind, Role, Title, plain
from kehoach.documents.plan import CITED
from kehoach.documents.properties import properties
from kehoach.documents.texts import Counters
from kehoach.documents.wording import Said, Wording, distinct_names
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.assignments import Assignment, assignments_of, work_of
from kehoach.model.base import Ref, Todo
from kehoach.model.flows import sends, through
from kehoach.model.items import Group, ListStyle, Target
from kehoach.model.numbering import own_heading
from kehoach.model.plan import Flow, PlacedItem, Plan
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.vietnamese import bind, lower_first, upper_first

DRAFT = "DỰ THẢO (Kế hoạch chưa ban hành)"
NOTE = "Phiếu này in từ Kế hoạch để theo dõi công việc; khi có khác nhau, thực hiện theo Kế hoạch."


def compose_extract(plan: Plan, agencies: Agencies, agency: Ref) -> Paper:
    """What the plan gives to `agency`, an id or a name as printed; what it asks of it, where it cannot order it."""
    body = Body(plan, agencies, Counters())
    extract = _Extract(plan, agencies, agency, body)
    extract.compose()
    form = extract.form
    name = bind(agencies.name_of(agency))
    heading = title(form.title, ((upper_first(form.subject.format(name=name)),),))
    link = link_line(plan, agencies, "Trích Kế hoạch ban hành kèm theo" if plan.decision else "Trích")
    part = Part(
        PartKind.ATTACHED,
        Title(heading.type_name, heading.subject, heading.rule, link),
        tuple(body.blocks),
        compose_letterhead(plan.issuer, agencies, dated=False),
        origins={"letterhead": (Keys(plan, ("issuer",)),), "link": (Keys(plan, CITED),)},
    )
    subject = plain(body.line(plan.subject, body.scope))
    return Paper(
        (part,),
        properties(plan, agencies, form.named.format(name=name), subject),
        "" if plan.is_issued else DRAFT,
    )


@frozen
class _Form:
    """How an extract is worded: to a body that is given work, is asked for it, or only takes part."""

    title: str
    subject: str
    named: str
    led: str
    takes_part: str
    given: str
    """In place of `led` where lines of a duty are among what it is given: some of these only say "Phối hợp ..."."""


_GIVEN = _Form(
    "TRÍCH NHIỆM VỤ",
    "Giao {name}",
    "Trích nhiệm vụ giao {name}",
    "Nhiệm vụ chủ trì",
    "Nhiệm vụ phối hợp",
    "Nhiệm vụ được giao",
)
_ASKED = _Form(
    "TRÍCH NỘI DUNG ĐỀ NGHỊ",
    "Đề nghị {name}",
    "Trích nội dung đề nghị {name}",
    "Nội dung đề nghị chủ trì",
    "Nội dung đề nghị phối hợp",
    "Nội dung được đề nghị",
)
_TAKES_PART = _Form(
    "TRÍCH NHIỆM VỤ PHỐI HỢP",
    "{name} phối hợp thực hiện",
    "Trích nhiệm vụ {name} phối hợp",
    "Nhiệm vụ chủ trì",
    "Nhiệm vụ phối hợp",
    "Nhiệm vụ được giao",
)


class _Extract:
    """Lays out one extract."""

    def __init__(self, plan: Plan, agencies: Agencies, agency: Ref, body: Body) -> None:
        self.plan, self.agencies, self.agency, self.body = plan, agencies, agency, body
        self.wording = Wording(plan, agencies, body)
        self.outline = Outline(body)
        self.led, self.takes_part = assignments_of(plan, agencies, agency)
        self.work = work_of(plan, agencies).get(agency.text)

    @property
    def form(self) -> _Form:
        """The wording that is true for this body."""
        if self.work and self.work.reports:
            return _ASKED if self.work.is_requested else _GIVEN
        return _TAKES_PART if self.takes_part and not self.led else _GIVEN

    def compose(self) -> None:
        """The plan's subject, then all sections that have something in them."""
        subject = self.body.line(self.plan.subject, self.body.scope)
        self.outline.about(Keys(self.plan, ("subject",)))
        self.outline.text(joined(((f"{DOCUMENT_TYPES[self.plan.type]}:",), subject), " "))
        led = self.form.led if all(one.task for one in self.led) else self.form.given
        self._section(led, self.led, self.wording.words)
        self._section(self.form.takes_part, self.takes_part, partial(self.wording.part_of, names=self._names()))
        self._targets()
        self._reports()
        if len(self.body.blocks) == 1:
            self.outline.text(("Kế hoạch không giao nhiệm vụ, chỉ tiêu hoặc báo cáo riêng cho cơ quan này.",))
        self.outline.about()
        self.body.add(Paragraph(Role.NOTE, (NOTE,)))

    # Assignments

    def _section(self, heading: str, found: Iterable[Assignment], words: Words) -> None:
        entries = [
            _Entry(words(one), tuple(self._facts(one)), self._place(one), one.task is None, one.placed) for one in found
        ]
        if entries:
            self.outline.section(heading)
        for _place, run in groupby(entries, key=lambda entry: entry.place):
            self._run(list(run))

    def _place(self, assignment: Assignment) -> str:
        """Where it is in the plan, with the headings inside its duty: "Phối hợp với các sở" is less than a lead."""
        place, above = self.wording.place(assignment), iter(assignment.placed.above)
        inside = above if any(one is assignment.duty for one in above) else ()
        texts = (self.body.line(own_heading(one), self.body.scope_of(one)) for one in inside if isinstance(one, Group))
        said = " - ".join(plain(text) for text in texts if text) if place else ""
        return f"{place} ({said})" if said else place

    def _run(self, entries: list[_Entry]) -> None:
        """Neighbours from one place of the plan: the place is said once, and so are facts that are those of a duty."""
        first = entries[0]
        shared = first.facts if all(one.is_line and one.facts == first.facts for one in entries) else ()
        numbers = []
        for entry in entries:
            self.outline.about(*entry.placed.above, entry.placed.item)
            last = entry is entries[-1]
            own = () if shared else entry.facts
            mark = self._entry(entry.words, followed=bool(own) or (last and bool(shared or entry.place)))
            numbers.append(mark.number)
            together = (*own, *(self._common(shared, entry.place, numbers) if last else ()))
            if together:
                self.outline.about(*entry.placed.above, Keys(entry.placed.item, _FACTS))
                self.outline.note(mark, joined(together, "; "))

    def _common(self, shared: tuple[Inline, ...], place: str, numbers: list[int]) -> tuple[Inline, ...]:
        """What holds for a run of entries, with their numbers where it is more than one."""
        for_all = f" của nhiệm vụ {numbers[0]} - {numbers[-1]}" if len(numbers) > 1 else ""
        where = (_fact(f"Vị trí{for_all} trong Kế hoạch", (place,)),) if place else ()
        return (*shared, *where)

    def _entry(self, words: tuple[Said, ...], *, followed: bool) -> Mark:
        """The words of the plan under a number. A heading stays with its first line, the last line with the facts."""
        first, *rest = words or ((),)
        assert isinstance(first, tuple)
        mark = self.outline.line(first, ListStyle.NUMBER, keep_next=bool(rest) or followed)
        for index, text in enumerate(rest, 1):
            if isinstance(text, tuple):
                self.outline.text(text, keep_next=followed and index == len(rest))
            else:
                self.body.exhibit((text,))
        return mark

    def _names(self) -> tuple[str, ...]:
        """How a text may name the body."""
        agency = self.agencies.get(self.agency)
        return agency.names if agency else (self.agency.text,)

    def _facts(self, assignment: Assignment) -> Iterable[Inline]:
        yield from self._others(assignment)
        task = assignment.task
        if task is None:
            return
        scope = self.body.scope_of(task)
        for label, value in (
            ("Người phụ trách", value_inline(task.person)),
            ("Thời hạn", value_inline(self.wording.dated(task.deadline))),
            ("Sản phẩm", self.body.line(task.deliverable, scope)),
            ("Kinh phí", self.body.line(task.fund, scope)),
        ):
            if value:
                yield _fact(label, value)
        served = [target for key in task.targets if (target := self.plan.targets.get(key))]
        if served:
            yield _fact("Phục vụ chỉ tiêu", joined((self._target(target) for target in served), "; "))

    def _others(self, assignment: Assignment) -> Iterable[Inline]:
        """Who else is named, as this agency sees it."""
        led = assignment.led_by(self.agency, self.agencies)
        groups = tuple(ref for ref in assignment.leads if self._in_group(ref))
        others = tuple(ref for ref in assignment.leads if ref != self.agency and ref not in groups)
        coordinating = tuple(ref for ref in assignment.coordinating if ref != self.agency)
        for label, refs in (
            ("Giao chung cho", groups),
            (self._together(assignment) if led else "Cơ quan chủ trì", others),
            ("Phối hợp" if led else "Cùng phối hợp", coordinating),
        ):
            if refs:
                yield _fact(label, self.body.names(refs))

    def _together(self, assignment: Assignment) -> str:
        """What others are called to whom the same is given: a task has leads, a line of a duty has not."""
        if assignment.task:
            return "Cùng chủ trì"
        return "Cùng được đề nghị" if self.form is _ASKED else "Cùng được giao"

    def _in_group(self, ref: Ref | Todo) -> bool:
        return isinstance(ref, Ref) and ref != self.agency and self.agency in self.agencies.members_of(ref)

    # Targets and reports

    def _targets(self) -> None:
        mine = [self.plan.targets[key] for key in self.work.named_in] if self.work else []
        if mine:
            self.outline.section("Chỉ tiêu")
        for target in mine:
            share = target.shares.get(self.agency.text)
            own: Inline = (", giao ", *value_inline(share)) if share else ()
            self.outline.about(*self._above(target), target)
            self.outline.line((*self._target(target), *own))

    def _above(self, target: Target) -> tuple[object, ...]:
        return next(one.above for one in self.plan.placed if one.item is target)

    def _target(self, target: Target) -> Inline:
        """A target by name with its value, the whole's where the agency has a share."""
        name = distinct_names(self.plan, self.agencies)[target.target]
        value = value_inline(target.value)
        return (*name, " (kế hoạch chung: ", *value, ")") if value else name

    def _reports(self) -> None:
        flows = [flow for flow in self.plan.reporting if self._reports_in(flow)]
        if flows:
            self.outline.section("Chế độ báo cáo")
        for flow in flows:
            to = self.body.names(flow.to)
            by = through(self.plan, flow, self.agency)
            where = (*to, " (qua ", *self.body.names((by,)), ")") if by else to
            for period in flow.periods:
                self.outline.about(flow, period)
                due = self.wording.within(period.due)
                when: Inline = (": ", *due) if due else ()
                self.outline.line((f"Báo cáo {lower_first(str(period.name))}", *when, ", gửi ", *where))

    def _reports_in(self, flow: Flow) -> bool:
        return sends(self.plan, self.agencies, flow, self.agency)


_FACTS = ("lead", "coordinating", "agencies", "person", "deadline", "deliverable", "fund", "targets")
"""Keys of a task or duty that the lines below it show."""
Words = Callable[[Assignment], tuple[Said, ...]]


@frozen
class _Entry:
    """An assignment as it is printed; `is_line` tells a line of a duty from a task."""

    words: tuple[Said, ...]
    facts: tuple[Inline, ...]
    place: str
    is_line: bool
    placed: PlacedItem


def _fact(label: str, value: Inline) -> Inline:
    return joined(((f"{label}:",), value), " ")

"""The working extract: what one agency leads, where it takes part, its targets and its reports.

It is a working paper of the office (phiếu giao nhiệm vụ), no type of document that the decree knows; it has no number
and no signature. The certified extract of Annex I, Part II is another thing.
"""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.documents.body import Body, Counters
from kehoach.documents.inline import joined, value_inline
from kehoach.documents.letterhead import compose_letterhead, link_line, title
from kehoach.documents.outline import Outline
from kehoach.documents.paper import Inline, Paper, Paragraph, Part, PartKind, Properties, Role, Title, plain
from kehoach.documents.wording import Wording, name_of
from kehoach.model.agency import Agencies
from kehoach.model.assignments import Assignment, assignments_of, work_of
from kehoach.model.base import Ref, Todo
from kehoach.model.flows import sends, through
from kehoach.model.items import ListStyle, Target
from kehoach.model.plan import Flow, Plan
from kehoach.model.scopes import item_scope
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.vietnamese import bind, lower_first

DRAFT = "DỰ THẢO (Kế hoạch chưa ban hành)"
NOTE = "Phiếu này in từ Kế hoạch để theo dõi công việc; khi có khác nhau, thực hiện theo Kế hoạch."


def compose_extract(plan: Plan, agencies: Agencies, agency: Ref) -> Paper:
    """What the plan gives to `agency`, an id or a name as printed."""
    body = Body(plan, agencies, Counters())
    extract = _Extract(plan, agencies, agency, body)
    extract.compose()
    name = bind(agencies.name_of(agency))
    heading = title("TRÍCH NHIỆM VỤ", ((f"Giao {name}",),))
    link = link_line(plan, agencies, "Trích Kế hoạch ban hành kèm theo" if plan.decision else "Trích")
    part = Part(
        PartKind.ATTACHED,
        Title(heading.type_name, heading.subject, heading.rule, link),
        tuple(body.blocks),
        compose_letterhead(plan.issuer, agencies, dated=False),
    )
    subject = plain(body.line(plan.subject, body.scope))
    issuer = agencies.get(plan.issuer)
    return Paper(
        (part,),
        Properties(f"Trích nhiệm vụ giao {name}", subject, str(issuer.name) if issuer else ""),
        "" if plan.is_issued else DRAFT,
    )


class _Extract:
    """Lays out one extract."""

    def __init__(self, plan: Plan, agencies: Agencies, agency: Ref, body: Body) -> None:
        self.plan, self.agencies, self.agency, self.body = plan, agencies, agency, body
        self.wording = Wording(plan, agencies, body)
        self.outline = Outline(body)

    def compose(self) -> None:
        """The plan's subject, then all sections that have something in them."""
        subject = self.body.line(self.plan.subject, self.body.scope)
        self.outline.text(joined(((f"{DOCUMENT_TYPES[self.plan.type]}:",), subject), " "))
        led, takes_part = assignments_of(self.plan, self.agencies, self.agency)
        self._section("Nhiệm vụ chủ trì", led)
        self._section("Nhiệm vụ phối hợp", takes_part)
        self._targets()
        self._reports()
        if len(self.body.blocks) == 1:
            self.outline.text(("Kế hoạch không giao nhiệm vụ, chỉ tiêu hoặc báo cáo riêng cho cơ quan này.",))
        self.body.add(Paragraph(Role.NOTE, (NOTE,)))

    # Assignments

    def _section(self, heading: str, found: Iterable[Assignment]) -> None:
        found = list(found)
        if found:
            self.outline.section(heading)
        for assignment in found:
            self._entry(assignment)

    def _entry(self, assignment: Assignment) -> None:
        """The words of the plan, numbered, and below them what the agency needs to know."""
        first, *rest = self.wording.words(assignment)
        mark = self.outline.line(first, ListStyle.NUMBER, keep_next=True)
        for text in rest:
            self.outline.text(text, keep_next=True)
        self.outline.note(mark, joined(self._facts(assignment), "; "))

    def _facts(self, assignment: Assignment) -> Iterable[Inline]:
        yield from self._others(assignment)
        task = assignment.task
        if task:
            scope = item_scope(task, self.body.scope, self.agencies)
            for label, value in (
                ("Thời hạn", value_inline(self.wording.dated(task.deadline))),
                ("Sản phẩm", self.body.line(task.deliverable, scope)),
                ("Kinh phí", self.body.line(task.fund, scope)),
            ):
                if value:
                    yield _fact(label, value)
            served = [target for key in task.targets if (target := self.plan.targets.get(key))]
            if served:
                yield _fact("Phục vụ chỉ tiêu", joined((self._target(target) for target in served), "; "))
        if place := self.wording.place(assignment):
            yield _fact("Vị trí trong Kế hoạch", (place,))

    def _others(self, assignment: Assignment) -> Iterable[Inline]:
        """Who else is named, as this agency sees it."""
        led = assignment.led_by(self.agency, self.agencies)
        groups = tuple(ref for ref in assignment.leads if self._in_group(ref))
        others = tuple(ref for ref in assignment.leads if ref != self.agency and ref not in groups)
        coordinating = tuple(ref for ref in assignment.coordinating if ref != self.agency)
        for label, refs in (
            ("Giao chung cho", groups),
            ("Cùng chủ trì" if led else "Cơ quan chủ trì", others),
            ("Phối hợp" if led else "Cùng phối hợp", coordinating),
        ):
            if refs:
                yield _fact(label, self.body.names(refs))

    def _in_group(self, ref: Ref | Todo) -> bool:
        return isinstance(ref, Ref) and ref != self.agency and self.agency in self.agencies.members_of(ref)

    # Targets and reports

    def _targets(self) -> None:
        work = work_of(self.plan, self.agencies).get(self.agency.text)
        mine = [self.plan.targets[key] for key in work.named_in] if work else []
        if mine:
            self.outline.section("Chỉ tiêu")
        for target in mine:
            share = target.shares.get(self.agency.text)
            own: Inline = (", giao ", *value_inline(share)) if share else ()
            self.outline.line((*self._target(target), *own))

    def _target(self, target: Target) -> Inline:
        """A target by name with its value, the whole's where the agency has a share."""
        name = name_of(target, self.body)
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
                due = value_inline(self.wording.dated(period.due))
                when: Inline = (": trước ngày ", *due) if due else ()
                self.outline.line((f"Báo cáo {lower_first(str(period.name))}", *when, ", gửi ", *where))

    def _reports_in(self, flow: Flow) -> bool:
        return sends(self.plan, self.agencies, flow, self.agency)


def _fact(label: str, value: Inline) -> Inline:
    return joined(((f"{label}:",), value), " ")

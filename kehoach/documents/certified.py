"""The certified extract (trích sao): passages of the issued plan, word for word and in its own order, framed as a copy.

Annex I, Part II; samples 3.1 (paper) and 3.2 (electronic). Who may sign a copy is laid down by each office, so
authority and name are left to be filled in.
"""

from __future__ import annotations

from kehoach.documents.body import Body, close
from kehoach.documents.inline import upper
from kehoach.documents.letterhead import compose_letterhead, number_line
from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import (
    Block,
    Contents,
    CopyFrame,
    Inline,
    Paper,
    Paragraph,
    PartKind,
    RecipientLine,
    Role,
    SignatureBlock,
    Slot,
    plain,
)
from kehoach.documents.places import labelled
from kehoach.documents.plan import compose_plan, kept
from kehoach.documents.tables import passage_of
from kehoach.documents.texts import Counters
from kehoach.frozen import replace
from kehoach.model.agency import Agencies
from kehoach.model.assignments import assignments_of, work_of
from kehoach.model.base import Ref
from kehoach.model.plan import Plan

FORM = "TRÍCH SAO"


def compose_certified(plan: Plan, agencies: Agencies, agency: Ref, *, electronic: bool = False) -> Paper:
    """The passages of the plan that concern `agency`: some at least. The plan must be issued (`Plan.is_issued`).

    A plan behind a decision is signed with it: the signature is the decision's, and the frame of the copy is below it.
    """
    paper = compose_plan(plan, agencies)
    part = next(part for part in paper.parts if part.kind is (PartKind.ATTACHED if plan.decision else PartKind.MAIN))
    copied = passages(plan, agencies, agency)
    close(copied)
    name = agencies.name_of(agency)
    passage = replace(
        part,
        blocks=kept(copied),
        bases=(),
        opening=(),
        signature=part.signature or paper.parts[0].signature,
        frame=None if electronic else _frame(plan, agencies, name),
        copy_mark=_mark(plan, agencies) if electronic else (),
    )
    title = f"Trích sao gửi {name}: {paper.properties.title}"
    return Paper((passage,), replace(paper.properties, title=title), paper.draft)


def passages(plan: Plan, agencies: Agencies, agency: Ref) -> list[Block]:
    """What the plan says of the agency, in its order: in the sections, then in the appendices; perhaps nothing."""
    body, wanted = Body(plan, agencies, Counters(is_plan=True)), _wanted(plan, agencies, agency)
    body.sections(plan.sections)
    found = [
        block
        for block in body.blocks
        if any(id(one) in wanted for one in _origin(block)) or _leads_to(block, wanted, plan)
    ]
    for label, appendix in labelled(plan.appendices):
        if table := passage_of(appendix, plan, body, wanted):
            heading = upper(body.line(appendix.title, body.scope))  # type: ignore[attr-defined]
            found += [
                Paragraph(Role.PART_LABEL, (label,), level=1, keep_next=True, origin=(appendix,)),
                Paragraph(Role.PART_TITLE, heading, keep_next=True, origin=(appendix,)),
                table,
            ]
    return found


def _wanted(plan: Plan, agencies: Agencies, agency: Ref) -> set[int]:
    """The identities of the items that concern the agency."""
    led, takes_part = assignments_of(plan, agencies, agency)
    work = work_of(plan, agencies).get(agency.text)
    targets = {id(plan.targets[key]) for key in work.named_in} if work else set()
    return {id(one.placed.item) for one in (*led, *takes_part)} | targets


def _origin(block: Block) -> Origin:
    return () if isinstance(block, Contents) else block.origin


def _leads_to(block: Block, wanted: set[int], plan: Plan) -> bool:
    """Whether a block is a heading above something that is wanted."""
    if not isinstance(block, Paragraph) or block.role not in (Role.SECTION, Role.CLAUSE, Role.POINT):
        return False
    of = next((one for one in reversed(block.origin) if not isinstance(one, Keys)), None)
    return any(id(placed.item) in wanted and any(of is one for one in placed.above) for placed in plan.placed)


def _frame(plan: Plan, agencies: Agencies, name: str) -> CopyFrame:
    issuer = agencies.get(plan.issuer)
    letterhead = compose_letterhead(plan.issuer, agencies)
    return CopyFrame(
        form=FORM,
        issuer=letterhead.issuer,
        rule=letterhead.rule,
        number=number_line(None, "TrS", issuer),
        place_date=plain(letterhead.place_date),
        columns=letterhead.columns,
        signature=SignatureBlock(
            (RecipientLine((f"- {name};",)), RecipientLine(("- Lưu: VT.",))),
            ((Slot("trich-sao/quyen-han", "QUYỀN HẠN, CHỨC VỤ"),),),
            (),
            (Slot("trich-sao/ho-ten", "Họ và tên"),),
        ),
    )


def _mark(plan: Plan, agencies: Agencies) -> Inline:
    """Form of copy, body, time of signing: what the digital signature of the body shows (Annex I, Part II, I.3)."""
    issuer = agencies.get(plan.issuer)
    body = str(issuer.name) if issuer else str(plan.issuer)
    return (f"Trích sao; {body}; ", Slot("trich-sao/thoi-gian-ky", "ngày/tháng/năm; giờ:phút:giây +07:00"))

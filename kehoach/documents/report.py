"""Reports on a plan (BC): the consolidated one of the issuer, and those that agencies send to it."""

from __future__ import annotations

import re

from kehoach.documents.body import Body, close
from kehoach.documents.inline import bound, joined
from kehoach.documents.letterhead import (
    below_parent,
    cited,
    compose_letterhead,
    folded_body,
    issued,
    link_to,
    number_line,
    signature_block,
    title,
)
from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import (
    Block,
    Inline,
    Paper,
    Paragraph,
    Part,
    PartKind,
    Properties,
    RecipientLine,
    Role,
    SignatureBlock,
    Slot,
    Title,
    plain,
)
from kehoach.documents.plan import CITED, kept
from kehoach.documents.properties import day_of
from kehoach.documents.report_body import report_body
from kehoach.documents.report_tables import notes, target_table
from kehoach.documents.report_view import ReportView
from kehoach.documents.texts import Counters
from kehoach.model.agency import Agencies, Agency
from kehoach.model.assignments import Work, work_of
from kehoach.model.base import Ref
from kehoach.model.carried import carry_on
from kehoach.model.flows import addressees, through
from kehoach.model.history import Edition
from kehoach.model.plan import Flow, Plan
from kehoach.model.reporting import Reporting
from kehoach.model.results import Reported
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.vietnamese import NBSP, bind, day_text, lower_first, upper_first

REPORT = "BC"
_APPENDIX = "Phụ lục"
_SENDER = Ref("-")
"""The reporting agency in the registry that its own paper sees: an id that no registry can have."""


def compose_report(
    plan: Plan,
    agencies: Agencies,
    reporting: Reporting,
    reported: Reported,
    agency: str = "",
    earlier: tuple[Edition, ...] = (),
) -> Paper:
    """A report as it prints: the consolidated one, or that of one agency.

    `agencies` is the registry with the plan's own entries; `agency` an id or a printed name that the plan mentions.
    The year's consolidated report shows the course since the plans of `earlier` years.
    """
    body = Body(plan, agencies, Counters())
    work = work_of(plan, agencies).get(agency, Work(Ref(agency))) if agency else None
    view = ReportView(plan, agencies, reporting, carry_on(reported, reporting, plan), body, work, earlier)
    issuer = as_issuer(work.body, agencies, agencies.get(plan.issuer)) if work else None
    seen = agencies.with_own({_SENDER.text: issuer}) if issuer else agencies
    sender = _SENDER if issuer else plan.issuer
    report_body(view, f"{_APPENDIX} kèm theo")
    closing = f"Trên đây là Báo cáo kết quả {reporting.name} thực hiện Kế hoạch {_about(view)} của {_name(view)}"
    body.add(Paragraph(Role.TEXT, bound(_with_blanks(closing, issuer)), origin=(_about_plan(view),)))
    close(body.blocks)
    opening = f"{upper_first(_name(view))} báo cáo kết quả {reporting.name} thực hiện Kế hoạch"
    number = _number(seen.get(sender))
    subject = f"Kết quả {reporting.name} thực hiện {_cited_plan(view)}"
    main = Part(
        PartKind.MAIN,
        title("BÁO CÁO", ((subject,),)),
        kept(body.blocks),
        compose_letterhead(sender, seen, number=number, blank_place=Slot("place", "địa danh")),
        addressees=_addressees(view),
        bases=((bind(f"Căn cứ {_cited_plan(view)}."),),),
        opening=(bound(_with_blanks(f"{opening}{_closing_day(reporting)} như sau:", issuer)),),
        signature=_signature(view, seen.get(sender)),
        origins=_origins(view),
    )
    named = f"Báo cáo kết quả {reporting.name} {_about(view)}"
    author = view.agencies.name_of(work.body) if work else str(getattr(agencies.get(plan.issuer), "name", ""))
    return Paper(
        (main, *_appendix(view, seen.get(sender))),
        Properties(named, subject, author, day_of(plan)),
        number=plain(number),
    )


def _about_plan(view: ReportView) -> object:
    """What names the plan and the period."""
    return view.period, Keys(view.plan, (*CITED, "subject"))


def _origins(view: ReportView) -> dict[str, Origin]:
    about: Origin = (_about_plan(view),)
    to = tuple(Keys(flow, ("to", "through")) for flow in (view.reporting.flow,) if isinstance(flow, Flow))
    own = {"letterhead": (Keys(view.plan, ("issuer",)),), "signature": (Keys(view.plan, ("signature", "issuer")),)}
    own |= {"recipients": (Keys(view.plan, ("recipients", "archive")),)}
    found: dict[str, Origin] = {
        "title": about,
        "bases": about,
        "opening": ((view.period, Keys(view.plan, ("issuer",))),),
        "addressees": to * len(_addressees(view)),
    }
    return found if view.work else found | own


# Who reports to whom


def _name(view: ReportView) -> str:
    """The reporting body in a sentence."""
    if view.work is None:
        issuer = view.agencies.get(view.plan.issuer)
        return str(issuer.name) if issuer else str(view.plan.issuer)
    return as_issuer(view.work.body, view.agencies).full_name


def _addressees(view: ReportView) -> tuple[Inline, ...]:
    """Whom a report is addressed to, and by way of whom: as its flow says (II.9.d)."""
    body, flow = view.work.body if view.work else None, view.reporting.flow
    by = through(view.plan, flow, body)
    way = f" (qua {view.agencies.name_of(by)})" if by else ""
    names = [
        f"{upper_first(view.agencies.name_of(ref))}{way}" for ref in addressees(view.plan, view.agencies, flow, body)
    ]
    if len(names) < 2:
        return tuple((name,) for name in names)
    ends = [";"] * (len(names) - 1) + ["."]
    return tuple((f"- {name}{end}",) for name, end in zip(names, ends, strict=True))


def _signature(view: ReportView, issuer: Agency | None) -> SignatureBlock:
    first: tuple[Inline, ...] = (("Như trên",),) if _addressees(view) else ()
    if view.work is None:
        told = {
            name
            for ref in addressees(view.plan, view.agencies, view.reporting.flow, None)
            for name in _names(view, ref)
        }
        return signature_block(view.plan, view.agencies, view.body, first, frozenset(map(folded_body, told)))
    lines: list[Inline] = []
    if issuer and isinstance(issuer.collective, str):
        lines.append((f"TM. {issuer.collective.upper()}",))
    head = issuer.head if issuer and isinstance(issuer.head, str) else None
    lines.append((head.upper() if head else Slot("signer/title", "CHỨC VỤ NGƯỜI KÝ"),))
    by = through(view.plan, view.reporting.flow, view.work.body)
    copies: list[Inline] = [("- Như trên;",)] if first else []
    if by:
        copies.append((f"- {upper_first(view.agencies.name_of(by))} (tổng hợp);",))
    copies.append((f"- Lưu: {_community(issuer) or 'VT'}.",))
    return SignatureBlock(
        tuple(map(RecipientLine, copies)), tuple(lines), (), (Slot("signer/name", "Họ và tên người ký"),)
    )


def _names(view: ReportView, ref: Ref) -> tuple[str, ...]:
    agency = view.agencies.get(ref)
    if agency is None:
        return (ref.text,)
    return (*agency.names, *([f"UBND {agency.unit[0]}"] if agency.unit else []))


def _closing_day(reporting: Reporting) -> str:
    """On which day the data close, where the plan says it."""
    day = reporting.data_until
    return f" (số liệu tính đến hết ngày {day_text(day)})" if day else ""


_UNITS = ("xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh ")
_COMMITTEE = "ỦY BAN NHÂN DÂN"
_OF_COMMITTEES = re.compile(r"(?:UBND|[UỦ][ỷy] ban nhân dân) ")
_SYMBOL = Slot("symbol", "ký hiệu")


def as_issuer(body: Ref, agencies: Agencies, committee: Agency | None = None) -> Agency:
    """An agency as it issues a paper of its own, completed with what is certain.

    An administrative unit ("phường Đoàn Kết") acts through its People's Committee. Below a parent the letterhead
    leaves out the level that the parent's line shows; without one it names the unit of the plan's `committee` when the
    body is of that level (Annex I, II.2.b). Of a group whose members nobody knows each sends a paper of its own.
    """
    agency = agencies.get(body) or Agency(name=body.text)
    name = str(agency.name)
    if members := agencies.unnamed_members(body):
        are_committees, name = _OF_COMMITTEES.match(name), f"[tên {members}]"
        agency = agency.changed(name=name, letterhead=(), place=None)
        if are_committees:
            return _committee_of(agency, name)
    elif name.lower().startswith(_UNITS):
        return _committee_of(agency, name)
    unit = committee.unit if committee else None
    parent = agencies.get(agency.parent)
    whole: tuple[str, ...] = (below_parent(name, parent) if parent else name,) if agency.parent else ()
    place = _place(agency, agencies)
    if unit and committee and not whole and agency.full_name.endswith(f" {unit[0]}"):
        whole, place = (f"{agency.full_name} {unit[1]}",), place or str(committee.place or "")
    known = {"letterhead": whole, "place": place}
    return agency.changed(**{key: value for key, value in known.items() if value and not getattr(agency, key)})


def _committee_of(unit: Agency, name: str) -> Agency:
    """The People's Committee of a unit, as far as its entry does not say otherwise."""
    derived = {
        "name": f"UBND {lower_first(name)}",
        "letterhead": (_COMMITTEE, name),
        "symbol": "UBND",
        "collective": _COMMITTEE,
    }
    return unit.changed(**{key: value for key, value in derived.items() if key == "name" or not getattr(unit, key)})


def _with_blanks(text: str, issuer: Agency | None) -> Inline:
    """A text with blanks in place of the symbol, and of the name, of a sender that has none known."""
    named = re.search(r"\[tên [^\]]*\]", str(issuer.name)) if issuer else None
    slots = {plain((slot,)): slot for slot in (_SYMBOL, *([Slot("sender", named[0][1:-1])] if named else []))}
    parts = re.split(f"({'|'.join(map(re.escape, slots))})", text)
    return tuple(slots.get(part, part) for part in parts if part)


def _place(agency: Agency, agencies: Agencies) -> str | None:
    """The place that the nearest body above has; a body of a People's Committee is in that one's unit (II.4.a)."""
    above, seen = agencies.get(agency.parent), {agency.name}
    while above and above.name not in seen:
        if isinstance(above.place, str):
            return above.place
        seen.add(above.name)
        above = agencies.get(above.parent)
    return None


# Words


_COMMUNITY = re.compile(
    r"(?:\[tên )?(thôn|xóm|bản|làng|ấp|buôn|bon|plei|phum|sóc|khóm|khu phố|tiểu khu|tổ dân phố)\b", re.IGNORECASE
)


def _community(sender: Agency | None) -> str:
    """What a sender below the commune is called, "thôn", else "".

    Why: a community of inhabitants governs itself. It has no seal, no register of documents and no clerical office, so
    its report has no number and no "VT". One to which the registry gives a symbol is treated as an agency.
    """
    match = _COMMUNITY.match(str(sender.name)) if sender and not sender.symbol else None
    return match[1].lower() if match else ""


def _number(issuer: Agency | None) -> Inline:
    if _community(issuer):
        return ()
    line = number_line(None, REPORT, issuer)
    if issuer and isinstance(issuer.symbol, str):
        return (line,)
    return (f"{line}-", _SYMBOL)


def _subject(view: ReportView) -> str:
    return plain(joined(view.body.paragraphs(view.plan.subject, view.body.scope), " "))


def _about(view: ReportView) -> str:
    """The plan's subject after its type: "về thực hiện công tác giảm nghèo ..."."""
    subject = lower_first(_subject(view))
    return subject if subject.startswith("về ") else f"về {subject}"


def _cited_plan(view: ReportView) -> str:
    """The plan with number, date, issuer and subject; one that a decision promulgates by its decision."""
    named = DOCUMENT_TYPES[view.plan.type]
    document = issued(view.plan, view.agencies)
    if view.plan.decision:
        return f"{named} {_about(view)} (ban hành kèm theo {document})"
    return f"{document} {_about(view)}"


def _appendix(view: ReportView, issuer: Agency | None) -> tuple[Part, ...]:
    if not view.rows:
        return ()
    blocks: list[Block] = [target_table(view), *notes(view)]
    close(blocks)
    made = title(_APPENDIX, ((f"Kết quả thực hiện các chỉ tiêu {view.reporting.name}".upper(),),))
    document = cited(DOCUMENT_TYPES[REPORT], plain(_number(issuer)), None, _name(view))
    shown = plain((_SYMBOL,))
    typed = plain(link_to(document, landscape=True))
    link = _with_blanks(typed.replace(shown.replace(" ", NBSP), shown), issuer if view.work else None)
    return (
        Part(
            PartKind.APPENDIX,
            Title(made.type_name, made.subject, made.rule, link),
            tuple(blocks),
            landscape=True,
            origins={"title": (view.period,)},
        ),
    )

"""The plan document: KH-UBND, with the decision that promulgates it and its appendices."""

from __future__ import annotations

from kehoach import nghi_dinh_30
from kehoach.documents.body import Body, Inherited, close
from kehoach.documents.contents import with_contents
from kehoach.documents.inline import announces, bound, ended, joined, upper
from kehoach.documents.letterhead import compose_letterhead, link_line, number_line, signature_block, title
from kehoach.documents.open_points import hidden_points
from kehoach.documents.origin import Keys, Origin
from kehoach.documents.paper import Block, Inline, Paper, Paragraph, Part, PartKind, Role, plain
from kehoach.documents.pasted import remark_of
from kehoach.documents.places import labelled
from kehoach.documents.properties import properties
from kehoach.documents.tables import table_of
from kehoach.documents.texts import Counters
from kehoach.frozen import replace
from kehoach.model import labels
from kehoach.model.agency import Agencies, Agency
from kehoach.model.appendix import TableAppendix, TextAppendix
from kehoach.model.base import Located, Ref, Todo, undecided_in
from kehoach.model.period import CitedDate
from kehoach.model.plan import Basis, Plan
from kehoach.model.prose import Prose
from kehoach.nghi_dinh_30 import COMPONENTS, DOCUMENT_TYPES, LAWS, MARGINS
from kehoach.typeface import width_mm

DRAFT = "DỰ THẢO"


def compose_plan(plan: Plan, agencies: Agencies) -> Paper:
    """The plan as it prints. `agencies` is the registry with the plan's own entries."""
    counts = Counters(is_plan=True)
    parts = [
        *_decision(plan, agencies, counts),
        _main(plan, agencies, counts),
        *_appendices(plan, agencies, counts),
    ]
    if is_undecided(plan):
        last = parts[-1]
        blocks = [*last.blocks, *hidden_points(plan, parts)]
        parts[-1] = replace(last, blocks=kept(blocks) if last.signature else tuple(blocks))
    if plan.contents:
        parts = with_contents(parts, plan.contents)
    return Paper(
        tuple(parts),
        properties(plan, agencies, plan_title(plan, agencies), _subject(plan, agencies)),
        DRAFT if is_undecided(plan) else "",
        number_line(plan.number, plan.number_suffix, agencies.get(plan.issuer)),
    )


def plan_title(plan: Plan, agencies: Agencies) -> str:
    """What a plan is called: its type and its subject as printed, "Kế hoạch giảm nghèo bền vững năm 2026"."""
    return f"{DOCUMENT_TYPES[plan.type]} {_small(_subject(plan, agencies))}"


def _subject(plan: Plan, agencies: Agencies) -> str:
    aside = Body(plan, agencies, Counters(is_plan=True))
    return plain(joined(aside.paragraphs(plan.subject, aside.scope), " "))


def is_undecided(plan: Plan) -> bool:
    """Whether the plan has a point that only a person can decide."""
    return any(undecided_in(value) for value in plan.values)


def _small(subject: str) -> str:
    return subject[:1].lower() + subject[1:] if not subject[1:2].isupper() else subject


def _main(plan: Plan, agencies: Agencies, counts: Counters) -> Part:
    body = Body(plan, agencies, counts)
    body.sections(plan.sections)
    body.about(Keys(plan, ("closing",)))
    if plan.closing:
        for text in body.paragraphs(plan.closing, body.scope):
            body.add(Paragraph(Role.TEXT, text))
    close(body.blocks)
    subject = body.paragraphs(plan.subject, body.scope)
    heading = title(DOCUMENT_TYPES[plan.type].upper(), subject)
    opening = () if str(plan.opening) in labels.NONE else body.paragraphs(plan.opening, body.scope)
    below = _below_title(plan.below_title, body)
    if plan.decision:
        return Part(
            PartKind.ATTACHED,
            replace(heading, link=link_line(plan, agencies) if below is None else below),
            tuple(body.blocks),
            compose_letterhead(plan.issuer, agencies, dated=False),
            opening=opening,
            origins=origins(plan),
        )
    return Part(
        PartKind.MAIN,
        replace(heading, link=below or ()),
        kept(body.blocks),
        _letterhead(plan, agencies),
        addressees=_addressees(plan, body),
        bases=_bases(plan, body),
        opening=opening,
        signature=signature_block(plan, agencies, body),
        origins=origins(plan),
    )


def origins(plan: Plan) -> dict[str, Origin]:
    """What the parts of a paper around its text are made from."""
    keys = {
        "letterhead": ("issuer", "number", "date"),
        "type": ("type",),
        "title": ("subject",),
        "link": ("below_title", *CITED),
        "opening": ("opening",),
        "recipients": ("recipients", "archive"),
        "signature": ("signature", "issuer"),
    }
    lines: dict[str, Origin] = {"bases": plan.bases, "addressees": plan.addressees}
    return {name: (Keys(plan, names),) for name, names in keys.items()} | lines


CITED = ("number", "date", "issuer")
"""What of a plan is said where it is cited."""


def _below_title(typed: Prose | None, body: Body) -> Inline | None:
    """The line below a title as typed, nothing for `none`; None where nothing was typed."""
    if typed is None:
        return None
    return () if str(typed) in labels.NONE else body.line(typed, body.scope)


def _addressees(plan: Plan, body: Body) -> tuple[Inline, ...]:
    """Whom the plan is addressed to: one name, or a line for each (II.9.d)."""
    names = [body.line(name, body.scope) for name in plan.addressees]
    if len(names) < 2:
        return tuple(names)
    return tuple(joined((("- ",), ended(name, "." if name is names[-1] else ";")), "") for name in names)


def _letterhead(plan: Plan, agencies: Agencies):  # type: ignore[no-untyped-def]
    number = number_line(plan.number, plan.number_suffix, agencies.get(plan.issuer))
    return compose_letterhead(plan.issuer, agencies, number=(number,), date=plan.date)


def kept(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks, the last ones kept with the signature: never fewer than two lines of text above it.

    A paragraph of several lines is split two and two at the worst (widow control), so it is enough alone; a short one
    takes the paragraph before it along.
    """
    kept = list(blocks)
    lines = 0
    for index in range(len(kept) - 1, -1, -1):
        block = kept[index]
        if not isinstance(block, Paragraph) or lines >= 2:
            break
        text = f"{block.mark.label} {plain(block.text)}" if block.mark else plain(block.text)
        width = width_mm(text, COMPONENTS["body_text"].size) + nghi_dinh_30.INDENT
        lines += 1 if width < MARGINS.text_width * 1.1 else 2
        kept[index] = replace(block, keep_next=True)
    return tuple(kept)


# Legal bases


def _bases(plan: Plan, body: Body) -> tuple[Inline, ...]:
    lines = [
        basis_line(basis, body) if isinstance(basis, Basis) else body.line(basis, body.scope) for basis in plan.bases
    ]
    ends = [";"] * (len(lines) - 1) + ["."]
    return tuple(line if announces(line) else ended(line, end) for line, end in zip(lines, ends, strict=False))


def basis_line(basis: Basis, body: Body) -> Inline:
    """A legal basis in full: type, number, date, issuer, subject; a law by name and date (Annex I, II.6.a).

    What is typed of a law besides is printed too: KH502 says that it does not belong there.
    """
    date = f"{_dated(basis.date.text)} {basis.date}".strip() if isinstance(basis.date, CitedDate) else basis.date
    subject = body.line(basis.subject, body.scope)
    pieces: list[Inline] = [_word(basis.verb), _word(basis.type)]
    number = _word(f"số {basis.number}" if isinstance(basis.number, str) else basis.number)
    issuer = basis.issuer
    by = (f"của {body.agencies.name_of(issuer)}",) if isinstance(issuer, Ref) else _word(issuer)
    if basis.type in LAWS:
        pieces += [subject, number, _word(date), by]
    else:
        pieces += [number, _word(date), by, subject]
    return bound(joined(pieces, " "))


def _dated(date: str) -> str:
    if date.startswith("ngày"):
        return ""
    return {0: "năm" if "tháng" not in date else "ngày", 1: "tháng"}.get(date.count("/"), "ngày")


def _word(word: str | Todo | None) -> Inline:
    return () if word is None else (word,)


# The decision


def _decision(plan: Plan, agencies: Agencies, counts: Counters) -> list[Part]:
    """The decision that promulgates the plan (sample 1.3): it bears number, date, bases, recipients and signature."""
    if plan.decision is None:
        return []
    body = Body(plan, agencies, counts)
    body.about(plan.decision)
    for number, article in enumerate(plan.decision.articles, 1):
        first, *rest = body.paragraphs(article, body.scope)
        body.add(Paragraph(Role.ARTICLE, first, label=f"Điều {number}.", level=1))
        for text in rest:
            body.add(Paragraph(Role.TEXT, text))
    close(body.blocks)
    issuer = agencies.get(plan.issuer)
    return [
        Part(
            PartKind.MAIN,
            title("QUYẾT ĐỊNH", body.paragraphs(plan.decision.subject, body.scope)),
            kept(body.blocks),
            _letterhead(plan, agencies),
            competence=_competence(plan, issuer),
            bases=_bases(plan, body),
            resolves="QUYẾT ĐỊNH:",
            signature=signature_block(plan, agencies, body),
            origins={**origins(plan), "title": (Keys(plan.decision, ("subject",)),)},
        )
    ]


def _competence(plan: Plan, issuer: Agency | None) -> str:
    """Whose decision it is (sample 1.3, note 6): the collective's where it is signed TM., else its head's."""
    if issuer is None:
        return ""
    name = " ".join(line for line in issuer.letterhead if isinstance(line, str)) or issuer.full_name
    if issuer.collective and "TM" in plan.signature.authority:
        collective = str(issuer.collective)
        return (name if name.upper().startswith(collective.upper()) else collective).upper()
    return f"{issuer.head} {name}".upper() if issuer.head else str(issuer.collective or "").upper()


# Appendices


def _appendices(plan: Plan, agencies: Agencies, counts: Counters) -> list[Part]:
    return [_appendix(appendix, label, plan, agencies, counts) for label, appendix in labelled(plan.appendices)]


def _appendix(appendix: Located, label: str, plan: Plan, agencies: Agencies, counts: Counters) -> Part:
    landscape = bool(appendix.landscape)  # type: ignore[attr-defined]
    width = MARGINS.landscape_text_width if landscape else MARGINS.text_width
    body = Body(plan, agencies, counts, width=width)
    body.about(appendix)
    if isinstance(appendix, TextAppendix):
        for text in body.paragraphs(appendix.text, body.scope):
            body.add(Paragraph(Role.TEXT, text))
        body.items(appendix.items, Inherited(style=appendix.list))
        body.about(appendix)
    else:
        if isinstance(appendix, TableAppendix):
            body.exhibit(remark_of(appendix, body))
        body.exhibit((table_of(appendix, plan, body),))
    for text in body.paragraphs(appendix.note, body.scope):  # type: ignore[attr-defined]
        body.add(Paragraph(Role.NOTE, text))
    if appendix.closing_sign:  # type: ignore[attr-defined]
        close(body.blocks)
    heading = body.line(appendix.title, body.scope)  # type: ignore[attr-defined]
    made = title(label, (upper(heading),))
    below = _below_title(appendix.below_title, body)  # type: ignore[attr-defined]
    return Part(
        PartKind.APPENDIX,
        replace(made, link=link_line(plan, agencies, landscape=landscape) if below is None else below),
        tuple(body.blocks),
        landscape=landscape,
        origins={"title": (appendix,), "link": (Keys(plan, CITED),)},
    )

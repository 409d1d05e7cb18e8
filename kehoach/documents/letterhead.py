"""What all papers share: letterhead, title, recipients and signature, in the decree's form (Annex I)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kehoach import nghi_dinh_30
from kehoach.documents.body import Body
from kehoach.documents.inline import ended, joined, value_inline
from kehoach.documents.paper import Inline, Letterhead, RecipientLine, SignatureBlock, Slot, Styled, Title, plain
from kehoach.model.agency import Agencies, Agency
from kehoach.model.base import Ref, Todo
from kehoach.model.period import IssueDate
from kehoach.model.plan import Plan, Recipient, Signature
from kehoach.model.scopes import plan_scope
from kehoach.nghi_dinh_30 import COMPONENTS, MARGINS
from kehoach.phrases import lines_of
from kehoach.typeface import width_mm
from kehoach.vietnamese import NBSP, bind, fold, upper_first

NUMBER_BLANK = " " * 8
DAY_BLANK = " " * 5
"""The blanks of a draft: the number is given and the day written when the document is signed (samples 1.1 to 1.4)."""

_MIN_RIGHT_COLUMN = 99.0
"""Millimetres that the national name needs at 13 points, without cell padding, so that it never wraps."""
_MAX_RIGHT_COLUMN = 112.0
_CELL_MARGINS = 0.5
"""What a name leaves free beside it."""
_RULE_SHARE = 0.45
"""kehoach's rules: a little under half of the line above, inside the decree's third to half."""


def compose_letterhead(
    issuer: Ref | Todo,
    agencies: Agencies,
    *,
    number: Inline = (),
    date: IssueDate | Todo | None = None,
    dated: bool = True,
    blank_place: Slot | None = None,
) -> Letterhead:
    """Boxes 1 to 4. `number` is the finished line "Số: ..."; `dated` False leaves number and date out.

    `blank_place` stands for the place where the registry has none. A People's Committee has no line for the body above
    it: so do all papers of communes that were read (a habit, no article says so).
    """
    agency = agencies.get(issuer)
    parent = agencies.get(agency.parent) if agency and not agency.unit else None
    place_date = _place_date(agency, date, blank_place) if dated else ()
    right = max(_MIN_RIGHT_COLUMN, width_mm(plain(place_date), COMPONENTS["place_date"].size, "italic") + 2.5)
    right = min(right, _MAX_RIGHT_COLUMN)
    left = MARGINS.text_width - right
    if agency and parent and not agency.letterhead:
        agency = agency.changed(letterhead=(below_parent(agency.full_name, parent),))
    names = _letterhead_lines(agency, issuer, left)
    return Letterhead(
        parent=_letterhead_lines(parent, agency.parent, left, "regular") if agency and parent and agency.parent else (),
        issuer=names,
        rule=_RULE_SHARE * width_mm(names[-1], COMPONENTS["issuing_agency"].size, "bold"),
        nation=nghi_dinh_30.NATIONAL_NAME,
        motto=nghi_dinh_30.MOTTO,
        motto_rule=width_mm(nghi_dinh_30.MOTTO, COMPONENTS["national_motto"].size, "bold"),
        number=number if dated else (),
        place_date=place_date,
        columns=(round(left, 1), round(right, 1)),
    )


def below_parent(name: str, parent: Agency) -> str:
    """A body's name below the line of its parent: without the parent's name at its end, which is printed already."""
    for above in map(str, (parent.full_name, parent.name)):
        if name.lower().endswith(f" {above.lower()}"):
            return _OF.sub("", name[: -len(above) - 1])
    return name


_OF = re.compile(r" (?:trực thuộc|thuộc|của)$")


def _letterhead_lines(agency: Agency | None, ref: Ref | Todo, width: float, face: str = "bold") -> tuple[str, ...]:
    """The name as the letterhead has it: the registry's own lines, else its full name; broken between words."""
    typed = tuple(line.upper() for line in agency.letterhead if isinstance(line, str)) if agency else ()
    if not typed:
        typed = ((agency.full_name if agency else ref.text if isinstance(ref, Ref) else "").upper(),)
    room = width - _CELL_MARGINS
    return tuple(part for line in typed for part in lines_of(line, room, COMPONENTS["issuing_agency"].size, face))


def number_line(number: str | Todo | None, suffix: str, agency: Agency | None) -> str:
    """`Số: 15/KH-UBND`; blank before the slash while the document has no number. Below 10 a zero leads (II.3.c)."""
    symbol = agency.symbol if agency and isinstance(agency.symbol, str) else ""
    ending = f"/{suffix}-{symbol}" if symbol else f"/{suffix}"
    if not isinstance(number, str):
        return f"Số:{NUMBER_BLANK}{ending}"
    digits = number.split("/")[0]
    return f"Số:{NBSP}{digits.zfill(2) if digits.isdecimal() else digits}{ending}"


def _place_date(agency: Agency | None, date: IssueDate | Todo | None, blank: Slot | None) -> Inline:
    if agency and isinstance(agency.place, str):
        return (f"{agency.place}, {long_date(date)}",)
    return (blank, f", {long_date(date)}") if blank else (upper_first(long_date(date)),)


def long_date(date: IssueDate | Todo | None) -> str:
    """`ngày 05 tháng 01 năm 2024`: days below 10 and months 1 and 2 with a zero (II.4.b); blanks for the rest."""
    if not isinstance(date, IssueDate):
        return f"ngày{DAY_BLANK}tháng{DAY_BLANK}năm{DAY_BLANK}"
    if date.month is None:
        return f"ngày{DAY_BLANK}tháng{DAY_BLANK}năm{NBSP}{date.year}"
    day = f"{NBSP}{date.day:02}{NBSP}" if date.day else DAY_BLANK
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"ngày{day}tháng{NBSP}{month} năm{NBSP}{date.year}"


def link_line(plan: Plan, agencies: Agencies, begins: str = "Kèm theo", *, landscape: bool = False) -> Inline:
    """The line below a title that names the plan, or the decision that promulgates it."""
    return link_to(issued(plan, agencies), begins, landscape=landscape)


def link_to(document: str, begins: str = "Kèm theo", *, landscape: bool = False) -> Inline:
    """The line below a title that names the document it belongs to (III.1.c)."""
    width = MARGINS.landscape_text_width if landscape else MARGINS.text_width
    lines = lines_of(f"({begins} {document})", width - 4, COMPONENTS["appendix_link"].size, "italic")
    return ("\n".join(lines),)


def issued(plan: Plan, agencies: Agencies) -> str:
    """The plan, or the decision that promulgates it, as it is cited: type, number, date, issuer."""
    named = nghi_dinh_30.DOCUMENT_TYPES[plan.number_suffix]
    agency = agencies.get(plan.issuer)
    line = number_line(plan.number, plan.number_suffix, agency)
    issuer = agency.name if agency else plan.issuer.text if isinstance(plan.issuer, Ref) else ""
    return cited(named, line, plan.date, str(issuer))


def cited(named: str, line: str, date: IssueDate | Todo | None, issuer: str) -> str:
    """A document by type, number (`line` is its line "Số: ..."), date and issuer; dates and blanks do not break."""
    if not line:
        return f"{named} {long_date(date).replace(' ', NBSP)} của {issuer}"
    number = line.removeprefix("Số:")
    gap = NBSP if number.startswith(NBSP) else ""
    number = number.removeprefix(NBSP).replace(" ", NBSP)
    return f"{named} số{gap}{number} {long_date(date).replace(' ', NBSP)} của {issuer}"


def title(type_name: str, subject: tuple[Inline, ...]) -> Title:
    """Type and subject. A subject too long for one line is broken into lines of about one length; typed breaks stay."""
    component = COMPONENTS["abstract"]
    lines: list[Inline] = []
    for line in subject:
        if all(isinstance(piece, (str, Styled)) for piece in line):
            lines += [(part,) for part in lines_of(plain(line), MARGINS.text_width - 6, component.size, "bold")]
        else:
            lines.append(line)
    last = plain(tuple(piece for piece in lines[-1] if isinstance(piece, (str, Styled)))) if lines else type_name
    width = min(width_mm(last, component.size, "bold"), MARGINS.text_width)
    return Title(type_name, tuple(lines), _RULE_SHARE * width)


def recipients(lines: Iterable[Recipient], archive_lines: tuple[Inline, ...], body: Body) -> tuple[RecipientLine, ...]:
    """The list of recipients: each line with dash and semicolon, the archive line last with a full stop (II.9.d)."""
    found: list[RecipientLine] = []
    for recipient in lines:
        below = recipient.items
        text = body.line(recipient.text, body.scope)
        found.append(RecipientLine(_entry("- ", text, ":" if below else ";")))
        found += [RecipientLine(_entry("+ ", body.line(line, body.scope), ";"), 1) for line in below]
    first, *rest = archive_lines
    found.append(RecipientLine(_entry("- Lưu: ", first, ".")))
    found += [RecipientLine(line) for line in rest]
    return tuple(found)


def _entry(mark: str, text: Inline, sign: str) -> Inline:
    return joined(((mark,), ended(text, sign)), "")


def signature_block(
    plan: Plan,
    agencies: Agencies,
    body: Body,
    first: tuple[Inline, ...] | None = None,
    told: frozenset[str] = frozenset(),
) -> SignatureBlock:
    """Recipients and signature of the plan, or of the decision that promulgates it.

    A report on it has recipients of its own `first`, and none of the plan's that point into its text ("Như Điều 3") or
    are `told` by it: its addressees, by their names by `folded_body`.
    """
    archive = body.paragraphs(plan.archive, plan_scope(plan, agencies))
    signature = plan.signature
    lines = plan.recipients
    if first is not None:
        lines = tuple(line for line in lines if not _is_told(plain(body.line(line.text, body.scope)), told))
    return SignatureBlock(
        (*(RecipientLine(_entry("- ", line, ";")) for line in first or ()), *recipients(lines, archive, body)),
        signing_lines(signature, agencies.get(plan.issuer)),
        _upper_word(signature.office),
        value_inline(signature.name),
    )


def _is_told(line: str, told: frozenset[str]) -> bool:
    return line.startswith("Như ") or folded_body(PURPOSE.sub("", line.rstrip(" ;.")).rstrip()) in told


PURPOSE = re.compile(r"\([^()]*\)$")
"""What a recipient gets the paper for, after its name: "(b/c)", "(để báo cáo)"."""


def folded_body(name: str) -> str:
    """The name of a body so that its ways of writing are equal: UBND and Ủy ban nhân dân."""
    return fold(name).replace("uy ban nhan dan", "ubnd")


def signing_lines(signature: Signature, issuer: Agency | None) -> tuple[Inline, ...]:
    """Authority and title of the signer (Article 13; Annex I, II.7.b).

    TM. goes before the name of the collective, KT., TL., TUQ. and Q. before the head's title. Below TL. a deputy
    signs KT. for the holder of the office: its title is the signer's without "Phó".
    """
    collective = _upper_word(issuer.collective if issuer else None)
    head = _upper_word(issuer.head if issuer else None)
    own = _upper_word(signature.title)
    lines: list[Inline] = []
    acting = False
    for prefix in signature.authority:
        if isinstance(prefix, Todo):
            lines.append((prefix,))
        elif prefix == "TM":
            lines.append(("TM. ", *collective))
        elif prefix == "Q":
            acting = True
            lines.append(("Q. ", *(head or own)))
        elif prefix == "KT" and lines and "TL" in signature.authority:
            office = tuple(w.removeprefix("PHÓ ") if isinstance(w, str) else w for w in own)
            lines.append(("KT. ", *office))
        else:
            lines.append((f"{prefix}. ", *head))
    if not acting:
        lines.append(own)
    return tuple(tuple(lines_) for lines_ in lines)


def _upper_word(word: str | Todo | None) -> Inline:
    if word is None:
        return ()
    return (word,) if isinstance(word, Todo) else (bind(word.upper()),)

"""What a document management system keeps of an issued paper: the fields of Annex VI, Part II, I of the decree.

Names, types and lengths are the annex's own (`nghi_dinh_30.OUTGOING_METADATA`). Its text as we have it prints the three
tables of Part II after the heading of section III, in the order of the sections: I, outgoing documents, is the first,
the one with "To", as the numbers say that Part I, III.1.g cites. Its lengths are also those that our notes on
electronic documents (2.5) took from another edition.

The fields are read from the finished paper, so they say what it prints, whatever kind of paper it is. What the paper
does not say is absent: a number not yet given, a signer to be filled in, the codes of bodies (OrganId), the file
(FileCode), urgency and secrecy (Priority, for which the annex has no list of codes), copies and the day of an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kehoach.diagnostics import Message, _
from kehoach.documents.letterhead import PURPOSE
from kehoach.documents.paper import Inline, Paper, SignatureBlock, Slot, plain
from kehoach.documents.plan import compose_plan
from kehoach.frozen import frozen
from kehoach.model.agency import Agencies
from kehoach.model.base import Todo
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES, OUTGOING_METADATA, MetadataField
from kehoach.patterns import regex
from kehoach.vietnamese import fold, lower_first, nfc

LANGUAGE = "Tiếng Việt"
COPY = "Bản trích sao"
"""How Annex III, I calls what a certified extract is."""


@frozen
class MetadataRecipient:
    """A body that receives the paper, as it is named there; `organ_id` is its code, "" where it is not known."""

    name: str
    organ_id: str = ""


@frozen
class Metadata:
    """The fields of an outgoing document, in the decree's order. "", None and () are what is not known.

    `issued_amount` counts copies, `page_amount` pages of the whole file.
    """

    file_organ_id: str = ""
    file_catalog: int | None = None
    file_notation: str = ""
    doc_ordinal: int | None = None
    type_name: str = ""
    code_number: str = ""
    code_notation: str = ""
    issued_date: date | None = None
    organ_name: str = ""
    subject: str = ""
    language: str = ""
    page_amount: int | None = None
    description: str = ""
    signer_position: str = ""
    signer_name: str = ""
    to: tuple[MetadataRecipient, ...] = ()
    priority: int | None = None
    issued_amount: int | None = None
    due_date: date | None = None


def metadata_of(plan: Plan, agencies: Agencies, paper: Paper | None = None, *, pages: int | None = None) -> Metadata:
    """The fields of a paper of this plan, of the plan itself without one, as far as the paper says them.

    `agencies` is the registry with the plan's own entries; `pages` is the number of pages of its PDF. Of a plan that a
    decision promulgates the document is the decision, of a certified extract the copy, not what is copied.
    """
    paper = paper or compose_plan(plan, agencies)
    first = paper.parts[0]
    if first.copy_mark or first.frame:
        frame = first.frame
        type_name, number, place_date = COPY, frame.number if frame else "", frame.place_date if frame else ""
        signature = frame.signature if frame else None
    else:
        head = first.letterhead
        type_name = _TYPES.get(fold(first.title.type_name), "")
        number, place_date = (_known(head.number), _known(head.place_date)) if head else ("", "")
        signature = first.signature
    code = _CODE.fullmatch(_spaced(number))
    day = _DAY.search(_spaced(place_date))
    return Metadata(
        type_name=type_name,
        code_number=code["number"] if code else "",
        code_notation=code["notation"] if code else "",
        issued_date=date(*(int(day[part]) for part in ("year", "month", "day"))) if day else None,
        organ_name=_issuer(paper),
        subject=_joined(first.title.subject),
        language=LANGUAGE,
        page_amount=pages,
        signer_position=_position(signature, plan) if signature else "",
        signer_name=_known(signature.name) if signature else "",
        to=tuple(map(MetadataRecipient, dict.fromkeys(_recipients(first.addressees, signature)))),
    )


_TYPES = {fold(name): name for name in DOCUMENT_TYPES.values()}
"""A working extract is of no type that the decree knows, so it has no TypeName."""
_CODE = regex(r"Số: ?(?P<number>[^/ ]*) ?/(?P<notation>\S+)")
_DAY = regex(r"ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})$")
"""As `letterhead` prints number and day; with blanks in them they do not match, or their number is empty."""


def _known(line: Inline) -> str:
    """A line as one text; "" where part of it is undecided or to be filled in."""
    return "" if any(isinstance(piece, (Todo, Slot)) for piece in line) else _spaced(plain(line))


def _spaced(text: str) -> str:
    """With plain blanks only, each letter one character: what is bound or broken on paper is not in a record."""
    return nfc(" ".join(text.split()))


def _joined(lines: tuple[Inline, ...]) -> str:
    """The lines of a title as one text, "" where one is not known."""
    texts = [_known(line) for line in lines]
    return " ".join(texts) if all(texts) else ""


_SHORT = (("UBND ", "Ủy ban nhân dân "), ("HĐND ", "Hội đồng nhân dân "))
"""The name of a body is to be its official one, in full (Annex I, II.2.a); registries begin it with these."""


def _issuer(paper: Paper) -> str:
    """Who issues the paper. Of an administrative unit that is its People's Committee, as the letterhead says."""
    name = _spaced(paper.properties.author)
    for short, whole in _SHORT:
        if name.startswith(short):
            name = whole + name.removeprefix(short)
    head = paper.parts[0].letterhead
    printed = " ".join(head.issuer) if head else ""
    if "[" in printed:  # "[tên bản]": each of a group sends a paper of its own
        return ""
    committee = f"Ủy ban nhân dân {lower_first(name)}"
    return committee if fold(printed) == fold(committee) else name


def _position(signature: SignatureBlock, plan: Plan) -> str:
    """The signer's office, the last line of the authority; with the capitals of the plan where it is the plan's signer.

    Article 13: whoever acts for an office that is vacant has "Q." before it.
    """
    printed = _known(signature.lines[-1]) if signature.lines else ""
    typed = _spaced(str(plan.signature.title))
    acting = "Q. " if printed.startswith("Q. ") else ""
    return acting + typed if printed == acting + typed.upper() else printed


def _recipients(addressees: tuple[Inline, ...], signature: SignatureBlock | None) -> Iterator[str]:
    """Whom it is addressed to, then the list of recipients: no line that points elsewhere ("Như trên"), no archive.

    Lines below a line name units of that body. What a body receives it for, in brackets, is left out.
    """
    for line in addressees:
        yield from _names(_known(line))
    for recipient in signature.recipients if signature else ():
        text = _known(recipient.text)
        if text.startswith("- Lưu:"):
            return
        if recipient.level == 0 and not text.startswith("- Như "):
            yield from _names(text)


def _names(line: str) -> Iterator[str]:
    for part in line.removeprefix("- ").split(";"):
        if name := PURPOSE.sub("", part.strip(" ;:.")).strip():
            yield name


# Fields by name

_ATTRIBUTES = (
    "file_organ_id", "file_catalog", "file_notation", "doc_ordinal", "type_name", "code_number", "code_notation",
    "issued_date", "organ_name", "subject", "language", "page_amount", "description", "signer_position", "signer_name",
    "to.organ_id", "to.name", "priority", "issued_amount", "due_date",
)  # fmt: skip
"""The attribute of each field of the decree, in its order."""


def fields(metadata: Metadata) -> Iterator[tuple[MetadataField, tuple[str | int, ...]]]:
    """The known fields in the decree's order, each with its values: one, or one for each recipient.

    A code that is not known among others that are is "".
    """
    for field, name in zip(OUTGOING_METADATA, _ATTRIBUTES, strict=True):
        holder, _dot, own = name.rpartition(".")
        found = [getattr(one, own) for one in metadata.to] if holder else [getattr(metadata, own)]
        values = tuple("" if value is None else _day(value) if isinstance(value, date) else value for value in found)
        if any(value != "" for value in values):
            yield field, values


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def flat(metadata: Metadata) -> dict[str, str | list[str]]:
    """The known fields as texts by their whole names; those of the recipients are lists, of equal length."""
    return {
        field.name: [str(value) for value in values] if field.name.startswith("To.") else str(values[0])
        for field, values in fields(metadata)
    }


def too_long(metadata: Metadata) -> tuple[tuple[MetadataField, int], ...]:
    """The fields that are longer than the decree allows, each with its length: in characters, of a number in digits."""
    return tuple(
        (field, longest)
        for field, values in fields(metadata)
        if (longest := max(len(nfc(str(value))) for value in values)) > field.length
    )


def metadata_problems(metadata: Metadata) -> tuple[Message, ...]:
    """What is wrong with the fields, a sentence for each that is too long."""
    return tuple(
        _(
            "metadata {field} ({title}): {count} characters; the decree allows {limit} (Annex VI, Part II, I.{number})",
            field=field.name,
            title=field.title,
            count=count,
            limit=field.length,
            number=field.number,
        )
        for field, count in too_long(metadata)
    )

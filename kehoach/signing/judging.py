"""What is wrong with a signed PDF, and what to know of it: sentences for the clerk, codes for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from kehoach.diagnostics import Message, _
from kehoach.frozen import frozen
from kehoach.signing.names import AGENCY, SIGNER
from kehoach.signing.page_texts import TextDifference, first_difference
from kehoach.signing.verification import Coverage, JudgedSignature, LaterChanges, Unreadable, Verification, Words
from kehoach.vietnamese import nfc

SLOW_CLOCK = timedelta(hours=1)
"""By which the clock of a signer may be ahead of ours."""


@frozen
class Remark:
    """One thing to say of a signed file. A fault makes it wrong, the rest is to be known.

    `code` never changes its meaning. `field` is that of the signature, "" for the file.
    """

    code: str
    message: Message
    is_fault: bool = True
    field: str = ""


@frozen
class Expected:
    """What the plan that a file was made from prints: its words, and who signs, "" where that is not known.

    `paper` is the paper of the plan, `plan` names its file.
    """

    words: Words
    signer: str
    paper: str
    plan: str


@frozen
class Judgement:
    """What became of one file: its remarks, the weightiest first, and where its text differs from the plan's."""

    found: Verification
    remarks: tuple[Remark, ...]
    expected: Expected | None = None
    difference: TextDifference | None = None

    @property
    def faults(self) -> tuple[Remark, ...]:
        """What makes it wrong."""
        return tuple(remark for remark in self.remarks if remark.is_fault)

    @property
    def exit_code(self) -> int:
        """0 all is right, 1 something is wrong, 2 it cannot be judged."""
        return 2 if self.found.unreadable else 1 if self.faults else 0

    @property
    def verdict(self) -> Message:
        """One sentence."""
        if self.found.unreadable:
            return _("cannot be judged: {problem}", problem=_UNREADABLE[self.found.unreadable])
        if self.faults:
            first, *others = self.faults
            if not others:
                return _("not in order: {problem}", problem=first.message)
            return _("not in order: {problem}; and {count} more", problem=first.message, count=len(others))
        by = {one.field: one for one in self.found.signatures}
        agency = by[AGENCY]
        if SIGNER not in by:
            return _(
                "in order: signed by {agency} ({time}), as an appendix filed on its own or an electronic copy is; "
                "nothing was changed since",
                agency=agency.name,
                time=_shown(agency),
            )
        return _(
            "in order: both signatures are valid, first {signer} ({time}), then {agency} ({then}); "
            "nothing was changed since",
            signer=by[SIGNER].name,
            time=_shown(by[SIGNER]),
            agency=agency.name,
            then=_shown(agency),
        )


_UNREADABLE = {
    Unreadable.NOT_PDF: _("it is no PDF file"),
    Unreadable.BROKEN: _("the PDF file is broken"),
    Unreadable.ENCRYPTED: _("it is protected by a password"),
    Unreadable.TOO_LARGE: _("it is larger than any paper of an office"),
    Unreadable.TOO_SLOW: _("it takes more time or memory than any paper needs"),
}
_WHO = {SIGNER: _("the signer"), AGENCY: _("the agency")}
_ACTIVE = {
    "annotations": _("notes or pictures laid over the pages"),
    "embedded-files": _("embedded files"),
    "form": _("form fields that can be filled in, or parts that can be hidden"),
    "javascript": _("a program (JavaScript)"),
    "launch": _("commands that open other files or addresses"),
    "media": _("sound or film"),
}


def judge(found: Verification, moment: datetime, *, has_trust: bool, expected: Expected | None = None) -> Judgement:
    """What is wrong with a file and what to know of it. `moment` is now, `has_trust` whether a trust list was given."""
    if found.unreadable:
        return Judgement(found, (), expected)
    difference = first_difference(found.words, expected.words) if expected and found.words is not None else None
    remarks = [
        *_of_the_file(found, has_trust=has_trust),
        *(remark for one in found.signatures for remark in _of_a_signature(one, moment, has_trust=has_trust)),
        *_of_the_order(found.signatures),
        *(_of_the_text(found, expected, difference) if expected else ()),
        *_to_know(found),
    ]
    return Judgement(found, tuple(sorted(remarks, key=_weight)), expected, difference)


_ORDER = (
    "unsigned", "changed", "altered", "partly", "invalid", "text", "missing-signer", "missing-agency", "twice", "order",
    "no-trust", "untrusted", "expired", "no-time", "future", "other-signer", "active",
)  # fmt: skip


def _weight(remark: Remark) -> tuple[bool, int]:
    return not remark.is_fault, _ORDER.index(remark.code) if remark.code in _ORDER else len(_ORDER)


def _of_the_file(found: Verification, *, has_trust: bool) -> Iterator[Remark]:
    names = [one.field for one in found.signatures]
    fields = {*names, *found.empty}
    if not names:
        yield Remark("unsigned", _("nobody has signed it"))
        return
    # an appendix that is filed on its own, and an electronic copy, have only the agency's (Annex I, II.8.b, III.1.d)
    if SIGNER not in names and not (SIGNER not in fields and AGENCY in names and found.is_in_corner):
        yield Remark("missing-signer", _("the signature of {who} is missing", who=_WHO[SIGNER]))
    if AGENCY not in names:
        yield Remark("missing-agency", _("the signature of {who} is missing", who=_WHO[AGENCY]))
    for field in _WHO:
        if names.count(field) > 1:
            yield Remark("twice", _("{who} signed in two fields of one name", who=_WHO[field]), field=field)
    if not has_trust:
        yield Remark("no-trust", _("no trust list was given, so it is not proved who signed"))
    for what in found.active:
        yield Remark("active", _("the file has {what}, which may show something else later", what=_ACTIVE[what]))


def _of_a_signature(one: JudgedSignature, moment: datetime, *, has_trust: bool) -> Iterator[Remark]:
    who, field = _who(one), one.field
    if not one.is_intact and not (one.detail and not one.is_valid):
        yield Remark("altered", _("what {who} signed is not what the file holds now", who=who), field=field)
    elif not one.is_valid:
        yield Remark("invalid", _("the signature of {who} is not valid", who=who), field=field)
    elif one.coverage is Coverage.PART:
        yield Remark("partly", _("the signature of {who} covers only a part of the file", who=who), field=field)
    elif one.changes is LaterChanges.OTHER:
        yield Remark("changed", _("the file was changed after {who} signed it", who=who), field=field)
    if one.is_intact and one.is_valid:
        if not one.in_force:
            yield Remark(
                "expired", _("the certificate of {who} was not in force at the time of signing", who=who), field=field
            )
        elif not one.is_trusted and has_trust:
            yield Remark(
                "untrusted",
                _(
                    "the certificate of {who}, issued by {issuer}, does not lead to one of the trust list",
                    who=who,
                    issuer=one.issued_by,
                ),
                field=field,
            )
        if not one.time:
            yield Remark("no-time", _("the signature of {who} does not say when it was made", who=who), field=field)
        elif datetime.fromisoformat(one.time) > moment + SLOW_CLOCK:
            yield Remark("future", _("the signature of {who} says a time that has not come", who=who), field=field)


def _of_the_order(signatures: Sequence[JudgedSignature]) -> Iterator[Remark]:
    """The agency's seal comes over the signer's picture, so it signs what is signed already (Annex I, II.8.a)."""
    names = [one.field for one in signatures]
    if SIGNER in names and AGENCY in names and names.index(AGENCY) < names.index(SIGNER):
        yield Remark("order", _("the agency signed before the signer; it must be the other way round"))


def _of_the_text(found: Verification, expected: Expected, difference: TextDifference | None) -> Iterator[Remark]:
    if found.words is None:
        yield Remark("text", _("the text of the pages cannot be read, so it was not compared with the plan"))
    elif difference:
        yield Remark(
            "text",
            _(
                "page {page} says “{found}”, the plan “{expected}”",
                page=difference.page,
                found=difference.found,
                expected=difference.expected,
            ),
        )
    signer = next((one for one in found.signatures if one.field == SIGNER), None)
    if signer and expected.signer and _folded(expected.signer) not in _folded(signer.name):
        yield Remark(
            "other-signer",
            _("signed by {name}, the plan is to be signed by {signer}", name=signer.name, signer=expected.signer),
            field=SIGNER,
        )


def _folded(name: str) -> str:
    return " ".join(nfc(name).casefold().split())


def _to_know(found: Verification) -> Iterator[Remark]:
    for one in found.signatures:
        if one.changed:
            fields = ", ".join(one.changed)
            yield _note("fields", _("fields that came or changed after signing: {fields}", fields=fields), one.field)
        if one.field not in _WHO:
            yield _note(
                "other-field", _("signed in a field that is not of kehoach: {field}", field=one.field), one.field
            )
        if one.is_valid and one.in_force and one.has_expired:
            yield _note("expired-since", _("the certificate of {who} has expired since", who=_who(one)), one.field)
        if one.time and not one.is_stamped:
            yield _note("own-clock", _("the time is by the computer of {who}, not stamped", who=_who(one)), one.field)
    if found.at_signing is not None and found.words is not None:
        change = first_difference(found.words, found.at_signing)
        yield _note(
            "change",
            _(
                "what changed: page {page} said “{before}”, now “{now}”",
                page=change.page,
                before=change.expected,
                now=change.found,
            )
            if change
            else _("the words of the pages are as they were signed; what changed is something else"),
        )
    if found.signatures:
        yield _note(
            "revocation", _("whether a certificate was revoked was not asked: nothing is sent over the network")
        )
    if not any(claim.startswith("PDF/A") for claim in found.claims):
        yield _note("no-pdfa", _("the file does not say that it is PDF/A, for archives"))


def _note(code: str, message: Message, field: str = "") -> Remark:
    return Remark(code, message, False, field)


def _who(one: JudgedSignature) -> object:
    """The signer or the agency by its field, else by the name in the certificate."""
    return _WHO.get(one.field) or one.name or one.field


def _shown(one: JudgedSignature) -> str:
    """The time of a signature as a person writes it."""
    return datetime.fromisoformat(one.time).strftime("%H:%M %d/%m/%Y") if one.time else "?"

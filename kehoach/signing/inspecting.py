"""Looks into a signed PDF with pyHanko. Runs in a process of its own only (`confined`): the file is a stranger's.

No network: revocation is not asked. What pyHanko leaves open is looked at besides: whether the signature is exactly
what is between the two signed stretches, whether its container holds anything that no signature protects, and whether
what came after a signature was nothing but further signatures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from asn1crypto import cms, parser, pem, x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kehoach.frozen import replace
from kehoach.signing.contents import active, claims, is_in_corner
from kehoach.signing.verification import Coverage, JudgedSignature, LaterChanges, Unreadable, Verification

HANOI = timezone(timedelta(hours=7))
MOST_SIGNATURES = 20
_DETAIL = 300
"""Characters of a text that a file or pyHanko gives, at most."""
_END = re.compile(rb"%%EOF(?:\r\n|\n|\r)?\Z")
_HEX = re.compile(rb"<(?:[0-9a-f]*|[0-9A-F]*)>")
"""In one case: what is no letter of the signature could else be changed and nobody would see."""


class BadCertificate(Exception):
    """A file of the trust list holds no certificate: its number in the list."""


def anchors(trust: Sequence[bytes]) -> list[x509.Certificate]:
    """The certificates of files in PEM or DER. Raises BadCertificate."""
    found: list[x509.Certificate] = []
    for number, data in enumerate(trust):
        try:
            ders = [der for _name, _headers, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
            for der in ders:
                certificates.load_der_x509_certificate(der)  # the stricter reader of the two
                found.append(x509.Certificate.load(der, strict=True))
        except Exception as error:  # whatever a reader of certificates makes of what is none
            raise BadCertificate(number) from error
    return found


async def inspect(data: bytes, trust: Sequence[x509.Certificate], moment: datetime) -> Verification:
    """What is in a PDF. `moment` is now; certificates are judged for the time of signing."""
    if not data.startswith(b"%PDF-"):
        return Verification(unreadable=Unreadable.NOT_PDF)
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
        if reader.encrypted:
            return Verification(unreadable=Unreadable.ENCRYPTED)
        signatures = reader.embedded_regular_signatures
        fields = [(name, value) for name, value, _field in enumerate_sig_fields(reader)]
        if len(signatures) > MOST_SIGNATURES or len(fields) > 2 * MOST_SIGNATURES:
            return Verification(unreadable=Unreadable.TOO_LARGE, detail="too many signatures")
        signed = {one.field_name for one in reader.embedded_signatures}
        found = [await _signature(one, data, trust, moment, signed) for one in signatures]
        if found and not _is_last(found[-1], data):
            found[-1] = replace(found[-1], changes=LaterChanges.OTHER)
        return Verification(
            signatures=tuple(found),
            empty=tuple(name[:_DETAIL] for name, value in fields if value is None),
            is_in_corner=is_in_corner(reader),
            claims=tuple(claims(reader)),
            active=tuple(active(reader)),
        )
    except (MemoryError, RecursionError) as error:
        return Verification(unreadable=Unreadable.BROKEN, detail=type(error).__name__)
    except Exception as error:  # a broken file breaks pyHanko in as many ways as there are
        return Verification(unreadable=Unreadable.BROKEN, detail=_said(error))


def _is_last(one: JudgedSignature, data: bytes) -> bool:
    """Whether nothing but proofs for archiving follows the last signature."""
    if one.coverage is Coverage.FILE:
        return one.changes is LaterChanges.NONE
    return one.changes is LaterChanges.UPKEEP and bool(_END.search(data[-10:]))


def _said(error: object) -> str:
    return f"{type(error).__name__}: {error}"[:_DETAIL]


async def _signature(
    one: EmbeddedPdfSignature, data: bytes, trust: Sequence[x509.Certificate], moment: datetime, signed: set[str]
) -> JudgedSignature:
    found = JudgedSignature(one.field_name[:_DETAIL])
    try:
        certificate = one.signer_cert
        subject, issuer = certificate.subject.native, certificate.issuer.native
        claimed = _aware(one.self_reported_timestamp)
        found = replace(
            found,
            name=_text(subject, "common_name"),
            organisation=_text(subject, "organization_name", "organizational_unit_name"),
            issued_by=_text(issuer, "common_name", "organization_name"),
            serial=f"{certificate.serial_number:X}",
            time=_local(claimed),
        )
        when = claimed or moment
        # whatever the clock of the signer said, a time stamp is later than the signature
        status = await async_validate_pdf_signature(
            one,
            _context(trust, when),
            ts_validation_context=_context(trust, moment),
            key_usage_settings=KeyUsageConstraints(
                key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
            ),
        )
        stamp = status.timestamp_validity
        is_stamped = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
        if stamp and is_stamped:
            when = stamp.timestamp
        changes, changed = _changes(one, signed)
        if status.docmdp_ok is False:  # the signature itself forbids what came after it
            changes = LaterChanges.OTHER
        whole = _is_whole(one, data)
        sound = not status.trusted or _is_container_sound(one, trust)
        return replace(
            found,
            time=_local(when) if is_stamped else found.time,
            is_stamped=is_stamped,
            is_intact=bool(status.intact) and whole and sound and (stamp is None or bool(stamp.valid and stamp.intact)),
            is_valid=bool(status.valid and status.seed_value_ok),
            is_trusted=bool(status.trusted),
            in_force=certificate.not_valid_before <= when <= certificate.not_valid_after,
            has_expired=moment > certificate.not_valid_after,
            coverage=_coverage(status.coverage) if whole else Coverage.PART,
            changes=changes,
            changed=changed,
            detail="" if status.trusted else str(status.trust_problem_indic or "")[:_DETAIL],
        )
    except Exception as error:  # of what pyHanko cannot judge nothing holds
        return replace(found, detail=_said(error))


def _context(trust: Sequence[x509.Certificate], moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(trust), moment=moment, allow_fetching=False, revocation_mode="soft-fail", other_certs=[]
    )


def _text(names: dict[str, Any], *keys: str) -> str:
    """The first of the names that there is."""
    for key in keys:
        value = names.get(key)
        if value:
            return ", ".join(map(str, value))[:_DETAIL] if isinstance(value, list) else str(value)[:_DETAIL]
    return ""


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _local(moment: datetime | None) -> str:
    return moment.astimezone(HANOI).isoformat(timespec="seconds") if moment else ""


def end_of_signed(data: bytes, field: str) -> int:
    """Where the signed part of a file ends, of the signature of this field; 0 where that is not known."""
    for one in PdfFileReader(io.BytesIO(data), strict=True).embedded_regular_signatures:
        if one.field_name == field:
            _start, _first, second, length = (int(number) for number in one.byte_range)
            return second + length
    return 0


def _coverage(level: SignatureCoverageLevel | None) -> Coverage:
    known = {
        SignatureCoverageLevel.ENTIRE_FILE: Coverage.FILE,
        SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
    }
    return known.get(level, Coverage.PART) if level else Coverage.PART


def _changes(one: EmbeddedPdfSignature, signed: set[str]) -> tuple[LaterChanges, tuple[str, ...]]:
    """What came after a signature, and the fields among it that nobody signed."""
    result = one.diff_result
    if not isinstance(result, DiffResult):
        return LaterChanges.OTHER, ()
    before = one.reader.get_historical_resolver(one.signed_revision)
    now, then = ({name for name, _value, _field in enumerate_sig_fields(each)} for each in (one.reader, before))
    strange = tuple(sorted((set(result.changed_form_fields) | (now - then)) - signed))
    if strange or result.modification_level > ModificationLevel.FORM_FILLING:
        return LaterChanges.OTHER, strange
    if result.modification_level is ModificationLevel.FORM_FILLING:
        return LaterChanges.SIGNING, ()
    return (LaterChanges.NONE if result.modification_level is ModificationLevel.NONE else LaterChanges.UPKEEP), ()


def _is_whole(one: EmbeddedPdfSignature, data: bytes) -> bool:
    """Whether between the two signed stretches there is the signature and nothing else, in its one way of writing."""
    numbers = [int(number) for number in one.byte_range]
    if len(numbers) != 4:
        return False
    start, first, second, length = numbers
    hole = data[first:second] if start == 0 and 0 < first < second <= second + length <= len(data) else b""
    if length <= 0 or not _HEX.fullmatch(hole) or len(hole) % 2:
        return False
    held = bytes.fromhex(hole[1:-1].decode("ascii"))
    container = cms.ContentInfo.load(held).dump()
    rest = held[len(container) :]
    return held == one.pkcs7_content and held.startswith(container) and not rest.strip(b"\0") and _is_full(container)


def _is_full(der: bytes) -> bool:
    """Whether every element is full of others to its end: no padding is hidden in it."""
    stack = [der]
    while stack:
        inside = stack.pop()
        while inside:
            kind, method, tag, head, content, end = parser.parse(inside)
            if not kind and not tag:
                return False
            if method:
                stack.append(content)
            inside = inside[len(head) + len(content) + len(end) :]
    return True


def _is_container_sound(one: EmbeddedPdfSignature, trust: Sequence[x509.Certificate]) -> bool:
    """Whether what the container has beside the signed attributes is as they say, and each certificate in it is one
    of the trust list or signed by another: a byte changed there would change no digest.
    """
    signed, signer = one.signed_data, one.signer_info
    if [each["algorithm"].native for each in signed["digest_algorithms"]] != [
        signer["digest_algorithm"]["algorithm"].native
    ]:
        return False
    if any(
        each["parameters"].native is not None for each in (*signed["digest_algorithms"], signer["digest_algorithm"])
    ):
        return False
    by_number = signer["sid"].name == "issuer_and_serial_number"
    if {signer["version"].native, signed["version"].native} != {"v1" if by_number else "v3"}:  # RFC 5652, 5.1 and 5.3
        return False
    if signed["encap_content_info"]["content_type"].native != "data":
        return False
    if by_number and signer["sid"].chosen["issuer"].dump() != one.signer_cert.issuer.dump():
        return False  # names that differ in the case of a letter count as equal elsewhere
    known = {each.dump() for each in trust}
    held = [each.chosen.dump() for each in signed["certificates"] if each.name == "certificate"]
    whole = [certificates.load_der_x509_certificate(der) for der in {*known, *held}]
    return len(held) == len(signed["certificates"]) and all(
        der in known or _is_signed(certificates.load_der_x509_certificate(der), whole) for der in held
    )


def _is_signed(certificate: certificates.Certificate, by: Iterable[certificates.Certificate]) -> bool:
    for other in by:
        if other.subject == certificate.issuer:
            try:
                certificate.verify_directly_issued_by(other)
            except (InvalidSignature, ValueError, TypeError):
                continue
            return True
    return False

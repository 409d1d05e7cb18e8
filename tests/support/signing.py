"""Signing with certificates made on the spot, and who says whether signatures are valid: pyHanko and `pdfsig`."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import cms
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.support.judges import need

_WHOLE = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins.uniform(0))
BEGIN, END = datetime(2020, 1, 1), datetime(2049, 12, 31)


class Issuer:
    """Who gives certificates: a root of our own."""

    def __init__(self, name: str = "Tổ chức chứng thực thử") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        self.root = _certificate(self._name, self._name, self._key, self._key, authority=True)

    def signer(self, name: str) -> SimpleSigner:
        """One who signs, with a new key."""
        key = ec.generate_private_key(ec.SECP256R1())
        secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return SimpleSigner(
            signing_cert=_certificate(_name(name), self._name, key, self._key, authority=False),
            signing_key=PrivateKeyInfo.load(secret),
            cert_registry=SimpleCertificateStore(),
        )


@cache
def issuer() -> Issuer:
    """The one that tests trust."""
    return Issuer()


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(subject: x509.Name, by: x509.Name, key: Any, signing_key: Any, *, authority: bool) -> Certificate:
    usage = [True, True, False, False, False, authority, authority, False, False]
    made = (
        x509.CertificateBuilder(by, subject, key.public_key(), x509.random_serial_number(), BEGIN, END)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .sign(signing_key, hashes.SHA256())
    )
    return Certificate.load(made.public_bytes(Encoding.DER))


def signed(pdf: bytes, field: str, by: SimpleSigner, picture: Any = None) -> bytes:
    """A PDF signed in a field that it has, with a picture where there is one, else without anything to be seen."""
    style = StaticStampStyle(border_width=0, background_opacity=1, background_layout=_WHOLE)
    if picture:
        style = replace(style, background=PdfImage(picture))
    metadata = PdfSignatureMetadata(field, subfilter=SigSeedSubFilter.PADES)
    made: BytesIO = PdfSigner(metadata, by, stamp_style=style).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True
    )
    return made.getvalue()


@dataclass(frozen=True)
class Verdict:
    """What is said of one signature: pyHanko's word, and how the places without a signature are filled."""

    field: str
    is_valid: bool
    covers_file: bool
    is_clean: bool
    """Whether nothing but zeros is after the signature in its own place, which no signature covers."""


def verdicts(pdf: bytes) -> list[Verdict]:
    """What pyHanko says of each signature, in the order in which they were made. Raises what it raises."""
    found = []
    for one in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(one, ValidationContext(trust_roots=[issuer().root]))
        whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        found.append(Verdict(one.field_name, status.bottom_line, whole, _is_clean(pdf, one)))
    return found


def _is_clean(pdf: bytes, signature: Any) -> bool:
    _begin, first, second, _rest = map(int, signature.byte_range)
    hole = pdf[first:second]
    message = cms.ContentInfo.load(signature.pkcs7_content).dump()
    return hole == b"<" + message.hex().upper().encode().ljust(len(hole) - 2, b"0") + b">"


def is_sound(pdf: bytes, fields: list[str]) -> bool:
    """Whether a PDF is signed in these fields, in this order, and nothing was changed."""
    try:
        found = verdicts(pdf)
    except Exception:  # whatever a changed byte makes of the file
        return False
    order = [one.field for one in found] == fields
    return order and all(one.is_valid and one.is_clean for one in found) and found[-1].covers_file


def pdfsig(pdf: bytes, folder: Path) -> dict[str, str]:
    """What poppler says of the signature in each field, certificates left out."""
    need(shutil.which("pdfsig") is not None, "pdfsig")
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    command = ["pdfsig", "-nocert", str(path)]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    return dict(re.findall(r"Field Name: (\S+)\n(?:.*\n)*?  - Signature Validation: (.*)\n", shown))

"""Certificates made on the spot, and PDF files signed with them by pyHanko, as a signing tool would."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as der
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kehoach.pipeline.session import Session
from kehoach.signing.names import AGENCY, SIGNER
from tests.support.plans import small_workspace

NOW = datetime.now(UTC)
PERSON, OFFICE = "Nguyễn Văn Bình", "Ủy ban nhân dân thành phố Lai Châu"


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


def identity(
    name: str,
    by: Identity | None = None,
    *,
    begins: datetime = NOW - timedelta(days=30),
    days: float = 3650,
    is_clock: bool = False,
    is_rsa: bool = False,
) -> Identity:
    """One that an authority vouches for; without one, an authority."""
    key = rsa.generate_private_key(65537, 2048) if is_rsa or is_clock else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Thử nghiệm"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"], False
    )
    purposes = [ExtendedKeyUsageOID.TIME_STAMPING] if is_clock else [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=by is not None, content_commitment=by is not None, key_cert_sign=by is None, **usage
            ),
            critical=True,
        )
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=is_clock)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Identity(key, made)


@cache
def root() -> Identity:
    """The authority of the tests."""
    return identity("Tổ chức chứng thực thử nghiệm")


@cache
def person() -> Identity:
    return identity(PERSON, root())


@cache
def office() -> Identity:
    return identity(OFFICE, root(), is_rsa=True)


@cache
def plan_pdf(folder: Path) -> bytes:
    """The paper of a plan of a few lines, by the built-in engine; the workspace is made in the folder."""
    return Session.open(small_workspace(folder)).paper().pdf()


def with_fields(pdf: bytes, *names: str, box: tuple[int, int, int, int] = (300, 300, 400, 350)) -> bytes:
    """The file with empty signature fields on its first page: both of kehoach where none is named."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name in names or (SIGNER, AGENCY):
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box, on_page=0))
    return _written(writer)


def signed(pdf: bytes, field: str, by: Identity, clock: Identity | None = None) -> bytes:
    """The file signed in a field, by appending to it; stamped with the time by an authority where one is given."""
    signer = SimpleSigner(
        signing_cert=der.Certificate.load(by.der),
        signing_key=_key(by),
        cert_registry=_known(),
        signature_mechanism=None,
    )
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    made = signers.sign_pdf(writer, metadata, signer=signer, timestamper=_stamper(clock) if clock else None)
    return bytes(made.getvalue())


def stamped(pdf: bytes, clock: Identity) -> bytes:
    """The file with a time stamp of its own at the end, as archives add one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(signers.PdfTimeStamper(_stamper(clock)).timestamp_pdf(writer, "sha256").getvalue())


def _stamper(clock: Identity) -> DummyTimeStamper:
    return DummyTimeStamper(der.Certificate.load(clock.der), _key(clock), certs_to_embed=_known(), fixed_dt=NOW)


def _key(by: Identity) -> keys.PrivateKeyInfo:
    plain = serialization.NoEncryption()
    key = by.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    return keys.PrivateKeyInfo.load(key)


def _known() -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register(der.Certificate.load(root().der))
    return store


def signed_twice(pdf: bytes) -> bytes:
    """The file with both fields, signed by the person and then by the agency."""
    return signed(signed(with_fields(pdf), SIGNER, person()), AGENCY, office())


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

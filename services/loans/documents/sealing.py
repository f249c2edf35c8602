"""Seals a PDF with the certificate of an organisation, so that a change shows; and looks at one that somebody brings.

pyHanko takes seconds to load, so it is loaded when the first paper is sealed. Everything here takes processor time: call it in a
thread, outside a transaction.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from services.loans.domain.refusals import NoCertificate
from shared.language.translate import only_dutch

FIELD = "Digibank"
REASON = only_dutch("Afspraken over een lening")
YEARS = 20
"""An own certificate is made for as long as anybody may ask whether a paper was changed."""
AHEAD = timedelta(days=30)
"""Long enough to buy another certificate, short enough to be about something."""
FEWEST_RSA_BITS = 2048
MOST_SIGNATURES = 20
_ONE_AT_A_TIME = threading.Lock()
"""Loading pyHanko twice at once gains nothing, and looking at a strange PDF takes memory."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A certificate (X.509, DER) and its private key (PKCS#8, DER)."""

    certificate: bytes
    key: bytes = field(repr=False)


class Verdict(StrEnum):
    """What somebody brought: as it was when it was sealed, changed since, or without a seal of this organisation."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Looked:
    """The verdict, and when it was sealed as the seal says (UTC); None when there is none of ours."""

    verdict: Verdict
    sealed_at: datetime | None = None


def own_certificate(organisation: str, now: datetime) -> KeyPair:
    """A new key on the curve P-256, with a certificate that it signs itself. `now` in UTC."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, organisation[:64])])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a clock that is a little behind
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pair(made, key)


def brought_certificate(content: bytes, password: str, now: datetime) -> KeyPair:
    """The certificate and key in a PKCS#12 file. Raises `NoCertificate`: also when it is not valid at `now` (UTC)."""
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except Exception:  # the parser fails in many ways
        raise NoCertificate() from None
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise NoCertificate()
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < FEWEST_RSA_BITS:
        raise NoCertificate()
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise NoCertificate()
    if not _same_key(certificate, key):
        raise NoCertificate()
    return _pair(certificate, key)


def told_of(certificate: bytes) -> tuple[str, datetime, str]:
    """Of whom a certificate is, until when (UTC), and the first digits of its SHA-256 fingerprint."""
    read = x509.load_der_x509_certificate(certificate)
    names = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else "", read.not_valid_after_utc, read.fingerprint(hashes.SHA256()).hex()[:16]


def runs_out(until: datetime, now: datetime) -> bool:
    """Whether somebody should think of another certificate: this one is over, or soon. Both in UTC."""
    return until <= now + AHEAD


def load() -> None:
    """Load pyHanko, for whoever would rather wait now."""
    with _ONE_AT_A_TIME:
        import pyhanko.sign.signers
        import pyhanko.sign.validation  # noqa: F401


def seal_pdf(pdf: bytes, pair: KeyPair) -> bytes:
    """The same PDF with a seal at its end: nothing may be added or changed after it."""
    load()
    from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = signers.SimpleSigner(
        signing_cert=Certificate.load(pair.certificate),
        signing_key=PrivateKeyInfo.load(pair.key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    said = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=REASON,
        certify=True,
        subfilter=fields.SigSeedSubFilter.PADES,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    sealed = signers.PdfSigner(said, signer=signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return bytes(sealed.getbuffer())


def look_at(content: bytes, ours: Collection[bytes]) -> Looked:
    """What a PDF is that somebody brings.

    Args:
        content: any bytes.
        ours: the certificates of the organisation, those from before too (X.509, DER).
    """
    load()
    with _ONE_AT_A_TIME:
        try:
            return _looked(content, ours)
        except Exception:  # what is no PDF, or a damaged one, makes the reader fail in many ways
            return Looked(Verdict.NOT_OURS)


def _looked(content: bytes, ours: Collection[bytes]) -> Looked:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    found = PdfFileReader(BytesIO(content), strict=False).embedded_signatures
    seals = [one for one in found[:MOST_SIGNATURES] if _certificate_of(one) in ours]
    if not seals:
        return Looked(Verdict.NOT_OURS)
    one = seals[-1]
    # Whom a certificate is trusted by is no question here: it is one of ours, to the byte, or it is not.
    intact, valid = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
    whole = len(found) == 1 and one.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    at = one.self_reported_timestamp
    if not (intact and valid):
        return Looked(Verdict.CHANGED)
    return Looked(Verdict.UNCHANGED if whole else Verdict.CHANGED, at.astimezone(UTC) if at else None)


def _certificate_of(signature: Any) -> bytes:
    made: bytes = signature.signer_cert.dump()
    return made


def _same_key(certificate: x509.Certificate, key: Any) -> bool:
    kind = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return bool(certificate.public_key().public_bytes(*kind) == key.public_key().public_bytes(*kind))


def _pair(certificate: x509.Certificate, key: Any) -> KeyPair:
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    return KeyPair(certificate.public_bytes(serialization.Encoding.DER), written)

"""TLS on one box: a certificate and its key, looked at before anything starts."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from launcher.errors import CannotContinue
from launcher.say import Say
from shared.runtime.metrics import CERTIFICATE_END
from shared.runtime.settings import Settings

SOON = timedelta(days=14)


def check_tls(settings: Settings, say: Say) -> None:
    """Let a certificate and a key pass that a browser can be served with; say so when it soon ends. Without both: nothing to do.

    Raises `CannotContinue`, one line, when one is missing, cannot be read, does not fit the other, or is not valid today,
    and when the public address is one without TLS.
    """
    if settings.tls_cert is None and settings.tls_key is None:
        return
    if settings.tls_cert is None or settings.tls_key is None:
        raise CannotContinue("Geef allebei: het certificaat met --tls-cert en de sleutel met --tls-key.")
    if not settings.is_secure:
        raise CannotContinue(f"Met een certificaat begint het adres van Digibank met https. Nu is het {settings.base_url}.")
    certificate, key = _certificate(settings.tls_cert), _public_part(settings.tls_key)
    if certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != key:
        raise CannotContinue(f"De sleutel {settings.tls_key} hoort niet bij het certificaat {settings.tls_cert}.")
    now, until = datetime.now(UTC), certificate.not_valid_after_utc
    if now >= until:
        raise CannotContinue(f"Het certificaat {settings.tls_cert} is vervallen op {until:%d-%m-%Y}. Vraag een nieuw aan.")
    if now < certificate.not_valid_before_utc:
        raise CannotContinue(f"Het certificaat {settings.tls_cert} geldt pas vanaf {certificate.not_valid_before_utc:%d-%m-%Y}.")
    CERTIFICATE_END.labels("up").set(until.timestamp())
    if until - now < SOON:
        say(f"Let op: het certificaat is nog maar {(until - now).days} dagen geldig.")


def own_address(settings: Settings) -> tuple[str, ssl.SSLContext | bool]:
    """Where a command on this computer finds the system that runs, and what to trust there, as httpx takes it.

    Never the public address: behind a proxy it may not lead here, or to nothing yet. With TLS this very certificate is trusted,
    whose name is that of the public address.
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not listened on
    here = f"{f'[{host}]' if ':' in host else host}:{settings.port}"
    if settings.tls_cert is None:
        return f"http://{here}", True
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusted.check_hostname = False
    trusted.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    trusted.load_verify_locations(settings.tls_cert)
    return f"https://{here}", trusted


def _certificate(path: Path) -> x509.Certificate:
    """The first certificate of a file: that of the server itself."""
    try:
        return x509.load_pem_x509_certificates(_read(path, "certificaat"))[0]
    except (ValueError, IndexError):
        raise CannotContinue(f"In {path} staat geen certificaat. Het begint met -----BEGIN CERTIFICATE-----.") from None


def _public_part(path: Path) -> bytes:
    """The public key that belongs to a private one."""
    content = _read(path, "sleutel")
    try:
        key = load_pem_private_key(content, None)
    except TypeError:
        raise CannotContinue(f"De sleutel {path} heeft een wachtwoord. Neem er een zonder, die enkel jij kunt lezen.") from None
    except (ValueError, NotImplementedError):
        raise CannotContinue(f"In {path} staat geen sleutel. Hij begint met -----BEGIN PRIVATE KEY-----.") from None
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotContinue(f"Het bestand {path} met {what} is niet te lezen: {error.strerror}.") from None

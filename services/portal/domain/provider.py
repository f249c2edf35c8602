"""An organisation's own sign-in: the OpenID Connect provider where its people have an account already."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from services.portal.domain.refusals import ClientMissing, NoIssuer, ProviderNameMissing
from shared.language.free_text import clean_line

LONGEST_NAME, LONGEST = 40, 200
LONGEST_DOOR = 40
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ProviderDetails:
    """What the organisation's provider is called and how it knows us.

    Attributes:
        name: what people call it: it stands on the button.
        issuer: its address, as the `iss` of its tokens says.
        client_id: as what we are registered there.
    """

    name: str
    issuer: str
    client_id: str

    def cleaned(self) -> "ProviderDetails":
        """As we keep it. Raises `ProviderNameMissing`, `NoIssuer`, `ClientMissing` and what `clean_line` raises."""
        name = clean_line(self.name, longest=LONGEST_NAME)
        if not name:
            raise ProviderNameMissing()
        client_id = self.client_id.strip()
        if not client_id or len(client_id) > LONGEST or not (client_id.isascii() and client_id.isprintable()):
            raise ClientMissing()
        return ProviderDetails(name, clean_issuer(self.issuer), client_id)


def clean_issuer(typed: str) -> str:
    """The address of a provider without a slash at the end, as OpenID Connect Discovery 1.0 (section 2) has it: https, without a
    question or a fragment. Plain http is for this computer alone. Raises `NoIssuer`."""
    address = typed.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NoIssuer() from None
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    plain = address.isascii() and address.isprintable() and " " not in address and len(address) <= LONGEST
    if not (secure and host and plain) or "@" in parts.netloc or parts.query or parts.fragment:
        raise NoIssuer()
    return address


@dataclass(slots=True)
class Provider:
    """The provider of one organisation.

    Attributes:
        organisation: whose.
        door: our own address for it, `/sign-in/with/DOOR`; unique in the installation, fit to be printed.
        secret: what proves to the provider that it is us, sealed.
        works: whether somebody went there and came back since it was last changed. Nobody can use it before.
    """

    organisation: UUID
    door: str
    details: ProviderDetails
    secret: bytes
    works: bool = False

    @property
    def fingerprint(self) -> str:
        """Another one after every change: who is under way when something changes begins again."""
        parts = (self.details.issuer.encode(), self.details.client_id.encode(), self.secret)
        return sha256(b"\x00".join(parts)).hexdigest()[:32]


def doors(title: str) -> Iterator[str]:
    """Addresses that fit a Digibank of this name, the best one first: `digibank-de-brug`, `digibank-de-brug-2` …"""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    door = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_DOOR].strip("-") or "digibank"
    yield door
    number = 2
    while True:
        yield f"{door}-{number}"
        number += 1

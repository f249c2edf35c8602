"""For which address browsers make passkeys."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Site:
    """For whom passkeys are made: what browsers call the relying party.

    Attributes:
        id: the name of the host; a passkey works there and nowhere else.
        origin: the address that a browser has to say it is on.
    """

    id: str
    origin: str


def site_of(base_url: str) -> Site | None:
    """The site at the address people use; None where browsers make no passkeys: without https, or at a bare number."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if host == "localhost" or (parts.scheme == "https" and not _is_number(host)):
        return Site(host, f"{parts.scheme}://{parts.netloc.lower()}")
    return None


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()

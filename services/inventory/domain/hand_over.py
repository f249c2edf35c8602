"""Machines go to a recycler, several at once, and afterwards a paper comes that says so."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.inventory.domain.end_refusals import HandOverSettled
from shared.language.free_text import clean_line

MOST_AT_ONCE = 200
LONGEST_CERTIFICATE = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """The scan of a certificate, as it is kept.

    Attributes:
        sha256: of the content; what it is called.
        media_type: `application/pdf` or `image/jpeg`.
    """

    sha256: str
    media_type: str
    content: bytes


@dataclass(slots=True)
class HandOver:
    """Machines that went to a recycler together.

    Attributes:
        recycler_id: on the short list of recyclers; one that was taken off since, is still named.
        day: where the organisation is.
        certificate: the number on the recycler's paper; empty until it comes.
        paper: the SHA-256 of its scan; None until somebody brings it.
    """

    id: UUID
    recycler_id: UUID
    day: date
    certificate: str
    paper: str | None
    added_at: datetime
    added_by: UUID

    def certify(self, certificate: str, paper: str | None) -> None:
        """The recycler's paper came: its number, and its scan when there is one. A scan that is here stays until another comes.

        Raises what `clean_line` raises.
        """
        self.certificate = clean_line(certificate, longest=LONGEST_CERTIFICATE)
        self.paper = paper or self.paper

    def must_be_open(self) -> None:
        """Raises `HandOverSettled` when the recycler confirmed it."""
        if self.certificate or self.paper:
            raise HandOverSettled()

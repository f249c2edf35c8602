"""Signing on an own phone: a code that lets somebody read and sign one agreement, once, for a short while."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.loans.domain.household import Language, Level
from shared.handed_code import HandedCodes

VALID = timedelta(minutes=30)
"""Time to read together, and to find one's glasses."""
GROUPS = (4, 4, 4, 4)
"""Sixteen letters: 80 bits. Nobody finds one by trying."""


class PhoneState(StrEnum):
    """Where it is, as the counter sees it."""

    WAITS = "waits"
    OPENED = "opened"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PhoneSigning:
    """One code; a new one for the same loan takes its place.

    Attributes:
        language, level: in which the family reads.
        explained_in: the language in which a colleague explains it aloud, if one does.
        seen_by: the colleague at the counter.
        valid_until, opened_at, used_at: in UTC; None while nobody did.
    """

    id: UUID
    loan_id: UUID
    language: Language
    level: Level
    explained_in: Language | None
    seen_by: UUID
    valid_until: datetime
    opened_at: datetime | None = None
    used_at: datetime | None = None

    def state(self, now: datetime) -> PhoneState:
        """Where it is at this moment (UTC)."""
        if self.used_at is not None:
            return PhoneState.USED
        if now >= self.valid_until:
            return PhoneState.OVER
        return PhoneState.WAITS if self.opened_at is None else PhoneState.OPENED


def phone_codes(derive: Callable[[str], bytes]) -> HandedCodes:
    """The codes: of an id of a `PhoneSigning`, with keys for these two purposes from whatever derives keys."""
    return HandedCodes(derive("loans/phone-signing"), derive("loans/phone-signing-hash"), GROUPS)

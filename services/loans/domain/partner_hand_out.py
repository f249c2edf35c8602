"""A partner hands a machine out for us: with a code for one loan, once, and without learning who has it afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.loans.domain.hand_over import HandOver
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Days
from services.loans.domain.loan_status import LoanStatus
from shared.handed_code import ALPHABET, MOST_TYPED, HandedCodes

VALID_DAYS = 14
"""Days after today on which the code still works, unless the machine is kept for a shorter time."""
BARE = 8
"""Letters that tell which one it is: 40 bits. A sign-in is needed beside it. One more letter checks the others."""
PARTNER_DOES = tuple(one for one in HandOver if one is not HandOver.CARD_GIVEN)
"""What a partner does and tells when a machine leaves. A card with a PIN is ours to give."""


class HandOutState(StrEnum):
    """How far it is. `GIVEN` is the end; `OVER` is a code that opens nothing any more."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    GIVEN = "given"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PartnerHandOut:
    """One code; a new one for the same loan takes its place.

    Attributes:
        language, level: in which the family reads, on its own phone and on the paper that we printed.
        template_version, document_sha256, days: of the text on that paper. Who signs it later agrees to what stands on it, also to
            its days.
        for_person: who alone may use it; None is every partner who has the code.
        made_by: the colleague who made it.
        valid_until: in UTC.
        given_by, given_at: who handed the machine out, and when (UTC); None while nobody did.
    """

    id: UUID
    loan_id: UUID
    language: Language
    level: Level
    template_version: int
    document_sha256: str
    days: Days
    for_person: UUID | None
    made_by: UUID
    valid_until: datetime
    given_by: UUID | None = None
    given_at: datetime | None = None

    def is_for(self, person: UUID) -> bool:
        """Whether this partner may use it."""
        return self.for_person in (None, person)

    def state(self, now: datetime, loan: LoanStatus, *, lost: bool) -> HandOutState:
        """Where it is at this moment (UTC).

        Args:
            loan: where its loan is: signed at our counter, or stopped by the family, counts at once.
            lost: somebody said that a machine of it is lost or stolen.
        """
        if self.given_at is not None:
            return HandOutState.GIVEN
        if now >= self.valid_until or lost:
            return HandOutState.OVER
        match loan:
            case LoanStatus.READY_TO_SIGN:
                return HandOutState.TO_SIGN
            case LoanStatus.RUNNING:
                return HandOutState.SIGNED
            case _:
                return HandOutState.OVER


def last_day(today: date, kept_until: date | None) -> date:
    """The last day on which a code works that is made today: not longer than the machine lies ready."""
    until = today + timedelta(days=VALID_DAYS)
    return min(until, kept_until) if kept_until is not None and kept_until >= today else until


@dataclass(frozen=True, slots=True)
class HandOutCodes:
    """Makes these codes, such as `KX4-72M-9PC`, and knows them again."""

    handed: HandedCodes

    def make(self, hand_out_id: UUID) -> str:
        """The code of this one; the same each time."""
        letters = self.handed.make(hand_out_id.bytes)
        letters += check_letter(letters)
        return "-".join(letters[at : at + 3] for at in range(0, BARE + 1, 3))

    def digest(self, typed: str) -> bytes | None:
        """What is stored of a code, from how somebody typed it; None when it is mistyped, or no code."""
        letters = "".join(letter for letter in typed[:MOST_TYPED].upper() if letter not in " -.\t")
        if len(letters) != BARE + 1 or not set(letters) <= set(ALPHABET) or check_letter(letters[:BARE]) != letters[BARE]:
            return None
        return self.handed.digest(letters[:BARE])


def check_letter(letters: str) -> str:
    """The last letter of a code: Luhn's check in base 32. It finds each single wrong letter, and nearly each pair turned round."""
    total = 0
    for place, letter in enumerate(reversed(letters)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def hand_out_codes(derive: Callable[[str], bytes]) -> HandOutCodes:
    """The codes: of an id of a `PartnerHandOut`, with keys for these two purposes from whatever derives keys."""
    return HandOutCodes(HandedCodes(derive("loans/partner-hand-out"), derive("loans/partner-hand-out-hash"), (BARE,)))

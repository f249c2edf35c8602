"""How we reach a family: what it would rather have, and what is safe. Nothing here has to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.domain.refusals import AddressTooLong, NumberMissing
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.language.free_text import TextTooLong, clean_text

LONGEST_ADDRESS = 160
MOST_ADDRESS_LINES = 4
"""What fits in the window of an envelope below the name."""


class Channel(StrEnum):
    """By what a family would rather hear from us."""

    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    LETTER = "letter"
    SCHOOL = "school"
    IN_PERSON = "in_person"


NEEDS_A_NUMBER = (Channel.CALL, Channel.SMS, Channel.WHATSAPP)
TYPED = (Channel.SMS, Channel.WHATSAPP)
"""What a person types on a telephone, or what goes by itself where the installation can send."""
ON_PAPER = (Channel.LETTER, Channel.SCHOOL, Channel.IN_PERSON)


def clean_address(address: str | None) -> str | None:
    """An address as it stands on an envelope, line by line; None when there is none.

    Raises `AddressTooLong`, `RegisterNumberInText`.
    """
    try:
        cleaned = clean_text(address or "", longest=LONGEST_ADDRESS)
    except TextTooLong:
        raise AddressTooLong(most=MOST_ADDRESS_LINES) from None
    lines = [line.strip() for line in cleaned.splitlines() if line.strip()]
    if len(lines) > MOST_ADDRESS_LINES:
        raise AddressTooLong(most=MOST_ADDRESS_LINES)
    return "\n".join(lines) or None


@dataclass
class Reach:
    """What one family said about how we reach it.

    Attributes:
        channel: what it would rather have; None when it never said.
        neutral: it is safer when a message says neither who sends it nor what it is about.
        messages: False when the family said that it wants no messages.
        address: only where it wants letters by post; at most `MOST_ADDRESS_LINES` lines.
    """

    household_id: UUID
    channel: Channel | None = None
    neutral: bool = False
    messages: bool = True
    address: str | None = None

    def say(self, channel: Channel | None, *, neutral: bool, messages: bool, address: str | None, has_number: bool = True) -> None:
        """What counts from now on; an address is kept for letters alone, and forgotten with them.

        Raises `NumberMissing` when this needs a number that we do not have, and what `clean_address` raises.
        """
        if channel in NEEDS_A_NUMBER and not has_number:
            raise NumberMissing()
        kept = clean_address(address) if channel is Channel.LETTER else None
        self.channel, self.neutral, self.messages, self.address = channel, neutral, messages, kept


def for_family(household_id: UUID, said: Sequence[Reach]) -> Reach:
    """What counts where a family has several rows, which may each have said something: the safest of it.

    Args:
        said: of each row that said something, the one of the row that counts first: it says by what channel, and where to.
    """
    if not said:
        return Reach(household_id)
    first = next((one for one in said if one.channel is not None), said[0])
    neutral, messages = any(one.neutral for one in said), all(one.messages for one in said)
    return Reach(household_id, first.channel, neutral, messages, first.address)


@dataclass(frozen=True, slots=True)
class Way:
    """How to go to a family now.

    Attributes:
        message: by which channel a message goes; None when none should.
        may_call: whether somebody may call.
    """

    message: Channel | None
    may_call: bool


def way_to(reach: Reach, household: Household) -> Way:
    """The way that fits what a family said. Without a word about it, paper: it asks for no account, no number and no address.

    A no to calls is never passed over; nor is the wish for no messages.
    """
    calls = household.consents[ConsentPurpose.CALLS]
    may_call = household.telephone is not None and calls is not ConsentAnswer.NO
    if not reach.messages:
        return Way(None, may_call)
    rather_called = reach.channel is Channel.CALL or (reach.channel is None and calls is ConsentAnswer.YES)
    if rather_called and may_call:
        return Way(None, True)
    by = reach.channel or Channel.LETTER
    if by is Channel.CALL or (by in NEEDS_A_NUMBER and household.telephone is None):
        by = Channel.LETTER
    return Way(by, may_call)

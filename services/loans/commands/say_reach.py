"""A family says how it would rather hear from us, or that it wants no messages."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.loans.commands.keep_in_touch import plan_message
from services.loans.commands.record_consent import RecordConsent, record_consent
from services.loans.domain.consent import ConsentFor, ConsentWay
from services.loans.domain.reach import Channel, Reach, way_to
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import ConsentAnswer


@dataclass(frozen=True, slots=True)
class SayReach:
    """What counts from now on, all of it.

    Attributes:
        messages: its yes or no to messages, which is the consent for them.
        address: where letters go by post; kept for letters alone.
        way, noted_by: how the family said it, and to whom; nobody where it said so on its own page.
    """

    household_id: UUID
    channel: Channel | None
    neutral: bool
    messages: bool
    address: str | None
    way: ConsentWay = ConsentWay.COUNTER
    noted_by: UUID | None = None


async def say_reach(command: SayReach, unit: LoansUnit) -> Reach:
    """Note it for every row of the family; what waits to be sent goes the new way at once, or not at all. A no to messages, and
    a yes after a no, is kept as the consent that it is. Whoever leaves a yes as it stood was not asked: nothing is written down.

    Raises `NotFound`, `NumberMissing`, `AddressTooLong`, `RegisterNumberInText`.
    """
    family = await unit.households.family_of(command.household_id)
    reach = await unit.touches.reach_of(command.household_id)
    said_before = reach.messages
    reach.say(
        command.channel,
        neutral=command.neutral,
        messages=command.messages,
        address=command.address,
        has_number=family[0].telephone is not None,
    )
    way = way_to(reach, family[0]).message
    for row in family:
        if command.messages is not said_before:
            answer = ConsentAnswer.YES if command.messages else ConsentAnswer.NO
            await record_consent(RecordConsent(row.id, ConsentFor.MESSAGES, answer, command.way, command.noted_by), unit)
        for message_id in await unit.touches.save_reach(replace(reach, household_id=row.id), way, family[0].language):
            await plan_message(message_id, way, unit)
    return reach

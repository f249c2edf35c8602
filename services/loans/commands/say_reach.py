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
        messages: its yes or no to messages, which is the consent for them; None where it did not say, and nothing changes.
        address: where letters go by post; kept for letters alone.
        way, noted_by: how the family said it, and to whom; nobody where it said so on its own page.
    """

    household_id: UUID
    channel: Channel | None
    neutral: bool
    messages: bool | None
    address: str | None
    way: ConsentWay = ConsentWay.COUNTER
    noted_by: UUID | None = None


async def say_reach(command: SayReach, unit: LoansUnit) -> Reach:
    """Note it for every row of the family; what waits to be sent goes the new way at once, or not at all. A yes or a no to
    messages that is news is kept as the consent that it is.

    Raises `NotFound`, `NumberMissing`, `AddressTooLong`, `RegisterNumberInText`.
    """
    family = await unit.households.family_of(command.household_id)
    reach = await unit.touches.reach_of(command.household_id)
    reach.say(
        command.channel,
        neutral=command.neutral,
        messages=reach.messages if command.messages is None else command.messages,
        address=command.address,
        has_number=family[0].telephone is not None,
    )
    way = way_to(reach, family[0]).message
    if command.messages is not None:
        answer = ConsentAnswer.YES if command.messages else ConsentAnswer.NO
        last = [await unit.people.last_said(row.id, ConsentFor.MESSAGES) for row in family]
        if any(one is None or one.answer is not answer for one in last):
            await record_consent(
                RecordConsent(command.household_id, ConsentFor.MESSAGES, answer, command.way, command.noted_by), unit
            )
    for row in family:
        for message_id in await unit.touches.save_reach(replace(reach, household_id=row.id), way, family[0].language):
            await plan_message(message_id, way, unit)
    return reach

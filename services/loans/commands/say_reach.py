"""A family says how it would rather hear from us, or that it wants no messages."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.loans.domain.reach import Channel, Reach, way_to
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class SayReach:
    """What counts from now on, all of it.

    Attributes:
        address: where letters go by post; kept for letters alone.
    """

    household_id: UUID
    channel: Channel | None
    neutral: bool
    messages: bool
    address: str | None


async def say_reach(command: SayReach, unit: LoansUnit) -> Reach:
    """Note it for every row of the family; what waits to be sent goes the new way at once, or not at all.

    Raises `NotFound`, `NumberMissing`, `AddressTooLong`, `RegisterNumberInText`.
    """
    family = await unit.households.family_of(command.household_id)
    reach = await unit.touches.reach_of(command.household_id)
    reach.say(
        command.channel,
        neutral=command.neutral,
        messages=command.messages,
        address=command.address,
        has_number=family[0].telephone is not None,
    )
    for row in family:
        await unit.touches.save_reach(replace(reach, household_id=row.id), way_to(reach, family[0]).message, family[0].language)
    return reach

"""A family says yes or no, to visits or to being called."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """What the family says from now on."""

    household_id: UUID
    purpose: ConsentPurpose
    answer: ConsentAnswer


async def record_consent(command: RecordConsent, unit: LoansUnit) -> Household:
    """Note it, and tell who plans visits and calls. Raises `NotFound`."""
    household = await unit.households.get(command.household_id)
    household.say_consent(command.purpose, command.answer)
    await unit.households.save(household)
    return household

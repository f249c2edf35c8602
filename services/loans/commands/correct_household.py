"""What we know of a family was wrong, or changed."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household, Language
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class CorrectHousehold:
    """What is true now, all of it: what is left out is forgotten."""

    household_id: UUID
    call_name: str | None
    telephone: str | None
    language: Language


async def correct_household(command: CorrectHousehold, unit: LoansUnit) -> Household:
    """Put it right. Raises `NotFound`, `TextTooLong`, `RegisterNumberInText`, `NotATelephoneNumber`."""
    household = await unit.households.get(command.household_id)
    household.correct(command.call_name, command.telephone, command.language)
    await unit.households.save(household)
    return household

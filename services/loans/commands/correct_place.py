"""A room or a bag is called otherwise, or is of somebody else."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.store.unit import LoansUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class CorrectPlace:
    """What is true now, both of it."""

    household_id: UUID
    call_name: str | None
    belongs_to: str | None


async def correct_place(command: CorrectPlace, unit: LoansUnit) -> Household:
    """Put it right. Raises `NotFound`, for a family too; `NameMissing`, `OwnerMissing`, `TextTooLong`, `RegisterNumberInText`."""
    place = await unit.households.get(command.household_id)
    if place.is_family:
        raise NotFound()
    place.name_place(command.call_name, command.belongs_to)
    await unit.households.save(place)
    return place

"""A colleague needs the number of a family, to call or to write. The family can read that somebody looked, and why."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.domain.touch import Touch
from services.loans.store.unit import LoansUnit
from shared.contracts.disclosure import TOLD, DisclosurePurpose
from shared.domain import NotFound

SERVICE = "loans"


@dataclass(frozen=True, slots=True)
class ShowNumber:
    """For what, and who looks."""

    touch_id: UUID
    person_id: UUID


async def show_number(command: ShowNumber, unit: LoansUnit) -> tuple[Touch, Household]:
    """What the family is called and its number, with a line in its log, in one transaction. Raises `NotFound`."""
    touch = await unit.touches.get(command.touch_id)
    household = await unit.households.counting(touch.household_id)
    if household is None:
        raise NotFound()
    what = [name for name in TOLD if getattr(household, name) is not None]
    await unit.households.note_disclosures(SERVICE, command.person_id, DisclosurePurpose.HOW_IT_GOES, [(household.id, what)])
    return touch, household

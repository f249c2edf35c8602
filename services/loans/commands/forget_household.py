"""A family asks to be forgotten, or staff does it for a family that asked."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.withdraw_request import WithdrawRequest, withdraw_request
from services.loans.domain.household import Household
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ForgetHousehold:
    """Which family."""

    household_id: UUID


async def forget_household(command: ForgetHousehold, unit: LoansUnit) -> Household:
    """Everything that says who the family is goes, here at once and in every other service by its event; counts stay.

    Waiting requests leave the line, and a machine that was kept is free again. A loan that runs goes on: nobody is asked to bring
    something back first. From now on the machine is out with a family that nobody knows. Nothing of this can be undone.

    Gives the household as it was. Raises `NotFound`, also for one that is forgotten already.
    """
    for request_id in await unit.requests.open_of_household(command.household_id):  # before the household: see the README
        await withdraw_request(WithdrawRequest(request_id), unit)
    loans = await unit.loans.ids_of_household(command.household_id)
    household = await unit.households.get(command.household_id)
    household.be_forgotten(sorted(loans))
    await unit.households.forget(household)
    return household

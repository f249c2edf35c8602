"""A family asks to be forgotten, or staff does it for a family that asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.withdraw_request import WithdrawRequest, withdraw_request
from services.loans.domain.household import Household
from services.loans.domain.one_family import part
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ForgetHousehold:
    """Which family, by any of its rows."""

    household_id: UUID


async def forget_household(command: ForgetHousehold, unit: LoansUnit) -> Household:
    """Everything that says who the family is goes, here at once and in every other service by its event; counts stay.

    Of two rows that are one family both go, each with an event of its own. Waiting requests leave the line, and a machine that was
    kept is free again. A loan that runs goes on: nobody is asked to bring something back first. From now on the machine is out
    with a family that nobody knows. Nothing of this can be undone.

    Gives the household as it was. Raises `NotFound`, also for one that is forgotten already.
    """
    await _end_what_waits(await unit.households.ids_of_family(command.household_id), unit)
    family = await unit.households.family_of(command.household_id)
    for household in family:
        await _forget(household, unit)
    return next(household for household in family if household.id == command.household_id)


async def forget_one_row(household_id: UUID, unit: LoansUnit) -> None:
    """The same of this row alone, which leaves its family first: an older backup may have it together with a row that nobody asked
    to forget. Raises `NotFound`."""
    await _end_what_waits([household_id], unit)
    family = await unit.households.family_of(household_id)
    alone = next(household for household in family if household.id == household_id)
    for leaving in [one for one in family if one.merged_into is not None and household_id in (one.id, one.merged_into)]:
        part(leaving, [one for one in family if one.counts_as == leaving.counts_as])
    for household in family:
        if household.id != household_id:
            await unit.households.save(household)
    await _forget(alone, unit)
    await unit.closed.may_have_changed()


async def _end_what_waits(household_ids: Sequence[UUID], unit: LoansUnit) -> None:
    """The counter first, then requests, then loans, and the household last, as everybody locks them.

    What was to be added to a loan that runs is free again. Behind the locks on the loans nobody adds a photo, a message or a sheet
    to one while its family is being forgotten.
    """
    await unit.counter.lock_of(household_ids)
    for request_id in await unit.requests.open_of_households(household_ids):
        await withdraw_request(WithdrawRequest(request_id), unit)
    for loan_id in await unit.loans.ids_of_rows(household_ids):
        loan = await unit.loans.get(loan_id)
        if loan.coming_lines:
            for line in loan.coming_lines:
                loan.drop(line.id)
            await unit.loans.save(loan)


async def _forget(household: Household, unit: LoansUnit) -> None:
    household.be_forgotten(await unit.loans.ids_of_rows([household.id]))
    await unit.households.forget(household)

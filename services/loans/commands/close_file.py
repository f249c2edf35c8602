"""A family's file is closed, so that teammates of somebody who also works here do not open it; and opened again."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.family_refusals import NobodyOpensClosed
from services.loans.domain.household import Household
from services.loans.store.unit import LoansUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class CloseFile:
    """Of which family, and who does it."""

    household_id: UUID
    by: UUID


async def close_file(command: CloseFile, unit: LoansUnit) -> Household:
    """From now on only the colleagues whom a coordinator chose open it, all its rows. The family itself notices nothing.

    Raises `NotFound`, `OnlyForFamilies`, and `NobodyOpensClosed` as long as no colleague is chosen.
    """
    await unit.closed.lock()
    family = await unit.households.family_of(command.household_id)
    family[0].must_be_family()
    if not await unit.closed.readers():
        raise NobodyOpensClosed()
    for row in family:  # each by itself: apart again, both stay closed
        await unit.closed.close(row.id, command.by)
    return family[0]


async def open_file(command: CloseFile, unit: LoansUnit) -> Household:
    """Everybody who may see families opens it again. Open already: nothing. Raises `NotFound`."""
    await unit.closed.lock()
    family = await unit.households.family_of(command.household_id)
    await unit.closed.open([row.id for row in family])
    return family[0]


async def open_what_i_closed(me: UUID, unit: LoansUnit) -> Household:
    """Who closed a file by mistake takes that back the same day, without seeing which it was. Raises `NotFound` for none."""
    found = await unit.closed.closed_today_by(me)
    if found is None:
        raise NotFound()
    return await open_file(CloseFile(found, me), unit)

"""Two rows turn out to be one family, and are put together; or taken apart again; or somebody says that they are two."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.domain.one_family import join, part
from services.loans.store.unit import LoansUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class TwoFamilies:
    """Two families, of which the second is the one that counts when they are put together; and who of staff says so."""

    household_id: UUID
    other_id: UUID
    by: UUID


async def join_families(command: TwoFamilies, unit: LoansUnit) -> Household:
    """Put them together: one page shows both, and the stricter of what they said holds for both. No row of theirs is moved.

    All rows are locked in the order of their ids, so who puts A with B waits for who puts B with A, and finds it done. Gives the
    row that counts. Raises `NotFound`, `OnlyForFamilies`, `NotOneFamily`.
    """
    one, other = await _both(command, unit)
    join(one, other, unit.today())
    for household in (*one, *other):
        await unit.households.save(household)
    await unit.closed.may_have_changed()
    return next(household for household in (*one, *other) if household.merged_into is None)


async def part_family(command: TwoFamilies, unit: LoansUnit) -> Household:
    """Take the first out of the family of the second again; each has what it said itself. Gives the one that leaves.

    Raises `NotFound`, also where one of the two is nobody's here; `NotTogether`.
    """
    family = await unit.households.family_of(command.household_id)
    await unit.households.asking(command.other_id)
    leaving = next(household for household in family if household.id == command.household_id)
    part(leaving, family)
    for household in family:
        await unit.households.save(household)
    await unit.closed.may_have_changed()
    return leaving


async def tell_apart(command: TwoFamilies, unit: LoansUnit) -> Household:
    """They look alike and are two: from now on nobody is asked again. Gives the first. Raises `NotFound`."""
    one, other = await _both(command, unit)
    if one[0].id != other[0].id:
        ids, others = [household.id for household in one], [household.id for household in other]
        await unit.people.are_not_the_same(ids, others, command.by, unit.today())
    return one[0]


async def _both(command: TwoFamilies, unit: LoansUnit) -> tuple[list[Household], list[Household]]:
    """The rows of both, locked: those with the lower id first, whichever is named first. Raises `NotFound`."""
    if command.household_id == command.other_id:
        raise NotFound()
    found = {one: await unit.households.family_of(one) for one in sorted((command.household_id, command.other_id))}
    if found[command.household_id][0].counts_as == found[command.other_id][0].counts_as:  # put together while this waited
        rows = list(await unit.households.family_of(command.household_id))
        return rows, rows
    return list(found[command.household_id]), list(found[command.other_id])

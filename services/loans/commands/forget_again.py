"""A backup was put back in which a family is that was forgotten since: it is forgotten once more."""

from uuid import UUID

from services.loans.commands.forget_household import forget_one_row
from services.loans.store.unit import LoansUnit
from shared.domain import NotFound

KIND = "forget_again"
"""The kind of the job that `./digibank restore` leaves for each family on the list beside the backups."""


async def forget_again(household_id: str, unit: LoansUnit) -> None:
    """The job. A family that is not in the backup, or was forgotten in it already, needs nothing."""
    try:
        await forget_one_row(UUID(household_id), unit)
    except NotFound:
        return
    unit.note("forget_again", subject=UUID(household_id))
